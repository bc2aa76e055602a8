"""Noise as smearing and JPEG have left it: read off the quietest blocks by a small regression.

A camera smears noise over neighbouring pixels, and JPEG takes from it what is fainter than its steps,
the colours first. What is left differs from texture in being everywhere: it sets a floor under the energy
of each band of detail, below which no block of the photo falls. Those floors, in brightness and in both
colours, and the quality of the JPEG are what the regression reads; fit it anew with
``python -m cnaps.calibration fit grain``.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from cnaps.diagnosis.regression import Weights, with_interval
from cnaps.diagnosis.sampling import Plane, Sample, block_means

CALIBRATION = Path(__file__).with_name("grain_calibration.safetensors")
METHOD = "regression on the detail of quiet blocks"

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


def estimate_grain(crops: tuple[Sample, ...], quality: float) -> tuple[float, tuple[float, float]] | None:
    """Standard deviation of the noise when it was saved, in grey levels of 255, and its interval.

    `quality` is that of the JPEG, 100 without one. None where too few blocks can be judged.
    """
    columns = features(crops, quality)
    if columns is None:
        return None
    centre, low, high = (max(0.0, 2.0**at - 1.0) for at in with_interval(columns, _calibration()))
    return centre, (low, high)


def features(crops: tuple[Sample, ...], quality: float) -> NDArray[np.float64] | None:
    """(62,): logarithms of the energies by plane, band and share of the blocks; then the quality twice."""
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


@cache
def _calibration() -> Weights:
    return load_file(CALIBRATION)
