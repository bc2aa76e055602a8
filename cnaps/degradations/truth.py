"""A degraded photo together with everything that was done to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from numpy.random import Generator

from cnaps.degradations.forward import Chain, ForwardModel
from cnaps.degradations.light import Image


@runtime_checkable
class Drawable(Protocol):
    """A forward model with something left to chance that can be drawn before it is applied."""

    def draw(self, size: tuple[int, int], rng: Generator) -> ForwardModel:
        """What calling the model with the same `rng` would apply to a picture of `size` (rows, columns)."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Degraded:
    """A degraded photo and its truth."""

    image: Image
    truth: tuple[ForwardModel, ...]
    """The steps in order, as drawn: a blur holds its kernel or path and mask, noise its strength, JPEG its
    quality. Only the values of the noise itself are not kept; they are the image less what went in."""


def degrade(model: ForwardModel, clean: Image, rng: Generator) -> Degraded:
    """Do what ``model(clean, rng)`` does, with the same random numbers, and keep the truth."""
    image, truth = clean, []
    for step in _steps(model):
        drawn = step.draw((image.shape[0], image.shape[1]), rng) if isinstance(step, Drawable) else step
        image = drawn(image, rng)
        truth.append(drawn)
    return Degraded(image=image, truth=tuple(truth))


def _steps(model: ForwardModel) -> tuple[ForwardModel, ...]:
    """The steps of a chain, chains within chains laid open."""
    if not isinstance(model, Chain):
        return (model,)
    return tuple(inner for step in model.steps for inner in _steps(step))
