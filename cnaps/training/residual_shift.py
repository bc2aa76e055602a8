"""Training of the diffusion transformer: predict the clean image anywhere along the shift."""

from __future__ import annotations

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from cnaps.diffusion.pipeline import RestorationPipeline
from cnaps.diffusion.reference import ReferenceRestorer
from cnaps.diffusion.scheduler import ResidualShiftScheduler
from cnaps.diffusion.transformer import RestorationTransformer2DModel
from cnaps.training.objectives import charbonnier, spectral_distance
from cnaps.training.recipe import DiTShape


class AnchoredTransformer(nn.Module):
    """The transformer in training together with its frozen reference."""

    def __init__(self, transformer: RestorationTransformer2DModel, reference: ReferenceRestorer) -> None:
        super().__init__()
        self.transformer = transformer
        self.reference = reference.requires_grad_(False)


class ResidualShiftObjective:
    """Clean-image prediction at random times, half of them on the grid of the default run."""

    def __init__(self, scheduler: ResidualShiftScheduler, frequency_weight: float) -> None:
        self.scheduler, self.frequency_weight = scheduler, frequency_weight

    def loss(self, network: nn.Module, degraded: Tensor, clean: Tensor, generator: torch.Generator) -> Tensor:
        """Charbonnier plus the weighted spectral distance, in [-1, 1]."""
        if not isinstance(network, AnchoredTransformer):
            raise TypeError(
                f"the residual shift needs an anchored transformer, not a {type(network).__name__}"
            )
        with torch.no_grad():
            first = network.reference(degraded).float().clamp(0.0, 1.0)
        y, r, x0 = 2 * degraded - 1, 2 * first - 1, 2 * clean - 1
        times = self._times(len(clean), generator).to(clean.device)
        noise = torch.randn(x0.shape, generator=generator).to(clean.device)
        shifted = self.scheduler.add_noise(x0, noise, times, r)
        conditioning = network.transformer.condition(y, r)
        predicted = network.transformer(shifted, times, reference=r, conditioning=conditioning).sample
        difference = predicted.float() - x0
        return charbonnier(difference) + self.frequency_weight * spectral_distance(difference)

    def restore(self, network: nn.Module, degraded: Tensor) -> Tensor:
        """The default run, from noise of seed 0."""
        if not isinstance(network, AnchoredTransformer):
            raise TypeError(
                f"the residual shift needs an anchored transformer, not a {type(network).__name__}"
            )
        pipeline = RestorationPipeline(network.transformer, self.scheduler, network.reference)
        pipeline.set_progress_bar_config(disable=True)
        noise = torch.randn(degraded.shape, generator=torch.Generator().manual_seed(0))
        restored: Tensor = pipeline(degraded, latents=noise, output_type="pt", return_dict=False)[0]
        return restored.float()

    def _times(self, count: int, generator: torch.Generator) -> Tensor:
        grid = torch.linspace(1.0, 0.0, self.scheduler.config.steps + 1)[:-1]
        on_grid = grid[torch.randint(len(grid), (count,), generator=generator)]
        anywhere = 1.0 - torch.rand(count, generator=generator)
        return torch.where(torch.rand(count, generator=generator) < 0.5, on_grid, anywhere)


def build_residual_shift(
    shape: DiTShape, frequency_weight: float
) -> tuple[AnchoredTransformer, ResidualShiftObjective]:
    """The untrained transformer, which returns its reference, and its objective."""
    transformer = RestorationTransformer2DModel(
        width=shape.width,
        heads=shape.heads,
        blocks=shape.blocks,
        branch_blocks=shape.branch_blocks,
        experts=shape.experts,
    )
    reference = ReferenceRestorer(width=shape.reference_shape.width, blocks=shape.reference_shape.blocks)
    reference.network.load_state_dict({n: t.float() for n, t in load_file(shape.reference).items()})
    scheduler = ResidualShiftScheduler(kappa=shape.noise)
    return AnchoredTransformer(transformer, reference), ResidualShiftObjective(scheduler, frequency_weight)
