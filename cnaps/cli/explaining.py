"""The command that answers a question."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cnaps.cli.options import FILE
from cnaps.errors import SettingError

if TYPE_CHECKING:
    from cnaps.diagnosis.findings import Diagnosis


@click.command()
@click.option(
    "--prompt", type=click.Path(path_type=Path, allow_dash=True), help="A pasted prompt, or - for stdin."
)
@click.option("--question", help="A question, answered from the built-in catalogue.")
@click.option("--backend", help="The backend that the question is about.")
@click.option("--photo", type=FILE, help="A photo that is diagnosed for the answer.")
def explain(*, prompt: Path | None, question: str | None, backend: str | None, photo: Path | None) -> None:
    """Write the three-part answer as Markdown; its last line says who put it into words."""
    from cnaps.explanation import decode_prompt, explain_prompt, explain_question
    from cnaps.explanation.writing import chosen_writer
    from cnaps.registry import get_backend

    if (prompt is None) == (question is None):
        raise SettingError("Give either --prompt FILE or --question TEXT.")
    if prompt is not None and not (backend is None and photo is None):
        raise SettingError(
            "A prompt is answered from its own text alone: leave --backend and --photo out, or ask with "
            "--question."
        )
    writer = chosen_writer()
    if prompt is not None:
        answer = explain_prompt(decode_prompt(_bytes(prompt)), writer=writer)
    else:
        if backend is not None:
            get_backend(backend)
        found, recommended = _measured(photo) if photo else (None, None)
        answer = explain_question(
            question or "", backend=backend, recommended=recommended, diagnosis=found, writer=writer
        )
    click.echo(f"{answer.markdown}\n*{answer.authorship.in_words}*")


def _bytes(prompt: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(prompt) == "-" else prompt.read_bytes()
    except OSError as error:
        raise SettingError(
            f"Prompt {prompt} cannot be read ({error.strerror}): name a text file, or - ."
        ) from error


def _measured(photo: Path) -> tuple[Diagnosis, str]:
    """The diagnosis of a photo and the backend that it recommends."""
    from cnaps.choice import choose_backend
    from cnaps.diagnosis import diagnose as measure
    from cnaps.photo import open_photo
    from cnaps.registry import BACKENDS

    found = measure(open_photo(photo))
    return found, choose_backend(found, BACKENDS.values()).backend
