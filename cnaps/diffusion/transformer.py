"""The denoising network of the diffusion family, as a model of diffusers.

A trunk works on the shifted image; a branch reads the degraded photo, another its reference. Both
branches know neither the shifted image nor the time, so their part is computed once for each photo.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from diffusers import ConfigMixin, ModelMixin
from diffusers.configuration_utils import register_to_config
from diffusers.utils import BaseOutput
from torch import Tensor, nn

from cnaps.architectures.diffusion_transformer import (
    DiTBlock,
    MixtureOfAdaptiveModulators,
    Modulation,
    PixelHead,
    TimestepEmbedding,
    evened,
)


class Conditioning(NamedTuple):
    """All that stays the same for a photo during the steps of its run."""

    degraded: Tensor
    """(N, 3, H, W) in [-1, 1], like the reference."""
    reference: Tensor
    modulations: list[Modulation]
    """What each mixture says to the trunk."""

    def clean(self, correction: Tensor, kept: Tensor) -> Tensor:
        """The clean image, (N, 3, H, W), from what the head says.

        Where the photo is good already, keeping it beats any correction of a reference that has lost detail.
        """
        return self.reference + correction + kept * (self.degraded - self.reference)


@dataclass
class RestorationTransformerOutput(BaseOutput):
    """What the network says at one step."""

    sample: Tensor
    """(N, 3, H, W) clean image as predicted, [-1, 1], unclamped."""
    kept: Tensor
    """(N, 1, H, W): how much of the degraded photo is kept in place of its reference, about 0 to 1."""
    routing: tuple[Tensor, ...]
    """For each mixture the (N, H / patch, W / patch, experts) weights of its modulators."""


class Branch(nn.Module):
    """Patches of one image through a few blocks that know no time."""

    def __init__(self, *, width: int, heads: int, blocks: int, patch: int, window: int) -> None:
        super().__init__()
        self.embed = nn.Conv2d(3, width, patch, stride=patch)
        self.blocks = nn.ModuleList(
            [DiTBlock(width, heads, window, shifted=bool(i % 2)) for i in range(blocks)]
        )

    def forward(self, image: Tensor) -> Iterator[Tensor]:
        """(N, 3, H, W) to the tokens behind each block, one by one: all of them would take much memory."""
        tokens = self.embed(image).permute(0, 2, 3, 1)
        for block in self.blocks:
            tokens = block(tokens, None)
            yield tokens


class RestorationTransformer2DModel(ModelMixin, ConfigMixin):
    """Predicts the clean image from the shifted one, the degraded photo and its reference.

    Args:
        width: channels of a token.
        heads: attention heads.
        blocks: blocks of the trunk, a multiple of `branch_blocks`.
        branch_blocks: blocks of each branch; behind each of them a mixture speaks to the trunk.
        experts: modulators in a mixture.
        reads_reference: whether a branch of its own reads the reference; without it the mixtures take the
            degraded one's word for both, which shows what the branch is worth.
        patch: side of a patch in pixels.
        window: side of an attention window in tokens.
    """

    @register_to_config
    def __init__(
        self,
        *,
        width: int = 128,
        heads: int = 4,
        blocks: int = 8,
        branch_blocks: int = 4,
        experts: int = 3,
        reads_reference: bool = True,
        patch: int = 4,
        window: int = 16,
    ) -> None:
        super().__init__()
        size = {"width": width, "heads": heads, "patch": patch, "window": window}
        self.degraded_branch = Branch(blocks=branch_blocks, **size)
        self.reference_branch = Branch(blocks=branch_blocks, **size) if reads_reference else None
        self.mixtures = nn.ModuleList(
            [MixtureOfAdaptiveModulators(width, heads, window, experts) for _ in range(branch_blocks)]
        )
        self.time = TimestepEmbedding(width)
        self.embed = nn.Conv2d(3, width, patch, stride=patch)
        self.trunk = nn.ModuleList(
            [DiTBlock(width, heads, window, shifted=bool(i % 2)) for i in range(blocks)]
        )
        self.head = PixelHead(width, patch)

    def condition(self, degraded: Tensor, reference: Tensor) -> Conditioning:
        """What the two branches say of a photo, for all of its steps; both are (N, 3, H, W) in [-1, 1]."""
        modulations = [
            mix(seen, wanted)
            for mix, (seen, wanted) in zip(self.mixtures, self._branches(degraded, reference), strict=True)
        ]
        return Conditioning(degraded, reference, modulations)

    def _branches(self, degraded: Tensor, reference: Tensor) -> Iterator[tuple[Tensor, Tensor]]:
        """The tokens of both branches behind each of their blocks."""
        if self.reference_branch is None:
            return ((tokens, tokens) for tokens in self.degraded_branch(degraded))
        return zip(self.degraded_branch(degraded), self.reference_branch(reference), strict=True)

    def forward(
        self,
        sample: Tensor,
        timestep: Tensor,
        *,
        conditioning: Conditioning,
        return_dict: bool = True,
    ) -> RestorationTransformerOutput | tuple[Tensor, ...]:
        """(N, 3, H, W) shifted image at `timestep` (N,) in (0, 1] to the clean image as predicted.

        Images are in [-1, 1], their sides multiples of patch times window (64 by default); `conditioning` is
        what `condition` said of the photo.
        """
        time = self.time(timestep)
        tokens = self.embed(sample).permute(0, 2, 3, 1)
        modulations = conditioning.modulations
        every = len(self.trunk) // len(modulations)
        for number, block in enumerate(self.trunk):
            tokens = block(tokens, time)
            if (number + 1) % every == 0:
                tokens = modulations[number // every].apply(tokens)
        correction, kept = self.head(tokens).to(conditioning.reference.dtype).split((3, 1), dim=1)
        kept = evened(kept)
        clean = conditioning.clean(correction, kept)
        if not return_dict:
            return (clean,)
        return RestorationTransformerOutput(
            sample=clean, kept=kept, routing=tuple(m.routing for m in modulations)
        )
