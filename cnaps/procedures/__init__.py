"""The ways of running a network: one pass, eight views, the steps of a diffusion, a kernel's inversion."""

from cnaps.procedures.kernel_inversion import KernelInversion
from cnaps.procedures.latent_diffusion import LatentDiffusion
from cnaps.procedures.passes import EightViews, OnePass
from cnaps.procedures.residual_shift import ResidualShift

__all__ = ["EightViews", "KernelInversion", "LatentDiffusion", "OnePass", "ResidualShift"]
