"""The curve of a run: what a resumed run has overtaken is left out, and the plot is small and complete."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cnaps.errors import RecipeError
from cnaps.training.curve import Curve, draw_curve, read_curve


def written(folder: Path, steps: list[int]) -> Path:
    path = folder / "curve.jsonl"
    lines = [{"step": s, "loss": 0.1, "seconds": 180.0, "noise:15": s / 100, "motion:9": -0.5} for s in steps]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_lines_that_a_resumed_run_has_overtaken_are_left_out_but_their_time_counts(tmp_path: Path) -> None:
    curve = read_curve(written(tmp_path, [100, 200, 300, 150, 250]))
    assert curve.steps == (100, 150, 250)
    assert curve.gains["noise:15"] == (1.0, 1.5, 2.5)
    assert curve.hours == pytest.approx(0.25)


def test_the_slope_is_in_decibels_per_hour(tmp_path: Path) -> None:
    curve = read_curve(written(tmp_path, [100, 200, 300, 400]))
    assert curve.slope("noise:15", share=1.0) == pytest.approx(1.0 / (180 / 3600))
    assert curve.slope("motion:9") == pytest.approx(0.0)
    assert read_curve(written(tmp_path, [100])).slope("noise:15") == 0.0


@pytest.mark.parametrize("every", [50, 2000])
def test_the_plot_is_valid_names_every_degradation_and_stays_inside_its_frame(
    tmp_path: Path, every: int
) -> None:
    curve = read_curve(written(tmp_path, list(range(every, every * 300, every))))
    drawn = draw_curve(curve, "deblur: gain < everything")
    assert len(drawn.encode()) < 60_000
    root = ElementTree.fromstring(drawn)
    texts = [element.text or "" for element in root.iter() if element.tag.endswith("text")]
    assert any(t.startswith("noise:15 +") for t in texts)
    assert any(t.startswith("motion:9 -") for t in texts)
    for line in (e for e in root.iter() if e.tag.endswith("polyline")):
        points = [tuple(map(float, point.split(","))) for point in line.attrib["points"].split()]
        assert len(points) == len(curve.steps)
        assert all(0 < x < 720 and 0 < y < 360 for x, y in points)


def test_a_curve_of_one_point_without_any_gain_can_be_drawn() -> None:
    curve = Curve(steps=(2,), gains={"jpeg:20": (0.0,)}, hours=0.01, interval=(0.01,))
    assert "jpeg:20 +0.00" in draw_curve(curve, "short")


def test_a_run_without_a_curve_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="name the folder of a run"):
        read_curve(tmp_path / "curve.jsonl")
    (tmp_path / "curve.jsonl").touch()
    with pytest.raises(RecipeError, match="is empty"):
        read_curve(tmp_path / "curve.jsonl")
    path = written(tmp_path, [100])
    path.write_text(path.read_text() + '{"step": 200, "lo')
    with pytest.raises(RecipeError, match="take it out"):
        read_curve(tmp_path / "curve.jsonl")
