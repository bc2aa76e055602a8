"""Degradations as objects: one definition for training, evaluation and examples."""

from cnaps.degradations.forward import (
    CameraNoise,
    CameraShake,
    Chain,
    Defocus,
    EightBits,
    ForwardModel,
    GaussianNoise,
    Jpeg,
    Rescale,
)
from cnaps.degradations.specification import Specification, parse_specification

__all__ = [
    "CameraNoise",
    "CameraShake",
    "Chain",
    "Defocus",
    "EightBits",
    "ForwardModel",
    "GaussianNoise",
    "Jpeg",
    "Rescale",
    "Specification",
    "parse_specification",
]
