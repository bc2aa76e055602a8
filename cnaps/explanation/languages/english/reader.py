"""How an English question is understood: its own words are the terms of the field."""

from __future__ import annotations

from cnaps.explanation.records import SubQuestion
from cnaps.explanation.subquestions import split_question


def gloss(question: str) -> str:
    """The question itself."""
    return question


def split(question: str) -> tuple[SubQuestion, ...]:
    """The sub-questions."""
    return split_question(question)
