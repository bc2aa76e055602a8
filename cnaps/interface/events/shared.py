"""What the events of all sections have in common: queues, updates, and the model that is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from cnaps.interface import wording
from cnaps.interface.handlers import Found
from cnaps.pipeline import AUTOMATIC

HEAVY = "restoration"
"""One restoration at a time, whoever asks and however."""
LIGHT = "measurement"
"""Diagnoses do not wait behind a long restoration."""
ANSWERS = "answers"
"""Answers keep nobody else waiting, however long a language model takes."""
FETCH = "download"
"""One download at a time; restorations do not wait behind it."""
Update = dict[Any, Any]
"""New values by component."""


def chosen_backend(family: str, variant: str | None) -> str:
    """The backend that is chosen; `AUTOMATIC` where the diagnosis decides."""
    if family == AUTOMATIC:
        return AUTOMATIC
    names = [name for _, name in wording.variants_of(family)]
    return variant if variant in names else names[0]


def chosen_or_recommended(family: str, variant: str | None, found: Found | None) -> str | None:
    """The backend that a restoration would take; None as long as that depends on a photo."""
    chosen = chosen_backend(family, variant)
    if chosen != AUTOMATIC:
        return chosen
    return found.choice.backend if found else None


def ending_with(updates: Iterator[Update], last: Callable[[], Update]) -> Iterator[Update]:
    """`updates`; after an error `last`, so that no button stays locked, and then the error."""
    try:
        yield from updates
    except Exception:
        # Whatever went wrong is raised again: who called tells the visitor.
        yield last()
        raise
