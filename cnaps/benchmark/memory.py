"""The most memory that one restoration takes, seen from a process of its own."""

from __future__ import annotations

import re
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from cnaps.benchmark.subjects import Size, Subject, picture, runtime_of, subjects

STATUS = Path("/proc/self/status")
"""Where Linux writes what a process has needed at most."""


def peak_memory(subject: Subject, size: Size, precision: str) -> int | None:
    """Bytes, Python and its libraries included; None where the system does not tell."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        task = pool.submit(_peak_of_run, subject.backend.name, subject.full_size, size, precision)
        return task.result()


def _peak_of_run(name: str, full_size: bool, size: Size, precision: str) -> int | None:
    (subject,) = subjects([name], full_size=full_size)
    runtime_of(subject).run(picture(size, subject.faults), subject.backend, subject.settings(precision))
    return peak_so_far()


def peak_so_far() -> int | None:
    """Most bytes that this process has held in memory; None where the system does not tell."""
    if not STATUS.is_file():
        return None
    found = re.search(r"^VmHWM:\s*(\d+) kB$", STATUS.read_text(), re.MULTILINE)
    return int(found[1]) * 1024 if found else None
