"""Fitting the grain regression: the floors of degraded photos to the noise that was saved in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from cnaps.calibration.regression_fit import Trials
from cnaps.calibration.trials import clean_images, noise_trial
from cnaps.diagnosis.grain import features
from cnaps.diagnosis.jpeg import measure_jpeg
from cnaps.diagnosis.sampling import whole


def grain_trials(folder: Path, trials: int, seed: int) -> Trials:
    """`trials` degraded versions of every clean photo in `folder`, their JPEG as the diagnosis measures it.

    Photos without noise do not set the interval: what it must hold is the strength of noise that is there.
    """
    rng = np.random.default_rng(seed)
    rows, sigmas, photos = [], [], []
    for photo, clean in enumerate(clean_images(folder)):
        for _ in range(trials):
            trial = noise_trial(clean, rng)
            crops = (whole(trial.image),)
            columns = features(crops, measure_jpeg(crops, ()).value)
            if columns is None:
                continue
            rows.append(columns)
            sigmas.append(trial.sigma)
            photos.append(photo)
    return Trials(
        columns=np.array(rows),
        logarithms=np.log2(np.array(sigmas) + 1.0),
        photos=np.array(photos),
        judged=np.array(sigmas) > 0,
    )
