"""The validation curve of a run: read from its log, drawn as SVG."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import count
from pathlib import Path

from cnaps.errors import RecipeError

OTHER_KEYS = frozenset({"step", "loss", "seconds"})
"""Keys of a log line that are no validation degradation."""

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Told apart by people with any colour vision (Okabe and Ito 2008)."""

WIDTH, HEIGHT = 720, 360
LEFT, RIGHT, TOP, BOTTOM = 60, 180, 40, 46
"""Pixels around the axes; the names stand at the right."""


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Gains in PSNR (dB) over the degraded crops as training went on."""

    steps: tuple[int, ...]
    gains: dict[str, tuple[float, ...]]
    """One value per step, by degradation."""
    hours: float
    """Spent on all steps, those repeated after a stop included."""
    interval: tuple[float, ...]
    """Hours from the step before to each step."""

    def slope(self, name: str, share: float = 0.25) -> float:
        """dB per hour over the last `share` of the steps, by least squares; 0 for fewer than two points."""
        count = max(2, round(len(self.steps) * share))
        gains = self.gains[name][-count:]
        at = [sum(self.interval[-count:][: n + 1]) for n in range(len(gains))]
        middle, mean = sum(at) / len(at), sum(gains) / len(gains)
        spread = sum((time - middle) ** 2 for time in at)
        if spread == 0.0:
            return 0.0
        return sum((time - middle) * (gain - mean) for time, gain in zip(at, gains, strict=True)) / spread


def read_curve(path: Path) -> Curve:
    """Read ``curve.jsonl``; lines that a resumed run has overtaken are left out.

    Raises:
        RecipeError: the file is missing, damaged, or holds no line.
    """
    try:
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except OSError as error:
        raise RecipeError(
            f"The curve {path} cannot be read ({error.strerror}): name the folder of a run with --run."
        ) from error
    except ValueError as error:
        raise RecipeError(f"The curve {path} has a line that is no JSON ({error}): take it out.") from error
    if not lines:
        raise RecipeError(f"The curve {path} is empty: let the run reach its first validation.")
    kept: list[dict[str, float]] = []
    for line in lines:
        while kept and kept[-1]["step"] >= line["step"]:
            kept.pop()
        kept.append(line)
    names = [key for key in kept[-1] if key not in OTHER_KEYS]
    kept = [line for line in kept if all(name in line for name in names)]
    return Curve(
        steps=tuple(int(line["step"]) for line in kept),
        gains={name: tuple(float(line[name]) for line in kept) for name in names},
        hours=sum(line["seconds"] for line in lines) / 3600,
        interval=tuple(line["seconds"] / 3600 for line in kept),
    )


@dataclass(frozen=True, kw_only=True)
class _Axes:
    """From steps and decibels to pixels."""

    last: int
    low: float
    high: float

    def x(self, step: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * step / self.last, 1)

    def y(self, gain: float) -> float:
        share = (gain - self.low) / (self.high - self.low)
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share, 1)


def draw_curve(curve: Curve, title: str) -> str:
    """The curve as an SVG picture with axes and names; a few kB."""
    values = [gain for gains in curve.gains.values() for gain in gains]
    ticks = _ticks(min(0.0, *values), max(values))
    axes = _Axes(last=max(curve.steps), low=ticks[0], high=ticks[-1])
    body = [*_frame(axes, ticks, title), *_lines(curve, axes)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" font-family="sans-serif" font-size="12" role="img">\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


def _ticks(low: float, high: float) -> list[float]:
    """At most nine round values that enclose `low` to `high`."""
    span = max(high - low, 1e-3)
    steps = (base * 10.0**power for power in count(-4) for base in (1.0, 2.0, 5.0))
    step = next(s for s in steps if span / s <= 7.0)
    first, last = int(low // step), int(-(-high // step))
    return [number * step for number in range(first, max(last, first + 1) + 1)]


def _frame(axes: _Axes, ticks: list[float], title: str) -> Iterator[str]:
    end = WIDTH - RIGHT
    yield f"<title>{escape(title)}</title>"
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    yield f'<text x="{LEFT}" y="22" font-size="14" fill="#222222">{escape(title)}</text>'
    for tick in ticks:
        y = axes.y(tick)
        yield f'<path d="M{LEFT} {y}H{end}" stroke="{"#888888" if tick == 0.0 else "#e3e3e3"}"/>'
        text = f"{tick:+g}" if tick else "0"
        yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end" fill="#444444">{text}</text>'
    for tick in _ticks(0, axes.last):
        if tick <= axes.last:
            x, y = axes.x(tick), HEIGHT - BOTTOM
            yield f'<path d="M{x} {y}v5" stroke="#888888"/>'
            yield f'<text x="{x}" y="{y + 20}" text-anchor="middle" fill="#444444">{tick:,g}</text>'
    yield f'<text x="{end}" y="{HEIGHT - 8}" text-anchor="end" fill="#444444">steps</text>'


def _lines(curve: Curve, axes: _Axes) -> Iterator[str]:
    order = sorted(curve.gains, key=lambda name: -curve.gains[name][-1])
    label = float(TOP)
    for number, name in enumerate(order):
        gains, colour = curve.gains[name], COLOURS[number % len(COLOURS)]
        path = " ".join(f"{axes.x(s)},{axes.y(g)}" for s, g in zip(curve.steps, gains, strict=True))
        label = max(label, axes.y(gains[-1]) + 4)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield f'<circle cx="{axes.x(curve.steps[-1])}" cy="{axes.y(gains[-1])}" r="3" fill="{colour}"/>'
        yield (
            f'<text x="{WIDTH - RIGHT + 10}" y="{label}" fill="{colour}">'
            f"{escape(name)} {gains[-1]:+.2f}</text>"
        )
        label += 16
