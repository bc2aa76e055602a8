"""Publishing: small files, a card that says everything, and pictures that may be shown."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from PIL import Image
from safetensors.torch import load_file

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.diffusion.reference import ReferenceRestorer
from cnaps.errors import PhotoError, RecipeError, WeightsError
from cnaps.evaluation import IDENTICAL
from cnaps.training.networks import write_checkpoint
from cnaps.training.publish import main, publish
from cnaps.training.recipe import Recipe, read_recipe
from cnaps.training.samples import SOURCES, TrainedNetwork, harm
from cnaps.training.sheet import Tile, draw_sheet

RECIPE = """# Planned for {steps} steps and stopped early.
name = "{name}"
task = "{task}"
validation = ["noise:50"]
[data]
train_name = "ten photos of a garden (ours)"
[network]
kind = "mimo-unet"
width = 8
blocks = 1
[degradation]
kind = "{kind}"
[schedule]
steps = {steps}
rate = 1e-3
batch = 4
crop = 32
late_crop = 64
"""


def finished(folder: Path, *, name: str, kind: str = "noise", steps: int = 9) -> tuple[Recipe, Path, Path]:
    """A recipe, its file, and a run that stopped after 8 steps with a network that does nothing."""
    path, run = folder / f"{name}.toml", folder / "run"
    path.write_text(RECIPE.format(name=name, task="a task", kind=kind, steps=steps), encoding="utf-8")
    plan = read_recipe(path)
    network = MIMOUNet(width=8, blocks=1)
    network.begin_as_identity()
    write_checkpoint(network.state_dict(), run / "model.safetensors", plan, 8)
    lines = [{"step": s, "loss": 0.1, "seconds": 900, "noise:50": s / 10} for s in (4, 8)]
    (run / "curve.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return plan, path, run


def test_the_card_states_figures_curve_pictures_machine_time_data_licence_and_recipe(tmp_path: Path) -> None:
    plan, recipe, run = finished(tmp_path, name="tiny-compact")
    out = tmp_path / "shipped"
    (weights,) = publish(plan, recipe, run, out, machine="one core of a slide rule")
    assert weights == out / "tiny.safetensors"
    assert {t.dtype for t in load_file(weights).values()} == {torch.float16}
    card = (out / "tiny.md").read_text(encoding="utf-8")
    for wanted in (
        "one core of a slide rule",
        "0.50 h",
        "crops of ten photos of a garden (ours)",
        "of the photos of `../shared/data/val`",
        "Apache-2.0",
        "8 of 9 steps",
        "26 crops of 32, later 64 pixels",
        "| noise:50 | 15.",
        "| 8 | +0.80 |",
        recipe.read_text(encoding="utf-8").strip(),
    ):
        assert wanted in card, wanted
    for picture in ("tiny-curve.svg", "tiny-samples.webp"):
        assert f"](pictures/{picture})" in card
        assert (out / "pictures" / picture).stat().st_size > 500
    assert (out / "pictures" / "tiny-curve.svg").stat().st_size <= 60_000
    assert (out / "pictures" / "tiny-samples.webp").stat().st_size <= 150_000


def test_publishing_twice_gives_the_same_files(tmp_path: Path) -> None:
    plan, recipe, run = finished(tmp_path, name="tiny-compact")
    for out in ("one", "two"):
        publish(plan, recipe, run, tmp_path / out)
    for file in ("tiny.safetensors", "tiny.md", "pictures/tiny-samples.webp", "pictures/tiny-curve.svg"):
        first, second = ((tmp_path / out / file).read_bytes() for out in ("one", "two"))
        assert first.replace(b"one/", b"two/") == second, file


def test_the_reference_of_the_diffusion_goes_into_the_pipeline_and_has_its_own_card(tmp_path: Path) -> None:
    plan, recipe, run = finished(tmp_path, name="reference-compact", kind="real-world")
    (weights,) = publish(plan, recipe, run, tmp_path / "out")
    reference = ReferenceRestorer.from_pretrained(weights.parent)
    assert weights.parent == tmp_path / "out" / "dreamclear" / "reference"
    trained = load_file(run / "model.safetensors")
    assert all(torch.equal(reference.network.state_dict()[name], t) for name, t in trained.items())
    card = (tmp_path / "out" / "dreamclear-reference.md").read_text(encoding="utf-8")
    assert "| mixed:2 |" in card
    assert "pictures/dreamclear-reference-samples.webp" in card


def test_results_of_evaluate_are_in_the_card(tmp_path: Path) -> None:
    plan, recipe, run = finished(tmp_path, name="tiny-compact")
    result = {
        "backend": "swinir-noise15",
        "degradation": "noise:15",
        "degraded": {"psnr": 24.61, "ssim": 0.6},
        "restored": {"psnr": 33.123, "ssim": 0.91},
        "images": [{}, {}],
    }
    (tmp_path / "a.json").write_text(json.dumps(result))
    publish(plan, recipe, run, tmp_path / "out", results=(tmp_path / "a.json",))
    card = (tmp_path / "out" / "tiny.md").read_text(encoding="utf-8")
    assert "| swinir-noise15 | noise:15 | 2 | 24.61 / 0.6000 | 33.12 / 0.9100 | +8.51 |" in card
    (tmp_path / "b.json").write_text("{}")
    with pytest.raises(RecipeError, match=r"b\.json is no result"):
        publish(plan, recipe, run, tmp_path / "out", results=(tmp_path / "b.json",))


def test_a_network_that_does_nothing_does_no_harm(tmp_path: Path) -> None:
    plan, _, run = finished(tmp_path, name="tiny-compact")
    assert harm(TrainedNetwork(plan, run / "model.safetensors")) == [IDENTICAL] * len(SOURCES)


def test_the_run_of_another_recipe_is_refused_in_one_line(tmp_path: Path) -> None:
    _, recipe, run = finished(tmp_path, name="tiny-compact")
    recipe.write_text(recipe.read_text().replace("blocks = 1", "blocks = 2"))
    with pytest.raises(WeightsError, match="does not fit the recipe"):
        TrainedNetwork(read_recipe(recipe), run / "model.safetensors")
    result = CliRunner().invoke(main, [str(recipe), "--run", str(run), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert result.output.startswith("error: ")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("content", [None, b"no weights"])
def test_a_run_without_weights_is_refused_in_one_line(tmp_path: Path, content: bytes | None) -> None:
    _, recipe, run = finished(tmp_path, name="tiny-compact")
    (run / "model.safetensors").unlink()
    if content is not None:
        (run / "model.safetensors").write_bytes(content)
    result = CliRunner().invoke(main, [str(recipe), "--run", str(run), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert result.output.startswith("error: No weights can be read from ")
    assert len(result.output.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_sheet_is_as_small_as_asked_for_or_refused(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).random((64, 64, 3)).astype(np.float32)
    rows = [[Tile(picture=noise, text="noise"), Tile(picture=1.5 * noise, text="brighter")]] * 2
    large, small = (draw_sheet(rows, most_bytes=most) for most in (100_000, 12_000))
    assert len(small) <= 12_000 < len(large)
    (tmp_path / "sheet.webp").write_bytes(small)
    with Image.open(tmp_path / "sheet.webp") as sheet:
        assert sheet.size == (2 * 64 + 3 * 6, 2 * (64 + 18 + 6) + 6)
    with pytest.raises(PhotoError, match="show fewer"):
        draw_sheet(rows, most_bytes=500)
