"""Photos as procedures are handed them."""

from __future__ import annotations

import numpy as np
import skimage.data
import torch
from numpy.typing import NDArray


def pixels(photo: torch.Tensor) -> NDArray[np.float32]:
    """(1, 3, H, W) as the whole photo is handed over, (H, W, 3), which nobody may write to."""
    whole = photo[0].permute(1, 2, 0).numpy()
    whole.setflags(write=False)
    return whole


def sharp() -> torch.Tensor:
    """(1, 3, 256, 256) of a photo in focus."""
    return torch.from_numpy(skimage.data.astronaut()[:256, 100:356] / 255).permute(2, 0, 1)[None].float()


def unheard(done: int, total: int, what: str) -> None:
    """Of those who do not want to hear."""
