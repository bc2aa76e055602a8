"""Degradations as objects: one definition for training, evaluation and examples.

A forward model is called with a clean picture and a random generator. What is left to chance (a path, a
mask) can be drawn first with `draw`, and `degrade` returns the picture together with all that was drawn.
The blurs so drawn are linear operators on light; `UniformBlur` has its adjoint.
"""

from cnaps.degradations.blur import RegionBlur, UniformBlur, VaryingBlur
from cnaps.degradations.forward import (
    CameraNoise,
    CameraShake,
    Chain,
    Defocus,
    EightBits,
    ForwardModel,
    GaussianNoise,
    Grain,
    Jpeg,
    Rescale,
)
from cnaps.degradations.moving import ObjectMotion
from cnaps.degradations.specification import Specification, parse_specification
from cnaps.degradations.truth import Degraded, degrade
from cnaps.degradations.varying import RotatingShake

__all__ = [
    "CameraNoise",
    "CameraShake",
    "Chain",
    "Defocus",
    "Degraded",
    "EightBits",
    "ForwardModel",
    "GaussianNoise",
    "Grain",
    "Jpeg",
    "ObjectMotion",
    "RegionBlur",
    "Rescale",
    "RotatingShake",
    "Specification",
    "UniformBlur",
    "VaryingBlur",
    "degrade",
    "parse_specification",
]
