"""Taking time: each backend and the plain network it is made from, in turn."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.flop_counter import FlopCounterMode

from cnaps.benchmark.clock import Clock
from cnaps.benchmark.subjects import Size, Subject, picture, runtime_of
from cnaps.inference import plain_form
from cnaps.runtime import Runtime, choose_precision

IDENTICAL_DB = 200.0
"""What stands for the PSNR of two equal pictures."""

WARM_SIDE = 512
"""Of the corner of the picture that is run before time is taken: on a large one that is warm enough."""


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """One backend at one size in one precision."""

    name: str
    size: Size
    precision: str
    seconds: float
    """Median."""
    plain_seconds: float
    """Median of the plain network, eager and in fp32, through the same tiles."""
    ratio: float
    """Median over the rounds of plain seconds over seconds."""
    operations: float
    """Floating-point operations of matrix products and convolutions in the plain network."""
    agreement: float
    """PSNR in dB of the result against that of the plain network."""
    peak_bytes: int | None
    """Most memory of a process that does nothing else; None where it was not measured."""

    @property
    def gflops(self) -> float:
        """10^9 operations of the plain network in a second: work that was saved counts as done."""
        return self.operations / self.seconds / 1e9


def measure(
    subject: Subject,
    size: Size,
    precisions: Sequence[str] = ("auto", "fp32"),
    *,
    rounds: int = 3,
    clock: Clock = time.perf_counter,
) -> list[Measurement]:
    """Run a subject and its plain network in turn, `rounds` times, both warm."""
    pixels = picture(size, subject.faults)
    plain, own = runtime_of(subject, plain_form), runtime_of(subject)
    chosen = tuple(dict.fromkeys(choose_precision(name, own.device) for name in precisions))
    expected, operations = _counted(plain, subject, pixels)
    for precision in chosen:
        _run(own, subject, pixels[:WARM_SIDE, :WARM_SIDE], precision)
    plain_times: list[float] = []
    times: dict[str, list[float]] = {precision: [] for precision in chosen}
    agreements: dict[str, float] = {}
    for _ in range(rounds):
        plain_times.append(_timed(plain, subject, pixels, "fp32", clock)[1])
        for precision in chosen:
            result, seconds = _timed(own, subject, pixels, precision, clock)
            times[precision].append(seconds)
            agreements[precision] = _psnr(result, expected)
    return [
        Measurement(
            name=subject.name,
            size=size,
            precision=precision,
            seconds=median(taken),
            plain_seconds=median(plain_times),
            ratio=median(slow / fast for slow, fast in zip(plain_times, taken, strict=True)),
            operations=operations,
            agreement=agreements[precision],
            peak_bytes=None,
        )
        for precision, taken in times.items()
    ]


def _run(
    runtime: Runtime, subject: Subject, pixels: NDArray[np.float32], precision: str
) -> NDArray[np.float32]:
    return runtime.run(pixels, subject.backend, subject.settings(precision)).pixels


def _timed(
    runtime: Runtime, subject: Subject, pixels: NDArray[np.float32], precision: str, clock: Clock
) -> tuple[NDArray[np.float32], float]:
    start = clock()
    result = _run(runtime, subject, pixels, precision)
    return result, clock() - start


def _counted(
    runtime: Runtime, subject: Subject, pixels: NDArray[np.float32]
) -> tuple[NDArray[np.float32], float]:
    with FlopCounterMode(display=False) as counter, torch.inference_mode():
        result = _run(runtime, subject, pixels, "fp32")
    return result, float(counter.get_total_flops())


def _psnr(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    error = float(np.square(one.clip(0, 1) - other.clip(0, 1)).mean(dtype=np.float64))
    return min(IDENTICAL_DB, -10 * float(np.log10(error))) if error else IDENTICAL_DB
