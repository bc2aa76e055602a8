"""Degradations by name, as ``cnaps evaluate --degrade`` takes them: ``KIND:LEVEL``.

| kind | level | what is done to each image |
|---|---|---|
| ``noise`` | sigma, 0 to 255 | Gaussian noise in sRGB, float and unclipped, drawn with seed 0 anew for every image in BGR order, as SwinIR's test script draws it |
| ``noise8`` | sigma, 0 to 255 | the same noise, clipped and rounded to 8 bits, as a file holds it |
| ``camera-noise`` | sigma at white, 1 to 100 | noise of a sensor in linear light, variance growing with the light, read noise a fifth of it, 8 bits |
| ``grain`` | sigma, 0 to 255 | noise smeared over 0.6 pixels, then JPEG of quality 90, 4:2:0: what a camera's file holds |
| ``jpeg`` | IJG quality, 1 to 100 | JPEG by OpenCV, chroma 4:2:0, grid at the corner |
| ``jpeg444`` | IJG quality, 1 to 100 | JPEG by OpenCV, chroma 4:4:4 |
| ``jpeg-shifted`` | IJG quality, 1 to 100 | JPEG by OpenCV, 4:2:0, grid moved by a random (row, column) |
| ``motion`` | pixels, 3 to 101 | camera shake with one kernel, a third of the level up to the level, 8 bits |
| ``motion-saturated`` | pixels, 3 to 101 | the same shake; what is blown out is three times as bright as white and leaves trails |
| ``shake-varying`` | pixels, 3 to 101 | a camera that turns about three axes: another kernel at every place, the longest as for ``motion`` |
| ``object-motion`` | pixels, 3 to 101 | a region that moves in front of a still background, extents as for ``motion`` |
| ``defocus`` | radius in pixels, 0.5 to 50 | a disc in linear light, 8 bits |
| ``mixed`` | 1, 2 or 3 | blur, rescaling, noise and JPEG in a row: mild, medium, severe (`distributions.MIXED`) |

All but ``noise`` draw from a generator whose seed is the CRC-32 of the file's name, so the same image has
the same fault on every machine, and of two levels of one kind the path is the same.
"""  # noqa: E501

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

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

LIMITS = {
    "noise": (0.0, 255.0),
    "noise8": (0.0, 255.0),
    "camera-noise": (1.0, 100.0),
    "grain": (0.0, 255.0),
    "jpeg": (1.0, 100.0),
    "jpeg444": (1.0, 100.0),
    "jpeg-shifted": (1.0, 100.0),
    "motion": (3.0, 101.0),
    "motion-saturated": (3.0, 101.0),
    "shake-varying": (3.0, 101.0),
    "object-motion": (3.0, 101.0),
    "defocus": (0.5, 50.0),
    "mixed": (1.0, 3.0),
}
"""The levels that each kind can have: grey levels of 255, IJG quality, pixels, or a strength."""

USE = (
    "noise:SIGMA, noise8:SIGMA, camera-noise:SIGMA, grain:SIGMA, jpeg:QUALITY, jpeg444:QUALITY, "
    "jpeg-shifted:QUALITY, motion:PIXELS, motion-saturated:PIXELS, shake-varying:PIXELS, "
    "object-motion:PIXELS, defocus:RADIUS or mixed:1|2|3"
)
"""All kinds in one line, for messages and help."""


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
        return degrade(_MODELS[self.kind](self.level, rng), clean, rng)

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
    if kind not in LIMITS:
        raise DegradationError(f"Degradation {text!r} is unknown: use {USE}.")
    low, high = LIMITS[kind]
    try:
        number = float(level)
    except ValueError:
        number = np.nan
    if not low <= number <= high:
        raise DegradationError(
            f"Level {level!r} of {kind!r} is no number from {low:g} to {high:g}, e.g. {kind}:{_usual(kind)}."
        )
    if kind == "mixed" and not number.is_integer():
        raise DegradationError(f"Level {level!r} of 'mixed' is no strength: use 1, 2 or 3.")
    return Specification(kind=kind, level=number)


def _usual(kind: str) -> int:
    return {"defocus": 3, "mixed": 2}.get(kind, 20)


def _extent(level: float, rng: Generator) -> int:
    return int(rng.integers(max(3, round(level / 3)), round(level) + 1))


def _shake(level: float, rng: Generator) -> ForwardModel:
    return Chain((CameraShake(extent=_extent(level, rng)), EightBits()))


def _saturated(level: float, rng: Generator) -> ForwardModel:
    return Chain((CameraShake(extent=_extent(level, rng), highlights=3.0), EightBits()))


def _varying(level: float, rng: Generator) -> ForwardModel:
    return Chain((RotatingShake(extent=_extent(level, rng)), EightBits()))


def _object(level: float, rng: Generator) -> ForwardModel:
    return Chain((ObjectMotion(extent=_extent(level, rng)), EightBits()))


def _shifted(level: float, rng: Generator) -> ForwardModel:
    down, right = (int(n) for n in rng.integers(0, 8, 2))
    return Jpeg(quality=round(level), shift=(down, right))


_MODELS: dict[str, Callable[[float, Generator], ForwardModel]] = {
    "camera-noise": lambda level, rng: CameraNoise(shot=level, read=level / 5),
    "grain": lambda level, rng: Chain((Grain(sigma=level, radius=0.6), Jpeg(quality=90))),
    "jpeg": lambda level, rng: Jpeg(quality=round(level)),
    "jpeg444": lambda level, rng: Jpeg(quality=round(level), chroma_halved=False),
    "jpeg-shifted": _shifted,
    "motion": _shake,
    "motion-saturated": _saturated,
    "shake-varying": _varying,
    "object-motion": _object,
    "defocus": lambda level, rng: Chain((Defocus(radius=level), EightBits())),
    "mixed": lambda level, rng: MIXED[round(level) - 1].draw(rng),
}
