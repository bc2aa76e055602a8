"""The path of a camera during the exposure, and the kernel that it draws."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

SAMPLES = 512
"""Moments of the exposure that are drawn."""

EXPOSURE = (1 / 60, 1 / 4)
"""Seconds for which people hold a camera by hand; drawn evenly in the logarithm."""

SWAY = (1.0, 4.0)
TREMOR = (6.0, 12.0)
"""Hertz: the slow sway of arms and body, and the physiological tremor of a hand."""


def shake_path(rng: Generator, *, axes: int = 2) -> NDArray[np.float64]:
    """(SAMPLES, axes) positions of a hand-held camera: it drifts, sways and trembles, always smoothly.

    A short exposure sees little of the tremor and draws a line or an arc of varying speed; a long one
    draws loops. The unit is free, because a path is scaled to its extent.
    """
    duration = EXPOSURE[0] * (EXPOSURE[1] / EXPOSURE[0]) ** rng.random()
    time = np.linspace(0.0, duration, SAMPLES)[:, None]
    path = rng.standard_normal(axes) * time
    for band in (SWAY, TREMOR):
        frequency = 2.0 * np.pi * rng.uniform(*band, axes)
        phase = rng.uniform(0.0, 2.0 * np.pi, axes)
        speed = rng.uniform(0.1, 1.2) * rng.standard_normal(axes)
        path = path + speed / frequency * np.sin(frequency * time + phase)
    return path


def shake_kernel(extent: int, rng: Generator) -> NDArray[np.float32]:
    """A (2 * extent + 1) square kernel of sum 1 whose trace is `extent` pixels along its longer side.

    Its centre of mass lies in the middle, so that the blurred photo is not moved.
    """
    return traced(scaled(shake_path(rng), extent), extent)


def straight_path(span: float, direction: float) -> NDArray[np.float64]:
    """(SAMPLES, 2) positions (row, column) around 0 of a straight motion at even speed.

    Its ends are `span` pixels apart; `direction` is in degrees counter-clockwise from horizontal.
    """
    angle = np.radians(direction)
    towards = np.array([-np.sin(angle), np.cos(angle)])
    return np.linspace(-0.5, 0.5, SAMPLES)[:, None] * span * towards


def scaled(path: NDArray[np.float64], extent: int) -> NDArray[np.float64]:
    """(N, 2) positions in pixels around their mean that span `extent` pixels along the longer side."""
    span = (path.max(axis=0) - path.min(axis=0)).max()
    path = path * ((extent - 1) / max(span, 1e-9))
    return path - path.mean(axis=0)


def traced(
    path: NDArray[np.float64], reach: int, weights: NDArray[np.float64] | None = None
) -> NDArray[np.float32]:
    """The kernel, (2 * reach + 1) square and of sum 1, of a light at (N, 2) positions (row, column).

    Positions are pixels from the middle and lie within `reach`; `weights` (N,) says how long the light
    stays at each, equally long by default. Bilinear between pixels.
    """
    path = path + reach
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float64)
    corner = np.minimum(np.floor(path).astype(int), 2 * reach - 1)
    part = path - corner
    for dy in (0, 1):
        for dx in (0, 1):
            share = np.abs(1 - dy - part[:, 0]) * np.abs(1 - dx - part[:, 1])
            share = share if weights is None else share * weights
            np.add.at(kernel, (corner[:, 0] + dy, corner[:, 1] + dx), share)
    return (kernel / kernel.sum()).astype(np.float32)
