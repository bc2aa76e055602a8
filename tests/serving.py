"""The real page on a real port, for tests that talk to it from outside."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import gradio as gr
import pytest

from cnaps.explanation.writing import BY_ITSELF, Writer
from cnaps.interface import build_page, launch_page
from cnaps.runtime import Runtime


@dataclass(frozen=True)
class Served:
    """A running page."""

    page: gr.Blocks
    address: str
    """With a slash at the end."""
    files: Path
    """Where everything that visitors leave behind lies."""


@contextmanager
def served(
    files: Path, *, examples: tuple[Path, ...] = (), writer: Writer = BY_ITSELF, downloads: bool = False
) -> Iterator[Served]:
    """Serve the page with its temporary files in `files`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(files))
        page = build_page(Runtime(), examples=examples, writer=writer, downloads=downloads)
        address = launch_page(page, host="127.0.0.1", port=free_port())
        try:
            yield Served(page, address, files)
        finally:
            page.close(verbose=False)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
