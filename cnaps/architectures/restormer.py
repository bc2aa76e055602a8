"""Restormer: a U-shaped transformer whose attention mixes channels instead of pixels.

Zamir et al., "Restormer: Efficient Transformer for High-Resolution Image Restoration", CVPR 2022,
arXiv 2111.09881. Tensor names are those of the published checkpoints, of which the denoising ones
normalise without a bias and the others with one; width and depth are parameters.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

EPSILON = 1e-5


class BiasFreeNorm(nn.Module):
    """Divides by the deviation of the channels; the mean is not taken off."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, tokens: Tensor) -> Tensor:
        """(..., C) to the same."""
        variance = tokens.var(dim=-1, keepdim=True, correction=0)
        return tokens / (variance + EPSILON).sqrt() * self.weight


class ChannelNorm(nn.Module):
    """Normalises the channels of each pixel."""

    def __init__(self, width: int, *, biased: bool) -> None:
        super().__init__()
        self.body = nn.LayerNorm(width, eps=EPSILON) if biased else BiasFreeNorm(width)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to the same."""
        return self.body(x.movedim(1, -1)).movedim(-1, 1)


class ChannelAttention(nn.Module):
    """MDTA (section 3.1): queries, keys and values with local context, attention between channels."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.temperature = nn.Parameter(torch.ones(heads, 1, 1))
        self.qkv = nn.Conv2d(width, 3 * width, 1, bias=False)
        self.qkv_dwconv = nn.Conv2d(3 * width, 3 * width, 3, padding=1, groups=3 * width, bias=False)
        self.project_out = nn.Conv2d(width, width, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to the same."""
        return self.project_out(mix_channels(self.qkv_dwconv(self.qkv(x)), self.temperature))


class GatedPerceptron(nn.Module):
    """GDFN (section 3.2): one half of the hidden channels opens and closes the other."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.project_in = nn.Conv2d(width, 2 * hidden, 1, bias=False)
        self.dwconv = nn.Conv2d(2 * hidden, 2 * hidden, 3, padding=1, groups=2 * hidden, bias=False)
        self.project_out = nn.Conv2d(hidden, width, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to the same."""
        return self.project_out(gate(self.dwconv(self.project_in(x))))


class TransformerBlock(nn.Module):
    """A pre-normalised block."""

    def __init__(self, width: int, heads: int, expansion: float, *, biased_norm: bool) -> None:
        super().__init__()
        self.norm1 = ChannelNorm(width, biased=biased_norm)
        self.attn = ChannelAttention(width, heads)
        self.norm2 = ChannelNorm(width, biased=biased_norm)
        self.ffn = GatedPerceptron(width, int(width * expansion))

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to the same."""
        x = x + self.attn(self.norm1(x))
        return x + self.ffn(self.norm2(x))


class PatchEmbedding(nn.Module):
    """The first convolution."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.proj = nn.Conv2d(3, width, 3, padding=1, bias=False)

    def forward(self, image: Tensor) -> Tensor:
        """(N, 3, H, W) to (N, C, H, W)."""
        return self.proj(image)


class Halve(nn.Module):
    """Half the size, twice the channels."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(width, width // 2, 3, padding=1, bias=False), nn.PixelUnshuffle(2)
        )

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to (N, 2C, H / 2, W / 2)."""
        return self.body(x)


class Double(nn.Module):
    """Twice the size, half the channels."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(width, 2 * width, 3, padding=1, bias=False), nn.PixelShuffle(2))

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to (N, C / 2, 2H, 2W)."""
        return self.body(x)


class Restormer(nn.Module):
    """The whole network.

    Args:
        width: channels at full size in the encoder; each scale below has twice as many (48 in the
            published checkpoints).
        depths: blocks at each of the four scales, in the encoder as in the decoder.
        refinement: blocks after the decoder.
        heads: attention heads at each scale.
        expansion: hidden channels of the gated perceptron over its width.
        biased_norm: standard normalisation, as in the checkpoints for blur and rain.
    """

    multiple_of = 8

    def __init__(
        self,
        *,
        width: int = 48,
        depths: Sequence[int] = (4, 6, 6, 8),
        refinement: int = 4,
        heads: Sequence[int] = (1, 2, 4, 8),
        expansion: float = 2.66,
        biased_norm: bool = False,
    ) -> None:
        super().__init__()

        def chain(scale: int, blocks: int, channels: int) -> nn.Sequential:
            return nn.Sequential(
                *(
                    TransformerBlock(channels, heads[scale], expansion, biased_norm=biased_norm)
                    for _ in range(blocks)
                )
            )

        self.patch_embed = PatchEmbedding(width)
        self.encoder_level1 = chain(0, depths[0], width)
        self.down1_2 = Halve(width)
        self.encoder_level2 = chain(1, depths[1], 2 * width)
        self.down2_3 = Halve(2 * width)
        self.encoder_level3 = chain(2, depths[2], 4 * width)
        self.down3_4 = Halve(4 * width)
        self.latent = chain(3, depths[3], 8 * width)
        self.up4_3 = Double(8 * width)
        self.reduce_chan_level3 = nn.Conv2d(8 * width, 4 * width, 1, bias=False)
        self.decoder_level3 = chain(2, depths[2], 4 * width)
        self.up3_2 = Double(4 * width)
        self.reduce_chan_level2 = nn.Conv2d(4 * width, 2 * width, 1, bias=False)
        self.decoder_level2 = chain(1, depths[1], 2 * width)
        self.up2_1 = Double(2 * width)
        # At full size the skip stays beside the decoder's channels, and the rest is twice as wide.
        self.decoder_level1 = chain(0, depths[0], 2 * width)
        self.refinement = chain(0, refinement, 2 * width)
        self.output = nn.Conv2d(2 * width, 3, 3, padding=1, bias=False)

    def forward(self, image: Tensor) -> Tensor:
        """(N, 3, H, W) sRGB in [0, 1], sides of 8 or more, to the restored image, unclamped."""
        height, width = image.shape[-2:]
        padded = mirrored(image, self.multiple_of)
        restored = self.output(self._features(padded)) + padded
        return restored[..., :height, :width]

    def _features(self, image: Tensor) -> Tensor:
        full = self.encoder_level1(self.patch_embed(image))
        half = self.encoder_level2(self.down1_2(full))
        quarter = self.encoder_level3(self.down2_3(half))
        eighth = self.latent(self.down3_4(quarter))
        quarter = self.reduce_chan_level3(torch.cat([self.up4_3(eighth), quarter], dim=1))
        half = torch.cat([self.up3_2(self.decoder_level3(quarter)), half], dim=1)
        full = torch.cat([self.up2_1(self.decoder_level2(self.reduce_chan_level2(half))), full], dim=1)
        return self.refinement(self.decoder_level1(full))


def mirrored(image: Tensor, multiple_of: int) -> Tensor:
    """The image with its sides mirrored to the right and below up to the next multiple; edges once."""
    height, width = image.shape[-2:]
    return F.pad(image, (0, -width % multiple_of, 0, -height % multiple_of), mode="reflect")


def mix_channels(qkv: Tensor, temperature: Tensor) -> Tensor:
    """Queries, keys and values (N, 3C, H, W) to (N, C, H, W); `temperature` is (heads, 1, 1).

    The scores of two channels are the cosine of their pictures, so that they depend on the whole image.
    """
    count, channels, height, width = qkv.shape
    queries, keys, values = qkv.reshape(count, 3, len(temperature), -1, height * width).unbind(1)
    scores = F.normalize(queries, dim=-1) @ F.normalize(keys, dim=-1).transpose(-2, -1) * temperature
    return (scores.softmax(dim=-1) @ values).reshape(count, channels // 3, height, width)


def gate(hidden: Tensor) -> Tensor:
    """(N, 2C, H, W) to (N, C, H, W)."""
    opening, passing = hidden.chunk(2, dim=1)
    return F.gelu(opening) * passing
