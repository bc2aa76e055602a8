"""A pasted prompt, in the seeds' format or something near it, to a question and its sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cnaps.errors import PromptError
from cnaps.explanation.entries import RawEntry, read_entries, to_sources
from cnaps.explanation.languages import LANGUAGES
from cnaps.explanation.normalise import LONGEST_PROMPT, normalise, shorten
from cnaps.explanation.records import ParseReport, Prompt, Role

_DECORATION = r"[\s#>*_\-•]*(?:\d+[.)]\s*)?[*_]*"
_HEADER_END = r"[\s*_]*[:：]?[\s*_]*$"


def _any_of(fragments: Iterable[str]) -> str:
    """How one part of the frame is announced, whichever language it is in."""
    return f"(?:{'|'.join(fragments)})"


_CUES = tuple(language.cues for language in LANGUAGES)
_MODELS_HEADER = re.compile(_DECORATION + _any_of(cues.models for cues in _CUES) + _HEADER_END, re.I)
_PAPERS_HEADER = re.compile(_DECORATION + _any_of(cues.papers for cues in _CUES) + _HEADER_END, re.I)
_ANSWER = re.compile(r"[\s#>*_]*" + _any_of(cues.answer for cues in _CUES) + _HEADER_END, re.I)
_ASKED = re.compile("^" + _any_of(cues.asked for cues in _CUES) + r"[\s*_]*", re.I)
_FRAME = re.compile(
    r"^\s*(?:" + _any_of(cues.frame for cues in _CUES) + r"|\d[.)]\s|#{1,6}\s|-{3,}\s*$)", re.I
)
_QUOTES = "\"“”„«»'‘’` *_>"
_QUOTED = re.compile(r"[\"“«]([^\"”»]{8,2000}\?)\s*[\"”»]")


@dataclass(kw_only=True)
class _Layout:
    """The lines of a prompt by section, with the offset of each line."""

    head: list[tuple[int, str]] = field(default_factory=list)
    models: list[tuple[int, str]] = field(default_factory=list)
    papers: list[tuple[int, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def parse_prompt(raw: str) -> Prompt:
    """Read a pasted prompt.

    Tolerates mojibake, CRLF, Markdown, missing or reordered fields. Raises `PromptError` where no question or
    no model is found; its sentence says what was understood and what is missing.
    """
    short = shorten(raw)
    text = normalise(short)
    layout = _lay_out(text)
    if len(short) < len(raw):
        layout.warnings.append(
            f"The prompt was longer than {LONGEST_PROMPT // 1000} kB; the rest was not read."
        )
    question, start = _find_question(layout.head, text)
    models, papers = _entries(layout, text)
    sources = to_sources(models, papers, text, layout.warnings)
    n_models = sum(source.role is Role.MODEL for source in sources)
    report = ParseReport(
        question_found=bool(question),
        models=n_models,
        papers=len(sources) - n_models,
        warnings=tuple(layout.warnings),
    )
    _require(report)
    return Prompt(text=text, question=question, question_start=start, sources=sources, report=report)


def _lay_out(text: str) -> _Layout:
    layout = _Layout()
    current = layout.head
    offset = 0
    for line in text.split("\n"):
        if _MODELS_HEADER.match(line):
            current = layout.models
        elif _PAPERS_HEADER.match(line):
            current = layout.papers
        elif current is not layout.head and _ANSWER.match(line):
            break
        else:
            if _ASKED.match(line) and not any(_ASKED.match(above) for _, above in layout.head):
                current = layout.head
            current.append((offset, line))
        offset += len(line) + 1
    return layout


def _entries(layout: _Layout, text: str) -> tuple[list[RawEntry], list[RawEntry]]:
    models, papers = (
        read_entries(layout.models, layout.warnings),
        read_entries(layout.papers, layout.warnings),
    )
    if models or papers:
        return models, papers
    loose = read_entries(layout.head, layout.warnings)
    if loose:
        layout.warnings.append(
            "No headings for models and papers were found; entries without a summary were read as "
            "recommended models."
        )
    bare = [entry for entry in loose if not entry.summary]
    return bare, [entry for entry in loose if entry.summary]


def _find_question(head: list[tuple[int, str]], text: str) -> tuple[str, int]:
    for i, (offset, line) in enumerate(head):
        asked = _ASKED.match(line)
        if asked:
            lines = [(offset + asked.end(), line[asked.end() :]), *head[i + 1 :]]
            question, start = _block(lines)
            if question:
                return question, start
    return _unannounced_question(head)


def _block(lines: list[tuple[int, str]]) -> tuple[str, int]:
    """The first paragraph of `lines`, without its quotation marks, and where it starts."""
    kept: list[tuple[int, str]] = []
    for offset, line in lines:
        blank = not line.strip(_QUOTES)
        if (blank and kept) or (_FRAME.match(line) and not blank):
            break
        if not blank:
            kept.append((offset, line))
    if not kept:
        return "", 0
    first_offset, first = kept[0]
    lead = len(first) - len(first.lstrip(_QUOTES))
    question = "\n".join(line for _, line in kept).strip(_QUOTES + "\n")
    return (question, first_offset + lead) if _says_something(question) else ("", 0)


def _unannounced_question(head: list[tuple[int, str]]) -> tuple[str, int]:
    for offset, line in head:
        quoted = _QUOTED.search(line)
        if quoted:
            return quoted.group(1), offset + quoted.start(1)
    for offset, line in head:
        stripped = line.strip(_QUOTES)
        if stripped.endswith("?") and not _FRAME.match(line) and _says_something(stripped):
            return stripped, offset + line.index(stripped)
    return "", 0


def _says_something(question: str) -> bool:
    return sum(character.isalpha() for character in question) >= 3


def _require(report: ParseReport) -> None:
    if report.question_found and report.models:
        return
    found = f"{_counted(report.models, 'recommended model')} and {_counted(report.papers, 'related paper')}"
    if not report.question_found:
        raise PromptError(
            f"No question was found in the prompt; {found} were read. Add the line "
            '"A user has asked the following question:" and the question below it.'
        )
    raise PromptError(
        f"A question was found but no recommended model; {found} were read. Add the heading "
        '"### Recommended AI Models:" and below it a line "Model: NAME" with its "Paper:" link.'
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
