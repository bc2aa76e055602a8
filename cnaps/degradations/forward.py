"""Forward models: how a clean photo becomes a degraded one.

Each is a frozen record of its parameters and is called with a clean image and a random generator, so
that training, evaluation and examples share one definition and the truth is always known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.random import Generator

from cnaps.degradations.blur import UniformBlur
from cnaps.degradations.light import Image, to_eight_bits
from cnaps.degradations.shake import scaled, shake_path, traced
from cnaps.errors import DegradationError
from cnaps.light import to_linear, to_srgb


class ForwardModel(Protocol):
    """Clean image to degraded image of the same size."""

    @property
    def margin(self) -> int:
        """Pixels around a crop that its degraded version depends on."""

    def __call__(self, clean: Image, rng: Generator) -> Image:
        """Degrade `clean`; all chance comes from `rng`."""


@dataclass(frozen=True, kw_only=True)
class GaussianNoise:
    """White noise of standard deviation `sigma` in grey levels of 255, clipped to 8 bits or left as it is."""

    sigma: float
    eight_bits: bool = False
    margin: int = 0

    def __call__(self, clean: Image, rng: Generator) -> Image:
        """Add the noise to the sRGB values."""
        noisy = clean + rng.standard_normal(clean.shape, dtype=np.float32) * np.float32(self.sigma / 255.0)
        return to_eight_bits(noisy) if self.eight_bits else noisy


@dataclass(frozen=True, kw_only=True)
class CameraNoise:
    """Noise of a sensor: variance grows with the light, `shot` and `read` in grey levels of 255.

    The standard deviation at a linear light of x is sqrt(read^2 + shot^2 * x), added in linear light
    (Foi et al. 2008, equation 3) and clipped to 8 bits.
    """

    shot: float
    read: float
    margin: int = 0

    def __call__(self, clean: Image, rng: Generator) -> Image:
        """Add the noise in linear light."""
        light = to_linear(np.clip(clean, 0.0, 1.0))
        deviation = np.sqrt(self.read**2 + self.shot**2 * light) / np.float32(255.0)
        noise = rng.standard_normal(clean.shape, dtype=np.float32)
        return to_eight_bits(to_srgb(light + noise * deviation))


@dataclass(frozen=True, kw_only=True)
class Grain:
    """Noise whose neighbours resemble each other, as demosaicing or resizing leaves it.

    Gaussian noise of standard deviation `sigma` in grey levels of 255, smeared over `radius` pixels (the
    standard deviation of a Gaussian kernel) and brought back to its strength; added to the sRGB values.
    """

    sigma: float
    radius: float

    @property
    def margin(self) -> int:
        """The smear reaches three radii."""
        return int(np.ceil(3.0 * self.radius))

    def __call__(self, clean: Image, rng: Generator) -> Image:
        """Add the noise, unclipped."""
        taps = cv2.getGaussianKernel(2 * self.margin + 1, self.radius)
        noise = rng.standard_normal(clean.shape, dtype=np.float32)
        smeared = cv2.sepFilter2D(noise, -1, taps, taps, borderType=cv2.BORDER_REFLECT)
        return clean + smeared * np.float32(self.sigma / 255.0 / np.square(taps).sum())


@dataclass(frozen=True, kw_only=True)
class Jpeg:
    """JPEG at an IJG quality, chroma halved (4:2:0) or whole (4:4:4), the 8x8 grid moved by `shift`."""

    quality: int
    chroma_halved: bool = True
    shift: tuple[int, int] = (0, 0)
    margin: int = 16

    def __call__(self, clean: Image, rng: Generator) -> Image:
        """Encode and decode with OpenCV."""
        down, right = self.shift
        padded = np.pad(clean, ((down, 0), (right, 0), (0, 0)), mode="reflect") if any(self.shift) else clean
        sampling = (
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR_420
            if self.chroma_halved
            else cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444
        )
        settings = [cv2.IMWRITE_JPEG_QUALITY, self.quality, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, sampling]
        levels = np.rint(np.clip(padded[..., ::-1], 0.0, 1.0) * 255.0).astype(np.uint8)
        done, code = cv2.imencode(".jpg", levels, settings)
        if not done:
            raise DegradationError(
                f"An image of {levels.shape[1]}x{levels.shape[0]} pixels is too large for JPEG."
            )
        decoded = np.asarray(cv2.imdecode(code, cv2.IMREAD_COLOR))[down:, right:, ::-1]
        return decoded.astype(np.float32) / np.float32(255.0)


@dataclass(frozen=True, kw_only=True)
class CameraShake:
    """A hand-held camera that moves during the exposure, over `extent` pixels at the widest.

    The path is random and smooth (see `shake_path`); light is summed linearly, highlights brighter
    than white by `highlights` times keep their trails. The same kernel everywhere; `RotatingShake` is
    the one that varies over the picture.
    """

    extent: int
    highlights: float = 1.0

    @property
    def margin(self) -> int:
        """The kernel reaches at most its extent to each side."""
        return self.extent

    def draw(self, size: tuple[int, int], rng: Generator) -> UniformBlur:
        """The blur of one exposure with its kernel and path; the same for every `size`."""
        path = scaled(shake_path(rng), self.extent)
        return UniformBlur(kernel=traced(path, self.extent), path=path, highlights=self.highlights)

    def __call__(self, clean: Image, rng: Generator) -> Image:
        """Draw a blur and apply it: in linear light, clipped like a sensor."""
        return self.draw((clean.shape[0], clean.shape[1]), rng)(clean, rng)


@dataclass(frozen=True, kw_only=True)
class Defocus:
    """A lens out of focus: a disc of `radius` pixels in linear light; blown highlights become discs."""

    radius: float
    highlights: float = 1.0

    @property
    def margin(self) -> int:
        """The disc's radius."""
        return int(np.ceil(self.radius)) + 1

    def draw(self, size: tuple[int, int], rng: Generator) -> UniformBlur:
        """The blur with its kernel; nothing in it is left to chance."""
        reach = self.margin
        away = np.hypot(*np.meshgrid(*(np.arange(-reach, reach + 1),) * 2))
        disc = np.clip(self.radius + 0.5 - away, 0.0, 1.0).astype(np.float32)
        return UniformBlur(kernel=disc / disc.sum(), highlights=self.highlights)

    def __call__(self, clean: Image, rng: Generator) -> Image:
        """Blur in linear light."""
        return self.draw((clean.shape[0], clean.shape[1]), rng)(clean, rng)


@dataclass(frozen=True, kw_only=True)
class Rescale:
    """Made smaller by `factor` and enlarged again, as by a messenger that saves space."""

    factor: float
    margin: int = 8

    def __call__(self, clean: Image, rng: Generator) -> Image:
        """Area averaging down, bicubic up."""
        height, width = clean.shape[:2]
        small = (max(1, round(width * self.factor)), max(1, round(height * self.factor)))
        reduced = cv2.resize(clean, small, interpolation=cv2.INTER_AREA)
        return cv2.resize(reduced, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.float32)


@dataclass(frozen=True, kw_only=True)
class EightBits:
    """Nothing but the rounding of an 8-bit file."""

    margin: int = 0

    def __call__(self, clean: Image, rng: Generator) -> Image:
        """Clip and round."""
        return to_eight_bits(clean)


@dataclass(frozen=True)
class Chain:
    """Several forward models, one after the other."""

    steps: tuple[ForwardModel, ...]

    @property
    def margin(self) -> int:
        """The margins add up."""
        return sum(step.margin for step in self.steps)

    def __call__(self, clean: Image, rng: Generator) -> Image:
        """Apply the steps in order."""
        image = clean
        for step in self.steps:
            image = step(image, rng)
        return image
