"""The ways of running a network on one tile: a single pass, or the steps of a diffusion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from cnaps.diffusion.network import CompactDreamClear

NOISE_BLOCK = 64
"""Side in pixels of the blocks in which starting noise is drawn."""


@dataclass(frozen=True)
class OnePass:
    """The network once."""

    units: int = 1
    unit: str = "tiles"

    def __call__(
        self,
        network: nn.Module,
        degraded: Tensor,
        *,
        seed: int,
        origin: tuple[int, int],
        on_unit: Callable[[], None],
    ) -> Tensor:
        """(1, 3, H, W) in [0, 1] to the same; deterministic, so that the seed is not used."""
        restored = network(degraded)
        on_unit()
        return restored


@dataclass(frozen=True)
class ResidualShift:
    """A few steps from a noisy reference to the clean image."""

    units: int = 4
    unit: str = "steps"

    def __call__(
        self,
        network: nn.Module,
        degraded: Tensor,
        *,
        seed: int,
        origin: tuple[int, int],
        on_unit: Callable[[], None],
    ) -> Tensor:
        """(1, 3, H, W) in [0, 1] to the same; the noise belongs to the place, not to the tile."""
        if not isinstance(network, CompactDreamClear):
            raise TypeError(f"the residual shift runs a CompactDreamClear, not a {type(network).__name__}")
        height, width = degraded.shape[-2:]
        noise = noise_at(origin, height, width, seed).to(degraded.device)
        return network.shift(degraded, noise, steps=self.units, on_step=on_unit)


def noise_at(origin: tuple[int, int], height: int, width: int, seed: int) -> Tensor:
    """(1, 3, height, width) standard noise of a region; overlapping regions agree where they overlap."""
    top, left = origin
    rows = range(top // NOISE_BLOCK, -(-(top + height) // NOISE_BLOCK))
    columns = range(left // NOISE_BLOCK, -(-(left + width) // NOISE_BLOCK))
    field = np.concatenate(
        [np.concatenate([_noise_block(seed, row, column) for column in columns], axis=2) for row in rows],
        axis=1,
    )
    down, right = top - rows.start * NOISE_BLOCK, left - columns.start * NOISE_BLOCK
    return torch.from_numpy(field[None, :, down : down + height, right : right + width].copy())


def _noise_block(seed: int, row: int, column: int) -> np.ndarray:
    rng = np.random.default_rng((seed, row, column))
    return rng.standard_normal((3, NOISE_BLOCK, NOISE_BLOCK), dtype=np.float32)
