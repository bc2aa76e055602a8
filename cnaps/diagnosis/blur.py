"""How blurred: the extent in pixels that a point of light was spread over, and the direction of motion.

A small regression reads the extent from the polar power spectrum (`cnaps.diagnosis.spectrum`) and from the
floors of detail (`cnaps.diagnosis.detail`), which tell it what of the fine power is noise. It was fitted to
training photos blurred by camera shake, straight motion and defocus of known extent, with noise, JPEG or both
on top. Fit it anew with ``python -m cnaps.calibration fit blur``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from cnaps.diagnosis.detail import Floors
from cnaps.diagnosis.findings import Degradation, Finding, Grade, in_pixels
from cnaps.diagnosis.regression import Weights, with_interval
from cnaps.diagnosis.sampling import Sample
from cnaps.diagnosis.spectrum import MIDDLE, Powers, harmonics, polar_powers, spectral_levels

MILD_FROM = 4.0
"""Extent in pixels that is seen at full size; sharp photos measure 1 to 3."""
STRONG_FROM = 10.0
"""Extent at which small text is lost."""
SHARP_UP_TO = 1.2
"""A photo whose interval reaches down to here may just as well be sharp and is not graded blurred."""
LONGEST = 64.0
"""Longest extent of the calibration: nothing longer can be told apart."""
SMALLEST_SIDE = 48
"""Shorter sides hold too little to judge blur."""
LEAST_STRUCTURE = 2.0
"""Mean power in the middle bands, in squared grey levels, below which there is nothing to be sharp."""
ABOVE_NOISE = 1.4
"""The same power over that of the finest band; mere noise has as much in both."""
DIRECTED_BANDS = slice(2, 7)
"""Bands from 0.05 to 0.25 cycles per pixel, in which direction is read."""
DIRECTED_FROM = 4.0
"""Sum of second harmonics from which a direction is given: sharp and defocused photos seldom reach it."""
CALIBRATION = Path(__file__).with_name("blur_calibration.safetensors")
METHOD = "regression on the polar power spectrum and the detail of quiet blocks"


def measure_blur(crops: tuple[Sample, ...], floors: Floors | None) -> Finding:
    """Extent of the blur in pixels: the longer side of the box around its trace; 1 is perfectly sharp.

    `floors` are those of the same crops; without them the sharpness is not judged.
    """
    shortest = min(min(crop.luma.shape) for crop in crops)
    if shortest < SMALLEST_SIDE:
        return _undecided(shortest, f"The photo is too small ({shortest} pixels) to judge its sharpness.")
    powers = polar_powers(crops)
    if not _has_structure(powers):
        return _undecided(LONGEST, "The photo holds no structure by which sharpness could be judged.")
    if floors is None:
        sentence = "Too little of the photo is neither black nor white: its sharpness cannot be judged."
        return _undecided(LONGEST, sentence)
    extent, interval = estimate_extent(features(powers, floors), _calibration())
    grade = grade_blur(extent, interval[0])
    direction = None if grade is Grade.NONE else _direction(powers)
    return Finding(
        degradation=Degradation.BLUR,
        value=extent,
        unit="pixels",
        interval=interval,
        grade=grade,
        method=METHOD,
        summary=_sentence(grade, extent, direction),
        direction=direction,
    )


def features(powers: Powers, floors: Floors) -> NDArray[np.float64]:
    """The 122 numbers that the regression takes."""
    return np.concatenate([spectral_levels(powers), floors])


def grade_blur(extent: float, least: float) -> Grade:
    """Grade of an extent in pixels; `least` is the lower end of its interval."""
    if extent < MILD_FROM or least < SHARP_UP_TO:
        return Grade.NONE
    return Grade.MILD if extent < STRONG_FROM else Grade.STRONG


def estimate_extent(columns: NDArray[np.float64], weights: Weights) -> tuple[float, tuple[float, float]]:
    """Extent in pixels and its interval."""
    middle, low, high = (float(np.clip(2.0**at, 1.0, LONGEST)) for at in with_interval(columns, weights))
    return middle, (low, high)


def _has_structure(powers: Powers) -> bool:
    middle, finest = powers[:, MIDDLE].mean(axis=(1, 2)), powers[:, -1].mean(axis=1)
    return bool(((middle >= LEAST_STRUCTURE) & (middle >= ABOVE_NOISE * finest)).any())


@cache
def _calibration() -> Weights:
    return load_file(CALIBRATION)


def _direction(powers: Powers) -> float | None:
    """Direction of motion in degrees: along it the fine power is least."""
    total = complex(harmonics(powers)[DIRECTED_BANDS].sum())
    if abs(total) < DIRECTED_FROM:
        return None
    return float(np.degrees(np.angle(-total)) / 2.0 % 180.0)


def _undecided(longest: float, sentence: str) -> Finding:
    return Finding(
        degradation=Degradation.BLUR,
        value=1.0,
        unit="pixels",
        interval=(1.0, float(longest)),
        grade=Grade.NONE,
        method="none: too little to measure",
        summary=sentence,
    )


def _sentence(grade: Grade, extent: float, direction: float | None) -> str:
    if grade is Grade.NONE and extent >= MILD_FROM:
        return f"The photo may be sharp: its detail would also fit a blur of about {in_pixels(extent)}."
    if grade is Grade.NONE:
        return f"The photo is sharp (blur extent about {extent:.1f} pixels)."
    word = "Strong" if grade is Grade.STRONG else "Slight"
    if direction is None:
        return f"{word} blur over about {in_pixels(extent)}, in no single direction."
    return f"{word} motion blur over about {in_pixels(extent)}, direction about {direction:.0f} degrees."
