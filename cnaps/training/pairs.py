"""``python -m cnaps.training.pairs RECIPE``: what a network behind something slow is trained on, made once.

Pair number n is always the same: the photos take turns in an order of their own, whole, and each turn draws
another degradation. A photo that the recipe's network would not be asked about leaves no pair.
"""

from __future__ import annotations

from pathlib import Path

import click
import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from cnaps.degradations.light import Image
from cnaps.errors import RecipeError
from cnaps.training.crops import read_photos
from cnaps.training.ending import errors_told
from cnaps.training.preparation import Preparation, preparation_behind
from cnaps.training.recipe import Recipe, read_recipe

ORDER_SEED = 0
FINE = 65535.0
"""Largest value of the 16 bits in which prepared photos are kept."""

Pair = tuple[NDArray[np.uint16], NDArray[np.uint8]]
"""A prepared photo and the clean one, (H, W, 3) RGB."""


@click.command()
@click.argument("recipe", type=click.Path(path_type=Path))
@click.option("--count", "wanted", default=400, show_default=True, help="Turns; some leave no pair.")
@click.option("--threads", default=2, help="Threads on the CPU.")
def main(*, recipe: Path, wanted: int, threads: int) -> None:
    """Write the pairs of RECIPE that are not there yet into its folder of pairs."""
    torch.set_num_threads(threads)
    with errors_told():
        plan = read_recipe(recipe)
        make_pairs(plan, preparation_behind(plan.behind), wanted)


def make_pairs(plan: Recipe, prepare: Preparation, wanted: int) -> None:
    """The pairs of the first `wanted` turns."""
    folder = _folder_of(plan)
    folder.mkdir(parents=True, exist_ok=True)
    photos = list(read_photos(plan.data.train).values())
    order = np.random.default_rng(ORDER_SEED).permutation(len(photos))
    distribution = plan.degradation.distribution()
    for number in range(wanted):
        if _clean_file(folder, number).exists():
            continue
        rng = np.random.default_rng((plan.seed, number))
        levels = photos[order[number % len(photos)]]
        prepared = prepare(distribution.draw(rng)(levels.astype(np.float32) / np.float32(255.0), rng))
        if prepared is not None:
            write_pair(folder, number, prepared, levels)


def write_pair(folder: Path, number: int, prepared: Image, levels: NDArray[np.uint8]) -> None:
    """The prepared photo, then the clean one, whose presence says that the pair is complete."""
    fine = np.rint(prepared.clip(0.0, 1.0) * FINE).astype(np.uint16)
    cv2.imwrite(str(folder / f"{number:05d}-prepared.png"), fine[..., ::-1])
    cv2.imwrite(str(_clean_file(folder, number)), levels[..., ::-1])


def read_pairs(plan: Recipe) -> list[Pair]:
    """All pairs of a recipe.

    Raises:
        RecipeError: there are none.
    """
    folder = _folder_of(plan)
    pairs = [_read_pair(clean) for clean in sorted(folder.glob("*-clean.png"))]
    if not pairs:
        raise RecipeError(
            f"Folder {folder} holds no pairs: make them with `python -m cnaps.training.pairs` and the recipe."
        )
    return pairs


def _read_pair(clean: Path) -> Pair:
    prepared = clean.with_name(clean.name.replace("-clean", "-prepared"))
    fine, levels = cv2.imread(str(prepared), cv2.IMREAD_UNCHANGED), cv2.imread(str(clean), cv2.IMREAD_COLOR)
    if fine is None or levels is None:
        raise RecipeError(f"The pair of {clean} cannot be read: delete both files and make it again.")
    return np.asarray(fine[..., ::-1], np.uint16), np.asarray(levels[..., ::-1], np.uint8)


def _clean_file(folder: Path, number: int) -> Path:
    return folder / f"{number:05d}-clean.png"


def _folder_of(plan: Recipe) -> Path:
    if plan.data.pairs is None:
        raise RecipeError(f"Recipe {plan.name!r} names no folder of pairs: give one as data.pairs.")
    return plan.data.pairs


if __name__ == "__main__":
    main()
