"""The networks that this project trains, smaller than the published ones, without their weights."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.architectures.swinir import SwinIR
from cnaps.deconvolution.network import ShakeInverter

if TYPE_CHECKING:
    from torch import nn

mimo_unet = partial(MIMOUNet, width=32, blocks=4)
swinir = partial(SwinIR, width=128, depths=(4,) * 4, heads=4, fold=2)

prior = partial(swinir, depths=(2,) * 4)
"""A smoother denoiser: faint detail leads a search for a shake astray."""
PRIOR_PARAMETERS = 1_833_260


def shake_inverter() -> ShakeInverter:
    """The search for a shake with the networks that it and its inversion need."""
    return ShakeInverter(denoiser=prior(), deblurrer=mimo_unet(), refiner=mimo_unet())


def dreamclear() -> nn.Module:
    """The compact diffusion; diffusers, on which it stands, is imported by whoever calls this."""
    from cnaps.diffusion.network import CompactDreamClear

    return CompactDreamClear(shake_inverter())
