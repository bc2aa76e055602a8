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
    Jpeg,
    Rescale,
)


class Distribution(Protocol):
    """Draws one forward model per training crop."""

    def draw(self, rng: Generator) -> ForwardModel:
        """A forward model with its parameters fixed."""


@dataclass(frozen=True, kw_only=True)
class NoiseRange:
    """Gaussian noise of every strength up to `most`, unclipped or as an 8-bit file holds it."""

    most: float = 55.0
    eight_bits_share: float = 0.3

    def draw(self, rng: Generator) -> ForwardModel:
        """Uniform in sigma."""
        return GaussianNoise(
            sigma=rng.uniform(0.0, self.most), eight_bits=rng.random() < self.eight_bits_share
        )


@dataclass(frozen=True, kw_only=True)
class JpegRange:
    """JPEG of every quality from `lowest` to `highest`, mostly 4:2:0, half of it off the 8x8 grid."""

    lowest: int = 5
    highest: int = 60
    full_chroma_share: float = 0.15
    shifted_share: float = 0.5

    def draw(self, rng: Generator) -> ForwardModel:
        """Uniform in quality."""
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

    def draw(self, rng: Generator) -> ForwardModel:
        """Uniform in the extent or in its logarithm."""
        highlights = float(rng.uniform(1.0, 4.0)) if rng.random() < 0.5 else 1.0
        shake = CameraShake(extent=self._extent(rng), highlights=highlights)
        steps: list[ForwardModel] = [shake]
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

    def draw(self, rng: Generator) -> ForwardModel:
        """One of the single faults, or a chain."""
        if rng.random() < self.chain_share:
            return self._chain(rng)
        singles: tuple[Distribution, ...] = (NoiseRange(), JpegRange(), ShakeRange(even=False))
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
        if rng.random() < 0.6:
            return CameraShake(extent=int(rng.integers(3, 24)))
        return Defocus(radius=rng.uniform(0.5, 3.5))

    def _noise(self, rng: Generator) -> ForwardModel:
        if rng.random() < 0.5:
            return GaussianNoise(sigma=rng.uniform(1.0, 30.0), eight_bits=True)
        return CameraNoise(shot=rng.uniform(2.0, 30.0), read=rng.uniform(0.5, 5.0))
