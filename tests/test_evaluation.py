"""Evaluation: known distances, and what the shipped weights must reach on the validation photos."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from cnaps.degradations import parse_specification
from cnaps.errors import PhotoError
from cnaps.evaluation import IDENTICAL, evaluate, luma, score
from cnaps.registry import get_backend
from cnaps.runtime import Runtime

SUBSET = 6
"""Validation photos used here; `cnaps evaluate` takes all of them."""


def test_the_score_of_a_known_distance(cat: NDArray[np.float32]) -> None:
    gray = np.full((64, 64, 3), 100 / 255, np.float32)
    assert score(gray + np.float32(1 / 255), gray).psnr == pytest.approx(48.13, abs=0.01)
    assert score(cat, cat).ssim == 1.0
    assert score(cat[:, ::-1], cat).ssim < 0.7


def test_values_outside_the_range_are_clipped_before_they_are_scored() -> None:
    black = np.zeros((32, 32, 3), np.float32)
    assert score(black - 0.5, black).psnr == IDENTICAL


def test_luma_is_that_of_bt_601_with_head_room() -> None:
    levels = np.array([[[0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 255, 0], [0, 0, 255]]], np.uint8)
    assert luma(levels)[0] == pytest.approx([16.0, 235.0, 81.481, 144.553, 40.966])


def test_on_luma_a_grey_level_counts_as_much_as_its_share_of_the_range() -> None:
    grey = np.full((32, 32, 3), 100 / 255, np.float32)
    found = score(grey + np.float32(1 / 255), grey)
    assert found.psnr_y - found.psnr == pytest.approx(20 * np.log10(255 / 219), abs=1e-6)


def test_ssim_follows_its_definition_with_an_11_pixel_gaussian(cat: NDArray[np.float32]) -> None:
    other = np.clip(cat * np.float32(0.8) + np.float32(0.1), 0.0, 1.0)
    assert score(other, cat).ssim == pytest.approx(_ssim_as_written(other, cat), abs=1e-6)


def _ssim_as_written(image: NDArray[np.float32], clean: NDArray[np.float32]) -> float:
    """Wang et al. 2004, equation 13, windows that lie inside the photo, mean over the channels."""
    x, y = (np.rint(values * 255.0).astype(np.float64) for values in (image, clean))

    def smooth(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return cv2.GaussianBlur(values, (11, 11), 1.5)[5:-5, 5:-5]

    mean_x, mean_y = smooth(x), smooth(y)
    spread_x, spread_y = smooth(x * x) - mean_x**2, smooth(y * y) - mean_y**2
    shared = smooth(x * y) - mean_x * mean_y
    first, second = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    above = (2 * mean_x * mean_y + first) * (2 * shared + second)
    return float(np.mean(above / ((mean_x**2 + mean_y**2 + first) * (spread_x + spread_y + second))))


def test_a_photo_smaller_than_the_window_of_ssim_is_refused() -> None:
    small = np.zeros((10, 40, 3), np.float32)
    with pytest.raises(PhotoError, match="40x10"):
        score(small, small)


def test_a_folder_without_photos_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match="holds no photos"):
        evaluate(get_backend("mimo-unet"), tmp_path, parse_specification("noise:15"), Runtime())


@pytest.fixture(scope="module")
def subset(validation_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("subset")
    for path in sorted(validation_folder.iterdir())[:: 32 // SUBSET][:SUBSET]:
        Image.open(path).convert("RGB").save(folder / f"{path.stem}.png")
    return folder


@pytest.mark.parametrize(
    ("backend", "degradation", "least"),
    [
        ("swinir-noise15", "noise:15", 7.8),
        ("swinir-jpeg20", "jpeg:20", 1.1),
        ("mimo-unet", "motion:31", 0.8),
        ("dreamclear", "noise:15", 6.0),
        ("dreamclear", "jpeg:20", 0.5),
        ("dreamclear", "motion:31", 0.5),
    ],
)
def test_the_shipped_weights_keep_the_gain_they_were_published_with(
    subset: Path, backend: str, degradation: str, least: float
) -> None:
    result = evaluate(get_backend(backend), subset, parse_specification(degradation), Runtime())
    assert result.gain >= least
    assert len(result.images) == SUBSET
