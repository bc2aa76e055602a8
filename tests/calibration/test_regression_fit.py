"""Fitting the regressions: what no calibration can come of is told, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from safetensors.numpy import load_file

from cnaps.calibration import regression_fit
from cnaps.calibration.__main__ import calibrate
from cnaps.calibration.regression_fit import COVERAGE, Trials, fit_regression
from cnaps.diagnosis.regression import regress, with_interval
from cnaps.photo import Photo, write_png
from tests.diagnosis.scenes import scene


def folder_of(photos: int, folder: Path) -> Path:
    for number in range(photos):
        left = 15 * number
        write_png(Photo(pixels=scene("coffee")[64:192, left : left + 128]), folder / f"{number}.png")
    return folder


def run(what: str, folder: Path, out: Path) -> Result:
    return CliRunner().invoke(
        calibrate, ["fit", what, "--clean", str(folder), "--out", str(out), "--trials", "4"]
    )


@pytest.mark.parametrize("what", ["blur", "grain"])
class TestTheCommand:
    def test_it_writes_a_calibration(
        self, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(regression_fit, "STEPS", 20)
        monkeypatch.setattr(regression_fit, "WIDEST", 1e3)
        out = tmp_path / "out.safetensors"
        assert run(what, folder_of(10, tmp_path), out).exit_code == 0
        weights = load_file(out)
        assert weights["first.weight"].shape[1] == len(weights["mean"]) == len(weights["deviation"])
        assert weights["reach"][0] > 0

    def test_too_few_photos_are_told_in_a_sentence(self, what: str, tmp_path: Path) -> None:
        out = tmp_path / "out.safetensors"
        result = run(what, folder_of(2, tmp_path), out)
        assert result.exit_code == 1 and not out.exists()
        assert "2 photos are too few; a fit needs at least 10: add more." in result.output

    def test_a_fit_whose_intervals_hold_nothing_is_refused(
        self, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(regression_fit, "STEPS", 1)
        monkeypatch.setattr(regression_fit, "WIDEST", 1e-3)
        out = tmp_path / "out.safetensors"
        result = run(what, folder_of(10, tmp_path), out)
        assert result.exit_code == 1 and not out.exists()
        assert "the fit is poor" in result.output


class TestAFit:
    """To a truth that is twice the first feature, more or less as the second says."""

    @pytest.fixture(scope="class")
    def trials(self) -> Trials:
        rng = np.random.default_rng(0)
        columns = rng.uniform(0.0, 1.0, (2000, 3))
        logarithms = 2.0 * columns[:, 0] + columns[:, 1] * rng.laplace(0.0, 0.2, len(columns))
        return Trials(
            columns=columns,
            logarithms=logarithms,
            photos=np.arange(len(columns)) // 20,
            judged=np.ones(len(columns), np.bool_),
        )

    @pytest.fixture(scope="class")
    def weights(self, trials: Trials) -> dict[str, np.ndarray]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(regression_fit, "STEPS", 1500)
            return fit_regression(trials, seed=1)

    def test_it_finds_the_truth_where_that_is_certain(self, weights: dict[str, np.ndarray]) -> None:
        for value in (0.2, 0.5, 0.8):
            assert with_interval(np.array([value, 0.1, 0.5]), weights)[0] == pytest.approx(2 * value, abs=0.1)

    def test_its_interval_is_wider_where_the_truth_is_less_certain(
        self, weights: dict[str, np.ndarray]
    ) -> None:
        widths = [
            high - low
            for _, low, high in (
                with_interval(np.array([0.5, doubt, 0.5]), weights) for doubt in (0.1, 0.5, 0.9)
            )
        ]
        assert widths == sorted(widths) and widths[2] > 2 * widths[0]

    def test_the_interval_holds_the_asked_share_of_what_was_held_out(
        self, trials: Trials, weights: dict[str, np.ndarray]
    ) -> None:
        held = trials.photos % 10 == 9
        centres, scales = regress(trials.columns[held], weights)
        inside = np.abs(centres - trials.logarithms[held]) <= weights["reach"][0] * scales
        assert inside.mean() == pytest.approx(COVERAGE, abs=0.01)
