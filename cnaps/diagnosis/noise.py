"""How noisy: the standard deviation of the noise in grey levels of 255.

Noise differs from texture in two ways that are used here. Sensor noise is nearly independent in red,
green and blue, while texture is nearly the same in all three: differences of channels hold the noise
and hardly any texture. And noise is white, while texture fades towards fine detail, which serves photos in
black and white. Smearing and JPEG change both; where they may have hidden noise, `cnaps.diagnosis.grain`
looks for it.
The residual is that of Immerkaer, "Fast Noise Variance Estimation" (1996), equation 2; its spread is
measured by the median absolute deviation (Donoho and Johnstone 1994, section 4.3), which edges do not sway.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from cnaps.diagnosis.detail import Floors
from cnaps.diagnosis.findings import Degradation, Finding, Grade
from cnaps.diagnosis.grain import METHOD as GRAIN_METHOD
from cnaps.diagnosis.grain import estimate_grain
from cnaps.diagnosis.sampling import Plane, Sample, block_means

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
BELIEVED_FROM = 0.5
"""Lower end of the interval, in grey levels, from which hidden noise is told from texture."""
HIDDEN_UP_TO = 15.0
"""Noise in grey levels that no JPEG of quality 25 or more hides: nine times in ten it is found there."""


@dataclass(frozen=True, kw_only=True)
class _Error:
    """What holds nine photos in ten: relative errors of the value down and up, and grey levels on top."""

    down: float
    up: float
    floor: float

    def around(self, sigma: float) -> tuple[float, float]:
        return max(0.0, sigma * (1.0 - self.down) - self.floor), sigma * (1.0 + self.up) + self.floor


# Checked by `python -m cnaps.calibration measure`.
COLOUR_ERROR = _Error(down=0.03, up=0.10, floor=0.5)
GREY_ERROR = _Error(down=0.15, up=0.15, floor=2.0)


@dataclass(frozen=True, kw_only=True)
class _Level:
    sigma: float
    interval: tuple[float, float]
    method: str


def measure_noise(crops: tuple[Sample, ...], floors: Floors | None) -> Finding:
    """Standard deviation of the noise of one channel, in grey levels of 255.

    `floors` are those of the same crops; without them nothing is known of what smearing and JPEG hide.
    """
    level = _level(crops, floors)
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
        interval=level.interval,
        grade=grade,
        method=level.method,
        summary=words[grade],
    )


def grade_noise(sigma: float) -> Grade:
    """Grade of a standard deviation in grey levels of 255."""
    if sigma < MILD_FROM:
        return Grade.NONE
    return Grade.MILD if sigma < STRONG_FROM else Grade.STRONG


def _level(crops: tuple[Sample, ...], floors: Floors | None) -> _Level:
    """As it shows in the pixels, unless more is surely hidden by smearing or JPEG."""
    shown = _shown(crops)
    if floors is None:
        return shown
    sigma, (low, high) = estimate_grain(floors)
    if low > max(BELIEVED_FROM, shown.sigma):
        return _Level(sigma=sigma, interval=(low, high), method=GRAIN_METHOD)
    if shown.sigma < MILD_FROM:
        least, most = shown.interval
        return replace(shown, interval=(least, max(most, min(high, HIDDEN_UP_TO))))
    return shown


def _shown(crops: tuple[Sample, ...]) -> _Level:
    """White noise, which is all in the pixels."""
    if _is_grey(crops):
        sigma, error, method = _brightness_noise(crops), GREY_ERROR, "high-pass of smooth blocks"
    else:
        sigma, error, method = _colour_noise(crops), COLOUR_ERROR, "channel differences"
    return _Level(sigma=sigma, interval=error.around(sigma), method=method)


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


def _brightness_noise(crops: tuple[Sample, ...]) -> float:
    """Noise of the brightness in the smoothest blocks, freed of texture.

    With residual r and 3x3 high-pass h, both mean squares, noise n and texture t add up:
    r = n + t and h = n / WHITE_NOISE^2 + t / TEXTURE^2; solved for n.
    """
    blocks = np.concatenate([_blocks(crop.luma) for crop in crops])
    if not len(blocks):
        return 0.0
    smoothest = np.argsort(blocks[:, 0], kind="stable")[: max(4, int(FLAT_SHARE * len(blocks)))]
    fine, high = (float(np.median(blocks[smoothest, column])) for column in (1, 2))
    noise = (fine / TEXTURE**2 - high) / (1.0 / TEXTURE**2 - 1.0 / WHITE_NOISE**2)
    return float(np.sqrt(np.clip(noise, 0.0, fine)))


def _blocks(luma: Plane) -> NDArray[np.float32]:
    """(N, 3): per unclipped block the mean squares of coarse gradient, residual and 3x3 high-pass."""
    coarse = cv2.GaussianBlur(luma, (0, 0), 2.0)
    gradient = cv2.Sobel(coarse, -1, 1, 0) ** 2 + cv2.Sobel(coarse, -1, 0, 1) ** 2
    high = (luma - cv2.blur(luma, (3, 3))) ** 2
    side = min(FLAT_BLOCK, *luma.shape)
    clipped = ((luma < 1.0) | (luma > 254.0)).astype(np.float32)
    columns = [block_means(plane, side) for plane in (gradient, _residual(luma) ** 2, high, clipped)]
    table = np.stack(columns, axis=1)
    return table[table[:, 3] < 0.1, :3]
