"""The languages that answers are written in, one package each; the question decides which."""

from __future__ import annotations

from cnaps.explanation.languages.english import ENGLISH
from cnaps.explanation.languages.korean import KOREAN
from cnaps.explanation.languages.language import Language
from cnaps.explanation.languages.notice import language_notice
from cnaps.explanation.languages.script import share

__all__ = ["ENGLISH", "KOREAN", "LANGUAGES", "Language", "language_notice", "language_of"]

LANGUAGES = (ENGLISH, KOREAN)
LEAST_SHARE = 0.3
"""Share of letters, names left out, from which a question counts as one in that script."""


def language_of(question: str) -> Language:
    """The language of `question` by its script; English where no other script of ours has its share."""
    others = [language for language in LANGUAGES if language is not ENGLISH]
    return next((other for other in others if share(question, other.letters) >= LEAST_SHARE), ENGLISH)
