"""Whether a question is one about pictures and their repair at all, as far as its words tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from cnaps.explanation.catalogue import CatalogueEntry
from cnaps.explanation.languages import Language
from cnaps.explanation.sentences import content_stems
from cnaps.explanation.subject import speaks_of_a_picture

_HERE = re.compile(
    r"\b(?:my|our|programs?|apps?|tools?|software|AI|page|backends?|models?|GPU|CPU|laptops?|phones?|"
    r"computers?|memory|results?|limits?|trust|risks?|upload\w*|seeds?|licen[cs]es?)\b",
    re.I,
)
"""What belongs to the user, or to this program and the machine that it runs on."""
_POINTING = re.compile(r"\b(?:it|this|that|these|those|they|them|everything)\b", re.I)
"""What stands for the picture or the program where a question names neither."""
_ASKING = re.compile(r"[?？]|^(?:who|whom|whose|what|when|where|which|why|how)\b", re.I)
_SENTENCE_END = re.compile(r"(?<=[.!?。？])\s+(?=\S)")
_OFTEN = 2
"""How often the catalogue uses a word of the field at least."""


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
    """The stems of what several sentences of the catalogue speak of."""
    counted: Counter[str] = Counter()
    for entry in entries:
        for text in (entry.name, *entry.tasks, *(fact.text for fact in entry.facts)):
            counted.update(content_stems(text))
    return frozenset(term for term, times in counted.items() if times >= _OFTEN)
