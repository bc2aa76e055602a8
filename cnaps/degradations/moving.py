"""Something moves during the exposure while the camera stands still."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from cnaps.degradations.blur import RegionBlur
from cnaps.degradations.light import Image
from cnaps.degradations.shake import SAMPLES, scaled, traced

LOBES = (2, 3, 4, 5)
"""Waves around the outline of an object."""

EDGE = 3.0
"""Pixels over which a mask falls from one to nought, as an outline in a photo does."""


@dataclass(frozen=True, kw_only=True)
class ObjectMotion:
    """A smooth region of the picture that moves over `extent` pixels, blended in linear light.

    The outline is a circle with a few waves, a third to two thirds of the shorter side across.
    """

    extent: int
    highlights: float = 1.0

    @property
    def margin(self) -> int:
        """The kernel reaches at most its extent to each side."""
        return self.extent

    def draw(self, size: tuple[int, int], rng: Generator) -> RegionBlur:
        """The motion in one exposure of a picture of `size` (rows, columns)."""
        path = scaled(object_path(rng), self.extent)
        return RegionBlur(
            kernel=traced(path, self.extent),
            path=path,
            mask=blob(size, rng),
            highlights=self.highlights,
        )

    def __call__(self, clean: Image, rng: Generator) -> Image:
        """Draw a motion and apply it."""
        return self.draw((clean.shape[0], clean.shape[1]), rng)(clean, rng)


def object_path(rng: Generator) -> NDArray[np.float64]:
    """(SAMPLES, 2) positions of a thing on its way: nearly straight, faster or slower towards the end."""
    time = np.linspace(-0.5, 0.5, SAMPLES)[:, None]
    return rng.standard_normal(2) * time + 0.3 * rng.standard_normal(2) * time**2


def blob(size: tuple[int, int], rng: Generator) -> NDArray[np.float32]:
    """(H, W) mask in [0, 1] of a region with a smooth outline and a soft edge, near the middle."""
    short = min(size)
    radius = rng.uniform(1 / 6, 1 / 3) * short
    centre = [side / 2 + rng.uniform(-0.2, 0.2) * side for side in size]
    rows, columns = np.ogrid[: size[0], : size[1]]
    down, right = rows - centre[0], columns - centre[1]
    around = np.arctan2(down, right)
    outline = np.ones(size)
    for lobes in LOBES:
        strength, phase = rng.normal(0.0, 0.3 / lobes), rng.uniform(0.0, 2.0 * np.pi)
        outline += strength * np.cos(lobes * around + phase)
    inside = radius * np.maximum(outline, 0.2) - np.hypot(down, right)
    return np.clip(inside / EDGE + 0.5, 0.0, 1.0).astype(np.float32)
