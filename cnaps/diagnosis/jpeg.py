"""How hard a photo was compressed by JPEG: the quality on the 1-100 scale of the IJG library.

Where the file brings its quantisation tables, the scale is inverted. Pixels remember the tables, too:
the block transform of a decoded photo lies on multiples of the steps (Fan and de Queiroz,
"Identification of Bitmap Compression History", 2003), also when it was saved again as PNG or cropped.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnaps.diagnosis.findings import Degradation, Finding, Grade
from cnaps.diagnosis.sampling import BLOCK, Plane, Sample

MILD_BELOW = 80.0
"""Quality below which blocks and halos are seen at a close look."""
STRONG_BELOW = 45.0
"""Quality below which they are seen at once."""
UNTOUCHED = 100.0
"""Value of a photo without JPEG traces."""

STANDARD_LUMA = (
    16, 11, 10, 16, 24, 40, 51, 61,
    12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77,
    24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip
"""Luminance steps at quality 50, row by row (ITU-T T.81, table K.1)."""

COMB_QUALITIES = range(1, 93)
"""Qualities that leave a comb: above, the steps drown in the rounding of the pixels."""
COMB_POSITIONS = (1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4)
"""Places in the block that are compared, low frequencies in zigzag order, where coefficients survive."""
COMB_FROM = 0.35
"""Mean cosine from which coefficients count as lying on the comb; 1 is perfect, 0 is chance."""
COMB_LEAST = 8
"""Fewest coefficients away from zero for a place to count ..."""
COMB_PLACES = 4
"""... and fewest such places: a mere gradient fills one."""
COMB_ERROR = 2.0
"""Neighbouring qualities share most of their steps."""
MOST_BLOCKS = 1024
BLOCKINESS_FROM = 1.15
"""Jump at the block borders over the jump elsewhere of a grid; clean photos stay below."""
JUMP_RATIOS = (1.15, 1.35, 1.56, 1.79, 2.01, 2.5, 4.06, 7.16)
JUMP_QUALITIES = (85.0, 75.0, 60.0, 40.0, 30.0, 20.0, 10.0, 5.0)
"""Median jump ratio of training photos at these qualities."""
JUMP_FACTOR = 2.0
"""Factor on the quality, up and down, that holds nine photos in ten."""
SMOOTHED = 2.5
"""Where the jumps speak for a quality so many times the comb's, the blocks were smoothed since."""
EARLIER_LOSS = 15.0
"""A file is said to have been saved before where its pixels show a quality lower by this much."""


@dataclass(frozen=True, kw_only=True)
class _Trace:
    quality: float
    interval: tuple[float, float]
    method: str


def measure_jpeg(crops: tuple[Sample, ...], quantisation: tuple[tuple[int, ...], ...]) -> Finding:
    """IJG quality from 1 to 100; 100 without traces. `quantisation` as in `cnaps.photo.Photo`."""
    seen = _from_pixels(crops)
    stated = _from_tables(quantisation[0]) if quantisation else None
    trace = seen if stated is None else stated
    if stated is not None and seen is not None and seen.interval[1] < stated.quality - EARLIER_LOSS:
        trace = seen
    if trace is None:
        return _untouched()
    interval = (max(1.0, trace.interval[0]), min(100.0, trace.interval[1]))
    grade = grade_jpeg(trace.quality)
    word = {Grade.NONE: "Light", Grade.MILD: "Visible", Grade.STRONG: "Strong"}[grade]
    return Finding(
        degradation=Degradation.JPEG,
        value=trace.quality,
        unit="IJG quality",
        interval=interval,
        grade=grade,
        method=trace.method,
        summary=f"{word} JPEG compression, quality about {trace.quality:.0f} of 100.",
    )


def grade_jpeg(quality: float) -> Grade:
    """Grade of an IJG quality."""
    if quality >= MILD_BELOW:
        return Grade.NONE
    return Grade.MILD if quality >= STRONG_BELOW else Grade.STRONG


def luma_steps(quality: int) -> NDArray[np.float32]:
    """The 64 luminance steps of the IJG library at `quality` (``jpeg_quality_scaling`` of its jcparam.c)."""
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    return np.clip((np.array(STANDARD_LUMA) * scale + 50) // 100, 1, 255).astype(np.float32)


def _untouched() -> Finding:
    return Finding(
        degradation=Degradation.JPEG,
        value=UNTOUCHED,
        unit="IJG quality",
        interval=(float(COMB_QUALITIES[-1]), 100.0),
        grade=Grade.NONE,
        method="block grid and coefficient comb",
        summary="No JPEG traces.",
    )


def _from_tables(table: tuple[int, ...]) -> _Trace:
    """The quality whose standard steps are nearest in proportion; exact for tables of the IJG library.

    Other makers' tables are compared at the low frequencies, where what is seen is decided.
    """
    steps = np.maximum(np.array(table, np.float64), 1.0)
    places = list(COMB_POSITIONS)
    apart = [float(np.abs(np.log(luma_steps(quality) / steps))[places].mean()) for quality in range(1, 101)]
    same = [quality for quality in range(1, 101) if np.array_equal(luma_steps(quality), steps)]
    quality = float(same[-1] if same else np.argmin(apart) + 1)
    # Halving the steps moves the quality half of the way to 100.
    error = 0.0 if same else 1.0 + (100.0 - quality) * min(apart)
    return _Trace(
        quality=quality, interval=(quality - error, quality + error), method="quantisation tables of the file"
    )


def _from_pixels(crops: tuple[Sample, ...]) -> _Trace | None:
    large = [crop.luma for crop in crops if min(crop.luma.shape) >= 3 * BLOCK]
    if not large:
        return None
    down, jump_down = _grid_phase([luma.T for luma in large])
    right, jump_right = _grid_phase(large)
    blocks = _blocks(large, down, right)
    quality = _comb(_transform(blocks)) if len(blocks) else None
    seen = _from_jumps(min(jump_down, jump_right))
    # A good restoration stays near the comb; what is left to see is told by the jumps alone.
    if quality is None or (seen.quality if seen else UNTOUCHED) > SMOOTHED * quality:
        return seen
    interval = (quality - COMB_ERROR, quality + COMB_ERROR)
    return _Trace(quality=float(quality), interval=interval, method="comb of block coefficients")


def _from_jumps(ratio: float) -> _Trace | None:
    if ratio < BLOCKINESS_FROM:
        return None
    estimate = float(np.interp(ratio, JUMP_RATIOS, JUMP_QUALITIES))
    interval = (estimate / JUMP_FACTOR, estimate * JUMP_FACTOR)
    return _Trace(quality=estimate, interval=interval, method="jumps at the block grid")


def _grid_phase(planes: list[Plane]) -> tuple[int, float]:
    """Column at which blocks begin, 0 to 7, and how much larger the jump is there than elsewhere.

    A jump is a difference of neighbours beyond the mean of the differences on both sides.
    """
    sums, counts = np.zeros(BLOCK), np.zeros(BLOCK)
    for plane in planes:
        difference = np.diff(plane, axis=1)
        jump = np.abs(difference[:, 1:-1] - (difference[:, :-2] + difference[:, 2:]) / 2.0)
        phase = (np.arange(jump.shape[1]) + 2) % BLOCK
        # The largest jumps are edges of the scene.
        column = np.minimum(jump, 24.0).mean(axis=0)
        sums += np.bincount(phase, column, minlength=BLOCK)
        counts += np.bincount(phase, minlength=BLOCK)
    mean = sums / np.maximum(counts, 1.0)
    best = int(np.argmax(mean))
    others = float(np.median(np.delete(mean, best)))
    return best, float(mean[best] / max(others, 0.05)) if mean[best] > 0.05 else 1.0


def _blocks(planes: list[Plane], down: int, right: int) -> NDArray[np.float32]:
    """(N, 8, 8) blocks of the grid that hold no clipped pixel."""
    stacks = []
    for plane in planes:
        part = plane[down:, right:]
        rows, columns = (length // BLOCK for length in part.shape)
        cut = part[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
        stacks.append(cut.swapaxes(1, 2).reshape(-1, BLOCK, BLOCK))
    blocks = np.concatenate(stacks)
    # Twice as many as needed, because blocks with clipped pixels fall out.
    blocks = blocks[:: max(1, len(blocks) // (2 * MOST_BLOCKS))]
    flat = blocks.reshape(-1, BLOCK * BLOCK)
    return blocks[((flat > 1.0) & (flat < 254.0)).all(axis=1)][:MOST_BLOCKS]


def _transform(blocks: NDArray[np.float32]) -> NDArray[np.float32]:
    """(N, 64) orthonormal DCT-II coefficients, as in JPEG."""
    index = np.arange(BLOCK)
    basis = np.cos(np.pi * (2 * index[None, :] + 1) * index[:, None] / (2 * BLOCK)) * np.sqrt(2.0 / BLOCK)
    basis[0] /= np.sqrt(2.0)
    basis = basis.astype(np.float32)
    return (basis @ blocks @ basis.T).reshape(-1, BLOCK * BLOCK)


def _comb(coefficients: NDArray[np.float32]) -> int | None:
    """The quality on whose steps the coefficients lie best; None when they lie on no comb."""
    places = list(COMB_POSITIONS)
    scores = [_comb_score(coefficients[:, places], luma_steps(quality)[places]) for quality in COMB_QUALITIES]
    # Of qualities with the same steps at these places the highest is taken: 75 is common, 74 is not.
    best = len(scores) - 1 - int(np.argmax(scores[::-1]))
    return COMB_QUALITIES[best] if scores[best] >= COMB_FROM else None


def _comb_score(coefficients: NDArray[np.float32], steps: NDArray[np.float32]) -> float:
    """Mean cosine of the phase on the comb, over coefficients that are not quantised to zero."""
    phase = coefficients / steps
    used = (np.abs(phase) > 0.5) & (steps > 1.0)
    used &= used.sum(axis=0) >= COMB_LEAST
    if used.any(axis=0).sum() < COMB_PLACES:
        return 0.0
    return float(np.cos(np.float32(2.0 * np.pi) * phase[used]).mean())
