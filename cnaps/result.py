"""What a run leaves behind: the photo before and after, and every figure a reader may ask for."""

from __future__ import annotations

from dataclasses import dataclass

from cnaps.backend import Backend, Weights
from cnaps.diagnosis.findings import Diagnosis
from cnaps.photo import Photo


@dataclass(frozen=True, kw_only=True, eq=False)
class Restoration:
    """One photo put through one backend."""

    before: Photo
    after: Photo
    backend: Backend
    weights: Weights
    precision: str
    """``fp32`` or ``bf16``."""
    device: str
    seconds: float
    tiles: int
    tile_side: int
    """Longest side of a tile in pixels, context included."""
    seed: int
    passes: int = 1
    """Through the network, for the photo or for every tile of it."""
    remark: str = ""
    """What the backend found out about the whole photo before it began; empty for most."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The backend recommended for a photo and the measured reason for it."""

    backend: str
    reason: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Report:
    """A finished run: what was found, what was done, what is found afterwards."""

    found: Diagnosis
    choice: Choice
    restoration: Restoration
    left: Diagnosis
    """The diagnosis of the restored photo."""
