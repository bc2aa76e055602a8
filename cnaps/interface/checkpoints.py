"""The official weights on the page: what is on disk, what a download would bring, and the download."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import gradio as gr

from cnaps.backend import Backend
from cnaps.errors import SettingError
from cnaps.fetching import Fetched, fetch
from cnaps.interface.announced import announced
from cnaps.official import store
from cnaps.official.records import find_checkpoint
from cnaps.registry import get_backend
from cnaps.runtime import StepReporter
from cnaps.work import Step

COMPACT, OFFICIAL = "compact", "official"
COMPACT_PANEL = "<p class='quiet'>Small weights that this project trained itself; they are always there.</p>"
REPORT_EVERY = 500_000
"""Bytes between two reports; the page shows a tenth of a megabyte at best."""


@dataclass(frozen=True, kw_only=True)
class WeightsPart:
    """The switch between the weights, and what is known about the official ones."""

    kind: gr.Radio
    panel: gr.HTML
    download: gr.Button


def weights_part() -> WeightsPart:
    """Build the section inside the current layout."""
    kind = gr.Radio(
        [("Compact", COMPACT), ("Official", OFFICIAL)],
        value=COMPACT, label="Weights", elem_id="weights",
        info="Official ones are those that the authors of a model published: larger, slower, stronger.",
    )  # fmt: skip
    panel = announced(COMPACT_PANEL, elem_id="weights-panel")
    download = gr.Button("Download", visible=False, elem_id="weights-download")
    return WeightsPart(kind=kind, panel=panel, download=download)


def can_be_fetched(kind: str, backend: str | None) -> bool:
    """Whether a download makes sense: official weights are chosen, exist and are not there yet."""
    if backend is None:
        return False
    row = get_backend(backend)
    checkpoint = find_checkpoint(runs_official(row).name)
    wanted = kind == OFFICIAL or not row.weights.files
    return wanted and checkpoint is not None and not store.is_on_disk(checkpoint)


def runs_official(row: Backend) -> Backend:
    """The row that runs the official weights of a backend: mostly itself."""
    return row.released or row


def weights_panel(kind: str, backend: str | None, downloads: bool) -> str:
    """What the chosen model has of these weights."""
    if kind == COMPACT and (backend is None or get_backend(backend).weights.files):
        return COMPACT_PANEL
    if backend is None:
        return "<p class='quiet'>Choose a model, or add a photo, to see its official weights.</p>"
    row = runs_official(get_backend(backend))
    title, checkpoint = escape(row.title), find_checkpoint(row.name)
    if checkpoint is None:
        return f"<p>{title} has no official weights that run here: choose the compact ones.</p>"
    facts = (
        f"<p class='quiet'>{escape(checkpoint.files_in_words)}. Licence: "
        f"{escape(checkpoint.licences_in_words)}. Trained on {escape(checkpoint.trained_on)}. Published at "
        f"<a href='{escape(checkpoint.address)}' target='_blank' rel='noopener'>"
        f"{escape(checkpoint.host)}</a>.</p>"
    )
    if row.demands:
        facts = f"<p><strong>{escape(row.demands)}</strong></p>{facts}"
    if store.is_on_disk(checkpoint):
        return f"<p><strong>The official weights of {title} are on disk.</strong></p>{facts}"
    way = (
        "Nothing is downloaded before you press the button."
        if downloads
        else "Visitors cannot download them here: choose the compact weights."
    )
    return f"<p><strong>The official weights of {title} are not on disk.</strong> {way}</p>{facts}"


def download_panel(step: Step) -> str:
    """How far a download is."""
    if not step.total:
        text, value = f"Downloading: {step.done / 1e6:.1f} MB so far …", ""
    elif step.done >= step.total:
        text, value = "Checking the file …", ""
    else:
        text = f"Downloading: {step.done / 1e6:.1f} of {step.total / 1e6:.1f} MB"
        value = f"max='{step.total}' value='{step.done}'"
    return f"<p>{text}</p><progress aria-label='Download' {value}></progress>"


def fetch_weights(backend: str | None, on_step: StepReporter) -> Fetched:
    """Fetch; every half megabyte is reported, and may be the last.

    Raises:
        CnapsError: what went wrong, in a sentence.
    """
    if backend is None:
        raise SettingError("No model is chosen yet: choose one, or add a photo, and its weights are fetched.")
    reported = -REPORT_EVERY

    def on_bytes(done: int, total: int | None) -> None:
        nonlocal reported
        if done - reported >= REPORT_EVERY or done == total:
            reported = done
            on_step(done, total or 0, "bytes")

    return fetch(runs_official(get_backend(backend)).name, on_bytes=on_bytes)
