"""How much of a text is written in a script."""

from __future__ import annotations

import re

_URL = re.compile(r"\S*(?:https?:|www\.)\S*", re.I)
_NAME = re.compile(r"[A-Za-z]*[A-Z\d][\w+-]*[A-Z\d][\w+-]*|[A-Z][a-z]+(?:-?[A-Z]\w*)+", re.ASCII)
"""MIMO-UNet, SwinIR, JPEG and the like, which every script borrows."""


def share(text: str, letters: re.Pattern[str]) -> float:
    """Share of the letters of `text` that `letters` matches; names in Latin capitals do not count."""
    plain = _NAME.sub(" ", _URL.sub(" ", text))
    total = sum(character.isalpha() for character in plain)
    return len(letters.findall(plain)) / total if total else 0.0
