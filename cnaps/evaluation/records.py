"""What an evaluation leaves behind: the scores of every image, and the means and harm drawn from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from cnaps.evaluation.scores import Score, mean_score

NEAR_CLEAN = 40.0
"""PSNR in dB above which a degraded photo counts as near-clean: any touch costs it more than a repair
gains elsewhere, so it is left out of the mean gain and counted beside it."""


@dataclass(frozen=True, kw_only=True)
class ImageScores:
    """One photo of an evaluation."""

    name: str
    degraded: Score
    restored: Score
    seconds: float
    strength: Mapping[str, float] = field(default_factory=dict)
    """What a classical tool was set to for this photo, by the name of its parameter."""

    @property
    def gain(self) -> float:
        """Gain in RGB PSNR, dB; below 0 is a loss."""
        return self.restored.psnr - self.degraded.psnr


@dataclass(frozen=True, kw_only=True)
class CleanScore:
    """A clean photo put through a tool, scored against itself."""

    name: str
    kept: Score


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """A backend or a classical tool on a folder under one degradation."""

    backend: str
    degradation: str
    images: tuple[ImageScores, ...]
    setting: str
    """How it was run or what it was told, one sentence."""
    classical: bool = False
    near_clean_above: float = NEAR_CLEAN
    clean: tuple[CleanScore, ...] = ()
    """Clean photos put through it; empty where that was not measured."""

    @property
    def degraded(self) -> Score:
        """Means over all images before."""
        return mean_score([image.degraded for image in self.images])

    @property
    def restored(self) -> Score:
        """Means over all images after."""
        return mean_score([image.restored for image in self.images])

    @property
    def really_degraded(self) -> tuple[ImageScores, ...]:
        """The images that the gain is a mean over."""
        return tuple(i for i in self.images if i.degraded.psnr <= self.near_clean_above)

    @property
    def near_clean(self) -> tuple[ImageScores, ...]:
        """The images that the gain leaves out."""
        return tuple(i for i in self.images if i.degraded.psnr > self.near_clean_above)

    @property
    def gain(self) -> float | None:
        """Mean gain in RGB PSNR over the really degraded images, dB; None if there are none."""
        images = self.really_degraded
        return float(np.mean([image.gain for image in images])) if images else None

    @property
    def gain_y(self) -> float | None:
        """The same on luma."""
        images = self.really_degraded
        return float(np.mean([i.restored.psnr_y - i.degraded.psnr_y for i in images])) if images else None

    @property
    def worst(self) -> ImageScores:
        """The image that gains least, or loses most, near-clean ones included."""
        return min(self.images, key=lambda image: image.gain)

    @property
    def clean_mean(self) -> float | None:
        """Mean RGB PSNR of clean photos against themselves, dB."""
        return float(np.mean([photo.kept.psnr for photo in self.clean])) if self.clean else None

    @property
    def clean_least(self) -> CleanScore | None:
        """The clean photo that was changed most."""
        return min(self.clean, key=lambda photo: photo.kept.psnr) if self.clean else None
