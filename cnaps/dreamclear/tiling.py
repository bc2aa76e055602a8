"""Tiles of latents and their blend under a Gaussian window, as DreamClear was released."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

SPREAD = 0.01
"""Variance of the window in units of the tile's area."""


@dataclass(frozen=True, kw_only=True)
class LatentTile:
    """A square of the latents."""

    top: int
    left: int
    side: int

    def of(self, latents: Tensor) -> Tensor:
        """That part of (B, C, H, W), which may be written to."""
        return latents[..., self.top : self.top + self.side, self.left : self.left + self.side]


def cut_latents(height: int, width: int, *, side: int, overlap: int) -> list[LatentTile]:
    """Squares that cover the latents, column by column; the last of a row or column is flush with the end.

    Neighbours share `overlap` latents at least, or half a square where the latents are that small.
    """
    side = min(side, height, width)
    overlap = min(overlap, side // 2)
    tops, lefts = (_starts(length, side, overlap) for length in (height, width))
    return [LatentTile(top=top, left=left, side=side) for left in lefts for top in tops]


def gaussian_window(side: int) -> Tensor:
    """(side, side) float64 weights of a tile, highest in its middle.

    The middle lies half a latent lower than it should: that is how the published window is built.
    """
    at = torch.arange(side, dtype=torch.float64)
    rows, columns = _bell((at - side / 2) / side), _bell((at - (side - 1) / 2) / side)
    return rows[:, None] * columns[None, :]


def blend_tiles(like: Tensor, tiles: list[LatentTile], predict: Callable[[LatentTile], Tensor]) -> Tensor:
    """What `predict` says of the tiles, (B, C, side, side) each, as one (B, C, H, W) as large as `like`."""
    window = gaussian_window(tiles[0].side).to(like.device, torch.float32)
    weight = torch.zeros(like.shape[-2:], device=like.device)
    total = torch.zeros((), device=like.device)
    for tile in tiles:
        weighted = predict(tile) * window
        if total.ndim == 0:
            total = weighted.new_zeros(*weighted.shape[:2], *like.shape[-2:])
        tile.of(total).add_(weighted)
        tile.of(weight).add_(window)
    # No small number is added to the divisor: at the corners the weights themselves are small numbers.
    return total / weight


def _starts(length: int, side: int, overlap: int) -> list[int]:
    last = length - side
    return [*range(0, last, side - overlap), last]


def _bell(distance: Tensor) -> Tensor:
    return torch.exp(-(distance**2) / (2 * SPREAD)) / math.sqrt(2 * math.pi * SPREAD)
