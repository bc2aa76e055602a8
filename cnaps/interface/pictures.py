"""The files of one result: the full-size photo, and copies small enough for a browser."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cnaps.photo import Photo, restored_name, write_png
from cnaps.result import Report

SHOWN_MEGAPIXELS = 4.0
"""Larger photos are shown scaled down; the download is never scaled."""


@dataclass(frozen=True)
class ResultFiles:
    """Where the pictures of a result lie."""

    before: Path
    after: Path
    download: Path
    scaled: bool
    """Whether `before` and `after` are smaller than the photo."""


def write_result(report: Report, folder: Path) -> ResultFiles:
    """Write the full-size result and both pictures of the comparison, all lossless PNG."""
    run = report.restoration
    shown = folder / "shown"
    shown.mkdir()
    download = folder / restored_name(run.after, run.backend.name)
    before, after = shown / "before.png", shown / "after.png"
    write_png(run.after, download)
    write_png(display_copy(run.before), before)
    write_png(display_copy(run.after), after)
    return ResultFiles(before=before, after=after, download=download, scaled=display_scale(run.after) < 1)


def display_scale(photo: Photo) -> float:
    """Factor on both sides that brings a photo under `SHOWN_MEGAPIXELS`; 1 if it is there already."""
    return min(1.0, sqrt(SHOWN_MEGAPIXELS * 1e6 / (photo.width * photo.height)))


def display_copy(photo: Photo) -> Photo:
    """The photo itself, or a smaller copy averaged over areas."""
    scale = display_scale(photo)
    if scale == 1.0:
        return photo
    size = max(1, round(photo.width * scale)), max(1, round(photo.height * scale))
    planes = [_scaled(photo.pixels[:, :, channel], size) for channel in range(3)]
    alpha = None if photo.alpha is None else _scaled(photo.alpha, size)
    return replace(photo, pixels=np.dstack(planes), alpha=alpha, quantisation=())


def _scaled(plane: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    """(H, W) averaged over areas; each plane alone, because Pillow scales floats in one channel only."""
    return np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.BOX))
