"""``python -m cnaps.dreamclear``: convert the released checkpoint, or say what a run would take."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
import torch

from cnaps.dreamclear.conversion import load_released, write_converted
from cnaps.dreamclear.effort import GRAPHICS_CARD, estimate, processor
from cnaps.dreamclear.settings import RestorationSettings
from cnaps.errors import CnapsError

DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}


@click.group()
def commands() -> None:
    """The released DreamClear."""


@commands.command("convert")
@click.argument("checkpoint", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--precision", default="fp32", show_default=True, type=click.Choice(tuple(DTYPES)))
def convert_command(*, checkpoint: Path, folder: Path, precision: str) -> None:
    """Write CHECKPOINT (DreamClear-1024.pth) to FOLDER as a model of diffusers."""
    write_converted(load_released(checkpoint, DTYPES[precision]), folder)
    click.echo(f"wrote {folder}")


@commands.command("effort")
@click.argument("width", type=click.IntRange(min=1))
@click.argument("height", type=click.IntRange(min=1))
@click.option("--upscale", default=1.0, show_default=True, help="Size of the result over the photo's.")
@click.option("--steps", default=50, show_default=True)
@click.option("--captioned", is_flag=True, help="With a caption, which doubles the work.")
def effort_command(*, width: int, height: int, upscale: float, steps: int, captioned: bool) -> None:
    """Say what restoring a photo of WIDTH by HEIGHT pixels would take."""
    settings = RestorationSettings(upscale=upscale, steps=steps)
    for machine in (processor(os.cpu_count() or 1), GRAPHICS_CARD):
        click.echo(estimate(height, width, machine, settings, captioned=captioned).sentence)


def run() -> None:
    """The command line; what cannot be done is one line on stderr and status 2."""
    try:
        commands()
    except CnapsError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    run()
