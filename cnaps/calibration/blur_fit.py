"""Fitting the blur regression: features of degraded photos to the extent of their blur."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file
from torch import Tensor, nn

from cnaps.calibration.trials import blur_trial, clean_images
from cnaps.diagnosis.blur import Calibration, estimate_extent
from cnaps.diagnosis.sampling import whole
from cnaps.diagnosis.spectrum import features, polar_powers
from cnaps.errors import RecipeError

Table = NDArray[np.float64]

HIDDEN = (64, 16)
STEPS = 6000
BATCH = 256
RATE = 3e-3
JITTER = 0.03
"""Noise on the standardised features, against learning single photos by heart."""
HELD_EVERY = 10
"""One photo in so many is kept out of the fit and sets the width of the interval."""
COVERAGE = 0.9
"""Share of held-out blurred photos whose true extent the interval must hold."""
WIDEST = 8.0
"""Half-width of the interval, in scales, that is not exceeded."""


def fit(folder: Path, out: Path, *, trials: int = 16, seed: int = 1) -> None:
    """Fit to `trials` degraded versions of every clean photo in `folder`; every tenth sets the interval.

    Raises:
        RecipeError: fewer than ten photos, or a fit so poor that no interval holds what was held out.
    """
    torch.manual_seed(seed)
    columns, extents, photos = _table(folder, trials, np.random.default_rng(seed))
    held = photos % HELD_EVERY == HELD_EVERY - 1
    if not held.any():
        raise RecipeError(
            f"{str(folder)!r} holds too few photos; a fit needs at least {HELD_EVERY}: add more."
        )
    weights = _regression(columns[~held], np.log2(extents[~held]))
    # Sharp photos are easy; with them the interval of blurred ones would come out too narrow.
    blurred = held & (extents > 1)
    weights["reach"] = _reach(weights, columns[blurred], np.log2(extents[blurred]))
    save_file(weights, out)


def _table(folder: Path, trials: int, rng: np.random.Generator) -> tuple[Table, Table, NDArray[np.int64]]:
    rows, extents, photos = [], [], []
    for photo, clean in enumerate(clean_images(folder)):
        for _ in range(trials):
            trial = blur_trial(clean, rng)
            rows.append(features(polar_powers((whole(trial.image),))))
            extents.append(trial.extent)
            photos.append(photo)
    return np.array(rows), np.array(extents), np.array(photos)


def _regression(columns: Table, logarithms: Table) -> Calibration:
    mean, deviation = columns.mean(axis=0), columns.std(axis=0) + 1e-6
    inputs = torch.tensor((columns - mean) / deviation, dtype=torch.float32)
    network = _network(columns.shape[1])
    _train(network, inputs, torch.tensor(logarithms, dtype=torch.float32))
    weights = {name: value.detach().numpy().copy() for name, value in network.state_dict().items()}
    return {**weights, "mean": mean.astype(np.float32), "deviation": deviation.astype(np.float32)}


def _network(inputs: int) -> nn.Sequential:
    network = nn.Sequential()
    network.add_module("first", nn.Linear(inputs, HIDDEN[0]))
    network.add_module("bend", nn.Tanh())
    network.add_module("drop", nn.Dropout(0.1))
    network.add_module("second", nn.Linear(*HIDDEN))
    network.add_module("turn", nn.Tanh())
    network.add_module("last", nn.Linear(HIDDEN[1], 2))
    return network


def _train(network: nn.Sequential, inputs: Tensor, logarithms: Tensor) -> None:
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
    for _ in range(STEPS):
        rows = torch.randint(0, len(inputs), (BATCH,))
        jitter = JITTER * torch.randn(BATCH, inputs.shape[1])
        centre, log_scale = network(inputs[rows] + jitter).unbind(dim=1)
        log_scale = log_scale.clamp(-4.0, 2.0)
        # Negative log likelihood of a Laplace distribution.
        loss = ((centre - logarithms[rows]).abs() * torch.exp(-log_scale) + log_scale).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()


def _reach(weights: Calibration, columns: Table, logarithms: Table) -> NDArray[np.float32]:
    """Smallest half-width, in scales, from a fine ladder, that holds the asked share of the truths."""
    for reach in np.arange(1.0, WIDEST, 0.05, dtype=np.float32):
        tried = {**weights, "reach": np.array([reach], np.float32)}
        intervals = np.log2([estimate_extent(row, tried)[1] for row in columns])
        inside = (intervals[:, 0] <= logarithms + 1e-6) & (logarithms - 1e-6 <= intervals[:, 1])
        if inside.mean() >= COVERAGE:
            return tried["reach"]
    raise RecipeError(
        f"No interval of up to {WIDEST:g} scales holds {COVERAGE:.0%} of the photos that were held out: "
        "the fit is poor; fit to more photos, or to more trials of each."
    )
