"""Section 2 for one photo: its way through the model that ran, with the figures of that run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnaps.diagnosis.findings import Diagnosis
from cnaps.explanation import run_record
from cnaps.explanation.catalogue import CatalogueEntry
from cnaps.explanation.records import Aspect, Draft, Fact, Voice
from cnaps.explanation.run_answers import run_lines
from cnaps.explanation.way import way_sentence

if TYPE_CHECKING:
    from cnaps.result import Report, Restoration


_WAY, _INPUT, _MODEL, _OUTPUT = "Input → model → output.", "Input.", "Model.", "Output."
_TELLING = (Aspect.INPUT, Aspect.STRUCTURE, Aspect.MECHANISM)


def run_drafts(report: Report, entry: CatalogueEntry, facts: tuple[Fact, ...]) -> list[Draft]:
    """Sentences of section 2 in order; `facts` are those of the model that section 1 has not told."""
    run = report.restoration
    drafts = [_measured(way_sentence(report), _WAY, "R")]
    drafts += diagnosis_drafts(report.found)
    drafts.append(_measured(run_record.choice_sentence(report), _INPUT, "D", "R"))
    drafts += _optional(run_record.uncovered_sentence(report), _INPUT, "D", "R")
    drafts += [_evidence(fact, _MODEL) for fact in _way_in(facts)]
    drafts += [_measured(text, _MODEL, "R") for text in run_record.weights_sentences(run)]
    drafts += [_measured(text, _MODEL, "R") for text in run_record.compact_sentences(entry, run)]
    drafts += _optional(run_record.network_sentence(run), _MODEL, "R")
    drafts += [_measured(text, _MODEL, "R") for text in _particulars(run)]
    drafts += [_evidence(fact, _OUTPUT) for fact in facts if Aspect.OUTPUT in fact.aspects][:1]
    drafts += [_measured(text, _OUTPUT, "D") for text in run_record.change_sentences(report)]
    closing = (
        "Whether the result is closer to the scene is not stated in the records of this run, because no "
        "clean photo exists to compare with."
    )
    unstated = Draft(text=closing, section=2, paragraph=_OUTPUT, sources=(), voice=Voice.UNSTATED)
    return [*drafts, unstated]


def diagnosis_drafts(diagnosis: Diagnosis) -> list[Draft]:
    """What was measured on the photo before anything was done."""
    return [_measured(text, _INPUT, "D") for text in run_record.finding_sentences(diagnosis)]


def record_texts(report: Report, entry: CatalogueEntry) -> dict[str, list[str]]:
    """The lines of the records R and D, from which the sentences above are taken."""
    run = report.restoration
    lines = [
        way_sentence(report),
        run_record.photo_sentence(run),
        *run_record.weights_sentences(run),
        *run_record.compact_sentences(entry, run),
        run_record.network_sentence(run),
        *_particulars(run),
        run_record.time_sentence(run),
        run_record.tiles_sentence(run),
        *run_lines(run),
        run_record.output_sentence(run),
        run_record.run_line(run),
    ]
    found = [
        *diagnosis_lines(report.found),
        run_record.choice_sentence(report),
        run_record.uncovered_sentence(report),
        *run_record.change_sentences(report),
    ]
    return {"R": [line for line in lines if line], "D": [line for line in found if line]}


def diagnosis_lines(diagnosis: Diagnosis) -> list[str]:
    """The lines of the record D for a photo that was measured only."""
    return [*run_record.finding_sentences(diagnosis), run_record.methods_line(diagnosis)]


def _particulars(run: Restoration) -> list[str]:
    lines = (run_record.remark_sentence(run), run_record.seed_sentence(run))
    return [line for line in lines if line]


def _way_in(facts: tuple[Fact, ...]) -> Iterator[Fact]:
    telling = [fact for fact in facts if set(_TELLING) & fact.aspects and Aspect.OUTPUT not in fact.aspects]
    telling = [fact for fact in telling if not {Aspect.DATA, Aspect.SPEED, Aspect.LIMIT} & fact.aspects]
    return iter(telling[:3])


def _measured(text: str, paragraph: str, *sources: str) -> Draft:
    return Draft(text=text, section=2, paragraph=paragraph, sources=sources, voice=Voice.MEASURED)


def _optional(text: str, paragraph: str, *sources: str) -> list[Draft]:
    return [_measured(text, paragraph, *sources)] if text else []


def _evidence(fact: Fact, paragraph: str) -> Draft:
    return Draft(
        text=fact.sentence,
        section=2,
        paragraph=paragraph,
        sources=(fact.source,),
        voice=Voice.EVIDENCE,
        quotes=(fact.quote,),
    )
