"""Orders in which attention within windows goes through an image, and how to come from one to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import torch
from torch import Tensor

from cnaps.architectures.swinir import cut_windows

TOKENS_AT_ONCE = 2048
"""Enough for the matrix units, few enough that they and their hidden features stay in the cache; linear
layers are packed for as many."""

MOST_KEPT = 1 << 20
"""Tokens of the largest image whose walks are kept; they take 24 bytes each, for as long as the page runs."""


@dataclass(frozen=True, eq=False)
class Walk:
    """The order in which a block works on the tokens of an image, window by window."""

    order: Tensor
    """(T,) for each token in this order its place row by row."""
    windows: tuple[int, ...]
    """How many windows there are of each kind, in this order: inside, right edge, lower edge, corner."""

    def chunks(self) -> Iterator[tuple[int, int, int]]:
        """First window, end, and kind of the windows that are worked on at once."""
        at_once = max(1, TOKENS_AT_ONCE // (len(self.order) // sum(self.windows)))
        start = 0
        for kind, count in enumerate(self.windows):
            for first in range(start, start + count, at_once):
                yield first, min(first + at_once, start + count), kind
            start += count


@dataclass(frozen=True, eq=False)
class Route:
    """Both walks through an image of one size, and how to come from one to the other."""

    straight: Walk
    shifted: Walk
    to_straight: Tensor
    """For each token of the straight walk its place in the shifted one."""
    to_shifted: Tensor
    straight_to_rows: Tensor
    shifted_to_rows: Tensor


def route(height: int, width: int, window: int) -> Route:
    """The walks through an image whose sides are multiples of `window`; those of usual tiles are kept."""
    walk = _kept_route if height * width <= MOST_KEPT else _route
    return walk(height, width, window)


def _route(height: int, width: int, window: int) -> Route:
    straight, shifted = _walk(height, width, window, 0), _walk(height, width, window, window // 2)
    from_straight, from_shifted = _inverse(straight.order), _inverse(shifted.order)
    return Route(
        straight=straight,
        shifted=shifted,
        to_straight=from_shifted[straight.order.long()],
        to_shifted=from_straight[shifted.order.long()],
        straight_to_rows=from_straight,
        shifted_to_rows=from_shifted,
    )


_kept_route = lru_cache(maxsize=8)(_route)


def _walk(height: int, width: int, window: int, shift: int) -> Walk:
    places = torch.arange(height * width, dtype=torch.int32).view(1, height, width, 1)
    windows = cut_windows(places.roll((-shift, -shift), dims=(1, 2)), window).flatten(1)
    down, right = torch.arange(height // window), torch.arange(width // window)
    kinds = (2 * (down == len(down) - 1).long()[:, None] + (right == len(right) - 1).long()).flatten()
    if not shift:
        return Walk(windows.flatten(), (len(windows),))
    counts = tuple(int((kinds == kind).sum()) for kind in range(4))
    return Walk(windows[kinds.argsort(stable=True)].flatten(), counts)


def _inverse(order: Tensor) -> Tensor:
    inverse = torch.empty_like(order)
    inverse[order.long()] = torch.arange(len(order), dtype=order.dtype)
    return inverse
