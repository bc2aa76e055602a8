"""How a photo goes to a network: tiles are as large as they are worth and as memory allows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from cnaps.backend import Backend, Needs
from cnaps.errors import SettingError
from cnaps.layout import MOST_BYTES, SHARE, lay_out, side_for
from cnaps.registry import BACKENDS

NEEDS = Needs(multiple_of=16, overlap=48, tile=512, bytes_per_pixel=1500)
PLENTY = 1 << 40


def test_with_memory_to_spare_a_tile_has_the_side_that_is_fastest() -> None:
    assert side_for(NEEDS, 3000, 4000, PLENTY) == 512


@pytest.mark.parametrize("free", [100_000_000, 300_000_000, 700_000_000])
def test_with_little_memory_a_tile_takes_no_more_than_its_share_of_it(free: int) -> None:
    side = side_for(NEEDS, 3000, 4000, free)
    assert side < 512
    assert side**2 * NEEDS.bytes_per_pixel <= SHARE * free < (side + 1) ** 2 * NEEDS.bytes_per_pixel


def test_a_tile_of_a_large_network_stays_moderate_though_there_is_memory() -> None:
    side = side_for(replace(NEEDS, bytes_per_pixel=6000), 3000, 4000, PLENTY)
    assert side**2 * 6000 <= MOST_BYTES < (side + 1) ** 2 * 6000


def test_a_tile_is_not_mostly_overlap_where_memory_is_free() -> None:
    assert side_for(replace(NEEDS, bytes_per_pixel=40_000), 3000, 4000, PLENTY) == 5 * NEEDS.overlap


def test_a_tile_is_never_all_overlap() -> None:
    assert side_for(NEEDS, 3000, 4000, 0) == 96


@pytest.mark.parametrize("side", [96, 64, 32])
def test_tiles_fade_over_what_they_share_and_no_more(side: int) -> None:
    layout = lay_out(
        np.zeros((200, 300, 3), np.float32), replace(BACKENDS["mimo-unet"], needs=NEEDS), free=0, side=side
    )
    assert layout.overlap == side // 2
    first, second, *_ = layout.tiles
    assert first.left + first.width - second.left >= layout.overlap


def test_a_tile_that_cannot_overlap_its_neighbour_is_refused() -> None:
    with pytest.raises(SettingError, match="at least 128"):
        lay_out(np.zeros((200, 300, 3), np.float32), BACKENDS["dreamclear"], free=0, side=64)


@pytest.mark.parametrize(("height", "width"), [(1001, 700), (700, 1001), (1000, 1000)])
def test_a_network_that_judges_the_whole_photo_gets_all_of_it_where_memory_allows_that(
    height: int, width: int
) -> None:
    row = replace(BACKENDS["restormer"], needs=replace(NEEDS, whole=True))
    pixels = np.zeros((height, width, 3), np.float32)
    enough = int(height * width * NEEDS.bytes_per_pixel / SHARE) + 1
    assert len(lay_out(pixels, row, free=enough).tiles) == 1
    assert len(lay_out(pixels, row, free=enough - 2 * NEEDS.bytes_per_pixel).tiles) > 1


def test_the_word_of_the_user_comes_before_the_memory() -> None:
    pixels = np.zeros((1024, 1024, 3), np.float32)
    tiles = lay_out(pixels, replace(BACKENDS["mimo-unet"], needs=NEEDS), free=0, side=1024).tiles
    assert len(tiles) == 1


@pytest.mark.parametrize(
    "row", [row for row in BACKENDS.values() if row.weights.at_hand], ids=lambda row: row.name
)
def test_what_ships_keeps_its_own_tile_where_memory_is_free(row: Backend) -> None:
    assert side_for(row.needs, 3000, 4000, PLENTY) == row.needs.tile
