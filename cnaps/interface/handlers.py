"""What happens when a visitor does something: photo in, words and files out."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from cnaps.choice import choose_backend
from cnaps.diagnosis import diagnose
from cnaps.diagnosis.findings import Diagnosis
from cnaps.errors import PhotoError, PromptError, SettingError
from cnaps.explanation import Explanation, explain_prompt, explain_question
from cnaps.explanation.writing import BY_ITSELF, Writer
from cnaps.interface.limits import PROMPT_CHARACTERS, QUESTION_CHARACTERS
from cnaps.interface.pictures import ResultFiles, write_result
from cnaps.photo import Photo
from cnaps.pipeline import AUTOMATIC, repair
from cnaps.registry import BACKENDS, get_backend
from cnaps.result import Choice, Report
from cnaps.runtime import Runtime, Settings, StepReporter, ignore_steps
from cnaps.work import Step, follow

LARGEST_TILE = 2048
"""A larger tile would let one visitor fill the memory."""


@dataclass(frozen=True)
class Found:
    """What is kept about the photo that a visitor looks at."""

    diagnosis: Diagnosis
    choice: Choice


@dataclass(frozen=True)
class Order:
    """One restoration as a visitor asked for it."""

    photo: Photo
    backend: str
    settings: Settings


@dataclass(frozen=True)
class Finished:
    """A restoration with its files, which are gone when the next item is asked for."""

    report: Report
    files: ResultFiles


def order(
    photo: Photo | None,
    backend: str,
    seed: float | None,
    precision: str,
    tile: str,
    weights: str = "compact",
) -> Order:
    """Check what a visitor asked for.

    Raises:
        CnapsError: no photo, or a setting outside its range.
    """
    if photo is None:
        raise PhotoError("There is no photo yet: add one first.")
    if backend != AUTOMATIC:
        get_backend(backend)
    settings = Settings(seed=read_seed(seed), precision=precision, tile=read_tile(tile), weights=weights)
    return Order(photo, backend, settings)


def read_seed(seed: float | None) -> int:
    """The seed as a whole number."""
    if seed is None or seed != seed // 1:
        raise SettingError(f"Seed {seed} is not allowed: use a whole number.")
    return int(seed)


def read_tile(tile: str) -> int | None:
    """The side of a tile in pixels; None for ``auto``."""
    text = str(tile).strip().lower()
    if text == "auto":
        return None
    if not text.isdecimal() or len(text) > 6 or int(text) > LARGEST_TILE:
        raise SettingError(
            f"Tile {text[:20]!r} is not allowed: use auto or a whole number of pixels up to {LARGEST_TILE}."
        )
    return int(text)


def measure(photo: Photo) -> Found:
    """Diagnose a photo and recommend a backend."""
    found = diagnose(photo)
    return Found(found, choose_backend(found, BACKENDS.values()))


def carry_out(runtime: Runtime, wanted: Order, on_step: StepReporter = ignore_steps) -> Report:
    """Restore."""
    return repair(wanted.photo, runtime, backend=wanted.backend, settings=wanted.settings, on_step=on_step)


def watch(runtime: Runtime, wanted: Order) -> Generator[Step | Finished, None, None]:
    """Restore, telling how far it is; closing the iterator stops at the next tile or step."""
    with closing(follow(partial(carry_out, runtime, wanted))) as running:
        for news in running:
            if isinstance(news, Step):
                yield news
            else:
                with TemporaryDirectory(prefix="cnaps-") as folder:
                    yield Finished(news, write_result(news, Path(folder)))


def answer_question(
    question: str,
    *,
    backend: str | None = None,
    found: Found | None = None,
    report: Report | None = None,
    writer: Writer = BY_ITSELF,
) -> Explanation:
    """The answer to a question about a backend, a photo or a run.

    Without `backend`, what the diagnosis recommends is asked about, as far as the question allows.

    Raises:
        CnapsError: the question is too long, or the backend unknown.
    """
    check_question(question)
    diagnosis = found.diagnosis if found else None
    return explain_question(
        question,
        backend=backend,
        recommended=found.choice.backend if found else None,
        diagnosis=diagnosis,
        report=report,
        writer=writer,
    )


def check_question(question: str) -> None:
    """Refuse a question that `answer_question` would not take; before a restoration, not after it.

    Raises:
        PromptError: it is too long.
    """
    if len(question) > QUESTION_CHARACTERS:
        raise PromptError(
            f"The question has {len(question)} characters; at most {QUESTION_CHARACTERS} are read: "
            "shorten it, or paste a whole prompt in its own field."
        )


def answer_prompt(prompt: str, *, writer: Writer = BY_ITSELF) -> Explanation:
    """The answer to a pasted prompt, from that prompt alone.

    Raises:
        PromptError: it is empty, too long, or no prompt.
    """
    if not prompt.strip():
        raise PromptError("The prompt is empty: paste the whole prompt, models and papers included.")
    if len(prompt) > PROMPT_CHARACTERS:
        raise PromptError(
            f"The prompt has {len(prompt)} characters; at most {PROMPT_CHARACTERS} are read: shorten it."
        )
    return explain_prompt(prompt, writer=writer)
