"""A question about a model, a photo or the field: to which model it is put, and which works bear on it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cnaps.diagnosis.findings import Degradation, Diagnosis, Finding, Grade
from cnaps.explanation.asking import asked_of
from cnaps.explanation.catalogue import Catalogue, CatalogueEntry
from cnaps.explanation.catalogue_fit import rate_entry
from cnaps.explanation.field import outside
from cnaps.explanation.languages import Language, language_of
from cnaps.explanation.records import Aspect, Fit, SubQuestion
from cnaps.explanation.retrieval import named_in, relevance
from cnaps.explanation.run_answers import asks_for_findings
from cnaps.explanation.subject import subject_of
from cnaps.explanation.task_list import GENERAL
from cnaps.explanation.tasks import Topic, restricted, topic_of

if TYPE_CHECKING:
    from cnaps.result import Report

_KIN = {"age": "inpainting", "inpainting": "scratches"}
"""What else works on the same damage are called: scratches and torn corners are areas to be filled in."""
_TREATED_AS = {Degradation.EXPOSURE: ("low-light", "overexposure")}
"""The keys of the tasks for a degradation, where they are not its own name."""
_SUITED = {"blur": "mimo-unet", "noise": "swinir", "jpeg": "swinir"}


@dataclass(frozen=True, kw_only=True)
class Inquiry:
    """A question with the model that it is put to."""

    asked: str
    """The question as it was put."""
    question: str
    """The same in the English terms of the field."""
    language: Language
    topic: Topic
    subquestions: tuple[SubQuestion, ...]
    entry: CatalogueEntry
    tasks: str
    """What the backend in question is for, in words."""
    about_model: bool
    """Whether the question is put to a model, chosen, named or recommended, and not to the field."""
    assumed: bool
    """Whether the question tells no task, so that it is taken to be that of the model or of the photo."""


def inquire(
    asked: str,
    catalogue: Catalogue,
    *,
    backend: str | None,
    recommended: str | None,
    diagnosis: Diagnosis | None,
    report: Report | None,
) -> Inquiry:
    """Read the question `asked`; raises `UnknownBackendError` where `backend` is not in the catalogue.

    `recommended`: what is asked about where the question names no trouble that another model is for.
    """
    language = language_of(asked)
    question = language.reader.gloss(asked)
    works = [entry.short for entry in named_in(question, catalogue.entries.values())]
    topic = subject_of(question, (), {}, of_a_work=bool(works)).topic
    subquestions = tuple(asked_of(works, subquestion) for subquestion in language.reader.split(asked))
    looks = diagnosis is not None and asks_for_findings(subquestions)
    if looks:
        # What such a question names is what it wants to know, and not yet what is wrong with the photo.
        measured = task_keys(diagnosis or ())
        topic = restricted(topic, [task for task in topic.tasks if task.key not in measured])
    if recommended and not (backend or report):
        backend = _kept(recommended, question, topic, catalogue)
        looks = looks or backend == recommended
    by_findings = looks and not topic.tasks
    name = report.restoration.backend.model if report else backend
    entry = catalogue.entry_of(name) if name else _suited(question, topic, diagnosis, catalogue)
    tasks = _tasks(entry, report, backend)
    about_model = bool(name) or bool(named_in(question, [entry]))
    at_hand = about_model or bool(works) or diagnosis is not None
    foreign = not at_hand and not topic.tasks and outside(asked, language, catalogue.entries.values())
    assumed = by_findings or (about_model and not topic.tasks)
    if by_findings:
        topic = _of_findings(topic_of(tasks), diagnosis)
    elif not foreign:
        topic = _topic(topic, tasks, about_model)
    return Inquiry(
        asked=asked,
        question=question,
        language=language,
        topic=topic,
        subquestions=_unanswerable(subquestions) if foreign else subquestions,
        entry=entry,
        tasks=tasks,
        about_model=about_model,
        assumed=assumed,
    )


def _kept(recommended: str, question: str, topic: Topic, catalogue: Catalogue) -> str | None:
    """`recommended`; None where the question names a trouble that only another model treats."""
    entry = catalogue.entry_of(recommended)
    if rate_entry(entry, "", question, topic, _tasks(entry, None, recommended)).fit is Fit.DIRECT:
        return recommended
    other = _suited(question, topic, None, catalogue)
    better = topic.specific and rate_entry(other, "", question, topic).fit is Fit.DIRECT
    return None if better else recommended


def _suited(question: str, topic: Topic, diagnosis: Diagnosis | None, catalogue: Catalogue) -> CatalogueEntry:
    """The model that the question names or is about, else the one that the findings ask for."""
    models = [entry for entry in catalogue.entries.values() if entry.kind == "model"]
    named = named_in(question, models)
    if named:
        return named[0]
    works = named_in(question, catalogue.entries.values())
    if works and not topic.specific:
        return works[0]
    if topic.neighbouring and not topic.specific and not topic.general:
        return _best_match(question, topic, catalogue)
    wanted = {task.key for task in topic.specific}
    if not wanted and diagnosis:
        wanted = {finding.degradation.value for finding in diagnosis if finding.grade is not Grade.NONE}
    suited = {_SUITED[key] for key in wanted if key in _SUITED}
    return catalogue.entries[suited.pop() if len(suited) == 1 else "dreamclear"]


def _best_match(question: str, topic: Topic, catalogue: Catalogue) -> CatalogueEntry:
    """The work that a question outside restoration is about most, such as a quality measure."""
    scores = relevance(question, topic.title, (), catalogue.entries.values(), catalogue.embedding)
    best = max(scores, key=lambda identifier: scores[identifier], default="dreamclear")
    return catalogue.entries[best]


def _tasks(entry: CatalogueEntry, report: Report | None, backend: str | None) -> str:
    """The task in words: that of the run, else what the backend's name says, else all of its model's."""
    if report:
        return report.restoration.backend.task
    by_name = re.sub(r"[\d_-]+", " ", backend or "")
    return by_name if topic_of(by_name).specific else " ".join(entry.tasks)


def _topic(topic: Topic, tasks: str, about_model: bool) -> Topic:
    """That of the question; where it is put to a model and tells no task, the task of that model."""
    if topic.tasks or (topic.general and not about_model):
        return topic
    return topic_of(tasks if about_model else GENERAL.title)


def _unanswerable(subquestions: tuple[SubQuestion, ...]) -> tuple[SubQuestion, ...]:
    """`subquestions` as questions of no kind that the catalogue tells of."""
    return tuple(replace(subquestion, aspects=(Aspect.OTHER,)) for subquestion in subquestions)


def task_keys(findings: Iterable[Finding]) -> frozenset[str]:
    """The keys of the tasks that treat what the findings are about."""
    degradations = [finding.degradation for finding in findings]
    return frozenset(
        key for degradation in degradations for key in _TREATED_AS.get(degradation, (degradation.value,))
    )


def _of_findings(topic: Topic, diagnosis: Diagnosis | None) -> Topic:
    """`topic` as far as the diagnosis calls for it; restoration in general where it does not."""
    found = task_keys(finding for finding in diagnosis or () if finding.grade is not Grade.NONE)
    tasks = [task for task in topic.specific if task.key in found]
    return restricted(topic, tasks) if tasks else topic_of(GENERAL.title)


def related_works(catalogue: Catalogue, inquiry: Inquiry) -> list[CatalogueEntry]:
    """The works that the question names, then those that bear on it most, the direct ones first."""
    question, topic, entry = inquiry.question, inquiry.topic, inquiry.entry
    others = [other for other in catalogue.entries.values() if other is not entry]
    others = [other for other in others if other.paper != entry.paper or not other.paper]
    named = named_in(question, others)
    rating = rate_entry(entry, "", question, topic, inquiry.tasks)
    named += (
        []
        if rating.fit is Fit.DIRECT or rating.other_weights
        else _of_this_program(others, named, question, topic)
    )
    aspects = {aspect for subquestion in inquiry.subquestions for aspect in subquestion.aspects}
    kin = " ".join(_KIN[task.key] for task in topic.specific if task.key in _KIN)
    words = f"{topic.title} {topic.noun} {kin}"
    scores = relevance(question, words, aspects, others, catalogue.embedding)
    rated = []
    for other in others:
        fit = rate_entry(other, "", question, topic).fit
        if other not in named and other.id in scores and fit is not Fit.UNSUPPORTIVE:
            rated.append((fit is not Fit.DIRECT, -scores[other.id], other.id))
    return [*named, *(catalogue.entries[identifier] for _, _, identifier in sorted(rated))]


def _of_this_program(
    others: list[CatalogueEntry], named: list[CatalogueEntry], question: str, topic: Topic
) -> list[CatalogueEntry]:
    """Models that a visitor can choose instead, where they fit without reserve."""
    offered = [other for other in others if other.repairs and other not in named]
    fitting = [other for other in offered if rate_entry(other, "", question, topic).fit is Fit.DIRECT]
    return sorted(fitting, key=lambda other: other.id not in _SUITED.values())[:1]
