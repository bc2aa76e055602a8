"""Pairs made beforehand: always the same, in sixteen bits, and learnt from like any others."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import skimage.data

from cnaps.degradations.light import Image
from cnaps.errors import RecipeError
from cnaps.training.crops import PairedCrops
from cnaps.training.loop import Training
from cnaps.training.pairs import make_pairs, read_pairs
from cnaps.training.preparation import ShakeInversion, as_it_is, preparation_behind
from cnaps.training.recipe import Recipe


@pytest.fixture
def plan(tmp_path: Path) -> Recipe:
    (tmp_path / "photos").mkdir()
    # Both in focus: what a lens has blurred may look like a shake.
    face = skimage.data.astronaut()[50:180, 170:310, ::-1]
    for name, picture in {"face": face, "mirrored": face[:, ::-1]}.items():
        cv2.imwrite(str(tmp_path / "photos" / f"{name}.png"), picture)
    return Recipe.model_validate(
        {
            "name": "behind",
            "task": "the rest",
            "validation": ["noise:15"],
            "behind": "shake-inversion",
            "data": {
                "train": str(tmp_path / "photos"),
                "validation": str(tmp_path / "photos"),
                "pairs": str(tmp_path / "pairs"),
            },
            "network": {"kind": "mimo-unet", "width": 8, "blocks": 1},
            "degradation": {"kind": "noise"},
            "schedule": {"steps": 2, "rate": 1e-3, "batch": 2, "crop": 32, "warmup": 1},
        }
    )


def test_each_turn_of_a_photo_makes_another_pair_and_always_the_same(plan: Recipe) -> None:
    make_pairs(plan, as_it_is, 4)
    pairs = read_pairs(plan)
    assert len(pairs) == 4
    assert {(prepared.dtype, clean.dtype) for prepared, clean in pairs} == {(np.dtype("u2"), np.dtype("u1"))}
    assert len({clean.tobytes() for _, clean in pairs}) == 2
    assert len({prepared.tobytes() for prepared, _ in pairs}) == 4
    made = {path: path.read_bytes() for path in plan.data.pairs.iterdir()}
    for part in ("prepared", "clean"):
        (plan.data.pairs / f"00002-{part}.png").unlink()
    make_pairs(plan, as_it_is, 4)
    assert {path: path.read_bytes() for path in plan.data.pairs.iterdir()} == made


def test_where_the_network_would_not_be_asked_there_is_no_pair(plan: Recipe) -> None:
    turns: list[int] = []

    def every_second(image: Image) -> Image | None:
        turns.append(1)
        return image if len(turns) % 2 else None

    make_pairs(plan, every_second, 4)
    assert len(turns) == 4
    assert len(read_pairs(plan)) == 2


def test_both_parts_of_a_pair_are_cut_and_turned_alike(plan: Recipe) -> None:
    levels = skimage.data.chelsea()[:90, :100]
    crops = PairedCrops([(levels.astype(np.uint16) * 257, levels)], side=48, count=20, seed=1)
    drawn = [crops[number] for number in range(20)]
    assert all(np.allclose(prepared, clean, atol=1e-6) for prepared, clean in drawn)
    assert len({clean.numpy().tobytes() for _, clean in drawn}) == 20


def test_a_run_behind_something_needs_its_pairs_and_is_judged_on_what_it_gets(
    plan: Recipe, tmp_path: Path
) -> None:
    with pytest.raises(RecipeError, match="make them with"):
        Training(plan, tmp_path / "run")
    make_pairs(plan, as_it_is, 2)
    training = Training(plan, tmp_path / "run")
    training.run()
    assert training.step == 2
    # Photos that are noisy and not shaken are none of the inversion's business.
    assert training.validation == {"noise:15": []}


def test_the_shipped_inversion_stands_before_its_refiner() -> None:
    prepare = preparation_behind("shake-inversion")
    assert isinstance(prepare, ShakeInversion)
    photo = skimage.data.astronaut()[20:212, 120:312].astype(np.float32) / 255
    assert prepare(photo) is None, "it is not shaken"
    shaken = cv2.filter2D(photo, -1, np.full((1, 13), 1 / 13, np.float32))
    inverted = prepare(shaken)
    assert inverted is not None
    assert inverted.shape == shaken.shape
    assert np.abs(inverted - photo).mean() < np.abs(shaken - photo).mean()
