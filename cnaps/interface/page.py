"""The page: its sections and their events put together, and how it is served."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import gradio as gr
from starlette.middleware import Middleware

from cnaps.errors import SettingError
from cnaps.explanation.writing import BY_ITSELF, LanguageModel, Writer
from cnaps.interface import limits, wording
from cnaps.interface.endpoints import add_endpoints
from cnaps.interface.events import (
    ANSWERS,
    HEAVY,
    LIGHT,
    connect_explanation,
    connect_photo,
    connect_run,
    connect_weights,
)
from cnaps.interface.guard import Guard
from cnaps.interface.parts import lay_out
from cnaps.runtime import Runtime


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
        connect_photo(parts)
        connect_run(parts, runtime, writer)
        connect_weights(parts, downloads)
        connect_explanation(parts, writer)
        add_endpoints(runtime, writer, heavy=HEAVY, light=LIGHT, answers=ANSWERS)
    # Without a size of its own the queue is unbounded, and on shared GPU hosts it is 1.
    return page.queue(max_size=limits.QUEUED, default_concurrency_limit=1)


def launch_page(page: gr.Blocks, *, host: str, port: int) -> str:
    """Serve the page in the background, and return its address.

    Raises:
        SettingError: the port is taken or not open.
    """
    try:
        return _launch(page, host, port)
    except OSError as error:
        raise SettingError(
            f"Nothing can be served at http://{host}:{port}, which another program may have taken: end that "
            f"one, or choose another port, e.g. PORT={port + 1}."
        ) from error


def _launch(page: gr.Blocks, host: str, port: int) -> str:
    guard = Middleware(Guard, upload_bytes=limits.FILE_BYTES + 2**20, request_bytes=limits.REQUEST_BYTES)
    _, address, _ = page.launch(
        server_name=host,
        server_port=port,
        prevent_thread_lock=True,
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


def keep_open(page: gr.Blocks) -> None:
    """Serve until someone ends the process."""
    page.block_thread()


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
