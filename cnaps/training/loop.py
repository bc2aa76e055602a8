"""The training loop: steps, moving average, checkpoints, validation; resumes exactly where it stopped."""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel
from torch.utils.data import DataLoader, Dataset, Subset

from cnaps.degradations import parse_specification
from cnaps.errors import RecipeError
from cnaps.evaluation import psnr
from cnaps.runtime import autocast, choose_precision
from cnaps.training.checkpoint import read_checkpoint, steps_behind
from cnaps.training.crops import DegradedCrops, PairedCrops, read_photos
from cnaps.training.networks import build, write_checkpoint
from cnaps.training.objectives import Objective
from cnaps.training.optimisers import optimisers
from cnaps.training.pairs import read_pairs
from cnaps.training.preparation import preparation_behind
from cnaps.training.recipe import Recipe

log = logging.getLogger(__name__)

TensorList = tuple[Tensor, ...] | list[Tensor]

IN_PIPELINE = "transformer."
"""What a run puts before the names that a pipeline's own file gives its tensors."""

LAST = "last.pt"
BEFORE_FALL = "before_fall.pt"
"""Checkpoints of a run: the newest, and the one from which a prolonged plan goes on."""

VALIDATION_PHOTOS = 12
VALIDATION_SIDE = 192
EVERY_NETWORK_TAKES = 4
"""Sides that are multiples of it need no padding."""


@dataclass(frozen=True)
class Pair:
    """A validation crop: (1, 3, S, S) as the network gets it, and clean."""

    degraded: Tensor
    clean: Tensor


class Training:
    """A run in progress: network, optimiser, averaged weights and the step they have reached."""

    def __init__(self, recipe: Recipe, folder: Path, *, device: str = "cpu", begun: bool = False) -> None:
        """`begun`: weights will be taken up, so that those which the recipe starts from need not be there."""
        torch.manual_seed(recipe.seed)
        self.recipe, self.folder, self.device = recipe, folder, device
        network, self.objective = build(recipe.model_copy(update={"start_from": None}) if begun else recipe)
        network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.network = network.to(device)
        self.average = AveragedModel(
            self.network, multi_avg_fn=moving_average(recipe.schedule.decay), use_buffers=True
        )
        self.optimisers = optimisers(self.network, recipe.schedule.rate, recipe.schedule.optimiser)
        self.step = 0
        self.crops = crops_of(recipe)
        self.validation = validation_pairs(recipe, recipe.data.validation)

    @property
    def averaged(self) -> nn.Module:
        """The network with the averaged weights, which is what ships."""
        return self.average.module

    def resume(self) -> None:
        """Continue from the run's last checkpoint, if there is one.

        A run whose plan was prolonged after its rate had fallen goes on from where the fall began.
        """
        kept = self._checkpoint(LAST)
        if kept is None:
            return
        if kept.get("planned", self.recipe.schedule.steps) < self.recipe.schedule.steps:
            kept = self._checkpoint(BEFORE_FALL) or kept
        self.network.load_state_dict(kept["network"])
        self.average.load_state_dict(kept["average"])
        for optimiser, state in zip(self.optimisers, kept["optimisers"], strict=True):
            optimiser.load_state_dict(state)
        self.step = int(kept["step"])

    def take_up(self, weights: Path, behind: int = 0) -> None:
        """Continue from shipped weights, where the run's own checkpoints are gone; the optimisers begin anew.

        Args:
            weights: a file of the shipped weights; of a pipeline, that of its transformer.
            behind: steps that they have behind them, where the file does not name them.

        Raises:
            RecipeError: the steps are not known, or the tensors are not those of the recipe's network.
            WeightsError: there is no such file, or it is another kind of file.
        """
        tensors, steps = read_checkpoint(weights), steps_behind(weights) or behind
        own = trained(self.network.state_dict())
        if not own.keys() & tensors.keys():
            tensors = {f"{IN_PIPELINE}{name}": tensor for name, tensor in tensors.items()}
        strangers = {(n, t.shape) for n, t in own.items()} ^ {(n, t.shape) for n, t in tensors.items()}
        if strangers:
            raise RecipeError(
                f"{weights} is not from a run of {self.recipe.name} (only one of them has this "
                f"{min(strangers)[0]}): name weights that are."
            )
        if not steps:
            raise RecipeError(
                f"{weights} does not tell how many steps it has behind it: say so with --behind, as its card "
                "does."
            )
        self.network.load_state_dict(tensors, strict=False)
        self.averaged.load_state_dict(tensors, strict=False)
        self.average.n_averaged.fill_(steps)
        self.step = steps

    def _checkpoint(self, name: str) -> dict[str, Any] | None:
        path = self.folder / name
        if not path.exists():
            return None
        kept: dict[str, Any] = torch.load(path, weights_only=True, map_location=self.device)
        return kept

    def keep(self, name: str = LAST) -> None:
        """Write the checkpoint to resume from and the averaged weights to ship."""
        self.folder.mkdir(parents=True, exist_ok=True)
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
            "step": self.step,
            "planned": self.recipe.schedule.steps,
        }
        unfinished = self.folder / f"{name}.part"
        torch.save(state, unfinished)
        unfinished.replace(self.folder / name)
        shipped = trained(self.averaged.state_dict())
        write_checkpoint(shipped, self.folder / "model.safetensors", self.recipe, self.step)

    def run(self, *, keep_every: float = 180.0) -> None:
        """Train to the recipe's last step, keeping and validating every `keep_every` seconds."""
        losses: list[float] = []
        last = time.monotonic()
        for degraded, clean in self._batches():
            losses.append(self._learn(degraded, clean))
            if self.step == fall_start(self.recipe):
                self.keep(BEFORE_FALL)
            if time.monotonic() - last > keep_every or self.step == self.recipe.schedule.steps:
                self._report(losses, time.monotonic() - last)
                self.keep()
                losses, last = [], time.monotonic()

    def _learn(self, degraded: Tensor, clean: Tensor) -> float:
        for optimiser in self.optimisers:
            for group in optimiser.param_groups:
                group["lr"] = optimiser.defaults["lr"] * rate_factor(self.step, self.recipe)
        generator = torch.Generator().manual_seed(self.recipe.seed * 1_000_003 + self.step)
        degraded = degraded.to(self.device, memory_format=torch.channels_last)
        clean = clean.to(self.device, memory_format=torch.channels_last)
        with _fastest(self.device):
            loss = self.objective.loss(self.network, degraded, clean, generator)
        self.network.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), self.recipe.schedule.clip)
        for optimiser in self.optimisers:
            optimiser.step()
        self.average.update_parameters(self.network)
        self.step += 1
        return float(loss.detach())

    def _batches(self) -> Iterator[tuple[Tensor, Tensor]]:
        schedule, late = self.recipe.schedule, self.recipe.schedule.late_from
        if self.step < late:
            yield from self._loader(schedule.crop, schedule.batch, self.step, late)
        if late < schedule.steps:
            first = max(self.step, late)
            yield from self._loader(schedule.late_crop, schedule.late_batch, first, schedule.steps)

    def _loader(self, side: int, batch: int, first: int, last: int) -> DataLoader[tuple[Tensor, Tensor]]:
        crops = self.crops(side=side, count=last * batch, seed=self.recipe.seed)
        return DataLoader(
            Subset(crops, range(first * batch, last * batch)), batch, num_workers=1, prefetch_factor=4
        )

    def _report(self, losses: list[float], seconds: float) -> None:
        scores = validate(self.averaged, self.objective, self.validation, self.device)
        line = {
            "step": self.step,
            "loss": round(float(np.mean(losses)), 5),
            "seconds": round(seconds, 1),
            **{name: round(gain, 3) for name, gain in scores.items()},
        }
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "curve.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        log.info("%s", json.dumps(line))


def _fastest(device: str) -> AbstractContextManager[object]:
    """bf16 where the processor computes with it; where it would only be emulated, fp32 is faster."""
    where = torch.device(device)
    return autocast(where, choose_precision("auto", where))


def trained(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """The tensors that a run changes: those of a frozen reference left out."""
    return {name: tensor for name, tensor in state.items() if not name.startswith("reference.")}


def crops_of(recipe: Recipe) -> Callable[..., Dataset[tuple[Tensor, Tensor]]]:
    """Where crops come from: photos that are degraded when their turn comes, or pairs made beforehand."""
    if recipe.behind is not None:
        return partial(PairedCrops, read_pairs(recipe))
    photos = list(read_photos(recipe.data.train).values())
    return partial(DegradedCrops, photos, recipe.degradation.distribution())


def moving_average(decay: float) -> Callable[[TensorList, TensorList, Tensor | int], None]:
    """An exponential average that forgets quickly at first, so as not to lag behind a young network."""

    def update(averaged: TensorList, current: TensorList, count: Tensor | int) -> None:
        young = (1.0 + float(count)) / (10.0 + float(count))
        for mean, new in zip(averaged, current, strict=True):
            if mean.is_floating_point():
                mean.lerp_(new, 1.0 - min(decay, young))

    return update


def rate_factor(step: int, recipe: Recipe) -> float:
    """Linear warm-up, the full rate, then a cosine down to zero over the last share of the steps."""
    schedule = recipe.schedule
    if step < schedule.warmup:
        return (step + 1) / schedule.warmup
    start = fall_start(recipe)
    done = (step - start) / max(1, schedule.steps - start)
    return 0.5 * (1.0 + math.cos(math.pi * min(1.0, max(0.0, done))))


def fall_start(recipe: Recipe) -> int:
    """The step from which on the rate falls."""
    schedule = recipe.schedule
    return schedule.steps - round((schedule.steps - schedule.warmup) * schedule.fall)


def validation_pairs(recipe: Recipe, folder: Path) -> dict[str, list[Pair]]:
    """For each of the recipe's validation degradations, the middle crops of the first photos."""
    photos = list(read_photos(folder).items())[:VALIDATION_PHOTOS]
    prepare = preparation_behind(recipe.behind)
    pairs: dict[str, list[Pair]] = {}
    for text in recipe.validation:
        specification = parse_specification(text)
        pairs[text] = []
        for name, photo in photos:
            clean = photo.astype(np.float32) / np.float32(255.0)
            prepared = prepare(specification.degrade(clean, name))
            if prepared is not None:
                pairs[text].append(Pair(_middle(prepared), _middle(clean)))
    return pairs


def _middle(image: NDArray[np.float32]) -> Tensor:
    height, width = (min(VALIDATION_SIDE, side - side % EVERY_NETWORK_TAKES) for side in image.shape[:2])
    top, left = (image.shape[0] - height) // 2, (image.shape[1] - width) // 2
    crop = image[top : top + height, left : left + width]
    return torch.from_numpy(np.ascontiguousarray(crop.transpose(2, 0, 1))).unsqueeze(0)


@torch.no_grad()
def validate(
    network: nn.Module, objective: Objective, validation: dict[str, list[Pair]], device: str
) -> dict[str, float]:
    """Mean gain in PSNR (dB) over the crops that the network gets, per degradation of which it gets any."""
    network.eval()
    gains: dict[str, float] = {}
    for name, pairs in validation.items():
        each = []
        for pair in pairs:
            with _fastest(device):
                restored = objective.restore(network, pair.degraded.to(device)).cpu()
            found, degraded, clean = map(_pixels, (restored, pair.degraded, pair.clean))
            each.append(psnr(found, clean) - psnr(degraded, clean))
        if each:
            gains[name] = float(np.mean(each))
    network.train()
    return gains


def _pixels(image: Tensor) -> NDArray[np.float32]:
    return image[0].permute(1, 2, 0).float().numpy()
