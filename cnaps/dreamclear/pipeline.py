"""The released DreamClear as a pipeline of diffusers: reference, latents, fifty steps, colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from diffusers import AutoencoderKL, DDPMScheduler, DiffusionPipeline
from diffusers.image_processor import VaeImageProcessor
from diffusers.utils import BaseOutput
from diffusers.utils.torch_utils import randn_tensor
from PIL import Image
from torch import Tensor, nn

from cnaps.dreamclear.colour import COLOUR_FIXES
from cnaps.dreamclear.sampling import guide
from cnaps.dreamclear.settings import RestorationSettings
from cnaps.dreamclear.sizes import WorkingSize, eight_bits, enter, leave, working_size
from cnaps.dreamclear.tiling import LatentTile, blend_tiles, cut_latents
from cnaps.dreamclear.transformer import Caption, DreamClearTransformer2DModel
from cnaps.errors import SettingError

StepCallback = Callable[["DreamClearPipeline", int, Tensor, dict[str, Tensor]], dict[str, Tensor]]


@dataclass
class DreamClearPipelineOutput(BaseOutput):
    """The restored photo and the reference it was led by, in the type that was asked for."""

    images: list[Image.Image] | np.ndarray | Tensor
    references: list[Image.Image] | np.ndarray | Tensor


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What stays the same over all steps of a run."""

    degraded: Tensor
    """(1, 4, H, W) latents of the photo."""
    reference: Tensor
    """(1, 4, H, W) latents of its reference."""
    caption: Caption
    """With the null caption as a second sample where there is something to be steered away from."""


class DreamClearPipeline(DiffusionPipeline):
    """Restores one photo at a time.

    Args:
        transformer: the denoising network.
        vae: from pixels to latents and back, best in float32.
        scheduler: `cnaps.dreamclear.sampling.ancestral_scheduler`.
        restorer: the network behind the reference image, (1, 3, H, W) in [0, 1] to the same.
    """

    model_cpu_offload_seq = "restorer->transformer->vae"
    _callback_tensor_inputs = ("latents", "clean")

    def __init__(
        self,
        transformer: DreamClearTransformer2DModel,
        vae: AutoencoderKL,
        scheduler: DDPMScheduler,
        restorer: nn.Module,
    ) -> None:
        super().__init__()
        self.register_modules(transformer=transformer, vae=vae, scheduler=scheduler, restorer=restorer)

    @torch.no_grad()
    def __call__(
        self,
        image: Image.Image | np.ndarray | Tensor,
        settings: RestorationSettings | None = None,
        *,
        caption: Caption | None = None,
        generator: torch.Generator | None = None,
        callback_on_step_end: StepCallback | None = None,
        callback_on_step_end_tensor_inputs: tuple[str, ...] = ("latents",),
        output_type: str = "pil",
        return_dict: bool = True,
    ) -> DreamClearPipelineOutput | tuple[Any]:
        """Restore a photo.

        Args:
            image: a PIL image, an (H, W, 3) array or a (1, 3, H, W) tensor, sRGB, the latter two in [0, 1];
                the network was trained on eight bits, and eight bits of it are read.
            settings: the published recipe if None.
            caption: what is said about the photo; nothing if None, which halves the work.
            generator: source of all noise.
            callback_on_step_end: called with pipeline, step, timestep and the named tensors; may replace
                the latents.
            callback_on_step_end_tensor_inputs: of ``latents`` and ``clean``, the latents as foreseen.
            output_type: ``pil``, ``np`` or ``pt``.
            return_dict: a record, or a tuple with the images alone.

        Raises:
            SettingError: the caption does not have the size that the network knows.
        """
        settings = settings or RestorationSettings()
        device = self._execution_device
        photo = _eight_bit_photo(image)
        size = working_size(
            photo.height, photo.width, upscale=settings.upscale, least_side=settings.least_side
        )
        degraded = enter(photo, size).to(device)
        reference = self._reference(degraded)
        conditions = Conditions(
            degraded=self._encode(degraded),
            reference=self._encode(reference),
            caption=self._captions(caption),
        )
        self.scheduler.set_timesteps(settings.steps, device=device)
        latents = self._denoise(
            self._start(conditions.reference, settings, generator),
            conditions,
            settings,
            generator,
            callback_on_step_end,
            callback_on_step_end_tensor_inputs,
        )
        restored = COLOUR_FIXES[settings.colour_fix](self._decode(latents), reference)
        images = _finish(restored, size, output_type)
        self.maybe_free_model_hooks()
        if not return_dict:
            return (images,)
        return DreamClearPipelineOutput(images=images, references=_finish(reference, size, output_type))

    def _denoise(
        self,
        latents: Tensor,
        conditions: Conditions,
        settings: RestorationSettings,
        generator: torch.Generator | None,
        on_step_end: StepCallback | None,
        watched: tuple[str, ...],
    ) -> Tensor:
        with self.progress_bar(total=len(self.scheduler.timesteps)) as bar:
            for number, time in enumerate(self.scheduler.timesteps):
                predicted = self._predict(latents, time, conditions, settings)
                latents, clean = self.scheduler.step(
                    predicted, time, latents, generator=generator, return_dict=False
                )
                if on_step_end is not None:
                    known = {"latents": latents, "clean": clean}
                    changed = on_step_end(self, number, time, {name: known[name] for name in watched})
                    latents = changed.get("latents", latents)
                bar.update()
        return latents

    def _predict(
        self, latents: Tensor, time: Tensor, conditions: Conditions, settings: RestorationSettings
    ) -> Tensor:
        """(1, 8, H, W) noise and variance, float32: tile by tile, then steered by the caption."""
        samples = len(conditions.caption.embedding)

        def seen(tile: LatentTile, part: Tensor) -> Tensor:
            return tile.of(part).to(self.transformer.dtype).expand(samples, -1, -1, -1)

        def predict(tile: LatentTile) -> Tensor:
            return self.transformer(
                seen(tile, latents),
                time.expand(samples),
                degraded=seen(tile, conditions.degraded),
                reference=seen(tile, conditions.reference),
                caption=conditions.caption,
                joined=settings.joined_halves,
            ).sample

        tiles = cut_latents(*latents.shape[-2:], side=settings.tile, overlap=settings.overlap)
        predicted = blend_tiles(latents, tiles, predict)
        if samples == 1:
            return predicted
        return guide(predicted[:1], predicted[1:], settings.guidance)

    def _captions(self, caption: Caption | None) -> Caption:
        """The caption and the null caption under its mask; the null caption alone where nothing is said."""
        if caption is None:
            return self.transformer.no_caption()
        null = self.transformer.null_caption[None]
        if caption.embedding.shape != null.shape:
            raise SettingError(
                f"The caption's embedding is {tuple(caption.embedding.shape)}, not {tuple(null.shape)}: "
                "encode it with T5-v1.1-XXL, padded to that many tokens, or leave it out."
            )
        words = caption.embedding.to(null.device, null.dtype)
        mask = None if caption.mask is None else caption.mask.view(1, -1).expand(2, -1)
        return Caption(embedding=torch.cat([words, null]), mask=mask)

    def _start(
        self, reference: Tensor, settings: RestorationSettings, generator: torch.Generator | None
    ) -> Tensor:
        noise = randn_tensor(
            reference.shape, generator=generator, device=reference.device, dtype=reference.dtype
        )
        if not settings.from_reference:
            return noise
        return self.scheduler.add_noise(reference, noise, self.scheduler.timesteps[:1])

    def _reference(self, degraded: Tensor) -> Tensor:
        dtype = next(self.restorer.parameters()).dtype
        with _as_stored(degraded):
            return self.restorer(degraded.to(dtype)).float().clamp(0.0, 1.0)

    def _encode(self, image: Tensor) -> Tensor:
        with _as_stored(image):
            posterior = self.vae.encode((2 * image - 1).to(self.vae.dtype)).latent_dist
        return posterior.mode().float() * self.vae.config.scaling_factor

    def _decode(self, latents: Tensor) -> Tensor:
        scaled = (latents / self.vae.config.scaling_factor).to(self.vae.dtype)
        with _as_stored(latents):
            return (self.vae.decode(scaled).sample.float() + 1) / 2


def _as_stored(tensor: Tensor) -> torch.autocast:
    """Keep a network in the precision of its weights: only the transformer was published for a lower one."""
    return torch.autocast(tensor.device.type, enabled=False)


def _eight_bit_photo(image: Image.Image | np.ndarray | Tensor) -> Image.Image:
    if isinstance(image, Image.Image):
        return image.convert("RGB")
    values = VaeImageProcessor.pt_to_numpy(image) if isinstance(image, Tensor) else image
    photo: Image.Image = VaeImageProcessor.numpy_to_pil(values.clip(0.0, 1.0))[0]
    return photo


def _finish(image: Tensor, size: WorkingSize, output_type: str) -> list[Image.Image] | np.ndarray | Tensor:
    result = leave(image.clamp(0.0, 1.0), size)
    if output_type == "pt":
        return result
    if output_type == "np":
        return result.permute(0, 2, 3, 1).cpu().numpy()
    return [Image.fromarray(eight_bits(result))]
