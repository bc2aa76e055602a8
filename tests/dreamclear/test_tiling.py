"""Tiles of latents, where the published code cuts them and as it blends them."""

from __future__ import annotations

import pytest
import torch
from safetensors.torch import load_file

from cnaps.dreamclear.tiling import LatentTile, blend_tiles, cut_latents, gaussian_window
from tests.dreamclear.weights import GOLDENS, drawn


@pytest.mark.parametrize(
    ("length", "starts"),
    [
        (128, [0]),
        (136, [0, 8]),
        (224, [0, 96]),
        (232, [0, 96, 104]),
        (320, [0, 96, 192]),
        (512, [0, 96, 192, 288, 384]),
    ],
)
def test_tiles_start_where_the_published_ones_do(length: int, starts: list[int]) -> None:
    assert [t.left for t in cut_latents(128, length, side=128, overlap=32)] == starts
    assert [t.top for t in cut_latents(length, 128, side=128, overlap=32)] == starts


def test_columns_come_first_and_a_tile_is_never_larger_than_the_latents() -> None:
    goldens = load_file(GOLDENS / "tiles.safetensors")
    tiles = cut_latents(160, 200, side=128, overlap=32)
    assert [[tile.top, tile.left] for tile in tiles] == goldens["starts_yx"].tolist()
    narrow = cut_latents(96, 200, side=128, overlap=32)
    assert [(tile.top, tile.left, tile.side) for tile in narrow] == [(0, 0, 96), (0, 64, 96), (0, 104, 96)]


@pytest.mark.parametrize("size", [(16, 24), (10, 130), (128, 129), (8, 8)])
def test_latents_of_any_size_are_covered(size: tuple[int, int]) -> None:
    covered = torch.zeros(1, 1, *size)
    for tile in cut_latents(*size, side=128, overlap=32):
        tile.of(covered).add_(1)
    assert bool((covered > 0).all())


def test_the_window_is_the_published_one_with_its_middle_too_low() -> None:
    goldens = load_file(GOLDENS / "tiles.safetensors")
    whole = goldens["weights_y"][:, None] * goldens["weights_x"][None, :]
    assert torch.allclose(gaussian_window(128), whole, rtol=1e-9, atol=0)
    assert torch.allclose(gaussian_window(16), goldens["weights_2d_tile16"], rtol=1e-9, atol=0)


def test_the_blend_of_numbered_tiles_is_the_published_one() -> None:
    golden = load_file(GOLDENS / "tiles.safetensors")["blend_tile_number"]
    tiles = cut_latents(160, 200, side=128, overlap=32)

    def number(tile: LatentTile) -> torch.Tensor:
        return torch.full((1, 1, 128, 128), tiles.index(tile) + 1.0)

    blended = blend_tiles(torch.zeros(1, 4, 160, 200), tiles, number)
    assert float((blended[0, 0] - golden).abs().max()) < 1e-5


def test_latents_that_are_cut_and_blended_again_are_unchanged() -> None:
    latents = drawn(1, 2, 4, 20, 28)
    tiles = cut_latents(20, 28, side=16, overlap=4)
    assert torch.allclose(blend_tiles(latents, tiles, lambda tile: tile.of(latents)), latents, atol=1e-6)
