"""SwinIR: image restoration by shifted-window self-attention, at the photo's own size.

Liang et al., "SwinIR: Image Restoration Using Swin Transformer", ICCVW 2021, arXiv 2108.10257.
Tensor names are those of the published checkpoints (denoising: window 8, range 1; JPEG: window 7,
range 255); width and depth are parameters. The published files also hold attention masks and
position indices, which follow from the sizes and are computed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

RGB_MEAN = (0.4488, 0.4371, 0.4040)
"""Mean colour of the DIV2K training photos, taken off before the first layer."""

LUMA = (0.299, 0.587, 0.114)
"""Shares of red, green and blue in the luminance that a JPEG file stores (ITU-R BT.601)."""

MASKED = -100.0
"""What is added to the score of two pixels that the cyclic shift has brought together."""


class WindowAttention(nn.Module):
    """Multi-head self-attention within windows, with a learned bias for each relative position."""

    relative_position_index: Tensor

    def __init__(self, width: int, window: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.scale = (width // heads) ** -0.5
        self.relative_position_bias_table = nn.Parameter(torch.zeros((2 * window - 1) ** 2, heads))
        self.register_buffer("relative_position_index", relative_positions(window), persistent=False)
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)
        nn.init.trunc_normal_(self.relative_position_bias_table, std=0.02)

    def position_bias(self) -> Tensor:
        """(heads, L, L) with L pixels in a window."""
        return self.relative_position_bias_table[self.relative_position_index].permute(2, 0, 1)

    def forward(self, windows: Tensor, mask: Tensor | None) -> Tensor:
        """(B * n, L, C) to the same; `mask` is (n, L, L) for the n windows of one image."""
        count, length, width = windows.shape
        qkv = self.qkv(windows).view(count, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        queries, keys, values = qkv.unbind(0)
        scores = (queries * self.scale) @ keys.transpose(-2, -1)
        bias = self.position_bias().to(scores.dtype)
        if mask is None:
            scores = scores + bias
        else:
            n = mask.shape[0]
            shifted = bias + mask.to(scores.dtype).unsqueeze(1)
            scores = (scores.view(count // n, n, self.heads, length, length) + shifted).flatten(0, 1)
        mixed = (scores.softmax(dim=-1) @ values).transpose(1, 2).reshape(count, length, width)
        return self.proj(mixed)


class Perceptron(nn.Module):
    """Two linear layers with an exact GELU between them."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(width, hidden)
        self.fc2 = nn.Linear(hidden, width)

    def forward(self, tokens: Tensor) -> Tensor:
        """(..., C) to the same."""
        return self.fc2(F.gelu(self.fc1(tokens)))


class SwinBlock(nn.Module):
    """A pre-normalised transformer block on windows that are shifted by `shift` pixels."""

    def __init__(self, width: int, heads: int, window: int, shift: int, mlp_ratio: float) -> None:
        super().__init__()
        self.window, self.shift = window, shift
        self.norm1 = nn.LayerNorm(width)
        self.attn = WindowAttention(width, window, heads)
        self.norm2 = nn.LayerNorm(width)
        self.mlp = Perceptron(width, int(width * mlp_ratio))

    def begin_as_identity(self) -> None:
        """Let the untrained block return its input, as one that is added to a trained network should."""
        for layer in (self.attn.proj, self.mlp.fc2):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(B, H, W, C) to the same; `mask` is used by shifted blocks only."""
        size = x.shape
        normal = self.norm1(x)
        if self.shift:
            normal = normal.roll((-self.shift, -self.shift), dims=(1, 2))
        windows = self.attn(cut_windows(normal, self.window), mask if self.shift else None)
        attended = join_windows(windows, self.window, size)
        if self.shift:
            attended = attended.roll((self.shift, self.shift), dims=(1, 2))
        x = x + attended
        return x + self.mlp(self.norm2(x))


class BlockChain(nn.Module):
    """The Swin blocks of one group, every second one shifted by half a window."""

    def __init__(self, width: int, depth: int, heads: int, window: int, mlp_ratio: float) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(
            [SwinBlock(width, heads, window, (i % 2) * (window // 2), mlp_ratio) for i in range(depth)]
        )

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(B, H, W, C) to the same."""
        for block in self.blocks:
            x = block(x, mask)
        return x


class ResidualSwinGroup(nn.Module):
    """RSTB (section 3.2): Swin blocks and a convolution, added to their input."""

    def __init__(self, width: int, depth: int, heads: int, window: int, mlp_ratio: float) -> None:
        super().__init__()
        self.residual_group = BlockChain(width, depth, heads, window, mlp_ratio)
        self.conv = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(B, H, W, C) to the same."""
        return x + _on_image(self.conv, self.residual_group(x, mask))


class PatchEmbedding(nn.Module):
    """Patches of one pixel: only the normalisation is left."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)

    def forward(self, x: Tensor) -> Tensor:
        """(B, H, W, C) to the same."""
        return self.norm(x)


class SwinIR(nn.Module):
    """The whole network for restoration at the photo's own size.

    Args:
        width: channels of a token (180 in the published checkpoints).
        depths: Swin blocks of each residual group (six times 6 there).
        heads: attention heads (6 there).
        window: side of a window in pixels (8 for noise, 7 for JPEG).
        mlp_ratio: hidden width of the perceptron over `width`.
        value_range: what [0, 1] is multiplied by inside (255 in the published JPEG checkpoints).
        channels: 3 for colour, 1 for grey.
        fold: side of the square of pixels that is folded into the channels of one token (pixel
            unshuffle; 1 in the published checkpoints). With 2, windows see twice as far for a quarter
            of the work, as in FFDNet (Zhang et al., TIP 2018, section III).
    """

    mean: Tensor

    def __init__(
        self,
        *,
        width: int = 180,
        depths: Sequence[int] = (6, 6, 6, 6, 6, 6),
        heads: int = 6,
        window: int = 8,
        mlp_ratio: float = 2.0,
        value_range: float = 1.0,
        channels: int = 3,
        fold: int = 1,
    ) -> None:
        super().__init__()
        self.window, self.value_range, self.fold = window, value_range, fold
        mean = torch.tensor(RGB_MEAN if channels == 3 else (0.0,)).view(1, -1, 1, 1)
        self.register_buffer("mean", mean, persistent=False)
        self.conv_first = nn.Conv2d(channels * fold**2, width, 3, padding=1)
        self.patch_embed = PatchEmbedding(width)
        self.layers = nn.ModuleList(
            [ResidualSwinGroup(width, depth, heads, window, mlp_ratio) for depth in depths]
        )
        self.norm = nn.LayerNorm(width)
        self.conv_after_body = nn.Conv2d(width, width, 3, padding=1)
        self.conv_last = nn.Conv2d(width, channels * fold**2, 3, padding=1)

    @property
    def multiple_of(self) -> int:
        """Side in pixels of a window, as far apart as the grid of the network begins again."""
        return self.window * self.fold

    def begin_as_identity(self) -> None:
        """Let the untrained network return its input: its residual image starts at zero."""
        for parameter in self.conv_last.parameters():
            nn.init.zeros_(parameter)

    def forward(self, image: Tensor) -> Tensor:
        """(N, C, H, W) in [0, 1], sides larger than `window * fold`, to the restored image, unclamped."""
        height, width = image.shape[-2:]
        unit = self.multiple_of
        padded = F.pad(image, (0, -width % unit, 0, -height % unit), mode="reflect")  # right and bottom
        z = (padded - self.mean) * self.value_range
        features = self._deep_features(self.conv_first(F.pixel_unshuffle(z, self.fold)))
        residual = F.pixel_shuffle(self.conv_last(features), self.fold)
        restored = (z + residual) / self.value_range + self.mean
        return restored[..., :height, :width]

    def _deep_features(self, shallow: Tensor) -> Tensor:
        x = self.patch_embed(shallow.permute(0, 2, 3, 1))
        mask = shift_mask(x.shape[1], x.shape[2], self.window).to(x.device)
        for group in self.layers:
            x = group(x, mask)
        return shallow + self.conv_after_body(self.norm(x).permute(0, 3, 1, 2))


class LuminanceSwinIR(SwinIR):
    """A SwinIR of one channel for photos of three: it restores their luminance and leaves colour alone.

    Grey photos go through it as through the network itself.
    """

    luma: Tensor

    def __init__(self, **sizes: Any) -> None:  # noqa: ANN401
        super().__init__(**{**sizes, "channels": 1})
        self.register_buffer("luma", torch.tensor(LUMA).view(1, 3, 1, 1), persistent=False)

    def forward(self, image: Tensor) -> Tensor:
        """(N, 1 or 3, H, W) in [0, 1] to the restored image, unclamped."""
        if image.shape[1] == 1:
            return super().forward(image)
        luminance = (image * self.luma).sum(dim=1, keepdim=True)
        return image + (super().forward(luminance) - luminance)


def relative_positions(window: int) -> Tensor:
    """(L, L) row of the bias table for each pair of pixels of a window, L = window squared."""
    axis = torch.arange(window)
    rows, columns = (c.flatten() for c in torch.meshgrid(axis, axis, indexing="ij"))
    down = rows[:, None] - rows[None, :] + window - 1
    right = columns[:, None] - columns[None, :] + window - 1
    return down * (2 * window - 1) + right


def shift_mask(height: int, width: int, window: int) -> Tensor:
    """(n, L, L) scores added in shifted blocks, so that pixels of opposite edges ignore each other."""
    shift = window // 2
    rows, columns = (_regions(side, window, shift) for side in (height, width))
    regions = (3 * rows[:, None] + columns[None, :]).view(1, height, width, 1)
    cut = cut_windows(regions, window).squeeze(-1)
    return torch.where(cut[:, :, None] == cut[:, None, :], 0.0, MASKED)


def _regions(side: int, window: int, shift: int) -> Tensor:
    at = torch.arange(side)
    return (at >= side - window).long() + (at >= side - shift).long()


def cut_windows(x: Tensor, window: int) -> Tensor:
    """(B, H, W, C) to (B * n, window * window, C), windows row by row."""
    batch, height, width, channels = x.shape
    x = x.view(batch, height // window, window, width // window, window, channels)
    return x.transpose(2, 3).reshape(-1, window * window, channels)


def join_windows(windows: Tensor, window: int, size: torch.Size) -> Tensor:
    """The inverse of `cut_windows` for an image of (B, H, W, C)."""
    batch, height, width, channels = size
    x = windows.view(batch, height // window, width // window, window, window, channels)
    return x.transpose(2, 3).reshape(batch, height, width, channels)


def _on_image(layer: nn.Module, x: Tensor) -> Tensor:
    return layer(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
