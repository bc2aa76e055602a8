"""A search for the kernel of a camera shake in the blurred photo alone, coarse to fine, on sharp gradients.

The alternation follows Xu, Zheng and Jia (CVPR 2013) and Pan et al. (CVPR 2014): a latent image with few
gradients, then the kernel that turns these gradients into those of the photo.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from cnaps.deconvolution.kernel import centred, cleaned, resized
from cnaps.deconvolution.spectra import (
    gradient_transfers,
    gradients,
    image_of,
    make_periodic,
    spectrum,
    transfer,
)

CONTRAST = 0.22
"""Standard deviation that a photo is scaled to, so that one threshold of gradients fits all photos."""

LEVEL_RATIO = 0.5**0.5
"""From one level of the pyramid to the next coarser one."""

STEEPEST_PENALTY = 1e5
SPARSITY_DECAY, LEAST_SPARSITY = 1.1, 1e-4

ShareReporter = Callable[[float], None]
"""Hears how much of some work is done."""


def ignore_share(share: float) -> None:
    """A reporter for those who do not want to hear."""


@dataclass(frozen=True, kw_only=True)
class Search:
    """How a kernel is looked for."""

    side: int
    """Of the kernel, pixels, odd: the largest shake that can be found."""
    tone: float
    """Exponent on sRGB values: 1 treats shadows and lights alike, 2.2 is linear light."""
    sparsity: float
    """Price of a gradient in the latent image."""
    smoothness: float
    """Price of the kernel's energy."""
    rounds: int
    """Alternations on each level of the pyramid."""


PLAIN = Search(side=47, tone=1.5, sparsity=4e-3, smoothness=3.0, rounds=8)
"""For the photo as it is, faint detail and faint noise included."""
CALM = Search(side=41, tone=1.2, sparsity=3e-3, smoothness=5.0, rounds=5)
BOLD = Search(side=47, tone=2.0, sparsity=6e-3, smoothness=6.0, rounds=6)
"""For the denoised photo: one that follows its detail and one that follows its strongest edges in the light.

Each of the three goes astray on photos on which another does not: on 16 shaken training photos a single one
led to 24.6 to 25.6 dB, and the one chosen of these three to 25.8 dB.
"""

REFINING = Search(side=47, tone=2.2, sparsity=1e-3, smoothness=3.0, rounds=3)


def effort_of(search: Search) -> float:
    """Of a search and its refinement, in rounds at full size; the time of a round grows with the area."""
    levels = sum(scale**2 for scale, _ in _levels(search.side))
    return search.rounds * levels + REFINING.rounds


def estimate_kernel(photo: Tensor, search: Search, on_round: ShareReporter = ignore_share) -> Tensor:
    """(side, side) kernel from coarse to fine, each level starting from the coarser one's."""
    tones = _tones(photo, search.tone)
    kernel = torch.tensor([[0.0, 0.0, 0.0], [0.0, 0.5, 0.5], [0.0, 0.0, 0.0]])
    for scale, side in _levels(search.side):
        size = [max(8, round(n * scale)) for n in tones.shape]
        level = F.interpolate(tones[None, None], size, mode="area")[0, 0] if scale < 1.0 else tones
        kernel = _alternate(level, resized(kernel, side), search, partial(on_round, scale**2))
    return kernel


def refine_kernel(photo: Tensor, kernel: Tensor, on_round: ShareReporter = ignore_share) -> Tensor:
    """A few more rounds at full size in linear light, in which the blur happened."""
    search = replace(REFINING, side=kernel.shape[0])
    return _alternate(_tones(photo, REFINING.tone), kernel, search, partial(on_round, 1.0))


def _tones(photo: Tensor, exponent: float) -> Tensor:
    """(H, W) brightness of equal contrast for every photo."""
    weights = photo.new_tensor([0.299, 0.587, 0.114])
    tones = (weights[:, None, None] * photo.clamp(0.0, 1.0)).sum(0) ** exponent
    return tones * (CONTRAST / tones.std().clamp_min(1e-4))


def _levels(side: int) -> list[tuple[float, int]]:
    """(scale of the photo, side of the kernel) from the coarsest level, where the kernel has 3 pixels."""
    levels, scale = [(1.0, side)], 1.0
    while levels[-1][1] > 3:
        scale *= LEVEL_RATIO
        levels.append((scale, max(3, round(side * scale) | 1)))
    return levels[::-1]


def _alternate(tones: Tensor, kernel: Tensor, search: Search, on_round: Callable[[], None]) -> Tensor:
    """Latent image and kernel in turn, `search.rounds` times, on one level.

    Beyond the edges of the photo stands, from the second round on, what latent image and kernel make of it.
    """
    blurred = make_periodic(tones, kernel.shape[0])
    seen = torch.zeros_like(blurred, dtype=torch.bool)
    seen[: tones.shape[0], : tones.shape[1]] = True
    inside = torch.zeros_like(blurred)
    inside[: tones.shape[0] - 1, : tones.shape[1] - 1] = 1.0
    sparsity = search.sparsity
    for _ in range(search.rounds):
        latent = sparse_latent(blurred, kernel, sparsity)
        kernel = _kernel_between(latent, blurred, inside, kernel.shape[0], search.smoothness)
        blurred = torch.where(seen, blurred, _convolved(latent, kernel))
        sparsity = max(sparsity / SPARSITY_DECAY, LEAST_SPARSITY)
        on_round()
    return centred(kernel)


def sparse_latent(blurred: Tensor, kernel: Tensor, sparsity: float) -> Tensor:
    """The image x that minimises |k * x - b|^2 + sparsity |grad x|_0, by half-quadratic splitting.

    Xu, Lu, Xu and Jia (SIGGRAPH Asia 2011), algorithm 1; `blurred` (H, W) is periodic.
    """
    size = (blurred.shape[-2], blurred.shape[-1])
    along_x, along_y = gradient_transfers(size, blurred.device)
    response = transfer(kernel, size)
    data, data_power = response.conj() * spectrum(blurred), response.abs().square()
    gradient_power = along_x.abs().square() + along_y.abs().square()
    latent, penalty = blurred, 2.0 * sparsity
    while penalty < STEEPEST_PENALTY:
        dx, dy = gradients(latent)
        kept = (dx.square() + dy.square()) >= sparsity / penalty
        prior = along_x.conj() * spectrum(dx * kept) + along_y.conj() * spectrum(dy * kept)
        latent = image_of((data + penalty * prior) / (data_power + penalty * gradient_power), size)
        penalty *= 2.0
    return latent


def _convolved(image: Tensor, kernel: Tensor) -> Tensor:
    size = (image.shape[-2], image.shape[-1])
    return image_of(transfer(kernel, size) * spectrum(image), size)


def _kernel_between(latent: Tensor, blurred: Tensor, inside: Tensor, side: int, smoothness: float) -> Tensor:
    """Least squares on gradients with a price on the kernel's energy (Cho and Lee 2009, equation 7)."""
    cross, power = torch.zeros(()), torch.zeros(())
    for sharp, seen in zip(gradients(latent), gradients(blurred), strict=True):
        source = spectrum(sharp * inside)
        cross = cross + source.conj() * spectrum(seen * inside)
        power = power + source.abs().square()
    kernel = image_of(cross / (power + smoothness), (blurred.shape[-2], blurred.shape[-1]))
    return cleaned(torch.roll(kernel, (side // 2, side // 2), (0, 1))[:side, :side])
