"""The accuracy table: every estimator on every photo, held against what was done to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cnaps.calibration import accuracy
from cnaps.calibration.__main__ import calibrate
from cnaps.calibration.accuracy import Accuracy, measure_accuracy
from cnaps.photo import Photo, write_png
from tests.diagnosis.scenes import scene


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clean")
    write_png(Photo(pixels=scene("astronaut")[:240, :300]), folder / "astronaut.png")
    return folder


@pytest.fixture(scope="module")
def rows(folder: Path) -> dict[str, Accuracy]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accuracy, "NOISE_LEVELS", (0.0, 25.0))
        patch.setattr(accuracy, "GRAIN_LEVELS", (15.0,))
        patch.setattr(accuracy, "HIDDEN_LEVELS", (0.0, 15.0))
        patch.setattr(accuracy, "HIDING_QUALITIES", (50,))
        patch.setattr(accuracy, "QUALITIES", (20,))
        patch.setattr(accuracy, "EXTENTS", (15,))
        return {row.what: row for row in measure_accuracy(folder, seed=7)}


def test_every_row_is_about_every_photo(rows: dict[str, Accuracy]) -> None:
    measured = [row for row in rows.values() if "direction" not in row.what]
    assert len(measured) == 2 * 2 + 1 + 2 + (1 + 2) + 2 * (1 + 1 + 3)
    assert {row.photos for row in measured} == {1}


def test_what_was_done_is_what_is_measured_and_its_interval_holds_it(rows: dict[str, Accuracy]) -> None:
    for what, truth, within in (
        ("noise 25", 25.0, 0.1),
        ("grain 15", 15.0, 0.3),
        ("noise 15, JPEG 50", 15.0, 0.3),
        ("JPEG 20", 20.0, 0.1),
    ):
        assert rows[what].quantiles[1] == pytest.approx(truth, rel=within)
        assert (rows[what].held, rows[what].none) == (1.0, 0.0)
    assert rows["no JPEG"].none == rows["noise 0"].none == rows["noise 0, JPEG 50"].none == 1.0


def test_straight_motion_has_a_row_for_its_direction(rows: dict[str, Accuracy]) -> None:
    row = rows["straight 25 @65 deg: error of direction"]
    assert (row.photos, row.held) == (1, 1.0)
    assert row.quantiles[1] < accuracy.DIRECTION_ERROR
    assert not any("direction" in what for what in rows if what.startswith("shake"))


def test_the_table_has_a_line_for_each_row(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for levels in ("NOISE_LEVELS", "HIDDEN_LEVELS", "QUALITIES", "EXTENTS"):
        monkeypatch.setattr(accuracy, levels, ())
    printed = CliRunner().invoke(calibrate, ["measure", "--clean", str(folder)]).output.splitlines()
    assert len({line.count("|") for line in printed}) == 1
    assert any(line.startswith("| no blur + noise 10 | 1 |") for line in printed)
