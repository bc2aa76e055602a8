"""Residual shifting from a reference to the clean image, with clean-image prediction.

With clean image x0, reference r and time t in (0, 1], all in [-1, 1]:

    x_t = (1 - t) x0 + t r + kappa sqrt(t) eps

This is the chain of ResShift (arXiv 2307.12348, equation 2) with eta_t = t and the reference in place
of the degraded photo. One step with kappa = 0 is an ordinary regression.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from diffusers import ConfigMixin, SchedulerMixin
from diffusers.configuration_utils import register_to_config
from diffusers.utils import BaseOutput
from diffusers.utils.torch_utils import randn_tensor
from torch import Tensor


@dataclass
class ResidualShiftOutput(BaseOutput):
    """The image after a step and the clean image that was predicted."""

    prev_sample: Tensor
    pred_original_sample: Tensor


class ResidualShiftScheduler(SchedulerMixin, ConfigMixin):
    """Times, noise and steps of the residual shift.

    Args:
        steps: steps of a run unless `set_timesteps` says otherwise.
        kappa: standard deviation of the noise at the start, images in [-1, 1].
        power: bends the grid of times; 1 is even.
        stochastic: draw fresh noise at every step (ResShift, equation 7) or none (DDIM-like).
    """

    order = 1

    @register_to_config
    def __init__(
        self, *, steps: int = 4, kappa: float = 0.1, power: float = 1.0, stochastic: bool = False
    ) -> None:
        self.init_noise_sigma = 1.0
        self.set_timesteps(steps)

    def set_timesteps(self, num_inference_steps: int, device: str | torch.device | None = None) -> None:
        """Set the grid of times from 1 downwards; 0, where the run ends, is left out."""
        grid = torch.linspace(1.0, 0.0, num_inference_steps + 1, device=device) ** self.config.power
        self.num_inference_steps = num_inference_steps
        self.timesteps = grid[:-1]
        self._following = grid[1:]
        self._step_index = 0

    def scale_model_input(self, sample: Tensor, timestep: Tensor | None = None) -> Tensor:
        """The network takes the image as it is."""
        return sample

    def add_noise(self, original: Tensor, noise: Tensor, timesteps: Tensor, reference: Tensor) -> Tensor:
        """x_t for clean images, standard noise, times (N,) and references."""
        t = timesteps.view(-1, 1, 1, 1).to(original.dtype)
        return (1 - t) * original + t * reference + self.config.kappa * t.sqrt() * noise

    def step(
        self,
        model_output: Tensor,
        timestep: Tensor,
        sample: Tensor,
        *,
        reference: Tensor,
        generator: torch.Generator | None = None,
        return_dict: bool = True,
    ) -> ResidualShiftOutput | tuple[Tensor, Tensor]:
        """From x_t and the predicted clean image to x_u at the next time u of the grid."""
        t, u = float(timestep), float(self._following[self._step_index])
        if self.config.stochastic:
            before = self._posterior(model_output, sample, t, u, generator)
        else:
            before = _transport(model_output, sample, reference, t, u)
        self._step_index += 1
        if not return_dict:
            return (before, model_output)
        return ResidualShiftOutput(prev_sample=before, pred_original_sample=model_output)

    def _posterior(
        self, clean: Tensor, sample: Tensor, t: float, u: float, generator: torch.Generator | None
    ) -> Tensor:
        noise = randn_tensor(sample.shape, generator=generator, device=sample.device, dtype=sample.dtype)
        spread = self.config.kappa * (u * (t - u) / t) ** 0.5
        return (u / t) * sample + ((t - u) / t) * clean + spread * noise


def _transport(clean: Tensor, sample: Tensor, reference: Tensor, t: float, u: float) -> Tensor:
    """Keeps the marginals of the chain without fresh noise: x_u from x_t for a known clean image."""
    kept = (u / t) ** 0.5
    return kept * sample + ((1 - u) - (1 - t) * kept) * clean + (u - t * kept) * reference
