"""The compact DreamClear as one network: transformer and reference together, run by the pipeline."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from cnaps.deconvolution.network import ShakeInverter
from cnaps.diffusion.pipeline import RestorationPipeline
from cnaps.diffusion.reference import ReferenceRestorer
from cnaps.diffusion.scheduler import ResidualShiftScheduler
from cnaps.diffusion.transformer import RestorationTransformer2DModel


class CompactDreamClear(nn.Module):
    """Holds the two networks of the pipeline under the names of its folders.

    Args:
        inverter: finds the shake of a photo and divides it out; whoever runs the network asks it about the
            whole photo first.
    """

    def __init__(self, inverter: ShakeInverter | None = None) -> None:
        super().__init__()
        self.transformer = RestorationTransformer2DModel()
        self.reference = ReferenceRestorer()
        self.inverter = inverter

    def shift(
        self,
        degraded: Tensor,
        noise: Tensor,
        *,
        steps: int,
        on_step: Callable[[], None],
        reference: Tensor | None = None,
    ) -> Tensor:
        """(N, 3, H, W) in [0, 1] and standard noise of its size to the restored image, unclamped.

        It starts from `reference`, of the same size; from the reference network's result if None.
        """
        pipeline = RestorationPipeline(self.transformer, ResidualShiftScheduler(), self.reference)
        pipeline.set_progress_bar_config(disable=True)

        def after_step(
            _pipeline: RestorationPipeline, _number: int, _time: Tensor, _tensors: dict[str, Tensor]
        ) -> dict[str, Tensor]:
            on_step()
            return {}

        images = pipeline(
            degraded,
            reference_image=reference,
            num_inference_steps=steps,
            latents=noise,
            callback_on_step_end=after_step,
            output_type="pt",
            return_dict=False,
        )
        return images[0]

    def forward(self, image: Tensor) -> Tensor:
        """(N, 3, H, W) sRGB in [0, 1] to the restored image: the default run from noise of seed 0."""
        noise = torch.randn(image.shape, generator=torch.Generator().manual_seed(0))
        steps = int(ResidualShiftScheduler().config.steps)
        return self.shift(image, noise.to(image.device), steps=steps, on_step=lambda: None)
