"""The noise estimator against noise of known strength."""

from __future__ import annotations

import numpy as np
import pytest

from cnaps.calibration.trials import floors_of
from cnaps.degradations import GaussianNoise, Jpeg, parse_specification
from cnaps.diagnosis.findings import Finding, Grade
from cnaps.diagnosis.noise import HIDDEN_UP_TO, MILD_FROM, STRONG_FROM, grade_noise, measure_noise
from cnaps.diagnosis.sampling import samples
from tests.diagnosis.scenes import every_scene, photo, scene


def measured(pixels: np.ndarray) -> Finding:
    crops = samples(photo(pixels))
    return measure_noise(crops, floors_of(crops))


@every_scene
@pytest.mark.parametrize("sigma", [5.0, 15.0, 25.0, 50.0])
def test_noise_in_an_eight_bit_photo_is_measured_within_a_fifth(name: str, sigma: float) -> None:
    noisy = GaussianNoise(sigma=sigma, eight_bits=True)(scene(name), np.random.default_rng(0))
    finding = measured(noisy)
    assert finding.value == pytest.approx(sigma, rel=0.2)
    assert f"{finding.value:.0f}" in finding.summary or f"{finding.value:.1f}" in finding.summary


@every_scene
def test_a_clean_photo_is_not_called_noisy_for_its_texture(name: str) -> None:
    finding = measured(scene(name))
    assert finding.value <= 2.5 and finding.grade is Grade.NONE


@pytest.mark.parametrize("name", ["chelsea", "rocket"])
@pytest.mark.parametrize("sigma", [15.0, 25.0])
def test_noise_in_a_black_and_white_photo_is_measured_within_a_third(name: str, sigma: float) -> None:
    grey = np.repeat(scene(name)[..., 1:2], 3, axis=2)
    shared = np.random.default_rng(0).normal(0, sigma / 255, grey.shape[:2])[..., None]
    finding = measured(np.clip(grey + shared, 0, 1))
    assert finding.value == pytest.approx(sigma, rel=0.33)


def test_noise_that_jpeg_took_out_of_the_colours_is_still_found() -> None:
    rng = np.random.default_rng(0)
    noisy = GaussianNoise(sigma=25.0, eight_bits=True)(scene("coffee"), rng)
    assert measured(Jpeg(quality=90)(noisy, rng)).value > STRONG_FROM


@every_scene
@pytest.mark.parametrize("sigma", [10.0, 15.0, 25.0])
def test_grain_as_a_camera_saves_it_is_found_and_its_interval_holds_it_or_nearly(
    name: str, sigma: float
) -> None:
    finding = measured(parse_specification(f"grain:{sigma}").degrade(scene(name), name))
    low, high = finding.interval
    assert finding.grade is not Grade.NONE
    assert 0.9 * low <= sigma <= high


@every_scene
@pytest.mark.parametrize("fault", ["jpeg:20", "jpeg:90", "motion:15"])
def test_what_a_lens_or_jpeg_does_to_the_colours_is_not_called_noise(name: str, fault: str) -> None:
    assert measured(parse_specification(fault).degrade(scene(name), name)).grade is Grade.NONE


@every_scene
@pytest.mark.parametrize("quality", [30, 50, 70, 85])
@pytest.mark.parametrize("sigma", [15.0, 25.0])
def test_noise_that_jpeg_has_gone_over_is_found_and_its_interval_holds_it(
    name: str, quality: int, sigma: float
) -> None:
    noisy = GaussianNoise(sigma=sigma, eight_bits=True)(scene(name), np.random.default_rng(0))
    finding = measured(Jpeg(quality=quality)(noisy, np.random.default_rng(0)))
    low, high = finding.interval
    assert finding.grade is not Grade.NONE
    assert low <= sigma <= high


@every_scene
def test_what_a_strong_jpeg_may_hide_is_told_by_the_interval_and_kept_within_reason(name: str) -> None:
    clean, compressed = (
        measured(pixels) for pixels in (scene(name), Jpeg(quality=15)(scene(name), np.random.default_rng(0)))
    )
    assert compressed.grade is Grade.NONE
    assert clean.interval[1] < MILD_FROM + 2 and compressed.interval[1] <= HIDDEN_UP_TO


@pytest.mark.parametrize("shape", [(1, 1), (20, 400), (33, 33), (70, 70)])
def test_a_photo_with_hardly_a_block_is_measured_as_well(shape: tuple[int, int]) -> None:
    height, width = shape
    finding = measured(scene("coffee")[:height, :width])
    assert np.isfinite(finding.value)


def test_a_stretch_of_white_does_not_hide_the_noise_beside_it() -> None:
    half_white = scene("coffee").copy()
    half_white[:, : half_white.shape[1] * 2 // 3] = 1.0
    noisy = GaussianNoise(sigma=25.0, eight_bits=True)(half_white, np.random.default_rng(0))
    assert measured(noisy).value == pytest.approx(25.0, rel=0.2)


def test_grades_change_at_the_published_thresholds() -> None:
    values = [MILD_FROM - 0.01, MILD_FROM, STRONG_FROM - 0.01, STRONG_FROM]
    assert [grade_noise(value) for value in values] == [Grade.NONE, Grade.MILD, Grade.MILD, Grade.STRONG]
