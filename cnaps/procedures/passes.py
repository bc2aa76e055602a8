"""A network once for each tile, or once for each view of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import torch
from torch import Tensor, nn

from cnaps.backend import Piece
from cnaps.procedures.whole_photo import AsRestored, Pixels, StepReporter

Run = TypeVar("Run", bound="TileByTile")


class TileByTile(AsRestored):
    """What is run on every tile alike."""

    def prepare(self: Run, network: nn.Module, photo: Pixels, on_step: StepReporter) -> Run:
        """Nothing has to be known of the whole photo."""
        return self


@dataclass(frozen=True)
class OnePass(TileByTile):
    """The network once, or the part of it that has this name."""

    units: int = 1
    unit: str = "tiles"
    remark: str = ""
    part: str = ""

    def __call__(self, network: nn.Module, piece: Piece) -> Tensor:
        """(1, 3, H, W), restored; deterministic, so that the seed is not used."""
        restored: Tensor = network.get_submodule(self.part)(piece.degraded)
        piece.on_unit()
        return restored


VIEWS = tuple((turns, mirrored) for turns in range(4) for mirrored in (False, True))
"""Quarter turns, and whether the photo is mirrored first: the eight symmetries of a square."""


@dataclass(frozen=True)
class EightViews(TileByTile):
    """One pass through the network for each view of the photo, and their mean.

    Geometric self-ensemble: Lim et al., "Enhanced Deep Residual Networks for Single Image Super-Resolution",
    CVPRW 2017, section 3.4.
    """

    once: OnePass
    unit: str = "passes"

    @property
    def units(self) -> int:
        """A pass for each view."""
        return len(VIEWS)

    @property
    def remark(self) -> str:
        """For the record."""
        return (
            "The photo went through the network in eight views, turned and mirrored, and their mean is kept."
        )

    def __call__(self, network: nn.Module, piece: Piece) -> Tensor:
        """(1, 3, H, W), restored; deterministic, so that the seed is not used."""
        degraded = piece.degraded
        total = torch.zeros_like(degraded)
        for turns, mirrored in VIEWS:
            view = torch.rot90(degraded.flip(-1) if mirrored else degraded, turns, (-2, -1))
            restored = self.once(network, replace(piece, degraded=view))
            back = torch.rot90(restored, -turns, (-2, -1))
            total += back.flip(-1) if mirrored else back
        return total / len(VIEWS)
