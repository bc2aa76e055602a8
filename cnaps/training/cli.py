"""``python -m cnaps.training RECIPE``: run a recipe, or go on with it."""

from __future__ import annotations

import logging
from pathlib import Path

import click
import torch

from cnaps.training.ending import errors_told
from cnaps.training.loop import Training
from cnaps.training.recipe import read_recipe


@click.command()
@click.argument("recipe", type=click.Path(path_type=Path))
@click.option("--run", type=click.Path(path_type=Path), help="Folder of the run; default runs/NAME.")
@click.option("--resume", is_flag=True, help="Go on from the run's last checkpoint.")
@click.option(
    "--take-up",
    type=click.Path(path_type=Path),
    help="Go on from shipped weights instead, where the run's own checkpoints are gone.",
)
@click.option("--behind", default=0, help="Steps behind those weights, where their file names none.")
@click.option("--device", default="cpu", help="cpu or cuda.")
@click.option("--threads", default=2, help="Threads on the CPU.")
def main(
    *,
    recipe: Path,
    run: Path | None,
    resume: bool,
    take_up: Path | None,
    behind: int,
    device: str,
    threads: int,
) -> None:
    """Train what RECIPE describes; checkpoints and curve.jsonl go to the folder of the run."""
    if resume and take_up is not None:
        raise click.UsageError(
            "--resume goes on from the run's own checkpoint and --take-up from shipped weights: name one."
        )
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(threads)
    with errors_told():
        plan = read_recipe(recipe)
        folder = run or Path("runs") / plan.name
        training = Training(plan, folder, device=device, begun=take_up is not None)
        if resume:
            training.resume()
        elif take_up is not None:
            training.take_up(take_up, behind)
        training.run()
