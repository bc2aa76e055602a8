"""Shake that differs over the picture: one smooth path of a camera that turns about three axes."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from cnaps.degradations.blur import VaryingBlur, places
from cnaps.degradations.light import Image
from cnaps.degradations.shake import shake_path

FOCAL = 0.8
"""Focal length over the longer side of the picture: 29 mm on a frame of 36 mm, as most phones have."""

STEP = 0.7
"""Pixels of motion that one pose stands for; the warp's own interpolation hides the steps."""

MOST_POSES = 160


@dataclass(frozen=True, kw_only=True)
class RotatingShake:
    """A camera that yaws, pitches and rolls during the exposure; the longest kernel spans `extent` pixels.

    Yaw and pitch shift the picture, more towards its borders (perspective); roll turns it, so that the
    corners are blurred along arcs. All three angles follow `shake_path` with the same strength.
    """

    extent: int
    highlights: float = 1.0
    focal: float | None = None
    """In pixels; None: `FOCAL` longer sides, or 8 extents where that is more, so that angles stay small."""

    @property
    def margin(self) -> int:
        """No light moves further than the extent."""
        return self.extent

    def draw(self, size: tuple[int, int], rng: Generator) -> VaryingBlur:
        """The blur of one exposure for a picture of `size` (rows, columns)."""
        focal = self.focal or max(FOCAL * max(size), 8.0 * self.extent)
        path = _scaled(shake_path(rng, axes=3), self.extent, focal, size)
        angles, weights = _thinned(path, focal, size)
        return VaryingBlur(
            path=path,
            poses=homographies(angles, focal, size),
            weights=weights,
            extent=self.extent,
            highlights=self.highlights,
        )

    def __call__(self, clean: Image, rng: Generator) -> Image:
        """Draw a blur and apply it."""
        return self.draw((clean.shape[0], clean.shape[1]), rng)(clean, rng)


def homographies(angles: NDArray[np.float64], focal: float, size: tuple[int, int]) -> NDArray[np.float64]:
    """(N, 3) rotations in radians to (N, 3, 3) homographies K R K^-1, the axis through the middle."""
    height, width = size
    camera = np.array([[focal, 0.0, (width - 1) / 2], [0.0, focal, (height - 1) / 2], [0.0, 0.0, 1.0]])
    # A turn about the vertical moves the picture along its rows, so the first angle is that axis.
    turns = [cv2.Rodrigues(np.array([pitch, yaw, roll]))[0] for yaw, pitch, roll in angles]
    return camera @ np.array(turns) @ np.linalg.inv(camera)


def _seen(angles: NDArray[np.float64], focal: float, size: tuple[int, int]) -> NDArray[np.float64]:
    """(N, 9, 2) positions of the corners, the middles of the sides and the middle at every pose."""
    rows, columns = (np.linspace(0.0, side - 1.0, 3) for side in size)
    grid = np.array([(row, column) for row in rows for column in columns])
    return places(homographies(angles, focal, size), grid)


def _scaled(
    path: NDArray[np.float64], extent: int, focal: float, size: tuple[int, int]
) -> NDArray[np.float64]:
    """Angles of mean 0 whose longest trace over the picture is `extent`."""
    angles = (path - path.mean(axis=0)) / max(float(np.ptp(path, axis=0).max()), 1e-9)
    angles = angles * (extent / focal)
    for _ in range(2):  # a second time, because large rotations move points by more than their angle
        span = float(np.ptp(_seen(angles, focal, size), axis=0).max())
        angles = angles * ((extent - 1) / max(span, 1e-9))
    return angles


def _thinned(
    path: NDArray[np.float64], focal: float, size: tuple[int, int]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Poses about `STEP` pixels apart, with the share of the exposure that each stands for."""
    steps = np.linalg.norm(np.diff(_seen(path, focal, size), axis=0), axis=2).max(axis=1)
    walked = np.concatenate(([0.0], np.cumsum(steps)))
    group = (walked / max(STEP, walked[-1] / MOST_POSES)).astype(int)
    _, group, count = np.unique(group, return_inverse=True, return_counts=True)
    total = np.zeros((len(count), 3))
    np.add.at(total, group, path)
    return total / count[:, None], count / len(path)
