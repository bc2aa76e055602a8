"""The diffusion family as a citizen of diffusers: seeds, callbacks, saving and loading."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from cnaps.architectures.diffusion_transformer import evened
from cnaps.diffusion.pipeline import RestorationPipeline
from cnaps.diffusion.scheduler import ResidualShiftScheduler
from cnaps.diffusion.transformer import RestorationTransformer2DModel
from tests.diffusion.references import small_reference


def stirred(network: torch.nn.Module) -> torch.nn.Module:
    """Weights away from their zeros, so that every part has something to say."""
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(0.05 * torch.randn(parameter.shape, generator=generator))
    return network.eval()


@pytest.fixture
def pipeline() -> RestorationPipeline:
    transformer = RestorationTransformer2DModel(width=16, heads=2, blocks=2, branch_blocks=2, window=4)
    made = RestorationPipeline(stirred(transformer), ResidualShiftScheduler(), stirred(small_reference()))
    made.set_progress_bar_config(disable=True)
    return made


def restored(pipeline: RestorationPipeline, image: Tensor, seed: int) -> Tensor:
    return pipeline(image, generator=torch.Generator().manual_seed(seed), output_type="pt").images


def test_the_same_seed_gives_the_same_picture_and_another_seed_another(pipeline: RestorationPipeline) -> None:
    image = torch.rand(1, 3, 37, 50)
    first = restored(pipeline, image, 1)
    assert first.shape == image.shape
    assert torch.equal(first, restored(pipeline, image, 1))
    assert not torch.equal(first, restored(pipeline, image, 2))


def test_a_picture_in_a_batch_is_restored_as_if_it_were_alone(pipeline: RestorationPipeline) -> None:
    images = torch.rand(2, 3, 32, 48)
    noise = torch.randn(2, 3, 32, 48)
    together = pipeline(images, latents=noise, output_type="pt").images
    alone = pipeline(images[1:], latents=noise[1:], output_type="pt").images
    assert torch.allclose(together[1:], alone, atol=1e-5)


def test_it_is_saved_and_loaded_by_diffusers_own_methods(
    pipeline: RestorationPipeline, tmp_path: Path
) -> None:
    pipeline.save_pretrained(tmp_path)
    loaded = RestorationPipeline.from_pretrained(tmp_path)
    loaded.set_progress_bar_config(disable=True)
    image = torch.rand(1, 3, 32, 32)
    assert torch.allclose(restored(pipeline, image, 3), restored(loaded, image, 3), atol=1e-5)


def test_the_callback_hears_every_step_and_may_replace_the_image(pipeline: RestorationPipeline) -> None:
    heard: list[float] = []

    def listen(
        _pipeline: RestorationPipeline, _number: int, time: Tensor, tensors: dict[str, Tensor]
    ) -> dict[str, Tensor]:
        heard.append(float(time))
        return {"latents": torch.zeros_like(tensors["latents"])}

    image = torch.rand(1, 3, 32, 32)
    result = pipeline(image, num_inference_steps=5, callback_on_step_end=listen, output_type="pt").images
    assert heard == pytest.approx([1.0, 0.8, 0.6, 0.4, 0.2])
    assert torch.allclose(result, torch.full_like(result, 0.5))  # zero of [-1, 1]


def test_without_steps_the_references_come_back(pipeline: RestorationPipeline) -> None:
    image = torch.rand(1, 3, 32, 41, generator=torch.Generator().manual_seed(0))
    result = pipeline(image, num_inference_steps=0, output_type="pt")
    assert torch.allclose(result.images, result.references, atol=1e-6)
    one_step = pipeline(image, num_inference_steps=1, output_type="pt").images
    assert not torch.allclose(result.images, one_step)


def test_a_pil_image_comes_back_as_a_pil_image_of_its_size(pipeline: RestorationPipeline) -> None:
    photo = Image.fromarray(np.random.default_rng(0).integers(0, 256, (30, 41, 3), dtype=np.uint8))
    result = pipeline(photo)
    assert result.images[0].size == (41, 30)
    assert result.references[0].size == (41, 30)


def test_the_routing_of_every_mixture_is_a_distribution_over_its_experts(
    pipeline: RestorationPipeline,
) -> None:
    image = torch.rand(1, 3, 32, 32) * 2 - 1
    conditioning = pipeline.transformer.condition(image, image)
    output = pipeline.transformer(image, torch.ones(1), conditioning=conditioning)
    assert len(output.routing) == 2
    for routing in output.routing:
        assert routing.shape == (1, 8, 8, 3)
        assert torch.allclose(routing.sum(dim=-1), torch.ones(1, 8, 8), atol=1e-5)


def test_an_untrained_transformer_returns_its_reference_and_every_parameter_learns() -> None:
    transformer = RestorationTransformer2DModel(width=16, heads=2, blocks=2, branch_blocks=2, window=4)
    image, reference = torch.rand(2, 1, 3, 32, 32)
    conditioning = transformer.condition(image, reference)
    clean = transformer(image, torch.ones(1), conditioning=conditioning).sample
    assert torch.equal(clean, reference)
    stirred(transformer)
    conditioning = transformer.condition(image, reference)
    transformer(image, torch.ones(1), conditioning=conditioning).sample.square().mean().backward()
    assert [n for n, p in transformer.named_parameters() if p.grad is None or not p.grad.any()] == []


def test_what_is_kept_of_the_photo_comes_in_place_of_its_reference() -> None:
    transformer = RestorationTransformer2DModel(width=16, heads=2, blocks=2, branch_blocks=2, window=4)
    image, reference = torch.rand(2, 1, 3, 32, 32)
    conditioning = transformer.condition(image, reference)
    for kept in (0.0, 0.25, 1.0):
        torch.nn.init.constant_(transformer.head.last.bias[3:], kept)
        clean = transformer(image, torch.ones(1), conditioning=conditioning).sample
        assert torch.allclose(clean, reference.lerp(image, kept), atol=1e-6)


def test_what_is_kept_changes_gradually_over_the_picture() -> None:
    shares = torch.zeros(1, 1, 64, 192)
    shares[..., 96:] = 1.0
    even = evened(shares)
    assert even.shape == shares.shape
    assert float(even[0, 0, :, :32].max()) == 0.0 and float(even[0, 0, :, -32:].min()) == 1.0
    assert float(even.diff(dim=-1).abs().max()) <= 1 / 64
