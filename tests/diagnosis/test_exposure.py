"""Exposure against light of known amount."""

from __future__ import annotations

import numpy as np
import pytest

from cnaps.diagnosis.exposure import MIDDLE_GREY, MILD_FROM, STRONG_FROM, grade_exposure, measure_exposure
from cnaps.diagnosis.findings import Grade
from tests.diagnosis.scenes import every_scene, photo, scene


def srgb(light: float) -> float:
    return float(1.055 * light ** (1 / 2.4) - 0.055) if light > 0.0031308 else light * 12.92


@pytest.mark.parametrize("stops", [-4.0, -2.0, -0.5, 0.0, 1.0, 2.0])
def test_an_even_light_is_measured_in_stops_from_middle_grey(stops: float) -> None:
    finding = measure_exposure(photo(np.full((16, 16, 3), srgb(MIDDLE_GREY * 2**stops))))
    assert finding.value == pytest.approx(stops, abs=0.01) and finding.unit == "EV"
    assert finding.interval == (finding.value, finding.value)


@every_scene
def test_an_ordinary_photo_is_not_strongly_misexposed(name: str) -> None:
    assert abs(measure_exposure(photo(scene(name))).value) < STRONG_FROM


def test_black_and_white_pictures_are_strong_findings_without_infinities() -> None:
    black = measure_exposure(photo(np.zeros((16, 16, 3))))
    white = measure_exposure(photo(np.ones((16, 16, 3))))
    assert black.grade is white.grade is Grade.STRONG
    assert "underexposed" in black.summary and "overexposed" in white.summary
    assert np.isfinite(black.value)


def test_clipped_parts_are_named_where_the_mean_is_fine() -> None:
    half = np.zeros((16, 16, 3))
    half[:5] = 1.0
    finding = measure_exposure(photo(half))
    assert finding.grade is Grade.STRONG
    assert "69% of the pixels are black, 31% white" in finding.summary


def test_a_large_photo_is_sampled_and_its_interval_holds_the_whole() -> None:
    large = np.tile(scene("coffee"), (4, 4, 1))
    whole = measure_exposure(photo(scene("coffee"))).value
    low, high = measure_exposure(photo(large)).interval
    assert low < high and low - 0.02 <= whole <= high + 0.02


def test_grades_change_at_the_published_thresholds() -> None:
    assert grade_exposure(-MILD_FROM, 0.0) is Grade.MILD
    assert grade_exposure(MILD_FROM - 0.01, 0.0) is Grade.NONE
    assert grade_exposure(STRONG_FROM, 0.0) is Grade.STRONG
    assert grade_exposure(0.0, 0.05) is Grade.MILD
    assert grade_exposure(0.0, 0.25) is Grade.STRONG
