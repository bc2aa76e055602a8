"""As published: padded and cut as the official test scripts do, held against what they make of a photo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from cnaps import runtime
from cnaps.architectures.swinir import LuminanceSwinIR
from cnaps.backend import Backend, Convention
from cnaps.errors import SettingError
from cnaps.layout import lay_out
from cnaps.registry import get_backend
from cnaps.runtime import Run, Runtime, Settings
from tests.architectures.parity import SCRIPTS, Golden, difference, read_golden

CLOSE = 1e-5
SWINIR = [name for name in SCRIPTS if "swinir" in name]
SMALL_GREY = {"width": 12, "depths": (2, 2), "heads": 2, "window": 7, "value_range": 255.0}
"""Sizes of the grey network of the stored outputs."""
OVERLAP = 8
"""Of the tiles in the stored outputs; the scripts themselves use 32."""


def backend_of(golden: str) -> Backend:
    kind = "restormer" if "restormer" in golden else "swinir-noise15" if "_dn_" in golden else "swinir-jpeg40"
    return get_backend(kind)


def run(golden: Golden, backend: Backend, *, as_published: bool = True, tile: int | None = None) -> Run:
    pixels = golden.image[0].permute(1, 2, 0).numpy()
    settings = Settings(checkpoint=Path("given.pth"), precision="fp32", as_published=as_published, tile=tile)
    return Runtime(load=lambda backend, weights: golden.network).run(pixels, backend, settings)


def tensor(pixels: NDArray[np.float32]) -> torch.Tensor:
    return torch.from_numpy(pixels).permute(2, 0, 1)[None]


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_whole_photo_comes_out_as_the_official_script_returns_it(name: str) -> None:
    golden = read_golden(name)
    ours = tensor(run(golden, backend_of(name)).pixels)
    if "restormer" in name:
        ours = ours.clamp(0, 1)  # as its script does, and as every photo of ours is in the end
    assert difference(ours, golden.outputs["whole"]) <= CLOSE


@pytest.mark.parametrize("name", [name for name in SCRIPTS if "gray" in name])
def test_a_grey_photo_of_three_channels_is_restored_as_the_one_channel_of_the_script(name: str) -> None:
    golden = read_golden(name)
    network = LuminanceSwinIR(**SMALL_GREY).eval()
    network.load_state_dict(golden.network.state_dict())
    grey = replace(golden, network=network, image=golden.image.expand(-1, 3, -1, -1))
    ours = tensor(run(grey, get_backend("swinir-grey-jpeg40")).pixels)
    assert difference(ours, golden.outputs["whole"].expand(-1, 3, -1, -1)) <= CLOSE


@pytest.mark.parametrize("name", SWINIR)
def test_tiles_are_cut_and_averaged_as_the_official_script_does(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(runtime, "SMALLEST_TILE", 3 * 7)
    golden, backend = read_golden(name), backend_of(name)
    assert backend.convention
    backend = replace(backend, convention=replace(backend.convention, overlap=OVERLAP))
    side = 8 if "_dn_" in name else 7
    found = run(golden, backend, tile=3 * side)
    assert found.tiles > 4
    assert difference(tensor(found.pixels), golden.outputs["tile"]) <= CLOSE


@pytest.mark.parametrize("name", SWINIR)
def test_the_bare_network_pads_as_the_official_one(name: str) -> None:
    golden = read_golden(name)
    with torch.no_grad():
        assert difference(golden.network(golden.image), golden.outputs["model_only"]) <= CLOSE


def test_the_record_says_whose_padding_it_was() -> None:
    golden = read_golden("script_swinir_dn_40x48_ruleB")
    assert "official test script" in run(golden, get_backend("swinir-noise15")).remark
    assert run(golden, get_backend("swinir-noise15"), as_published=False).remark == ""


def pixels(height: int, width: int) -> NDArray[np.float32]:
    return np.zeros((height, width, 3), np.float32)


@pytest.mark.parametrize(
    ("name", "size", "tile", "said"),
    [
        ("dreamclear", (64, 64), None, "no official test script of dreamclear"),
        ("mimo-unet", (66, 64), None, "multiples of 4, not 64 x 66"),
        ("mimo-unet", (64, 64), 64, "knows no tiles"),
        ("swinir-noise15", (64, 64), 100, "a multiple of 8 above 32"),
    ],
)
def test_what_the_script_cannot_take_is_refused(
    name: str, size: tuple[int, int], tile: int | None, said: str
) -> None:
    with pytest.raises(SettingError, match=said):
        lay_out(pixels(*size), get_backend(name), side=tile, as_published=True, free=0)


def test_a_photo_narrower_than_the_overlap_is_left_whole() -> None:
    layout = lay_out(pixels(20, 300), get_backend("swinir-noise15"), side=64, as_published=True, free=0)
    assert [(tile.height, tile.width) for tile in layout.tiles] == [(24, 304)]


def test_a_side_that_fits_grows_only_where_the_script_says_so() -> None:
    convention = get_backend("restormer").convention
    assert convention == Convention(multiple_of=8)
    for name, grown in (("restormer", (40, 48)), ("swinir-noise15", (48, 56))):
        layout = lay_out(pixels(40, 48), get_backend(name), as_published=True, free=0)
        assert layout.pixels.shape[:2] == grown
