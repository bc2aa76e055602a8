"""A whole benchmark: every subject at every size."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from cnaps.benchmark.ceiling import Ceiling, measured_ceiling
from cnaps.benchmark.measure import Measurement, measure
from cnaps.benchmark.memory import peak_memory
from cnaps.benchmark.seams import Seams, measure_seams
from cnaps.benchmark.subjects import Size, Subject, runtime_of
from cnaps.errors import SettingError
from cnaps.photo import photos_in

MOST_PHOTOS = 10
"""Of a folder, by name: more would tell little more about seams."""

Progress = Callable[[int, int], None]
"""Hears how many measurements of how many are done."""


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """What was measured, and what it is held against."""

    measurements: Sequence[Measurement]
    ceilings: Mapping[str, Ceiling]
    """By precision."""
    threads: int

    def share_of_ceiling(self, one: Measurement) -> float:
        """Speed over the highest speed of this machine in the same precision."""
        return one.gflops / self.ceilings[one.precision].gflops


def time_all(
    subjects: Sequence[Subject],
    sizes: Sequence[Size],
    precisions: Sequence[str],
    *,
    rounds: int,
    memory: bool,
    on_run: Progress,
) -> Benchmark:
    """Every subject at every size, one after the other."""
    found: list[Measurement] = []
    cases = [(subject, size) for size in sizes for subject in subjects]
    for number, (subject, size) in enumerate(cases):
        for one in measure(subject, size, precisions, rounds=rounds):
            peak = peak_memory(subject, size, one.precision) if memory else None
            found.append(replace(one, peak_bytes=peak))
        on_run(number + 1, len(cases))
    used = sorted({one.precision for one in found})
    return Benchmark(
        measurements=found,
        ceilings={name: measured_ceiling(name, time.perf_counter) for name in used},
        threads=torch.get_num_threads(),
    )


def watch_seams(
    subjects: Sequence[Subject], folder: Path, precision: str, *, tile: int, on_run: Progress
) -> list[Seams]:
    """Every subject on the photos of a folder.

    Raises:
        SettingError: the folder holds no photos, or one that is no larger than a tile.
    """
    photos = photos_in(folder)[:MOST_PHOTOS]
    if not photos:
        raise SettingError(f"Folder {folder} holds no photos: name one with JPEG or PNG files.")
    found = []
    for number, subject in enumerate(subjects):
        settings = subject.settings(precision)
        found.append(measure_seams(subject.backend, photos, runtime_of(subject), settings, tile=tile))
        on_run(number + 1, len(subjects))
    return found
