"""The kernel of a blur as a shape: what of it is noise, where it lies, how long it is, how alike two are."""

from __future__ import annotations

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from cnaps.deconvolution.spectra import image_of, spectrum

FAINT = 0.05
"""Kernel values below this share of the largest are noise."""

FAINT_END = 0.01
"""Share of the light at either end of a trace that does not count towards its extent."""

STRAY = 0.1
"""Islands of a kernel that hold less than this share of the light are noise."""


def extent_of(kernel: Tensor) -> float:
    """Length in pixels of the longer side of a kernel's trace, its faint ends left out."""
    return max(_span(kernel.sum(axis)) for axis in (0, 1))


def _span(profile: Tensor) -> float:
    after = profile.cumsum(0) / profile.sum()
    before = after - profile / profile.sum()
    return float(((after > FAINT_END) & (before < 1.0 - FAINT_END)).sum())


def agreement(one: Tensor, other: Tensor) -> float:
    """Largest correlation of two kernels over all shifts, 1 for equal ones."""
    return float(_correlations(one, other).max() / (one.norm() * other.norm()).clamp_min(1e-12))


def _correlations(one: Tensor, other: Tensor) -> Tensor:
    """Inner products of `one` with `other` moved by every (rows, columns), periodically."""
    side = one.shape[-1] + other.shape[-1]
    return image_of(spectrum(_padded(one, side)) * spectrum(_padded(other, side)).conj(), (side, side))


def cleaned(kernel: Tensor) -> Tensor:
    """Non-negative, without faint values and stray islands, of sum 1; a point where nothing is left."""
    kernel = kernel.clamp_min(0.0)
    kernel = kernel * (kernel >= FAINT * kernel.max())
    kernel = kernel * torch.from_numpy(_main_islands(kernel.numpy()))
    total = kernel.sum()
    return kernel / total if float(total) > 0.0 else point(kernel.shape[0])


def _main_islands(kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    _, labels = cv2.connectedComponents((kernel > 0).astype(np.uint8), connectivity=8)
    light = np.bincount(labels.ravel(), kernel.ravel())
    return (light >= STRAY * light.sum())[labels].astype(np.float32)


def centred(kernel: Tensor) -> Tensor:
    """Shifted by whole pixels until the centre of mass lies in the middle: the photo does not move."""
    middle = kernel.shape[0] // 2
    place = torch.arange(kernel.shape[0], dtype=kernel.dtype)
    down, right = (round(middle - float((kernel.sum(axis) * place).sum())) for axis in (1, 0))
    return torch.roll(kernel, (down, right), (0, 1))


def resized(kernel: Tensor, side: int) -> Tensor:
    """(K, K) to (side, side), of sum 1."""
    if kernel.shape[0] == side:
        return kernel
    larger = F.interpolate(kernel[None, None], (side, side), mode="bilinear")[0, 0].clamp_min(0.0)
    return larger / larger.sum()


def _padded(kernel: Tensor, side: int) -> Tensor:
    return F.pad(kernel, (0, side - kernel.shape[-1], 0, side - kernel.shape[-2]))


def point(side: int) -> Tensor:
    """The (side, side) kernel of no blur at all."""
    kernel = torch.zeros(side, side)
    kernel[side // 2, side // 2] = 1.0
    return kernel
