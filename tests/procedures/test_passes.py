"""A network sees the photo as it is or from eight sides."""

from __future__ import annotations

import torch

from cnaps.backend import Piece
from cnaps.procedures import EightViews, OnePass


class Brighter(torch.nn.Module):
    """Treats the left half differently, so that views disagree."""

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        half = image.clone()
        half[..., : image.shape[-1] // 2] += 1.0
        return half


def test_eight_views_are_turned_back_before_they_are_averaged() -> None:
    photo, counted = torch.rand(1, 3, 16, 24), []
    views = EightViews(OnePass())

    def run(network: torch.nn.Module) -> torch.Tensor:
        return views(network, Piece(degraded=photo, on_unit=lambda: counted.append(1)))

    assert torch.allclose(run(torch.nn.Identity()), photo, atol=1e-6)
    assert torch.allclose(run(Brighter()), photo + 0.5, atol=1e-6)
    assert len(counted) == 2 * views.units == 16
