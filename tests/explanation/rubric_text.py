"""A prompt and an answer as a reader sees them: entries, sections, sentences, marks.

Written apart from the engine, so that its mistakes are not shared when its answers are judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

MOJIBAKE = re.compile("â€|Ã[\u0080-ÿ‚ƒ„…†‡ˆ‰Š‹Œ]|ðŸ|â†|Â[ \u00a0]|\ufffd")
URL = re.compile(r"https?://[^\s<>()\[\]\"|`]+")
QUESTION_MARK = "Q"
_UNDEFINED = {chr(code): bytes([code]) for code in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_LABEL = re.compile(
    r"^[\s>*_+\-\d.)]*(Model|Title|Name|Paper|Link|GitHub|Code|Summary|Abstract)[*_\s]*:[*_]*\s*(.*)$", re.I
)
_LIST = re.compile(r"^[\W_]*(?:(recommended)[\w ]*models?|(related)[\w ]*papers?)[\W_]*$", re.I)
_END = re.compile(r"^\W*answer\W*$", re.I)
_QUESTION = re.compile(r"following question\W*?:?\**\s*(.+?)\s*Based on the following", re.I | re.S)
_HEADING = re.compile(r"^\W{0,6}([123])[.)]\s.*$", re.M)
_RUN_IN = re.compile(r"^\s*(?:[-*+]\s+|\d+[.)]\s+)?(?:\*\*[^*]+\*\*[:.]?\s*)?")
_MARK = re.compile(
    r"\[((?:[A-Z]?\d+|[QRD])(?:\s*[,;]\s*(?:[A-Z]?\d+|[QRD]))*)\]|\(([A-Z]\d+(?:,\s*[A-Z]\d+)*)\)"
)
_LATE_MARK = re.compile(r"([.!?])((?:\s*\[[A-Z]?[\d, A-Z]*\])+)(?=\s|$)")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|et al|etc|cf|vs|Fig|approx)\.$")
_UNSTATED = re.compile(
    r"\b(?:not|nowhere) (?:be )?(?:stated|given|reported|mentioned|described|specified|provided|told)\b"
    r"|\bdo(?:es)? not (?:say|state|tell|report|mention|give|describe|rank|specify)\b"
    r"|\b(?:no|none of the) (?:provided |listed )?(?:sources?|entr(?:y|ies)|papers?|summar(?:y|ies))\b"
    r"|나와 있지 않",
    re.I,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A model or paper of a prompt with the text that may support a sentence."""

    mark: str
    name: str
    links: tuple[str, ...]
    summary: str

    @property
    def short(self) -> str:
        """The part of the name before a colon."""
        return self.name.split(":")[0].strip()

    @property
    def holding(self) -> str:
        """Everything the entry says, its links read as words."""
        return " ".join((self.name, parted(self.name), *(parted(link) for link in self.links), self.summary))


@dataclass(frozen=True, kw_only=True)
class PromptText:
    """What a prompt asks and provides."""

    text: str
    question: str
    entries: tuple[Entry, ...]

    @property
    def models(self) -> tuple[Entry, ...]:
        """The recommended models."""
        return tuple(entry for entry in self.entries if entry.mark.startswith("M"))

    @property
    def papers(self) -> tuple[Entry, ...]:
        """The related papers."""
        return tuple(entry for entry in self.entries if entry.mark.startswith("P"))


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence of the prose with the marks it carries."""

    text: str
    marks: tuple[str, ...]
    section: int

    @property
    def unstated(self) -> bool:
        """Whether it says that the sources do not tell something."""
        return bool(_UNSTATED.search(self.text))

    @property
    def bare(self) -> str:
        """The sentence without its marks."""
        return " ".join(_MARK.sub(" ", self.text).split())


@dataclass(frozen=True, kw_only=True)
class AnswerText:
    """An answer in Markdown, taken apart."""

    text: str

    @cached_property
    def sections(self) -> dict[int, str]:
        """The three sections by number, in the order in which they stand; without their headings."""
        heads = list(_HEADING.finditer(self.text))
        heads = [head for head in heads if head.group().lstrip().startswith(("#", "**", "1", "2", "3"))]
        ends = [head.start() for head in heads[1:]] + [len(self.text)]
        found: dict[int, str] = {}
        for head, end in zip(heads, ends, strict=True):
            found.setdefault(int(head[1]), self.text[head.end() : end])
        return found

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of sections 1 and 2 that state something."""
        return tuple(
            sentence for number in (1, 2) for sentence in sentences_of(self.sections.get(number, ""), number)
        )

    @property
    def prose(self) -> str:
        """The words of sections 1 and 2 without marks."""
        return " ".join(sentence.bare for sentence in self.sentences)


def parted(name: str) -> str:
    """A name or link as words: ``Denoise-SwinIR-Noise15`` to ``Denoise Swin IR Noise 15``."""
    return _CAMEL.sub(" ", re.sub(r"[-_/.:]+", " ", name))


def read_prompt(text: str) -> PromptText:
    """The entries and the question of `text`, also where it was pasted through a wrong encoding."""
    clean = repaired(text.replace("\r\n", "\n"))
    question = _QUESTION.search(clean)
    return PromptText(
        text=clean,
        question=" ".join(question[1].split()).strip(" \"“”*>'") if question else "",
        entries=tuple(_merged(_entries(clean))),
    )


def repaired(text: str) -> str:
    """`text` with UTF-8 that was read as cp1252 put right, line by line."""
    return "\n".join(_repaired_line(line) for line in text.split("\n"))


def _repaired_line(line: str) -> str:
    if not MOJIBAKE.search(line):
        return line
    try:
        return b"".join(_UNDEFINED.get(char) or char.encode("cp1252") for char in line).decode("utf-8")
    except UnicodeError:
        return line


def _entries(text: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Kind of list and fields of each entry; a label that comes again begins the next entry."""
    kind, fields, last = "", dict[str, list[str]](), ""
    for line in text.split("\n"):
        if (heading := _LIST.match(line)) or _END.match(line):
            if fields:
                yield kind, fields
            kind, fields, last = ("M" if heading[1] else "P") if heading else "", {}, ""
        elif kind and (label := _LABEL.match(line)):
            last = _FIELD.get(label[1].lower(), label[1].lower())
            if last in fields:
                yield kind, fields
                fields = {}
            fields[last] = [label[2]]
        elif kind and last and line.strip():
            fields[last].append(line)
    if kind and fields:
        yield kind, fields


_FIELD = {"title": "model", "name": "model", "link": "paper", "code": "github", "abstract": "summary"}


def _merged(found: Iterable[tuple[str, dict[str, list[str]]]]) -> Iterator[Entry]:
    """Entries with their marks; the same name twice is one entry with the links of both."""
    together: dict[str, tuple[str, list[str], str]] = {}
    for kind, fields in found:
        name = " ".join(fields.get("model", [""])).strip(" *_`")
        links = [
            link.rstrip(".,;:!?*_")
            for label in ("paper", "github")
            for link in URL.findall(" ".join(fields.get(label, [])))
        ]
        summary = " ".join(fields.get("summary", [])).strip(" *_")
        before = together.get(name, (kind, [], ""))
        together[name] = (before[0], list(dict.fromkeys([*before[1], *links])), before[2] or summary)
    counts = {"M": 0, "P": 0}
    for name, (kind, links, summary) in together.items():
        counts[kind] += 1
        yield Entry(mark=f"{kind}{counts[kind]}", name=name, links=tuple(links), summary=summary)


def sentences_of(text: str, section: int) -> Iterator[Sentence]:
    """Sentences of a section; run-in labels, headings, rules and lines that end in a colon are none."""
    for line in text.splitlines():
        plain = _RUN_IN.sub("", line).strip()
        if not plain or plain.startswith(("#", "|-", "---")):
            continue
        for piece in _split(_LATE_MARK.sub(r"\2\1", plain)):
            marks = tuple(
                mark.strip()
                for found in _MARK.findall(piece)
                for mark in re.split(r"[,;]", found[0] or found[1])
            )
            if re.search(r"[A-Za-z가-힣]{2}", piece) and not piece.rstrip("*").endswith(":"):
                yield Sentence(text=piece, marks=marks, section=section)


def _split(line: str) -> list[str]:
    pieces: list[str] = []
    for piece in re.split(r"(?<=[.!?])[*”\"]?\s+(?=[\"“*(]?[A-Z\[가-힣])", line):
        if pieces and _ABBREVIATION.search(pieces[-1]):
            pieces[-1] += f" {piece}"
        else:
            pieces.append(piece)
    return pieces


def words(text: str) -> list[str]:
    """Lower-case words without punctuation."""
    return re.findall(r"[a-z0-9]+(?:['’][a-z]+)?", text.lower())


def stems(text: str) -> set[str]:
    """Crude stems of the words of `text`, spelling variants made one."""
    return {stem(word) for word in words(text)}


def stem(word: str) -> str:
    """`word` without its ending."""
    word = word.replace("colour", "color").replace("artefact", "artifact").replace("grey", "gray")
    word = re.sub(r"is(e|es|ed|ing|ation|ations)$", r"iz\1", word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return re.sub(r"(.)\1$", r"\1", word)


_ENDINGS = (
    *("izations", "ization", "ations", "ation", "ments", "ment", "ings", "ing", "edly", "ed", "ities", "ity"),
    *("ives", "ive", "ions", "ion", "ies", "ers", "er", "ors", "or", "ance", "ence", "ally", "al", "ly"),
    *("izes", "ize", "es", "s", "e", "y"),
)
