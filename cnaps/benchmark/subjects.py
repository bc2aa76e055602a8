"""What is measured: the backends with the weights that ship, and their published sizes with drawn weights."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from cnaps.backend import Backend, Weights
from cnaps.degradations import parse_specification
from cnaps.diagnosis.findings import Degradation
from cnaps.errors import SettingError
from cnaps.inference import Form, inference_form
from cnaps.registry import BACKENDS, get_backend
from cnaps.runtime import Runtime, Settings
from cnaps.weights import load_weights

LARGEST_SIDE = 20_000

SCENE_SIDE = 512
"""The picture that is measured on repeats after as many pixels."""

DISCS = 400

FAULTS: Mapping[Degradation, str] = MappingProxyType(
    {Degradation.BLUR: "motion:15", Degradation.NOISE: "noise:10", Degradation.JPEG: "jpeg:20"}
)
"""What is done to the picture, in this order."""


class Size(NamedTuple):
    """Of a photo, in pixels."""

    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A backend in one of its sizes."""

    backend: Backend
    full_size: bool = False
    """The network of the published checkpoints, with drawn weights: they take as long as trained ones."""

    @property
    def name(self) -> str:
        """As it stands in the table."""
        return f"{self.backend.name}, full size" if self.full_size else self.backend.name

    @property
    def faults(self) -> frozenset[Degradation]:
        """What its picture has: all that it repairs; not blur among others, which would be searched first."""
        several = self.backend.repairs - {Degradation.BLUR}
        return several or self.backend.repairs

    def settings(self, precision: str) -> Settings:
        """Of a run."""
        # The file stands for the drawn weights and is never opened.
        checkpoint = Path("drawn") if self.full_size else None
        return Settings(precision=precision, checkpoint=checkpoint)

    def load(self, backend: Backend, weights: Weights) -> nn.Module:
        """The network, in place of `load_weights`."""
        return drawn(backend) if self.full_size else load_weights(backend, weights)


def subjects(names: Sequence[str], *, full_size: bool) -> list[Subject]:
    """The named backends; without names one for each network that ships, or that has a published size.

    Raises:
        UnknownBackendError: no backend has this name.
        SettingError: a named backend has no weights that ship, or no published size.
    """
    rows = [get_backend(name) for name in names]
    for row in rows:
        if not _is_at_hand(row, full_size=full_size):
            lacks = "no published size" if full_size else "no weights that ship"
            raise SettingError(f"Backend {row.name} has {lacks}: leave it out, or name another backend.")
    return [Subject(backend=row, full_size=full_size) for row in rows or _distinct(full_size=full_size)]


def _is_at_hand(row: Backend, *, full_size: bool) -> bool:
    return row.official is not None if full_size else row.weights.at_hand


def _distinct(*, full_size: bool) -> list[Backend]:
    """The first backend of each network."""
    found: dict[object, Backend] = {}
    for row in BACKENDS.values():
        if _is_at_hand(row, full_size=full_size):
            found.setdefault(repr(row.official) if full_size else row.weights.files, row)
    return list(found.values())


def drawn(backend: Backend) -> nn.Module:
    """The published network with the weights that its layers draw for themselves, always the same."""
    if backend.official is None:
        raise SettingError(f"Backend {backend.name} has no published size: leave it out.")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return backend.official().eval().requires_grad_(False)


def runtime_of(subject: Subject, form: Form = inference_form) -> Runtime:
    """A runtime that loads this subject."""
    return Runtime(load=subject.load, form=form)


def parse_size(text: str) -> Size:
    """``1280x720`` to a size.

    Raises:
        SettingError: it is none, or too large.
    """
    found = re.fullmatch(r"(\d{1,6})[x×](\d{1,6})", text)
    size = Size(int(found[1]), int(found[2])) if found else Size(0, 0)
    if not 16 <= min(size) <= max(size) <= LARGEST_SIDE:
        raise SettingError(
            f"Size {text!r} is not allowed: use WIDTHxHEIGHT with sides of 16 to {LARGEST_SIDE} pixels, "
            "e.g. 1280x720."
        )
    return size


def picture(size: Size, faults: Collection[Degradation]) -> NDArray[np.float32]:
    """(H, W, 3) of overlapping discs with faults."""
    rng = np.random.default_rng(0)
    down, right = np.ogrid[:SCENE_SIDE, :SCENE_SIDE]
    scene = np.full((SCENE_SIDE, SCENE_SIDE, 3), 0.5, np.float32)
    for _ in range(DISCS):
        top, left = rng.uniform(0, SCENE_SIDE, 2)
        radius = 4.0 / rng.uniform(0.05, 1.0)
        scene[(down - top) ** 2 + (right - left) ** 2 < radius**2] = rng.uniform(0.05, 0.95, 3)
    for fault, text in FAULTS.items():
        if fault in faults:
            scene = parse_specification(text).degrade(scene, "benchmark")
    repeats = -(-size.height // SCENE_SIDE), -(-size.width // SCENE_SIDE), 1
    return np.ascontiguousarray(np.tile(scene, repeats)[: size.height, : size.width])
