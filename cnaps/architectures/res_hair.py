"""Res-HAIR: Restormer with a decoder whose kernels are mixed anew for every image.

Cao et al., "HAIR: Hypernetworks-based All-in-One Image Restoration", 2024, arXiv 2408.08091. A
classifier sums up the degradation of the image in one vector; for every block of the decoder a small
perceptron turns the vector into a mixture of the kernels that the level keeps in its box. Tensor names
are those of the published checkpoint; width and depth are parameters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnaps.architectures.restormer import (
    ChannelNorm,
    Double,
    Halve,
    PatchEmbedding,
    TransformerBlock,
    gate,
    mirrored,
    mix_channels,
)

GROUPS = 24
"""Of channels that the classifier normalises together."""
FEWEST_BOXES = 4


class ResidualBlock(nn.Module):
    """Two normalised 3x3 convolutions added to their input."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm1, self.conv1 = _norm(width), _convolution(width, width)
        self.norm2, self.conv2 = _norm(width), _convolution(width, width)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to the same."""
        hidden = self.conv1(F.silu(self.norm1(x)))
        return x + self.conv2(F.silu(self.norm2(hidden)))


class PixelAttention(nn.Module):
    """Self-attention of every pixel with every other, with one head."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = _norm(width)
        self.q, self.k, self.v = (nn.Conv2d(width, width, 1) for _ in range(3))
        self.proj_out = nn.Conv2d(width, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to the same."""
        normal = self.norm(x)
        queries, keys, values = (layer(normal).flatten(2) for layer in (self.q, self.k, self.v))
        scores = queries.transpose(1, 2) @ keys * x.shape[1] ** -0.5
        mixed = values @ scores.softmax(dim=-1).transpose(1, 2)
        return x + self.proj_out(mixed.view_as(x))


class HalvingConvolution(nn.Module):
    """A strided convolution; zeros are put to the right and below only."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, stride=2)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to (N, C, H / 2, W / 2)."""
        return self.conv(F.pad(x, (0, 1, 0, 1)))


class ClassifierScale(nn.Module):
    """Three residual blocks at one scale, and the way to the next."""

    def __init__(self, width: int, *, last: bool) -> None:
        super().__init__()
        self.block = nn.Sequential(*(ResidualBlock(width) for _ in range(3)))
        self.downsample = nn.Identity() if last else HalvingConvolution(width)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to the same, or to half the size."""
        return self.downsample(self.block(x))


class ClassifierMiddle(nn.Module):
    """The coarsest scale, where every pixel sees every other."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.block_1, self.attn_1 = ResidualBlock(width), PixelAttention(width)
        self.block_2 = ResidualBlock(width)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to the same."""
        return self.block_2(self.attn_1(self.block_1(x)))


class Classifier(nn.Module):
    """Sums up what is wrong with an image in a vector of `code` numbers."""

    def __init__(self, inputs: int, width: int, code: int) -> None:
        super().__init__()
        self.conv_in = _convolution(inputs, width)
        self.down = nn.Sequential(*(ClassifierScale(width, last=scale == 2) for scale in range(3)))
        self.mid = ClassifierMiddle(width)
        self.norm_out = _norm(width)
        self.conv_out = _convolution(width, code)

    def forward(self, features: Tensor) -> Tensor:
        """(N, inputs, H, W), sides of 4 or more, to (N, code)."""
        x = self.mid(self.down(self.conv_in(features)))
        return self.conv_out(F.silu(self.norm_out(x))).mean(dim=(-2, -1))


class Selector(nn.Module):
    """A perceptron that says how much of each box goes into the kernels of one block."""

    def __init__(self, code: int, boxes: int) -> None:
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(code, code // 2), nn.GELU(),
            nn.Linear(code // 2, code // 4), nn.GELU(),
            nn.Linear(code // 4, code // 8), nn.GELU(),
            nn.Linear(code // 8, boxes), nn.Softmax(dim=-1),
        )  # fmt: skip

    def forward(self, code: Tensor) -> Tensor:
        """(N, code) to (N, boxes), each row summing to 1."""
        return self.net(code)


class Temperature(nn.Module):
    """What an attention keeps when its kernels come from outside."""

    def __init__(self, heads: int) -> None:
        super().__init__()
        self.temperature = nn.Parameter(torch.ones(heads, 1, 1))


class GeneratedBlock(nn.Module):
    """Restormer's block with six kernels handed in, one set for each image."""

    def __init__(self, width: int, heads: int, hidden: int) -> None:
        super().__init__()
        self.norm1 = ChannelNorm(width, biased=True)
        self.attn = Temperature(heads)
        self.norm2 = ChannelNorm(width, biased=True)
        self.shapes = kernel_shapes(width, hidden)

    def forward(self, x: Tensor, kernels: Tensor) -> Tensor:
        """(N, C, H, W) and flat kernels (N, K) to (N, C, H, W)."""
        qkv, around, mixed, inwards, beside, outwards = self._unpacked(kernels)
        attended = mix_channels(convolve(convolve(self.norm1(x), qkv), around), self.attn.temperature)
        x = x + convolve(attended, mixed)
        return x + convolve(gate(convolve(convolve(self.norm2(x), inwards), beside)), outwards)

    def _unpacked(self, kernels: Tensor) -> Iterator[Tensor]:
        sizes = [torch.Size(shape).numel() for shape in self.shapes]
        flat = kernels.split(sizes, dim=1)
        return (part.reshape(-1, *shape) for part, shape in zip(flat, self.shapes, strict=True))


class GeneratedLevel(nn.Module):
    """A chain of blocks whose kernels are mixtures of what one box holds."""

    def __init__(
        self, width: int, heads: int, expansion: float, *, depth: int, boxes: int, code: int
    ) -> None:
        super().__init__()
        hidden = int(width * expansion)
        size = sum(torch.Size(shape).numel() for shape in kernel_shapes(width, hidden))
        self.kernel_box = nn.Parameter(torch.empty(boxes, size))
        self.blocks = nn.ModuleList([GeneratedBlock(width, heads, hidden) for _ in range(depth)])
        self.extracts = nn.ModuleList([Selector(code, boxes) for _ in range(depth)])
        nn.init.normal_(self.kernel_box, std=0.02)

    def forward(self, x: Tensor, code: Tensor) -> Tensor:
        """(N, C, H, W) and the summaries (N, code) of the images to (N, C, H, W)."""
        for block, select in zip(self.blocks, self.extracts, strict=True):
            x = block(x, select(code) @ self.kernel_box)
        return x


class ResHAIR(nn.Module):
    """The whole network.

    Args:
        width: channels at full size in the encoder; each scale below has twice as many (48 in the
            published checkpoint).
        depths: blocks at each of the four scales, in the encoder as in the decoder.
        refinement: blocks after the decoder.
        heads: attention heads at each scale.
        expansion: hidden channels of the gated perceptron over its width.
    """

    multiple_of = 8
    smallest = 32

    def __init__(
        self,
        *,
        width: int = 48,
        depths: Sequence[int] = (4, 6, 6, 8),
        refinement: int = 4,
        heads: Sequence[int] = (1, 2, 4, 8),
        expansion: float = 2.66,
    ) -> None:
        super().__init__()

        def fixed(scale: int) -> nn.Sequential:
            channels = width << scale
            return nn.Sequential(
                *(
                    TransformerBlock(channels, heads[scale], expansion, biased_norm=True)
                    for _ in range(depths[scale])
                )
            )

        def generated(scale: int, channels: int, depth: int, *, spare: int = 1) -> GeneratedLevel:
            boxes = max(FEWEST_BOXES, depth) + spare
            return GeneratedLevel(channels, heads[scale], expansion, depth=depth, boxes=boxes, code=2 * width)

        self.patch_embed = PatchEmbedding(width)
        self.encoder_level1 = fixed(0)
        self.down1_2 = Halve(width)
        self.encoder_level2 = fixed(1)
        self.down2_3 = Halve(2 * width)
        self.encoder_level3 = fixed(2)
        self.down3_4 = Halve(4 * width)
        self.feature = Classifier(8 * width, width * 3 // 2, code=2 * width)
        self.latent = generated(3, 8 * width, depths[3])
        self.reduce_latent = nn.Conv2d(8 * width, 4 * width, 3, padding=1)
        self.up4_3 = Double(4 * width)
        self.reduce_chan_level3 = nn.Conv2d(6 * width, 4 * width, 1, bias=False)
        self.decoder_level3 = generated(2, 4 * width, depths[2], spare=0)
        self.up3_2 = Double(4 * width)
        self.reduce_chan_level2 = nn.Conv2d(4 * width, 2 * width, 1, bias=False)
        self.decoder_level2 = generated(1, 2 * width, depths[1])
        self.up2_1 = Double(2 * width)
        self.decoder_level1 = generated(0, 2 * width, depths[0])
        self.refinement = generated(0, 2 * width, refinement)
        self.output = nn.Conv2d(2 * width, 3, 3, padding=1, bias=False)

    def forward(self, image: Tensor) -> Tensor:
        """(N, 3, H, W) sRGB in [0, 1] to the restored image, unclamped.

        Raises:
            ValueError: a padded side is below the 32 pixels that the classifier needs.
        """
        height, width = image.shape[-2:]
        padded = mirrored(image, self.multiple_of)
        if min(padded.shape[-2:]) < self.smallest:
            raise ValueError(
                f"an image of {height} x {width} pixels is too small for Res-HAIR: pad it to {self.smallest}"
            )
        restored = self.output(self._features(padded)) + padded
        return restored[..., :height, :width]

    def _features(self, image: Tensor) -> Tensor:
        full = self.encoder_level1(self.patch_embed(image))
        half = self.encoder_level2(self.down1_2(full))
        quarter = self.encoder_level3(self.down2_3(half))
        eighth = self.down3_4(quarter)
        code = self.feature(eighth)
        up = self.up4_3(self.reduce_latent(self.latent(eighth, code)))
        quarter = self.decoder_level3(self.reduce_chan_level3(torch.cat([up, quarter], dim=1)), code)
        half = self.reduce_chan_level2(torch.cat([self.up3_2(quarter), half], dim=1))
        full = torch.cat([self.up2_1(self.decoder_level2(half, code)), full], dim=1)
        return self.refinement(self.decoder_level1(full, code), code)


def kernel_shapes(width: int, hidden: int) -> tuple[tuple[int, int, int, int], ...]:
    """(out, in / groups, k, k) of the six kernels of a block, in the order in which a box holds them."""
    return (
        (3 * width, width, 1, 1),
        (3 * width, 1, 3, 3),
        (width, width, 1, 1),
        (2 * hidden, width, 1, 1),
        (2 * hidden, 1, 3, 3),
        (width, hidden, 1, 1),
    )


def convolve(x: Tensor, kernels: Tensor) -> Tensor:
    """(N, C, H, W) with a kernel (out, C or 1, k, k) for each of the N images to (N, out, H, W)."""
    count, channels, height, width = x.shape
    groups = count * (channels // kernels.shape[2])
    side_by_side = x.reshape(1, count * channels, height, width)
    found = F.conv2d(side_by_side, kernels.flatten(0, 1), padding=kernels.shape[-1] // 2, groups=groups)
    return found.view(count, -1, height, width)


def _norm(width: int) -> nn.GroupNorm:
    return nn.GroupNorm(GROUPS, width, eps=1e-6)


def _convolution(inputs: int, outputs: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 3, padding=1)
