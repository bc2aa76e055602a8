"""Photos as procedures are handed them."""

from __future__ import annotations

import cv2
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


def shaken_in_pieces() -> torch.Tensor:
    """(1, 3, 256, 256) of which every square of 64 pixels was shaken along another line."""
    photo = sharp()[0].permute(1, 2, 0).numpy()
    shaken = np.empty_like(photo)
    for number in range(16):
        line, turn = np.zeros((33, 33), np.float32), number * np.pi / 5
        for at in np.linspace(-14, 14, 200):
            line[round(16 + at * np.sin(turn)), round(16 + at * np.cos(turn))] = 1.0
        square = np.s_[number // 4 * 64 : number // 4 * 64 + 64, number % 4 * 64 : number % 4 * 64 + 64]
        shaken[square] = cv2.filter2D(photo, -1, line / line.sum())[square]
    return torch.from_numpy(shaken).permute(2, 0, 1)[None]


def unheard(done: int, total: int, what: str) -> None:
    """Of those who do not want to hear."""
