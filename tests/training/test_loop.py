"""Training: it learns, it resumes exactly, and what it writes can be published and loaded."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import skimage.data
import torch
from click.testing import CliRunner
from safetensors.torch import load_file, save_file
from torch import nn

from cnaps.architectures.swinir import SwinBlock, SwinIR
from cnaps.degradations.distributions import NoiseRange, RealWorld
from cnaps.errors import RecipeError
from cnaps.training.cli import main
from cnaps.training.crops import DegradedCrops, read_photos
from cnaps.training.loop import Training, fall_start, rate_factor, validation_pairs
from cnaps.training.networks import build
from cnaps.training.objectives import Objective
from cnaps.training.publish import publish
from cnaps.training.recipe import Recipe

TINY = {
    "name": "tiny-compact",
    "task": "colour denoising",
    "validation": ["noise:50"],
    "network": {"kind": "mimo-unet", "width": 8, "blocks": 1},
    "degradation": {"kind": "noise", "parameters": {"most": 55.0}},
    "schedule": {
        "steps": 40,
        "rate": 3e-3,
        "batch": 4,
        "crop": 32,
        "late_crop": 64,
        "warmup": 5,
        "decay": 0.9,
    },
}


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    for name, picture in {"cat": skimage.data.chelsea(), "cup": skimage.data.coffee()}.items():
        cv2.imwrite(str(folder / f"{name}.png"), picture[:256, :256, ::-1])
    return folder


def training(photos: Path, run: Path, steps: int = 40, **changed: float | str) -> Training:
    schedule = {**TINY["schedule"], "steps": steps, **changed}
    data = {"train": str(photos), "validation": str(photos)}
    return Training(Recipe.model_validate({**TINY, "schedule": schedule, "data": data}), run)


def test_a_short_run_learns_to_denoise(photos: Path, tmp_path: Path) -> None:
    training(photos, tmp_path).run()
    last = json.loads((tmp_path / "curve.jsonl").read_text().splitlines()[-1])
    assert last["step"] == 40
    assert last["noise:50"] > 0.3


@pytest.mark.parametrize("optimiser", ["adamw", "muon"])
def test_a_resumed_run_ends_with_the_same_weights(photos: Path, tmp_path: Path, optimiser: str) -> None:
    whole = training(photos, tmp_path / "whole", steps=12, optimiser=optimiser)
    whole.run()
    first = training(photos, tmp_path / "halves", steps=12, optimiser=optimiser)
    for degraded, clean in first._batches():
        first._learn(degraded, clean)
        if first.step == 6:
            break
    first.keep()
    second = training(photos, tmp_path / "halves", steps=12, optimiser=optimiser)
    second.resume()
    assert second.step == 6
    second.run()
    for name, tensor in whole.averaged.state_dict().items():
        assert torch.allclose(tensor, second.averaged.state_dict()[name], atol=1e-6), name


def test_shipped_weights_are_taken_up_where_the_checkpoints_are_gone(photos: Path, tmp_path: Path) -> None:
    first = training(photos, tmp_path / "first")
    first.run()
    longer = training(photos, tmp_path / "longer", steps=44)
    longer.take_up(tmp_path / "first" / "model.safetensors")
    assert longer.step == 40
    for name, tensor in first.averaged.state_dict().items():
        assert torch.allclose(tensor, longer.averaged.state_dict()[name], atol=1e-3), name
    longer.run()
    last = json.loads((tmp_path / "longer" / "curve.jsonl").read_text().splitlines()[-1])
    assert last["step"] == 44
    assert last["noise:50"] > 0.3


def test_what_a_run_started_from_need_not_be_there_when_its_own_weights_are_taken_up(
    photos: Path, tmp_path: Path
) -> None:
    first = training(photos, tmp_path / "first", steps=4)
    first.run()
    data = {"train": str(photos), "validation": str(photos)}
    later = Recipe.model_validate({**TINY, "data": data, "start_from": str(tmp_path / "gone.safetensors")})
    with pytest.raises(RecipeError, match="gone"):
        Training(later, tmp_path / "later")
    begun = Training(later, tmp_path / "later", begun=True)
    begun.take_up(tmp_path / "first" / "model.safetensors")
    assert begun.step == 4


def test_weights_of_another_network_are_not_taken_up(photos: Path, tmp_path: Path) -> None:
    save_file({"strange": torch.ones(2)}, tmp_path / "other.safetensors", metadata={"steps": "7"})
    own = {n: t.contiguous() for n, t in training(photos, tmp_path).network.state_dict().items()}
    name = next(iter(own))
    save_file({**own, name: own[name][:1].clone()}, tmp_path / "size.safetensors", metadata={"steps": "7"})
    save_file(own, tmp_path / "stepless.safetensors")
    for file, found in (("other", "only one"), ("size", name)):
        with pytest.raises(RecipeError, match=f"not from a run of tiny-compact .*{found}"):
            training(photos, tmp_path).take_up(tmp_path / f"{file}.safetensors")
    with pytest.raises(RecipeError, match="--behind"):
        training(photos, tmp_path).take_up(tmp_path / "stepless.safetensors")
    taking_up = training(photos, tmp_path)
    taking_up.take_up(tmp_path / "stepless.safetensors", behind=9)
    assert taking_up.step == 9


def test_a_run_goes_on_from_one_place_only() -> None:
    result = CliRunner().invoke(main, ["recipe.toml", "--resume", "--take-up", "weights.safetensors"])
    assert result.exit_code == 2 and "name one" in result.output


def test_a_published_run_has_small_files_and_a_card(photos: Path, tmp_path: Path) -> None:
    run = training(photos, tmp_path / "run", steps=2)
    run.run()
    recipe = tmp_path / "tiny.toml"
    recipe.touch()
    files = publish(run.recipe, recipe, tmp_path / "run", tmp_path / "shipped")
    state = load_file(files[0])
    assert {t.dtype for t in state.values()} == {torch.float16}
    card = (tmp_path / "shipped" / "tiny.md").read_text()
    assert f"crops of the photos of `{photos}`" in card
    assert "| 2 |" in card


def test_the_rate_warms_up_and_ends_at_zero() -> None:
    recipe = Recipe.model_validate(TINY)
    factors = [rate_factor(step, recipe) for step in range(41)]
    assert factors[0] == pytest.approx(0.2)
    assert max(factors) == pytest.approx(1.0)
    assert factors[40] == pytest.approx(0.0, abs=1e-6)


def test_the_rate_can_stay_until_the_last_share_of_the_steps() -> None:
    schedule = {**TINY["schedule"], "steps": 45, "fall": 0.25}
    recipe = Recipe.model_validate({**TINY, "schedule": schedule})
    assert fall_start(recipe) == 35
    factors = [rate_factor(step, recipe) for step in range(46)]
    assert factors[5:36] == [1.0] * 31
    assert factors[36:] == sorted(factors[36:], reverse=True)
    assert factors[45] == pytest.approx(0.0, abs=1e-6)


def test_a_prolonged_run_goes_on_from_before_its_rate_fell(photos: Path, tmp_path: Path) -> None:
    training(photos, tmp_path / "run", steps=13, fall=0.5).run()
    longer = training(photos, tmp_path / "run", steps=21, fall=0.5)
    longer.resume()
    assert longer.step == 9
    same = training(photos, tmp_path / "run", steps=13, fall=0.5)
    same.resume()
    assert same.step == 13


def test_a_crop_is_a_function_of_its_number_and_lines_up_with_its_clean_twin(photos: Path) -> None:
    pictures = list(read_photos(photos).values())
    crops = DegradedCrops(pictures, NoiseRange(most=0.0, eight_bits_share=0.0), side=48, count=8, seed=1)
    degraded, clean = crops[5]
    assert degraded.shape == clean.shape == (3, 48, 48)
    assert torch.allclose(degraded, clean)
    assert torch.equal(crops[5][1], clean)
    assert not torch.equal(crops[6][1], clean)


def test_crops_larger_than_the_photo_are_mirrored(photos: Path) -> None:
    crops = DegradedCrops([np.full((40, 50, 3), 128, np.uint8)], RealWorld(), side=96, count=20, seed=0)
    assert all(clean.shape == (3, 96, 96) and clean.min() > 0.4 for _, clean in (crops[i] for i in range(20)))


def test_a_validation_photo_smaller_than_its_crop_is_taken_as_far_as_networks_take_it(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "small.png"), skimage.data.chelsea()[:150, :300, ::-1])
    (pair,) = validation_pairs(Recipe.model_validate(TINY), tmp_path)["noise:50"]
    assert pair.clean.shape == pair.degraded.shape == (1, 3, 148, 192)


def test_a_run_starts_from_an_earlier_one_or_says_why_it_cannot(photos: Path, tmp_path: Path) -> None:
    earlier = training(photos, tmp_path)
    earlier.keep()

    def started(name: str) -> torch.nn.Module:
        network, _ = build(Recipe.model_validate({**TINY, "start_from": str(tmp_path / name)}))
        return network

    torch.manual_seed(1)
    kept = {name: tensor.half() for name, tensor in earlier.averaged.state_dict().items()}
    assert all(torch.equal(t.half(), kept[n]) for n, t in started("model.safetensors").state_dict().items())
    with pytest.raises(RecipeError, match="run its recipe first"):
        started("gone.safetensors")
    save_file({"other": torch.zeros(1)}, tmp_path / "other.safetensors")
    with pytest.raises(RecipeError, match="No tensor of"):
        started("other.safetensors")


def test_a_network_that_has_grown_deeper_begins_as_what_the_shallower_one_has_learned(tmp_path: Path) -> None:
    path = tmp_path / "shallow.safetensors"
    save_file(SwinIR(width=16, depths=(2, 2), heads=2).state_dict(), path)

    def started(depths: list[int]) -> tuple[nn.Module, Objective]:
        size = {"kind": "swinir", "width": 16, "depths": depths, "heads": 2}
        return build(Recipe.model_validate({**TINY, "network": size, "start_from": str(path)}))

    (shallow, _), (deep, objective) = started([2, 2]), started([3, 4])
    noisy, clean = torch.rand(2, 1, 3, 32, 32)
    assert torch.equal(deep(noisy), shallow(noisy))
    assert not torch.equal(shallow(noisy), noisy)
    objective.loss(deep, noisy, clean, torch.Generator()).backward()
    blocks = [module for module in deep.modules() if isinstance(module, SwinBlock)]
    assert len(blocks) == 7
    assert all((block.attn.proj.weight.grad != 0).any() for block in blocks)


def test_a_folder_without_photos_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="holds no photo"):
        read_photos(tmp_path)
