"""Optimisers: Muon's steps have even singular values, and everything trainable belongs to one of them."""

from __future__ import annotations

import pytest
import torch

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.architectures.swinir import SwinIR
from cnaps.training.optimisers import Muon, optimisers, orthogonalised


@pytest.mark.parametrize("shape", [(32, 32), (96, 32), (32, 288)])
def test_a_step_has_even_singular_values_whatever_the_gradients(shape: tuple[int, int]) -> None:
    gradient = torch.randn(shape, generator=torch.Generator().manual_seed(0))
    gradient[:, 0] *= 20.0
    singular = torch.linalg.svdvals(orthogonalised(gradient))
    assert singular.max() < 1.3
    assert singular.min() > 0.3
    uneven = torch.linalg.svdvals(gradient)
    assert uneven.max() / uneven.min() > 9


def test_a_convolution_moves_by_the_rate_like_adamws(rate: float = 1e-2) -> None:
    layer = torch.nn.Conv2d(32, 32, 3)
    before = layer.weight.detach().clone()
    muon = Muon([layer.weight], rate=rate)
    layer(torch.randn(2, 3, 9, 32).permute(0, 3, 1, 2)).square().sum().backward()
    muon.step()
    moved = (layer.weight - before).square().mean().sqrt()
    assert 0.1 * rate < moved < 0.3 * rate


@pytest.mark.parametrize(
    "network",
    [SwinIR(width=32, depths=(2,), heads=2, window=4), MIMOUNet(width=16, blocks=1)],
    ids=["swinir", "mimo-unet"],
)
def test_every_trainable_tensor_has_one_optimiser(network: torch.nn.Module) -> None:
    trainable = list(network.parameters())
    trainable[0].requires_grad_(False)
    muon, adamw = optimisers(network, 1e-3, "muon")
    inner = [p for group in muon.param_groups for p in group["params"]]
    rest = [p for group in adamw.param_groups for p in group["params"]]
    assert {id(p) for p in inner + rest} == {id(p) for p in trainable[1:]}
    assert len(inner) + len(rest) == len(trainable) - 1
    assert all(p.ndim >= 2 for p in inner)
    assert sum(p.numel() for p in inner) > sum(p.numel() for p in rest)
    assert len(optimisers(network, 1e-3, "adamw")) == 1
