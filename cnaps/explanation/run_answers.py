"""Questions that the record of a run answers itself: how long, how many steps and tiles, what changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cnaps.diagnosis.findings import Degradation, Diagnosis, Finding, Grade
from cnaps.explanation.material import MeasuredLine
from cnaps.explanation.records import Aspect, SubQuestion
from cnaps.explanation.run_record import Record
from cnaps.explanation.subquestions import merged

if TYPE_CHECKING:
    from cnaps.result import Report, Restoration

_TIME = (
    r"how (?:long|fast|quick)|(?:how much|what|which) time|\bseconds?\b|\bminutes?\b|\bduration\b|\btook\b|"
    r"processing time|run[- ]?time|\bspeed\b|on (?:which|what) (?:device|hardware)|\bGPU\b|\bCPU\b|precision"
)
_TILES = r"\btil(?:es?|ed|ing)\b|\bpieces?\b|\bcut (?:up|in)|\bsplit\b"
_STEPS = r"\bsteps?\b|\biterations?\b|\bpasses\b|how often"
_SIZE = (
    r"\bparameters?\b|how (?:big|large|heavy|small) (?:is|was|are) (?:the|this|your) (?:model|network)|"
    r"(?:model|network) size|size of the (?:model|network)"
)
_ANATOMY = r"\blayers?\b|\bblocks?\b|\bchannels?\b|\bwindows?\b|\btokens?\b|\bscales?\b"
_WEIGHTS = r"\bweights?\b|\bcheckpoint\b|\bofficial\b|\btrained\b|training (?:data|set|photos|images)"
_SEED = r"\bseeds?\b|\brandom|reproduc|same result|\brepeat"
_PIXELS = (
    r"\bresolution\b|\bdimensions?\b|\bmegapixels?\b|how (?:large|big) (?:is|was|are) (?:my|the) (?:\w+ )?"
    r"(?:photo|image|picture|result|output)|size of (?:my|the) (?:\w+ )?"
    r"(?:photo|image|picture|result|output)|"
    r"how many pixels|(?:photo|image|output|result) size"
)
_CHOICE = (
    r"(?:which|what) (?:\w+ ){0,2}(?:model|backend|network|method)s? (?:was|were|did|has|ran|is)\b|"
    r"why (?:was|did) .*\b(?:chosen?|recommend|selected|used?)"
)
_RECOMMENDED = r"why (?:was|is|were|has) (?:[\w-]+ ){1,4}(?:chosen|recommended|selected|suggested|picked)\b"
"""Without a run, the findings are all there is of the reason."""
_PHOTO = (
    r"(?:(?:my|the|this|that|these|our) (?:\w+ )?(?:photo|picture|image|snapshot|shot|scan|portrait)s?|"
    r"it|they)"
)
_FAULT = (
    r"(?:noise|grain|(?:motion )?blur|jpe?g|compression|degradation)s?"
    r"(?: (?:damage|artefacts?|artifacts?|blocks?|traces?))?(?: left)?"
)
_IN_PHOTO = (
    rf"^(?:(?:and|but|so|also) )*(?:(?:(?:is|are|was|were) {_PHOTO}|(?:does|do|did) {_PHOTO} (?:look|seem)) "
    r"(?:(?:still|too|very|really|at all|so|a bit|badly|heavily) )*"
    r"(?:noisy|grainy|(?:un)?sharp|blurr?(?:ed|y)|out of focus|shaky|blocky|compressed|dark|bright|"
    r"(?:under|over)-?exposed|degraded)\b(?![^?]*\b(?:for|because|due|than|by|into)\b)|"
    rf"(?:(?:does|do|did) {_PHOTO} (?:have|contain|show|suffer from)|(?:is|are|was|were) there)"
    rf"(?: (?:any|some|much|a|lot|of|still|too|many|visible|strong))* {_FAULT}"
    r"(?: (?:in|on) (?:my|the|this|it|these|them)\b[^?]*)?\W*$)"
)
"""Whether a photo has a fault, for yes or no; not whether it has it because of something or for a use."""
_FOUND = (
    r"wrong with|diagnos|\bmeasured?\b|how (?:blurr?(?:y|ed)|noisy|sharp|compressed|bad|grainy|degraded)|"
    r"how much (?:blur|noise|grain|compression)|level of|noise level|jpeg quality|what (?:kind|type)s? of "
    r"(?:blur|noise|degradation)|what (?:was|is) found|" + _IN_PHOTO
)
_CHANGED = (
    r"\bbetter\b|\bimprov|\bchang(?:e|ed)\b|\bbefore and after\b|how well|\breduc|\bremain|\bleft\b|"
    r"\bsuccess|\beffect\b|did it (?:work|help)|was (?:it|the \w+) removed|how much .*\bremoved?\b"
)
_LIMITS = r"\blimit|\bcannot\b|\bfail|\btrust|\bnot (?:meant|made) for\b"
_WORDS = {
    Degradation.NOISE: r"nois|grain",
    Degradation.BLUR: r"blur|sharp|shak|out of focus",
    Degradation.JPEG: r"jpe?g|compress|block",
    Degradation.EXPOSURE: r"expos|bright|dark",
}
_WIDE = frozenset({Aspect.DIFFERENCE, Aspect.STANDING})
"""What no record answers, since it asks for more than this photo."""


def measured_answers(
    report: Report | None, diagnosis: Diagnosis | None, record: Record
) -> tuple[MeasuredLine, ...]:
    """The lines of the records R and D with the questions that each of them answers."""
    lines = _of_run(report, record) if report else []
    found = report.found if report else diagnosis
    if found:
        cue = _FOUND if report else f"{_FOUND}|{_RECOMMENDED}"
        lines += [
            _line(cue, text, "D", subject=_subject(finding, found)) for finding, text in _found(found, record)
        ]
    if report:
        lines += [_line(_CHANGED, text, "D") for text in record.change_sentences(report)]
        lines.append(_line(_LIMITS, record.uncovered_sentence(report), "D", "R", final=False))
    return tuple(line for line in lines if line.text)


def _of_run(report: Report, record: Record) -> list[MeasuredLine]:
    run = report.restoration
    return [
        _line(_TIME, record.time_sentence(run), "R"),
        _line(_TILES, record.tiles_sentence(run), "R"),
        _line(_STEPS, record.steps_sentence(run), "R"),
        _line(_SIZE, record.parameters_sentence(run), "R"),
        _line(_ANATOMY, record.network_sentence(run), "R", final=False),
        *(_line(_WEIGHTS, text, "R", final=False) for text in record.weights_sentences(run)),
        _line(_SEED, record.seed_sentence(run), "R"),
        _line(_PIXELS, record.photo_sentence(run), "R"),
        _line(_PIXELS, record.output_sentence(run), "R"),
        _line(_CHOICE, record.choice_sentence(report), "D", "R"),
    ]


def run_lines(run: Restoration, record: Record) -> list[str]:
    """The lines that stand in the record only because a question may ask for them."""
    return [record.steps_sentence(run), record.parameters_sentence(run)]


def _found(diagnosis: Diagnosis, record: Record) -> list[tuple[Finding | None, str]]:
    """What was found, each with its finding; the sentence on what was not found belongs to none."""
    by_text = {record.finding_sentence(finding): finding for finding in diagnosis}
    return [(by_text.get(text), text) for text in record.finding_sentences(diagnosis)]


def _subject(finding: Finding | None, diagnosis: Diagnosis) -> str:
    """The words for what a line is about; the line on what was not found is about all of that."""
    absent = [_WORDS[other.degradation] for other in diagnosis if other.grade is Grade.NONE]
    return _WORDS[finding.degradation] if finding else "|".join(absent)


def _line(cue: str, text: str, *sources: str, subject: str = "", final: bool = True) -> MeasuredLine:
    others = "|".join(_WORDS.values())
    return MeasuredLine(cue=cue, text=text, sources=sources, subject=subject, subjects=others, final=final)


def answered_by_record(
    subquestions: Sequence[SubQuestion], lines: Sequence[MeasuredLine]
) -> tuple[SubQuestion, ...]:
    """The sub-questions, those marked that the record answers without any literature."""
    return merged(
        [
            replace(subquestion, aspects=(Aspect.MEASURED,))
            if _by_record(subquestion, lines)
            else subquestion
            for subquestion in subquestions
        ]
    )


def asks_for_findings(subquestions: Sequence[SubQuestion]) -> bool:
    """Whether all that is asked for is what the diagnosis of the photo has found."""
    return all(
        re.search(_FOUND, subquestion.text, re.I) and not _WIDE & set(subquestion.aspects)
        for subquestion in subquestions
    )


def _by_record(subquestion: SubQuestion, lines: Sequence[MeasuredLine]) -> bool:
    return not _WIDE & set(subquestion.aspects) and any(
        line.final and line.answers(subquestion.text) for line in lines
    )
