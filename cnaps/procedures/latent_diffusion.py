"""The steps of the released DreamClear; its parts, on diffusers, are imported when they run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

from cnaps.backend import Piece
from cnaps.dreamclear.effort import GIB, GRAPHICS_CARD, Effort, Machine, estimate, refuse_too_large
from cnaps.dreamclear.settings import RestorationSettings
from cnaps.procedures.whole_photo import AsRestored, Pixels, StepReporter

if TYPE_CHECKING:
    from cnaps.dreamclear.network import ReleasedDreamClear
    from cnaps.dreamclear.transformer import Caption

PUBLISHED_RECIPE = RestorationSettings()


@dataclass(frozen=True)
class LatentDiffusion(AsRestored):
    """The steps of the released DreamClear, which takes a whole photo and cuts its latents by itself."""

    units: int = 50
    unit: str = "steps"
    recipe: RestorationSettings = PUBLISHED_RECIPE
    """All but the number of steps."""
    words: str = ""
    """What is said about the photo, if anything."""
    encoder: Path | None = None
    """Folder of the encoder that reads the words; that of Hugging Face's cache if None."""
    effort: Effort | None = None
    """What `prepare` reckoned."""
    caption: Caption | None = None
    """What `prepare` made of the words."""

    def __post_init__(self) -> None:
        # A number of steps that is not possible is told before anything is loaded.
        replace(self.recipe, steps=self.units)

    @property
    def remark(self) -> str:
        """The size that the network worked at, and what it was told."""
        if self.effort is None:
            return ""
        height, width = self.effort.inside
        tiles = f"{self.effort.tiles} tiles of latents" if self.effort.tiles > 1 else "one piece"
        said = f"with the caption “{self.words}”" if self.words else "without a caption"
        return f"DreamClear worked on {width} x {height} pixels, in {tiles} and {said}."

    def prepare(self, network: nn.Module, photo: Pixels, on_step: StepReporter) -> LatentDiffusion:
        """Reckon what this photo takes, which may be too much for the card, then have the words read."""
        effort = self.effort_on(GRAPHICS_CARD, *photo.shape[:2])
        device = next((tensor.device for tensor in network.parameters()), torch.device("cpu"))
        if device.type == "cuda":
            refuse_too_large(effort, torch.cuda.get_device_properties(device).total_memory / GIB)
        caption = None
        if self.words:
            from cnaps.dreamclear.caption import encode_caption

            null_caption = _released(network).transformer.null_caption
            caption = encode_caption(self.words, self.encoder, null_caption)
        return replace(self, effort=effort, caption=caption)

    def effort_on(self, machine: Machine, height: int, width: int) -> Effort:
        """What a photo of this size takes there."""
        recipe = replace(self.recipe, steps=self.units)
        return estimate(height, width, machine, recipe, captioned=bool(self.words))

    def __call__(self, network: nn.Module, piece: Piece) -> Tensor:
        """(1, 3, H, W), restored."""
        settings = replace(self.recipe, steps=self.units)
        return _released(network).restore(
            piece.degraded, settings, seed=piece.seed, on_step=piece.on_unit, caption=self.caption
        )


def _released(network: nn.Module) -> ReleasedDreamClear:
    from cnaps.dreamclear.network import ReleasedDreamClear

    if not isinstance(network, ReleasedDreamClear):
        raise TypeError(f"the latent diffusion runs a ReleasedDreamClear, not a {type(network).__name__}")
    return network
