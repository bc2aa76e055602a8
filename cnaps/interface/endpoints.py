"""The endpoints for programs: restore, diagnose, explain, compare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import gradio as gr

from cnaps.errors import PhotoError, PromptError, SettingError
from cnaps.explanation.writing import Writer
from cnaps.facts import diagnosis_facts, report_facts
from cnaps.interface import handlers, limits
from cnaps.interface.upload import PhotoUpload, photo_upload, told_to_visitor
from cnaps.interface.wording import explanation_text
from cnaps.photo import Photo, restored_name, write_png
from cnaps.pipeline import AUTOMATIC
from cnaps.registry import BACKENDS, get_backend
from cnaps.result import Report
from cnaps.runtime import PRECISIONS, Runtime, StepReporter

Facts = dict[str, object]


def add_endpoints(runtime: Runtime, writer: Writer, *, heavy: str, light: str, answers: str) -> None:
    """Add the endpoints to the current `gr.Blocks`, on components that the page does not show."""
    with gr.Column(visible=False):
        _add_restore(runtime, heavy)
        _add_compare(runtime, heavy)
        _add_diagnose(light)
        _add_explain(writer, answers)


def _add_restore(runtime: Runtime, concurrency_id: str) -> None:
    _endpoint(
        partial(_restore, runtime),
        "restore",
        inputs=[_photo(), _backend(), gr.Textbox("", label="question"), *_settings()],
        outputs=[gr.File(label="restored"), gr.JSON(label="facts"), gr.Markdown(label="explanation")],
        concurrency_id=concurrency_id,
    )


def _add_compare(runtime: Runtime, concurrency_id: str) -> None:
    _endpoint(
        partial(_compare, runtime),
        "compare",
        inputs=[_photo(), gr.CheckboxGroup(list(BACKENDS), label="backends"), *_settings()],
        outputs=[gr.File(label="restored", file_count="multiple"), gr.JSON(label="facts")],
        concurrency_id=concurrency_id,
    )


def _add_diagnose(concurrency_id: str) -> None:
    _endpoint(
        _diagnose,
        "diagnose",
        inputs=[_photo()],
        outputs=[gr.JSON(label="diagnosis")],
        concurrency_id=concurrency_id,
    )


def _add_explain(writer: Writer, concurrency_id: str) -> None:
    _endpoint(
        partial(_explain, writer),
        "explain",
        inputs=[
            gr.Textbox("", label="prompt"),
            gr.Textbox("", label="question"),
            gr.Textbox("", label="backend", info=f"empty, or one of {', '.join(BACKENDS)}"),
        ],
        outputs=[gr.Markdown(label="explanation")],
        concurrency_id=concurrency_id,
        concurrency_limit=limits.ANSWERS_AT_ONCE,
    )


def _endpoint(fn: Callable[..., Any], name: str, *, concurrency_limit: int = 1, **wiring: Any) -> None:  # noqa: ANN401
    description = getattr(fn, "func", fn).__doc__
    gr.Button(visible=False).click(
        fn, api_name=name, api_description=description, concurrency_limit=concurrency_limit, **wiring
    )


def _photo() -> PhotoUpload:
    return photo_upload(label="photo")


def _backend() -> gr.Textbox:
    return gr.Textbox(AUTOMATIC, label="backend", info=f"{AUTOMATIC} or one of {', '.join(BACKENDS)}")


def _settings() -> list[gr.components.Component]:
    return [
        gr.Number(0, label="seed", precision=0),
        gr.Textbox("auto", label="precision", info=f"one of {', '.join(PRECISIONS)}"),
        gr.Textbox("auto", label="tile", info="auto, or a side in pixels"),
        gr.Textbox("compact", label="weights", info="compact, official, or auto: official where on disk"),
    ]


def _restore(  # noqa: PLR0913
    runtime: Runtime,
    photo: Photo | None,
    backend: str,
    question: str | None,
    seed: float | None,
    precision: str,
    tile: str,
    weights: str,
    progress: gr.Progress = gr.Progress(),  # noqa: B008
) -> Iterator[tuple[str, Facts, str]]:
    """Restore a photo; `auto` takes the recommended backend.

    Returns a PNG file, the facts of the run with the diagnosis before and after, and the
    explanation as Markdown.
    """
    asked = question or ""
    with told_to_visitor(), TemporaryDirectory(prefix="cnaps-") as folder:
        handlers.check_question(asked)
        wanted = handlers.order(photo, backend, seed, precision, tile, weights)
        report = handlers.carry_out(runtime, wanted, _reporter(progress))
        explanation = explanation_text(handlers.answer_question(asked, report=report))
        yield str(_written(report, Path(folder))), report_facts(report), explanation


def _compare(
    runtime: Runtime,
    photo: Photo | None,
    backends: list[str],
    seed: float | None,
    precision: str,
    tile: str,
    weights: str,
    progress: gr.Progress = gr.Progress(),  # noqa: B008
) -> Iterator[tuple[list[str], list[Facts]]]:
    """Restore a photo with several backends, one after the other.

    Returns a PNG file and the facts of the run for each, in the order of the names.
    """
    with told_to_visitor(), TemporaryDirectory(prefix="cnaps-") as folder:
        if not backends:
            raise SettingError(f"No backend is named: use some of {', '.join(BACKENDS)}.")
        orders = [
            handlers.order(photo, name, seed, precision, tile, weights) for name in dict.fromkeys(backends)
        ]
        files, facts = [], []
        for wanted in orders:
            report = handlers.carry_out(runtime, wanted, _reporter(progress))
            files.append(str(_written(report, Path(folder))))
            facts.append(report_facts(report))
        yield files, facts


def _diagnose(photo: Photo | None) -> Facts:
    """Measure noise, blur, JPEG artefacts and exposure, and recommend a backend."""
    with told_to_visitor():
        if photo is None:
            raise PhotoError("There is no photo: send one.")
        found = handlers.measure(photo)
        return diagnosis_facts(found.diagnosis, found.choice)


def _explain(writer: Writer, prompt: str | None, question: str | None, backend: str | None) -> str:
    """Explain in three parts, with sources.

    A whole prompt is answered from its own text alone; a question, about a backend if one is named, from the
    built-in catalogue.
    """
    pasted, asked = prompt or "", question or ""
    with told_to_visitor():
        if pasted.strip() and asked.strip():
            raise PromptError("Both a prompt and a question arrived: send one of them.")
        if pasted.strip():
            return explanation_text(handlers.answer_prompt(pasted, writer=writer))
        named = get_backend(backend).name if backend else None
        return explanation_text(handlers.answer_question(asked, backend=named, writer=writer))


def _reporter(progress: gr.Progress) -> StepReporter:
    def report(done: int, total: int, what: str) -> None:
        progress((done, total), desc="Restoring", unit=what)

    return report


def _written(report: Report, folder: Path) -> Path:
    path = folder / restored_name(report.restoration.after, report.restoration.backend.name)
    write_png(report.restoration.after, path)
    return path
