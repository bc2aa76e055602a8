"""1 and 2: what happens to a new photo."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import gradio as gr

from cnaps.interface import handlers, wording
from cnaps.interface.events.shared import (
    LIGHT,
    Update,
)
from cnaps.interface.parts import Parts
from cnaps.interface.pictures import display_copy
from cnaps.interface.upload import told_to_visitor
from cnaps.photo import Photo, write_png

NOT_SHOWN_BY_BROWSERS = frozenset({"TIFF"})


def connect_photo(parts: Parts) -> None:
    """A new photo is measured."""
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
