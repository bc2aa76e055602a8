"""``python -m cnaps.training.contact FOLDER --backend NAME``: really degraded photos before and after.

For looking at on the machine where the photos are: a sheet shows the photos themselves, so it may only be
passed on as far as their licence allows.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import click

from cnaps.backend import Backend
from cnaps.evaluation import clean_photos
from cnaps.photo import open_photo
from cnaps.registry import get_backend
from cnaps.runtime import Runtime, Settings
from cnaps.training.ending import errors_told
from cnaps.training.sheet import Tile, draw_sheet

MOST_BYTES = 8_000_000
PAIRS = 2
"""Photos side by side in a row."""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--backend", required=True, help="A name of `cnaps backends`.")
@click.option("--checkpoint", type=click.Path(path_type=Path), help="Weights in place of the shipped ones.")
@click.option("--side", default=320, show_default=True, help="Pixels of the middle part that is shown.")
@click.option("--out", type=click.Path(path_type=Path), help="WebP file; default runs/contact-NAME.webp.")
def main(*, folder: Path, backend: str, checkpoint: Path | None, side: int, out: Path | None) -> None:
    """Write a sheet of the photos of FOLDER and what a backend makes of them, pixel for pixel."""
    with errors_told():
        sheet = contact_sheet(folder, get_backend(backend), Settings(checkpoint=checkpoint), side)
    path = out or Path("runs") / f"contact-{backend}.webp"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sheet)
    click.echo(path)


def contact_sheet(folder: Path, backend: Backend, settings: Settings, side: int) -> bytes:
    """A WebP picture of the middle of every photo of a folder, before and after.

    Raises:
        PhotoError: the folder holds no photo, or one that cannot be read.
        WeightsError: the weights are missing or do not fit.
    """
    runtime = Runtime()
    pairs = [_pair(path, backend, settings, side, runtime) for path in clean_photos(folder)]
    rows = [list(chain.from_iterable(pairs[at : at + PAIRS])) for at in range(0, len(pairs), PAIRS)]
    return draw_sheet(rows, most_bytes=MOST_BYTES)


def _pair(path: Path, backend: Backend, settings: Settings, side: int, runtime: Runtime) -> list[Tile]:
    pixels = open_photo(path).pixels
    top, left = (max(0, (length - side) // 2) for length in pixels.shape[:2])
    part = pixels[top : top + side, left : left + side]
    restored = runtime.run(part, backend, settings).pixels
    return [Tile(picture=part, text=path.name), Tile(picture=restored, text=backend.name)]
