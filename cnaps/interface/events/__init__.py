"""What happens when a visitor does something, section by section."""

from __future__ import annotations

from cnaps.interface.events.explanation import connect_explanation
from cnaps.interface.events.photo import connect_photo
from cnaps.interface.events.run import connect_run
from cnaps.interface.events.shared import ANSWERS, HEAVY, LIGHT
from cnaps.interface.events.weights import connect_weights

__all__ = [
    "ANSWERS",
    "HEAVY",
    "LIGHT",
    "connect_explanation",
    "connect_photo",
    "connect_run",
    "connect_weights",
]
