"""How noisy: the standard deviation of the noise in grey levels of 255.

Noise differs from texture in two ways that are used here. Sensor noise is nearly independent in red,
green and blue, while texture is nearly the same in all three: differences of channels hold the noise
and hardly any texture. And noise is white, while texture fades towards fine detail. A camera smears
noise and halves the colours' resolution (4:2:0): then its differences of channels show where neither reaches,
at a quarter of the resolution, in the quietest parts of the photo.
The residual is that of Immerkaer, "Fast Noise Variance Estimation" (1996), equation 2; its spread is
measured by the median absolute deviation (Donoho and Johnstone 1994, section 4.3), which edges do not sway.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from cnaps.diagnosis.findings import Degradation, Finding, Grade
from cnaps.diagnosis.sampling import Plane, Sample

MILD_FROM = 4.0
"""Noise that is seen on a smooth surface."""
STRONG_FROM = 12.0
"""Noise that hides fine detail."""

RESIDUAL = np.outer([1.0, -2.0, 1.0], [1.0, -2.0, 1.0]).astype(np.float32) / np.float32(6.0)
"""Second difference along both axes; white noise keeps its standard deviation."""
RED_GREEN = np.array([1.0, -1.0, 0.0], np.float32) / np.float32(np.sqrt(2.0))
BLUE_YELLOW = np.array([1.0, 1.0, -2.0], np.float32) / np.float32(np.sqrt(6.0))
MAD = 0.6745
"""Median absolute deviation of a standard normal variable."""
AWAY_FROM_CLIPPING = 1.5
"""A pixel counts where its surroundings keep this many standard deviations from black and white."""
LEAST_SHARE = 0.02
"""Share of such pixels below which all pixels count."""
GREY_BELOW = 1.0
"""Mean difference of channels, in grey levels, below which a photo is black and white."""
FLAT_BLOCK = 16
FLAT_SHARE = 0.05
"""Share of the blocks, the smoothest at a coarse scale, in which brightness is judged."""
WHITE_NOISE = 1.04
"""Residual of white noise over its 3x3 high-pass."""
TEXTURE = 0.70
"""The same ratio of texture, as most clean photos have it."""
WHITE_FROM = 0.85
"""Ratio from which a colour photo's brightness is believed to hold grain that its colours lack."""
COARSE = 4
"""Pixels a side that are averaged before smeared noise is looked for."""
COARSE_BLOCK = 32
QUIETEST = 0.1
"""Share of the blocks that are no noisier than what counts as the noise of all."""
FEWEST_BLOCKS = 4
"""Below, none is known to be quiet."""
MOST_CLIPPED = 0.1
"""Share of clipped pixels with which a block still counts."""
COARSE_FROM = 2.85
"""Colour noise at a quarter of the resolution, in grey levels, below which it may be texture."""
COARSE_RATIO = 1.5
"""Smeared noise is this much stronger there than at full resolution."""
COARSE_SLOPE, COARSE_LOST = 1.06, 4.35
"""From that noise to the one before smearing and JPEG of quality 90 took their share, fitted on `grain`."""
GRAIN_RATIO = 1.5
"""Brightness noise over colour noise from which the grain is said to be in the brightness."""


@dataclass(frozen=True, kw_only=True)
class _Error:
    """What holds nine photos in ten: relative errors of the value down and up, and grey levels on top."""

    down: float
    up: float
    floor: float


@dataclass(frozen=True, kw_only=True)
class _Level:
    sigma: float
    method: str
    error: _Error


# Checked by `python -m cnaps.calibration measure`.
COLOUR_ERROR = _Error(down=0.03, up=0.10, floor=0.5)
COARSE_ERROR = _Error(down=0.35, up=0.60, floor=1.0)
GREY_ERROR = _Error(down=0.15, up=0.15, floor=2.0)


def measure_noise(crops: tuple[Sample, ...]) -> Finding:
    """Standard deviation of the noise of one channel, in grey levels of 255."""
    level = _level(crops)
    error = level.error
    low, high = level.sigma * (1.0 - error.down) - error.floor, level.sigma * (1.0 + error.up) + error.floor
    grade = grade_noise(level.sigma)
    words = {
        Grade.NONE: f"No noise to speak of (sigma about {level.sigma:.1f} grey levels of 255).",
        Grade.MILD: f"Light noise, sigma about {level.sigma:.1f} grey levels of 255.",
        Grade.STRONG: f"Strong noise, sigma about {level.sigma:.0f} grey levels of 255.",
    }
    return Finding(
        degradation=Degradation.NOISE,
        value=level.sigma,
        unit="grey levels of 255",
        interval=(max(0.0, low), high),
        grade=grade,
        method=level.method,
        summary=words[grade],
    )


def grade_noise(sigma: float) -> Grade:
    """Grade of a standard deviation in grey levels of 255."""
    if sigma < MILD_FROM:
        return Grade.NONE
    return Grade.MILD if sigma < STRONG_FROM else Grade.STRONG


def _level(crops: tuple[Sample, ...]) -> _Level:
    if _is_grey(crops):
        return _Level(
            sigma=_brightness_noise(crops)[0], method="high-pass of smooth blocks", error=GREY_ERROR
        )
    fine = _colour_noise(crops)
    with_blocks = tuple(crop for crop in crops if min(crop.luma.shape) >= COARSE_BLOCK)
    coarse = _coarse_colour_noise(with_blocks)
    grain, whiteness = _brightness_noise(crops)
    if whiteness >= WHITE_FROM and grain >= max(MILD_FROM, GRAIN_RATIO * fine):
        return _Level(
            sigma=grain, method="high-pass of smooth blocks (grain in brightness)", error=GREY_ERROR
        )
    if coarse >= max(COARSE_FROM, COARSE_RATIO * fine):
        sigma = min(COARSE_SLOPE * coarse + COARSE_LOST, _unrest(with_blocks))
        return _Level(sigma=sigma, method="channel differences at a quarter of the size", error=COARSE_ERROR)
    return _Level(sigma=fine, method="channel differences", error=COLOUR_ERROR)


def _is_grey(crops: tuple[Sample, ...]) -> bool:
    apart = [np.abs(crop.colour - crop.colour[..., [1, 2, 0]]).mean() for crop in crops]
    return float(np.mean(apart)) < GREY_BELOW


def _spread(values: Plane) -> float:
    return float(np.median(np.abs(values))) / MAD if values.size else 0.0


def _residual(plane: Plane) -> Plane:
    return np.asarray(cv2.filter2D(plane, -1, RESIDUAL), np.float32)


def _colour_noise(crops: tuple[Sample, ...]) -> float:
    """Noise from channel differences, away from clipped places; twice, because those depend on the noise."""
    axes = (RED_GREEN, BLUE_YELLOW)
    differences = [_pooled(_residual(crop.colour @ axis) for crop in crops) for axis in axes]
    around = [np.asarray(cv2.blur(crop.colour, (9, 9)), np.float32) for crop in crops]
    red, green, blue = (_pooled(mean[..., at] for mean in around) for at in range(3))
    darkest, lightest = np.minimum(np.minimum(red, green), blue), np.maximum(np.maximum(red, green), blue)
    sigma = float(np.mean([_spread(difference) for difference in differences]))
    for _ in range(2):
        reach = AWAY_FROM_CLIPPING * sigma
        inside = (darkest > reach) & (lightest < 255.0 - reach)
        if inside.mean() < LEAST_SHARE:
            return sigma
        sigma = float(np.mean([_spread(difference[inside]) for difference in differences]))
    return sigma


def _pooled(planes: Iterable[Plane]) -> Plane:
    """A quarter of the pixels of all crops in one row: enough for a median, and four times as fast."""
    return np.concatenate([plane[::2, ::2].ravel() for plane in planes])


def _coarse_colour_noise(crops: tuple[Sample, ...]) -> float:
    """Of the quietest blocks, as if white; 0.0 where too few can be judged."""
    axes = np.stack([RED_GREEN, BLUE_YELLOW], axis=1)
    spreads = []
    for crop in crops:
        coarse = cv2.resize(
            _whole_blocks(crop.colour), None, fx=1 / COARSE, fy=1 / COARSE, interpolation=cv2.INTER_AREA
        )
        residual = _in_blocks(np.abs(_residual(coarse @ axes)), COARSE_BLOCK // COARSE)
        spreads.append(np.median(residual, axis=1).min(axis=-1)[_unclipped(crop)])
    return COARSE / MAD * _of_quietest(spreads)


def _unrest(crops: tuple[Sample, ...]) -> float:
    """Standard deviation of whatever is finer than a block in the quietest blocks: no less than the noise."""
    squares = []
    for crop in crops:
        fine = crop.colour - cv2.GaussianBlur(crop.colour, (0, 0), COARSE)
        blocks = _in_blocks(_whole_blocks(fine**2), COARSE_BLOCK)
        squares.append(blocks.mean(axis=(1, 2))[_unclipped(crop)])
    return float(np.sqrt(_of_quietest(squares)))


def _of_quietest(found: list[Plane]) -> float:
    values = np.concatenate(found) if found else np.zeros(0)
    return float(np.quantile(values, QUIETEST)) if len(values) >= FEWEST_BLOCKS else 0.0


def _unclipped(crop: Sample) -> NDArray[np.bool_]:
    """(N,): which blocks show their noise whole."""
    clipped = (crop.colour.min(axis=2) < 2.0) | (crop.colour.max(axis=2) > 253.0)
    return np.asarray(_block_means(clipped.astype(np.float32), COARSE_BLOCK) < MOST_CLIPPED)


def _whole_blocks(image: NDArray[np.float32]) -> NDArray[np.float32]:
    rows, columns = (length // COARSE_BLOCK * COARSE_BLOCK for length in image.shape[:2])
    return image[:rows, :columns]


def _in_blocks(image: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """(H, W, C), sides multiples of `side`, to (N, side^2, C)."""
    rows, columns = (length // side for length in image.shape[:2])
    cut = image.reshape(rows, side, columns, side, -1)
    return cut.transpose(0, 2, 1, 3, 4).reshape(rows * columns, side * side, -1)


def _brightness_noise(crops: tuple[Sample, ...]) -> tuple[float, float]:
    """Noise of the brightness in the smoothest blocks, freed of texture, and how white it is.

    With residual r and 3x3 high-pass h, both mean squares, noise n and texture t add up:
    r = n + t and h = n / WHITE_NOISE^2 + t / TEXTURE^2; solved for n.
    """
    blocks = np.concatenate([_blocks(crop.luma) for crop in crops])
    if not len(blocks):
        return 0.0, 0.0
    smoothest = np.argsort(blocks[:, 0], kind="stable")[: max(4, int(FLAT_SHARE * len(blocks)))]
    fine, high = (float(np.median(blocks[smoothest, column])) for column in (1, 2))
    whiteness = float(np.sqrt(fine / high)) if high > 1e-6 else 0.0
    noise = (fine / TEXTURE**2 - high) / (1.0 / TEXTURE**2 - 1.0 / WHITE_NOISE**2)
    return float(np.sqrt(np.clip(noise, 0.0, fine))), whiteness


def _blocks(luma: Plane) -> NDArray[np.float32]:
    """(N, 3): per unclipped block the mean squares of coarse gradient, residual and 3x3 high-pass."""
    coarse = cv2.GaussianBlur(luma, (0, 0), 2.0)
    gradient = cv2.Sobel(coarse, -1, 1, 0) ** 2 + cv2.Sobel(coarse, -1, 0, 1) ** 2
    high = (luma - cv2.blur(luma, (3, 3))) ** 2
    side = min(FLAT_BLOCK, *luma.shape)
    clipped = ((luma < 1.0) | (luma > 254.0)).astype(np.float32)
    columns = [_block_means(plane, side) for plane in (gradient, _residual(luma) ** 2, high, clipped)]
    table = np.stack(columns, axis=1)
    return table[table[:, 3] < 0.1, :3]


def _block_means(plane: Plane, side: int) -> Plane:
    rows, columns = (length // side for length in plane.shape)
    cut = plane[: rows * side, : columns * side]
    return cut.reshape(rows, side, columns, side).mean(axis=(1, 3)).ravel()
