"""Fitting how far the compact diffusion is followed: what its changes look like to the share that pays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from cnaps.calibration.trials import clean_images
from cnaps.degradations import parse_specification
from cnaps.degradations.light import Image, to_eight_bits
from cnaps.evaluation.scores import score
from cnaps.procedures import ResidualShift
from cnaps.procedures.following import Change, Following, change_between, features
from cnaps.procedures.whole_photo import AsRestored
from cnaps.registry import get_backend
from cnaps.runtime import Runtime, Settings

DEGRADATIONS = (
    *("noise:3", "noise:5", "noise:15", "noise:25", "grain:5", "jpeg:20", "jpeg:40", "jpeg:80"),
    *("motion:9", "motion-file:31", "mixed:1", "mixed:2", "mixed:3"),
)
"""As ``cnaps evaluate`` takes them; each photo is also put through as it is."""

SOFT_DEGRADATIONS = ("noise:5", "jpeg:40", "mixed:1")
"""For the middle of the photo at twice its size, where no detail is as fine as a pixel."""

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
STRUCTURE = 20.0
"""dB that a whole unit of SSIM is worth."""
INVISIBLE = 50.0
"""dB beyond which nobody sees a difference."""
TOLERANCE = 0.1
"""dB that a photo may stay behind the best: who asks for a restoration wants to see one."""
LEAST_WEIGHT, MOST_WEIGHT = 0.2, 12.0
SOFT_WEIGHT = 0.5
"""Of a soft photo against one as sharp as its pixels."""


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What a change looks like and how much of it pays."""

    change: Change
    share: float
    """From 0 to 1, the largest that is about as good as the best."""
    weight: float
    """How much there is to lose: dB by which the scores bend over a whole share."""


class _FollowedAllTheWay(AsRestored, ResidualShift):
    """The steps, whatever their change looks like."""


def fit(found: Sequence[Judgement]) -> Following:
    """Weighted least squares."""
    root = np.sqrt([j.weight for j in found])
    columns = np.array([features(j.change) for j in found]) * root[:, None]
    wanted = np.array([j.share for j in found]) * root
    even, fineness, greyness = np.linalg.lstsq(columns, wanted, rcond=None)[0]
    return Following(even=float(even), fineness=float(fineness), greyness=float(greyness))


def judgements(folder: Path, *, every: int) -> Iterator[Judgement]:
    """Of every so many-th clean photo of a folder, as it is, degraded, and enlarged before that."""
    runtime, backend = Runtime(), replace(get_backend("dreamclear"), procedure=_FollowedAllTheWay())
    for number, photo in enumerate(clean_images(folder)):
        if number % every:
            continue
        sharp, soft = (photo, DEGRADATIONS, 1.0), (_enlarged(photo), SOFT_DEGRADATIONS, SOFT_WEIGHT)
        for clean, degradations, weight in (sharp, soft):
            versions = [parse_specification(text).degrade(clean, str(number)) for text in degradations]
            for degraded in (clean, *versions):
                found = judge(clean, degraded, runtime.run(degraded, backend, Settings()).pixels)
                yield replace(found, weight=weight * found.weight)


def _enlarged(photo: Image) -> Image:
    height, width = photo.shape[:2]
    larger = cv2.resize(photo, (2 * width, 2 * height), interpolation=cv2.INTER_CUBIC)
    top, left = height // 2, width // 2
    return to_eight_bits(np.asarray(larger[top : top + height, left : left + width], np.float32))


def judge(clean: Image, degraded: Image, restored: Image) -> Judgement:
    """Score the degraded photo with more and more of its change, and find how far that may go."""
    worth = []
    for share in SHARES:
        found = score(degraded + np.float32(share) * (restored - degraded), clean)
        worth.append(min(found.psnr, INVISIBLE) + STRUCTURE * found.ssim)
    finely = np.linspace(0.0, 1.0, 101)
    worth_between = np.polyval(np.polyfit(SHARES, worth, len(SHARES) - 1), finely)
    bend = np.polyfit(SHARES, worth, 2)[0]
    return Judgement(
        change=change_between(degraded, restored),
        share=float(finely[worth_between >= worth_between.max() - TOLERANCE].max()),
        weight=float(np.clip(-bend, LEAST_WEIGHT, MOST_WEIGHT)),
    )
