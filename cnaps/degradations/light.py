"""A picture as it is degraded: on its way from the light before the sensor to an 8-bit file."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cnaps.light import to_linear

Image = NDArray[np.float32]
"""(H, W, 3) float32, sRGB-encoded, RGB order, [0, 1]."""


def to_eight_bits(image: Image) -> Image:
    """Clip to [0, 1] and round to the 256 levels of an 8-bit file."""
    return (np.rint(np.clip(image, 0.0, 1.0) * 255.0) / 255.0).astype(np.float32)


def light_of(clean: Image, highlights: float = 1.0) -> Image:
    """The light before the sensor: linear, and where it is blown out, up to `highlights` times white.

    What a photo shows as white may have been far brighter; blurred, it keeps its trail or its disc.
    """
    light = to_linear(np.clip(clean, 0.0, 1.0))
    if highlights == 1.0:
        return light
    saturated = np.clip((light.min(axis=2, keepdims=True) - 0.9) / 0.1, 0.0, 1.0)
    return light * (1.0 + (highlights - 1.0) * saturated)
