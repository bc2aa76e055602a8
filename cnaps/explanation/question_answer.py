"""A question about a backend or a run to its answer, from the built-in catalogue alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cnaps.diagnosis.findings import Diagnosis, Grade
from cnaps.explanation import run_section
from cnaps.explanation.catalogue import Catalogue, CatalogueEntry, built_in_catalogue
from cnaps.explanation.catalogue_fit import rate_entry
from cnaps.explanation.compose import RunRecords, Section, compose, untold
from cnaps.explanation.evidence import Evidence
from cnaps.explanation.inquiry import Inquiry, inquire, related_works, task_keys
from cnaps.explanation.languages import Language, language_notice
from cnaps.explanation.material import Material
from cnaps.explanation.normalise import normalise, shorten
from cnaps.explanation.records import Aspect, Draft, Explanation, Fit, ListedSource, Rating, Role, Source
from cnaps.explanation.retrieval import named_in
from cnaps.explanation.run_answers import answered_by_record, measured_answers
from cnaps.explanation.run_record import Record
from cnaps.explanation.way import way_of
from cnaps.explanation.workflow_section import workflow_drafts
from cnaps.explanation.writing.writer import Writer

if TYPE_CHECKING:
    from cnaps.result import Report


MOST_PAPERS, MOST_PAPERS_OF_A_RUN = 3, 2
LONGEST_QUESTION = 4_000
"""Bytes of a typed question that are read."""

RUN_QUESTION = "How was this photo restored, and what limits does the result have?"
MODEL_QUESTION = (
    "How does this model restore a photo, what training data does it rest on, and what are its limits?"
)


def explain_question(
    question: str,
    *,
    backend: str | None = None,
    recommended: str | None = None,
    diagnosis: Diagnosis | None = None,
    report: Report | None = None,
    writer: Writer | None = None,
) -> Explanation:
    """Answer `question` in three parts from the built-in catalogue.

    `backend`: a backend's name or a model's id; without one, `recommended`, the backend that the diagnosis
    calls for, unless the question names a trouble that another one is for; without either, the best fit to
    the question or to `diagnosis`.
    With `report`, section 2 follows this photo with the figures of that run. An empty question is replaced by
    one that asks how it was done and what the limits are. `writer` puts the answer into words; CNAPS itself
    where none is given. Raises `UnknownBackendError`.
    """
    catalogue = built_in_catalogue()
    typed = normalise(shorten(question, LONGEST_QUESTION)).strip()
    asked = typed or (RUN_QUESTION if report else MODEL_QUESTION)
    found = report.found if report else diagnosis
    inquiry = inquire(
        asked, catalogue, backend=backend, recommended=recommended, diagnosis=diagnosis, report=report
    )
    language = inquiry.language
    phrases, record = language.phrases.page, Record(language=language)
    notice = language_notice(asked)
    lines = measured_answers(report, found, record)
    inquiry = replace(inquiry, subquestions=answered_by_record(inquiry.subquestions, lines))
    evidence = _evidence(catalogue, inquiry, report, found, record)
    material = replace(
        _material(inquiry, evidence, catalogue),
        typed=bool(typed),
        photo=phrases.uploaded if found else "",
        absent=_absent(found),
        measured=lines,
    )
    answer = compose(
        material,
        text=evidence.text,
        remarks=(notice,) if notice else (),
        asked="" if typed else language.say(phrases.not_asked, asked=asked),
        records=RunRecords(listed=_records(report, found, record), lines=evidence.lines),
        workflow=_workflow(report, diagnosis, inquiry.entry, record),
        writer=writer,
    )
    return replace(answer, way=way_of(report, language)) if report else answer


def _evidence(
    catalogue: Catalogue,
    inquiry: Inquiry,
    report: Report | None,
    diagnosis: Diagnosis | None,
    record: Record,
) -> Evidence:
    evidence = Evidence(language=inquiry.language)
    evidence.add_entry("M1", Role.MODEL, inquiry.entry)
    papers = related_works(catalogue, inquiry)
    for number, paper in enumerate(papers[: MOST_PAPERS_OF_A_RUN if report else MOST_PAPERS], start=1):
        evidence.add_entry(f"P{number}", Role.PAPER, paper)
    if report:
        for identifier, lines in run_section.record_texts(report, inquiry.entry, record).items():
            evidence.add_record(identifier, lines)
    elif diagnosis:
        evidence.add_record("D", run_section.diagnosis_lines(diagnosis, record))
    return evidence


def _material(inquiry: Inquiry, evidence: Evidence, catalogue: Catalogue) -> Material:
    by_name = {entry.name: entry for entry in catalogue.entries.values()}
    entries = {source.id: by_name[source.name] for source in evidence.sources}
    ratings = {
        identifier: rate_entry(
            entry,
            identifier,
            inquiry.question,
            inquiry.topic,
            inquiry.tasks if identifier == "M1" else "",
            inquiry.language,
        )
        for identifier, entry in entries.items()
    }
    compared = _compared(inquiry, entries)
    ratings |= {
        name: _named(ratings[name], inquiry.language)
        for name in compared
        if ratings[name].fit is Fit.UNSUPPORTIVE
    }
    return Material(
        question=inquiry.asked,
        gloss=inquiry.question,
        language=inquiry.language,
        topic=inquiry.topic,
        subquestions=inquiry.subquestions,
        sources=tuple(evidence.sources),
        facts=evidence.facts,
        ratings=ratings,
        holdings=evidence.holdings,
        own_words=True,
        about_model=inquiry.about_model,
        assumed=inquiry.assumed,
        provided=inquiry.language.phrases.page.catalogue,
        compared=compared,
        nearer=frozenset(
            identifier
            for identifier, entry in entries.items()
            if entry.repairs and ratings[identifier].fit is Fit.DIRECT
        ),
    )


def _absent(diagnosis: Diagnosis | None) -> frozenset[str]:
    """The tasks for what was looked for in the photo and not found."""
    return task_keys(finding for finding in diagnosis or () if finding.grade is Grade.NONE)


def _named(rating: Rating, language: Language) -> Rating:
    """A work that the question compares bears on it in part, also where it is made for something else."""
    reason = language.say(language.phrases.ratings.compared, reason=rating.reason)
    return replace(rating, fit=Fit.PARTIAL, reason=reason)


def _compared(inquiry: Inquiry, entries: Mapping[str, CatalogueEntry]) -> tuple[str, ...]:
    """The ids of the works that the question names, at most two, where it asks for a difference."""
    if not any(Aspect.DIFFERENCE in subquestion.aspects for subquestion in inquiry.subquestions):
        return ()
    identifiers = {entry.id: identifier for identifier, entry in entries.items()}
    named = named_in(inquiry.question, entries.values())
    return tuple(identifiers[entry.id] for entry in named[:2])


def _workflow(
    report: Report | None, diagnosis: Diagnosis | None, entry: CatalogueEntry, record: Record
) -> Section:
    """Section 2 by what is at hand: a finished run, a diagnosis, or the catalogue alone."""

    def of_run(material: Material, first: list[Draft]) -> list[Draft]:
        untold_facts = untold(material, "M1", first)
        return run_section.run_drafts(report, entry, untold_facts, record) if report else []

    def of_diagnosis(material: Material, first: list[Draft]) -> list[Draft]:
        common = workflow_drafts(material, first)
        return [*common, *run_section.diagnosis_drafts(diagnosis, record)] if diagnosis else common

    return of_run if report else of_diagnosis


def _records(report: Report | None, diagnosis: Diagnosis | None, record: Record) -> tuple[ListedSource, ...]:
    records = []
    if report:
        run = Source(id="R", role=Role.RUN, name="Run", short="the run")
        records.append(ListedSource(source=run, fit=None, reason=record.run_line(report.restoration)))
    if diagnosis:
        source = Source(id="D", role=Role.DIAGNOSIS, name="Diagnosis", short="the diagnosis")
        records.append(ListedSource(source=source, fit=None, reason=record.methods_line(diagnosis)))
    return tuple(records)
