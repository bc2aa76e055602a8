"""How bright: mean light against middle grey, and how much is lost to black and white."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cnaps.diagnosis.findings import Degradation, Finding, Grade
from cnaps.diagnosis.sampling import opaque
from cnaps.light import to_linear
from cnaps.photo import Photo

MIDDLE_GREY = 0.18
"""Linear light that meters take for an average scene (ISO 2721)."""
MILD_FROM = 1.5
"""Stops away from middle grey; ordinary photos lie nearer."""
STRONG_FROM = 3.0
CLIPPED_MILD = 0.05
"""Share of pixels at full black or white in all channels from which detail is missing visibly."""
CLIPPED_STRONG = 0.25
DARKEST = 2.0**-8
"""Mean light of a black picture as far as the scale goes: 5.5 stops under."""
MOST_PIXELS = 1 << 16
"""Pixels that are looked at, evenly spread."""
BT709 = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""Weights of linear R, G and B in luminance (ITU-R BT.709)."""


def measure_exposure(photo: Photo) -> Finding:
    """Mean luminance of what is opaque, in EV (stops) from middle grey: -1 is half the light, +1 twice."""
    pixels, counted_all = _spread_pixels(photo)
    light = to_linear(pixels) @ BT709
    stops = _stops(float(light.mean()))
    shadows = float((pixels.max(axis=1) <= 1.0 / 255.0).mean())
    highlights = float((pixels.min(axis=1) >= 254.0 / 255.0).mean())
    grade = grade_exposure(stops, shadows + highlights)
    return Finding(
        degradation=Degradation.EXPOSURE,
        value=stops,
        unit="EV",
        interval=_interval(light, counted_all=counted_all),
        grade=grade,
        method="mean luminance against 18 % grey",
        summary=_sentence(grade, stops, shadows, highlights),
    )


def grade_exposure(stops: float, clipped: float) -> Grade:
    """Grade of a distance from middle grey and a share of clipped pixels."""
    if abs(stops) >= STRONG_FROM or clipped >= CLIPPED_STRONG:
        return Grade.STRONG
    return Grade.MILD if abs(stops) >= MILD_FROM or clipped >= CLIPPED_MILD else Grade.NONE


def _spread_pixels(photo: Photo) -> tuple[NDArray[np.float32], bool]:
    """(N, 3) pixels, evenly spread over what is opaque, and whether they are all of it."""
    seen = opaque(photo)
    if seen is not None:
        places = np.flatnonzero(seen)
        every = max(1, -(-len(places) // MOST_PIXELS))
        return photo.pixels.reshape(-1, 3)[places[::every]], every == 1
    step = max(1, int(np.ceil(np.sqrt(photo.height * photo.width / MOST_PIXELS))))
    return photo.pixels[::step, ::step].reshape(-1, 3), step == 1


def _stops(light: float) -> float:
    return float(np.log2(max(light, DARKEST * MIDDLE_GREY) / MIDDLE_GREY))


def _interval(light: NDArray[np.float32], *, counted_all: bool) -> tuple[float, float]:
    """Exact when every pixel was counted, else the sampling error of the mean (1.645 standard errors)."""
    mean = float(light.mean())
    if counted_all:
        return _stops(mean), _stops(mean)
    error = 1.645 * float(light.std()) / float(np.sqrt(light.size))
    return _stops(mean - error), _stops(mean + error)


def _sentence(grade: Grade, stops: float, shadows: float, highlights: float) -> str:
    lost = f"{shadows:.0%} of the pixels are black, {highlights:.0%} white"
    if grade is Grade.NONE:
        return f"Exposure is fine ({stops:+.1f} EV from middle grey; {lost})."
    word = "Strongly" if grade is Grade.STRONG else "Somewhat"
    if shadows + highlights >= CLIPPED_MILD and abs(stops) < MILD_FROM:
        return f"{word} clipped: {lost} ({stops:+.1f} EV from middle grey)."
    side = "underexposed" if stops < 0 else "overexposed"
    return f"{word} {side}: {stops:+.1f} EV from middle grey; {lost}."
