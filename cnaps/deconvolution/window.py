"""The part of a photo in which its kernel is looked for: at a size where the search fits, full of edges."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

LONGEST_SIDE = 1600
"""Larger photos are reduced to this before the search, so that their longer shakes fit into its kernel."""

WINDOW = 512
"""Side of the searched part: large enough for many edges, small enough for seconds."""

STRIDE = 64


def reduction(height: int, width: int) -> float:
    """Factor, at most 1, by which a photo is reduced before the search."""
    return min(1.0, LONGEST_SIDE / max(height, width))


def search_window(photo: Tensor) -> Tensor:
    """(3, H, W) sRGB to the (3, h, w) part with the most edges, no side longer than `WINDOW`."""
    scale = reduction(photo.shape[-2], photo.shape[-1])
    if scale < 1.0:
        size = [round(n * scale) for n in photo.shape[-2:]]
        photo = F.interpolate(photo[None], size, mode="area")[0]
    if max(photo.shape[-2:]) <= WINDOW:
        return photo
    top, left = _busiest(photo)
    return photo[:, top : top + WINDOW, left : left + WINDOW]


def _busiest(photo: Tensor) -> tuple[int, int]:
    """Corner of the window that holds the most gradient."""
    grey = photo.mean(0)
    edges = torch.zeros_like(grey)
    edges[:-1, :-1] = (grey[1:, :-1] - grey[:-1, :-1]).abs() + (grey[:-1, 1:] - grey[:-1, :-1]).abs()
    window = tuple(min(WINDOW, n) for n in grey.shape)
    held = F.avg_pool2d(edges[None, None], window, stride=STRIDE)[0, 0]
    row, column = divmod(int(held.argmax()), held.shape[1])
    return row * STRIDE, column * STRIDE


def enlarged(kernel: Tensor, scale: float) -> Tensor:
    """A (K, K) kernel found on a photo reduced by `scale`, as it is at full size."""
    if scale == 1.0:
        return kernel
    side = round(kernel.shape[-1] / scale) | 1
    larger = F.interpolate(kernel[None, None], (side, side), mode="bicubic")[0, 0].clamp_min(0.0)
    return larger / larger.sum()
