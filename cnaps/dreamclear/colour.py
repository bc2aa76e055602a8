"""Colours of the restored image put right after its reference: by low frequencies or by statistics.

Both ways are those of StableSR (Wang et al., arXiv 2305.07015), which the released pipeline takes over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import torch
from torch import Tensor
from torch.nn import functional as F

RADII = (1, 2, 4, 8, 16)
"""Distances of the blur's taps, one blur after the other."""
LEAST_VARIANCE = 1e-5
"""Added to the variances of a channel, so that a flat one can be divided by."""


def wavelet_fix(image: Tensor, reference: Tensor) -> Tensor:
    """Fine detail of the image on the broad colours of its reference; (N, 3, H, W) both."""
    return image - low_frequencies(image) + low_frequencies(reference)


def adain_fix(image: Tensor, reference: Tensor) -> Tensor:
    """The image with mean and spread of each channel as in its reference; (N, 3, H, W) both."""
    mean, spread = _statistics(image)
    wanted_mean, wanted_spread = _statistics(reference)
    return (image - mean) / spread * wanted_spread + wanted_mean


def keep_colours(image: Tensor, reference: Tensor) -> Tensor:
    """The image as it is."""
    return image


COLOUR_FIXES: Mapping[str, Callable[[Tensor, Tensor], Tensor]] = MappingProxyType(
    {"wavelet": wavelet_fix, "adain": adain_fix, "none": keep_colours}
)
"""The ways by name."""


def low_frequencies(image: Tensor) -> Tensor:
    """(N, C, H, W) after five blurs of growing radius."""
    for radius in RADII:
        image = blur(image, radius)
    return image


def blur(image: Tensor, radius: int) -> Tensor:
    """A binomial 3x3 filter whose taps lie `radius` pixels apart; edges are repeated."""
    channels = image.shape[1]
    line = torch.tensor([0.25, 0.5, 0.25], dtype=image.dtype, device=image.device)
    kernel = (line[:, None] * line[None, :]).expand(channels, 1, 3, 3)
    padded = F.pad(image, (radius,) * 4, mode="replicate")
    return F.conv2d(padded, kernel, dilation=radius, groups=channels)


def _statistics(image: Tensor) -> tuple[Tensor, Tensor]:
    mean = image.mean(dim=(2, 3), keepdim=True)
    return mean, (image.var(dim=(2, 3), keepdim=True) + LEAST_VARIANCE).sqrt()
