"""A panel whose changes a screen reader reads out."""

from __future__ import annotations

import gradio as gr

LASTING = "element.setAttribute('role', 'status');"
"""Only a region that is there before its text is heard: the element stays while its content changes."""


def announced(content: str, *, elem_id: str) -> gr.HTML:
    """An HTML panel that is a live region from the start."""
    return gr.HTML(content, padding=False, elem_id=elem_id, elem_classes="panel", js_on_load=LASTING)
