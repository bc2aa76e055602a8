"""What is evaluated: anything that turns a degraded image into a better one, networks first of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cnaps.backend import Backend
from cnaps.choice import choose_backend
from cnaps.diagnosis import diagnose
from cnaps.photo import Photo
from cnaps.runtime import Runtime, Settings, choose_precision, row_of, weights_of

Image = NDArray[np.float32]
"""(H, W, 3) float32 sRGB; clean values are in [0, 1], noisy ones may lie outside."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a tool may know beside the degraded image."""

    error: float
    """True root mean square error of this image, in grey levels of 255: more than any user knows."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Attempt:
    """One image restored."""

    pixels: Image
    """Unclamped."""
    seconds: float
    strength: Mapping[str, float] = field(default_factory=dict)
    """What the tool was set to for this image, by the name of the parameter."""


class Restorer(Protocol):
    """A tool under test."""

    @property
    def name(self) -> str:
        """As it stands in the table."""

    @property
    def setting(self) -> str:
        """How it is run or what it is told, one sentence."""

    @property
    def classical(self) -> bool:
        """Works without a network; what it does to clean photos is not asked, for it is told the level."""

    def suits(self, kind: str) -> bool:
        """Whether it is made for a kind of degradation, e.g. ``noise``."""

    def __call__(self, degraded: Image, told: Told) -> Attempt:
        """Restore one image."""


@dataclass(frozen=True, kw_only=True)
class NetworkRestorer:
    """A backend, which is told nothing."""

    backend: Backend
    runtime: Runtime
    settings: Settings
    classical: bool = False

    @property
    def name(self) -> str:
        """The backend's."""
        return self.backend.name

    @property
    def setting(self) -> str:
        """Weights, precision, device and seed."""
        kind = weights_of(row_of(self.backend, self.settings), self.settings).kind
        return f"{kind} weights, {_way(self.runtime, self.settings)}, told nothing"

    def suits(self, kind: str) -> bool:
        """Networks are tried on whatever the caller asks for."""
        return True

    def __call__(self, degraded: Image, told: Told) -> Attempt:
        """One run."""
        run = self.runtime.run(degraded, self.backend, self.settings)
        return Attempt(pixels=run.pixels, seconds=run.seconds)


@dataclass(frozen=True, kw_only=True)
class RecommendedRestorer:
    """For each image what its diagnosis recommends: what visitors get who leave the choice to that."""

    name: str
    backends: Mapping[str, Backend]
    """By name."""
    runtime: Runtime
    settings: Settings
    classical: bool = False

    @property
    def setting(self) -> str:
        """Precision, device and seed."""
        return f"{_way(self.runtime, self.settings)}, told nothing, backends chosen by the diagnosis"

    def suits(self, kind: str) -> bool:
        """A diagnosis is made of whatever it is given."""
        return True

    def __call__(self, degraded: Image, told: Told) -> Attempt:
        """Diagnose the image as a file would hold it, then one run."""
        found = diagnose(Photo(pixels=np.clip(degraded, 0.0, 1.0)))
        choice = choose_backend(found, self.backends.values())
        run = self.runtime.run(degraded, self.backends[choice.backend], self.settings)
        return Attempt(pixels=run.pixels, seconds=run.seconds)


def _way(runtime: Runtime, settings: Settings) -> str:
    views = ", eight views" if settings.eight_views else ""
    steps = f", {settings.steps} steps" if settings.steps is not None else ""
    script = ", padded and cut as published" if settings.as_published else ""
    precision = choose_precision(settings.precision, runtime.device)
    return f"{precision} on {runtime.device}, seed {settings.seed}{views}{steps}{script}"
