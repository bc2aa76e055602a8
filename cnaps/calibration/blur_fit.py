"""Fitting the blur regression: features of degraded photos to the extent of their blur."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from cnaps.calibration.regression_fit import Trials
from cnaps.calibration.trials import blur_trial, clean_images
from cnaps.diagnosis.sampling import whole
from cnaps.diagnosis.spectrum import features, polar_powers


def blur_trials(folder: Path, trials: int, seed: int) -> Trials:
    """`trials` degraded versions of every clean photo in `folder`.

    Sharp photos are easy: with them the interval of blurred ones would come out too narrow.
    """
    rng = np.random.default_rng(seed)
    rows, extents, photos = [], [], []
    for photo, clean in enumerate(clean_images(folder)):
        for _ in range(trials):
            trial = blur_trial(clean, rng)
            rows.append(features(polar_powers((whole(trial.image),))))
            extents.append(trial.extent)
            photos.append(photo)
    return Trials(
        columns=np.array(rows),
        logarithms=np.log2(extents),
        photos=np.array(photos),
        judged=np.array(extents) > 1,
    )
