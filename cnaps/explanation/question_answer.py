"""A question about a backend or a run to its answer, from the built-in catalogue alone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cnaps.diagnosis.findings import Diagnosis, Grade
from cnaps.explanation import run_record, run_section
from cnaps.explanation.catalogue import Catalogue, CatalogueEntry, built_in_catalogue
from cnaps.explanation.compose import Section, compose, untold
from cnaps.explanation.evidence import Evidence
from cnaps.explanation.material import Material
from cnaps.explanation.normalise import normalise, shorten
from cnaps.explanation.rank import rate_paper
from cnaps.explanation.records import Draft, Explanation, Fit, ListedSource, Rating, Role, Source
from cnaps.explanation.subquestions import split_question
from cnaps.explanation.tasks import Topic, topic_of
from cnaps.explanation.workflow_section import workflow_drafts

if TYPE_CHECKING:
    from cnaps.result import Report


MOST_PAPERS, MOST_PAPERS_OF_A_RUN = 3, 2
LONGEST_QUESTION = 4_000
"""Bytes of a typed question that are read."""

RUN_QUESTION = "How was this photo restored, and what limits does the result have?"
MODEL_QUESTION = (
    "How does this model restore a photo, what training data does it rest on, and what are its limits?"
)
_SUITED = {"blur": "mimo-unet", "noise": "swinir", "jpeg": "swinir"}


def explain_question(
    question: str,
    *,
    backend: str | None = None,
    diagnosis: Diagnosis | None = None,
    report: Report | None = None,
) -> Explanation:
    """Answer `question` in three parts from the built-in catalogue.

    `backend`: a backend's name or a model's id; without one, the best fit to the question or to `diagnosis`.
    With `report`, section 2 follows this photo with the figures of that run. An empty question is replaced by
    one that asks how it was done and what the limits are. Raises `UnknownBackendError`.
    """
    catalogue = built_in_catalogue()
    asked = normalise(shorten(question, LONGEST_QUESTION)).strip() or (
        RUN_QUESTION if report else MODEL_QUESTION
    )
    name = report.restoration.backend.model if report else backend
    entry = catalogue.entry_of(name) if name else _suited(asked, diagnosis, catalogue)
    topic = _topic(asked, _tasks(entry, report, backend))
    found = report.found if report else diagnosis
    evidence = _evidence(catalogue, entry, asked, topic, report, found)
    material = _material(asked, topic, evidence, catalogue, photo="the uploaded photo" if found else "")
    records = _records(report, found)
    return compose(
        material,
        text=evidence.text,
        asked="the user's question." if question.strip() else f"no question was typed; answered was: {asked}",
        records=records,
        workflow=_workflow(report, diagnosis, entry),
        lines=evidence.lines,
    )


def _suited(question: str, diagnosis: Diagnosis | None, catalogue: Catalogue) -> CatalogueEntry:
    """The model that the question names or is about, else the one that the findings ask for."""
    models = [entry for entry in catalogue.entries.values() if entry.kind == "model"]
    named = [entry for entry in models if entry.short.lower() in question.lower()]
    if named:
        return named[0]
    wanted = {task.key for task in topic_of(question).specific}
    if not wanted and diagnosis:
        wanted = {finding.degradation.value for finding in diagnosis if finding.grade is not Grade.NONE}
    suited = {_SUITED[key] for key in wanted if key in _SUITED}
    return catalogue.entries[suited.pop() if len(suited) == 1 else "dreamclear"]


def _tasks(entry: CatalogueEntry, report: Report | None, backend: str | None) -> str:
    """The task in words: that of the run, else what the backend's name says, else all of its model's."""
    if report:
        return report.restoration.backend.task
    by_name = re.sub(r"[\d_-]+", " ", backend or "")
    return by_name if topic_of(by_name).specific else " ".join(entry.tasks)


def _topic(question: str, tasks: str) -> Topic:
    """What the question is about; a question that names no task is about the task of its model."""
    topic, own = topic_of(question), topic_of(tasks)
    if topic.tasks:
        return topic
    return own if not topic.general or own.specific else topic


def _evidence(
    catalogue: Catalogue,
    entry: CatalogueEntry,
    question: str,
    topic: Topic,
    report: Report | None,
    diagnosis: Diagnosis | None,
) -> Evidence:
    evidence = Evidence()
    evidence.add_entry("M1", Role.MODEL, entry)
    papers = _papers(catalogue, entry, question, topic)
    for number, paper in enumerate(papers[: MOST_PAPERS_OF_A_RUN if report else MOST_PAPERS], start=1):
        evidence.add_entry(f"P{number}", Role.PAPER, paper)
    if report:
        for identifier, lines in run_section.record_texts(report, entry).items():
            evidence.add_record(identifier, lines)
    elif diagnosis:
        evidence.add_record("D", run_section.diagnosis_lines(diagnosis))
    return evidence


def _papers(catalogue: Catalogue, entry: CatalogueEntry, question: str, topic: Topic) -> list[CatalogueEntry]:
    """The entries that bear on the question most, the direct ones first."""
    rated: list[tuple[int, CatalogueEntry]] = []
    for other in catalogue.entries.values():
        fit = _rate(other, "", question, topic).fit
        if (
            other is not entry
            and fit is not Fit.UNSUPPORTIVE
            and (other.paper != entry.paper or not other.paper)
        ):
            rated.append((0 if fit is Fit.DIRECT else 1, other))
    rated.sort(key=lambda pair: (pair[0], pair[1].kind, pair[1].id))
    return [other for _, other in rated]


def _rate(entry: CatalogueEntry, identifier: str, question: str, topic: Topic) -> Rating:
    stand_in = Source(id=identifier, role=Role.PAPER, name=", ".join(entry.tasks), short=entry.short)
    rating = rate_paper(stand_in, f"{entry.setting} {entry.setting}", question, topic)
    return replace(rating, reason=rating.reason.replace("in its summary", "in its entry"))


def _material(question: str, topic: Topic, evidence: Evidence, catalogue: Catalogue, photo: str) -> Material:
    subquestions = split_question(question)
    by_title = {entry.title: entry for entry in catalogue.entries.values()}
    return Material(
        question=question,
        topic=topic,
        subquestions=subquestions,
        sources=tuple(evidence.sources),
        facts=evidence.facts,
        ratings={
            source.id: _rate(by_title[source.name], source.id, question, topic) for source in evidence.sources
        },
        holdings=evidence.holdings,
        own_words=True,
        provided="the catalogue",
        photo=photo,
    )


def _workflow(report: Report | None, diagnosis: Diagnosis | None, entry: CatalogueEntry) -> Section:
    """Section 2 by what is at hand: a finished run, a diagnosis, or the catalogue alone."""

    def of_run(material: Material, first: list[Draft]) -> list[Draft]:
        return run_section.run_drafts(report, entry, untold(material, "M1", first)) if report else []

    def of_diagnosis(material: Material, first: list[Draft]) -> list[Draft]:
        common = workflow_drafts(material, first)
        return [*common, *run_section.diagnosis_drafts(diagnosis)] if diagnosis else common

    return of_run if report else of_diagnosis


def _records(report: Report | None, diagnosis: Diagnosis | None) -> tuple[ListedSource, ...]:
    records = []
    if report:
        run = Source(id="R", role=Role.RUN, name="Run", short="the run")
        records.append(ListedSource(source=run, fit=None, reason=run_record.run_line(report.restoration)))
    if diagnosis:
        source = Source(id="D", role=Role.DIAGNOSIS, name="Diagnosis", short="the diagnosis")
        records.append(ListedSource(source=source, fit=None, reason=run_record.methods_line(diagnosis)))
    return tuple(records)
