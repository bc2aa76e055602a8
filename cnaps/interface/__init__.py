"""The page: the only part that knows Gradio."""

from __future__ import annotations

from cnaps.interface.page import build_page, keep_open, launch_page

__all__ = ["build_page", "keep_open", "launch_page"]
