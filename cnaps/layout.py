"""How a photo goes to a network: whole or in tiles, as the backend needs it or its official script does."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnaps.backend import Backend, Convention, Needs
from cnaps.errors import SettingError
from cnaps.tiling import Tile, cut, cut_flush, grow, shared


@dataclass(frozen=True, kw_only=True, eq=False)
class Layout:
    """A photo as it goes to a network, piece by piece."""

    pixels: NDArray[np.float32]
    """Grown to the right and below where the official test script does so."""
    tiles: list[Tile]
    overlap: int
    """Pixels over which a tile fades into its neighbour; 0 takes the plain mean."""
    needs: Needs
    """What a tile is mirrored up to before it enters the network."""


SHARE = 0.5
"""Of the free memory that a tile may take: the photo itself and other programs want some too."""

MOST_BYTES = 540_000_000
"""That a tile takes though more is free, where a larger one changes nothing and, beyond so many overlaps,
saves little time."""

MOST_OVERLAPS = 5


def check_cut(backend: Backend, *, side: int | None, as_published: bool) -> None:
    """Refuse what no photo could be cut to, before anything is loaded.

    Raises:
        SettingError: the backend, or its official test script, takes no such tile, or there is no script.
    """
    if as_published:
        convention = _convention_of(backend)
        if side is not None:
            _overlap_as_published(side, backend.name, convention)
    elif backend.needs.uncut and side is not None:
        raise SettingError(f"{backend.title} cuts a photo by itself and takes no tile: use auto.")
    elif side is not None and side < 2 * backend.needs.multiple_of:
        raise SettingError(
            f"Tiles of {side} pixels are too small to overlap in {backend.title}: use at least "
            f"{2 * backend.needs.multiple_of}, or auto."
        )


def lay_out(
    pixels: NDArray[np.float32],
    backend: Backend,
    *,
    free: int,
    side: int | None = None,
    as_published: bool = False,
) -> Layout:
    """Cut a photo as the backend needs it, or as its official test script does.

    Without a `side`, tiles are no larger than `free` bytes of memory allow.

    Raises:
        SettingError: the script cannot take this photo or this tile, or there is no script.
    """
    check_cut(backend, side=side, as_published=as_published)
    if as_published:
        return _laid_out_as_published(pixels, backend, side)
    needs, (height, width) = backend.needs, pixels.shape[:2]
    if needs.uncut:
        tile = Tile(0, 0, height, width)
        return Layout(pixels=pixels, tiles=[tile], overlap=0, needs=needs)
    side = side or side_for(needs, height, width, free)
    overlap = shared(side, needs.overlap)
    tiles = cut(height, width, side=side, overlap=overlap, multiple_of=needs.multiple_of)
    return Layout(pixels=pixels, tiles=tiles, overlap=overlap, needs=needs)


def side_for(needs: Needs, height: int, width: int, free: int) -> int:
    """Side of the tiles that a network is given of a photo where `free` bytes of memory are left.

    The network's own tile if it fits; all of the photo where the network judges it as a whole and it fits;
    else the largest that does, though none so small that its neighbours overlap all of it.
    """
    free = int(SHARE * free)
    if needs.whole and height * width * needs.bytes_per_pixel <= free:
        return -(-max(height, width) // needs.multiple_of) * needs.multiple_of
    affordable = math.isqrt(free // needs.bytes_per_pixel)
    worth = max(math.isqrt(MOST_BYTES // needs.bytes_per_pixel), MOST_OVERLAPS * needs.overlap)
    side = min(needs.tile, affordable) if needs.whole else min(needs.tile, affordable, worth)
    return max(2 * needs.overlap, side)


def _laid_out_as_published(pixels: NDArray[np.float32], backend: Backend, side: int | None) -> Layout:
    convention = _convention_of(backend)
    grown = _grown_as_published(pixels, backend.name, convention)
    height, width = grown.shape[:2]
    tiles = [Tile(0, 0, height, width)]
    if side is not None:
        overlap = _overlap_as_published(side, backend.name, convention)
        if min(height, width) > overlap:
            tiles = cut_flush(height, width, side=side, overlap=overlap)
    return Layout(pixels=grown, tiles=tiles, overlap=0, needs=Needs())


def _convention_of(backend: Backend) -> Convention:
    if backend.convention is None:
        raise SettingError(f"There is no official test script of {backend.name} to follow: leave it out.")
    return backend.convention


def _grown_as_published(
    pixels: NDArray[np.float32], name: str, convention: Convention
) -> NDArray[np.float32]:
    unit, (height, width) = convention.multiple_of, pixels.shape[:2]
    if convention.mirror is not None:
        return grow(pixels, multiple_of=unit, mirror=convention.mirror, spare=convention.spare)
    if height % unit or width % unit:
        raise SettingError(
            f"The official test script of {name} takes sides that are multiples of {unit}, "
            f"not {width} x {height}: crop the photo, or do not follow the script."
        )
    return pixels


def _overlap_as_published(side: int, name: str, convention: Convention) -> int:
    if convention.overlap is None:
        raise SettingError(
            f"The official test script of {name} knows no tiles: use auto for the whole photo."
        )
    if side % convention.multiple_of or side <= convention.overlap:
        raise SettingError(
            f"A tile of {side} pixels does not suit the official test script of {name}: use a multiple of "
            f"{convention.multiple_of} above {convention.overlap}, or auto for the whole photo."
        )
    return convention.overlap
