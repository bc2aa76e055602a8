"""A graphics card that is lent for the time of a run, as Spaces on ZeroGPU hardware have it.

There a function that was handed to `spaces.GPU` takes place in a process of its own, which is split off from
the page's when a card is assigned, and kept for the next call where that comes soon. What goes in and comes
out is pickled, so that the runtime itself, with its lock and its networks, is no argument: the other process
has its own since the split. Of an error only the name of its class would come back, which is why those that
are meant for a visitor come back as values.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator
from contextlib import closing
from functools import partial
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cnaps.backend import Backend, Family
from cnaps.dreamclear.effort import LENT_CARD
from cnaps.errors import CnapsError
from cnaps.procedures import LatentDiffusion
from cnaps.runtime import (
    Run,
    Runtime,
    Settings,
    StepReporter,
    best_device,
    ignore_steps,
    procedure_of,
    row_of,
)
from cnaps.work import Step, follow

STARTING = 15.0
"""Seconds for a process to be split off, for its card to wake, and for a network to be read."""
READING = 30.0
"""Seconds to read the nine gigabytes of the released DreamClear."""
OPERATIONS = 5e12
"""In a second, at worst: attention in small windows keeps a card far below its peak."""

Progress = Generator["Step | Run | CnapsError", None, None]
Task = Callable[[NDArray[np.float32], Backend, Settings], Progress]


class Lender(Protocol):
    """What `spaces.GPU` does with a task: the same task, each run of it with a card."""

    def __call__(
        self, task: Task, *, duration: Callable[[NDArray[np.float32], Backend, Settings], int]
    ) -> Task:
        """`duration` says for the arguments of a run how many seconds to ask for."""


class BorrowingRuntime(Runtime):
    """A runtime that borrows a graphics card for each run of a network."""

    def __init__(self, lend: Lender) -> None:
        super().__init__(device=best_device())
        self._at_home = Runtime()
        own_run = super().run

        def task(pixels: NDArray[np.float32], backend: Backend, settings: Settings) -> Progress:
            try:
                # The card goes back at the end of this function, so that nothing may be under way then.
                yield from follow(partial(own_run, pixels, backend, settings), wait=True)
            except CnapsError as error:
                yield error

        self._task = lend(task, duration=seconds_for)

    def run(
        self,
        pixels: NDArray[np.float32],
        backend: Backend,
        settings: Settings,
        on_step: StepReporter = ignore_steps,
    ) -> Run:
        """(H, W, 3) sRGB values through the network, in the process that has the card if that is of use."""
        if backend.family is Family.PHYSICS:
            # It is the processor that looks for a shake, for most of the time.
            return self._at_home.run(pixels, backend, settings, on_step)
        self.check(backend, settings)  # Nobody queues for a card to hear that a file is missing.
        result: Run | None = None
        known = Step()
        with closing(self._task(pixels, backend, settings)) as running:
            for news in running:
                if isinstance(news, CnapsError):
                    raise news
                if isinstance(news, Run):
                    result = news
                elif (news.done, news.what) != (known.done, known.what):
                    known = news
                    on_step(news.done, news.total, news.what)
        if result is None:
            raise RuntimeError("the process with the graphics card ended without a result")
        return result


def seconds_for(pixels: NDArray[np.float32], backend: Backend, settings: Settings) -> int:
    """How long to ask for a card: reckoned from the sizes alone, and rather too long than too short."""
    backend = row_of(backend, settings)
    procedure = procedure_of(backend, settings)
    height, width = pixels.shape[:2]
    if isinstance(procedure, LatentDiffusion):
        work = READING + procedure.effort_on(LENT_CARD, height, width).seconds[1]
    else:
        work = height * width * procedure.units * operations_per_pixel(backend) / OPERATIONS
    return math.ceil(STARTING + work)


def operations_per_pixel(backend: Backend) -> float:
    """Of one pass, as if each weight met each token of its scale once.

    A network of several scales holds four times the weights at each coarser one and does the same work there.
    """
    scales = backend.anatomy.scales
    share = 3 * scales / (4**scales - 1)
    return 2 * backend.parameters * share / backend.anatomy.patch**2
