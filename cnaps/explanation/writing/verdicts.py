"""The proposed sentences judged, and the answer put together from those that passed and our own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cnaps.explanation.material import Material
from cnaps.explanation.records import Draft
from cnaps.explanation.writing.check import Case, case_of, reasons_against
from cnaps.explanation.writing.outline import Kind, Line, Outline, Part, Point
from cnaps.explanation.writing.reply import Proposal


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A proposed sentence with what speaks against it."""

    proposal: Proposal
    draft: Draft | None
    """As it may be printed; None where it is refused."""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """All verdicts on a reply, held against what the answer has to tell."""

    outline: Outline
    verdicts: tuple[Verdict, ...]

    @property
    def refused(self) -> tuple[Verdict, ...]:
        """The sentences that may not be printed."""
        return tuple(verdict for verdict in self.verdicts if verdict.draft is None)

    @property
    def told(self) -> frozenset[str]:
        """The points of the sentences that may be printed."""
        return frozenset(
            point for verdict in self.verdicts if verdict.draft for point in verdict.proposal.points
        )

    @property
    def tried(self) -> frozenset[str]:
        """The points of all sentences, refused ones included."""
        return frozenset(point for verdict in self.verdicts for point in verdict.proposal.points)

    @property
    def missing(self) -> tuple[Point, ...]:
        """The points that have to be told and were not even tried."""
        return tuple(
            point
            for part, lines in self.outline.parts
            for point in _needed(lines, self.tried)
            if point.id not in self.tried
        )

    @property
    def unanswered(self) -> tuple[Part, ...]:
        """The sub-questions of which no point was tried."""
        return tuple(
            part
            for part, lines in self.outline.parts
            if part.answers and (points := _points(lines)) and not self.tried & {point.id for point in points}
        )

    @property
    def failures(self) -> int:
        """Sentences that are replaced by our own or added to them."""
        return len(self.refused) + len(self.missing)

    @property
    def total(self) -> int:
        """All sentences, those included that are missing."""
        return len(self.verdicts) + len(self.missing)


def judge(proposals: Sequence[Proposal], outline: Outline, material: Material) -> Judgement:
    """A verdict on each sentence, in order; a later one may not repeat an earlier one."""
    passed: list[Draft] = []
    verdicts: list[Verdict] = []
    for proposal in proposals:
        case = case_of(proposal, outline, material)
        reasons = reasons_against(case, passed) if isinstance(case, Case) else (case,)
        draft = case.draft if isinstance(case, Case) and not reasons else None
        passed += [draft] if draft else []
        verdicts.append(Verdict(proposal=proposal, draft=draft, reasons=reasons))
    return Judgement(outline=outline, verdicts=tuple(verdicts))


def assembled(judgement: Judgement) -> list[Draft]:
    """The answer in the order of its parts; where a sentence was refused or is missing, ours stands."""
    return [draft for part, lines in judgement.outline.parts for draft in _paragraph(lines, judgement)]


def _paragraph(lines: Sequence[Line], judgement: Judgement) -> list[Draft]:
    places = {line.point.id: place for place, line in enumerate(lines) if line.point}
    placed: list[tuple[int, Draft]] = []
    restored: set[int] = set()
    for verdict in judgement.verdicts:
        own = [point for point in verdict.proposal.points if point in places]
        if verdict.draft and own:
            placed.append((min(places[point] for point in own), verdict.draft))
        elif not verdict.draft:
            open_places = [places[point] for point in own if point not in judgement.told]
            placed += [(place, lines[place].draft) for place in open_places if place not in restored]
            restored |= set(open_places)
    missing = {point.id for point in judgement.missing}
    for place, line in enumerate(lines):
        if line.point is None or line.point.id in missing:
            _insert(placed, place, line.draft)
    return [draft for _, draft in placed]


def _insert(placed: list[tuple[int, Draft]], place: int, draft: Draft) -> None:
    """Behind the last sentence that the plan has before it."""
    behind = max((i for i, (other, _) in enumerate(placed) if other < place), default=-1)
    placed.insert(behind + 1, (place, draft))


def _needed(lines: Sequence[Line], tried: frozenset[str]) -> list[Point]:
    """The points of a part that an answer may not pass over; of its facts the first, where none was tried."""
    points = _points(lines)
    facts = [point for point in points if point.kind is Kind.FACT]
    first = [] if any(fact.id in tried for fact in facts) else facts[:1]
    return [point for point in points if point.required or point in first]


def _points(lines: Sequence[Line]) -> list[Point]:
    return [line.point for line in lines if line.point]
