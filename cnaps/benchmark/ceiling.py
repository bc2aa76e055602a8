"""What the processor gives at best: products of large matrices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from cnaps.benchmark.clock import Clock
from cnaps.inference.form import FEATURES
from cnaps.inference.onednn import FusedLinear, is_supported

SIDE = 2048
"""Of the matrices: large enough for every core, small enough for a tenth of a second."""

TRIALS = 7


@dataclass(frozen=True, kw_only=True)
class Ceiling:
    """The highest speed that was seen in one precision."""

    precision: str
    gflops: float
    """10^9 floating-point operations in a second, a product and a sum counted as two."""


def measured_ceiling(precision: str, clock: Clock, *, side: int = SIDE, trials: int = TRIALS) -> Ceiling:
    """The best of several trials, by PyTorch's product and by oneDNN's, whichever is faster here."""
    dtype = FEATURES[precision]
    generator = torch.Generator().manual_seed(0)
    one, other = (torch.randn(side, side, generator=generator).to(dtype) for _ in range(2))
    ways: list[Callable[[], object]] = [lambda: one @ other]
    if is_supported(dtype):
        packed = FusedLinear(other, torch.zeros(side), dtype)
        ways.append(lambda: packed(one))
    with torch.inference_mode():
        fastest = min(_seconds(way, clock) for way in ways for _ in range(trials))
    return Ceiling(precision=precision, gflops=2 * side**3 / fastest / 1e9)


def _seconds(work: Callable[[], object], clock: Clock) -> float:
    start = clock()
    work()
    return clock() - start
