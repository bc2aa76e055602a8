"""Noise as smearing and JPEG have left it: read off the detail of the quietest blocks by a small regression.

Fit it anew with ``python -m cnaps.calibration fit grain``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from safetensors.numpy import load_file

from cnaps.diagnosis.detail import Floors
from cnaps.diagnosis.regression import Weights, with_interval

CALIBRATION = Path(__file__).with_name("grain_calibration.safetensors")
METHOD = "regression on the detail of quiet blocks"


def estimate_grain(floors: Floors) -> tuple[float, tuple[float, float]]:
    """Standard deviation of the noise when it was saved, in grey levels of 255, and its interval."""
    centre, low, high = (max(0.0, 2.0**at - 1.0) for at in with_interval(floors, _calibration()))
    return centre, (low, high)


@cache
def _calibration() -> Weights:
    return load_file(CALIBRATION)
