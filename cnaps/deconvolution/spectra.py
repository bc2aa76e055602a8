"""Images and kernels as spectra: where an image is periodic, convolution is multiplication."""

from __future__ import annotations

import torch
from torch import Tensor

LARGEST_FACTOR = 7
"""Sides of transformed images have no larger prime factor, which keeps the transform fast."""


GRID = 8
"""Sides are multiples of this, which suits the windows of a denoiser."""


def spectrum(image: Tensor) -> Tensor:
    """(..., H, W) real to (..., H, W // 2 + 1) complex."""
    return torch.fft.rfft2(image)


def image_of(values: Tensor, size: tuple[int, int]) -> Tensor:
    """The inverse of `spectrum` for an image of `size`."""
    return torch.fft.irfft2(values, s=size)


def transfer(kernel: Tensor, size: tuple[int, int]) -> Tensor:
    """Transfer functions (..., H, W // 2 + 1) of odd-sided kernels (..., K, L), their middle the origin."""
    height, width = kernel.shape[-2:]
    padded = torch.zeros((*kernel.shape[:-2], *size), dtype=kernel.dtype, device=kernel.device)
    padded[..., :height, :width] = kernel
    return spectrum(torch.roll(padded, (-(height // 2), -(width // 2)), (-2, -1)))


def gradient_transfers(size: tuple[int, int], device: torch.device) -> tuple[Tensor, Tensor]:
    """Transfer functions of the forward differences along x and along y."""
    along_x = torch.tensor([[1.0, -1.0, 0.0]], device=device)
    return transfer(along_x, size), transfer(along_x.T.contiguous(), size)


def gradients(image: Tensor) -> tuple[Tensor, Tensor]:
    """Forward differences along x and y of a periodic (..., H, W) image."""
    return torch.roll(image, -1, -1) - image, torch.roll(image, -1, -2) - image


def make_periodic(image: Tensor, margin: int) -> Tensor:
    """Extend (..., H, W) to the right and below by `margin` or a little more, so that the ends meet.

    In the margin the mirror image of one end fades into that of the other, without a step that would
    ring through the whole photo once a kernel is divided out.
    """
    width, height = fast_size(image.shape[-1] + margin), fast_size(image.shape[-2] + margin)
    wide = _bridged(image, width - image.shape[-1])
    return _bridged(wide.transpose(-1, -2), height - image.shape[-2]).transpose(-1, -2).contiguous()


def fast_size(least: int) -> int:
    """The next multiple of `GRID` that factors into small primes."""
    size = least + -least % GRID
    while _largest_factor(size) > LARGEST_FACTOR:
        size += GRID
    return size


def _bridged(image: Tensor, added: int) -> Tensor:
    side = image.shape[-1]
    place = torch.arange(added, device=image.device)
    fade = (place + 1) / (added + 1)
    fade = fade * fade * (3.0 - 2.0 * fade)
    leaving = image[..., _mirrored(side + place, side)]
    arriving = image[..., _mirrored(place - added, side)]
    return torch.cat((image, (1.0 - fade) * leaving + fade * arriving), dim=-1)


def _mirrored(index: Tensor, side: int) -> Tensor:
    """Indices beyond the ends of 0 ... side - 1 led back as by mirrors standing at both ends."""
    folded = index % (2 * side)
    return torch.where(folded < side, folded, 2 * side - 1 - folded)


def _largest_factor(number: int) -> int:
    for prime in (2, 3, 5, 7):
        while number % prime == 0:
            number //= prime
    return max(number, 2)
