"""Which size a photo has inside the network and behind it, and how it gets there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

MULTIPLE = 64
"""Sides inside the network are multiples of this."""
LEAST_SIDE = 1024
"""The shorter side inside the network, at least: what the released weights were trained at."""
PATCH = 2
"""Side of the square of latents that one token stands for."""


@dataclass(frozen=True, kw_only=True)
class WorkingSize:
    """Sizes of one run in pixels, (height, width) each."""

    inside: tuple[int, int]
    result: tuple[int, int]


def working_size(height: int, width: int, *, upscale: float, least_side: int = LEAST_SIDE) -> WorkingSize:
    """The sizes for a photo of `height` by `width` that is to come out `upscale` times as large."""
    result = (round(height * upscale), round(width * upscale))
    growth = max(1.0, least_side / min(result))
    inside = tuple(max(MULTIPLE, round(side * growth / MULTIPLE) * MULTIPLE) for side in result)
    return WorkingSize(inside=(inside[0], inside[1]), result=result)


def enter(photo: Image.Image, size: WorkingSize) -> Tensor:
    """An RGB photo as (1, 3, H, W) in [0, 1], resized once."""
    height, width = size.inside
    resized = np.asarray(photo.convert("RGB").resize((width, height), Image.Resampling.BICUBIC))
    return torch.from_numpy(resized.astype(np.float32) / np.float32(255.0)).permute(2, 0, 1)[None]


def leave(image: Tensor, size: WorkingSize) -> Tensor:
    """(1, 3, H, W) in [0, 1] at the size of the result."""
    return F.interpolate(image, size.result, mode="bicubic", align_corners=False).clamp(0.0, 1.0)


def eight_bits(image: Tensor) -> NDArray[np.uint8]:
    """(1, 3, H, W) in [0, 1] as (H, W, 3) levels, cut off rather than rounded, as they were published."""
    levels = (image[0].permute(1, 2, 0).float().cpu().numpy() * 255.0).clip(0.0, 255.0)
    return levels.astype(np.uint8)
