"""Published systems that are described here but cannot be run, each with its reason."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Absent:
    """One of them."""

    name: str
    paper: str
    reason: str
    """What follows the name in a sentence, without its full stop."""


@cache
def absent_systems() -> tuple[Absent, ...]:
    """All of them, in the order of the file."""
    path = Path(__file__).with_name("absent.json")
    return tuple(Absent(**record) for record in json.loads(path.read_text(encoding="utf-8")))
