"""Measuring a backend on clean photos that are degraded on purpose, in a way that others can repeat.

Conventions of SwinIR's test script: the network gets float values, noise unclipped; PSNR and SSIM are
taken on 8-bit RGB without cropping a border, SSIM with an 11 x 11 Gaussian window of sigma 1.5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

from cnaps.backend import Backend
from cnaps.degradations import Specification
from cnaps.errors import PhotoError
from cnaps.photo import open_photo
from cnaps.runtime import Runtime, Settings

ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"})


@dataclass(frozen=True, kw_only=True)
class Score:
    """Distance to the clean photo."""

    psnr: float
    """dB."""
    ssim: float
    """At most 1."""


@dataclass(frozen=True, kw_only=True)
class ImageScores:
    """One photo of an evaluation."""

    name: str
    degraded: Score
    restored: Score
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """A backend on a folder under one degradation."""

    backend: str
    degradation: str
    images: tuple[ImageScores, ...]

    @property
    def degraded(self) -> Score:
        """Means over the images before."""
        return _mean([image.degraded for image in self.images])

    @property
    def restored(self) -> Score:
        """Means over the images after."""
        return _mean([image.restored for image in self.images])

    @property
    def gain(self) -> float:
        """Mean gain in PSNR, dB."""
        return self.restored.psnr - self.degraded.psnr


def evaluate(
    backend: Backend,
    folder: Path,
    specification: Specification,
    runtime: Runtime,
    *,
    settings: Settings | None = None,
    on_image: Callable[[int, int], None] = lambda done, total: None,
) -> Evaluation:
    """Degrade every photo of a folder, restore it, and compare both with the clean photo.

    Raises:
        PhotoError: the folder holds no photo.
    """
    paths = list(clean_photos(folder))
    images = []
    for number, path in enumerate(paths, start=1):
        images.append(_scores(backend, path, specification, runtime, settings or Settings()))
        on_image(number, len(paths))
    return Evaluation(backend=backend.name, degradation=str(specification), images=tuple(images))


def clean_photos(folder: Path) -> Iterator[Path]:
    """The photos of a folder, by name.

    Raises:
        PhotoError: there are none.
    """
    paths = sorted(path for path in folder.glob("*") if path.suffix.lower() in ENDINGS)
    if not paths:
        raise PhotoError(f"Folder {folder} holds no photos: give a folder of clean PNG or JPEG files.")
    return iter(paths)


def _scores(
    backend: Backend, path: Path, specification: Specification, runtime: Runtime, settings: Settings
) -> ImageScores:
    clean = open_photo(path).pixels
    degraded = specification.degrade(clean, path.name)
    run = runtime.run(degraded, backend, settings)
    return ImageScores(
        name=path.name,
        degraded=score(degraded, clean),
        restored=score(run.pixels, clean),
        seconds=run.seconds,
    )


def score(image: NDArray[np.float32], clean: NDArray[np.float32]) -> Score:
    """PSNR and SSIM of (H, W, 3) values against the clean ones, both rounded to 8 bits."""
    found, wanted = _eight_bits(image), _eight_bits(clean)
    if np.array_equal(found, wanted):
        return Score(psnr=float("inf"), ssim=1.0)
    return Score(
        psnr=float(peak_signal_noise_ratio(wanted, found, data_range=255)),
        ssim=float(
            structural_similarity(
                wanted,
                found,
                data_range=255,
                channel_axis=2,
                gaussian_weights=True,
                sigma=1.5,
                use_sample_covariance=False,
            )
        ),
    )


def _eight_bits(image: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.rint(np.clip(image, 0.0, 1.0) * 255.0).astype(np.uint8)


def _mean(scores: list[Score]) -> Score:
    return Score(
        psnr=float(np.mean([s.psnr for s in scores])),
        ssim=float(np.mean([s.ssim for s in scores])),
    )
