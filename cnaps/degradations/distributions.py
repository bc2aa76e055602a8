"""What training draws from: for each task a distribution over forward models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from numpy.random import Generator

from cnaps.degradations.forward import (
    CameraNoise,
    CameraShake,
    Chain,
    Defocus,
    EightBits,
    ForwardModel,
    GaussianNoise,
    Grain,
    Jpeg,
    Rescale,
)
from cnaps.degradations.moving import ObjectMotion
from cnaps.degradations.varying import RotatingShake


class Distribution(Protocol):
    """Draws one forward model per training crop."""

    def draw(self, rng: Generator) -> ForwardModel:
        """A forward model with its parameters fixed."""


@dataclass(frozen=True, kw_only=True)
class NoiseRange:
    """Gaussian noise of every strength up to `most`, unclipped or as an 8-bit file holds it."""

    most: float = 55.0
    eight_bits_share: float = 0.3
    photo_share: float = 0.0
    """How often noise as photos hold it: a sensor's or smeared grain, saved as a good JPEG."""
    clean_share: float = 0.0
    """How often there is no noise, so that a network learns to leave fine texture alone."""

    def draw(self, rng: Generator) -> ForwardModel:
        """Uniform in sigma."""
        if self.clean_share and rng.random() < self.clean_share:
            return EightBits()
        if self.photo_share and rng.random() < self.photo_share:
            return self._photo(rng)
        return GaussianNoise(
            sigma=rng.uniform(0.0, self.most), eight_bits=rng.random() < self.eight_bits_share
        )

    def _photo(self, rng: Generator) -> ForwardModel:
        sigma, kind = rng.uniform(0.0, self.most), rng.random()
        noise: ForwardModel = GaussianNoise(sigma=sigma)
        if kind < 1 / 3:
            noise = CameraNoise(shot=sigma, read=sigma * rng.uniform(0.1, 0.5))
        elif kind < 2 / 3:
            noise = Grain(sigma=sigma, radius=rng.uniform(0.3, 0.8))
        shift = (int(rng.integers(0, 8)), int(rng.integers(0, 8)))
        halved = bool(rng.random() < 0.8)
        return Chain((noise, Jpeg(quality=int(rng.integers(75, 101)), chroma_halved=halved, shift=shift)))


@dataclass(frozen=True, kw_only=True)
class JpegRange:
    """JPEG of every quality from `lowest` to `highest`, mostly 4:2:0, half of it off the 8x8 grid."""

    lowest: int = 5
    highest: int = 60
    full_chroma_share: float = 0.15
    shifted_share: float = 0.5
    clean_share: float = 0.0
    """How often nothing was compressed, so that a network learns to leave clean photos alone."""

    def draw(self, rng: Generator) -> ForwardModel:
        """Uniform in quality."""
        if self.clean_share and rng.random() < self.clean_share:
            return EightBits()
        quality = int(rng.integers(self.lowest, self.highest + 1))
        halved = bool(rng.random() >= self.full_chroma_share)
        return Jpeg(quality=quality, chroma_halved=halved, shift=self._shift(rng))

    def _shift(self, rng: Generator) -> tuple[int, int]:
        if rng.random() >= self.shifted_share:
            return (0, 0)
        return (int(rng.integers(0, 8)), int(rng.integers(0, 8)))


@dataclass(frozen=True, kw_only=True)
class ShakeRange:
    """Camera shake of `shortest` to `longest` pixels, then a little noise and sometimes JPEG."""

    shortest: int = 5
    longest: int = 41
    even: bool = True
    """Every extent as often as every other; if not, every ratio of extents."""
    noise: float = 3.0
    jpeg_share: float = 0.2
    varying_share: float = 0.0
    """How often the shake differs over the picture."""
    object_share: float = 0.0
    """How often something in the picture moves instead of the camera."""
    sharp_share: float = 0.0
    """How often nothing moves, so that a network learns to leave sharp photos alone."""

    def draw(self, rng: Generator) -> ForwardModel:
        """Uniform in the extent or in its logarithm."""
        highlights = float(rng.uniform(1.0, 4.0)) if rng.random() < 0.5 else 1.0
        extent = self._extent(rng)
        steps: list[ForwardModel] = []
        if not (self.sharp_share and rng.random() < self.sharp_share):
            steps.append(motion(extent, highlights, self.varying_share, self.object_share, rng))
        if rng.random() < 0.5:
            steps.append(GaussianNoise(sigma=rng.uniform(0.0, self.noise)))
        if rng.random() < self.jpeg_share:
            steps.append(Jpeg(quality=int(rng.integers(60, 96))))
        else:
            steps.append(EightBits())
        return Chain(tuple(steps))

    def _extent(self, rng: Generator) -> int:
        if self.even:
            return round(rng.uniform(self.shortest - 0.5, self.longest + 0.5))
        return round(self.shortest * (self.longest / self.shortest) ** rng.random())


@dataclass(frozen=True, kw_only=True)
class RealWorld:
    """Photos as they are found: one fault alone, or blur, rescaling, noise and JPEG in a row.

    The order of the chain is that of Real-ESRGAN (arXiv 2107.10833, section 3).
    """

    chain_share: float = 0.4
    varying_share: float = 0.0
    """Of the shakes: how often they differ over the picture."""
    object_share: float = 0.0
    """Of the shakes: how often something in the picture moves instead of the camera."""
    highlights_share: float = 0.0
    """Of the blurs in a chain: how often blown highlights leave trails or discs."""
    grain_share: float = 0.0
    """Of the noise alone: how often it is a sensor's or smeared grain, as `NoiseRange.photo_share`."""
    clean_share: float = 0.0
    """How often the photo has no fault, so that a network learns to leave good photos alone."""

    def draw(self, rng: Generator) -> ForwardModel:
        """One of the single faults, or a chain, or none."""
        if self.clean_share and rng.random() < self.clean_share:
            return EightBits()
        if rng.random() < self.chain_share:
            return self._chain(rng)
        shake = ShakeRange(even=False, varying_share=self.varying_share, object_share=self.object_share)
        singles: tuple[Distribution, ...] = (NoiseRange(photo_share=self.grain_share), JpegRange(), shake)
        return singles[int(rng.integers(len(singles)))].draw(rng)

    def _chain(self, rng: Generator) -> ForwardModel:
        steps: list[ForwardModel] = []
        if rng.random() < 0.6:
            steps.append(self._blur(rng))
        if rng.random() < 0.3:
            steps.append(Rescale(factor=rng.uniform(0.5, 0.9)))
        if rng.random() < 0.7:
            steps.append(self._noise(rng))
        if rng.random() < 0.7 or not steps:
            shift = (int(rng.integers(0, 8)), int(rng.integers(0, 8)))
            steps.append(Jpeg(quality=int(rng.integers(15, 91)), shift=shift))
        return Chain((*steps, EightBits()))

    def _blur(self, rng: Generator) -> ForwardModel:
        highlights = 1.0
        if self.highlights_share and rng.random() < self.highlights_share:
            highlights = rng.uniform(1.0, 4.0)
        if rng.random() < 0.6:
            extent = int(rng.integers(3, 24))
            return motion(extent, highlights, self.varying_share, self.object_share, rng)
        return Defocus(radius=rng.uniform(0.5, 3.5), highlights=highlights)

    def _noise(self, rng: Generator) -> ForwardModel:
        if rng.random() < 0.5:
            return GaussianNoise(sigma=rng.uniform(1.0, 30.0), eight_bits=True)
        return CameraNoise(shot=rng.uniform(2.0, 30.0), read=rng.uniform(0.5, 5.0))


@dataclass(frozen=True, kw_only=True)
class MixedChain:
    """Blur, rescaling, noise and JPEG in a row, each within narrow limits, for comparable tests.

    The order is that of Real-ESRGAN's first pass; half of the blurs are shakes, half are defocus, half
    of the noise is Gaussian, half a sensor's.
    """

    extent: tuple[int, int]
    """Pixels; a defocus has a disc of half the size."""
    factor: tuple[float, float]
    sigma: tuple[float, float]
    """Grey levels of 255."""
    quality: tuple[int, int]

    def draw(self, rng: Generator) -> Chain:
        """Uniform within each of the limits, both ends included."""
        extent = int(rng.integers(self.extent[0], self.extent[1] + 1))
        sigma = float(rng.uniform(*self.sigma))
        blur = CameraShake(extent=extent) if rng.random() < 0.5 else Defocus(radius=extent / 4)
        noise: ForwardModel = CameraNoise(shot=sigma, read=sigma / 5)
        if rng.random() < 0.5:
            noise = GaussianNoise(sigma=sigma, eight_bits=True)
        rescale = Rescale(factor=rng.uniform(*self.factor))
        jpeg = Jpeg(quality=int(rng.integers(self.quality[0], self.quality[1] + 1)))
        return Chain((blur, rescale, noise, jpeg))


MIXED = (
    MixedChain(extent=(3, 7), factor=(0.8, 0.95), sigma=(2.0, 8.0), quality=(60, 85)),
    MixedChain(extent=(5, 13), factor=(0.65, 0.8), sigma=(8.0, 16.0), quality=(35, 60)),
    MixedChain(extent=(9, 23), factor=(0.5, 0.65), sigma=(16.0, 30.0), quality=(15, 35)),
)
"""Mild, medium and severe: what ``mixed:1``, ``mixed:2`` and ``mixed:3`` draw from."""


def motion(
    extent: int, highlights: float, varying_share: float, object_share: float, rng: Generator
) -> ForwardModel:
    """One of the three kinds of motion; without shares no random number is used."""
    kind = rng.random() if varying_share or object_share else 1.0
    if kind < varying_share:
        return RotatingShake(extent=extent, highlights=highlights)
    if kind < varying_share + object_share:
        return ObjectMotion(extent=extent, highlights=highlights)
    return CameraShake(extent=extent, highlights=highlights)
