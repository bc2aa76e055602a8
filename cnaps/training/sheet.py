"""Pictures side by side in rows, with a line of text above each, small enough for a card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from cnaps.degradations.light import Image
from cnaps.errors import PhotoError

GAP, LINE = 6, 18
"""Pixels between tiles, and for the text above each."""

QUALITIES = range(90, 25, -5)
"""WebP qualities that are tried until the sheet is small enough."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tile:
    """A picture, (H, W, 3) sRGB clipped to [0, 1] when drawn, and what stands above it."""

    picture: Image
    text: str


def draw_sheet(rows: Sequence[Sequence[Tile]], *, most_bytes: int) -> bytes:
    """The tiles as one WebP file on white, at the best quality that stays within `most_bytes`.

    Raises:
        PhotoError: even the lowest quality is too large.
    """
    sheet = _laid_out(rows)
    for quality in QUALITIES:
        encoded = BytesIO()
        sheet.save(encoded, "WEBP", quality=quality, method=6)
        if encoded.tell() <= most_bytes:
            return encoded.getvalue()
    raise PhotoError(
        f"A sheet of {sheet.width}x{sheet.height} pixels does not fit into {most_bytes} bytes: show fewer."
    )


def _laid_out(rows: Sequence[Sequence[Tile]]) -> Pillow.Image:
    heights = [max(tile.picture.shape[0] for tile in row) + LINE + GAP for row in rows]
    width = max(sum(tile.picture.shape[1] + GAP for tile in row) for row in rows) + GAP
    sheet = Pillow.new("RGB", (width, sum(heights) + GAP), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        left = GAP
        for tile in row:
            draw.text((left, top), tile.text, fill="#222222", font=font)
            sheet.paste(_pillow(tile.picture), (left, top + LINE))
            left += tile.picture.shape[1] + GAP
        top += height
    return sheet


def _pillow(picture: Image) -> Pillow.Image:
    return Pillow.fromarray(np.rint(np.clip(picture, 0.0, 1.0) * 255.0).astype(np.uint8))
