"""Fitting the blur regression: features of degraded photos to the extent of their blur."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from cnaps.calibration.regression_fit import Trial
from cnaps.calibration.trials import blur_trial, floors_of
from cnaps.degradations.light import Image
from cnaps.diagnosis.blur import features
from cnaps.diagnosis.sampling import whole
from cnaps.diagnosis.spectrum import polar_powers


def measured_blur(clean: Image, rng: Generator) -> Trial | None:
    """None where too few blocks can be judged.

    Sharp photos are easy: with them the interval of blurred ones would come out too narrow.
    """
    trial = blur_trial(clean, rng)
    crops = (whole(trial.image),)
    floors = floors_of(crops)
    if floors is None:
        return None
    return Trial(
        columns=features(polar_powers(crops), floors),
        logarithm=float(np.log2(trial.extent)),
        judged=trial.extent > 1,
    )
