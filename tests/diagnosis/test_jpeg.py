"""The JPEG estimator against files and pixels of known quality."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from cnaps.degradations import CameraShake, EightBits, GaussianNoise, Jpeg
from cnaps.diagnosis.findings import Finding, Grade
from cnaps.diagnosis.jpeg import MILD_BELOW, STRONG_BELOW, grade_jpeg, measure_jpeg
from cnaps.diagnosis.sampling import samples
from cnaps.photo import Photo, open_photo
from tests.diagnosis.scenes import every_scene, photo, scene, sharpened_by_size

QUALITIES = [10, 20, 30, 40, 60, 75]


def measured(source: Photo) -> Finding:
    return measure_jpeg(samples(source), source.quantisation)


def file_of(pixels: np.ndarray, **settings: object) -> Photo:
    buffer = BytesIO()
    Image.fromarray(np.rint(pixels * 255).astype(np.uint8)).save(buffer, "JPEG", **settings)
    return open_photo(buffer.getvalue())


@pytest.mark.parametrize("quality", [1, 10, 24, 49, 50, 75, 90, 97])
def test_the_quality_of_a_jpeg_file_is_read_exactly(quality: int) -> None:
    finding = measured(file_of(scene("chelsea"), quality=quality))
    assert finding.value == quality and finding.interval == (quality, quality)
    assert "tables" in finding.method


@every_scene
@pytest.mark.parametrize("quality", QUALITIES)
def test_the_quality_is_read_from_the_pixels_alone(name: str, quality: int) -> None:
    finding = measured(photo(Jpeg(quality=quality)(scene(name), np.random.default_rng(0))))
    assert finding.value == pytest.approx(quality, abs=2)
    assert finding.interval[0] <= quality <= finding.interval[1]


@pytest.mark.parametrize("quality", QUALITIES)
def test_the_quality_is_read_after_cropping_off_the_grid(quality: int) -> None:
    cropped = Jpeg(quality=quality, shift=(3, 5))(scene("coffee"), np.random.default_rng(0))
    assert measured(photo(cropped)).value == pytest.approx(quality, abs=2)


@every_scene
def test_a_clean_photo_has_no_jpeg_traces(name: str) -> None:
    clean = EightBits()(sharpened_by_size(name), np.random.default_rng(0))
    finding = measured(photo(clean))
    assert finding.grade is Grade.NONE and finding.summary == "No JPEG traces."


@every_scene
def test_other_faults_are_not_taken_for_jpeg(name: str) -> None:
    rng = np.random.default_rng(0)
    for fault in (GaussianNoise(sigma=25, eight_bits=True), CameraShake(extent=15)):
        assert measured(photo(fault(sharpened_by_size(name), rng))).grade is Grade.NONE


def test_an_earlier_strong_compression_shows_through_a_later_light_one() -> None:
    once = Jpeg(quality=15)(scene("coffee"), np.random.default_rng(0))
    finding = measured(file_of(once, quality=95, subsampling=0))
    assert finding.value == pytest.approx(15, abs=5) and finding.grade is Grade.STRONG


def test_tables_of_another_maker_get_an_interval() -> None:
    finding = measured(file_of(scene("chelsea"), quality="web_medium"))
    assert 40 < finding.value < 65
    assert finding.interval[1] - finding.interval[0] > 5


def test_strong_jpeg_under_a_little_noise_is_still_found() -> None:
    rng = np.random.default_rng(0)
    noisy = GaussianNoise(sigma=3, eight_bits=True)(Jpeg(quality=20)(scene("coffee"), rng), rng)
    assert measured(photo(noisy)).grade is Grade.STRONG


def test_grades_change_at_the_published_thresholds() -> None:
    values = [STRONG_BELOW - 1, STRONG_BELOW, MILD_BELOW - 1, MILD_BELOW]
    assert [grade_jpeg(value) for value in values] == [Grade.STRONG, Grade.MILD, Grade.MILD, Grade.NONE]
