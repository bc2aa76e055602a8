"""Who puts an answer into words: CNAPS itself, or a language model under the same checks."""

from __future__ import annotations

import os
from collections.abc import Mapping

from cnaps.explanation.writing.language_model import CONVERSATIONS_AT_ONCE, LanguageModel
from cnaps.explanation.writing.settings import Settings, read_settings
from cnaps.explanation.writing.writer import BY_ITSELF, Deterministic, Plan, Writer, Written

__all__ = [
    "BY_ITSELF",
    "CONVERSATIONS_AT_ONCE",
    "Deterministic",
    "LanguageModel",
    "Plan",
    "Settings",
    "Writer",
    "Written",
    "chosen_writer",
    "read_settings",
]


def chosen_writer(environment: Mapping[str, str] = os.environ) -> Writer:
    """The writer that the environment asks for; CNAPS itself where it names no language model.

    Raises:
        SettingError: a setting of the language model cannot be used.
    """
    settings = read_settings(environment)
    return LanguageModel(settings) if settings else BY_ITSELF
