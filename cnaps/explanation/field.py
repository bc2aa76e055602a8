"""Whether a question is one about pictures and their repair at all, as far as its words tell."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cnaps.explanation.catalogue import CatalogueEntry
from cnaps.explanation.languages import Language
from cnaps.explanation.sentences import content_stems
from cnaps.explanation.subject import speaks_of_a_picture

_HERE = re.compile(
    r"\b(?:my|our|programs?|apps?|tools?|software|AI|page|backends?|models?|GANs?|CNNs?|GPU|CPU|laptops?|"
    r"phones?|computers?|hardware|memory|precision|results?|limits?|trust|risks?|upload\w*|seeds?|"
    r"licen[cs]es?)\b",
    re.I,
)
"""What belongs to the user, or to this program, its networks and the machine that they run on."""
_POINTING = re.compile(r"\b(?:it|this|that|these|those|they|them|everything)\b", re.I)
"""What stands for the picture or the program where a question names neither."""
_ASKING = re.compile(r"[?？]|^(?:who|whom|whose|what|when|where|which|why|how)\b", re.I)
_SENTENCE_END = re.compile(r"(?<=[.!?。？])\s+(?=\S)")


def outside(asked: str, language: Language, entries: Iterable[CatalogueEntry]) -> bool:
    """Whether most of what `asked` names is foreign to `entries`, and nothing in it points to a picture.

    What tells of a thing beside asking stays inside: it may describe a trouble in words that nobody listed.
    """
    question = language.reader.gloss(asked)
    if not all(_ASKING.search(sentence) for sentence in _SENTENCE_END.split(asked)):
        return False
    if speaks_of_a_picture(question) or _HERE.search(question):
        return False
    things, terms = language.reader.things(asked), _terms(entries)
    known = len(things & terms)
    return len(things) - known > known + bool(_POINTING.search(question))


def _terms(entries: Iterable[CatalogueEntry]) -> frozenset[str]:
    """The stems of all that the catalogue speaks of."""
    texts = (" ".join((entry.name, *entry.tasks, entry.summary)) for entry in entries)
    return frozenset(term for text in texts for term in content_stems(text))
