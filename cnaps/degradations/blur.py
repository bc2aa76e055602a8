"""Blurs that are drawn: nothing in them is left to chance, and all they consist of can be read.

Each is a linear operator on light (`forward`) between two curves: the light of the clean photo, with its
highlights, and the clipping of the sensor. Calling one does all three.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from cnaps.degradations.light import Image, light_of
from cnaps.degradations.shake import traced
from cnaps.light import to_srgb

Kernel = NDArray[np.float32]
"""(2 r + 1, 2 r + 1) float32, not negative, sum 1; drawn as the light moves, that is for convolution."""


@dataclass(frozen=True, kw_only=True, eq=False)
class UniformBlur:
    """The same kernel everywhere: a shake in the plane of the picture, or a lens out of focus."""

    kernel: Kernel
    path: NDArray[np.float64] | None = None
    """(N, 2) positions (row, column) in pixels around their mean, equal times apart; None without motion."""
    highlights: float = 1.0
    """How much brighter than white a blown highlight is."""

    @property
    def margin(self) -> int:
        """Half of the kernel's side."""
        return self.kernel.shape[0] // 2

    def forward(self, light: Image) -> Image:
        """Convolution with the kernel, (H, W, C) to the same; the border is mirrored."""
        return convolve(light, self.kernel)

    def adjoint(self, light: Image) -> Image:
        """The transpose of `forward`, mirrored border included: <forward(x), y> = <x, adjoint(y)>."""
        reach = self.margin
        wide = cv2.copyMakeBorder(light, *(reach,) * 4, borderType=cv2.BORDER_CONSTANT, value=0)
        spread = cv2.filter2D(wide, -1, self.kernel, borderType=cv2.BORDER_CONSTANT)
        spread = spread.astype(np.float32, copy=False).reshape(*wide.shape[:2], -1)
        return _folded(_folded(spread, reach, 0), reach, 1).reshape(light.shape)

    def __call__(self, clean: Image, rng: Generator) -> Image:
        """Blur in linear light and clip like a sensor; `rng` is not touched."""
        return to_srgb(self.forward(light_of(clean, self.highlights)))


@dataclass(frozen=True, kw_only=True, eq=False)
class VaryingBlur:
    """A camera that turns about three axes: another kernel at every place of the picture.

    The picture is the mean of its views at the poses of the path, each a homography (Whyte et al. 2012,
    equation 5; Gupta et al. 2010, equation 3).
    """

    path: NDArray[np.float64]
    """(N, 3) rotations about the vertical, the horizontal and the optical axis in radians, mean 0."""
    poses: NDArray[np.float64]
    """(M, 3, 3) homographies from the clean picture's (column, row, 1) to that moment's."""
    weights: NDArray[np.float64]
    """(M,) share of the exposure that each pose lasts."""
    extent: int
    """Pixels that the longest kernel of the picture spans."""
    highlights: float = 1.0

    @property
    def margin(self) -> int:
        """No light moves further than the extent."""
        return self.extent

    def forward(self, light: Image) -> Image:
        """The mean of the warped views, (H, W, C) to the same; the border is mirrored."""
        size = (light.shape[1], light.shape[0])
        total = np.zeros_like(light)
        for pose, weight in zip(self.poses, self.weights, strict=True):
            view = cv2.warpPerspective(light, pose, size, borderMode=cv2.BORDER_REFLECT_101)
            total += np.float32(weight) * view.reshape(light.shape)
        return total

    def kernel_at(self, row: float, column: float) -> Kernel:
        """The kernel of the light that is at (row, column) of the clean picture."""
        moved = places(self.poses, np.array([[row, column]]))[:, 0] - (row, column)
        return traced(np.clip(moved, -self.extent, self.extent), self.extent, self.weights)

    def __call__(self, clean: Image, rng: Generator) -> Image:
        """Blur in linear light and clip like a sensor; `rng` is not touched."""
        return to_srgb(self.forward(light_of(clean, self.highlights)))


@dataclass(frozen=True, kw_only=True, eq=False)
class RegionBlur:
    """Something that moved in front of a still background."""

    kernel: Kernel
    path: NDArray[np.float64]
    """(N, 2) positions (row, column) in pixels around their mean, equal times apart."""
    mask: NDArray[np.float32] = field(repr=False)
    """(H, W) in [0, 1]: how much of each pixel the object covers in the clean picture."""
    highlights: float = 1.0

    @property
    def margin(self) -> int:
        """Half of the kernel's side."""
        return self.kernel.shape[0] // 2

    @property
    def cover(self) -> NDArray[np.float32]:
        """(H, W) in [0, 1]: the share of the exposure for which the object hides what is behind it."""
        return convolve(self.mask, self.kernel)

    def forward(self, light: Image) -> Image:
        """The moved object over the background: k * (m x) + (1 - k * m) x.

        What the object hides in the clean picture is not known; its own light stands in for it.
        """
        behind = 1.0 - self.cover[..., None]
        return convolve(light * self.mask[..., None], self.kernel) + behind * light

    def __call__(self, clean: Image, rng: Generator) -> Image:
        """Move in linear light and clip like a sensor; `rng` is not touched."""
        return to_srgb(self.forward(light_of(clean, self.highlights)))


def convolve(light: Image, kernel: Kernel) -> Image:
    """Convolution of (H, W) or (H, W, C) light with a kernel, the border mirrored."""
    # filter2D correlates; the kernel is turned so that the path is traced as drawn.
    blurred = cv2.filter2D(light, -1, kernel[::-1, ::-1], borderType=cv2.BORDER_REFLECT_101)
    return blurred.astype(np.float32, copy=False).reshape(light.shape)


def places(poses: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where (P, 2) points (row, column) are seen from (M, 3, 3) poses: (M, P, 2)."""
    homogeneous = np.column_stack((points[:, 1], points[:, 0], np.ones(len(points))))
    seen = np.einsum("mij,pj->mpi", poses, homogeneous)
    return seen[..., 1::-1] / seen[..., 2:]


def _folded(wide: Image, reach: int, axis: int) -> Image:
    """The transpose of mirroring `reach` pixels on either side of an axis."""
    inner = np.arange(wide.shape[axis] - 2 * reach)
    mirrored = np.pad(inner, reach, mode="reflect") if len(inner) > 1 else np.zeros(2 * reach + 1, int)
    folded = np.zeros((len(inner), *np.delete(wide.shape, axis)), np.float32)
    np.add.at(folded, mirrored, np.moveaxis(wide, axis, 0))
    return np.moveaxis(folded, 0, axis)
