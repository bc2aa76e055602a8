"""Training of the diffusion transformer: predict the clean image at every step of its own run."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnaps.diffusion.pipeline import RestorationPipeline
from cnaps.diffusion.reference import ReferenceRestorer
from cnaps.diffusion.scheduler import ResidualShiftScheduler
from cnaps.diffusion.transformer import (
    Conditioning,
    RestorationTransformer2DModel,
    RestorationTransformerOutput,
)
from cnaps.training.checkpoint import read_checkpoint
from cnaps.training.objectives import ImageDistance
from cnaps.training.recipe import DiTShape

KEEPING_WEIGHT = 0.2
"""Of the error in what is kept of the photo. Without it nothing was kept of clean photos after 300 steps: the
reference is so near to them that the distance of the images hardly tells."""

KEEPING_SIDE = 16
"""Of the squares, in pixels, for which it is told how much was worth keeping."""
BARELY_APART = 1e-4
"""Mean square between photo and reference, both in [-1, 1], below which it does not matter which is kept."""


class AnchoredTransformer(nn.Module):
    """The transformer in training together with its frozen reference."""

    def __init__(self, transformer: RestorationTransformer2DModel, reference: ReferenceRestorer) -> None:
        super().__init__()
        self.transformer = transformer
        self.reference = reference.requires_grad_(False)


class ResidualShiftObjective:
    """Clean-image prediction at a random step of the default run, reached by the network's own steps.

    A network that is shown shifted *clean* images learns to read the answer from them and fails on its
    own, which hold less; so each batch is first taken to its step without gradients.
    """

    def __init__(self, scheduler: ResidualShiftScheduler, distance: ImageDistance) -> None:
        self.scheduler, self.distance = scheduler, distance

    def loss(self, network: nn.Module, degraded: Tensor, clean: Tensor, generator: torch.Generator) -> Tensor:
        """The distance of the clean image that is predicted at one step of the run."""
        if not isinstance(network, AnchoredTransformer):
            raise TypeError(
                f"the residual shift needs an anchored transformer, not a {type(network).__name__}"
            )
        with torch.no_grad():
            first = network.reference(degraded).float().clamp(0.0, 1.0)
        y, r = 2 * degraded - 1, 2 * first - 1
        conditioning = network.transformer.condition(y, r)
        self.scheduler.set_timesteps(self.scheduler.config.steps, device=clean.device)
        last = int(torch.randint(len(self.scheduler.timesteps), (), generator=generator))
        noise = torch.randn(clean.shape, generator=generator).to(clean.device)
        shifted = r + self.scheduler.config.kappa * noise
        with torch.no_grad():
            for time in self.scheduler.timesteps[:last]:
                predicted = _predict(network.transformer, shifted, time, conditioning)
                shifted = self.scheduler.step(
                    predicted.sample, time, shifted, reference=r, return_dict=False
                )[0]
        # Autocast keeps the weights it has cast, and those cast above carry no gradient.
        torch.clear_autocast_cache()
        time = self.scheduler.timesteps[last]
        predicted = _predict(network.transformer, shifted, time, conditioning)
        kept_wrongly = keeping_error(predicted, conditioning, 2 * clean - 1)
        return self.distance((predicted.sample + 1) / 2, clean) + KEEPING_WEIGHT * kept_wrongly

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


def _predict(
    transformer: RestorationTransformer2DModel, shifted: Tensor, time: Tensor, conditioning: Conditioning
) -> RestorationTransformerOutput:
    said = transformer(shifted, time.expand(len(shifted)), conditioning=conditioning)
    return RestorationTransformerOutput(
        sample=said.sample.float(), kept=said.kept.float(), routing=said.routing
    )


def keeping_error(said: RestorationTransformerOutput, conditioning: Conditioning, clean: Tensor) -> Tensor:
    """Mean square, over squares of the image, between the share of the photo that is kept and the best one.

    The best share is the least-squares one, beside the correction as it is; images are in [-1, 1]. Its limits
    lie far beyond 0 and 1: cut off there, its errors would all point to keeping more of degraded photos.
    """
    apart = conditioning.degraded - conditioning.reference
    missing = (clean - said.sample + said.kept * apart).detach()
    shared, apart_power, kept = (
        F.avg_pool2d(values.mean(1, keepdim=True), KEEPING_SIDE)
        for values in (missing * apart, apart.square(), said.kept)
    )
    best = (shared / apart_power.clamp_min(1e-8)).clamp(-1.0, 2.0)
    weight = apart_power.square() / (apart_power.square() + BARELY_APART**2)
    return (weight * (kept - best).square()).mean()


def build_residual_shift(
    shape: DiTShape, distance: ImageDistance
) -> tuple[AnchoredTransformer, ResidualShiftObjective]:
    """The untrained transformer, which returns its reference, and its objective."""
    transformer = RestorationTransformer2DModel(
        width=shape.width,
        heads=shape.heads,
        blocks=shape.blocks,
        branch_blocks=shape.branch_blocks,
        experts=shape.experts,
        reads_reference=shape.reads_reference,
    )
    of_reference = shape.reference_shape
    reference = ReferenceRestorer(architecture=of_reference.kind, sizes=of_reference.sizes)
    reference.network.load_state_dict(read_checkpoint(shape.reference))
    scheduler = ResidualShiftScheduler(kappa=shape.noise)
    return AnchoredTransformer(transformer, reference), ResidualShiftObjective(scheduler, distance)
