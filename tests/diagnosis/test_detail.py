"""The floors of detail under a photo."""

from __future__ import annotations

import numpy as np
import pytest

from cnaps.degradations import Chain, GaussianNoise, Jpeg
from cnaps.diagnosis.detail import BLOCK, FEWEST_BLOCKS, detail_floors
from cnaps.diagnosis.sampling import whole
from tests.diagnosis.scenes import scene

QUALITY = 50


def noisy_scene() -> np.ndarray:
    noise_and_jpeg = Chain((GaussianNoise(sigma=20.0), Jpeg(quality=QUALITY)))
    return noise_and_jpeg(scene("coffee"), np.random.default_rng(0))


def test_a_photo_is_judged_by_all_its_crops_together() -> None:
    noisy = noisy_scene()
    halves = (whole(noisy[:, :304]), whole(noisy[:, 304:592]))
    together = detail_floors((whole(noisy[:, :592]),), QUALITY)
    assert detail_floors(halves, QUALITY) == pytest.approx(together, abs=0.1)


def test_noise_lifts_the_floors() -> None:
    clean, noisy = (
        detail_floors((whole(pixels),), 100.0)
        for pixels in (scene("coffee"), GaussianNoise(sigma=20.0)(scene("coffee"), np.random.default_rng(0)))
    )
    assert clean is not None and noisy is not None
    assert (noisy[:-2] > clean[:-2]).mean() > 0.9


def test_too_few_blocks_are_not_judged() -> None:
    side = BLOCK * int(np.sqrt(FEWEST_BLOCKS))
    pixels = scene("coffee")
    assert detail_floors((whole(pixels[:side, :side]),), QUALITY) is not None
    assert detail_floors((whole(pixels[: side - 1, :side]),), QUALITY) is None
    assert detail_floors((whole(pixels[:5, :400]),), QUALITY) is None


def test_clipped_blocks_say_nothing() -> None:
    noisy = noisy_scene()
    beside_white = np.concatenate([noisy, np.ones_like(noisy)])
    alone, beside = (detail_floors((whole(pixels),), QUALITY) for pixels in (noisy, beside_white))
    assert beside == pytest.approx(alone, abs=0.25)
