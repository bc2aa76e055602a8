"""The blur estimator against camera shake, straight motion and defocus of known extent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cnaps.calibration.blur_fit import measured_blur
from cnaps.calibration.regression_fit import draw_trials, fit_regression
from cnaps.calibration.trials import floors_of, moved, straight_kernel
from cnaps.degradations import CameraShake, Chain, Defocus, EightBits, GaussianNoise, Jpeg
from cnaps.degradations.light import to_eight_bits
from cnaps.diagnosis.blur import (
    MILD_FROM,
    SHARP_UP_TO,
    STRONG_FROM,
    estimate_extent,
    features,
    grade_blur,
    measure_blur,
)
from cnaps.diagnosis.findings import Finding, Grade, in_pixels
from cnaps.diagnosis.regression import Weights
from cnaps.diagnosis.sampling import samples
from cnaps.diagnosis.spectrum import polar_powers
from cnaps.photo import Photo, write_png
from tests.diagnosis.scenes import every_scene, photo, scene


def measured(pixels: np.ndarray) -> Finding:
    crops = samples(photo(pixels))
    return measure_blur(crops, floors_of(crops))


def extent_by(weights: Weights, pixels: np.ndarray) -> float:
    crops = samples(photo(pixels))
    floors = floors_of(crops)
    assert floors is not None
    return estimate_extent(features(polar_powers(crops), floors), weights)[0]


@every_scene
def test_a_sharp_photo_is_called_sharp(name: str) -> None:
    finding = measured(scene(name))
    assert finding.grade is Grade.NONE and finding.direction is None
    assert "sharp" in finding.summary


@every_scene
@pytest.mark.parametrize("sigma", [2.0, 5.0])
def test_light_noise_does_not_make_a_sharp_photo_blurred(name: str, sigma: float) -> None:
    noisy = GaussianNoise(sigma=sigma, eight_bits=True)(scene(name), np.random.default_rng(0))
    assert measured(noisy).grade is Grade.NONE


@every_scene
def test_strong_noise_never_makes_a_sharp_photo_strongly_blurred(name: str) -> None:
    # The fur of chelsea under this noise is read as 6 pixels: the finest detail is lost in the grain.
    noisy = GaussianNoise(sigma=15.0, eight_bits=True)(scene(name), np.random.default_rng(0))
    finding = measured(noisy)
    assert finding.grade is not Grade.STRONG and finding.interval[0] < MILD_FROM


@pytest.mark.parametrize("extent", [9, 15, 31])
def test_camera_shake_is_hardly_ever_called_sharp(extent: int) -> None:
    # Some shakes rest at one place: the fewer edges a scene has, the less is seen of the way there.
    shake = Chain((CameraShake(extent=extent), EightBits()))
    grades = [
        measured(shake(scene(name), np.random.default_rng(seed))).grade
        for name in ("astronaut", "chelsea", "coffee", "rocket")
        for seed in range(10)
    ]
    assert grades.count(Grade.NONE) <= 4


def test_more_shake_measures_more_on_average_and_the_interval_mostly_holds_it() -> None:
    rng = np.random.default_rng(3)
    means, held = [], []
    for extent in (5, 11, 25):
        findings = [
            measured(CameraShake(extent=extent)(scene(name), rng))
            for name in ("astronaut", "chelsea", "coffee")
            for _ in range(2)
        ]
        means.append(float(np.exp(np.mean([np.log(found.value) for found in findings]))))
        held += [found.interval[0] <= extent <= found.interval[1] for found in findings]
    assert means[0] < means[1] < means[2]
    assert means == pytest.approx([5, 11, 25], rel=0.5)
    assert np.mean(held) >= 0.7


@pytest.mark.parametrize("name", ["astronaut", "chelsea", "coffee"])
@pytest.mark.parametrize("direction", [0.0, 30.0, 65.0, 90.0, 120.0, 160.0])
def test_straight_motion_is_given_its_direction(name: str, direction: float) -> None:
    rng = np.random.default_rng(0)
    blurred = to_eight_bits(moved(scene(name), straight_kernel(15.0, direction), rng))
    noisy = GaussianNoise(sigma=3.0, eight_bits=True)(blurred, rng)
    found = measured(noisy).direction
    assert found is not None
    assert abs((found - direction + 90.0) % 180.0 - 90.0) <= 20.0


def test_the_angle_counts_counter_clockwise_from_horizontal() -> None:
    kernel = straight_kernel(15.0, 45.0)
    rows, columns = np.nonzero(kernel > kernel.max() / 2)
    assert np.corrcoef(rows, columns)[0, 1] < -0.9


@every_scene
def test_defocus_is_blur(name: str) -> None:
    finding = measured(to_eight_bits(Defocus(radius=4.0)(scene(name), np.random.default_rng(0))))
    assert finding.grade is not Grade.NONE


def test_jpeg_does_not_hide_the_shake() -> None:
    chain = Chain((CameraShake(extent=15), Jpeg(quality=60)))
    assert measured(chain(scene("coffee"), np.random.default_rng(1))).value > MILD_FROM


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((64, 64, 3)),
        np.full((300, 200, 3), 0.5),
        np.clip(0.5 + np.random.default_rng(0).normal(0, 0.05, (200, 300, 3)), 0, 1),
        np.random.default_rng(0).random((8, 9, 3)),
    ],
)
def test_where_nothing_can_be_judged_the_interval_says_so(pixels: np.ndarray) -> None:
    finding = measured(pixels)
    assert finding.grade is Grade.NONE and "judge" in finding.summary
    assert finding.interval[0] == 1.0 and finding.interval[1] >= 8


def test_one_pixel_is_one_and_more_are_many() -> None:
    assert [in_pixels(extent) for extent in (0.4, 0.9, 1.4, 1.6, 12.0)] == [
        "0 pixels", "1 pixel", "1 pixel", "2 pixels", "12 pixels"
    ]  # fmt: skip


def test_grades_change_at_the_published_thresholds() -> None:
    values = [MILD_FROM - 0.01, MILD_FROM, STRONG_FROM - 0.01, STRONG_FROM]
    grades = [grade_blur(value, SHARP_UP_TO) for value in values]
    assert grades == [Grade.NONE, Grade.MILD, Grade.MILD, Grade.STRONG]
    assert grade_blur(STRONG_FROM, SHARP_UP_TO - 0.01) is Grade.NONE


def test_a_fit_to_a_few_pictures_tells_blur_from_sharp(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cnaps.calibration import regression_fit

    for number in range(20):
        name = ("astronaut", "chelsea", "coffee")[number % 3]
        left = 10 * number
        write_png(Photo(pixels=scene(name)[64:208, left : left + 144]), tmp_path / f"{number:02d}.png")
    monkeypatch.setattr(regression_fit, "STEPS", 100)
    weights = fit_regression(draw_trials(tmp_path, 8, 1, measured_blur), seed=1)
    shaken = CameraShake(extent=25)(scene("chelsea"), np.random.default_rng(0))
    sharp, blurred = (extent_by(weights, pixels) for pixels in (scene("chelsea"), shaken))
    assert sharp < blurred
