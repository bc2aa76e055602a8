"""Fitting the grain regression: the floors of degraded photos to the noise that was saved in them."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from cnaps.calibration.regression_fit import Trial
from cnaps.calibration.trials import floors_of, noise_trial
from cnaps.degradations.light import Image
from cnaps.diagnosis.sampling import whole


def measured_grain(clean: Image, rng: Generator) -> Trial | None:
    """With the JPEG as the diagnosis measures it; None where too few blocks can be judged.

    Photos without noise do not set the interval: what it must hold is the strength of noise that is there.
    """
    trial = noise_trial(clean, rng)
    columns = floors_of((whole(trial.image),))
    if columns is None:
        return None
    return Trial(columns=columns, logarithm=float(np.log2(trial.sigma + 1.0)), judged=trial.sigma > 0)
