"""From a blurred photo and its kernel to the sharp photo: sparse gradients first, then a trained denoiser."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from cnaps.deconvolution.continuation import continued
from cnaps.deconvolution.light import to_linear, to_srgb
from cnaps.deconvolution.spectra import (
    gradient_transfers,
    gradients,
    image_of,
    spectrum,
    transfer,
)

Denoiser = Callable[[Tensor], Tensor]
"""(1, 3, H, W) sRGB to the same without noise."""


GRADIENT_PRICE = 5e-4
"""Weight of the gradients against the blurred photo."""

SHADOW_PRICE = 8e-3
SHADOW = 0.1
"""Linear light below which the higher price counts more and more: sRGB shows ripples in the dark enlarged."""

GRADIENT_POWER = 0.8
"""Exponent of the gradients' price: natural photos lie between 0.5 and 0.8."""

PENALTIES = (1.0, 4.0, 16.0, 64.0, 256.0)
"""Of the splitting, rising: how closely the photo's gradients follow the sparse ones."""

TRUST = 1.6e-2
"""Weight of the denoised photo against the blurred one."""


def invert(
    blurred: Tensor,
    kernel: Tensor,
    denoise: Denoiser,
    *,
    rounds: int,
    on_round: Callable[[], None] = lambda: None,
) -> Tensor:
    """(1, 3, H, W) sRGB in [0, 1] to the same, sharp, by its (K, K) kernel.

    Plug-and-play half-quadratic splitting (Zhang et al., DPIR, arXiv 2008.13751, equation 6): the sharp photo
    that explains the blurred one in linear light, and the denoised version of it, in turn.
    """
    height, width = blurred.shape[-2:]
    light = continued(to_linear(blurred), kernel)
    size = (light.shape[-2], light.shape[-1])
    seen, power = _normal_equations(light, kernel)
    sharp = to_srgb(_calm_in_shadows(light, kernel))
    for number in range(rounds):
        clean = denoise(sharp).float().clamp(0.0, 1.0)
        on_round()
        if number + 1 < rounds:
            prior = TRUST * spectrum(to_linear(clean))
            sharp = to_srgb(image_of((seen + prior) / (power + TRUST), size))
    return clean[..., :height, :width]


def _calm_in_shadows(light: Tensor, kernel: Tensor) -> Tensor:
    bright = (light.mean(-3, keepdim=True) / SHADOW).clamp(0.0, 1.0)
    bold = sparse_inverse(light, kernel, GRADIENT_PRICE)
    calm = sparse_inverse(light, kernel, SHADOW_PRICE)
    return bright * bold + (1.0 - bright) * calm


def sparse_inverse(light: Tensor, kernel: Tensor, gradient_price: float) -> Tensor:
    """The periodic linear image whose gradients have a hyper-Laplacian prior (Krishnan and Fergus 2009)."""
    size = (light.shape[-2], light.shape[-1])
    along_x, along_y = gradient_transfers(size, light.device)
    data, power = _normal_equations(light, kernel)
    gradient_power = along_x.abs().square() + along_y.abs().square()
    sharp = light
    for penalty in PENALTIES:
        dx, dy = (_shrunk(d, penalty) for d in gradients(sharp))
        prior = along_x.conj() * spectrum(dx) + along_y.conj() * spectrum(dy)
        weight = gradient_price * penalty
        sharp = image_of((data + weight * prior) / (power + weight * gradient_power), size)
    return sharp


def _normal_equations(light: Tensor, kernel: Tensor) -> tuple[Tensor, Tensor]:
    """Right and left side of the least squares that divide out a (K, K) kernel."""
    response = transfer(kernel, (light.shape[-2], light.shape[-1]))
    return response.conj() * spectrum(light), response.abs().square()


def _shrunk(values: Tensor, penalty: float) -> Tensor:
    """argmin over w of |w|^power + penalty / 2 (w - v)^2, by three steps of Newton from v."""
    exponent = GRADIENT_POWER
    wanted = values.abs()
    found = wanted
    for _ in range(3):
        found = found.clamp_min(1e-4)
        slope = exponent * found ** (exponent - 1.0) + penalty * (found - wanted)
        curvature = exponent * (exponent - 1.0) * found ** (exponent - 2.0) + penalty
        found = torch.where(curvature > 0.0, found - slope / curvature, torch.zeros_like(found)).clamp_min(
            0.0
        )
    cheaper = found**exponent + 0.5 * penalty * (found - wanted).square() < 0.5 * penalty * wanted.square()
    return values.sign() * found * cheaper
