"""The vocabulary of the diagnosis: degradations, their grades, and findings with honest intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Degradation(str, Enum):
    """What can be wrong with a photo."""

    NOISE = "noise"
    BLUR = "blur"
    JPEG = "jpeg"
    EXPOSURE = "exposure"


class Grade(str, Enum):
    """How bad a finding is; the thresholds stand beside each estimator."""

    NONE = "none"
    MILD = "mild"
    STRONG = "strong"


_OF_ONE = {"pixels": "pixel", "grey levels of 255": "grey level of 255"}
"""Units that have a singular."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One measured property of a photo."""

    degradation: Degradation
    value: float
    unit: str
    interval: tuple[float, float]
    """Holds the true value for about nine photos in ten of the calibration set."""
    grade: Grade
    method: str
    """How it was measured, in a few words."""
    summary: str
    """One sentence for the page and the explanation, value and unit included."""
    direction: float | None = None
    """Direction of motion blur in degrees, 0 = horizontal, counter-clockwise, [0, 180); None without one."""

    @property
    def measured(self) -> str:
        """The value as people say it: ``7.2 grey levels of 255``, ``1 pixel``, ``quality 60``."""
        number = in_three_digits(self.value)
        if self.degradation is Degradation.JPEG:
            return f"quality {number}"
        return f"{number} {_OF_ONE.get(self.unit, self.unit) if number == '1' else self.unit}"


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """Everything that was measured on one photo."""

    noise: Finding
    blur: Finding
    jpeg: Finding
    exposure: Finding

    def __iter__(self) -> Iterator[Finding]:
        """The findings in the order in which a page lists them."""
        return iter((self.noise, self.blur, self.jpeg, self.exposure))


def in_three_digits(value: float) -> str:
    """A value as precisely as a diagnosis can be: at most three digits, two of them behind the point."""
    decimals = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{round(value, decimals):g}"


def in_pixels(extent: float) -> str:
    """An extent in words: ``1 pixel``, ``7 pixels``."""
    return f"{extent:.0f} pixel" + "s" * (round(extent) != 1)
