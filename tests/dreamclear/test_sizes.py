"""Sizes inside the network and behind it, as the published script has them."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from cnaps.dreamclear.sizes import eight_bits, enter, leave, working_size
from tests.dreamclear.weights import GOLDENS


@pytest.mark.parametrize(
    ("photo", "upscale", "inside", "result"),
    [
        ((256, 256), 4, (1024, 1024), (1024, 1024)),
        ((250, 250), 4, (1024, 1024), (1000, 1000)),
        ((300, 200), 4, (1536, 1024), (1200, 800)),
        ((97, 61), 4, (1600, 1024), (388, 244)),
        ((800, 600), 1, (1344, 1024), (800, 600)),
        ((1056, 1184), 1, (1024, 1152), (1056, 1184)),
        ((1120, 1248), 1, (1152, 1280), (1120, 1248)),
        ((480, 360), 2, (1344, 1024), (960, 720)),
    ],
)
def test_a_photo_is_worked_on_at_the_published_size(
    photo: tuple[int, int], upscale: int, inside: tuple[int, int], result: tuple[int, int]
) -> None:
    width, height = photo
    size = working_size(height, width, upscale=upscale)
    assert size.inside[::-1] == inside
    assert size.result[::-1] == result


def test_pixels_enter_and_leave_as_in_the_published_script() -> None:
    goldens = load_file(GOLDENS / "sizes.safetensors")
    photo = Image.fromarray(goldens["image_u8"].numpy())
    size = working_size(photo.height, photo.width, upscale=2, least_side=64)
    assert list(size.result) == goldens["target_hw"].tolist()
    assert float((enter(photo, size)[0] - goldens["prepared"]).abs().max()) < 1e-6
    decoded = torch.rand((3, 128, 64), generator=torch.Generator().manual_seed(402))
    levels = eight_bits(leave(decoded[None], size)).astype(int)
    assert np.abs(levels - goldens["final_u8"].numpy()).max() <= 1
    assert (levels == goldens["final_u8"].numpy()).mean() > 0.999
