"""The sampler of the released DreamClear: ancestral steps with a learned variance, guidance by a caption."""

from __future__ import annotations

import torch
from diffusers import DDPMScheduler
from torch import Tensor

GUIDED_CHANNELS = 3
"""Of the four noise channels, those that a caption steers; the fourth is left out as in GLIDE's code."""


def ancestral_scheduler() -> DDPMScheduler:
    """The published noise schedule, with steps that take noise and variance.

    The variance lies in a learned range: equation 15 of arXiv 2102.09672. The fifty timesteps and the
    steps between them are those of the published sampler.
    """
    return DDPMScheduler(
        num_train_timesteps=1000,
        beta_schedule="linear",
        beta_start=1e-4,
        beta_end=0.02,
        variance_type="learned_range",
        timestep_spacing="linspace",
        clip_sample=False,
    )


def guide(captioned: Tensor, uncaptioned: Tensor, scale: float) -> Tensor:
    """Steer a prediction towards its caption.

    Args:
        captioned: (B, 8, H, W) noise and variance predicted with the caption.
        uncaptioned: the same with the null caption.
        scale: 1 leaves the captioned prediction as it is.
    """
    with_words, without = captioned[:, :GUIDED_CHANNELS], uncaptioned[:, :GUIDED_CHANNELS]
    steered = without + scale * (with_words - without)
    return torch.cat([steered, captioned[:, GUIDED_CHANNELS:]], dim=1)
