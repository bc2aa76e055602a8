"""The diffusion run as a pipeline of diffusers: reference, noise, steps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from diffusers import DiffusionPipeline
from diffusers.image_processor import PipelineImageInput, VaeImageProcessor
from diffusers.utils import BaseOutput
from diffusers.utils.torch_utils import randn_tensor
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from cnaps.diffusion.reference import ReferenceRestorer
from cnaps.diffusion.scheduler import ResidualShiftScheduler
from cnaps.diffusion.transformer import RestorationTransformer2DModel

StepCallback = Callable[["RestorationPipeline", int, Tensor, dict[str, Tensor]], dict[str, Tensor]]


@dataclass
class RestorationPipelineOutput(BaseOutput):
    """The restored images and the references they were anchored to, in the type that was asked for."""

    images: list[Image.Image] | np.ndarray | Tensor
    references: list[Image.Image] | np.ndarray | Tensor


class RestorationPipeline(DiffusionPipeline):
    """Restores degraded photos by shifting from a cheap reference towards the clean image."""

    model_cpu_offload_seq = "reference->transformer"
    _callback_tensor_inputs = ("latents", "clean")

    def __init__(
        self,
        transformer: RestorationTransformer2DModel,
        scheduler: ResidualShiftScheduler,
        reference: ReferenceRestorer,
    ) -> None:
        super().__init__()
        self.register_modules(transformer=transformer, scheduler=scheduler, reference=reference)
        self.image_processor = VaeImageProcessor(vae_scale_factor=1, do_resize=False, do_normalize=False)

    @property
    def multiple_of(self) -> int:
        """Both sides are padded to a multiple of this: one attention window."""
        return int(self.transformer.config.patch * self.transformer.config.window)

    @torch.no_grad()
    def __call__(  # noqa: PLR0913 -- the arguments that diffusers gives every pipeline, and one more
        self,
        image: PipelineImageInput,
        *,
        reference_image: PipelineImageInput | None = None,
        num_inference_steps: int | None = None,
        generator: torch.Generator | list[torch.Generator] | None = None,
        latents: Tensor | None = None,
        callback_on_step_end: StepCallback | None = None,
        callback_on_step_end_tensor_inputs: tuple[str, ...] = ("latents",),
        output_type: str = "pil",
        return_dict: bool = True,
    ) -> RestorationPipelineOutput | tuple[Any]:
        """Restore one photo or a batch of equal size.

        Args:
            image: PIL images, or sRGB arrays or tensors in [0, 1].
            reference_image: a first restoration of the same size to start from; that of the reference network
                if None.
            num_inference_steps: default that of the scheduler's configuration; 0 returns the references.
            generator: source of the starting noise when `latents` is not given.
            latents: (N, 3, H, W) standard noise to start from, of the photo's own size.
            callback_on_step_end: called with pipeline, step, time and the named tensors; may return other
                ``latents`` to go on from.
            callback_on_step_end_tensor_inputs: of ``latents`` and ``clean``.
            output_type: ``pil``, ``np`` or ``pt``.
            return_dict: a record, or a tuple with the images alone.
        """
        degraded = self.image_processor.preprocess(image).to(self.device, self.dtype)
        size = degraded.shape[-2:]
        padded = self._pad(degraded)
        first = self._first(padded, reference_image)
        noise = self._noise(degraded, latents, generator)
        steps = self.scheduler.config.steps if num_inference_steps is None else num_inference_steps
        self.scheduler.set_timesteps(steps, device=self.device)
        restored = self._shift(
            2 * padded - 1,
            2 * first - 1,
            noise,
            generator,
            callback_on_step_end,
            callback_on_step_end_tensor_inputs,
        )
        images = self._finish((restored + 1) / 2, size, output_type)
        self.maybe_free_model_hooks()
        if not return_dict:
            return (images,)
        return RestorationPipelineOutput(images=images, references=self._finish(first, size, output_type))

    def _first(self, padded: Tensor, given: PipelineImageInput | None) -> Tensor:
        if given is None:
            return self.reference(padded).clamp(0.0, 1.0)
        reference = self.image_processor.preprocess(given).to(self.device, self.dtype)
        return self._pad(reference.clamp(0.0, 1.0))

    def _shift(
        self,
        degraded: Tensor,
        reference: Tensor,
        noise: Tensor,
        generator: torch.Generator | list[torch.Generator] | None,
        on_step_end: StepCallback | None,
        watched: tuple[str, ...],
    ) -> Tensor:
        if not len(self.scheduler.timesteps):
            return reference
        conditioning = self.transformer.condition(degraded, reference)
        latents = reference + self.scheduler.config.kappa * noise
        with self.progress_bar(total=len(self.scheduler.timesteps)) as bar:
            for number, time in enumerate(self.scheduler.timesteps):
                times = time.expand(len(latents))
                clean = self.transformer(latents, times, conditioning=conditioning).sample
                latents = self.scheduler.step(
                    clean, time, latents, reference=reference, generator=generator, return_dict=False
                )[0]
                if on_step_end is not None:
                    known = {"latents": latents, "clean": clean}
                    changed = on_step_end(self, number, time, {name: known[name] for name in watched})
                    latents = changed.get("latents", latents)
                bar.update()
        return latents

    def _noise(
        self,
        degraded: Tensor,
        latents: Tensor | None,
        generator: torch.Generator | list[torch.Generator] | None,
    ) -> Tensor:
        if latents is None:
            latents = randn_tensor(degraded.shape, generator=generator, device=self.device, dtype=self.dtype)
        return self._pad(latents.to(self.device, self.dtype))

    def _pad(self, image: Tensor) -> Tensor:
        down, right = (-side % self.multiple_of for side in image.shape[-2:])
        return F.pad(image, (0, right, 0, down), mode="replicate")

    def _finish(
        self, images: Tensor, size: torch.Size, output_type: str
    ) -> list[Image.Image] | np.ndarray | Tensor:
        cropped = images[..., : size[0], : size[1]]
        if output_type == "pt":
            return cropped
        return self.image_processor.postprocess(
            cropped.clamp(0, 1), output_type, do_denormalize=[False] * len(cropped)
        )
