"""The whole path of a photo, once: diagnosis, choice, restoration, diagnosis of the result."""

from __future__ import annotations

from cnaps.choice import choose_backend
from cnaps.diagnosis import diagnose
from cnaps.photo import Photo
from cnaps.registry import BACKENDS, get_backend
from cnaps.result import Report
from cnaps.runtime import Runtime, Settings, StepReporter, ignore_steps

AUTOMATIC = "auto"
"""The name under which a visitor leaves the choice to the diagnosis."""


def repair(
    photo: Photo,
    runtime: Runtime,
    *,
    backend: str = AUTOMATIC,
    settings: Settings | None = None,
    on_step: StepReporter = ignore_steps,
) -> Report:
    """Restore a photo with the named backend, or with the one that its diagnosis recommends.

    Raises:
        UnknownBackendError: no backend has this name.
        SettingError: the backend has no use for a setting, or asks for more than this machine has.
        WeightsError: the weights are missing, altered, or do not fit.
        StoppedError: `on_step` ended the run.
    """
    row = None if backend == AUTOMATIC else get_backend(backend)
    found = diagnose(photo)
    choice = choose_backend(found, BACKENDS.values())
    restoration = runtime.restore(photo, row or get_backend(choice.backend), settings, on_step)
    return Report(found=found, choice=choice, restoration=restoration, left=diagnose(restoration.after))
