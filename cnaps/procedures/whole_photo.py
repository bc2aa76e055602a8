"""What a procedure is handed of a whole photo, before its tiles and behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

StepReporter = Callable[[int, int, str], None]
"""Hears how much is done, of how much, and of what."""

Pixels = NDArray[np.float32]
"""(H, W, 3) sRGB of a whole photo."""


Run = TypeVar("Run", bound="AsRestored")


class AsRestored:
    """What the network makes of the tiles is the result."""

    def conclude(self: Run, photo: Pixels, restored: Pixels) -> tuple[Run, Pixels]:
        """Nothing has to be known of the whole restored photo."""
        return self, restored


def image_of(photo: Pixels) -> Tensor:
    """The same as (3, H, W), which may be written to."""
    return torch.from_numpy(np.array(photo.transpose(2, 0, 1), order="C"))
