"""Processor time in a unit that a slow or busy machine stretches as it stretches the work it measures."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable

YARDSTICK_SECONDS = 0.007
"""What the yardstick takes on the machine for which limits are stated: this defines it."""
_TEXT = "Restoration of photos that are blurred, noisy or over-compressed, as it is told. " * 1_000


def best_seconds(work: Callable[[], object], runs: int) -> float:
    """The fastest of some runs, in seconds of the machine for which limits are stated."""
    pairs = [(_processor_seconds(work), _processor_seconds(_count_words)) for _ in range(runs)]
    own, yardstick = map(min, zip(*pairs, strict=True))
    return own * YARDSTICK_SECONDS / yardstick


def _processor_seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _count_words() -> object:
    """Work of the kind the explanation does: expressions searched in text, words folded and counted."""
    words = re.findall(r"\b(?!is\b)[a-z]+(?:-[a-z]+)*", _TEXT.lower())
    return Counter(tuple(words[i : i + 8]) for i in range(len(words)))
