"""Photo in, photo out: the one place that decodes and encodes."""

from __future__ import annotations

import os
import re
import unicodedata
import uuid
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cnaps.decoding import decode
from cnaps.errors import PhotoError

MAX_MEGAPIXELS = 100.0
"""Largest photo that is decoded unless the caller says otherwise."""
MAX_FILE_BYTES = 1 << 30
"""Largest file that is read into memory."""
MAX_NAME = 80
"""Characters of a name that are kept, and twice as many bytes, so that every file system takes it."""
ENCODERS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".tif": "TIFF", ".tiff": "TIFF"}
"""Endings that `write_photo` knows."""
PHOTO_ENDINGS = frozenset({*ENCODERS, ".bmp"})
"""Endings by which the clean photos of a folder are told from its other files."""
STRIP = 256
"""Rows that are converted at once."""
LONGEST_SIDE = {"JPEG": 65500, "WEBP": 16383}
"""Longest side that a format can hold, where it has such a limit."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Photo:
    """An upright photo in sRGB.

    `pixels`: (H, W, 3) float32 in [0, 1], read-only. `alpha`: (H, W) float32 in [0, 1] or None.
    """

    pixels: NDArray[np.float32]
    alpha: NDArray[np.float32] | None = None
    name: str = "photo"
    """File name without folder and ending, safe to put into another file name."""
    file_format: str = "PNG"
    """Format of the file it was read from, in Pillow's words."""
    quantisation: tuple[tuple[int, ...], ...] = ()
    """JPEG quantisation tables (64 entries each, row by row, luminance first); empty when there are none."""
    notes: tuple[str, ...] = ()
    """What a visitor should know about the decoding, one sentence each."""

    @property
    def height(self) -> int:
        """Rows."""
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        """Columns."""
        return int(self.pixels.shape[1])


def open_photo(
    source: Path | bytes, *, name: str | None = None, max_megapixels: float = MAX_MEGAPIXELS
) -> Photo:
    """Decode a photo: upright, sRGB, transparency set aside, first frame of an animation.

    The kind of file is told from its bytes, never from its ending. The size is read from the header
    and refused before any pixel is decoded. `name` is the visitor's file name where `source` is bytes
    or a temporary file. No EXIF data is kept.

    Raises:
        PhotoError: not a readable photo, damaged, too large, too small or too narrow; one sentence
            for a visitor.
    """
    called = name if name is not None else source.name if isinstance(source, Path) else "photo"
    decoded = decode(source if isinstance(source, bytes) else _read(source), max_megapixels)
    return Photo(
        pixels=_frozen(decoded.pixels),
        alpha=None if decoded.alpha is None else _frozen(decoded.alpha),
        name=_safe(re.sub(r"\.[A-Za-z0-9]{1,5}$", "", called)),
        file_format=decoded.file_format,
        quantisation=decoded.quantisation,
        notes=decoded.notes,
    )


def photos_in(folder: Path) -> tuple[Path, ...]:
    """The photos of a folder by their endings, in the order of their names; none if it is missing."""
    files = (path for path in folder.glob("*") if path.suffix.lower() in PHOTO_ENDINGS and path.is_file())
    return tuple(sorted(files))


def with_pixels(photo: Photo, pixels: NDArray[np.floating], *, taken_over: bool = False) -> Photo:
    """`photo` with other pixels (H, W, 3), clamped to [0, 1]; name and transparency stay.

    The quantisation tables go, because the new pixels never were in that JPEG file. Pixels that are
    `taken_over` become the photo's without a copy, which a large photo would not leave room for.

    Raises:
        PhotoError: the size differs or a value is no number.
    """
    if pixels.shape != photo.pixels.shape:
        raise PhotoError(f"The pixels are {pixels.shape}, the photo {photo.pixels.shape}: both must agree.")
    # The sum tells as well as a test of every value, which would take as many bytes again.
    if not np.isfinite(pixels.sum(dtype=np.float64)):
        raise PhotoError("The result holds values that are no numbers (NaN): run again with precision fp32.")
    clamped = np.clip(pixels, 0.0, 1.0, out=pixels if taken_over else None)
    return replace(photo, pixels=_frozen(clamped), quantisation=())


def encode_png(photo: Photo) -> bytes:
    """The photo as 8-bit sRGB PNG, rounded half up, transparency included, without any metadata."""
    return _encode(photo, "PNG")


def write_png(photo: Photo, path: Path) -> None:
    """Write `encode_png(photo)` to `path`, whole or not at all.

    Raises:
        PhotoError: the folder is missing or cannot be written to.
    """
    _write(encode_png(photo), path)


def write_photo(photo: Photo, path: Path) -> None:
    """Write the photo in the format that the ending of `path` names, whole or not at all.

    PNG, WebP and TIFF are lossless; JPEG is quality 95 with full chroma, transparency laid on white.

    Raises:
        PhotoError: unknown ending, a side too long for the format, or no place to write.
    """
    _write(_encode(photo, _format_of(path)), path)


def check_destination(path: Path) -> None:
    """Refuse a path that `write_photo` could not write to, so that no work is done for nothing.

    Raises:
        PhotoError: unknown ending, or no place to write.
    """
    _format_of(path)
    try:
        in_folder, is_folder = path.parent.is_dir(), path.is_dir()
    except OSError as error:
        raise _unwritable(path, error.strerror or "the folder is not open to you") from error
    if not in_folder:
        raise _unwritable(path, "there is no such folder")
    if is_folder:
        raise _unwritable(path, "it is a folder")
    if not os.access(path.parent, os.W_OK):
        raise _unwritable(path, "the folder is not open to you")


def restored_name(photo: Photo, backend_name: str) -> str:
    """File name for a result, e.g. ``holiday_restored_swinir-noise15.png``."""
    return f"{_safe(photo.name)}_restored_{_safe(backend_name)}.png"


def _format_of(path: Path) -> str:
    file_format = ENCODERS.get(path.suffix.lower())
    if file_format is None:
        raise PhotoError(
            f"The ending {path.suffix!r} of {path.name!r} is unknown: use {', '.join(ENCODERS)}."
        )
    return file_format


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise PhotoError(
                f"The file has {size >> 20} MB; at most {MAX_FILE_BYTES >> 20} MB are read: save it smaller."
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise PhotoError(f"The file {path.name!r} cannot be read ({reason}): check the path.") from error


def _encode(photo: Photo, file_format: str) -> bytes:
    longest, limit = max(photo.width, photo.height), LONGEST_SIDE.get(file_format)
    if limit is not None and longest > limit:
        raise PhotoError(f"A side of {longest} pixels is too long for {file_format} ({limit}): use .png.")
    image = _flattened(photo) if file_format == "JPEG" else _image(photo)
    encoded = BytesIO()
    if file_format == "JPEG":
        image.save(encoded, "JPEG", quality=95, subsampling="4:4:4")
    elif file_format == "WEBP":
        # `exact` keeps the colour under transparent pixels.
        image.save(encoded, "WEBP", lossless=True, exact=True)
    elif file_format == "TIFF":
        image.save(encoded, "TIFF", compression="tiff_adobe_deflate")
    else:
        image.save(encoded, "PNG")
    return encoded.getvalue()


def _image(photo: Photo) -> Image.Image:
    """RGB or RGBA; a fresh picture, so nothing of the original file's metadata can come along."""
    image = Image.fromarray(_eight_bits(photo.pixels))
    if photo.alpha is not None:
        image.putalpha(Image.fromarray(_eight_bits(photo.alpha)))
    return image


def _flattened(photo: Photo) -> Image.Image:
    if photo.alpha is None:
        return _image(photo)
    cover = photo.alpha[..., None]
    return Image.fromarray(_eight_bits(photo.pixels * cover + (1.0 - cover)))


def _eight_bits(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    """The 256 levels, rounded half up, in strips: a large photo leaves no room for copies in float32."""
    levels = np.empty(values.shape, np.uint8)
    for top in range(0, len(values), STRIP):
        strip = np.clip(values[top : top + STRIP], 0.0, 1.0)
        levels[top : top + STRIP] = np.floor(strip * np.float32(255.0) + np.float32(0.5))
    return levels


def _write(encoded: bytes, path: Path) -> None:
    """Write beside `path` and rename, so that no reader ever sees half a file."""
    unfinished = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        try:
            unfinished.write_bytes(encoded)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(path, error.strerror or str(error)) from error


def _unwritable(path: Path, reason: str) -> PhotoError:
    return PhotoError(
        f"{str(path)!r} cannot be written ({reason}): name a file in a folder that exists and can be "
        "written to."
    )


def _safe(name: str) -> str:
    """`name` as part of a file name: no folder, control character, reserved sign or leading dot."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    cleaned = re.sub(r'[:*?"<>|]', "_", visible)[:MAX_NAME]
    short = cleaned.encode()[: 2 * MAX_NAME].decode(errors="ignore")
    return short.strip(" .") or "photo"


def _frozen(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """Read-only for everyone from now on; without a copy where the values are what is wanted."""
    array = np.ascontiguousarray(values, dtype=np.float32)
    array.setflags(write=False)
    return array
