"""Which task a complaint in everyday words is most like.

A naive Bayes classifier over the stems of words and the kinds of things that words stand for, and beside it
the likeness to each single wording: the one knows what most complaints of a trouble share, the other what
only a few of them say.
Source: McCallum and Nigam, A Comparison of Event Models for Naive Bayes Text Classification, 1998.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from cnaps.explanation.wordings import FOLDER, NO_REPAIR, Wordings, load_wordings

# These figures were chosen by cross-validation over the wordings themselves.
_PRIOR = 0.2
"""Wordings with a mark, and as many without it, that are added to those counted."""
_KIND = 0.8
"""What a kind of thing counts beside a word."""
_SINGLE = 7.0
"""What the likeness to single wordings counts beside the words."""
_BEFOREHAND = 6.0
"""What speaks for no repair beforehand: such questions are of endless kinds, their words known least."""

_MARKS = str.maketrans(dict.fromkeys("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~’‘“”…–—", " "))
_CLITIC = re.compile(r"['’](?:s|ll|ve|d|m|re)\b")
_NOT = re.compile(r"n['’]t\b")
_ENDING = re.compile(r"(?:ingly|edly|ings?|ed|ers?|est|ies|es|s|ly|y|e|ish|ness)$")
_YEARS = frozenset(map(str, range(1800, 2000)))
_KIND_OF_A_YEAR = "@aged"


class Likeness:
    """The wordings of all tasks, made ready for comparison.

    A mark of a text is the stem of one of its words, or the kind of thing that the word stands for.
    """

    def __init__(self, wordings: Wordings) -> None:
        self.keys = tuple(wordings.complaints)
        self._kinds = _kinds_by_stem(wordings.kinds)
        sizes = np.array([len(lines) for lines in wordings.complaints.values()])
        self._tasks = np.repeat(np.arange(len(sizes)), sizes)
        """The task of each line."""
        self._beforehand = np.log(sizes / sizes.mean())
        self._beforehand[self.keys.index(NO_REPAIR)] += _BEFOREHAND
        self._places: dict[str, int] = {}
        """The number of each mark."""
        marks, self._lines = self._marked(list(chain.from_iterable(wordings.complaints.values())))
        weights = np.array([_KIND if mark.startswith("@") else 1.0 for mark in self._places], np.float32)
        cells = marks * sizes.size + self._tasks[self._lines]
        self._counts = np.bincount(cells, minlength=weights.size * sizes.size).reshape(
            weights.size, sizes.size
        )
        """Lines with a mark, by task."""
        frequency = np.bincount(marks)
        self._starts = np.concatenate(([0], np.cumsum(frequency)))
        self._sizes, self._weights = sizes, weights
        self._values = weights * np.log((len(self._tasks) + 1) / (frequency + 1))
        self._norms = np.sqrt(np.bincount(self._lines, self._values[marks] ** 2)) + 1e-9

    def scores(self, text: str) -> dict[str, float]:
        """By key of the task, how like its wordings `text` is; above zero, liker than to those of others."""
        places = self._known(text)
        ratios = self._weights[places] @ _log_ratios(self._counts[places], self._sizes)
        total = self._beforehand + ratios + _SINGLE * self._nearness(places)
        return dict(zip(self.keys, total.tolist(), strict=True))

    def _nearness(self, places: list[int]) -> NDArray[np.float64]:
        """By task, the sum over its wordings of the squared cosine between their marks and the given ones."""
        shared = np.zeros(len(self._tasks))
        for place in places:
            holders = self._lines[self._starts[place] : self._starts[place + 1]]
            shared[holders] += self._values[place] ** 2
        norm = np.sqrt((self._values[places] ** 2).sum()) + 1e-9
        squares = (shared / (self._norms * norm)) ** 2
        return np.asarray(np.bincount(self._tasks, squares, len(self.keys)), np.float64)

    def _known(self, text: str) -> list[int]:
        marks = chain.from_iterable(map(self._marks_of, _words(text)))
        return [self._places[mark] for mark in dict.fromkeys(marks) if mark in self._places]

    def _marks_of(self, word: str) -> tuple[str, ...]:
        stem = _stem(word)
        kinds = self._kinds.get(stem, ())
        return (stem, *kinds, _KIND_OF_A_YEAR) if word in _YEARS else (stem, *kinds)

    def _marked(self, lines: Sequence[str]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Every mark of every line once: the marks in order, and the line of each."""
        words = [line.split() for line in _plain("\n".join(lines)).split("\n")]
        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        spoken = np.fromiter(map(numbers.__getitem__, chain.from_iterable(words)), np.int64)
        places = [
            [self._places.setdefault(mark, len(self._places)) for mark in self._marks_of(word)]
            for word in numbers
        ]
        most = max(map(len, places))
        table = np.array([[*found, *[-1] * (most - len(found))] for found in places], np.int32)
        marks = table[spoken]
        line_of = np.repeat(np.arange(len(words), dtype=np.int32), list(map(len, words)))[:, None]
        pairs = np.sort((marks * len(words) + line_of)[marks >= 0])
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        return np.divmod(pairs, len(words))


def _words(text: str) -> list[str]:
    return _plain(text).split()


def _plain(text: str) -> str:
    """`text` in lower case without punctuation marks and endings such as 's."""
    return _NOT.sub(" not", _CLITIC.sub("", text.lower())).translate(_MARKS)


def _log_ratios(counts: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    """By mark and task, how much likelier the mark is in a wording of the task than in one of the others."""
    others = counts.sum(1, keepdims=True) - counts
    inside = (counts + _PRIOR) / (sizes + 2 * _PRIOR)
    outside = (others + _PRIOR) / (sizes.sum() - sizes + 2 * _PRIOR)
    return np.asarray(np.log(inside / outside))


def _kinds_by_stem(kinds: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    by_stem: dict[str, tuple[str, ...]] = {}
    for kind, words in kinds.items():
        for stem in {_stem(word) for word in words}:
            by_stem[stem] = (*by_stem.get(stem, ()), f"@{kind}")
    return by_stem


def _stem(word: str) -> str:
    """A stem that joins "line" and "lines", "wave" and "wavy"; short words matter more than in papers."""
    cut = _ENDING.sub("", word)
    if len(cut) < 3 or len(word) < 4 or word.isdigit():
        return word
    return cut[:-1] if len(cut) > 3 and cut[-1] == cut[-2] and cut[-1] not in "aeiou" else cut


@cache
def likeness() -> Likeness:
    """The likeness to the wordings that ship with the program.

    Raises:
        WordingError: one of their files cannot be used.
    """
    return Likeness(load_wordings(FOLDER))
