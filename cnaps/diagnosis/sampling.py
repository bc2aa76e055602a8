"""Which pixels of a photo are measured: all of a small one, some crops of a large one, nothing unseen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnaps.photo import Photo

Plane = NDArray[np.float32]
"""(H, W) float32."""

WHOLE_PIXELS = 1 << 19
"""A photo of up to this many pixels is measured whole."""
CROP_SIDE = 256
CROPS_PER_SIDE = 3
BLOCK = 8
"""Crops begin at multiples of a JPEG block, so that the block grid stays where it is."""
OPAQUE_ABOVE = 0.5
"""Alpha of a pixel that is seen."""
LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""Weights of R, G and B (ITU-R BT.601, as in JPEG)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    """A crop at full resolution: never made smaller, because noise and JPEG traces live in single pixels."""

    colour: NDArray[np.float32]
    """(H, W, 3) in grey levels of 255."""
    luma: Plane
    """(H, W) in grey levels of 255."""


def samples(photo: Photo) -> tuple[Sample, ...]:
    """The crops that stand for the photo: one, or up to 3 x 3 of 256 x 256 pixels evenly spread.

    Of a cut-out they come from its largest opaque square: what lies under the transparency, and the edge
    towards it, say nothing about the photo.
    """
    seen = opaque(photo)
    pixels = photo.pixels if seen is None else photo.pixels[_largest_square(seen)]
    height, width = pixels.shape[:2]
    if height * width <= WHOLE_PIXELS:
        return (whole(pixels),)
    return tuple(
        whole(pixels[top : top + CROP_SIDE, left : left + CROP_SIDE])
        for top in _starts(height)
        for left in _starts(width)
    )


def opaque(photo: Photo) -> NDArray[np.bool_] | None:
    """(H, W), True where the photo is seen; None where all of it is to be measured.

    That is so without transparency, and where not even one block is opaque: then the colours under the
    transparency are all there is.
    """
    if photo.alpha is None:
        return None
    seen = np.asarray(photo.alpha > OPAQUE_ABOVE, np.bool_)
    if seen.all() or not _opaque_blocks(seen).any():
        return None
    return seen


def whole(pixels: NDArray[np.float32]) -> Sample:
    """All of `pixels`, (H, W, 3) in [0, 1], as one crop."""
    colour = pixels * np.float32(255.0)
    return Sample(colour=colour, luma=colour @ LUMA)


def block_means(plane: Plane, side: int) -> Plane:
    """(N,): of the whole blocks of `side` x `side` pixels, row by row."""
    rows, columns = (length // side for length in plane.shape)
    cut = plane[: rows * side, : columns * side]
    return cut.reshape(rows, side, columns, side).mean(axis=(1, 3)).ravel()


def _opaque_blocks(seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which blocks hold opaque pixels only."""
    rows, columns = (length // BLOCK for length in seen.shape)
    cut = seen[: rows * BLOCK, : columns * BLOCK]
    return np.asarray(cut.reshape(rows, BLOCK, columns, BLOCK).all(axis=(1, 3)), np.bool_)


def _largest_square(seen: NDArray[np.bool_]) -> tuple[slice, slice]:
    """Rows and columns of the first of the largest squares of opaque blocks, of which there is one."""
    blocks = _opaque_blocks(seen)
    sums = np.pad(blocks.astype(np.int64).cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    # Every square holds the smaller ones, so the largest side can be halved in on.
    side, too_long = 1, min(blocks.shape) + 1
    while too_long - side > 1:
        middle = (side + too_long) // 2
        side, too_long = (middle, too_long) if _squares(sums, middle).any() else (side, middle)
    top, left = (int(at) for at in np.argwhere(_squares(sums, side))[0])
    return (
        slice(top * BLOCK, (top + side) * BLOCK),
        slice(left * BLOCK, (left + side) * BLOCK),
    )


def _squares(sums: NDArray[np.int64], side: int) -> NDArray[np.bool_]:
    """At which corners a square of `side` opaque blocks begins; `sums` are of all blocks above and left."""
    opaque_within = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    return np.asarray(opaque_within == side * side, np.bool_)


def _starts(length: int) -> list[int]:
    last = max(0, length - CROP_SIDE) // BLOCK * BLOCK
    spread = np.linspace(0, last, CROPS_PER_SIDE) // BLOCK * BLOCK
    return sorted({int(start) for start in spread})
