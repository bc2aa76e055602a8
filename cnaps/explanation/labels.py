"""What a sub-question is called, in the opening and above its answer."""

from __future__ import annotations

import re

from cnaps.explanation.material import Material
from cnaps.explanation.records import Aspect, SubQuestion

_HOW = re.compile(
    r"\b(?:how|techniques?|methods?|approach(?:es)?)\b|^(?:and |but |so )?(?:can|"
    r"could)\b",
    re.I,
)
"""How one asks for a way to do something, which the kind of question says as well."""
_WIDE = frozenset({Aspect.INPUT, Aspect.LIMIT, Aspect.OUTPUT})
"""Kinds of question that many a question is of."""


def wanted(subquestion: SubQuestion, material: Material) -> str:
    """What a sub-question asks for; in a pasted prompt with what the user wants done."""
    return _told_apart(material.language.speech.title_within(subquestion), subquestion, material)


def label(subquestion: SubQuestion, index: int, material: Material) -> str:
    """The run-in label of the answer of number `index`, with the user's words where another one has the "
    "same title."""
    speech = material.language.speech
    title = speech.title(subquestion)
    alike = [other for other in material.subquestions if speech.title(other) == title]
    return speech.label(index, _told_apart(title, subquestion, material) if len(alike) > 1 else title)


def _told_apart(title: str, subquestion: SubQuestion, material: Material) -> str:
    language = material.language
    done = "" if material.own_words or "“" in title else language.speech.done_words(subquestion)
    if not (done or material.own_words or "“" in title) and _needs_words(subquestion, material):
        done = language.speech.key_words(subquestion.words)
    return language.say(language.phrases.task.wanted_done, wanted=title, done=done) if done else title


def _needs_words(subquestion: SubQuestion, material: Material) -> bool:
    """Whether the kind of question says too little of it, or stands for another sub-question too."""
    kinds = [other.aspects[0] for other in material.subquestions]
    own = subquestion.aspects == (Aspect.MECHANISM,) and not _HOW.search(subquestion.text)
    return own or subquestion.aspects[0] in _WIDE or kinds.count(subquestion.aspects[0]) > 1
