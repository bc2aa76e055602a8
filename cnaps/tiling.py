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


def shared(side: int, overlap: int) -> int:
    """Pixels that neighbouring tiles of `side` share where `overlap` are wanted: at most half of a tile."""
    return min(overlap, side // 2)


def cut(height: int, width: int, *, side: int, overlap: int, multiple_of: int) -> list[Tile]:
    """Tiles of at most `side` pixels that cover the photo, row by row.

    Corners lie on multiples of `multiple_of`; neighbours share at least `shared(side, overlap)` pixels, and
    hardly more: tiles are made smaller rather than the last ones laid over those before.
    """
    side = max(multiple_of, side - side % multiple_of)
    overlap = -(-shared(side, overlap) // multiple_of) * multiple_of
    rows, columns = (_spans(n, side, overlap, multiple_of) for n in (height, width))
    return [Tile(top, left, tall, wide) for top, tall in rows for left, wide in columns]


def _spans(length: int, side: int, overlap: int, multiple_of: int) -> list[tuple[int, int]]:
    if length <= side:
        return [(0, length)]
    count = -(-(length - overlap) // max(multiple_of, side - overlap))
    step = -(-(length - overlap) // (count * multiple_of)) * multiple_of
    side = min(side, step + overlap)
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
    """Mixes tiles where they overlap, and keeps sums only of the rows that are not finished.

    `shape` is that of the photo, (H, W, C). Tiles come row by row, as `cut` returns them.
    """

    def __init__(self, shape: tuple[int, ...], overlap: int) -> None:
        self.overlap = overlap
        self._photo = np.empty(shape, np.float32)
        self._finished = 0
        """Rows of the photo that no tile will touch again."""
        self._sum = np.zeros((0, *shape[1:]), np.float32)
        self._weight = np.zeros((0, shape[1], 1), np.float32)

    def add(self, tile: Tile, pixels: NDArray[np.float32]) -> None:
        """Add a restored tile, (tile.height, tile.width, C)."""
        if tile.top < self._finished:
            raise ValueError(f"the tile at row {tile.top} comes after row {self._finished} was finished")
        height, width = self._photo.shape[:2]
        self._finish_above(tile.top)
        self._open_down_to(tile.top + tile.height)
        rows = _ramp(tile.height, self.overlap, first=tile.top == 0, last=tile.top + tile.height == height)
        columns = _ramp(tile.width, self.overlap, first=tile.left == 0, last=tile.left + tile.width == width)
        weight = (rows[:, None] * columns[None, :])[..., None]
        place = slice(tile.height), slice(tile.left, tile.left + tile.width)
        self._sum[place] += pixels * weight
        self._weight[place] += weight

    def finish(self) -> NDArray[np.float32]:
        """The blended photo, (H, W, C)."""
        self._finish_above(len(self._photo))
        return self._photo

    def _finish_above(self, row: int) -> None:
        rows = row - self._finished
        if rows:
            np.divide(self._sum[:rows], self._weight[:rows], out=self._photo[self._finished : row])
            self._sum, self._weight = self._sum[rows:].copy(), self._weight[rows:].copy()
            self._finished = row

    def _open_down_to(self, row: int) -> None:
        missing = row - self._finished - len(self._sum)
        if missing > 0:
            self._sum, self._weight = (
                np.concatenate([rows, np.zeros((missing, *rows.shape[1:]), np.float32)])
                for rows in (self._sum, self._weight)
            )


CONTEXT = 7 / 16
"""Share of an overlap, at each of its ends, in which one tile alone is believed: the other has its edge
there, and sees too little of what lies around."""

DISBELIEF = 1e-4
"""Weight of a tile where it is not believed, so that a pixel which no tile knows well still gets a value."""


def _ramp(length: int, overlap: int, *, first: bool, last: bool) -> NDArray[np.float32]:
    """1 inside; at each end with a neighbour almost 0, then rising over the middle of the overlap."""
    if overlap == 0:
        return np.ones(length, np.float32)
    margin = CONTEXT * overlap
    at = np.arange(length, dtype=np.float32) + np.float32(0.5)
    weight = np.ones(length, np.float32)
    for distance, at_edge_of_photo in ((at, first), (length - at, last)):
        if not at_edge_of_photo:
            weight = np.minimum(weight, (distance - margin) / (overlap - 2 * margin))
    return np.maximum(weight, np.float32(DISBELIEF)).astype(np.float32)
