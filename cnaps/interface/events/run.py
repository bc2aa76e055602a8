"""3: what Restore and the controls around it do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from typing import Any

import gradio as gr

from cnaps.explanation.writing import LanguageModel, Writer
from cnaps.interface import handlers, limits, wording
from cnaps.interface.events.explanation import answer_outputs, answer_update, ask_about_run
from cnaps.interface.events.shared import (
    ANSWERS,
    HEAVY,
    Update,
    chosen_backend,
    ending_with,
)
from cnaps.interface.handlers import Finished, Found, Order
from cnaps.interface.keeping import without_pixels
from cnaps.interface.parts import Parts
from cnaps.interface.upload import told_to_visitor
from cnaps.photo import Photo
from cnaps.runtime import Runtime
from cnaps.work import Step


def connect_run(parts: Parts, runtime: Runtime, writer: Writer) -> None:
    """Restore, Stop, the choice of a model, and the divider."""
    run, result = parts.run, parts.result
    run.family.change(
        _variants,
        inputs=[run.family, parts.diagnosis.found],
        outputs=[run.variant],
        queue=False,
        show_progress="hidden",
        api_visibility="private",
    )
    running = run.restore.click(
        partial(_restore, parts, runtime),
        inputs=[
            parts.photo.photo, run.family, run.variant, run.seed, run.precision, run.tile,
            run.weights.kind, parts.explanation.question,
        ],
        outputs=[
            run.restore, run.stop, run.status, result.group, result.pictures, result.divider, result.in_words,
            result.download, result.facts, result.table, result.report, *answer_outputs(parts),
        ],
        concurrency_id=HEAVY,
        concurrency_limit=1,
        show_progress_on=run.status,
        api_visibility="private",
    )  # fmt: skip
    if isinstance(writer, LanguageModel):
        # The run ends with an answer of our own, so that the next visitor's does not wait for other words.
        running.success(
            partial(ask_about_run, parts, writer),
            inputs=[parts.explanation.question, result.report],
            outputs=answer_outputs(parts),
            concurrency_id=ANSWERS,
            concurrency_limit=limits.ANSWERS_AT_ONCE,
            api_visibility="private",
        )
    run.stop.click(
        partial(_stopped, parts),
        outputs=[run.restore, run.stop, run.status],
        cancels=[running],
        queue=False,
        show_progress="hidden",
        api_visibility="private",
    )
    result.divider.input(
        lambda percent: gr.ImageSlider(slider_position=percent),
        inputs=[result.divider],
        outputs=[result.pictures],
        queue=False,
        show_progress="hidden",
        trigger_mode="always_last",
        api_visibility="private",
    )


def _variants(family: str, found: Found | None) -> gr.Radio:
    """The models of a family, with the recommended one chosen where it belongs to it."""
    choices = wording.variants_of(family)
    names = [name for _, name in choices]
    recommended = found.choice.backend if found else ""
    chosen = recommended if recommended in names else next(iter(names), None)
    return gr.Radio(choices=choices, value=chosen, visible=len(choices) > 1)


def _restore(
    parts: Parts,
    runtime: Runtime,
    photo: Photo | None,
    family: str,
    variant: str | None,
    *settings_and_question: Any,  # noqa: ANN401
) -> Iterator[Update]:
    """Restore, show how far it is, and end with the result; an error leaves the previous result as it is."""
    *settings, question = settings_and_question
    run = parts.run
    with told_to_visitor():
        handlers.check_question(question)
        wanted = handlers.order(photo, chosen_backend(family, variant), *settings)
        freed = {**_busy(parts, False), run.status: ""}
        yield from ending_with(_run(parts, runtime, wanted, question), lambda: freed)


def _run(parts: Parts, runtime: Runtime, wanted: Order, question: str) -> Iterator[Update]:
    with closing(handlers.watch(runtime, wanted)) as running:
        for news in running:
            if isinstance(news, Step):
                yield {**_busy(parts, True), parts.run.status: wording.progress_panel(news)}
            else:
                yield {**_busy(parts, False), **_result(parts, news, question)}


def _busy(parts: Parts, busy: bool) -> Update:
    return {parts.run.restore: gr.Button(interactive=not busy), parts.run.stop: gr.Button(visible=busy)}


def _stopped(parts: Parts) -> Update:
    return {**_busy(parts, False), parts.run.status: wording.STOPPED}


def _result(parts: Parts, finished: Finished, question: str) -> Update:
    result, report, files = parts.result, finished.report, finished.files
    return {
        parts.run.status: wording.finished(report),
        result.group: gr.Column(visible=True),
        result.pictures: gr.ImageSlider((str(files.before), str(files.after)), slider_position=50),
        result.divider: 50,
        result.in_words: wording.in_words(report, files.scaled) + wording.caution(report.restoration.backend),
        result.download: gr.DownloadButton(value=str(files.download)),
        result.facts: wording.facts_line(report),
        result.table: wording.comparison_table(report),
        result.report: without_pixels(report),
        **answer_update(parts, handlers.answer_question(question, report=report)),
    }
