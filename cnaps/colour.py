"""From whatever mode a picture file is in to sRGB: profiles, palettes, 16 bits, transparency."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms
from PIL.TiffImagePlugin import PHOTOMETRIC_INTERPRETATION, TiffImageFile

from cnaps.errors import PhotoError

FloatImage = NDArray[np.float32]

DEEP_COLOUR = frozenset(f"{mode};16{order}" for mode in ("RGB", "RGBA", "LA") for order in "BLN")
"""Raw modes that hold 16 bits a channel in the file and that Pillow cuts to 8."""
DEEP_GREY = frozenset({"I;16", "I;16B", "I;16L", "I;16N"})
WHITE_LEVELS = (1.0, 255.0, 65535.0, 4294967295.0)
"""What 1.0 may be stored as in a file of floating-point or 32-bit numbers."""
HEADROOM = 4.0
"""A floating-point photo on the scale of 1.0 may have highlights up to here; they are clipped."""
PROFILE_LEFT_OUT = "The colour profile of a grey photo of 16 bits was left out; it was read as sRGB."
WHITE_IS_ZERO = 0
"""Of a TIFF file's photometric interpretation."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Decoded:
    """Pixels as they lie in the file: `pixels` (H, W, 3) and `alpha` (H, W) or None, float32 in [0, 1]."""

    pixels: FloatImage
    alpha: FloatImage | None = None
    notes: tuple[str, ...] = ()


def to_srgb(image: Image.Image, encoded: bytes | None, raw_mode: str) -> Decoded:
    """sRGB pixels and alpha of a loaded picture.

    `encoded` is the whole file and `raw_mode` how it stores a pixel in Pillow's words (before loading):
    16-bit colour is decoded from there, because Pillow would keep only 8 of the 16 bits. `encoded` is None
    where the pixels of the file lie otherwise than those of `image`; then 8 bits have to do.

    Raises:
        PhotoError: numbers that are no brightness (NaN, far outside every usual range).
        OSError, ValueError: Pillow could not convert the picture.
    """
    if image.mode in ("I", "F"):
        return _from_numbers(np.asarray(image).astype(np.float64))
    profile, profile_note = _profile(image)
    if image.mode in DEEP_GREY:
        return _from_deep_grey(image, raw_mode, profile_note if profile is None else (PROFILE_LEFT_OUT,))
    if encoded is not None and profile is None and _is_deep(image, raw_mode):
        deep = _sixteen_bits(encoded, image.size)
        if deep is not None:
            return Decoded(pixels=deep.pixels, alpha=deep.alpha, notes=profile_note)
    colour, colour_notes = _colour(image, profile)
    return Decoded(
        pixels=_unit(colour), alpha=_alpha(image), notes=(*profile_note, *colour_notes, *_depth(raw_mode))
    )


def _from_deep_grey(image: Image.Image, raw_mode: str, notes: tuple[str, ...]) -> Decoded:
    """All bits of a 16-bit grey picture, with the one level that its file may call transparent."""
    levels = np.asarray(image)
    values = levels.astype(np.float32) / np.float32(4095.0 if raw_mode == "I;12" else 65535.0)
    clear = image.info.get("transparency")
    alpha = (levels != clear).astype(np.float32) if isinstance(clear, int) else None
    pixels = _grey(1.0 - values if _is_negative(image) else values)
    return Decoded(pixels=pixels, alpha=alpha, notes=notes)


def _is_deep(image: Image.Image, raw_mode: str) -> bool:
    """Whether all that there is to know of each pixel stands in its 16-bit channels."""
    return raw_mode in DEEP_COLOUR and "transparency" not in image.info


def _depth(raw_mode: str) -> tuple[str, ...]:
    return ("The file holds 16 bits a channel; 8 of them were used.",) if raw_mode in DEEP_COLOUR else ()


def _is_negative(image: Image.Image) -> bool:
    """Whether a TIFF file stores white as zero, which Pillow undoes for 8 bits and leaves for 16."""
    return isinstance(image, TiffImageFile) and image.tag_v2.get(PHOTOMETRIC_INTERPRETATION) == WHITE_IS_ZERO


def _unit(image: Image.Image) -> FloatImage:
    return np.asarray(image).astype(np.float32) / np.float32(255.0)


def _grey(values: FloatImage) -> FloatImage:
    return np.repeat(values[..., None], 3, axis=2)


def _alpha(image: Image.Image) -> FloatImage | None:
    if not image.has_transparency_data:
        return None
    return _unit(image.convert("RGBA").getchannel("A"))


def _from_numbers(values: NDArray[np.float64]) -> Decoded:
    """Grey from floating-point or 32-bit numbers, whose white is the smallest usual one that holds them."""
    if not np.isfinite(values).all():
        raise PhotoError(
            "The picture holds values that are no numbers (NaN or infinite); every pixel must be a finite "
            "brightness: export it as 8- or 16-bit PNG."
        )
    lowest, highest = float(values.min()), float(values.max())
    limits = [white * HEADROOM if white == 1.0 else white for white in WHITE_LEVELS]
    fitting = [white for white, limit in zip(WHITE_LEVELS, limits, strict=True) if highest <= limit]
    if not fitting or lowest < -HEADROOM * fitting[0]:
        raise PhotoError(
            f"The picture's values run from {lowest:g} to {highest:g}; a photo's run from 0 to 1, 255 or "
            "65535: export it as 8- or 16-bit PNG."
        )
    note = f"The file holds plain numbers; {fitting[0]:g} was taken for white."
    pixels = np.clip(values / fitting[0], 0.0, 1.0).astype(np.float32)
    return Decoded(pixels=_grey(pixels), notes=(note,))


def _sixteen_bits(encoded: bytes, size: tuple[int, int]) -> Decoded | None:
    """All 16 bits of a colour PNG or TIFF by OpenCV; None where it cannot read the file as such."""
    buffer = np.frombuffer(encoded, np.uint8)
    try:
        levels = cv2.imdecode(buffer, cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
    if levels is None or levels.dtype != np.uint16 or levels.shape[1::-1] != size or levels.ndim != 3:
        return None
    values = levels.astype(np.float32) / np.float32(65535.0)
    alpha = np.ascontiguousarray(values[..., 3]) if values.shape[2] == 4 else None
    return Decoded(pixels=np.ascontiguousarray(values[..., 2::-1]), alpha=alpha)


def _profile(image: Image.Image) -> tuple[ImageCms.ImageCmsProfile | None, tuple[str, ...]]:
    """The embedded ICC profile where it changes anything, and what to say about it."""
    embedded = image.info.get("icc_profile")
    if not embedded:
        return None, ()
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(embedded))
        description = ImageCms.getProfileDescription(profile).strip()
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None, ("The embedded colour profile is damaged; the colours were read as sRGB.",)
    if description.lower().startswith("srgb"):
        return None, ()
    return profile, ()


def _colour(
    image: Image.Image, profile: ImageCms.ImageCmsProfile | None
) -> tuple[Image.Image, tuple[str, ...]]:
    """`image` as 8-bit sRGB in mode RGB."""
    if image.mode == "LAB":
        return _apply(image, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))), ()
    if profile is not None:
        return _converted(image, profile)
    if image.mode == "CMYK":
        return image.convert("RGB"), (
            "The photo is in printing inks (CMYK) without a profile; colours are close.",
        )
    return _opaque(image), ()


def _opaque(image: Image.Image) -> Image.Image:
    """Mode RGB with the colour under transparent pixels kept."""
    return image.convert("RGBA").convert("RGB") if image.has_transparency_data else image.convert("RGB")


def _converted(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> tuple[Image.Image, tuple[str, ...]]:
    space = profile.profile.xcolor_space.strip()
    fitting = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}.get(space)
    unfit = fitting is None or (fitting == "CMYK") != (image.mode == "CMYK")
    name = ImageCms.getProfileDescription(profile).strip()
    if unfit or fitting is None:
        return _opaque(image), (f"The colour profile {name!r} does not fit the picture and was left out.",)
    source = image if fitting == "CMYK" else _opaque(image).convert(fitting)
    try:
        return _apply(source, profile), (f"Colours were converted from {name!r} to sRGB.",)
    except ImageCms.PyCMSError:
        return _opaque(image), (f"The colour profile {name!r} could not be applied; sRGB was taken.",)


def _apply(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    converted = ImageCms.profileToProfile(image, profile, srgb, renderingIntent=intent, outputMode="RGB")
    if converted is None:
        raise ImageCms.PyCMSError("no picture came back")
    return converted
