"""The command line: results on stdout, one line on stderr and status 2 for what cannot be done."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence

import click

from cnaps.cli.explaining import explain
from cnaps.cli.measuring import benchmark, evaluate
from cnaps.cli.restoring import backends, diagnose, fetch, restore
from cnaps.errors import CnapsError


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end the process with its status."""
    # Of large photos Pillow warns in lines of its own; what is too large is told by us.
    warnings.filterwarnings("ignore", message="Image size .* exceeds limit")
    try:
        status = commands.main(args=arguments, prog_name="cnaps", standalone_mode=False)
    except CnapsError as error:
        status = _refuse(str(error))
    except click.ClickException as error:
        status = _refuse(f"{error.format_message()} See cnaps --help.")
    except click.Abort:
        status = _refuse("Stopped.")
    sys.exit(status if isinstance(status, int) else 0)


def _refuse(message: str) -> int:
    click.echo("error: " + " ".join(message.split()), err=True)
    return 2


@click.group(commands=[backends, restore, fetch, diagnose, explain, evaluate, benchmark])
def commands() -> None:
    """Measure what is wrong with a photo, restore it, and explain how with cited sources."""
