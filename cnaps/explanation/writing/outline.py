"""A plan as numbered points: what a language model may word anew, and what stands as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from cnaps.explanation.injection import addresses_reader
from cnaps.explanation.records import Draft, Voice


class Kind(str, Enum):
    """What a point tells; its first letter begins the point's number."""

    FACT = "fact"
    JUDGEMENT = "judgement"
    """How far a source bears on the question, and what follows for the result."""
    UNSTATED = "not stated"


_KINDS = {
    Voice.EVIDENCE: Kind.FACT,
    Voice.NAME: Kind.JUDGEMENT,
    Voice.MISMATCH: Kind.JUDGEMENT,
    Voice.UNSTATED: Kind.UNSTATED,
}
"""Figures of a run and the user's own words are not among them: both stand as they are."""
_SUBQUESTION = re.compile(r"\([a-z]\) ")


@dataclass(frozen=True, kw_only=True)
class Part:
    """A paragraph of the answer."""

    section: int
    title: str
    """Its run-in label; empty for the opening of a section."""

    @property
    def answers(self) -> bool:
        """Whether it is the answer to a sub-question."""
        return bool(_SUBQUESTION.match(self.title))


@dataclass(frozen=True, kw_only=True)
class Point:
    """A planned sentence that may be worded anew."""

    id: str
    kind: Kind
    part: Part
    draft: Draft

    @property
    def required(self) -> bool:
        """Whether the answer has to tell it; of the facts of a part, one is enough."""
        return self.kind is not Kind.FACT


@dataclass(frozen=True, kw_only=True)
class Line:
    """A planned sentence in its place: a point, or a sentence that stands as it is."""

    draft: Draft
    point: Point | None


@dataclass(frozen=True, kw_only=True)
class Outline:
    """The answer, part by part."""

    parts: tuple[tuple[Part, tuple[Line, ...]], ...]

    @property
    def points(self) -> dict[str, Point]:
        """All points by number, in the order of the answer."""
        return {line.point.id: line.point for _, lines in self.parts for line in lines if line.point}


def outline(drafts: Sequence[Draft]) -> Outline:
    """Number what may be worded anew; figures of a run, diagrams and the user's words keep their wording.

    A sentence that quotes text addressed to the reader is no point either, so that no model reads it.
    """
    numbers = dict.fromkeys(Kind, 0)
    parts: dict[Part, list[Line]] = {}
    for draft in drafts:
        part = Part(section=draft.section, title=draft.paragraph)
        kind = (
            None
            if "→" in draft.text or any(map(addresses_reader, _texts(draft)))
            else _KINDS.get(draft.voice)
        )
        point = None
        if kind:
            numbers[kind] += 1
            point = Point(id=f"{kind.name[0]}{numbers[kind]}", kind=kind, part=part, draft=draft)
        parts.setdefault(part, []).append(Line(draft=draft, point=point))
    return Outline(parts=tuple((part, tuple(lines)) for part, lines in parts.items()))


def _texts(draft: Draft) -> Iterator[str]:
    yield draft.text
    for quote in draft.quotes:
        yield quote.text
