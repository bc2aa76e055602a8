"""The bytes of a picture file to upright sRGB pixels, or a sentence that says why not."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from PIL import Image, ImageFile, features

from cnaps.colour import FloatImage, to_srgb
from cnaps.errors import PhotoError

MIN_SIDE = 8
"""Shorter sides hold nothing that could be measured or restored: one JPEG block."""
MAX_ASPECT = 64.0
"""Longest strip, as long side over short side."""
ORIENTATION_TAG = 0x0112

# MPO (two pictures in one JPEG file) is opened by the JPEG plug-in; naming it here would be a KeyError.
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
READ_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
    TypeError,
    MemoryError,
    OverflowError,
)
"""What Pillow raises for damaged files (`UnidentifiedImageError` is an `OSError`)."""
BOMB_ERRORS = (Image.DecompressionBombError, Image.DecompressionBombWarning)

STRANGERS = (
    (rb"%PDF", "a PDF document: export its picture"),
    (rb"\xc5\xd0\xd3\xc6|%!PS", "a PostScript drawing: export it"),
    (rb"\s*((<\?xml[^>]*>|<!--((?!-->).)*-->|<!DOCTYPE svg[^>]*>)\s*)*<svg", "an SVG drawing: export it"),
    (rb"\s*<(!doctype html|html)", "a web page: save the picture itself"),
    (rb".{4}ftyp(heic|heix|heim|hevc|mif1|msf1)", "an HEIC photo: export it"),
    (rb".{4}ftyp(avif|avis)", "an AVIF picture that cannot be read here: export it"),
    (rb".{4}JXL |\xff\x0a", "a JPEG XL picture: export it"),
    (rb".{4}jP  |\xff\x4f\xff\x51", "a JPEG 2000 picture: export it"),
    (rb"8BPS", "a Photoshop document: export it"),
    (rb"PK\x03\x04", "a ZIP archive: unpack it and choose one picture"),
)
"""First bytes of files that people take for photos, what they are, and the way out."""


@dataclass(frozen=True, kw_only=True, eq=False)
class DecodedFile:
    """An upright picture and what its file said about it; the fields are those of `cnaps.photo.Photo`."""

    pixels: FloatImage
    alpha: FloatImage | None
    file_format: str
    quantisation: tuple[tuple[int, ...], ...]
    notes: tuple[str, ...]


def decode(encoded: bytes, max_megapixels: float) -> DecodedFile:
    """Decode a picture file held in memory.

    The kind of file is told from its bytes. The size is read from the header and refused before any
    pixel is decoded; Pillow's own limit (179 megapixels) holds besides `max_megapixels`.

    Raises:
        PhotoError: not a readable picture, damaged, too large, too small or too narrow.
    """
    if not encoded:
        raise PhotoError("The file is empty (0 bytes): choose another file or download it again.")
    with _opened(encoded) as image:
        _check_size(*image.size, max_megapixels)
        try:
            return _pixels(image, encoded)
        except (*READ_ERRORS, *BOMB_ERRORS) as error:
            raise PhotoError(
                f"The {_format(image)} file is damaged or cut off and cannot be decoded to its end: "
                "download or export it again."
            ) from error


def _opened(encoded: bytes) -> ImageFile.ImageFile:
    formats = (*FORMATS, "AVIF") if features.check("avif") else FORMATS
    try:
        return Image.open(BytesIO(encoded), formats=formats)
    except BOMB_ERRORS as error:
        found = re.search(r"\d+", str(error))
        size = f"{int(found[0]) / 1e6:.0f} megapixels" if found else "far too many pixels"
        raise PhotoError(
            f"The picture has {size}; whatever else is allowed, no more than "
            f"{(Image.MAX_IMAGE_PIXELS or 0) / 1e6:.0f} are opened: make it smaller."
        ) from error
    except READ_ERRORS as error:
        raise _stranger(encoded) from error


def _stranger(encoded: bytes) -> PhotoError:
    """What to say about bytes that no decoder took."""
    for pattern, advice in STRANGERS:
        if re.match(pattern, encoded[:4096], re.DOTALL | re.IGNORECASE):
            return PhotoError(f"The file is {advice} as JPEG, PNG, WebP or TIFF.")
    return PhotoError(
        "The file is not a picture that can be read, whatever its name says: "
        "choose a JPEG, PNG, WebP, TIFF, AVIF, BMP or GIF file."
    )


def _check_size(width: int, height: int, max_megapixels: float) -> None:
    if width * height > max_megapixels * 1e6:
        raise PhotoError(
            f"The picture has {width * height / 1e6:.1f} megapixels ({width}x{height}); "
            f"at most {max_megapixels:g} are taken: make it smaller."
        )
    if min(width, height) < MIN_SIDE:
        raise PhotoError(
            f"The picture is {width}x{height} pixels; each side needs at least {MIN_SIDE}: "
            "choose a larger picture."
        )
    if max(width, height) > MAX_ASPECT * min(width, height):
        raise PhotoError(
            f"The picture is {width}x{height} pixels; the long side may be at most {MAX_ASPECT:g} times "
            "the short one: cut it into pieces."
        )


def _pixels(image: ImageFile.ImageFile, encoded: bytes) -> DecodedFile:
    raw_mode, frames, turn = _raw_mode(image), _frames(image), _orientation(image)
    tables = sorted(getattr(image, "quantization", {}).items())
    file_format = _format(image)
    image.load()
    # Pillow turns TIFF files while loading; in the file itself the pixels still lie as they were.
    turned = file_format == "TIFF" and turn != 1
    decoded = to_srgb(image, None if turned else encoded, raw_mode)
    turn = 1 if turned else turn
    return DecodedFile(
        pixels=_upright(decoded.pixels, turn),
        alpha=None if decoded.alpha is None else _upright(decoded.alpha, turn),
        file_format=file_format,
        quantisation=tuple(tuple(table) for _, table in tables),
        notes=(*frames, *decoded.notes),
    )


def _format(image: ImageFile.ImageFile) -> str:
    """In Pillow's words, but for phones' JPEG files with a second picture: whoever saved one saved a JPEG."""
    return "JPEG" if image.format == "MPO" else image.format or "PNG"


def _raw_mode(image: ImageFile.ImageFile) -> str:
    """How the file stores a pixel, e.g. ``RGB;16B``; known before loading only."""
    if not image.tile:
        return image.mode
    arguments = image.tile[0][3]
    first = arguments[0] if isinstance(arguments, tuple) and arguments else arguments
    return first if isinstance(first, str) else image.mode


def _frames(image: ImageFile.ImageFile) -> tuple[str, ...]:
    if not getattr(image, "is_animated", False):
        return ()
    return (f"The {_format(image)} file holds several pictures; only the first was taken.",)


def _orientation(image: ImageFile.ImageFile) -> int:
    """EXIF orientation, 1 (upright) to 8; 1 where the EXIF data cannot be read."""
    try:
        value = image.getexif().get(ORIENTATION_TAG, 1)
    except READ_ERRORS:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _upright(values: FloatImage, orientation: int) -> FloatImage:
    """Undo the orientation (EXIF 2.32, tag 274): 5 to 8 swap rows and columns, then two mirrors."""
    if orientation >= 5:
        values = values.swapaxes(0, 1)
    if orientation in (3, 4, 7, 8):
        values = values[::-1]
    if orientation in (2, 3, 6, 7):
        values = values[:, ::-1]
    return np.ascontiguousarray(values)
