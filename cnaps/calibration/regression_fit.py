"""Fitting the regressions of the diagnosis: features of degraded photos to what was done to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor, nn

from cnaps.calibration.trials import clean_images
from cnaps.degradations.light import Image
from cnaps.diagnosis.regression import COARSEST_SCALE, FINEST_SCALE, Weights, regress
from cnaps.errors import RecipeError

HIDDEN = (64, 16)
STEPS = 6000
BATCH = 256
RATE = 3e-3
JITTER = 0.03
"""Noise on the standardised features, against learning single photos by heart."""
HELD_EVERY = 10
"""One photo in so many is kept out of the fit and sets the width of the interval."""
COVERAGE = 0.9
"""Share of the held-out photos whose truth the interval must hold."""
WIDEST = 8.0
"""Half-width of the interval, in scales, that is not exceeded."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Trials:
    """What was measured on N degraded photos, and the truth."""

    columns: NDArray[np.float64]
    """(N, F) features."""
    logarithms: NDArray[np.float64]
    """(N,) truths, to base 2."""
    photos: NDArray[np.int64]
    """(N,) numbers of the clean photos."""
    judged: NDArray[np.bool_]
    """(N,): which ones set the interval if held out."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Trial:
    """What was measured on one degraded photo, and the truth."""

    columns: NDArray[np.float64]
    logarithm: float
    judged: bool
    """Whether it sets the interval if held out."""


def draw_trials(
    folder: Path, number: int, seed: int, draw: Callable[[Image, Generator], Trial | None]
) -> Trials:
    """`number` trials of every clean photo in `folder`, less those on which nothing could be measured."""
    rng = np.random.default_rng(seed)
    drawn = [
        (photo, draw(clean, rng)) for photo, clean in enumerate(clean_images(folder)) for _ in range(number)
    ]
    found = [(photo, trial) for photo, trial in drawn if trial is not None]
    return Trials(
        columns=np.array([trial.columns for _, trial in found]),
        logarithms=np.array([trial.logarithm for _, trial in found]),
        photos=np.array([photo for photo, _ in found]),
        judged=np.array([trial.judged for _, trial in found]),
    )


def fit_regression(trials: Trials, seed: int) -> Weights:
    """Fit to nine photos in ten; the tenth sets the interval.

    Raises:
        RecipeError: fewer than ten photos, or a fit so poor that no interval holds what was held out.
    """
    torch.manual_seed(seed)
    held = trials.photos % HELD_EVERY == HELD_EVERY - 1
    if not held.any():
        raise RecipeError(
            f"{trials.photos.max() + 1} photos are too few; a fit needs at least {HELD_EVERY}: add more."
        )
    weights = _fitted(trials.columns[~held], trials.logarithms[~held])
    sets_interval = held & trials.judged
    reach = _reach(weights, trials.columns[sets_interval], trials.logarithms[sets_interval])
    return {**weights, "reach": np.array([reach], np.float32)}


def _fitted(columns: NDArray[np.float64], logarithms: NDArray[np.float64]) -> Weights:
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
        log_scale = log_scale.clamp(FINEST_SCALE, COARSEST_SCALE)
        # Negative log likelihood of a Laplace distribution.
        loss = ((centre - logarithms[rows]).abs() * torch.exp(-log_scale) + log_scale).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()


def _reach(weights: Weights, columns: NDArray[np.float64], logarithms: NDArray[np.float64]) -> float:
    """Half-width, in scales, that holds the asked share of the truths."""
    centres, scales = regress(columns, weights)
    reach = float(np.quantile(np.abs(centres - logarithms) / scales, COVERAGE))
    if not reach <= WIDEST:
        raise RecipeError(
            f"No interval of up to {WIDEST:g} scales holds {COVERAGE:.0%} of the photos that were held out: "
            "the fit is poor; fit to more photos, or to more trials of each."
        )
    return reach
