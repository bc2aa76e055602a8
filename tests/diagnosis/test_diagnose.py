"""What is promised about the whole diagnosis, whatever the picture."""

from __future__ import annotations

import time
import warnings

import numpy as np
import pytest

from cnaps.degradations import Chain, Defocus, GaussianNoise, Jpeg
from cnaps.diagnosis import diagnose
from cnaps.diagnosis.findings import Degradation, Grade
from cnaps.diagnosis.sampling import samples
from cnaps.photo import Photo
from tests.diagnosis.scenes import assert_sound, every_scene, photo, scene

CHANCE = np.random.default_rng(0)
ODD = {
    "black": np.zeros((64, 64, 3)),
    "white": np.ones((64, 64, 3)),
    "one colour": np.full((100, 60, 3), (0.2, 0.5, 0.7)),
    "pure noise": CHANCE.random((200, 300, 3)),
    "smallest": CHANCE.random((8, 8, 3)),
    "odd sides": CHANCE.random((47, 61, 3)),
    "strip": CHANCE.random((8, 512, 3)),
    "long strip": CHANCE.random((600, 9, 3)),
    "checkerboard": np.indices((100, 100)).sum(axis=0)[..., None] % 2 * np.ones(3),
    "gradient": np.linspace(0, 1, 300)[None, :, None] * np.ones((200, 1, 3)),
    "black with one dot": np.pad(np.ones((1, 1, 3)), ((60, 67), (60, 67), (0, 0))),
}


@pytest.mark.parametrize("kind", sorted(ODD))
def test_every_picture_gets_four_sound_findings_without_a_warning(kind: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        diagnosis = diagnose(photo(ODD[kind]))
    assert [finding.degradation for finding in diagnosis] == list(Degradation)
    for finding in diagnosis:
        assert_sound(finding)


@every_scene
def test_a_clean_photo_has_no_strong_fault(name: str) -> None:
    assert Grade.STRONG not in [finding.grade for finding in diagnose(photo(scene(name)))]


def test_several_faults_are_found_together() -> None:
    chain = Chain((Defocus(radius=4.0), GaussianNoise(sigma=20.0, eight_bits=True)))
    diagnosis = diagnose(photo(chain(scene("coffee"), CHANCE)))
    assert diagnosis.noise.grade is Grade.STRONG and diagnosis.blur.grade is not Grade.NONE
    assert diagnosis.jpeg.grade is Grade.NONE


def test_the_same_photo_is_measured_the_same_twice() -> None:
    noisy = photo(GaussianNoise(sigma=10.0)(scene("chelsea"), CHANCE).clip(0, 1))
    assert list(diagnose(noisy)) == list(diagnose(noisy))


def test_a_large_photo_is_measured_in_crops_at_full_resolution() -> None:
    tiled = np.tile(scene("coffee"), (3, 3, 1))
    crops = samples(photo(tiled))
    assert 1 < len(crops) <= 9
    assert all(crop.luma.shape == (256, 256) for crop in crops)
    noisy = diagnose(photo(GaussianNoise(sigma=15.0, eight_bits=True)(tiled, CHANCE)))
    assert noisy.noise.value == pytest.approx(15.0, rel=0.1)
    assert diagnose(photo(Jpeg(quality=30)(tiled, CHANCE))).jpeg.value == 30


def test_a_cut_out_is_measured_where_it_is_opaque_and_nowhere_else() -> None:
    noisy = GaussianNoise(sigma=15.0, eight_bits=True)(scene("coffee"), CHANCE)
    around = ((200, 113), (311, 89), (0, 0))
    alpha = np.pad(np.ones(noisy.shape[:2], np.float32), around[:2])
    on_black = Photo(pixels=np.pad(noisy, around), alpha=alpha)
    on_white = Photo(pixels=np.pad(noisy, around, constant_values=1.0), alpha=alpha)
    assert list(diagnose(on_black)) == list(diagnose(on_white))
    assert diagnose(on_black).exposure.value == pytest.approx(diagnose(photo(noisy)).exposure.value, abs=0.1)
    assert "0% of the pixels are black, 0% white" in diagnose(on_black).exposure.summary
    assert diagnose(on_black).noise.value == pytest.approx(15.0, rel=0.1)
    assert diagnose(Photo(pixels=on_black.pixels)).exposure.grade is Grade.STRONG


def test_the_crops_of_a_cut_out_lie_in_its_largest_opaque_square() -> None:
    alpha = np.zeros((90, 120), np.float32)
    alpha[10:70, 30:100] = 0.8
    pixels = np.where(alpha[..., None] > 0.5, 0.5, 1.0).astype(np.float32) * np.ones(3, np.float32)
    (crop,) = samples(Photo(pixels=pixels, alpha=alpha))
    assert crop.luma.shape == (48, 48) and crop.luma.max() == pytest.approx(127.5)


@pytest.mark.parametrize("seen", [0.0, 0.4, 1.0])
def test_where_no_pixel_or_every_pixel_is_opaque_all_of_them_are_measured(seen: float) -> None:
    pixels = scene("chelsea")
    alpha = np.full(pixels.shape[:2], seen, np.float32)
    assert list(diagnose(Photo(pixels=pixels, alpha=alpha))) == list(diagnose(photo(pixels)))


def test_a_cut_out_of_a_few_pixels_still_gets_sound_findings() -> None:
    alpha = np.zeros((60, 80), np.float32)
    alpha[20:33, 40:56] = 1.0
    for finding in diagnose(Photo(pixels=CHANCE.random((60, 80, 3)).astype(np.float32), alpha=alpha)):
        assert_sound(finding)


def test_twelve_megapixels_take_half_a_second_of_one_core() -> None:
    large = photo(np.tile(scene("coffee"), (8, 7, 1))[:3000, :4000])
    diagnose(large)
    start = time.thread_time()
    diagnose(large)
    assert time.thread_time() - start < 0.5
