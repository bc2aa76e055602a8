"""Training of the diffusion: it starts at its reference, leaves it alone, and publishes a pipeline."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest
import skimage.data
import torch
from safetensors.torch import save_file

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.diffusion.pipeline import RestorationPipeline
from cnaps.diffusion.transformer import (
    Conditioning,
    RestorationTransformer2DModel,
    RestorationTransformerOutput,
)
from cnaps.training.loop import Training
from cnaps.training.publish import publish
from cnaps.training.recipe import Recipe
from cnaps.training.residual_shift import keeping_error


@pytest.fixture
def training(tmp_path: Path) -> Training:
    (tmp_path / "photos").mkdir()
    cv2.imwrite(str(tmp_path / "photos" / "cat.png"), skimage.data.chelsea()[:256, :256, ::-1])
    reference = MIMOUNet(width=8, blocks=1)
    reference.begin_as_identity()
    save_file({n: t.half() for n, t in reference.state_dict().items()}, tmp_path / "reference.safetensors")
    shape = {
        "kind": "diffusion-transformer",
        "width": 16,
        "heads": 2,
        "blocks": 2,
        "branch_blocks": 2,
        "reference": str(tmp_path / "reference.safetensors"),
        "reference_shape": {"kind": "mimo-unet", "width": 8, "blocks": 1},
    }
    recipe = Recipe.model_validate(
        {
            "name": "diffusion-compact",
            "task": "real-world restoration",
            "validation": ["noise:15"],
            "data": {"train": str(tmp_path / "photos"), "validation": str(tmp_path / "photos")},
            "network": shape,
            "degradation": {"kind": "noise"},
            "schedule": {"steps": 2, "rate": 1e-3, "batch": 2, "crop": 64, "warmup": 1},
        }
    )
    return Training(recipe, tmp_path / "run")


def test_before_training_it_returns_its_reference(training: Training) -> None:
    degraded = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        restored = training.objective.restore(training.network, degraded)
    assert torch.allclose(restored, degraded, atol=1e-5)


def test_a_published_run_is_a_pipeline_of_diffusers_and_the_reference_is_as_it_was(
    training: Training, tmp_path: Path
) -> None:
    before = {n: t.clone() for n, t in training.network.state_dict().items() if n.startswith("reference.")}
    training.run()
    after = training.network.state_dict()
    assert all(torch.equal(after[name], tensor) for name, tensor in before.items())
    recipe = tmp_path / "tiny.toml"
    recipe.touch()
    publish(training.recipe, recipe, tmp_path / "run", tmp_path / "shipped")
    shipped = tmp_path / "shipped" / "dreamclear"
    loaded = RestorationPipeline.from_pretrained(shipped)
    head = loaded.transformer.state_dict()["head.last.weight"]
    assert torch.equal(head, training.averaged.state_dict()["transformer.head.last.weight"].half())
    assert head.abs().sum() > 0
    training.take_up(shipped / "transformer" / "diffusion_pytorch_model.safetensors", behind=2)
    assert torch.equal(head, training.network.state_dict()["transformer.head.last.weight"].half())


def test_without_the_reference_branch_the_mixtures_know_the_degraded_photo_alone() -> None:
    size = {"width": 16, "heads": 2, "blocks": 2, "branch_blocks": 2}
    degraded, one, other = torch.rand(3, 1, 3, 64, 64).mul(2).sub(1).unbind(0)
    for branch in (True, False):
        torch.manual_seed(0)
        transformer = RestorationTransformer2DModel(**size, reads_reference=branch)
        for parameter in transformer.mixtures.parameters():
            torch.nn.init.normal_(parameter, std=0.1)
        with torch.no_grad():
            said = [
                transformer.condition(degraded, reference).modulations[-1].summand
                for reference in (one, other)
            ]
        assert torch.equal(*said) is not branch


@pytest.mark.parametrize(
    ("worth_keeping", "kept", "expected"),
    [(1.0, 1.0, 0.0), (1.0, 0.0, 1.0), (0.0, 0.5, 0.25), (0.7, 0.7, 0.0)],
)
def test_what_is_kept_is_held_against_what_was_worth_keeping(
    worth_keeping: float, kept: float, expected: float
) -> None:
    degraded, reference = torch.rand(2, 1, 3, 32, 48).mul(2).sub(1).unbind(0)
    clean = reference.lerp(degraded, worth_keeping)
    conditioning = Conditioning(degraded, reference, [])
    share = torch.full((1, 1, 32, 48), kept)
    said = RestorationTransformerOutput(
        sample=conditioning.clean(torch.zeros(()), share), kept=share, routing=()
    )
    assert float(keeping_error(said, conditioning, clean)) == pytest.approx(expected, abs=1e-3)


def test_where_photo_and_reference_agree_it_does_not_matter_which_is_kept() -> None:
    degraded, clean = torch.rand(2, 1, 3, 32, 32).mul(2).sub(1).unbind(0)
    conditioning = Conditioning(degraded, degraded + 1e-4, [])
    share = torch.full((1, 1, 32, 32), 0.5)
    said = RestorationTransformerOutput(sample=degraded, kept=share, routing=())
    assert float(keeping_error(said, conditioning, clean)) < 1e-4
