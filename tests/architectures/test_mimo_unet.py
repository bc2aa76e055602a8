"""MIMO-UNet: how it begins to learn, and that all of it does."""

from __future__ import annotations

import torch

from cnaps.architectures.mimo_unet import MIMOUNet


def test_training_begins_at_the_identity() -> None:
    network = MIMOUNet(width=8, blocks=1)
    network.begin_as_identity()
    image = torch.rand(2, 3, 20, 36)
    with torch.no_grad():
        assert torch.equal(network(image), image)


def test_the_gradient_reaches_every_parameter() -> None:
    network = MIMOUNet(width=8, blocks=1)
    sum(scale.square().mean() for scale in network.scales(torch.rand(1, 3, 16, 16))).backward()
    assert [n for n, p in network.named_parameters() if p.grad is None or not p.grad.any()] == []
