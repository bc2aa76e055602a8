"""How far a photo that was cut into tiles differs from the same photo restored whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from cnaps.backend import Backend
from cnaps.errors import SettingError
from cnaps.photo import open_photo
from cnaps.runtime import Runtime, Settings
from cnaps.tiling import shared

LARGEST_DIFFERENCE = 2.0
LARGEST_MEAN = 0.05
"""In grey levels of 255: what nobody sees."""


@dataclass(frozen=True, kw_only=True)
class Seams:
    """Of one backend on several photos, in grey levels of 255."""

    backend: str
    precision: str
    photos: int
    tiles: int
    """In all photos together."""
    overlap: int
    """Pixels that neighbouring tiles share."""
    largest: float
    """Difference of any value in any photo."""
    mean: float
    """Mean difference, of the photo where it is largest."""

    @property
    def invisible(self) -> bool:
        """Whether both are within what nobody sees."""
        return self.largest <= LARGEST_DIFFERENCE and self.mean <= LARGEST_MEAN


def measure_seams(
    backend: Backend, paths: Sequence[Path], runtime: Runtime, settings: Settings, *, tile: int
) -> Seams:
    """Restore each photo whole and in tiles of `tile` pixels.

    Raises:
        SettingError: a photo is one tile, so that there is nothing to compare.
    """
    tiles, largest, means = 0, 0.0, []
    for path in paths:
        pixels = open_photo(path).pixels
        height, width = pixels.shape[:2]
        if max(height, width) <= tile:
            raise SettingError(
                f"{path.name} has {width} x {height} pixels, which is one tile of {tile}: use larger photos, "
                "or a smaller tile."
            )
        everything = max(height, width) + backend.needs.multiple_of
        whole = runtime.run(pixels, backend, replace(settings, tile=everything))
        cut = runtime.run(pixels, backend, replace(settings, tile=tile))
        difference = 255 * np.abs(whole.pixels.clip(0, 1) - cut.pixels.clip(0, 1))
        tiles += cut.tiles
        largest = max(largest, float(difference.max()))
        means.append(float(difference.mean(dtype=np.float64)))
    return Seams(
        backend=backend.name,
        precision=cut.precision,
        photos=len(paths),
        tiles=tiles,
        overlap=shared(tile, backend.needs.overlap),
        largest=largest,
        mean=max(means),
    )
