"""Between sRGB values and linear light, in which blur happens and brightness is measured (IEC 61966-2-1)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def to_linear(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """sRGB in [0, 1] to linear light in [0, 1]."""
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4).astype(np.float32)


def to_srgb(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Linear light, clipped to [0, 1] as a sensor does, to sRGB in [0, 1]."""
    light = np.clip(light, 0.0, 1.0)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055).astype(np.float32)
