"""The detail of the quietest blocks of a photo: the floors that noise, smearing and JPEG leave under it.

Noise differs from texture in being everywhere: it sets a floor under the energy of each band of detail,
below which no block of the photo falls. A camera that smears noise over neighbouring pixels tilts the
floors, and JPEG takes from them what is fainter than its steps, the colours first.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from cnaps.diagnosis.sampling import Plane, Sample, block_means

BANDS = (0.7, 1.4, 2.8, 5.6)
"""Standard deviations in pixels of the Gaussians between which detail is measured."""
BLOCK = 16
"""Side in pixels of the blocks."""
QUIETEST = (0.02, 0.1, 0.25, 0.5, 0.75)
"""Shares of the blocks with less detail than what is read off."""
FEWEST_BLOCKS = 16
"""Below, none is known to be quiet."""
MOST_CLIPPED = 0.1
"""Share of clipped pixels with which a block still counts."""
TINY = 0.01
"""Squared grey levels that hide in the rounding of the pixels."""
BLUE_DIFFERENCE, RED_DIFFERENCE = 0.564, 0.713
"""Of blue and red over brightness, to Cb and Cr (ITU-R BT.601)."""

Floors = NDArray[np.float64]
"""(62,): logarithms of the energies by plane, band and share of the blocks; then the JPEG quality twice."""


def detail_floors(crops: tuple[Sample, ...], quality: float) -> Floors | None:
    """What the regressions of noise and blur read; None where too few blocks can be judged.

    `quality` is that of the JPEG as `cnaps.diagnosis.jpeg` measures it, 100 without traces.
    """
    judged = [_energies(crop) for crop in crops if min(crop.luma.shape) >= BLOCK]
    energies = np.concatenate(judged, axis=1) if judged else np.zeros((0, 0))
    if energies.shape[1] < FEWEST_BLOCKS:
        return None
    floors = np.log(np.quantile(energies, QUIETEST, axis=1).T + TINY)
    return np.concatenate([floors.ravel(), [quality / 100.0, np.log(quality)]])


def _energies(crop: Sample) -> NDArray[np.float32]:
    """(planes x bands, blocks): mean squares of the detail of the blocks that are hardly clipped."""
    clipped = block_means(((crop.luma < 2.0) | (crop.luma > 253.0)).astype(np.float32), BLOCK)
    rows = [
        block_means((finer - coarser) ** 2, BLOCK)
        for plane in _planes(crop)
        for finer, coarser in pairwise([plane, *(cv2.GaussianBlur(plane, (0, 0), band) for band in BANDS)])
    ]
    return np.stack(rows)[:, clipped < MOST_CLIPPED]


def _planes(crop: Sample) -> tuple[Plane, Plane, Plane]:
    """Y, Cb and Cr."""
    blue = np.float32(BLUE_DIFFERENCE) * (crop.colour[..., 2] - crop.luma)
    red = np.float32(RED_DIFFERENCE) * (crop.colour[..., 0] - crop.luma)
    return crop.luma, blue, red
