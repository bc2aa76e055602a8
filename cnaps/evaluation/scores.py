"""PSNR and SSIM as SwinIR's test script takes them: on 8 bits, no border cropped, in RGB and on luma."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from skimage.metrics import mean_squared_error, structural_similarity

from cnaps.errors import PhotoError

IDENTICAL = 100.0
"""dB that stand for "no value differs", and the most that is given: infinity fits no mean and no JSON.

A single step of one grey level in one value of a photo of BSDS size is 105 dB.
"""
SSIM_WINDOW = 11
"""Side of the Gaussian window in pixels."""
SSIM_SIGMA = 1.5
PEAK = 255.0
LUMA_WEIGHTS = np.array([65.481, 128.553, 24.966]) / PEAK
LUMA_BLACK = 16.0
"""ITU-R BT.601 with head room: black is 16, white 235."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """Distance to the clean photo, or a mean of such distances."""

    psnr: float
    """dB, RGB; at most `IDENTICAL`."""
    ssim: float
    """Mean over the three channels, at most 1."""
    psnr_y: float
    """dB, luma."""
    ssim_y: float
    """Luma."""


def score(image: NDArray[np.float32], clean: NDArray[np.float32]) -> Score:
    """Score (H, W, 3) sRGB values against the clean ones, both clipped and rounded to 8 bits.

    Raises:
        PhotoError: a side is shorter than the window of SSIM.
    """
    if min(clean.shape[:2]) < SSIM_WINDOW:
        raise PhotoError(
            f"A clean photo of {clean.shape[1]}x{clean.shape[0]} pixels is too small to be scored: "
            f"SSIM looks at windows of {SSIM_WINDOW}x{SSIM_WINDOW}; use larger photos."
        )
    found, wanted = _eight_bits(image), _eight_bits(clean)
    return Score(
        psnr=_psnr(found, wanted),
        ssim=_ssim(found, wanted),
        psnr_y=_psnr(luma(found), luma(wanted)),
        ssim_y=_ssim(luma(found), luma(wanted)),
    )


def psnr(image: NDArray[np.float32], clean: NDArray[np.float32]) -> float:
    """The first of these figures alone, in dB, for images of any size."""
    return _psnr(_eight_bits(image), _eight_bits(clean))


def luma(levels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """(H, W, 3) 8-bit RGB to (H, W) luma in [16, 235], ITU-R BT.601, not rounded (as SwinIR's script)."""
    return np.asarray(levels @ LUMA_WEIGHTS + LUMA_BLACK, np.float64)


def mean_score(scores: Sequence[Score]) -> Score:
    """The mean of each measure over images, of which there is at least one."""
    return Score(
        psnr=float(np.mean([s.psnr for s in scores])),
        ssim=float(np.mean([s.ssim for s in scores])),
        psnr_y=float(np.mean([s.psnr_y for s in scores])),
        ssim_y=float(np.mean([s.ssim_y for s in scores])),
    )


Plane = NDArray[np.uint8] | NDArray[np.float64]


def _psnr(found: Plane, wanted: Plane) -> float:
    error = float(mean_squared_error(wanted, found))
    return IDENTICAL if error == 0.0 else min(IDENTICAL, float(10.0 * np.log10(PEAK**2 / error)))


def _ssim(found: Plane, wanted: Plane) -> float:
    return float(
        structural_similarity(
            wanted,
            found,
            data_range=PEAK,
            channel_axis=2 if wanted.ndim == 3 else None,
            gaussian_weights=True,
            sigma=SSIM_SIGMA,
            use_sample_covariance=False,
        )
    )


def _eight_bits(image: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.rint(np.clip(image, 0.0, 1.0) * PEAK).astype(np.uint8)
