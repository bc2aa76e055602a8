"""The photo field: decodes with our own decoder and answers bad files with a sentence."""

from __future__ import annotations

import html
from abc import ABCMeta
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import gradio as gr
from gradio.component_meta import ComponentMeta
from gradio.data_classes import ImageData

from cnaps.errors import CnapsError, PhotoError
from cnaps.interface.limits import MEGAPIXELS
from cnaps.photo import Photo, open_photo


@contextmanager
def told_to_visitor() -> Iterator[None]:
    """Turn an error that is meant to be read into the message box of the page; anything else stays a bug."""
    try:
        yield
    except CnapsError as error:
        # The message box renders HTML, and file names are the visitor's.
        raise gr.Error(html.escape(str(error), quote=False), print_exception=False, title="Sorry") from error


class _WithoutStub(ComponentMeta):
    """Without the `.pyi` file that Gradio writes beside the module of every component at import."""

    def __new__(cls, name: str, bases: tuple[type, ...], attributes: dict[str, object]) -> _WithoutStub:
        return ABCMeta.__new__(cls, name, bases, attributes)


class PhotoUpload(gr.Image, metaclass=_WithoutStub):
    """An image field that hands a `Photo` to its handlers.

    The stock field decodes with Pillow's defaults first: it drops transparency and 16-bit depth, ignores
    orientation, and answers a damaged file with an empty message.
    """

    is_template = True

    def preprocess(self, payload: ImageData | None) -> Photo | None:  # type: ignore[override]
        """Decode the uploaded file; None while there is none."""
        if payload is None:
            return None
        with told_to_visitor():
            if not payload.path:
                raise PhotoError("No file arrived: upload the photo itself, links are not followed.")
            return open_photo(Path(payload.path), name=payload.orig_name, max_megapixels=MEGAPIXELS)


# Gradio reads the settings of a component from the signature of its class, which therefore stays as it is.
photo_upload = partial(PhotoUpload, type="filepath", image_mode=None, sources=["upload", "clipboard"])
"""A photo field with the settings that the decoder needs."""
