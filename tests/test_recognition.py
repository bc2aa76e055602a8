"""A checkpoint that somebody brings: its sizes are read from its tensors, then it is loaded strictly."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.architectures.swinir import SwinIR
from cnaps.architectures.swinir_real import RealSwinIR
from cnaps.errors import WeightsError
from cnaps.registry import get_backend
from cnaps.runtime import Runtime, Settings
from cnaps.weights import load_network

MIMO_UNETS = ({"width": 4, "blocks": 1}, {"width": 16, "blocks": 3})
SWINIRS = (
    {"width": 12, "depths": (2, 1, 3), "heads": 2, "window": 8},
    {"width": 18, "depths": (2,), "heads": 3, "window": 7, "mlp_ratio": 3.0},
    {"width": 20, "depths": (1, 1), "heads": 5, "window": 12, "fold": 2},
)
IMAGE = torch.rand(1, 3, 24, 48, generator=torch.Generator().manual_seed(0))


def written(network: nn.Module, folder: Path, **metadata: str) -> Path:
    torch.manual_seed(1)
    for parameter in network.parameters():
        nn.init.normal_(parameter, std=0.05)
    save_file(network.state_dict(), folder / "mine.safetensors", metadata=metadata)
    return folder / "mine.safetensors"


def assert_same(network: nn.Module, loaded: nn.Module) -> None:
    with torch.no_grad():
        assert torch.equal(network.eval()(IMAGE), loaded(IMAGE))


@pytest.mark.parametrize("sizes", MIMO_UNETS, ids=str)
def test_a_mimo_unet_of_any_size_is_loaded(tmp_path: Path, sizes: dict[str, int]) -> None:
    network = MIMOUNet(**sizes)
    assert_same(network, load_network("mimo-unet", written(network, tmp_path)))


@pytest.mark.parametrize("sizes", SWINIRS, ids=str)
def test_a_swinir_of_any_size_is_loaded(tmp_path: Path, sizes: dict[str, object]) -> None:
    network = SwinIR(**sizes)  # type: ignore[arg-type]
    assert_same(network, load_network("swinir-noise15", written(network, tmp_path)))


@pytest.mark.parametrize("bottleneck", [False, True])
def test_so_is_one_that_draws_a_larger_photo(tmp_path: Path, bottleneck: bool) -> None:
    network = RealSwinIR(width=12, depths=(2, 1), heads=2, bottleneck=bottleneck)
    assert_same(network, load_network("swinir-real", written(network, tmp_path)))


def test_its_photo_keeps_its_size_and_the_record_says_how(tmp_path: Path) -> None:
    network = RealSwinIR(width=12, depths=(2,), heads=2)
    settings = Settings(checkpoint=written(network, tmp_path), tile=64, precision="fp32")
    pixels = np.random.default_rng(0).random((40, 75, 3), dtype=np.float32)
    run = Runtime().run(pixels, get_backend("swinir-real"), settings)
    assert run.pixels.shape == pixels.shape and run.tiles == 2
    assert "four times as large" in run.remark


def test_one_that_folds_pixels_first_is_another_network(tmp_path: Path) -> None:
    network = RealSwinIR(width=12, depths=(1,), heads=2, fold=2)
    with pytest.raises(WeightsError, match="takes 12 channels: use one of SwinIR x4"):
        load_network("swinir-real", written(network, tmp_path))


@pytest.mark.parametrize(
    ("metadata", "value_range"),
    [({}, 255.0), ({"value_range": "1"}, 1.0), ({"recipe": json.dumps({"network": {}})}, 1.0)],
    ids=["none: as published", "its own", "of this project's training"],
)
def test_what_no_shape_tells_comes_from_the_metadata(
    tmp_path: Path, metadata: dict[str, str], value_range: float
) -> None:
    path = written(SwinIR(width=12, depths=(1,), heads=2, window=7), tmp_path, **metadata)
    assert load_network("swinir-jpeg20", path).value_range == value_range


@pytest.mark.parametrize("backend", ["swinir-noise25", "swinir-jpeg10", "mimo-unet"])
def test_the_shipped_files_are_recognised_as_what_they_are(backend: str) -> None:
    path = get_backend(backend).weights.files[0].path
    shipped, recognised = load_network(backend), load_network(backend, path)
    assert str(shipped) == str(recognised)
    state = recognised.state_dict()
    assert all(torch.equal(tensor, state[name]) for name, tensor in shipped.state_dict().items())


def test_tiles_lie_on_the_windows_of_the_network_that_was_brought(tmp_path: Path) -> None:
    network = SwinIR(width=12, depths=(2,), heads=2, window=12)
    settings = Settings(checkpoint=written(network, tmp_path), tile=64, precision="fp32")
    pixels = np.random.default_rng(0).random((60, 96, 3), dtype=np.float32)
    run = Runtime().run(pixels, get_backend("swinir-noise15"), settings)
    assert run.weights.kind == "own"
    assert run.tile_side == 60  # the largest multiple of 12 up to 64


@pytest.mark.parametrize(
    ("name", "shape", "told"),
    [
        ("conv_first.weight", None, "no tensor conv_first.weight"),
        ("conv_first.weight", (12,), "1 dimensions, not 4"),
        ("conv_first.weight", (12, 5, 3, 3), "takes 5 channels"),
        ("conv_first.weight", (13, 3, 3, 3), "heads for 13 channels"),
        ("conv_first.weight", (120_000, 3, 3, 3), "does not fit"),
        ("layers.0.residual_group.blocks.0.attn.relative_position_bias_table", (200, 2), "200 relative"),
        ("layers.0.residual_group.blocks.0.attn.relative_position_bias_table", (10_201, 2), "up to 32"),
        ("layers.0.residual_group.blocks.0.mlp.fc1.weight", (25, 12), "does not fit"),
    ],
)
def test_tensors_that_fit_no_network_are_told(
    tmp_path: Path, name: str, shape: tuple[int, ...] | None, told: str
) -> None:
    state = dict(SwinIR(width=12, depths=(1,), heads=2).state_dict())
    if shape is None:
        del state[name]
    else:
        state[name] = torch.zeros(shape)
    save_file(state, tmp_path / "odd.safetensors")
    with pytest.raises(WeightsError, match=told):
        load_network("swinir-noise15", tmp_path / "odd.safetensors")


@pytest.mark.parametrize("told", ["large", "nan", "0", "inf"])
def test_metadata_that_are_no_range_of_values_are_told(tmp_path: Path, told: str) -> None:
    path = written(SwinIR(width=12, depths=(1,), heads=2), tmp_path, value_range=told)
    with pytest.raises(WeightsError, match="value_range"):
        load_network("swinir-noise15", path)


def test_a_checkpoint_of_another_architecture_is_told(tmp_path: Path) -> None:
    path = written(MIMOUNet(width=4, blocks=1), tmp_path)
    with pytest.raises(WeightsError, match="use one of the backend's architecture"):
        load_network("swinir-noise15", path)
