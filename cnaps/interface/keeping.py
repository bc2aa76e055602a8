"""What is kept of a run for later questions: everything but its pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from cnaps.photo import Photo
from cnaps.result import Report


def without_pixels(report: Report) -> Report:
    """The report with its sizes but without the memory of its pixels, to be kept for later questions."""
    run = report.restoration
    return replace(report, restoration=replace(run, before=_hollow(run.before), after=_hollow(run.after)))


def _hollow(photo: Photo) -> Photo:
    return replace(photo, pixels=np.broadcast_to(np.float32(0), photo.pixels.shape), alpha=None)
