"""The errors a visitor can meet; each message names the value found, the value wanted and the way out."""

from __future__ import annotations


class CnapsError(Exception):
    """Base of every error that is meant to be read by a person."""


class PhotoError(CnapsError):
    """The file is not a photo that can be restored."""


class DegradationError(CnapsError):
    """A degradation was asked for that does not exist or lies outside its range."""


class UnknownBackendError(CnapsError):
    """A backend was named that is not in the registry."""


class WeightsError(CnapsError):
    """A checkpoint is missing, altered, or does not fit its network."""


class DownloadError(CnapsError):
    """A published file could not be fetched."""


class PromptError(CnapsError):
    """A question or a pasted prompt cannot be answered as it stands."""


class RecipeError(CnapsError):
    """A training recipe or its data cannot be used."""


class SettingError(CnapsError):
    """A setting of a run (tile, precision, seed, steps) is outside what is allowed."""


class StoppedError(CnapsError):
    """The visitor stopped the run."""
