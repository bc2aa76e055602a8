"""Recipes: everything in one file, nothing unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from cnaps.degradations.distributions import JpegRange
from cnaps.errors import RecipeError
from cnaps.training.recipe import Schedule, read_recipe

RECIPES = Path(__file__).resolve().parents[2] / "cnaps" / "training" / "recipes"

GOOD = """
name = "try"
task = "noise"
validation = ["noise:15"]
[network]
kind = "swinir"
[degradation]
kind = "noise"
[schedule]
steps = 10
rate = 1e-3
batch = 2
crop = 32
"""


@pytest.mark.parametrize("path", sorted(RECIPES.rglob("*.toml")), ids=lambda p: p.stem)
def test_every_published_recipe_can_be_read(path: Path) -> None:
    recipe = read_recipe(path)
    assert recipe.name == path.stem
    recipe.degradation.distribution()


def test_parameters_of_the_distribution_are_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(GOOD.replace('kind = "noise"', 'kind = "jpeg"\nparameters = {lowest = 30, highest = 31}'))
    distribution = read_recipe(path).degradation.distribution()
    assert isinstance(distribution, JpegRange)
    assert distribution.lowest == 30


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("steps = 10", "steps = 10\nstep = 3"), "schedule.step"),
        (("crop = 32", 'crop = "large"'), "schedule.crop"),
        (('kind = "swinir"', 'kind = "swinir"\nblocks = 3'), "blocks"),
        (("rate = 1e-3", ""), "schedule.rate"),
        (("[network]", "[network"), "no valid TOML"),
    ],
)
def test_a_wrong_recipe_is_refused_and_the_key_named(
    tmp_path: Path, change: tuple[str, str], named: str
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(GOOD.replace(*change))
    with pytest.raises(RecipeError, match=named):
        read_recipe(path)


def test_a_missing_recipe_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecipeError, match="cannot be read"):
        read_recipe(tmp_path / "none.toml")


def test_an_unknown_parameter_of_a_distribution_is_refused_with_those_there_are(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text(GOOD.replace('kind = "noise"', 'kind = "noise"\nparameters = {colour = 3}'))
    with pytest.raises(RecipeError, match=r"colour is no parameter of kind noise; use .*most"):
        read_recipe(path)


def test_late_crops_come_in_batches_of_the_same_area() -> None:
    schedule = Schedule(steps=9, rate=1e-3, batch=8, crop=32)
    assert (schedule.late_from, schedule.late_batch) == (9, 8)
    late = schedule.model_copy(update={"late_crop": 64})
    assert (late.late_from, late.late_batch) == (6, 2)
    assert late.model_copy(update={"late_crop": 512}).late_batch == 1
