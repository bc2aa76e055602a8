"""What a writer is given and what it hands back, and the writer that needs no language model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cnaps.explanation.material import Material
from cnaps.explanation.records import Authorship, Draft


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What an answer is to say, sentence by sentence, and what it may draw on."""

    material: Material
    drafts: tuple[Draft, ...]
    """In the order of the answer; each stands by itself and passes the check."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """The sentences of an answer, still to be checked by whoever prints them."""

    drafts: Sequence[Draft]
    authorship: Authorship = field(default=Authorship())


class Writer(Protocol):
    """Puts a plan into words."""

    def write(self, plan: Plan) -> Written:
        """The sentences of sections 1 and 2; headings, links and section 3 are not its business."""
        ...


class Deterministic:
    """Our own sentences as planned, joined to running prose; the same plan gives the same answer."""

    def write(self, plan: Plan) -> Written:
        """The planned sentences, with pronouns where the reference is clear."""
        material = plan.material
        sources = {source.id: source for source in material.sources}
        return Written(drafts=material.language.speech.realise(plan.drafts, sources))


BY_ITSELF = Deterministic()
