"""What a network is trained to do: a loss on a batch, and how it restores when it is validated."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnaps.architectures.mimo_unet import MIMOUNet


class Objective(Protocol):
    """Ties a network to its loss."""

    def loss(self, network: nn.Module, degraded: Tensor, clean: Tensor, generator: torch.Generator) -> Tensor:
        """A scalar for a batch of (N, 3, H, W) pairs; `network` may be called under autocast."""

    def restore(self, network: nn.Module, degraded: Tensor) -> Tensor:
        """(N, 3, H, W) to the same, unclamped, as a user would get it."""


def charbonnier(difference: Tensor) -> Tensor:
    """Mean of sqrt(d^2 + 1e-6): an L1 distance without a kink."""
    return (difference.square() + 1e-6).sqrt().mean()


def spectral_distance(difference: Tensor) -> Tensor:
    """Mean L1 of the orthonormal spectrum of a difference (MIMO-UNet, section 3.4)."""
    return torch.view_as_real(torch.fft.rfft2(difference, norm="ortho")).abs().mean()


class OneImage:
    """One restored image against the clean one."""

    def __init__(self, frequency_weight: float) -> None:
        self.frequency_weight = frequency_weight

    def loss(self, network: nn.Module, degraded: Tensor, clean: Tensor, generator: torch.Generator) -> Tensor:
        """Charbonnier plus the weighted spectral distance."""
        difference = network(degraded).float() - clean
        return charbonnier(difference) + self.frequency_weight * spectral_distance(difference)

    def restore(self, network: nn.Module, degraded: Tensor) -> Tensor:
        """One pass."""
        return network(degraded).float()


class ThreeScales(OneImage):
    """MIMO-UNet's three outputs, each against the clean image reduced to its size (section 3.4)."""

    def loss(self, network: nn.Module, degraded: Tensor, clean: Tensor, generator: torch.Generator) -> Tensor:
        """The sum over the scales."""
        if not isinstance(network, MIMOUNet):
            raise TypeError(f"three scales need a MIMO-UNet, not a {type(network).__name__}")
        total = torch.zeros(())
        for restored in network.scales(degraded):
            size = restored.shape[-2:]
            target = clean if size == clean.shape[-2:] else F.interpolate(clean, size, mode="bilinear")
            difference = restored.float() - target
            total = total + charbonnier(difference) + self.frequency_weight * spectral_distance(difference)
        return total
