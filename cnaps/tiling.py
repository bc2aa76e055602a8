"""Cutting a photo into overlapping tiles and blending them, so that memory does not grow with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Tile:
    """A rectangle of the photo in pixels."""

    top: int
    left: int
    height: int
    width: int

    @property
    def place(self) -> tuple[slice, slice]:
        """Index of its rows and columns."""
        return slice(self.top, self.top + self.height), slice(self.left, self.left + self.width)


def cut(height: int, width: int, *, side: int, overlap: int, multiple_of: int) -> list[Tile]:
    """Tiles of at most `side` pixels that cover the photo, row by row.

    Corners lie on multiples of `multiple_of`; neighbours share at least `overlap` pixels.
    """
    side = max(multiple_of, side - side % multiple_of)
    overlap = -(-min(overlap, side // 2) // multiple_of) * multiple_of
    rows, columns = (_spans(n, side, overlap, multiple_of) for n in (height, width))
    return [Tile(top, left, tall, wide) for top, tall in rows for left, wide in columns]


def _spans(length: int, side: int, overlap: int, multiple_of: int) -> list[tuple[int, int]]:
    if length <= side:
        return [(0, length)]
    step = max(multiple_of, side - overlap)
    last = -(-(length - side) // multiple_of) * multiple_of
    starts = [*range(0, last, step), last]
    return [(start, min(side, length - start)) for start in starts]


def cut_flush(height: int, width: int, *, side: int, overlap: int) -> list[Tile]:
    """Tiles of `side` pixels as official test scripts lay them: the last ones end where the photo ends."""
    rows, columns = (_flush_spans(n, min(side, height, width), overlap) for n in (height, width))
    return [Tile(top, left, tall, wide) for top, tall in rows for left, wide in columns]


def _flush_spans(length: int, side: int, overlap: int) -> list[tuple[int, int]]:
    starts = [*range(0, length - side, side - overlap), length - side]
    return [(start, side) for start in starts]


def grow(pixels: NDArray[np.float32], *, multiple_of: int, mirror: str, spare: bool) -> NDArray[np.float32]:
    """The photo mirrored to the right and below up to a multiple, with `spare` always beyond it."""
    down, right = (
        multiple_of - side % multiple_of if spare else -side % multiple_of for side in pixels.shape[:2]
    )
    return np.pad(pixels, ((0, down), (0, right), (0, 0)), mode=mirror)  # type: ignore[call-overload]


class Blend:
    """Sums tiles with weights that fall off towards their inner edges, and divides at the end.

    `shape` is that of the photo, (H, W, C).
    """

    def __init__(self, shape: tuple[int, ...], overlap: int) -> None:
        self.overlap = overlap
        self._sum = np.zeros(shape, np.float32)
        self._weight = np.zeros((*shape[:2], 1), np.float32)

    def add(self, tile: Tile, pixels: NDArray[np.float32]) -> None:
        """Add a restored tile, (tile.height, tile.width, C)."""
        height, width = self._sum.shape[:2]
        rows = _ramp(tile.height, self.overlap, first=tile.top == 0, last=tile.top + tile.height == height)
        columns = _ramp(tile.width, self.overlap, first=tile.left == 0, last=tile.left + tile.width == width)
        weight = (rows[:, None] * columns[None, :])[..., None]
        self._sum[tile.place] += pixels * weight
        self._weight[tile.place] += weight

    def finish(self) -> NDArray[np.float32]:
        """The blended photo, (H, W, C); the sums are given up."""
        self._sum /= self._weight
        return self._sum


def _ramp(length: int, overlap: int, *, first: bool, last: bool) -> NDArray[np.float32]:
    """1 inside, falling to almost 0 over `overlap` pixels at each end that has a neighbour."""
    at = np.arange(length, dtype=np.float32)
    rise = np.ones(length, np.float32) if first else (at + 1) / (overlap + 1)
    fall = np.ones(length, np.float32) if last else (length - at) / (overlap + 1)
    return np.minimum(np.minimum(rise, fall), np.float32(1.0))
