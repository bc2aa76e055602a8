"""The power spectrum of a photo by frequency and direction, in which blur leaves its mark.

Sharp photos of any scene have nearly the same slope from coarse to fine detail (Field 1987); blur takes
power away above the inverse of its extent, and motion only along its direction.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from cnaps.diagnosis.sampling import Plane, Sample

WINDOW = 128
"""Side of the windows that are transformed; twice the longest extent that is told apart."""
STEP = 64
BANDS = (0.02, 0.035, 0.05, 0.07, 0.1, 0.14, 0.19, 0.25, 0.32, 0.4, 0.5)
"""Edges of the frequency bands in cycles per pixel; 0.5 is the finest that pixels can hold."""
DIRECTIONS = 12
"""Sectors of 15 degrees; sector k is centred on k * 15 degrees, counter-clockwise from horizontal."""
MIDDLE = slice(2, 6)
"""Bands in which a window's amount of structure is judged."""
STRUCTURED_SHARE = 0.5
"""Share of the windows, those with most structure, that count: sky tells nothing about blur."""
FLOOR = 0.02
"""Power below which a band holds rounding only, in squared grey levels."""

Powers = NDArray[np.float64]
"""(windows, bands, directions) mean power; white noise of standard deviation s has s^2 everywhere."""


def polar_powers(crops: tuple[Sample, ...]) -> Powers:
    """Power spectra of all windows of the brightness; planes smaller than a window are mirrored."""
    return np.concatenate([_plane_powers(crop.luma) for crop in crops])


def spectral_levels(powers: Powers) -> NDArray[np.float64]:
    """The 60 logarithms that the blur regression reads.

    Per band: mean, least, fourth least and most power over the directions; the sharpness of the
    sharpest windows; and the difference between the direction with least fine power and the one
    across it.
    """
    structured = _structured(powers)
    level = np.log(_smoothed(structured.mean(axis=0)) + FLOOR)
    ranked = np.sort(level, axis=1)
    single = np.log(structured.mean(axis=2) + FLOOR)
    sharpest = np.quantile(single - single[:, 2:4].mean(axis=1, keepdims=True), 0.85, axis=0)
    least = int(np.argmin(level[3:8].mean(axis=0)))
    across = (least + DIRECTIONS // 2) % DIRECTIONS
    columns = (level.mean(axis=1), ranked[:, 0], ranked[:, 3], ranked[:, -1], sharpest)
    return np.concatenate((*columns, level[:, least] - level[:, across]))


def harmonics(powers: Powers) -> NDArray[np.complex128]:
    """Per band the second angular harmonic of the log power: at twice the direction of most power."""
    level = np.log(_structured(powers).mean(axis=0) + FLOOR)
    turns = np.exp(2j * np.pi * np.arange(DIRECTIONS) / DIRECTIONS)
    return 2.0 * (level @ turns) / DIRECTIONS


def _structured(powers: Powers) -> Powers:
    structure = powers[:, MIDDLE].mean(axis=(1, 2))
    kept = max(2, int(STRUCTURED_SHARE * len(powers)))
    return powers[np.argsort(-structure, kind="stable")[:kept]]


def _smoothed(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """Neighbouring sectors averaged with weights 1, 2, 1."""
    return (np.roll(power, 1, axis=1) + 2.0 * power + np.roll(power, -1, axis=1)) / 4.0


def _plane_powers(luma: Plane) -> Powers:
    missing = [max(0, WINDOW - length) for length in luma.shape]
    plane = np.pad(luma, [(0, missing[0]), (0, missing[1])], mode="symmetric") if any(missing) else luma
    tops, lefts = (_starts(length) for length in plane.shape)
    windows = [plane[top : top + WINDOW, left : left + WINDOW] for top in tops for left in lefts]
    return np.stack([_window_powers(window) for window in windows])


def _starts(length: int) -> list[int]:
    count = -(-(length - WINDOW) // STEP) + 1
    return sorted({int(start) for start in np.linspace(0, length - WINDOW, count)})


def _window_powers(window: Plane) -> Powers:
    taper, cell, counts = _geometry()
    spectrum = np.fft.rfft2((window - window.mean()) * taper)
    power = (spectrum.real**2 + spectrum.imag**2).ravel()
    sums = np.bincount(cell, power, minlength=counts.size + 1)[:-1]
    return (sums / counts).reshape(len(BANDS) - 1, DIRECTIONS)


@cache
def _geometry() -> tuple[NDArray[np.float64], NDArray[np.intp], NDArray[np.float64]]:
    """Hann taper of unit energy, the cell (band and sector) of every frequency, and the size of each cell."""
    taper = np.outer(np.hanning(WINDOW), np.hanning(WINDOW))
    down, right = np.fft.fftfreq(WINDOW)[:, None], np.fft.rfftfreq(WINDOW)[None, :]
    band = np.digitize(np.hypot(down, right), BANDS) - 1
    # Rows run downwards, angles counter-clockwise.
    angle = np.degrees(np.arctan2(-down, right)) % 180.0
    sector = np.floor(angle / (180.0 / DIRECTIONS) + 0.5).astype(np.intp) % DIRECTIONS
    cells = (len(BANDS) - 1) * DIRECTIONS
    inside = (band >= 0) & (band < len(BANDS) - 1)
    cell = np.where(inside, band * DIRECTIONS + sector, cells).ravel()
    counts = np.maximum(np.bincount(cell, minlength=cells + 1)[:-1], 1).astype(np.float64)
    return taper / np.sqrt((taper**2).sum()), cell, counts
