"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cnaps.errors import SettingError

if TYPE_CHECKING:
    from cnaps.runtime import Settings

FILE = click.Path(path_type=Path)


def run_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a run; `command` gets them as one `settings`."""

    @click.option("--seed", default=0, show_default=True, help="Of the diffusion's noise.")
    @click.option("--precision", default="auto", show_default=True, help="auto, fp32 or bf16.")
    @click.option("--tile", default="auto", show_default=True, help="auto, or a side in pixels.")
    @click.option("--steps", type=int, help="Of a diffusion; 0 shows its reference alone.")
    @click.option("--eight-views", is_flag=True, help="Mean over turned and mirrored copies; takes 8 times.")
    @click.option("--as-published", is_flag=True, help="Pad and cut as the official test script does.")
    @wraps(command)
    def with_settings(
        *,
        seed: int,
        precision: str,
        tile: str,
        steps: int | None,
        eight_views: bool,
        as_published: bool,
        **others: object,
    ) -> None:
        from cnaps.runtime import Settings

        settings = Settings(
            seed=seed,
            precision=precision,
            tile=_tile(tile),
            steps=steps,
            eight_views=eight_views,
            as_published=as_published,
        )
        command(settings=settings, **others)

    return with_settings


def weights_option(default: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add ``--weights``."""
    return click.option(
        "--weights",
        default=default,
        show_default=True,
        help="compact, official, a file, or auto: official where it is on disk.",
    )


def with_weights(settings: Settings, weights: str) -> Settings:
    """`settings` with what was said after ``--weights``: one of the kinds, or a file of the user's."""
    from cnaps.weights import KINDS

    if weights in KINDS:
        return replace(settings, weights=weights)
    return replace(settings, checkpoint=Path(weights))


def _tile(text: str) -> int | None:
    if text == "auto":
        return None
    if not text.isdecimal():
        raise SettingError(f"Tile {text!r} is no number of pixels: use auto or a whole number, e.g. 512.")
    return int(text)
