"""Noise that smearing and JPEG have changed, told from texture."""

from __future__ import annotations

import numpy as np
import pytest

from cnaps.degradations import CameraShake, Chain, GaussianNoise, Grain, Jpeg, Rescale
from cnaps.degradations.forward import ForwardModel
from cnaps.diagnosis.grain import BLOCK, FEWEST_BLOCKS, estimate_grain, features
from cnaps.diagnosis.sampling import Sample, samples, whole
from tests.diagnosis.scenes import every_scene, photo, scene

QUALITY = 50
SAVED = Jpeg(quality=QUALITY)


def crops_of(name: str, *steps: ForwardModel) -> tuple[Sample, ...]:
    return samples(photo(Chain(steps)(scene(name), np.random.default_rng(0))))


def sigma_of(name: str, *steps: ForwardModel) -> float:
    found = estimate_grain(crops_of(name, *steps, SAVED), QUALITY)
    assert found is not None and found[1][0] <= found[0] <= found[1][1]
    return found[0]


@every_scene
def test_more_noise_beneath_the_same_jpeg_is_found_to_be_more(name: str) -> None:
    found = [sigma_of(name, GaussianNoise(sigma=sigma)) for sigma in (0.0, 12.0, 24.0, 48.0)]
    assert found == sorted(found)
    assert found[0] < 3.0 and found[1] > 6.0


@every_scene
@pytest.mark.parametrize("softening", [CameraShake(extent=9), Rescale(factor=0.6)])
def test_a_scene_that_is_not_sharp_is_judged_as_well(name: str, softening: ForwardModel) -> None:
    assert sigma_of(name, softening) < 3.0
    assert sigma_of(name, softening, Grain(sigma=15.0, radius=0.5)) == pytest.approx(15.0, rel=0.4)


def test_a_photo_is_judged_by_all_its_crops_together() -> None:
    noisy = Chain((GaussianNoise(sigma=20.0), SAVED))(scene("coffee"), np.random.default_rng(0))
    halves = (whole(noisy[:, :304]), whole(noisy[:, 304:592]))
    assert features(halves, QUALITY) == pytest.approx(features((whole(noisy[:, :592]),), QUALITY), abs=0.1)


def test_too_few_blocks_are_not_judged() -> None:
    side = BLOCK * int(np.sqrt(FEWEST_BLOCKS))
    pixels = scene("coffee")
    assert estimate_grain((whole(pixels[:side, :side]),), QUALITY) is not None
    assert estimate_grain((whole(pixels[: side - 1, :side]),), QUALITY) is None
    assert estimate_grain((whole(pixels[:5, :400]),), QUALITY) is None


def test_clipped_blocks_say_nothing_about_noise() -> None:
    noisy = Chain((GaussianNoise(sigma=20.0), SAVED))(scene("coffee"), np.random.default_rng(0))
    beside_white = np.concatenate([noisy, np.ones_like(noisy)])
    alone, beside = (estimate_grain((whole(pixels),), QUALITY) for pixels in (noisy, beside_white))
    assert alone is not None and beside is not None
    assert beside[0] == pytest.approx(alone[0], rel=0.05)
