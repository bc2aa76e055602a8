"""How far to follow is fitted to the share of a change that brings a photo nearest to the clean one."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from cnaps.calibration.following_fit import (
    DEGRADATIONS,
    SOFT_DEGRADATIONS,
    Judgement,
    fit,
    judge,
    judgements,
)
from cnaps.photo import Photo, write_png
from cnaps.procedures.following import Change, Following
from tests.diagnosis.scenes import scene

Image = NDArray[np.float32]


@pytest.fixture(scope="module")
def clean() -> Image:
    return np.ascontiguousarray(scene("coffee")[64:192, :128])


def noisy(clean: Image) -> Image:
    noise = np.random.default_rng(0).normal(0, 10 / 255, clean.shape)
    return (clean + noise).astype(np.float32)


def test_a_full_restoration_is_to_be_followed_all_the_way(clean: Image) -> None:
    assert judge(clean, noisy(clean), clean).share > 0.9


def test_a_change_that_goes_twice_too_far_is_to_be_followed_halfway(clean: Image) -> None:
    degraded = noisy(clean)
    assert judge(clean, degraded, 2 * clean - degraded).share == pytest.approx(0.5, abs=0.05)


def test_a_change_of_a_clean_photo_is_not_to_be_followed(clean: Image) -> None:
    assert judge(clean, clean, cv2.GaussianBlur(clean, (0, 0), 1.0)).share < 0.1


def test_a_fit_finds_the_rule_that_its_judgements_follow() -> None:
    rule, rng = Following(even=1.25, fineness=0.08, greyness=-0.3), np.random.default_rng(0)
    changes = [Change(fine=10**-fine, grey=grey) for fine, grey in rng.uniform((2, 0.3), (5, 1), (50, 2))]
    shares = [rule.share(change) for change in changes]
    assert min(shares) > 0.0 and max(shares) < 1.0
    fitted = fit([Judgement(change=c, share=s, weight=1.0) for c, s in zip(changes, shares, strict=True)])
    assert [fitted.share(change) for change in changes] == pytest.approx(shares, abs=1e-6)


def test_a_photo_is_judged_as_it_is_degraded_and_enlarged(clean: Image, tmp_path: Path) -> None:
    write_png(Photo(pixels=clean[:64, :64]), tmp_path / "coffee.png")
    found = list(judgements(tmp_path, every=1))
    assert len(found) == 1 + len(DEGRADATIONS) + 1 + len(SOFT_DEGRADATIONS)
    as_it_is, noisiest = found[0], found[1 + DEGRADATIONS.index("noise:25")]
    assert noisiest.change.fine > as_it_is.change.fine
    assert noisiest.share > as_it_is.share + 0.5
