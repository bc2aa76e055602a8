"""Evaluation: known distances, and what the shipped weights must reach on the validation photos."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from cnaps.degradations import parse_specification
from cnaps.errors import PhotoError
from cnaps.evaluation import evaluate, score
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
    assert score(black - 0.5, black).psnr == float("inf")


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
        ("swinir-noise15", "noise:15", 6.0),
        ("swinir-jpeg20", "jpeg:20", 0.8),
        ("mimo-unet", "motion:31", 0.3),
        ("dreamclear", "noise:15", 4.5),
        ("dreamclear", "jpeg:20", 0.3),
        ("dreamclear", "motion:31", 0.25),
    ],
)
def test_the_shipped_weights_keep_the_gain_they_were_published_with(
    subset: Path, backend: str, degradation: str, least: float
) -> None:
    result = evaluate(get_backend(backend), subset, parse_specification(degradation), Runtime())
    assert result.gain >= least
    assert len(result.images) == SUBSET
