"""How the commands of the training end where something cannot be done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from cnaps.errors import CnapsError


@contextmanager
def errors_told() -> Iterator[None]:
    """Tell an error that is meant for people in one line on stderr, and end with status 2."""
    try:
        yield
    except CnapsError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(2)
