"""Fitting the blur regression: what no calibration can come of is told, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from cnaps.calibration import blur_fit
from cnaps.calibration.__main__ import calibrate
from cnaps.photo import Photo, write_png
from tests.diagnosis.scenes import scene


def folder_of(photos: int, folder: Path) -> Path:
    for number in range(photos):
        left = 15 * number
        write_png(Photo(pixels=scene("coffee")[64:192, left : left + 128]), folder / f"{number}.png")
    return folder


def told(folder: Path, out: Path) -> str:
    result = CliRunner().invoke(
        calibrate, ["fit", "--clean", str(folder), "--out", str(out), "--trials", "2"]
    )
    assert result.exit_code == 1
    assert not out.exists()
    return result.output


def test_too_few_photos_are_told_in_a_sentence(tmp_path: Path) -> None:
    assert "at least 10: add more." in told(folder_of(2, tmp_path), tmp_path / "out.safetensors")


def test_a_fit_whose_intervals_hold_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blur_fit, "STEPS", 1)
    monkeypatch.setattr(blur_fit, "estimate_extent", lambda *_: (np.nan, (np.nan, np.nan)))
    assert "the fit is poor" in told(folder_of(10, tmp_path), tmp_path / "out.safetensors")
