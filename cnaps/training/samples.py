"""Sample pictures of a trained network: degraded, restored and clean side by side, with their figures.

The clean pictures ship with scikit-image and are CC0 or in the public domain, so a card may show them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import skimage.data
import torch

from cnaps.degradations import parse_specification
from cnaps.degradations.light import Image
from cnaps.errors import WeightsError
from cnaps.evaluation import psnr
from cnaps.training.checkpoint import read_checkpoint
from cnaps.training.networks import build
from cnaps.training.preparation import preparation_behind
from cnaps.training.recipe import Recipe

UNIT = 64
"""Every network takes sides that are multiples of it."""

SIDE = 3 * UNIT
"""Pixels of a sample."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """A picture that may be shown."""

    name: str
    corner: tuple[int, int]
    """Row and column of the part that is shown."""
    origin: str


SOURCES = (
    Source(name="astronaut", corner=(0, 130), origin="Eileen Collins, NASA, public domain"),
    Source(name="chelsea", corner=(40, 110), origin="Stéfan van der Walt, CC0"),
    Source(name="coffee", corner=(150, 260), origin="Rachel Michetti, CC0"),
    Source(name="rocket", corner=(100, 250), origin="SpaceX, public domain"),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    """One part of a picture under one degradation; (SIDE, SIDE, 3) sRGB in [0, 1]."""

    source: Source
    degradation: str
    clean: Image
    degraded: Image
    restored: Image

    @property
    def before(self) -> float:
        """PSNR of the degraded part in dB, on 8-bit RGB."""
        return psnr(self.degraded, self.clean)

    @property
    def after(self) -> float:
        """PSNR of the restored part in dB, on 8-bit RGB."""
        return psnr(self.restored, self.clean)


class TrainedNetwork:
    """A recipe's network with the weights of a checkpoint, behind whatever it stands behind."""

    def __init__(self, recipe: Recipe, checkpoint: Path) -> None:
        self.network, self.objective = build(recipe.model_copy(update={"start_from": None}))
        state = read_checkpoint(checkpoint)
        missing, unknown = self.network.load_state_dict(state, strict=False)
        # A frozen reference is not in the checkpoint; `build` has read it from its own.
        missing = [name for name in missing if not name.startswith("reference.")]
        if missing or unknown:
            odd = (*missing, *unknown)[0]
            raise WeightsError(
                f"{checkpoint} does not fit the recipe {recipe.name!r} (tensor {odd!r}): name its own run."
            )
        self.network.eval()
        self.prepare = preparation_behind(recipe.behind)

    @torch.no_grad()
    def restore(self, image: Image) -> Image:
        """(H, W, 3) sRGB to the same, unclamped, in float32; sides that suit no network are mirrored on."""
        prepared = self.prepare(image)
        if prepared is None:
            return image
        height, width = image.shape[:2]
        whole = np.pad(prepared, ((0, -height % UNIT), (0, -width % UNIT), (0, 0)), mode="reflect")
        tensor = torch.from_numpy(np.ascontiguousarray(whole.transpose(2, 0, 1))).unsqueeze(0)
        restored = self.objective.restore(self.network, tensor)[0, :, :height, :width]
        return restored.permute(1, 2, 0).numpy()


def make_samples(network: TrainedNetwork, degradations: Sequence[str]) -> list[Sample]:
    """Every source under every degradation, the degradation drawn from the source's name."""
    return [_sample(network, source, text) for text in degradations for source in SOURCES]


def harm(network: TrainedNetwork) -> list[float]:
    """PSNR in dB of each clean source after the network against itself; the higher, the less it harms."""
    return [psnr(network.restore(part), part) for part in (_part(_picture(s), s) for s in SOURCES)]


def _sample(network: TrainedNetwork, source: Source, degradation: str) -> Sample:
    clean = _picture(source)
    # The whole picture is degraded, so that blur brings in what lies beside the part.
    degraded = _part(parse_specification(degradation).degrade(clean, source.name), source)
    return Sample(
        source=source,
        degradation=degradation,
        clean=_part(clean, source),
        degraded=degraded,
        restored=network.restore(degraded),
    )


def _picture(source: Source) -> Image:
    levels = getattr(skimage.data, source.name)()[..., :3]
    return levels.astype(np.float32) / np.float32(255.0)


def _part(image: Image, source: Source) -> Image:
    top, left = source.corner
    return image[top : top + SIDE, left : left + SIDE]
