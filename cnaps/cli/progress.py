"""Progress on a terminal."""

from __future__ import annotations

import sys

import click


def show(progress: str, *, last: bool) -> None:
    """On a terminal only: what goes to a file or a program stays free of it."""
    if sys.stderr.isatty():
        click.echo(f"\r{progress}", nl=last, err=True)
