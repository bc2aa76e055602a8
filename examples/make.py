"""Make the example photos again: ``make examples``.

Clean pictures that ship with scikit-image, all CC0 or public domain (see SOURCES.md), degraded by
``cnaps.degradations`` with a fixed seed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import skimage.data

from cnaps.degradations import (
    CameraNoise,
    CameraShake,
    Chain,
    Defocus,
    EightBits,
    ForwardModel,
    GaussianNoise,
    Rescale,
)
from cnaps.degradations.light import Image

FOLDER = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Example:
    """One example: a part of a picture, what is done to it, and how it is stored."""

    name: str
    picture: str
    place: tuple[slice, slice]
    model: ForwardModel
    seed: int
    quality: int = 0
    """JPEG quality of the file; 0 stores a lossless PNG."""


EXAMPLES = (
    Example(
        name="motion-coffee",
        picture="coffee",
        place=np.s_[0:400, 120:520],
        model=Chain((CameraShake(extent=13), EightBits())),
        seed=6,
    ),
    Example(
        name="motion-astronaut",
        picture="astronaut",
        place=np.s_[0:400, 40:440],
        model=Chain((CameraShake(extent=9), EightBits())),
        seed=3,
    ),
    Example(
        name="noise-cat",
        picture="chelsea",
        place=np.s_[0:300, 40:440],
        model=GaussianNoise(sigma=25, eight_bits=True),
        seed=0,
    ),
    Example(
        name="noise-rocket",
        picture="rocket",
        place=np.s_[20:404, 120:504],
        model=GaussianNoise(sigma=45, eight_bits=True),
        seed=1,
    ),
    Example(
        name="jpeg-astronaut",
        picture="astronaut",
        place=np.s_[0:400, 40:440],
        model=EightBits(),
        seed=0,
        quality=12,
    ),
    Example(
        name="jpeg-coffee",
        picture="coffee",
        place=np.s_[0:400, 100:500],
        model=EightBits(),
        seed=0,
        quality=20,
    ),
    Example(
        name="mixed-cat",
        picture="chelsea",
        place=np.s_[0:300, 40:440],
        model=Chain((Defocus(radius=1.2), CameraNoise(shot=14, read=3))),
        seed=4,
        quality=45,
    ),
    Example(
        name="mixed-rocket",
        picture="rocket",
        place=np.s_[20:404, 120:504],
        model=Chain((Rescale(factor=0.7), GaussianNoise(sigma=12, eight_bits=True))),
        seed=5,
        quality=40,
    ),
)


def degraded(example: Example) -> Image:
    """The degraded picture, (H, W, 3) sRGB in [0, 1]."""
    picture = getattr(skimage.data, example.picture)()[..., :3][example.place]
    clean = picture.astype(np.float32) / np.float32(255.0)
    return example.model(clean, np.random.default_rng(example.seed))


def write(example: Example, folder: Path) -> Path:
    """Write one example; returns its path."""
    levels = np.rint(np.clip(degraded(example), 0.0, 1.0) * 255.0).astype(np.uint8)[..., ::-1]
    path = folder / f"{example.name}.{'jpg' if example.quality else 'png'}"
    settings = [cv2.IMWRITE_JPEG_QUALITY, example.quality] if example.quality else []
    cv2.imwrite(str(path), levels, settings)
    return path


def main() -> None:
    """Write all of them beside this file."""
    for example in EXAMPLES:
        write(example, FOLDER)


if __name__ == "__main__":
    main()
