"""How much memory this process may still take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import psutil

SYSTEM = Path("/")

_LIMIT, _USED, _GIVEN_UP = (
    ("memory.max", "memory.limit_in_bytes"),
    ("memory.current", "memory.usage_in_bytes"),
    ("inactive_file", "total_inactive_file"),
)
"""Names of the same things in the second and in the first version of control groups."""


def free_memory(system: Path = SYSTEM) -> int:
    """Bytes: what the machine has free, or the container that it runs this process in, whichever is less.

    `system` is where Linux shows its files; other systems have no such limits.
    """
    return min(psutil.virtual_memory().available, *_left_in_groups(system), _UNLIMITED)


_UNLIMITED = 1 << 62
"""The first version writes a number about as large where nothing is limited."""


def _left_in_groups(system: Path) -> Iterator[int]:
    for folder in _groups(system):
        for limit, used, given_up in zip(_LIMIT, _USED, _GIVEN_UP, strict=True):
            most, now = _number(folder / limit), _number(folder / used)
            if most is not None and now is not None:
                yield max(0, most - now + _in_statistics(folder, given_up))


def _groups(system: Path) -> Iterator[Path]:
    """The control group of this process for memory, and those around it, which bind it too."""
    listing = system / "proc/self/cgroup"
    if not listing.is_file():
        return
    for line in listing.read_text(encoding="utf-8").splitlines():
        _, controllers, path = line.split(":", 2)
        if controllers and "memory" not in controllers.split(","):
            continue
        root = system / "sys/fs/cgroup" / ("memory" if controllers else "")
        inside = Path(path.lstrip("/"))
        yield from (root / part for part in (inside, *inside.parents))


def _number(file: Path) -> int | None:
    """None where the file is missing or says ``max``."""
    text = file.read_text(encoding="utf-8").strip() if file.is_file() else ""
    return int(text) if text.isdecimal() else None


def _in_statistics(folder: Path, name: str) -> int:
    """Bytes of files that the system keeps in memory and gives up when they are wanted."""
    file = folder / "memory.stat"
    found = re.search(rf"^{name} (\d+)$", file.read_text(encoding="utf-8"), re.M) if file.is_file() else None
    return int(found[1]) if found else 0
