"""Noise that is taken away is followed, detail of the photo itself stays."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from cnaps.procedures.following import DIFFUSION, STRIP, Change, change_between, follow
from tests.procedures.photos import pixels, sharp

Photo = NDArray[np.float32]


@pytest.fixture(scope="module")
def photo() -> Photo:
    return pixels(sharp())


def noisy(photo: Photo, level: float) -> Photo:
    noise = np.random.default_rng(0).normal(0, level / 255, photo.shape)
    return (photo + noise).astype(np.float32)


def test_the_more_noise_is_taken_away_the_farther_that_is_followed(photo: Photo) -> None:
    shares = [DIFFUSION.share(change_between(noisy(photo, level), photo)) for level in (1.0, 3.0, 15.0)]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_smoothing_that_takes_detail_is_followed_less_than_the_removal_of_as_much_noise(
    photo: Photo,
) -> None:
    smoothed = cv2.GaussianBlur(photo, (0, 0), 0.6)
    level = 255 * float(np.sqrt(np.square(smoothed - photo).mean()))
    detail = DIFFUSION.share(change_between(photo, smoothed))
    assert detail < DIFFUSION.share(change_between(noisy(photo, level), photo)) - 0.05


def test_what_is_not_changed_stays(photo: Photo) -> None:
    share = DIFFUSION.share(change_between(photo, photo))
    assert share == 0.0
    assert np.array_equal(follow(photo, noisy(photo, 5.0), share), photo)


def test_half_of_a_change_lies_in_the_middle(photo: Photo) -> None:
    restored = noisy(photo, 5.0)
    assert np.allclose(follow(photo, restored.copy(), 0.5), (photo + restored) / 2, atol=1e-6)


def test_a_tall_photo_is_measured_in_strips_as_if_it_were_at_once(photo: Photo) -> None:
    tall = np.tile(photo, (3, 1, 1))
    restored = cv2.GaussianBlur(noisy(tall, 4.0), (0, 0), 1.0)
    common = (restored - tall).mean(-1)
    assert len(tall) > 2 * STRIP
    fine = np.square(common - cv2.GaussianBlur(common, (0, 0), 1.0)).mean()
    assert change_between(tall, restored).fine == pytest.approx(float(fine), rel=1e-4)


def test_grey_and_coloured_changes_are_told_apart() -> None:
    flat = np.full((64, 64, 3), 0.5, np.float32)
    pattern = np.random.default_rng(0).normal(0, 0.05, (64, 64, 3)).astype(np.float32)
    assert change_between(flat, flat + pattern[..., :1]).grey == pytest.approx(1.0, abs=1e-3)
    assert change_between(flat, flat + pattern).grey == pytest.approx(1 / 3, abs=0.02)
    coloured = Change(fine=1e-4, grey=0.4)
    assert DIFFUSION.share(replace(coloured, grey=1.0)) < DIFFUSION.share(coloured)
