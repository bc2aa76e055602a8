"""``python -m cnaps.training.examine RECIPE``: how well the network of a run restores, shipped or not."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

import click

from cnaps.degradations import parse_specification
from cnaps.evaluation import Attempt, Restorer, Told, compare, evaluation_facts, markdown
from cnaps.evaluation.restorer import Image
from cnaps.training.ending import errors_told
from cnaps.training.recipe import Recipe, read_recipe
from cnaps.training.samples import TrainedNetwork


@dataclass(frozen=True, kw_only=True)
class RunUnderTest:
    """The averaged weights of a run as a tool that the evaluation can compare."""

    recipe: Recipe
    network: TrainedNetwork
    classical: bool = False

    @property
    def name(self) -> str:
        """The recipe's."""
        return self.recipe.name

    @property
    def setting(self) -> str:
        """One sentence."""
        return "weights of a run of its recipe, fp32, whole photos, told nothing"

    def suits(self, kind: str) -> bool:
        """Networks are tried on whatever the caller asks for."""
        return True

    def __call__(self, degraded: Image, told: Told) -> Attempt:
        """One run of the network."""
        start = time.perf_counter()
        pixels = self.network.restore(degraded)
        return Attempt(pixels=pixels, seconds=time.perf_counter() - start)


@click.command()
@click.argument("recipes", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--runs", default="runs", type=click.Path(path_type=Path), help="Folder of the runs.")
@click.option("--clean", type=click.Path(path_type=Path), help="Clean photos; default: the first recipe's.")
@click.option("--degrade", multiple=True, help="As in cnaps evaluate; default: what the recipe is judged on.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects with every image.")
def main(
    *, recipes: tuple[Path, ...], runs: Path, clean: Path | None, degrade: tuple[str, ...], as_json: bool
) -> None:
    """Print PSNR and SSIM of the runs of RECIPES on photos that are degraded on purpose."""
    with errors_told():
        plans = [read_recipe(path) for path in recipes]
        wanted = degrade or tuple(dict.fromkeys(text for plan in plans for text in plan.validation))
        restorers: list[Restorer] = [
            RunUnderTest(recipe=plan, network=TrainedNetwork(plan, runs / plan.name / "model.safetensors"))
            for plan in plans
        ]
        found = compare(
            restorers, clean or plans[0].data.validation, [parse_specification(text) for text in wanted]
        )
    if as_json:
        click.echo(json.dumps([evaluation_facts(one) for one in found], indent=2, allow_nan=False))
    else:
        click.echo(markdown(found))


if __name__ == "__main__":
    main()
