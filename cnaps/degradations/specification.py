"""Degradations by name, as ``cnaps evaluate --degrade`` takes them: ``noise:15``, ``jpeg:20``, ..."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

from cnaps.degradations.forward import CameraShake, Chain, EightBits, Jpeg
from cnaps.degradations.light import Image
from cnaps.errors import DegradationError

LIMITS = {"noise": (0.0, 255.0), "jpeg": (1.0, 100.0), "motion": (3.0, 101.0)}
"""The levels that each kind can have: grey levels of 255, IJG quality, pixels."""


@dataclass(frozen=True, kw_only=True)
class Specification:
    """A kind of degradation and its level, applied to each image in a way that anyone can repeat."""

    kind: str
    level: float

    def degrade(self, clean: Image, name: str) -> Image:
        """Degrade the image called `name`.

        Noise is float and unclipped, drawn with seed 0 anew for every image in BGR order, as SwinIR's
        test script draws it. JPEG is OpenCV's. Motion is a random camera shake of a third of the level
        up to the level, drawn from the name, in linear light, rounded to 8 bits.
        """
        if self.kind == "noise":
            noise = np.random.RandomState(0).normal(0.0, self.level / 255.0, clean.shape)
            return (clean + noise[..., ::-1]).astype(np.float32)
        rng = np.random.default_rng(zlib.crc32(name.encode()))
        if self.kind == "jpeg":
            return Jpeg(quality=round(self.level))(clean, rng)
        extent = int(rng.integers(max(3, round(self.level / 3)), round(self.level) + 1))
        return Chain((CameraShake(extent=extent), EightBits()))(clean, rng)

    def __str__(self) -> str:
        return f"{self.kind}:{self.level:g}"


def parse_specification(text: str) -> Specification:
    """Read ``kind:level``.

    Raises:
        DegradationError: the kind is unknown or the level is no number within its limits.
    """
    kind, _, level = text.strip().lower().partition(":")
    if kind not in LIMITS:
        raise DegradationError(
            f"Degradation {text!r} is unknown: use noise:SIGMA, jpeg:QUALITY or motion:PIXELS."
        )
    low, high = LIMITS[kind]
    try:
        number = float(level)
    except ValueError:
        number = np.nan
    if not low <= number <= high:
        raise DegradationError(
            f"Level {level!r} of {kind!r} is no number from {low:g} to {high:g}, e.g. {kind}:20."
        )
    return Specification(kind=kind, level=number)
