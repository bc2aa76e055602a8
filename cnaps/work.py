"""Work that can be watched and stopped: a restoration, or a download."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from typing import TypeVar

from cnaps.errors import StoppedError
from cnaps.runtime import StepReporter

Result = TypeVar("Result")

BEAT_SECONDS = 0.5
"""Longest silence of `follow`: how soon a stop is noticed."""


@dataclass(frozen=True)
class Step:
    """`done` of `total` units named `what` are finished; the total is 0 until the first one is."""

    done: int = 0
    total: int = 0
    what: str = "tiles"
    seconds: float = 0.0
    """From the start of the work to the end of this unit."""


def follow(
    work: Callable[[StepReporter], Result], *, wait: bool = False
) -> Generator[Step | Result, None, None]:
    """Do the work in a thread of its own; hand on its last step at every beat, and its result at the end.

    Closing the iterator (the stop button, or a visitor who leaves) ends the work at its next tile or step;
    with `wait`, closing takes until then.
    """
    news: queue.SimpleQueue[Step | None] = queue.SimpleQueue()
    stop = threading.Event()
    start = time.perf_counter()

    def on_step(done: int, total: int, what: str) -> None:
        if stop.is_set():
            raise StoppedError("The work was stopped.")
        news.put(Step(done, total, what, time.perf_counter() - start))

    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="work")
    # In the context of the visitor: a graphics card that is lent is lent to somebody.
    future = pool.submit(copy_context().run, work, on_step)
    future.add_done_callback(lambda _: news.put(None))
    try:
        yield from _beats(news)
        yield future.result()
    finally:
        stop.set()
        pool.shutdown(wait=wait)


def _beats(news: queue.SimpleQueue[Step | None]) -> Iterator[Step]:
    step: Step | None = Step()
    while step is not None:
        yield step
        try:
            step = news.get(timeout=BEAT_SECONDS)
        except queue.Empty:
            continue
