"""How far a network is followed that changes too much: judged by what it changes in a whole photo."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from cnaps.procedures.whole_photo import Pixels

FINE = 1.0
"""Standard deviation in pixels of the Gaussian behind which the finest detail is what is missing."""

MARGIN = 4
"""Rows that this Gaussian reaches to either side."""

STRIP = 256
"""Rows that are measured at a time, so that memory does not grow with the photo."""

TINY = 1e-12
"""A photo that is not changed at all still has a logarithm."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a restoration changes in a photo, (H, W, 3) sRGB in [0, 1]."""

    fine: float
    """Mean square of the finest detail that is changed in the mean of the three channels."""
    grey: float
    """Share, 0 to 1, of all that is changed which the three channels have in common."""


def change_between(photo: Pixels, restored: Pixels) -> Change:
    """What was changed from the one to the other, of the same shape."""
    fine = grey = total = 0.0
    height, width = photo.shape[:2]
    for top in range(0, height, STRIP):
        first, last = max(0, top - MARGIN), min(height, top + STRIP + MARGIN)
        difference = restored[first:last] - photo[first:last]
        common = difference.mean(-1)
        detail = common - cv2.GaussianBlur(common, (0, 0), FINE)
        inside = slice(top - first, min(top + STRIP, height) - first)
        fine += _energy(detail[inside])
        grey += _energy(common[inside])
        total += _energy(difference[inside]) / 3
    return Change(fine=fine / (height * width), grey=grey / max(total, TINY))


def _energy(values: Pixels) -> float:
    return float(np.square(values, dtype=np.float32).sum(dtype=np.float64))


@dataclass(frozen=True, kw_only=True)
class Following:
    """A share of 0 to 1 that grows evenly with what a change looks like."""

    even: float
    fineness: float
    """For each factor of e in fine change."""
    greyness: float
    """For a change that is all grey."""

    def share(self, change: Change) -> float:
        """How much of a change to follow."""
        slopes = (self.even, self.fineness, self.greyness)
        share = sum(slope * feature for slope, feature in zip(slopes, features(change), strict=True))
        return min(1.0, max(0.0, share))


DIFFUSION = Following(even=1.75, fineness=0.077, greyness=-0.41)
"""For the compact diffusion: the most of a change with which a photo is as near to the clean one as it gets.

Noise is fine and coloured. What is taken from a photo that has little of it is as likely its own
detail, which is grey. Fitted by
``python -m cnaps.calibration following --clean ../shared/data/train --every 40``.
"""


def features(change: Change) -> tuple[float, float, float]:
    """What the share is a sum of, once weighted."""
    return 1.0, math.log(max(change.fine, TINY)), change.grey


def follow(photo: Pixels, restored: Pixels, share: float) -> Pixels:
    """The photo with this share of the change, in the memory of `restored`."""
    for top in range(0, len(photo), STRIP):
        rows = slice(top, top + STRIP)
        restored[rows] = photo[rows] + np.float32(share) * (restored[rows] - photo[rows])
    return restored
