"""The kernel of a camera shake: where a point of light was during the exposure."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

SAMPLES = 256
"""Moments of the exposure that are drawn."""


def shake_path(rng: Generator) -> NDArray[np.float64]:
    """(SAMPLES, 2) positions of a hand that drifts, trembles and sometimes jerks.

    The velocity has inertia, a pull back to the start and rare impulses, as in the trajectories of
    Boracchi and Foi, "Modeling the Performance of Image Restoration from Motion Blur" (2012), section II-B.
    """
    tremble, pull, jerk = rng.uniform(0.05, 0.6), rng.uniform(0.0, 0.02), rng.uniform(0.0, 0.03)
    drift = rng.standard_normal(2)
    kicks = rng.standard_normal((SAMPLES, 2))
    jerks = np.where(rng.random((SAMPLES, 1)) < jerk, 6.0 * rng.standard_normal((SAMPLES, 2)), 0.0)
    positions = np.zeros((SAMPLES, 2))
    position, velocity = np.zeros(2), drift * rng.uniform(0.5, 2.0)
    for moment in range(SAMPLES):
        velocity = 0.95 * velocity + 0.05 * drift + tremble * 0.3 * kicks[moment] - pull * position * 0.1
        velocity = velocity + 0.5 * jerks[moment]
        position = position + velocity
        positions[moment] = position
    return positions


def shake_kernel(extent: int, rng: Generator) -> NDArray[np.float32]:
    """A (2 * extent + 1) square kernel of sum 1 whose trace is `extent` pixels along its longer side.

    Its centre of mass lies in the middle, so that the blurred photo is not moved.
    """
    path = shake_path(rng)
    span = (path.max(axis=0) - path.min(axis=0)).max()
    path = path * ((extent - 1) / max(span, 1e-9))
    path = path - path.mean(axis=0) + extent
    kernel = np.zeros((2 * extent + 1, 2 * extent + 1), np.float64)
    corner = np.floor(path).astype(int)
    part = path - corner
    for dy in (0, 1):
        for dx in (0, 1):
            share = np.abs(1 - dy - part[:, 0]) * np.abs(1 - dx - part[:, 1])
            np.add.at(kernel, (corner[:, 0] + dy, corner[:, 1] + dx), share)
    return (kernel / kernel.sum()).astype(np.float32)
