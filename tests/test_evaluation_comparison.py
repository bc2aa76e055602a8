"""Comparisons: near-clean photos, harm, several tools on several tests, and how they are reported."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import skimage.data
from click.testing import CliRunner, Result
from PIL import Image

from cnaps.cli import commands
from cnaps.degradations import parse_specification
from cnaps.evaluation import (
    IDENTICAL,
    Attempt,
    Evaluation,
    NetworkRestorer,
    Told,
    compare,
    evaluation_facts,
    markdown,
)
from cnaps.evaluation.restorer import Image as Pixels
from cnaps.registry import get_backend
from cnaps.runtime import Runtime, Settings


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cat and a cup, and a grey card, which no shake and hardly any JPEG harms."""
    folder = tmp_path_factory.mktemp("clean")
    Image.fromarray(skimage.data.chelsea()[60:156, 120:216]).save(folder / "cat.png")
    Image.fromarray(skimage.data.coffee()[100:196, 200:296]).save(folder / "cup.png")
    Image.fromarray(np.full((96, 96, 3), 128, np.uint8)).save(folder / "grey.png")
    return folder


@dataclass(frozen=True, kw_only=True)
class Brighter:
    """A tool that adds some grey levels to whatever it is given."""

    levels: float
    name: str = "brighter"
    setting: str = "told nothing"
    classical: bool = False

    def suits(self, kind: str) -> bool:
        return kind != "jpeg"

    def __call__(self, degraded: Pixels, told: Told) -> Attempt:
        return Attempt(pixels=degraded + np.float32(self.levels / 255.0), seconds=0.5)


def brightened(folder: Path, levels: float, near_clean: float = 40.0) -> Evaluation:
    tests = [parse_specification("motion:15")]
    return compare([Brighter(levels=levels)], folder, tests, harm=True, near_clean=near_clean)[0]


def test_near_clean_photos_are_left_out_of_the_gain_and_named(folder: Path) -> None:
    found = brightened(folder, 5)
    assert [image.name for image in found.near_clean] == ["grey.png"]
    assert found.gain == pytest.approx(np.mean([image.gain for image in found.images[:2]]))
    assert found.restored.psnr == pytest.approx(np.mean([image.restored.psnr for image in found.images]))
    assert evaluation_facts(found)["near_clean"] == {"above": 40.0, "images": ["grey.png"]}


def test_the_border_between_degraded_and_near_clean_can_be_moved(folder: Path) -> None:
    assert len(brightened(folder, 5, near_clean=IDENTICAL).really_degraded) == 3
    none_left = brightened(folder, 5, near_clean=1.0)
    assert none_left.gain is None
    assert json.loads(json.dumps(evaluation_facts(none_left), allow_nan=False))["gain"] is None
    assert "0 + 3 near-clean" in markdown([none_left])


def test_harm_names_the_photo_that_loses_most_and_the_one_that_is_changed_most(folder: Path) -> None:
    found = brightened(folder, 5)
    harm = evaluation_facts(found)["harm"]
    assert isinstance(harm, dict)
    assert harm["worst_name"] == "grey.png"
    assert harm["worst_loss"] == pytest.approx(IDENTICAL - 20 * np.log10(255 / 5))
    assert harm["clean_psnr_mean"] == pytest.approx(20 * np.log10(255 / 5), abs=0.5)
    assert harm["clean_psnr_least"] <= harm["clean_psnr_mean"]


def test_a_tool_that_changes_nothing_does_no_harm(folder: Path) -> None:
    found = brightened(folder, 0)
    assert (found.gain, found.worst.gain, found.clean_mean) == (0.0, 0.0, IDENTICAL)


def test_a_record_tells_the_reference_alone_from_all_steps() -> None:
    settings = [
        NetworkRestorer(
            backend=get_backend("dreamclear"), runtime=Runtime(), settings=Settings(steps=steps)
        ).setting
        for steps in (None, 0, 4)
    ]
    assert len(set(settings)) == 3 and "0 steps" in settings[1]


def test_left_to_the_diagnosis_an_image_is_met_with_what_that_recommends(tmp_path: Path) -> None:
    Image.fromarray(skimage.data.chelsea()[60:156, 120:216]).save(tmp_path / "cat.png")
    faults = {"noise:25": "swinir-noise25", "jpeg:20": "swinir-jpeg20"}
    degrading = [argument for fault in faults for argument in ("--degrade", fault)]
    common = ("--clean", tmp_path, *degrading, "--no-harm", "--json")
    chosen = json.loads(evaluated("--backend", "auto", *common).output)
    named = [argument for name in faults.values() for argument in ("--backend", name)]
    known = {(e["backend"], e["degradation"]): e for e in json.loads(evaluated(*named, *common).output)}
    for (fault, name), found in zip(faults.items(), chosen, strict=True):
        assert found["backend"] == "auto" and "chosen by the diagnosis" in found["setting"]
        assert found["restored"] == known[name, fault]["restored"]


def test_each_tool_is_tried_on_the_tests_it_suits_grouped_by_test(folder: Path) -> None:
    network = NetworkRestorer(backend=get_backend("mimo-unet"), runtime=Runtime(), settings=Settings())
    tests = [parse_specification("noise:15"), parse_specification("jpeg:20")]
    heard: list[tuple[int, int]] = []
    found = compare([network, Brighter(levels=1)], folder, tests, on_image=lambda *n: heard.append(n))
    assert [(e.backend, e.degradation) for e in found] == [
        ("mimo-unet", "noise:15"),
        ("brighter", "noise:15"),
        ("mimo-unet", "jpeg:20"),
    ]
    assert heard == [(n, 9) for n in range(1, 10)]
    assert all(e.clean == () for e in found)


def evaluated(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, ["evaluate", *map(str, arguments)], catch_exceptions=False)


def test_the_table_is_markdown_and_says_how_it_was_measured(folder: Path) -> None:
    result = evaluated(
        "--backend", "mimo-unet", "--clean", folder, "--degrade", "noise:15", "--degrade", "motion:9",
        "--per-image",
    )  # fmt: skip
    blocks = result.output.strip().split("\n\n")
    assert len(blocks) == 3
    rows = blocks[0].splitlines()
    assert len(rows) == 4
    assert len({row.count("|") for row in rows}) == 1
    assert rows[2].startswith("| mimo-unet | noise:15 | 3 | ")
    assert "BT.601" in blocks[1]
    assert "compact weights" in blocks[1]
    assert len(blocks[2].splitlines()) == 2 + 6


def test_one_evaluation_is_an_object_and_several_are_a_list(folder: Path) -> None:
    command = ("--backend", "mimo-unet", "--clean", folder, "--no-harm", "--json", "--degrade", "motion:9")
    one = json.loads(evaluated(*command).output)
    assert {"backend", "degradation", "degraded", "restored", "gain", "images"} <= one.keys()
    assert {"psnr", "ssim", "psnr_y", "ssim_y"} == one["restored"].keys()
    assert one["harm"]["clean_psnr_mean"] is None
    several = json.loads(evaluated(*command, "--degrade", "noise:15").output)
    assert [e["degradation"] for e in several] == ["motion:9", "noise:15"]
    assert several[0]["images"][0].keys() == one["images"][0].keys()


def test_a_network_stands_beside_the_classical_tools(folder: Path) -> None:
    result = evaluated(
        "--backend", "swinir-noise15", "--clean", folder, "--degrade", "noise:15", "--classical"
    )
    rows = [line.split(" | ")[0] for line in result.output.splitlines() if line.startswith("| ")]
    tools = ["nonlocal-means", "bilateral", "tv-chambolle", "wavelet-bayes"]
    assert rows == ["| backend", "| ---", "| swinir-noise15", *(f"| {tool}" for tool in tools)]
    assert "the best classical tool" in result.output


def test_an_evaluation_of_nothing_is_refused(folder: Path) -> None:
    result = CliRunner().invoke(commands, ["evaluate", "--clean", str(folder), "--degrade", "noise:15"])
    assert "--backend" in str(result.exception)
