"""Words of abstracts exchanged for plainer ones, so that the sentence around them stays grammatical."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from cnaps.explanation import word_pairs

_START = r"(?<![\w-])"
_MARKS = "\\,& "
"""With these a pattern begins that no word boundary precedes."""
_QUOTE = re.compile(r"“[^”]*”")


_A_BEFORE_VOWEL = re.compile(r"\b([Aa]) (?=[aeioAEIO])(?!one\b|One\b)")
_AN_BEFORE_CONSONANT = re.compile(r"\b([Aa])n (?=[lmnrs][aeiou]|[bcdfgjkpqtvwyzBCDGJKPQTVWYZ][a-z])")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A pattern, what takes its place, and a piece of text without which the pattern cannot match."""

    pattern: re.Pattern[str]
    new: str
    literal: str

    @cached_property
    def start(self) -> str:
        """The first letters of the first word that it looks for; empty where that is not known."""
        letters = re.match(r"[a-z]{2}", self.literal)
        return letters.group() if letters else ""


def _literal(pattern: str) -> str:
    """The letters that a pattern begins with, up to one that may be missing."""
    letters = re.match(r"(?:, | )?[A-Za-z ]*", pattern)
    plain = letters.group() if letters else ""
    return (plain[:-1] if pattern[len(plain) :][:1] in {"?", "*", "{"} else plain).lower()


def _rules(pairs: Sequence[word_pairs.Pair], flags: re.RegexFlag) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            pattern=re.compile(rf"{'' if pattern[0] in _MARKS else _START}{pattern}(?![\w-])", flags),
            new=new,
            literal=_literal(pattern),
        )
        for pattern, new in pairs
    )


ALWAYS = _rules(word_pairs.ALWAYS, re.IGNORECASE)
BREAKERS = _rules(word_pairs.BREAKERS, re.RegexFlag(0))
_BY_START: dict[str, list[tuple[int, Rule]]] = {}
for _place, _rule in enumerate(BREAKERS):
    _BY_START.setdefault(_rule.start, []).append((_place, _rule))


def breakers_in(text: str) -> list[Rule]:
    """Those of `BREAKERS` that are worth a search in `text`, in their order."""
    lowered = text.lower()
    starts = {word[:2] for word in re.findall(r"[a-z]+", lowered)} | {""}
    found = [pair for start in starts for pair in _BY_START.get(start, ()) if pair[1].literal in lowered]
    return [rule for _, rule in sorted(found, key=lambda pair: pair[0])]


def plain(sentence: str) -> str:
    """`sentence` without hype and in plainer words; what it quotes, such as a title, stays as it is."""
    quotes = _QUOTE.findall(sentence)
    numbers = itertools.count()
    calm = _plain(_QUOTE.sub(lambda _: f"“{next(numbers)}”", sentence))
    for number, quote in enumerate(quotes):
        calm = calm.replace(f"“{number}”", quote, 1)
    return calm


def _plain(sentence: str) -> str:
    calm = sentence
    if word_pairs.PRAISING.search(sentence):
        calm = word_pairs.HYPE.sub(_unless_named, word_pairs.AND_HYPE.sub(r"\g<first>", sentence))
    calm = re.sub(r"\b(an?|the) and (?=\w)", r"\1 ", calm, flags=re.IGNORECASE)
    lowered = calm.lower()
    for rule in ALWAYS:
        if rule.literal in lowered:
            calm = rule.pattern.sub(agreeing(rule.new), calm)
            lowered = calm.lower()
    return re.sub(r"\s+([,.;:])", r"\1", re.sub(r"\s+", " ", with_articles(calm))).strip()


def _unless_named(praise: re.Match[str]) -> str:
    """Praise is left out, but not where it is part of a name: "Robust Degradation Remover"."""
    named = praise.group()[0].isupper() and praise.string[praise.end() : praise.end() + 1].isupper()
    return praise.group() if named else ""


def with_articles(text: str) -> str:
    """`text` with "a" and "an" by the letter that follows."""
    text = _A_BEFORE_VOWEL.sub(r"\1n ", text)
    return _AN_BEFORE_CONSONANT.sub(r"\1 ", text)


def agreeing(new: str) -> Callable[[re.Match[str]], str]:
    """A replacement that keeps a leading capital of what it replaces."""

    def replace(match: re.Match[str]) -> str:
        old = match.group()
        word = (_adverb(match.group(1)) or old) if new == word_pairs.ADVERB else match.expand(new)
        if old[:1].isupper() and word[:1].islower():
            word = word[0].upper() + word[1:]
        return word

    return replace


def _adverb(adjective: str) -> str:
    """``uniform`` to ``uniformly``; empty where an adjective makes none, such as ``supervised``."""
    if adjective.endswith(("ed", "ing", "ly", "er")):
        return ""
    if adjective.endswith("ic"):
        return f"{adjective}ally"
    stem = adjective[:-1] if adjective.endswith("le") else adjective
    return f"{stem[:-1]}ily" if stem.endswith("y") else f"{stem}{'y' if stem != adjective else 'ly'}"
