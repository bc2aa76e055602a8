"""A recipe: everything that decides what a training run makes, read from one TOML file."""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cnaps.degradations.distributions import Distribution, JpegRange, NoiseRange, RealWorld, ShakeRange
from cnaps.errors import RecipeError
from cnaps.training.objectives import ImageDistance

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class Section(BaseModel):
    """A part of a recipe: unknown keys are refused, nothing can be changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Data(Section):
    """The clean photos that crops are cut from, and others on which the run is judged."""

    train: Path = Path("../shared/data/train")
    validation: Path = Path("../shared/data/val")
    pairs: Path | None = None
    """Where a network `behind` something slow finds its pairs, which are made beforehand."""
    train_name: str = ""
    """What the photos are and what they may be used for, as the card says it; empty: those of the folder."""
    validation_name: str = ""

    @property
    def names(self) -> tuple[str, str]:
        """What is trained on and what is judged on, in words."""
        folders = (self.train_name, self.train), (self.validation_name, self.validation)
        first, second = (name or f"the photos of `{folder}`" for name, folder in folders)
        return first, second


class RestorerShape(Section):
    """Size of a network that restores in one pass."""

    kind: str

    @property
    def sizes(self) -> dict[str, Any]:
        """What the network is built with."""
        return self.model_dump(exclude={"kind"})


class MIMOUNetShape(RestorerShape):
    """Size of a MIMO-UNet."""

    kind: Literal["mimo-unet"]
    width: int = 32
    blocks: int = 4


class SwinIRShape(RestorerShape):
    """Size of a SwinIR."""

    kind: Literal["swinir"]
    width: int = 64
    depths: tuple[int, ...] = (2, 2, 2, 2, 2, 2)
    heads: int = 2
    window: int = 8
    fold: int = 1


class DiTShape(Section):
    """Size of the compact DreamClear-style transformer, and the reference it starts from."""

    kind: Literal["diffusion-transformer"]
    width: int = 128
    heads: int = 4
    blocks: int = 8
    branch_blocks: int = 4
    experts: int = 3
    reads_reference: bool = True
    """Whether the transformer has a branch for the reference; the shift starts from it either way."""
    reference: Path
    """Checkpoint of the network whose result the shift starts from."""
    reference_shape: MIMOUNetShape | SwinIRShape = Field(discriminator="kind")
    noise: float = 0.1
    """Kappa: standard deviation of the noise at the start of the shift, images in [-1, 1]."""


Shape = Annotated[MIMOUNetShape | SwinIRShape | DiTShape, Field(discriminator="kind")]


DISTRIBUTIONS: dict[str, Any] = {
    "noise": NoiseRange,
    "jpeg": JpegRange,
    "shake": ShakeRange,
    "real-world": RealWorld,
}
"""What can be drawn from, by the kind that a recipe names."""


class Degrading(Section):
    """Which distribution of degradations is drawn from, with its parameters."""

    kind: Literal["noise", "jpeg", "shake", "real-world"]
    parameters: dict[str, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _known(self) -> Degrading:
        names = sorted(field.name for field in fields(DISTRIBUTIONS[self.kind]))
        unknown = sorted(self.parameters.keys() - set(names))
        if unknown:
            raise ValueError(f"{unknown[0]} is no parameter of kind {self.kind}; use {', '.join(names)}")
        return self

    def distribution(self) -> Distribution:
        """The distribution itself."""
        return DISTRIBUTIONS[self.kind](**self.parameters)


class Schedule(Section):
    """How long, how fast, on what sizes."""

    steps: int
    rate: float
    batch: int
    crop: int
    late_crop: int = 0
    """Side of the crops in the last third of the steps, at a batch reduced to the same area; 0: no change."""
    warmup: int = 200
    fall: float = Field(1.0, gt=0.0, le=1.0)
    """Share of the steps, at the end, in which the rate falls to zero; before, it is constant. A run with a
    constant part can be prolonged without loss: it goes on from where its rate began to fall."""
    optimiser: Literal["adamw", "muon"] = "adamw"
    decay: float = 0.999
    """Of the moving average of the weights that is shipped."""
    clip: float = 1.0
    """Largest norm of the gradient."""

    @property
    def late_from(self) -> int:
        """The step from which on crops are late ones; behind the last step where there are none."""
        return self.steps * 2 // 3 if self.late_crop else self.steps

    @property
    def late_batch(self) -> int:
        """Late crops in a batch: as many as have the area of the others."""
        return max(1, self.batch * self.crop**2 // self.late_crop**2) if self.late_crop else self.batch


class Recipe(Section):
    """One published training run."""

    name: str
    task: str
    data: Data = Field(default_factory=Data)
    network: Shape
    degradation: Degrading
    schedule: Schedule
    validation: tuple[str, ...]
    """Degradations, as in ``cnaps evaluate``, on which the run is judged."""
    behind: Literal["shake-inversion"] | None = None
    """What a photo has gone through before this network is asked."""
    frequency_weight: float = 0.05
    """Weight of the L1 distance of the spectra."""
    structure_weight: float = 0.0
    """Weight of one minus SSIM."""
    start_from: Path | None = None
    """Checkpoint whose fitting tensors the network starts from."""
    seed: int = 0

    @property
    def distance(self) -> ImageDistance:
        """What the network learns to make small."""
        return ImageDistance(frequency_weight=self.frequency_weight, structure_weight=self.structure_weight)


def read_recipe(path: Path) -> Recipe:
    """Read and check a recipe.

    Raises:
        RecipeError: the file is missing, is no TOML, or holds an unknown or wrong key.
    """
    try:
        return Recipe.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise RecipeError(f"Recipe {path} cannot be read: {error.strerror}. Name a TOML file.") from error
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(f"Recipe {path} is no valid TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RecipeError(f"Recipe {path}: {where}: {first['msg']} (found {first['input']!r}).") from error
