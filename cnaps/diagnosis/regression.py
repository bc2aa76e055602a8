"""A small network that reads a measure off the features of a photo and says how sure it is.

Two layers of tanh give the base-2 logarithm of the measure and the scale of its error (Kendall and Gal
2017, equation 5, with a Laplace likelihood). `cnaps.calibration.regression_fit` fits it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Weights = dict[str, NDArray[np.float32]]
"""Layers ``first``, ``second``, ``last``; ``mean`` and ``deviation`` of the features; ``reach`` in scales."""

FINEST_SCALE, COARSEST_SCALE = -4.0, 2.0
"""Natural logarithms of the error's scale, in powers of two, between which it is believed."""


def regress(
    columns: NDArray[np.float64], weights: Weights
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of features (..., F): the logarithms (...), and the scales (...) of their errors."""
    hidden = (columns - weights["mean"]) / weights["deviation"]
    for layer in ("first", "second"):
        hidden = np.tanh(hidden @ weights[f"{layer}.weight"].T + weights[f"{layer}.bias"])
    last = hidden @ weights["last.weight"].T + weights["last.bias"]
    return last[..., 0], np.exp(np.clip(last[..., 1], FINEST_SCALE, COARSEST_SCALE))


def with_interval(columns: NDArray[np.float64], weights: Weights) -> tuple[float, float, float]:
    """Of the features (F,) of one photo: the logarithm, and the ends of the interval around it."""
    centre, scale = (float(value) for value in regress(columns, weights))
    reach = float(weights["reach"][0]) * scale
    return centre, centre - reach, centre + reach
