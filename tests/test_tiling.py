"""Tiles cover the photo, line up with the grids inside a network, and blend without a seam."""

from __future__ import annotations

import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnaps.tiling import CONTEXT, Blend, cut


@settings(max_examples=200, deadline=None)
@given(
    height=st.integers(1, 400),
    width=st.integers(1, 400),
    side=st.integers(64, 200),
    overlap=st.integers(0, 90),
    multiple_of=st.sampled_from([1, 4, 7, 8, 64]),
)
def test_any_photo_is_covered_and_comes_back_unchanged(
    height: int, width: int, side: int, overlap: int, multiple_of: int
) -> None:
    photo = np.random.default_rng(0).random((height, width, 3), dtype=np.float32)
    tiles = cut(height, width, side=side, overlap=overlap, multiple_of=multiple_of)
    blend = Blend(photo.shape, overlap)
    for tile in tiles:
        assert tile.top % multiple_of == 0
        assert tile.left % multiple_of == 0
        assert max(tile.height, tile.width) <= max(side, multiple_of)
        blend.add(tile, photo[tile.place])
    assert np.allclose(blend.finish(), photo, atol=1e-5)


def test_a_small_photo_is_one_tile() -> None:
    assert len(cut(300, 200, side=512, overlap=32, multiple_of=8)) == 1


def test_neighbours_share_the_overlap_that_was_asked_for() -> None:
    tiles = cut(64, 1000, side=256, overlap=30, multiple_of=8)
    edges = [(tile.left, tile.left + tile.width) for tile in tiles]
    assert all(end - start >= 30 for (_, end), (start, _) in pairwise(edges))


@pytest.mark.parametrize("length", [520, 700, 1080, 1280, 1920, 4000])
@pytest.mark.parametrize(("side", "overlap", "unit"), [(512, 112, 4), (504, 56, 14), (768, 192, 64)])
def test_no_fewer_tiles_would_do_and_they_share_little_more_than_they_must(
    length: int, side: int, overlap: int, unit: int
) -> None:
    widths = [tile.width for tile in cut(64, length, side=side, overlap=overlap, multiple_of=unit)]
    assert (len(widths) - 1) * (side - overlap) < max(1, length - overlap)
    assert sum(widths) <= length + (len(widths) - 1) * (overlap + unit) + unit


def test_a_step_between_two_tiles_becomes_a_ramp() -> None:
    left, right = cut(8, 96, side=64, overlap=32, multiple_of=8)
    blend = Blend((8, 96, 3), 32)
    blend.add(left, np.zeros((8, left.width, 3), np.float32))
    blend.add(right, np.ones((8, right.width, 3), np.float32))
    row = blend.finish()[0, :, 0]
    assert np.diff(row).max() == pytest.approx(1 / (32 * (1 - 2 * CONTEXT)), abs=0.01)


def test_near_its_edge_a_tile_has_no_say() -> None:
    left, right = cut(8, 96, side=64, overlap=32, multiple_of=8)
    blend = Blend((8, 96, 3), 32)
    wrong_at_the_edge = np.zeros((8, left.width, 3), np.float32)
    wrong_at_the_edge[:, -8:] = 1.0
    blend.add(left, wrong_at_the_edge)
    blend.add(right, np.zeros((8, right.width, 3), np.float32))
    assert blend.finish().max() < 0.05 / 255


def test_sums_are_kept_of_the_rows_that_are_not_finished_only() -> None:
    tiles = cut(4096, 64, side=64, overlap=16, multiple_of=8)
    blend, most = Blend((4096, 64, 3), 16), 0
    tracemalloc.start()
    for tile in tiles:
        blend.add(tile, np.zeros((tile.height, tile.width, 3), np.float32))
        most = max(most, tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
    assert most < 4096 * 64 * 3  # a quarter of what a second photo in float32 would take


def test_tiles_out_of_order_are_refused() -> None:
    first, second = cut(96, 64, side=64, overlap=32, multiple_of=8)
    blend = Blend((96, 64, 3), 32)
    blend.add(first, np.zeros((64, 64, 3), np.float32))
    blend.add(second, np.zeros((second.height, 64, 3), np.float32))
    with pytest.raises(ValueError, match="after row"):
        blend.add(first, np.zeros((64, 64, 3), np.float32))
