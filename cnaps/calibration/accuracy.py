"""How right the estimators are: known degradations put on clean photos and measured blindly."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator

from cnaps.calibration.trials import clean_images, floors_of, moved, straight_kernel
from cnaps.degradations.forward import EightBits, ForwardModel, GaussianNoise, Grain, Jpeg
from cnaps.degradations.light import Image, to_eight_bits
from cnaps.degradations.shake import shake_kernel
from cnaps.diagnosis.blur import measure_blur
from cnaps.diagnosis.findings import Finding, Grade
from cnaps.diagnosis.jpeg import measure_jpeg
from cnaps.diagnosis.noise import measure_noise
from cnaps.diagnosis.sampling import whole

NOISE_LEVELS = (0.0, 2.0, 5.0, 15.0, 25.0, 50.0)
GRAIN_LEVELS = (10.0, 15.0, 25.0)
"""As a camera's file holds noise: smeared, and saved as a good JPEG."""
HIDDEN_LEVELS, HIDING_QUALITIES = (0.0, 5.0, 10.0, 15.0, 25.0), (25, 40, 60, 80)
"""Noise that JPEG has partly taken away."""
QUALITIES = (10, 20, 30, 40, 60, 75, 85)
EXTENTS = (5, 9, 15, 23, 31)
MODERATE_NOISE = 10.0
"""Noise on top of blur in the rows that say so."""
DIRECTION_ERROR = 10.0
"""Degrees up to which a direction counts as found."""
ROUNDING = 1e-6
"""By which a bound may miss the truth."""


@dataclass(frozen=True, kw_only=True)
class Accuracy:
    """One row of the table: the same degradation on every photo of a folder."""

    what: str
    photos: int
    quantiles: tuple[float, float, float]
    """10 %, 50 % and 90 % of the measured values, or for directions of the errors in degrees."""
    held: float
    """Share of the photos whose interval holds the truth, or whose direction is within `DIRECTION_ERROR`."""
    none: float
    """Share of the photos graded ``none``."""


@dataclass(frozen=True, kw_only=True)
class _Measured:
    what: str
    truth: float
    finding: Finding
    direction: float | None = None
    """The true one in degrees, where the motion was straight."""


def measure_accuracy(folder: Path, seed: int) -> Iterator[Accuracy]:
    """All estimators on all photos of `folder`, one row per degradation."""
    rows: dict[str, list[_Measured]] = {}
    rng = np.random.default_rng(seed)
    for clean in clean_images(folder):
        for measured in (*_noise(clean, rng), *_jpeg(clean, rng), *_blur(clean, rng)):
            rows.setdefault(measured.what, []).append(measured)
    for what, group in rows.items():
        yield _values(what, group)
        if group[0].direction is not None:
            yield _directions(what, group, group[0].direction)


def _values(what: str, group: list[_Measured]) -> Accuracy:
    findings = [one.finding for one in group]
    held = [_holds(one.finding.interval, one.truth) for one in group]
    return _accuracy(what, findings, [finding.value for finding in findings], held)


def _holds(interval: tuple[float, float], truth: float) -> bool:
    low, high = interval
    return low - ROUNDING <= truth <= high + ROUNDING


def _directions(what: str, group: list[_Measured], truth: float) -> Accuracy:
    """Of the photos for which a direction was given."""
    given = [one.finding for one in group if one.finding.direction is not None]
    errors = [abs(((found.direction or 0.0) - truth + 90.0) % 180.0 - 90.0) for found in given]
    held = [error <= DIRECTION_ERROR for error in errors]
    return _accuracy(f"{what}: error of direction", given, errors, held)


def _accuracy(what: str, findings: list[Finding], values: list[float], held: Sequence[bool]) -> Accuracy:
    low, middle, high = (float(value) for value in np.quantile(values or [np.nan], [0.1, 0.5, 0.9]))
    return Accuracy(
        what=what,
        photos=len(findings),
        quantiles=(low, middle, high),
        held=_share(held),
        none=_share([found.grade is Grade.NONE for found in findings]),
    )


def _share(answers: Sequence[bool]) -> float:
    return sum(answers) / len(answers) if answers else float("nan")


def _noise(clean: Image, rng: Generator) -> Iterator[_Measured]:
    for sigma in NOISE_LEVELS:
        noisy = GaussianNoise(sigma=sigma, eight_bits=True)(clean, rng)
        grey = np.repeat(noisy[..., 1:2], 3, axis=2)
        yield _Measured(what=f"noise {sigma:g}", truth=sigma, finding=_noisiness(noisy))
        yield _Measured(what=f"noise {sigma:g}, grey photo", truth=sigma, finding=_noisiness(grey))
    for sigma in GRAIN_LEVELS:
        grainy = Grain(sigma=sigma, radius=0.6)(clean, rng)
        finding = _noisiness(Jpeg(quality=90)(grainy, rng))
        yield _Measured(what=f"grain {sigma:g}", truth=sigma, finding=finding)
    for quality in HIDING_QUALITIES:
        for sigma in HIDDEN_LEVELS:
            noisy = GaussianNoise(sigma=sigma, eight_bits=True)(clean, rng)
            finding = _noisiness(Jpeg(quality=quality)(noisy, rng))
            yield _Measured(what=f"noise {sigma:g}, JPEG {quality}", truth=sigma, finding=finding)


def _noisiness(image: Image) -> Finding:
    crops = (whole(image),)
    return measure_noise(crops, floors_of(crops))


def _sharpness(image: Image) -> Finding:
    crops = (whole(image),)
    return measure_blur(crops, floors_of(crops))


def _jpeg(clean: Image, rng: Generator) -> Iterator[_Measured]:
    yield _Measured(what="no JPEG", truth=100.0, finding=_traces(EightBits(), clean, rng))
    for quality in QUALITIES:
        aligned = Jpeg(quality=quality)
        cropped = Jpeg(quality=quality, chroma_halved=False, shift=(3, 5))
        yield _Measured(what=f"JPEG {quality}", truth=quality, finding=_traces(aligned, clean, rng))
        yield _Measured(what=f"JPEG {quality}, cropped", truth=quality, finding=_traces(cropped, clean, rng))


def _traces(model: ForwardModel, clean: Image, rng: Generator) -> Finding:
    return measure_jpeg((whole(model(clean, rng)),), ())


def _blur(clean: Image, rng: Generator) -> Iterator[_Measured]:
    for name, record in _recordings(rng):
        yield _Measured(what=f"no blur{name}", truth=1.0, finding=_sharpness(record(clean)))
        for extent in EXTENTS:
            shaken = moved(clean, shake_kernel(extent, rng), rng)
            finding = _sharpness(record(shaken))
            yield _Measured(what=f"shake {extent}{name}", truth=float(extent), finding=finding)
        for extent, direction in ((9, 20), (15, 110), (25, 65)):
            shaken = moved(clean, straight_kernel(extent, direction), rng)
            longer = max(abs(np.cos(np.radians(direction))), abs(np.sin(np.radians(direction)))) * extent
            finding = _sharpness(record(shaken))
            yield _Measured(
                what=f"straight {extent} @{direction} deg{name}",
                truth=float(longer),
                finding=finding,
                direction=direction,
            )


def _recordings(rng: Generator) -> tuple[tuple[str, Callable[[Image], Image]], ...]:
    noise = GaussianNoise(sigma=MODERATE_NOISE, eight_bits=True)
    return (
        ("", to_eight_bits),
        (f" + noise {MODERATE_NOISE:g}", lambda image: noise(image, rng)),
    )
