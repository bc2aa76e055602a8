"""Text cut into sentences with their spans, and words cut down to comparable stems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_END = re.compile(
    r"[.!?][\"'”’)\]*_]*(?=\s+(?:[-•*+]\s+)?[\"'“(\[*_]{0,3}[A-Z0-9]|\s*$)|\n\s*\n|\n(?=\s*[-•*+]\s)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|et al|etc|vs|cf|Fig|Eq|Sec|Tab|Dr|Mr|Prof|approx|resp|w\.r\.t|a\.k\.a)|\b[A-Z])\.$"
)
_WORD = re.compile(r"[A-Za-z0-9]+")
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-'’][A-Za-z0-9]+)*")
_SUFFIX = re.compile(
    r"(?:isations?|izations?|ations?|ingly|ings?|edly|ers?|ors?|ed|ies|es|ly|s|ions?|ive|e|y|al|ment|ness)$"
)

_FUNCTION_WORDS = """
a about all also an and any are as at be because been but by can could do does each for from had has
have how i in into is it its itself may might more most my no nor not of on one only or other our
out over same she should so some such than that the their them then there therefore these they this
those to too under up us used uses using was we were what when where whereas which while who whose
why will with within without would you your if both between during through via per just very
"""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence and where it stands: ``text[start:end]`` of the text it was cut from."""

    text: str
    start: int
    end: int


def split_sentences(text: str, offset: int = 0) -> Iterator[Sentence]:
    """Cut `text`; abbreviations and decimals do not end a sentence. `offset` is added to the spans."""
    begin = 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[begin : match.start() + 1]):
            continue
        yield from _trimmed(text, begin, match.end(), offset)
        begin = match.end()
    yield from _trimmed(text, begin, len(text), offset)


def words_of(text: str) -> list[str]:
    """Words in lower case; a hyphen separates."""
    return _WORD.findall(text.lower())


STOPWORDS = frozenset(words_of(_FUNCTION_WORDS))


def tokens_of(text: str) -> list[str]:
    """Words in lower case as a reader counts them; a hyphen joins."""
    return _TOKEN.findall(text.lower())


def token_spans(text: str) -> list[tuple[int, int]]:
    """Where the words of `tokens_of` stand in `text`."""
    return [match.span() for match in _TOKEN.finditer(text)]


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A crude stem, enough to see that "restored" and "restoration" are one word."""
    if word.isdigit() or len(word) < 5:
        return word
    cut = _SUFFIX.sub("", word)
    return cut if len(cut) >= 3 else word


@lru_cache(maxsize=1024)
def content_stems(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning."""
    return frozenset(stem(word) for word in words_of(text) if word not in STOPWORDS and len(word) > 1)


def runs_of(words: list[str], size: int) -> frozenset[tuple[str, ...]]:
    """Every run of `size` words, made once where many sentences are held against one source."""
    return frozenset(tuple(words[i : i + size]) for i in range(len(words) - size + 1))


def long_run(words: list[str], source: list[str], limit: int) -> tuple[int, int]:
    """Start and length of the first run of over `limit` words that `source` shares; (0, 0) without one."""
    return shared_run(words, runs_of(source, limit + 1), limit)


def shared_run(words: list[str], runs: frozenset[tuple[str, ...]], limit: int) -> tuple[int, int]:
    """`long_run` where the runs of the source are at hand."""
    size = limit + 1
    shared = [tuple(words[i : i + size]) in runs for i in range(len(words) - limit)]
    if True not in shared:
        return 0, 0
    start = shared.index(True)
    length = next((i for i, hit in enumerate(shared[start:]) if not hit), len(shared) - start)
    return start, length + limit


def _trimmed(text: str, begin: int, end: int, offset: int) -> Iterator[Sentence]:
    piece = text[begin:end]
    inner = piece.strip()
    if inner:
        start = begin + len(piece) - len(piece.lstrip())
        yield Sentence(text=inner, start=offset + start, end=offset + start + len(inner))
