"""The whole way of a photo through tiny random networks."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file
from torch import Tensor
from torch.utils.hooks import RemovableHandle

from cnaps.dreamclear.assembly import assemble
from cnaps.dreamclear.pipeline import DreamClearPipeline
from cnaps.dreamclear.settings import RestorationSettings
from cnaps.dreamclear.transformer import Caption
from cnaps.errors import SettingError, StoppedError, WeightsError
from tests.dreamclear.weights import be_tiny, drawn, write_released

QUICK = RestorationSettings(steps=3, least_side=64)
TILED = RestorationSettings(steps=2, least_side=128, tile=8, overlap=4)


def photo(width: int = 70, height: int = 50) -> Image.Image:
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


def restored(
    pipeline: DreamClearPipeline,
    seed: int = 0,
    settings: RestorationSettings = QUICK,
    caption: Caption | None = None,
) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    images: Tensor = pipeline(
        photo(), settings, caption=caption, generator=generator, output_type="pt"
    ).images
    assert bool(torch.isfinite(images).all())
    return images


def test_a_photo_comes_back_at_its_size_with_its_reference(pipeline: DreamClearPipeline) -> None:
    result = pipeline(photo(), QUICK)
    assert result.images[0].size == result.references[0].size == (70, 50)
    assert np.asarray(result.images[0]).std() > 0


def test_all_fifty_steps_run_to_the_end(pipeline: DreamClearPipeline) -> None:
    result = restored(pipeline, settings=RestorationSettings(least_side=64, upscale=2))
    assert result.shape == (1, 3, 100, 140)
    assert float(result.std()) > 0


def test_the_same_seed_gives_the_same_picture_and_another_seed_another(pipeline: DreamClearPipeline) -> None:
    first = restored(pipeline, 1)
    assert torch.equal(first, restored(pipeline, 1))
    assert not torch.equal(first, restored(pipeline, 2))


@pytest.mark.parametrize(
    "changed",
    [
        RestorationSettings(steps=3, least_side=64, colour_fix="adain"),
        RestorationSettings(steps=3, least_side=64, colour_fix="none"),
        RestorationSettings(steps=3, least_side=64, from_reference=False),
    ],
)
def test_every_setting_reaches_the_picture(
    pipeline: DreamClearPipeline, changed: RestorationSettings
) -> None:
    assert not torch.equal(restored(pipeline), restored(pipeline, settings=changed))


def test_a_photo_of_several_tiles_has_no_seams_where_the_network_is_silent(
    pipeline: DreamClearPipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = RestorationSettings(steps=2, least_side=128)
    assert not torch.equal(restored(pipeline, settings=whole), restored(pipeline, settings=TILED))
    for tensor in (pipeline.transformer.proj_out.weight, pipeline.transformer.proj_out.bias):
        monkeypatch.setattr(tensor, "data", torch.zeros_like(tensor))
    assert torch.allclose(restored(pipeline, settings=whole), restored(pipeline, settings=TILED), atol=1e-5)


def test_a_caption_steers_and_guidance_says_how_far(pipeline: DreamClearPipeline) -> None:
    words = Caption(embedding=drawn(5, 1, 5, 16), mask=torch.tensor([[1, 1, 1, 0, 0]]))
    settings = [RestorationSettings(steps=3, least_side=64, guidance=scale) for scale in (1.0, 9.0)]
    silent = restored(pipeline)
    gentle, strong = (restored(pipeline, settings=one, caption=words) for one in settings)
    assert not torch.equal(silent, gentle)
    assert not torch.equal(gentle, strong)


def test_the_null_caption_given_as_a_caption_changes_nothing(pipeline: DreamClearPipeline) -> None:
    said = restored(pipeline, caption=pipeline.transformer.no_caption())
    assert torch.allclose(said, restored(pipeline), atol=1e-3)


def test_halves_see_each_other_only_on_request(pipeline: DreamClearPipeline) -> None:
    words = Caption(embedding=drawn(5, 1, 5, 16))
    joined = RestorationSettings(steps=3, least_side=64, joined_halves=True)
    apart = restored(pipeline, caption=words)
    assert not torch.allclose(apart, restored(pipeline, settings=joined, caption=words), atol=1e-4)


def test_a_caption_of_another_size_is_refused(pipeline: DreamClearPipeline) -> None:
    with pytest.raises(SettingError, match="T5-v1"):
        restored(pipeline, caption=Caption(embedding=torch.zeros(1, 4, 16)))


def test_the_callback_hears_every_step_and_may_replace_the_latents(pipeline: DreamClearPipeline) -> None:
    heard: list[tuple[int, int]] = []

    def silence(
        _pipeline: DreamClearPipeline, number: int, time: Tensor, tensors: dict[str, Tensor]
    ) -> dict[str, Tensor]:
        heard.append((number, int(time)))
        assert tensors["clean"].shape == tensors["latents"].shape
        return {"latents": torch.zeros_like(tensors["latents"])}

    pictures = [
        pipeline(
            photo(),
            QUICK,
            generator=torch.Generator().manual_seed(seed),
            callback_on_step_end=silence,
            callback_on_step_end_tensor_inputs=("latents", "clean"),
            output_type="pt",
        ).images
        for seed in (1, 2)
    ]
    assert heard[:3] == [(0, 999), (1, 500), (2, 0)]
    assert torch.equal(*pictures)


def test_a_callback_may_stop_the_run(pipeline: DreamClearPipeline) -> None:
    def stop(*_told: object) -> dict[str, Tensor]:
        raise StoppedError("stopped")

    with pytest.raises(StoppedError):
        pipeline(photo(), QUICK, callback_on_step_end=stop)


def test_arrays_and_tensors_are_read_like_the_picture_they_hold(pipeline: DreamClearPipeline) -> None:
    picture = photo()
    array = np.asarray(picture).astype(np.float32) / 255
    tensor = torch.from_numpy(array).permute(2, 0, 1)[None]
    results = [
        pipeline(image, QUICK, generator=torch.Generator().manual_seed(0), output_type="np").images
        for image in (picture, array, tensor)
    ]
    assert results[0].shape == (1, 50, 70, 3)
    assert np.array_equal(results[0], results[1])
    assert np.array_equal(results[0], results[2])


def test_it_is_saved_and_loaded_by_diffusers_own_methods(
    pipeline: DreamClearPipeline, tmp_path: Path
) -> None:
    pipeline.save_pretrained(tmp_path)
    loaded = DreamClearPipeline.from_pretrained(tmp_path)
    loaded.set_progress_bar_config(disable=True)
    assert torch.allclose(restored(pipeline), restored(loaded), atol=1e-4)


@pytest.mark.parametrize("parts", [("transformer",), ("transformer", "vae", "restorer")])
def test_networks_in_half_precision_stay_close(pipeline: DreamClearPipeline, parts: tuple[str, ...]) -> None:
    exact = restored(pipeline)
    halved = DreamClearPipeline(
        **{
            name: copy.deepcopy(part).bfloat16() if name in parts else part
            for name, part in pipeline.components.items()
        }
    )
    halved.set_progress_bar_config(disable=True)
    rounded = restored(halved)
    assert rounded.dtype == torch.float32
    assert float((rounded - exact).abs().mean()) < 0.05


@pytest.mark.parametrize(
    "wrong", [{"steps": 1}, {"colour_fix": "sepia"}, {"tile": 7}, {"overlap": 128}, {"upscale": 0.0}]
)
def test_a_setting_that_is_not_possible_is_refused_with_what_is(wrong: dict[str, float | str]) -> None:
    with pytest.raises(SettingError, match=r"use|must"):
        RestorationSettings(**wrong)  # type: ignore[arg-type]


def test_the_published_files_make_a_pipeline(
    pipeline: DreamClearPipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    be_tiny(monkeypatch)
    assembled = assemble(write_released(tmp_path)).pipeline()
    assert torch.allclose(restored(pipeline), restored(assembled), atol=1e-4)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_published_files_that_are_missing_or_of_another_network_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    be_tiny(monkeypatch)
    files = write_released(tmp_path)
    files[number].unlink()
    with pytest.raises(WeightsError, match=re.escape(files[number].name)):
        assemble(files)
    other = {"new.weight": torch.zeros(1)}
    torch.save({"state_dict": other}, files[number]) if number != 1 else save_file(other, files[1])
    with pytest.raises(WeightsError, match="fit"):
        assemble(files)


def test_a_lower_precision_is_for_the_transformer_alone(pipeline: DreamClearPipeline) -> None:
    seen: dict[str, torch.dtype] = {}

    def note(name: str, layer: torch.nn.Module) -> RemovableHandle:
        return layer.register_forward_hook(lambda _layer, _input, output: seen.update({name: output.dtype}))

    hooks = [
        note("transformer", pipeline.transformer.proj_out),
        note("vae", pipeline.vae.decoder.conv_out),
        note("restorer", pipeline.restorer.conv_last),
    ]
    with torch.autocast("cpu", torch.bfloat16):
        restored(pipeline)
    for hook in hooks:
        hook.remove()
    assert seen == {"transformer": torch.bfloat16, "vae": torch.float32, "restorer": torch.float32}
