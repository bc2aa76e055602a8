"""The components of the page, section by section."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from cnaps.interface import wording
from cnaps.interface.announced import announced
from cnaps.interface.checkpoints import WeightsPart, weights_part
from cnaps.interface.upload import PhotoUpload, photo_upload
from cnaps.pipeline import AUTOMATIC
from cnaps.runtime import LARGEST_SEED, PRECISIONS


@dataclass(frozen=True, kw_only=True)
class PhotoPart:
    """1. The photo, and a stand-in for those that a browser cannot show."""

    photo: PhotoUpload
    stand_in: gr.Image


@dataclass(frozen=True, kw_only=True)
class DiagnosisPart:
    """2. What is wrong; `found` keeps it for this visitor."""

    panel: gr.HTML
    found: gr.State


@dataclass(frozen=True, kw_only=True)
class RunPart:
    """3. What to do about it."""

    family: gr.Radio
    variant: gr.Radio
    seed: gr.Number
    precision: gr.Radio
    tile: gr.Dropdown
    weights: WeightsPart
    restore: gr.Button
    stop: gr.Button
    status: gr.HTML


@dataclass(frozen=True, kw_only=True)
class ResultPart:
    """4. The result; `report` keeps its figures for later questions."""

    group: gr.Column
    pictures: gr.ImageSlider
    divider: gr.Slider
    in_words: gr.HTML
    facts: gr.HTML
    table: gr.HTML
    download: gr.DownloadButton
    report: gr.State


@dataclass(frozen=True, kw_only=True)
class ExplanationPart:
    """4, too. The question and the answer."""

    question: gr.Textbox
    ask: gr.Button
    prompt: gr.Textbox
    read: gr.Button
    answer: gr.HTML
    copies: gr.Accordion
    as_markdown: gr.Textbox
    as_bibtex: gr.Textbox
    as_prompt: gr.Textbox


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The whole page."""

    photo: PhotoPart
    diagnosis: DiagnosisPart
    run: RunPart
    result: ResultPart
    explanation: ExplanationPart


def lay_out(examples: Sequence[Path]) -> Parts:
    """Build all sections inside the current `gr.Blocks`."""
    gr.Markdown(wording.INTRODUCTION)
    with gr.Row():
        with gr.Column(scale=5, min_width=260):
            photo = _photo(examples)
        with gr.Column(scale=5, min_width=260):
            diagnosis = _diagnosis()
    run = _run()
    result = _result()
    return Parts(photo=photo, diagnosis=diagnosis, run=run, result=result, explanation=_explanation())


def _photo(examples: Sequence[Path]) -> PhotoPart:
    gr.Markdown("## 1 · Photo")
    photo = photo_upload(label="Your photo", height=360, buttons=["fullscreen"], elem_id="photo")
    stand_in = gr.Image(
        label="Your photo (shown as PNG, because browsers do not show this format)",
        type="filepath", format="png", interactive=False, visible=False, buttons=[], elem_id="stand-in",
    )  # fmt: skip
    gr.HTML(f"<p class='quiet'>{wording.FORMATS}</p>", padding=False, elem_classes="panel")
    if examples:
        gr.Examples(
            [[str(path)] for path in examples],
            inputs=[photo],
            label="Or try one of these",
            examples_per_page=len(examples),
            cache_examples=False,
            api_visibility="private",
            elem_id="examples",
        )
    return PhotoPart(photo=photo, stand_in=stand_in)


def _diagnosis() -> DiagnosisPart:
    gr.Markdown("## 2 · What is wrong with it")
    return DiagnosisPart(
        panel=gr.HTML(wording.NOTHING_MEASURED, padding=False, elem_id="diagnosis", elem_classes="panel"),
        found=gr.State(None),
    )


def _run() -> RunPart:
    gr.Markdown("## 3 · Restore")
    family = gr.Radio(
        [(label, name) for name, label in wording.FAMILIES.items()],
        value=AUTOMATIC, label="Way of restoring", elem_classes="choices", elem_id="family",
    )  # fmt: skip
    variant = gr.Radio([], label="Model", visible=False, elem_classes="choices", elem_id="variant")
    with gr.Accordion("Expert settings", open=False):
        with gr.Row():
            seed = gr.Number(
                0, label="Seed",
                info="Of the noise that a diffusion starts from; the same seed gives the same photo.",
                precision=0, minimum=0, maximum=LARGEST_SEED, min_width=200,
            )  # fmt: skip
            precision = gr.Radio(
                list(PRECISIONS), value="auto", label="Precision", min_width=200,
                info="bf16 is faster where the processor computes with it; fp32 is exact.",
            )  # fmt: skip
            tile = gr.Dropdown(
                ["auto", "256", "384", "512", "768"], value="auto", label="Tile", allow_custom_value=True,
                info="Side in pixels of the pieces a photo is cut into; auto fits them to the free memory.",
                min_width=200,
            )  # fmt: skip
        weights = weights_part()
        gr.HTML(wording.absent_list(), padding=False, elem_id="absent", elem_classes="panel")
    with gr.Row():
        restore = gr.Button("Restore photo", variant="primary", scale=3, elem_id="restore")
        stop = gr.Button("Stop", variant="stop", visible=False, scale=1, elem_id="stop")
    status = announced("", elem_id="status")
    return RunPart(
        family=family, variant=variant, seed=seed, precision=precision, tile=tile, weights=weights,
        restore=restore, stop=stop, status=status,
    )  # fmt: skip


def _result() -> ResultPart:
    gr.Markdown("## 4 · Result and explanation")
    with gr.Column(visible=False, elem_id="result") as group, gr.Row():
        with gr.Column(scale=3, min_width=260):
            pictures = gr.ImageSlider(
                label="Before and after", type="filepath", format="png", interactive=False, max_height=640,
                buttons=["fullscreen"], elem_id="pictures",
            )  # fmt: skip
            divider = gr.Slider(
                0, 100, value=50, step=1, label="Divider (arrow keys move it)", elem_id="divider", buttons=[],
            )  # fmt: skip
            in_words = gr.HTML("", padding=False, elem_id="in-words", elem_classes="panel")
        with gr.Column(scale=2, min_width=260):
            download = gr.DownloadButton("Download PNG", variant="primary", elem_id="download")
            table = gr.HTML("", padding=False, elem_id="compared", elem_classes="panel")
            facts = gr.HTML("", padding=False, elem_id="facts", elem_classes="panel")
    return ResultPart(
        group=group, pictures=pictures, divider=divider, in_words=in_words, facts=facts, table=table,
        download=download, report=gr.State(None),
    )  # fmt: skip


def _explanation() -> ExplanationPart:
    with gr.Tabs():
        with gr.Tab("Your question"):
            question = gr.Textbox(
                label="Question (optional)", lines=2, elem_id="question",
                placeholder="For example: How does SwinIR remove noise without blurring edges?",
            )  # fmt: skip
            ask = gr.Button("Explain", elem_id="ask")
        with gr.Tab("A whole prompt"):
            prompt = gr.Textbox(
                label="Prompt with a question, models and papers; it is answered from its own text alone",
                lines=10, max_lines=20, elem_id="prompt",
            )  # fmt: skip
            read = gr.Button("Explain this prompt", elem_id="read")
    answer = gr.HTML(
        wording.NOTHING_EXPLAINED, padding=False, elem_id="answer", elem_classes=["answer", "panel"]
    )
    with gr.Accordion("Take this answer along", open=False, visible=False, elem_id="copies") as copies:
        as_markdown = _copy("The answer as Markdown", "as-markdown")
        as_bibtex = _copy("Its sources as BibTeX", "as-bibtex")
        as_prompt = _copy("The prompt behind it: question, models and papers", "as-prompt")
    return ExplanationPart(
        question=question, ask=ask, prompt=prompt, read=read, answer=answer,
        copies=copies, as_markdown=as_markdown, as_bibtex=as_bibtex, as_prompt=as_prompt,
    )  # fmt: skip


def _copy(label: str, name: str) -> gr.Textbox:
    return gr.Textbox(label=label, lines=4, max_lines=8, interactive=False, buttons=["copy"], elem_id=name)
