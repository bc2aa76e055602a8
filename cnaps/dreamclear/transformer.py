"""DreamClear's denoising network with the blocks of diffusers.

The trunk is PixArt-alpha (arXiv 2310.00426) under the very names of diffusers' `PixArtTransformer2DModel`.
Two copies of its blocks read the degraded photo and its reference; behind every block a mixture of
adaptive modulators lets both speak to the trunk.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from diffusers import ConfigMixin, ModelMixin
from diffusers.configuration_utils import register_to_config
from diffusers.models.attention import BasicTransformerBlock
from diffusers.models.embeddings import PatchEmbed, PixArtAlphaTextProjection, get_2d_sincos_pos_embed
from diffusers.models.normalization import AdaLayerNormSingle
from diffusers.utils import BaseOutput
from torch import Tensor, nn

from cnaps.dreamclear.mixture import MixtureOfAdaptiveModulators
from cnaps.dreamclear.sizes import PATCH

BASE_GRID = 64
"""Tokens along a side at which positions are counted; another number is rescaled to it."""
POSITION_SCALE = 2.0
"""Positions are divided by this: the trunk was grown from one that worked at half the size."""
HIDDEN = -10_000.0
"""What is added to the score of a caption token that does not count."""


@dataclass
class DreamClearTransformerOutput(BaseOutput):
    """What the network says at one step."""

    sample: Tensor
    """(B, 8, H, W): predicted noise (4 channels), then where its variance lies in its range (4)."""
    routing: tuple[Tensor, ...]
    """For each block the (B, H / 2, W / 2, 3) weights of the modulators."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What the network is told about the size of the photo: always the one that it was trained at."""

    height: float = 1024.0
    width: float = 1024.0
    ratio: float = 1.0


TRAINED_FRAME = Frame()


@dataclass(frozen=True, kw_only=True)
class Caption:
    """Words about the photo as the T5-v1.1-XXL encoder puts them."""

    embedding: Tensor
    """(1 or B, tokens, 4096); at most 120 tokens in training."""
    mask: Tensor | None = None
    """(1 or B, tokens), 1 where a token counts; all count without it."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What every block is told besides its tokens."""

    caption: Tensor
    caption_bias: Tensor | None
    time: Tensor

    def through(self, block: nn.Module, tokens: Tensor) -> Tensor:
        """(B, N, C) behind a block."""
        return block(
            tokens,
            encoder_hidden_states=self.caption,
            encoder_attention_mask=self.caption_bias,
            timestep=self.time,
        )


class Branch(nn.Module):
    """A copy of the trunk's blocks that also sees the latents of an image."""

    def __init__(self, width: int, heads: int, blocks: int, channels: int) -> None:
        super().__init__()
        self.sample_embed = _patches(channels, width)
        self.image_embed = _patches(channels, width)
        self.transformer_blocks = _blocks(width, heads, blocks)

    def embed(self, sample: Tensor, image: Tensor, positions: Tensor) -> Tensor:
        """Two (B, 4, H, W) to (B, N, C)."""
        return self.sample_embed(sample) + positions + self.image_embed(image)


class DreamClearTransformer2DModel(ModelMixin, ConfigMixin):
    """Predicts the noise in latents from them, the degraded photo and its reference.

    Args:
        blocks: of the trunk and of each branch.
        heads: attention heads.
        head_width: channels of a head; all heads together must be a multiple of 12.
        channels: of the latents.
        caption_channels: of a caption's tokens before their projection.
        caption_tokens: of the null caption.
    """

    null_caption: Tensor

    @register_to_config
    def __init__(
        self,
        *,
        blocks: int = 28,
        heads: int = 16,
        head_width: int = 72,
        channels: int = 4,
        caption_channels: int = 4096,
        caption_tokens: int = 120,
    ) -> None:
        super().__init__()
        width = heads * head_width
        self.pos_embed = _patches(channels, width)
        self.adaln_single = AdaLayerNormSingle(width, use_additional_conditions=True)
        self.caption_projection = PixArtAlphaTextProjection(caption_channels, width)
        self.transformer_blocks = _blocks(width, heads, blocks)
        self.degraded_branch = Branch(width, heads, blocks, channels)
        self.reference_branch = Branch(width, heads, blocks, channels)
        self.mixtures = nn.ModuleList([MixtureOfAdaptiveModulators(width, heads) for _ in range(blocks)])
        self.norm_out = nn.LayerNorm(width, elementwise_affine=False, eps=1e-6)
        self.scale_shift_table = nn.Parameter(torch.randn(2, width) / width**0.5)
        self.proj_out = nn.Linear(width, PATCH * PATCH * 2 * channels)
        self.register_buffer("null_caption", torch.zeros(caption_tokens, caption_channels))

    def no_caption(self, mask: Tensor | None = None) -> Caption:
        """The learned stand-in for a photo of which nothing is said."""
        return Caption(embedding=self.null_caption[None], mask=mask)

    def forward(
        self,
        sample: Tensor,
        timestep: Tensor,
        *,
        degraded: Tensor,
        reference: Tensor,
        caption: Caption,
        frame: Frame = TRAINED_FRAME,
        joined: bool = False,
        return_dict: bool = True,
    ) -> DreamClearTransformerOutput | tuple[Tensor, ...]:
        """Predict noise and variance.

        Args:
            sample: (B, 4, H, W) noisy latents, sides even.
            timestep: (B,) of the thousand training steps.
            degraded: (B, 4, H, W) latents of the degraded photo.
            reference: (B, 4, H, W) latents of its reference.
            caption: what is said about the photo.
            frame: what the network is told about the size of the photo.
            joined: let all samples of the batch attend to each other in the mixtures, as the published
                code does; a result then depends on what else is in the batch.
            return_dict: a record, or a tuple with the sample alone.
        """
        surroundings, embedded_time = self._surroundings(sample, timestep, caption, frame)
        positions = _positions(sample, self.proj_out.in_features)
        trunk = self.pos_embed(sample) + positions
        seen = self.degraded_branch.embed(sample, degraded, positions)
        wanted = self.reference_branch.embed(sample, reference, positions)
        routing = []
        for block, degraded_block, reference_block, mixture in zip(
            self.transformer_blocks,
            self.degraded_branch.transformer_blocks,
            self.reference_branch.transformer_blocks,
            self.mixtures,
            strict=True,
        ):
            seen = surroundings.through(degraded_block, seen)
            wanted = surroundings.through(reference_block, wanted)
            trunk, weights = mixture(surroundings.through(block, trunk), seen, wanted, joined=joined)
            routing.append(weights)
        predicted = self._latents(trunk, embedded_time, sample)
        if not return_dict:
            return (predicted,)
        grid = (sample.shape[-2] // PATCH, sample.shape[-1] // PATCH)
        return DreamClearTransformerOutput(
            sample=predicted, routing=tuple(weights.unflatten(1, grid) for weights in routing)
        )

    def _surroundings(
        self, sample: Tensor, timestep: Tensor, caption: Caption, frame: Frame
    ) -> tuple[Surroundings, Tensor]:
        count = len(sample)
        size = torch.tensor([[frame.height, frame.width]], device=sample.device)
        ratio = torch.tensor([[frame.ratio]], device=sample.device)
        told = {"resolution": size.expand(count, -1), "aspect_ratio": ratio.expand(count, -1)}
        time, embedded = self.adaln_single(timestep, told, batch_size=count, hidden_dtype=sample.dtype)
        words = self.caption_projection(caption.embedding.to(sample.device, sample.dtype))
        surroundings = Surroundings(
            caption=words.expand(count, -1, -1), caption_bias=_bias(caption.mask, sample), time=time
        )
        return surroundings, embedded

    def _latents(self, tokens: Tensor, embedded_time: Tensor, like: Tensor) -> Tensor:
        shift, scale = (self.scale_shift_table[None] + embedded_time[:, None]).chunk(2, dim=1)
        patches = self.proj_out(self.norm_out(tokens) * (1 + scale) + shift)
        batch, channels, height, width = like.shape
        grid = patches.view(batch, height // PATCH, width // PATCH, PATCH, PATCH, 2 * channels)
        return grid.permute(0, 5, 1, 3, 2, 4).reshape(batch, 2 * channels, height, width)


def _patches(channels: int, width: int) -> nn.Module:
    # Without a table of positions: it depends on the size alone, and all three embeddings share it.
    return PatchEmbed(patch_size=PATCH, in_channels=channels, embed_dim=width, pos_embed_type=None)


def _blocks(width: int, heads: int, count: int) -> nn.ModuleList:
    return nn.ModuleList(
        [
            BasicTransformerBlock(
                width,
                heads,
                width // heads,
                cross_attention_dim=width,
                activation_fn="gelu-approximate",
                attention_bias=True,
                norm_type="ada_norm_single",
                norm_elementwise_affine=False,
                norm_eps=1e-6,
            )
            for _ in range(count)
        ]
    )


def _positions(sample: Tensor, width: int) -> Tensor:
    """(1, N, C) sines and cosines of the columns, then of the rows."""
    table = get_2d_sincos_pos_embed(
        width,
        (sample.shape[-2] // PATCH, sample.shape[-1] // PATCH),
        base_size=BASE_GRID,
        interpolation_scale=POSITION_SCALE,
        device=sample.device,
    )
    return table[None].to(sample.dtype)


def _bias(mask: Tensor | None, sample: Tensor) -> Tensor | None:
    """(B, 1, tokens) to add to the scores of a caption's tokens."""
    if mask is None:
        return None
    hidden = (1 - mask.to(sample.device, sample.dtype)) * HIDDEN
    return hidden[:, None].expand(len(sample), -1, -1)
