"""The page: its sections, what connects them, and how it is served."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from cnaps.explanation import Explanation
from cnaps.explanation.bibtex import bibtex
from cnaps.explanation.prompt_text import write_prompt
from cnaps.explanation.writing import BY_ITSELF, LanguageModel, Writer
from cnaps.interface import checkpoints, handlers, limits, wording
from cnaps.interface.answer import answer_panel
from cnaps.interface.endpoints import add_endpoints
from cnaps.interface.guard import Guard
from cnaps.interface.handlers import Finished, Found
from cnaps.interface.keeping import without_pixels
from cnaps.interface.parts import Parts, lay_out
from cnaps.interface.pictures import display_copy
from cnaps.interface.upload import told_to_visitor
from cnaps.interface.work import Step, follow
from cnaps.photo import Photo, write_png
from cnaps.pipeline import AUTOMATIC
from cnaps.registry import get_backend
from cnaps.result import Report
from cnaps.runtime import Runtime

HEAVY = "restoration"
"""One restoration at a time, whoever asks and however."""
LIGHT = "measurement"
"""Diagnoses do not wait behind a long restoration."""
ANSWERS = "answers"
"""Answers keep nobody else waiting, however long a language model takes."""
FETCH = "download"
"""One download at a time; restorations do not wait behind it."""
NOT_SHOWN_BY_BROWSERS = frozenset({"TIFF"})

Update = dict[Any, Any]
"""New values by component."""


def build_page(
    runtime: Runtime,
    *,
    examples: Sequence[Path] = (),
    writer: Writer = BY_ITSELF,
    downloads: bool = False,
) -> gr.Blocks:
    """The page and its endpoints; nothing is loaded before the first photo.

    Args:
        runtime: restores.
        examples: photos to try.
        writer: words the answers.
        downloads: whether visitors may have published checkpoints fetched onto this machine.
    """
    page = gr.Blocks(
        title="CNAPS: restore a photo, and know how",
        analytics_enabled=False,
        delete_cache=(limits.SWEEP_SECONDS, limits.KEEP_SECONDS),
    )
    with page:
        parts = lay_out(examples)
        if isinstance(writer, LanguageModel):
            gr.Markdown(wording.SENT_ELSEWHERE.format(name=writer.name), elem_id="sent-elsewhere")
        _connect_photo(parts)
        _connect_run(parts, runtime, writer)
        _connect_weights(parts, downloads)
        _connect_explanation(parts, writer)
        add_endpoints(runtime, writer, heavy=HEAVY, light=LIGHT, answers=ANSWERS)
    # Without a size of its own the queue is unbounded, and on shared GPU hosts it is 1.
    return page.queue(max_size=limits.QUEUED, default_concurrency_limit=1)


def launch_page(page: gr.Blocks, *, host: str, port: int, wait: bool = True) -> str:
    """Serve the page; return its address at once if not told to wait."""
    guard = Middleware(Guard, upload_bytes=limits.FILE_BYTES + 2**20, request_bytes=limits.REQUEST_BYTES)
    _, address, _ = page.launch(
        server_name=host,
        server_port=port,
        prevent_thread_lock=not wait,
        share=False,
        show_error=False,
        run_history=False,
        enable_monitoring=False,
        pwa=False,
        max_file_size=limits.FILE_BYTES,
        state_session_capacity=200,
        footer_links=["api", "settings"],
        app_kwargs={"middleware": [guard]},
        theme=_theme(),
        css_paths=Path(__file__).parent / "style.css",
    )
    return address


def _theme() -> gr.Theme:
    # System fonts: the stock themes fetch theirs from elsewhere.
    return gr.themes.Soft(
        primary_hue="teal",
        secondary_hue="teal",
        neutral_hue="slate",
        font=["system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    ).set(
        # Darker than stock, for text that stays readable on it (WCAG AA).
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover_dark="*primary_800",
        checkbox_label_background_fill_selected="*primary_700",
        checkbox_label_background_fill_selected_dark="*primary_700",
        checkbox_border_color="*neutral_400",
        input_border_width="1px",
        input_border_color="*neutral_300",
        block_title_text_color="*primary_800",
        block_label_text_color="*primary_800",
    )


# 1 and 2: photo and diagnosis


def _connect_photo(parts: Parts) -> None:
    part = parts.photo
    part.photo.change(
        partial(_look, parts),
        inputs=[part.photo],
        outputs=[part.stand_in, parts.diagnosis.panel, parts.diagnosis.found],
        concurrency_id=LIGHT,
        concurrency_limit=1,
        trigger_mode="always_last",
        show_progress_on=parts.diagnosis.panel,
        api_visibility="private",
    )


def _look(parts: Parts, photo: Photo | None) -> Iterator[Update]:
    """Measure a new photo as soon as it is there."""
    stand_in, panel, state = parts.photo.stand_in, parts.diagnosis.panel, parts.diagnosis.found
    if photo is None:
        yield {stand_in: gr.Image(None, visible=False), panel: wording.NOTHING_MEASURED, state: None}
        return
    with told_to_visitor():
        found = handlers.measure(photo)
    words = wording.diagnosis_panel(photo, found.diagnosis, found.choice)
    with TemporaryDirectory(prefix="cnaps-") as folder:
        yield {stand_in: _stand_in(photo, Path(folder)), panel: words, state: found}


def _stand_in(photo: Photo, folder: Path) -> gr.Image:
    if photo.file_format not in NOT_SHOWN_BY_BROWSERS:
        return gr.Image(None, visible=False)
    write_png(display_copy(photo), folder / "photo.png")
    return gr.Image(str(folder / "photo.png"), visible=True)


# 3: run


def _connect_run(parts: Parts, runtime: Runtime, writer: Writer) -> None:
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
            result.download, result.facts, result.table, result.report, *_answer_outputs(parts),
        ],
        concurrency_id=HEAVY,
        concurrency_limit=1,
        show_progress_on=run.status,
        api_visibility="private",
    )  # fmt: skip
    if isinstance(writer, LanguageModel):
        # The run ends with an answer of our own, so that the next visitor's does not wait for other words.
        running.success(
            partial(_ask_about_run, parts, writer),
            inputs=[parts.explanation.question, result.report],
            outputs=_answer_outputs(parts),
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
        wanted = handlers.order(photo, _backend(family, variant), *settings)
        try:
            with closing(handlers.watch(runtime, wanted)) as running:
                for news in running:
                    if isinstance(news, Step):
                        yield {**_busy(parts, True), run.status: wording.progress_panel(news)}
                    else:
                        yield {**_busy(parts, False), **_result(parts, news, question)}
        except Exception:
            yield {**_busy(parts, False), run.status: ""}
            raise


def _backend(family: str, variant: str | None) -> str:
    if family == AUTOMATIC:
        return AUTOMATIC
    names = [name for _, name in wording.variants_of(family)]
    return variant if variant in names else names[0]


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
        **_answer(parts, handlers.answer_question(question, report=report)),
    }


def _connect_weights(parts: Parts, downloads: bool) -> None:
    run, weights = parts.run, parts.run.weights
    family, variant, found = run.family, run.variant, parts.diagnosis.found
    gr.on(
        [weights.kind.change, family.change, variant.change, found.change],
        partial(_show_weights, downloads),
        inputs=[weights.kind, family, variant, found],
        outputs=[weights.panel, weights.download],
        queue=False,
        show_progress="hidden",
        trigger_mode="always_last",
        api_visibility="private",
    )
    if downloads:
        weights.download.click(
            partial(_download, parts),
            inputs=[family, variant, found],
            outputs=[weights.panel, weights.download],
            concurrency_id=FETCH,
            concurrency_limit=1,
            show_progress="hidden",
            api_visibility="private",
        )


def _show_weights(
    downloads: bool, kind: str, family: str, variant: str | None, found: Found | None
) -> tuple[str, gr.Button]:
    """What of the official weights is on disk, and what a download would bring."""
    backend = _chosen_or_recommended(family, variant, found)
    offered = downloads and checkpoints.can_be_fetched(kind, backend)
    return checkpoints.weights_panel(kind, backend, downloads), gr.Button(visible=offered, interactive=True)


def _download(parts: Parts, family: str, variant: str | None, found: Found | None) -> Iterator[Update]:
    """Fetch the official weights of the chosen model, showing how far it is."""
    weights = parts.run.weights
    backend = _chosen_or_recommended(family, variant, found)

    def shown() -> Update:
        panel, button = _show_weights(True, checkpoints.OFFICIAL, family, variant, found)
        return {weights.panel: panel, weights.download: button}

    with told_to_visitor():
        try:
            with closing(follow(partial(checkpoints.fetch_weights, backend))) as running:
                for news in running:
                    if isinstance(news, Step):
                        panel = checkpoints.download_panel(news)
                        yield {weights.panel: panel, weights.download: gr.Button(interactive=False)}
        except Exception:
            yield shown()
            raise
    yield shown()


def _chosen_or_recommended(family: str, variant: str | None, found: Found | None) -> str | None:
    """The backend that a restoration would take; None as long as that depends on a photo."""
    chosen = _backend(family, variant)
    if chosen != AUTOMATIC:
        return chosen
    return found.choice.backend if found else None


# 4: explanation


def _answer(parts: Parts, explanation: Explanation) -> Update:
    """The answer, and what a visitor may take along of it."""
    part, sources = parts.explanation, [item.source for item in explanation.sources]
    prompt = explanation.text if explanation.report else write_prompt(explanation.question, sources)
    return {
        part.answer: answer_panel(explanation),
        part.copies: gr.Accordion(visible=True),
        part.as_markdown: wording.explanation_text(explanation),
        part.as_bibtex: bibtex(sources),
        part.as_prompt: prompt,
    }


def _answer_outputs(parts: Parts) -> list[gr.components.Component | gr.blocks.BlockContext]:
    part = parts.explanation
    return [part.answer, part.copies, part.as_markdown, part.as_bibtex, part.as_prompt]


def _connect_explanation(parts: Parts, writer: Writer) -> None:
    part = parts.explanation
    gr.on(
        [part.ask.click, part.question.submit],
        partial(_ask, parts, writer),
        inputs=[
            part.question, parts.run.family, parts.run.variant, parts.diagnosis.found, parts.result.report,
        ],
        outputs=_answer_outputs(parts),
        concurrency_id=ANSWERS,
        concurrency_limit=limits.ANSWERS_AT_ONCE,
        api_visibility="private",
    )  # fmt: skip
    part.read.click(
        partial(_read, parts, writer),
        inputs=[part.prompt],
        outputs=_answer_outputs(parts),
        concurrency_id=ANSWERS,
        concurrency_limit=limits.ANSWERS_AT_ONCE,
        api_visibility="private",
    )


def _ask(
    parts: Parts,
    writer: Writer,
    question: str,
    family: str,
    variant: str | None,
    found: Found | None,
    report: Report | None,
) -> Update:
    """Answer about the finished run; before there is one, about the model that is chosen or recommended."""
    with told_to_visitor():
        chosen = _backend(family, variant)
        if chosen == AUTOMATIC:
            chosen = found.choice.backend if found else ""
        same = report and chosen in ("", report.restoration.backend.name)
        answer = handlers.answer_question(
            question,
            backend=get_backend(chosen).name if chosen else None,
            found=found,
            report=report if same else None,
            writer=writer,
        )
    return _answer(parts, answer)


def _ask_about_run(parts: Parts, writer: Writer, question: str, report: Report) -> Update:
    with told_to_visitor():
        return _answer(parts, handlers.answer_question(question, report=report, writer=writer))


def _read(parts: Parts, writer: Writer, prompt: str) -> Update:
    with told_to_visitor():
        return _answer(parts, handlers.answer_prompt(prompt, writer=writer))
