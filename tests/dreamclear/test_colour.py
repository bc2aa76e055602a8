"""Colours after the reference, as the published code puts them right."""

from __future__ import annotations

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from cnaps.dreamclear.colour import COLOUR_FIXES, blur
from tests.dreamclear.weights import GOLDENS


def evenly(seed: int, *shape: int) -> Tensor:
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed))


CONTENT = evenly(301, 1, 3, 40, 56)
STYLE = 0.15 + 0.6 * evenly(302, 1, 3, 40, 56) * torch.tensor([1.0, 0.8, 0.5]).view(1, 3, 1, 1)
SMALL_CONTENT, SMALL_STYLE = evenly(303, 1, 3, 9, 12), evenly(304, 1, 3, 9, 12)
FLAT_CONTENT = 0.5 + 0.002 * SMALL_CONTENT


@pytest.mark.parametrize(
    ("golden", "way", "content", "style"),
    [
        ("wavelet", "wavelet", CONTENT, STYLE),
        ("adain", "adain", CONTENT, STYLE),
        ("small_wavelet", "wavelet", SMALL_CONTENT, SMALL_STYLE),
        ("small_adain", "adain", SMALL_CONTENT, SMALL_STYLE),
        ("flat_adain", "adain", FLAT_CONTENT, SMALL_STYLE),
    ],
)
def test_a_fix_gives_the_published_colours(golden: str, way: str, content: Tensor, style: Tensor) -> None:
    wanted = load_file(GOLDENS / "colour.safetensors")[golden]
    assert float((COLOUR_FIXES[way](content, style) - wanted).abs().max()) < 1e-5


@pytest.mark.parametrize("radius", [1, 16])
def test_the_blur_is_the_published_one(radius: int) -> None:
    wanted = load_file(GOLDENS / "colour.safetensors")[f"blur_r{radius}"]
    assert float((blur(CONTENT, radius) - wanted).abs().max()) < 1e-6


def test_colours_are_left_alone_on_request() -> None:
    assert COLOUR_FIXES["none"](CONTENT, STYLE) is CONTENT
