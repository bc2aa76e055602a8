"""Degraded photos with known truth, for fitting and checking the estimators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from cnaps.degradations.blur import convolve
from cnaps.degradations.distributions import JpegRange
from cnaps.degradations.forward import (
    CameraNoise,
    CameraShake,
    Defocus,
    EightBits,
    ForwardModel,
    GaussianNoise,
    Grain,
    Jpeg,
    Rescale,
)
from cnaps.degradations.light import Image, light_of, to_eight_bits
from cnaps.degradations.shake import shake_kernel, straight_path, traced
from cnaps.diagnosis.detail import Floors, detail_floors
from cnaps.diagnosis.jpeg import measure_jpeg
from cnaps.diagnosis.sampling import Sample
from cnaps.light import to_srgb
from cnaps.photo import open_photo, photos_in

SHORTEST, LONGEST = 3, 64
"""Extents of motion in pixels, drawn evenly in the logarithm."""
SMALLEST_FRAME = 96
"""Shortest side in pixels of a part of an image that is tried instead of all of it."""
FAINTEST, STRONGEST = 2.0, 50.0
"""Noise in grey levels, drawn evenly in the logarithm."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Trial:
    """A degraded image and what was done to it."""

    image: Image
    extent: float
    """Longer side of the blur's box in pixels; 1 without blur."""
    direction: float | None = None
    """Degrees counter-clockwise from horizontal, where the motion was straight."""


@dataclass(frozen=True, kw_only=True, eq=False)
class NoiseTrial:
    """A photo as it was saved, and the noise that was in it then."""

    image: Image
    sigma: float
    """Standard deviation in grey levels of 255; 0 without noise."""


def clean_images(folder: Path) -> Iterator[Image]:
    """The pictures of a folder in the order of their names, one at a time."""
    for path in photos_in(folder):
        yield open_photo(path).pixels


def floors_of(crops: tuple[Sample, ...]) -> Floors | None:
    """The floors of detail, with the JPEG as the diagnosis measures it."""
    return detail_floors(crops, measure_jpeg(crops, ()).value)


def blur_trial(clean: Image, rng: Generator) -> Trial:
    """A quarter stays sharp, the rest is blurred; then rounding, JPEG, noise, or noise and JPEG.

    Scale and softness of the clean image are varied, because cameras differ in both; half of the trials see
    a part of it only, because small photos hold less to judge by.
    """
    scene = _rescaled_and_softened(_framed(clean, rng), rng)
    kind = rng.random()
    if kind < 0.25:
        return Trial(image=_recorded(scene, rng), extent=1.0)
    if kind < 0.40:
        radius = rng.uniform(1.0, 8.0)
        return Trial(image=_recorded(Defocus(radius=radius)(scene, rng), rng), extent=2.0 * radius + 1.0)
    length = float(np.exp(rng.uniform(np.log(SHORTEST), np.log(LONGEST))))
    if kind < 0.80:
        kernel, direction = shake_kernel(round(length), rng), None
    else:
        direction = float(rng.uniform(0.0, 180.0))
        kernel = straight_kernel(length, direction)
    return Trial(image=_recorded(moved(scene, kernel, rng), rng), extent=_extent(kernel), direction=direction)


def noise_trial(clean: Image, rng: Generator) -> NoiseTrial:
    """A scene more or less sharp, in two of five trials without noise; then mostly JPEG."""
    scene = _rescaled_and_softened(clean, rng)
    if rng.random() < 0.25:
        blurs = (CameraShake(extent=int(rng.integers(3, 20))), Defocus(radius=rng.uniform(0.5, 4.0)))
        scene = blurs[int(rng.integers(len(blurs)))](scene, rng)
    if rng.random() < 0.3:
        scene = Rescale(factor=rng.uniform(0.5, 0.95))(scene, rng)
    if rng.random() < 0.1:
        scene = np.repeat(scene[..., 1:2], 3, axis=2)
    noisy = _noise(rng)(scene, rng) if rng.random() < 0.6 else scene
    sigma = 255.0 * float(np.std(noisy - scene))
    return NoiseTrial(image=_saved(rng)(noisy, rng), sigma=sigma)


def _noise(rng: Generator) -> ForwardModel:
    sigma = float(np.exp(rng.uniform(np.log(FAINTEST), np.log(STRONGEST))))
    kinds: tuple[ForwardModel, ...] = (
        GaussianNoise(sigma=sigma),
        CameraNoise(shot=sigma, read=sigma * rng.uniform(0.1, 0.5)),
        Grain(sigma=sigma, radius=rng.uniform(0.3, 0.8)),
    )
    return kinds[int(rng.integers(len(kinds)))]


def _saved(rng: Generator) -> ForwardModel:
    if rng.random() < 0.15:
        return EightBits()
    return JpegRange(lowest=8, highest=97, full_chroma_share=0.2).draw(rng)


def straight_kernel(length: float, direction: float) -> NDArray[np.float32]:
    """Motion at even speed over `length` pixels; `direction` in degrees counter-clockwise from horizontal."""
    return traced(straight_path(length - 1.0, direction), int(np.ceil(length / 2.0)) + 1)


def moved(scene: Image, kernel: NDArray[np.float32], rng: Generator) -> Image:
    """Motion blur in linear light, half of the time with lights brighter than white."""
    highlights = rng.uniform(1.0, 4.0) if rng.random() < 0.5 else 1.0
    return to_srgb(convolve(light_of(scene, highlights), kernel))


def _framed(clean: Image, rng: Generator) -> Image:
    """All of an image, or a part whose sides are drawn evenly in the logarithm."""
    if rng.random() < 0.5:
        return clean
    height, width = (
        round(float(np.exp(rng.uniform(np.log(min(SMALLEST_FRAME, side)), np.log(side)))))
        for side in clean.shape[:2]
    )
    top, left = rng.integers(clean.shape[0] - height + 1), rng.integers(clean.shape[1] - width + 1)
    return clean[top : top + height, left : left + width]


def _rescaled_and_softened(clean: Image, rng: Generator) -> Image:
    image = clean
    if rng.random() < 0.25:
        factor = rng.uniform(0.5, 0.9)
        smaller = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        image = np.asarray(smaller, np.float32)
    if rng.random() < 0.25:
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), rng.uniform(0.3, 0.8)), np.float32)
    return image


def _recorded(image: Image, rng: Generator) -> Image:
    kind = rng.random()
    if kind < 0.3:
        return to_eight_bits(image)
    if kind < 0.5:
        return Jpeg(quality=int(rng.integers(8, 96)))(image, rng)
    noisy = _noise(rng)(image, rng)
    return to_eight_bits(noisy) if kind < 0.75 else _saved(rng)(noisy, rng)


def _extent(kernel: NDArray[np.float32]) -> float:
    trace = np.argwhere(kernel > 1e-4)
    return float((trace.max(axis=0) - trace.min(axis=0)).max() + 1)
