"""Section 2 for one photo: its way through the model that ran, with the figures of that run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnaps.diagnosis.findings import Diagnosis
from cnaps.explanation.catalogue import CatalogueEntry
from cnaps.explanation.evidence import evidence_draft
from cnaps.explanation.records import Aspect, Draft, Fact, Voice
from cnaps.explanation.run_answers import run_lines
from cnaps.explanation.run_record import Record
from cnaps.explanation.way import way_sentence

if TYPE_CHECKING:
    from cnaps.result import Report, Restoration


_TELLING = (Aspect.INPUT, Aspect.STRUCTURE, Aspect.MECHANISM)


def run_drafts(report: Report, entry: CatalogueEntry, facts: tuple[Fact, ...], record: Record) -> list[Draft]:
    """Sentences of section 2 in order; `facts` are those of the model that section 1 has not told."""
    run, phrases = report.restoration, record.language.phrases.workflow
    before, within, after = phrases.input_label, phrases.model_label, phrases.output_label
    drafts = [_measured(way_sentence(report, record.language), phrases.chain_label, "R")]
    drafts += diagnosis_drafts(report.found, record)
    drafts.append(_measured(record.choice_sentence(report), before, "D", "R"))
    drafts += _optional(record.uncovered_sentence(report), before, "D", "R")
    drafts += [evidence_draft(fact, section=2, paragraph=within) for fact in _way_in(facts)]
    drafts += [_measured(text, within, "R") for text in record.weights_sentences(run)]
    drafts += [_measured(text, within, "R") for text in record.compact_sentences(entry, run)]
    drafts += _optional(record.network_sentence(run), within, "R")
    drafts += [_measured(text, within, "R") for text in _particulars(run, record)]
    came_out = [fact for fact in facts if Aspect.OUTPUT in fact.aspects][:1]
    drafts += [evidence_draft(fact, section=2, paragraph=after) for fact in came_out]
    drafts += [_measured(text, after, "D") for text in record.change_sentences(report)]
    closing = record.closing_sentence()
    return [
        *drafts,
        Draft(text=closing, section=2, paragraph=after, sources=(), voice=Voice.UNSTATED),
    ]


def diagnosis_drafts(diagnosis: Diagnosis, record: Record) -> list[Draft]:
    """What was measured on the photo before anything was done."""
    label = record.language.phrases.workflow.input_label
    return [_measured(text, label, "D") for text in record.finding_sentences(diagnosis)]


def record_texts(report: Report, entry: CatalogueEntry, record: Record) -> dict[str, list[str]]:
    """The lines of the records R and D, from which the sentences above are taken."""
    run = report.restoration
    lines = [
        way_sentence(report, record.language),
        record.photo_sentence(run),
        *record.weights_sentences(run),
        *record.compact_sentences(entry, run),
        record.network_sentence(run),
        *_particulars(run, record),
        record.time_sentence(run),
        record.tiles_sentence(run),
        *run_lines(run, record),
        record.output_sentence(run),
        record.run_line(run),
    ]
    found = [
        *diagnosis_lines(report.found, record),
        record.choice_sentence(report),
        record.uncovered_sentence(report),
        *record.change_sentences(report),
    ]
    return {"R": [line for line in lines if line], "D": [line for line in found if line]}


def diagnosis_lines(diagnosis: Diagnosis, record: Record) -> list[str]:
    """The lines of the record D for a photo that was measured only."""
    return [*record.finding_sentences(diagnosis), record.methods_line(diagnosis)]


def _particulars(run: Restoration, record: Record) -> list[str]:
    lines = (record.remark_sentence(run), record.seed_sentence(run))
    return [line for line in lines if line]


def _way_in(facts: tuple[Fact, ...]) -> Iterator[Fact]:
    telling = [fact for fact in facts if set(_TELLING) & fact.aspects and Aspect.OUTPUT not in fact.aspects]
    telling = [fact for fact in telling if not {Aspect.DATA, Aspect.SPEED, Aspect.LIMIT} & fact.aspects]
    return iter(telling[:3])


def _measured(text: str, paragraph: str, *sources: str) -> Draft:
    return Draft(text=text, section=2, paragraph=paragraph, sources=sources, voice=Voice.MEASURED)


def _optional(text: str, paragraph: str, *sources: str) -> list[Draft]:
    return [_measured(text, paragraph, *sources)] if text else []
