"""The released DreamClear as one network: transformer, VAE and reference together, run by the pipeline."""

from __future__ import annotations

from collections.abc import Callable

import torch
from diffusers import AutoencoderKL
from torch import Tensor, nn

from cnaps.dreamclear.pipeline import DreamClearPipeline
from cnaps.dreamclear.sampling import ancestral_scheduler
from cnaps.dreamclear.settings import RestorationSettings
from cnaps.dreamclear.transformer import Caption, DreamClearTransformer2DModel


class ReleasedDreamClear(nn.Module):
    """Holds the three networks of the pipeline."""

    def __init__(
        self, transformer: DreamClearTransformer2DModel, vae: AutoencoderKL, restorer: nn.Module
    ) -> None:
        super().__init__()
        self.transformer = transformer
        self.vae = vae
        self.restorer = restorer

    def pipeline(self) -> DreamClearPipeline:
        """A pipeline of these very networks."""
        made = DreamClearPipeline(self.transformer, self.vae, ancestral_scheduler(), self.restorer)
        made.set_progress_bar_config(disable=True)
        return made

    def restore(
        self,
        photo: Tensor,
        settings: RestorationSettings,
        *,
        seed: int,
        on_step: Callable[[], None],
        caption: Caption | None = None,
    ) -> Tensor:
        """(1, 3, H, W) in [0, 1] to the same at its size times `settings.upscale`."""

        def after_step(
            _pipeline: DreamClearPipeline, _number: int, _time: Tensor, _tensors: dict[str, Tensor]
        ) -> dict[str, Tensor]:
            on_step()
            return {}

        images = self.pipeline()(
            photo,
            settings,
            caption=caption,
            # On the processor, so that a seed gives the same noise wherever the networks are.
            generator=torch.Generator().manual_seed(seed),
            callback_on_step_end=after_step,
            output_type="pt",
            return_dict=False,
        )
        return images[0]

    def forward(self, photo: Tensor) -> Tensor:
        """(N, 3, H, W) sRGB in [0, 1] to the restored images: the published recipe from noise of seed 0."""
        settings = RestorationSettings()
        return torch.cat([self.restore(one[None], settings, seed=0, on_step=lambda: None) for one in photo])
