"""The switch between weights, and the download of official ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial

import gradio as gr

from cnaps.interface import checkpoints
from cnaps.interface.events.shared import (
    FETCH,
    Update,
    chosen_or_recommended,
    ending_with,
)
from cnaps.interface.handlers import Found
from cnaps.interface.parts import Parts
from cnaps.interface.upload import told_to_visitor
from cnaps.work import Step, follow


def connect_weights(parts: Parts, downloads: bool) -> None:
    """The switch between shipped and official weights, and the download where visitors may start one."""
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
            partial(download, parts),
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
    backend = chosen_or_recommended(family, variant, found)
    offered = downloads and checkpoints.can_be_fetched(kind, backend)
    return checkpoints.weights_panel(kind, backend, downloads), gr.Button(visible=offered, interactive=True)


def download(parts: Parts, family: str, variant: str | None, found: Found | None) -> Iterator[Update]:
    """Fetch the official weights of the chosen model, showing how far it is."""
    weights = parts.run.weights
    backend = chosen_or_recommended(family, variant, found)

    def shown() -> Update:
        panel, button = _show_weights(True, checkpoints.OFFICIAL, family, variant, found)
        return {weights.panel: panel, weights.download: button}

    with told_to_visitor():
        yield from ending_with(_fetch(parts, backend), shown)
    yield shown()


def _fetch(parts: Parts, backend: str | None) -> Iterator[Update]:
    weights = parts.run.weights
    with closing(follow(partial(checkpoints.fetch_weights, backend))) as running:
        for news in running:
            if isinstance(news, Step):
                panel = checkpoints.download_panel(news)
                yield {weights.panel: panel, weights.download: gr.Button(interactive=False)}
