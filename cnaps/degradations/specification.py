"""Degradations by name, as ``cnaps evaluate --degrade`` takes them: ``KIND:LEVEL``.

| kind | level | what is done to each image |
|---|---|---|
| ``noise`` | sigma, 0 to 255 | Gaussian noise in sRGB, float and unclipped, drawn with seed 0 anew for every image in BGR order, as SwinIR's test script draws it |
| ``noise8`` | sigma, 0 to 255 | the same noise, clipped and rounded to 8 bits, as a file holds it |
| ``camera-noise`` | sigma at white, 1 to 100 | noise of a sensor in linear light, variance growing with the light, read noise a fifth of it, 8 bits |
| ``grain`` | sigma, 0 to 255 | noise smeared over 0.6 pixels, then JPEG of quality 90, 4:2:0: what a camera's file holds |
| ``noise-file`` | sigma, 0 to 255 | Gaussian noise, then JPEG of quality 75, 4:2:0: what a messenger's file holds |
| ``jpeg`` | IJG quality, 1 to 100 | JPEG by OpenCV, chroma 4:2:0, grid at the corner |
| ``jpeg444`` | IJG quality, 1 to 100 | JPEG by OpenCV, chroma 4:4:4 |
| ``jpeg-shifted`` | IJG quality, 1 to 100 | JPEG by OpenCV, 4:2:0, grid moved by a random (row, column) |
| ``motion`` | pixels, 3 to 101 | camera shake with one kernel, a third of the level up to the level, 8 bits |
| ``motion-saturated`` | pixels, 3 to 101 | the same shake; what is blown out is three times as bright as white and leaves trails |
| ``motion-file`` | pixels, 3 to 101 | the same shake as ``motion``, then noise of 5 grey levels and JPEG of quality 85, 4:2:0: what a camera's file holds |
| ``shake-varying`` | pixels, 3 to 101 | a camera that turns about three axes: another kernel at every place, the longest as for ``motion`` |
| ``object-motion`` | pixels, 3 to 101 | a region that moves in front of a still background, extents as for ``motion`` |
| ``defocus`` | radius in pixels, 0.5 to 50 | a disc in linear light, 8 bits |
| ``mixed`` | 1, 2 or 3 | blur, rescaling, noise and JPEG in a row: mild, medium, severe (`distributions.MIXED`) |

All but ``noise`` draw from a generator whose seed is the CRC-32 of the file's name, so the same image has
the same fault on every machine, and of two levels of one kind the path is the same.
"""  # noqa: E501

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.random import Generator

from cnaps.degradations.distributions import MIXED
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
)
from cnaps.degradations.light import Image, to_eight_bits
from cnaps.degradations.moving import ObjectMotion
from cnaps.degradations.truth import Degraded, degrade
from cnaps.degradations.varying import RotatingShake
from cnaps.errors import DegradationError


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What the name of a degradation stands for."""

    level: str
    """The word for its level in messages and help."""
    least: float
    most: float
    usual: int
    """A level to give as an example."""
    model: Callable[[float, Generator], ForwardModel]
    """Level and chance to what is done to one image."""


@dataclass(frozen=True, kw_only=True)
class Specification:
    """A kind of degradation and its level, applied to each image in a way that anyone can repeat."""

    kind: str
    level: float

    def degrade(self, clean: Image, name: str) -> Image:
        """Degrade the image called `name` as the table above says."""
        return self.degrade_with_truth(clean, name).image

    def degrade_with_truth(self, clean: Image, name: str) -> Degraded:
        """The same, together with the kernels, paths, masks, strengths and qualities that were drawn."""
        if self.kind in ("noise", "noise8"):
            return self._with_noise(clean)
        rng = np.random.default_rng(zlib.crc32(name.encode()))
        return degrade(KINDS[self.kind].model(self.level, rng), clean, rng)

    def _with_noise(self, clean: Image) -> Degraded:
        noise = np.random.RandomState(0).normal(0.0, self.level / 255.0, clean.shape)
        noisy = (clean + noise[..., ::-1]).astype(np.float32)
        eight_bits = self.kind == "noise8"
        truth = GaussianNoise(sigma=self.level, eight_bits=eight_bits)
        return Degraded(image=to_eight_bits(noisy) if eight_bits else noisy, truth=(truth,))

    def __str__(self) -> str:
        return f"{self.kind}:{self.level:g}"


def parse_specification(text: str) -> Specification:
    """Read ``kind:level``.

    Raises:
        DegradationError: the kind is unknown or the level is no number within its limits.
    """
    kind, _, level = text.strip().lower().partition(":")
    if kind not in KINDS:
        raise DegradationError(f"Degradation {text!r} is unknown: use {USE}.")
    row = KINDS[kind]
    try:
        number = float(level)
    except ValueError:
        number = np.nan
    if not row.least <= number <= row.most:
        raise DegradationError(
            f"Level {level!r} of {kind!r} is no number from {row.least:g} to {row.most:g}, "
            f"e.g. {kind}:{row.usual}."
        )
    if kind == "mixed" and not number.is_integer():
        raise DegradationError(f"Level {level!r} of 'mixed' is no strength: use 1, 2 or 3.")
    return Specification(kind=kind, level=number)


def _moved(
    motion: Callable[..., ForwardModel], *after: ForwardModel
) -> Callable[[float, Generator], ForwardModel]:
    """A motion of a third of the level up to the level and what is done after it, at least rounding."""

    def model(level: float, rng: Generator) -> ForwardModel:
        extent = int(rng.integers(max(3, round(level / 3)), round(level) + 1))
        return Chain((motion(extent=extent), *(after or (EightBits(),))))

    return model


def _shifted(level: float, rng: Generator) -> ForwardModel:
    down, right = (int(n) for n in rng.integers(0, 8, 2))
    return Jpeg(quality=round(level), shift=(down, right))


_SIGMA = partial(Kind, level="SIGMA", least=0.0, most=255.0, usual=20)
_QUALITY = partial(Kind, level="QUALITY", least=1.0, most=100.0, usual=20)
_PIXELS = partial(Kind, level="PIXELS", least=3.0, most=101.0, usual=20)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "noise": _SIGMA(model=lambda level, rng: GaussianNoise(sigma=level)),
        "noise8": _SIGMA(model=lambda level, rng: GaussianNoise(sigma=level, eight_bits=True)),
        "camera-noise": _SIGMA(
            least=1.0, most=100.0, model=lambda level, rng: CameraNoise(shot=level, read=level / 5)
        ),
        "grain": _SIGMA(
            model=lambda level, rng: Chain((Grain(sigma=level, radius=0.6), Jpeg(quality=90)))
        ),
        "noise-file": _SIGMA(
            model=lambda level, rng: Chain((GaussianNoise(sigma=level), Jpeg(quality=75)))
        ),
        "jpeg": _QUALITY(model=lambda level, rng: Jpeg(quality=round(level))),
        "jpeg444": _QUALITY(model=lambda level, rng: Jpeg(quality=round(level), chroma_halved=False)),
        "jpeg-shifted": _QUALITY(model=_shifted),
        "motion": _PIXELS(model=_moved(CameraShake)),
        "motion-saturated": _PIXELS(model=_moved(partial(CameraShake, highlights=3.0))),
        "motion-file": _PIXELS(model=_moved(CameraShake, GaussianNoise(sigma=5.0), Jpeg(quality=85))),
        "shake-varying": _PIXELS(model=_moved(RotatingShake)),
        "object-motion": _PIXELS(model=_moved(ObjectMotion)),
        "defocus": Kind(
            level="RADIUS", least=0.5, most=50.0, usual=3,
            model=lambda level, rng: Chain((Defocus(radius=level), EightBits())),
        ),
        "mixed": Kind(
            level="1|2|3", least=1.0, most=3.0, usual=2,
            model=lambda level, rng: MIXED[round(level) - 1].draw(rng),
        ),
    }
)  # fmt: skip
"""All kinds by name."""

USE = ", ".join(f"{name}:{kind.level}" for name, kind in KINDS.items())
"""All kinds in one line, for messages and help."""
