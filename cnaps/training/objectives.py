"""What a network is trained to do: a loss on a batch, and how it restores when it is validated."""

from __future__ import annotations

from dataclasses import dataclass
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


def structural_distance(restored: Tensor, clean: Tensor, *, window: int = 7) -> Tensor:
    """One minus the mean SSIM over square windows (Wang et al. 2004, eq. 13) of images in [0, 1]."""

    def mean(values: Tensor) -> Tensor:
        return F.avg_pool2d(values, window, stride=1)

    steady_mean, steady_spread = 0.01**2, 0.03**2
    ours, theirs = mean(restored), mean(clean)
    spreads = mean(restored.square()) - ours.square() + mean(clean.square()) - theirs.square()
    shared = mean(restored * clean) - ours * theirs
    luminance = (2 * ours * theirs + steady_mean) / (ours.square() + theirs.square() + steady_mean)
    return 1 - (luminance * (2 * shared + steady_spread) / (spreads + steady_spread)).mean()


@dataclass(frozen=True, kw_only=True)
class ImageDistance:
    """How far restored images are from the clean ones."""

    frequency_weight: float
    """Of the L1 distance of the spectra, beside a Charbonnier distance of the pixels."""
    structure_weight: float = 0.0
    """Of the structural distance."""

    def __call__(self, restored: Tensor, clean: Tensor) -> Tensor:
        """A scalar for two batches of (N, 3, H, W) in [0, 1], float32."""
        difference = restored - clean
        total = charbonnier(difference) + self.frequency_weight * spectral_distance(difference)
        if self.structure_weight:
            total = total + self.structure_weight * structural_distance(restored, clean)
        return total


class OneImage:
    """One restored image against the clean one."""

    def __init__(self, distance: ImageDistance) -> None:
        self.distance = distance

    def loss(self, network: nn.Module, degraded: Tensor, clean: Tensor, generator: torch.Generator) -> Tensor:
        """The distance of the one restored image."""
        return self.distance(network(degraded).float(), clean)

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
            total = total + self.distance(restored.float(), target)
        return total
