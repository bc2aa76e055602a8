"""How an English question is understood: its own words are the terms of the field."""

from __future__ import annotations

from cnaps.explanation.records import SubQuestion
from cnaps.explanation.sentences import content_stems
from cnaps.explanation.subquestions import split_question

_NAMING_NOTHING = content_stems(
    "work take make good best better long look cost time help find get give want need know mean happen much "
    "many thing something way please who quickly really"
)
"""Words that stand in questions about anything."""


def gloss(question: str) -> str:
    """The question itself."""
    return question


def split(question: str) -> tuple[SubQuestion, ...]:
    """The sub-questions."""
    return split_question(question)


def things(question: str) -> frozenset[str]:
    """The stems of the words that name something."""
    return content_stems(question) - _NAMING_NOTHING
