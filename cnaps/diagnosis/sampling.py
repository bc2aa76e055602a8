"""Which pixels of a photo are measured: all of a small one, some crops of a large one."""

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
    """The crops that stand for the photo: one, or up to 3 x 3 of 256 x 256 pixels evenly spread."""
    if photo.height * photo.width <= WHOLE_PIXELS:
        return (whole(photo.pixels),)
    return tuple(
        whole(photo.pixels[top : top + CROP_SIDE, left : left + CROP_SIDE])
        for top in _starts(photo.height)
        for left in _starts(photo.width)
    )


def whole(pixels: NDArray[np.float32]) -> Sample:
    """All of `pixels`, (H, W, 3) in [0, 1], as one crop."""
    colour = pixels * np.float32(255.0)
    return Sample(colour=colour, luma=colour @ LUMA)


def _starts(length: int) -> list[int]:
    last = max(0, length - CROP_SIDE) // BLOCK * BLOCK
    spread = np.linspace(0, last, CROPS_PER_SIDE) // BLOCK * BLOCK
    return sorted({int(start) for start in spread})
