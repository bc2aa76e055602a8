"""Examining a run: the evaluation's own figures, on photos of any size, before anything is published."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import skimage.data
from click.testing import CliRunner

from cnaps.training.examine import main
from tests.training.test_publish import finished


def test_a_network_that_does_nothing_gains_nothing_on_photos_of_odd_sides(tmp_path: Path) -> None:
    plan, recipe, run = finished(tmp_path, name="tiny-compact")
    run.rename(tmp_path / plan.name)
    clean = tmp_path / "clean"
    clean.mkdir()
    cv2.imwrite(str(clean / "cat.png"), skimage.data.chelsea()[:101, :131, ::-1])
    asked = [str(recipe), "--runs", str(tmp_path), "--clean", str(clean), "--json"]
    (found,) = json.loads(CliRunner().invoke(main, asked, catch_exceptions=False).stdout)
    assert (found["backend"], found["degradation"]) == ("tiny-compact", "noise:50")
    (image,) = found["images"]
    assert abs(image["gain"]) < 0.01
    asked[-1:] = ["--degrade", "jpeg:10", "--degrade", "noise:15"]
    table = CliRunner().invoke(main, asked, catch_exceptions=False).stdout
    assert "jpeg:10" in table
    assert "noise:15" in table


def test_a_run_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    _, recipe, _ = finished(tmp_path, name="tiny-compact")
    result = CliRunner().invoke(main, [str(recipe), "--runs", str(tmp_path / "none")])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "none" in result.stderr
