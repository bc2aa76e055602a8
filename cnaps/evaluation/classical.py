"""The tools a user has without a network, each at the best strength that we could find for it.

A denoiser's strength is a multiple of the true root mean square error of the very image, which no user
knows: the comparison errs in its favour. The multiples are those with the best mean PSNR on crops of
eight training photos at noise 15, 25 and 50 and at JPEG quality 10, 20 and 40; of those for grain and for
noise, the former are better at ``noise-file`` as well.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec

import cv2
import numpy as np
from numpy.typing import NDArray
from skimage.restoration import denoise_tv_chambolle, denoise_wavelet

from cnaps.errors import SettingError
from cnaps.evaluation.deconvolution import DECONVOLUTIONS
from cnaps.evaluation.restorer import Attempt, Image, Restorer, Told

LEVELS = 255.0
LEAST_ERROR = 1e-3
"""Grey levels; none of the tools takes a strength of 0."""
SPATIAL = 2.0
"""Standard deviation of the bilateral filter's spatial window in pixels."""

WHITE = frozenset({"noise", "noise8", "camera-noise"})
SMEARED = frozenset({"grain", "noise-file"})
CODED = frozenset({"jpeg", "jpeg444", "jpeg-shifted", "mixed"})


@dataclass(frozen=True, kw_only=True)
class Denoiser:
    """A denoiser whose strength is `factor` times the error of the image, in grey levels of 255."""

    name: str
    parameter: str
    factor: float
    kinds: frozenset[str]
    run: Callable[[Image, float], Image]
    """Image and strength in grey levels to image."""
    classical: bool = True

    @property
    def setting(self) -> str:
        """What it is told."""
        return f"{self.parameter} = {self.factor:g} x the true RMS error of each photo (oracle)"

    def suits(self, kind: str) -> bool:
        """Whether its strength was fitted to this kind of degradation."""
        return kind in self.kinds

    def __call__(self, degraded: Image, told: Told) -> Attempt:
        """Denoise one image at its own strength."""
        strength = self.factor * max(told.error, LEAST_ERROR)
        started = time.perf_counter()
        pixels = self.run(degraded, strength)
        seconds = time.perf_counter() - started
        return Attempt(pixels=pixels, seconds=seconds, strength={self.parameter: strength})


def classical_tools() -> tuple[Restorer, ...]:
    """All classical tools; which of them is tried on a test its `suits` says.

    Raises:
        SettingError: PyWavelets, which scikit-image's wavelet denoising needs, is not installed.
    """
    if find_spec("pywt") is None:
        raise SettingError(
            "The classical tools include wavelet denoising, which needs PyWavelets: "
            "pip install PyWavelets, or leave --classical out."
        )
    return (*DENOISERS, *DECONVOLUTIONS)


def _nonlocal_means(image: Image, strength: float) -> Image:
    """OpenCV's takes 8 bits only; h and hColor alike, windows of 7 and 21 pixels as it recommends."""
    levels = np.ascontiguousarray(_eight_bits(image)[..., ::-1])
    done = cv2.fastNlMeansDenoisingColored(levels, None, strength, strength, 7, 21)
    return np.asarray(done[..., ::-1], np.float32) / np.float32(LEVELS)


def _bilateral(image: Image, strength: float) -> Image:
    clipped = np.clip(image, 0.0, 1.0, dtype=np.float32)
    return np.asarray(cv2.bilateralFilter(clipped, -1, strength / LEVELS, SPATIAL), np.float32)


def _total_variation(image: Image, strength: float) -> Image:
    return np.asarray(denoise_tv_chambolle(image, weight=strength / LEVELS, channel_axis=-1), np.float32)


def _wavelet(image: Image, strength: float, *, basis: str) -> Image:
    """BayesShrink in YCbCr, as scikit-image recommends for colour."""
    done = denoise_wavelet(image, sigma=strength / LEVELS, wavelet=basis, convert2ycbcr=True, channel_axis=-1)
    return np.asarray(done, np.float32)


def _eight_bits(image: Image) -> NDArray[np.uint8]:
    return np.rint(np.clip(image, 0.0, 1.0) * LEVELS).astype(np.uint8)


_MEANS = partial(Denoiser, name="nonlocal-means", parameter="h", run=_nonlocal_means)
_BILATERAL = partial(Denoiser, name="bilateral", parameter="sigmaColor", run=_bilateral)
_VARIATION = partial(Denoiser, name="tv-chambolle", parameter="weight", run=_total_variation)
_WAVELET = partial(Denoiser, name="wavelet-bayes", parameter="sigma")

DENOISERS: tuple[Restorer, ...] = (
    _MEANS(factor=0.5, kinds=WHITE),
    _MEANS(factor=0.6, kinds=SMEARED),
    _MEANS(factor=0.4, kinds=CODED),
    _BILATERAL(factor=4.0, kinds=WHITE | CODED),
    _BILATERAL(factor=5.0, kinds=SMEARED),
    _VARIATION(factor=0.8, kinds=WHITE | SMEARED),
    _VARIATION(factor=0.4, kinds=CODED),
    _WAVELET(factor=1.0, kinds=WHITE, run=partial(_wavelet, basis="db1")),
    _WAVELET(factor=1.3, kinds=SMEARED, run=partial(_wavelet, basis="db1")),
    _WAVELET(factor=0.8, kinds=CODED, run=partial(_wavelet, basis="db2")),
)
"""OpenCV's first two, scikit-image's last two; strengths in grey levels of 255."""
