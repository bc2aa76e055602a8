"""SwinIR for inference: what does not depend on the photo is computed at load, and windows stay in the cache.

The affine part of each normalisation and the scale of the queries are folded into the weights that follow.
Windows are worked on a few at a time, from the gathering of their pixels to the end of the perceptron, so
that nothing in between leaves the cache. The tokens are kept in the order in which the last block left them;
the next block gathers them in its own. Only windows at the far edges of a shifted image need a mask, and
there are three kinds of them, so that mask and position bias together are four small tables for each block.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnaps.architectures.swinir import ResidualSwinGroup, SwinBlock, SwinIR, shift_mask
from cnaps.inference.attention import attention_for
from cnaps.inference.norms import gathered_normalised, normalised
from cnaps.inference.onednn import FusedConvolution, FusedLinear
from cnaps.inference.walks import Route, Walk, route

HEAD_UNIT = 16
"""Channels of a head are filled up with zeros to a multiple of this, which suits the matrix units."""

MAPS_AT_ONCE = 9
"""Features of the whole image that are in memory at once, what oneDNN needs to convolve them included."""

IMAGE_BYTES = 64
"""For each pixel of the copies of the image itself."""


class FoldedSwinIR(nn.Module):
    """The same function as the plain network's.

    Args:
        plain: a network in eval mode.
        dtype: of the tokens; images stay float32.
    """

    def __init__(self, plain: SwinIR, dtype: torch.dtype) -> None:
        super().__init__()
        self.multiple_of, self._fold, self._window = plain.multiple_of, plain.fold, plain.window
        self._dtype, self._mean, self._range = dtype, plain.mean, plain.value_range
        per_token = MAPS_AT_ONCE * plain.conv_first.out_channels * dtype.itemsize
        self.bytes_per_pixel = per_token // plain.fold**2 + IMAGE_BYTES
        self._first, self._last = (
            FusedConvolution(plain.conv_first, dtype),
            FusedConvolution(plain.conv_last, dtype),
        )
        self._embed, self._norm = _Norm(plain.patch_embed.norm, dtype), _Norm(plain.norm, dtype)
        self._groups = [_FoldedGroup(cast(ResidualSwinGroup, group), dtype) for group in plain.layers]
        self._after = FusedConvolution(plain.conv_after_body, dtype)

    def forward(self, image: Tensor) -> Tensor:
        """(N, C, H, W) in [0, 1], sides larger than `multiple_of`, to the restored image, unclamped."""
        with torch.autocast("cpu", enabled=False):
            return torch.cat([self._one(photo[None]) for photo in image])

    def _one(self, image: Tensor) -> Tensor:
        height, width = image.shape[-2:]
        unit = self.multiple_of
        padded = F.pad(image, (0, -width % unit, 0, -height % unit), mode="reflect")
        z = (padded - self._mean) * self._range
        folded = F.pixel_unshuffle(z, self._fold).to(self._dtype)
        shallow = self._first(folded.contiguous(memory_format=torch.channels_last))
        residual = F.pixel_shuffle(self._last(self._deep_features(shallow)).float(), self._fold)
        restored = (z + residual) / self._range + self._mean
        return restored[..., :height, :width]

    def _deep_features(self, shallow: Tensor) -> Tensor:
        size = shallow.shape[-2:]
        way = route(size[0], size[1], self._window)
        tokens = self._embed(_as_tokens(shallow))
        for group in self._groups:
            tokens = group(tokens, way, size)
        return self._after.onto(shallow, _as_image(self._norm(tokens), size))


class _FoldedGroup:
    def __init__(self, group: ResidualSwinGroup, dtype: torch.dtype) -> None:
        self._blocks = [_FoldedBlock(cast(SwinBlock, block), dtype) for block in group.residual_group.blocks]
        self._conv = FusedConvolution(group.conv, dtype)

    def __call__(self, tokens: Tensor, way: Route, size: torch.Size) -> Tensor:
        """(T, C) row by row to the same, in the same memory."""
        walked, other, gather = tokens, torch.empty_like(tokens), way.straight.order
        spare = torch.empty_like(tokens)
        for number, block in enumerate(self._blocks):
            shifted = bool(number % 2)
            block(walked, gather, way.shifted if shifted else way.straight, other)
            walked, other = other, spare if number == 0 else walked
            gather = way.to_straight if shifted else way.to_shifted
        back = way.straight_to_rows if len(self._blocks) % 2 else way.shifted_to_rows
        deep = torch.index_select(walked, 0, back, out=other)
        return _as_tokens(self._conv.onto(_as_image(tokens, size), _as_image(deep, size)))


class _FoldedBlock:
    def __init__(self, block: SwinBlock, dtype: torch.dtype) -> None:
        attention, perceptron = block.attn, block.mlp
        width, self._heads = attention.proj.in_features, attention.heads
        self._length = block.window**2
        self._channels = -(-(width // self._heads) // HEAD_UNIT) * HEAD_UNIT
        weight, bias = _with_norm(attention.qkv, block.norm1)
        scale = torch.ones(3, 1, 1, 1)
        self._attention = attention_for(dtype, length=self._length, channels=self._channels)
        scale[0] = attention.scale * self._attention.unit
        weight, bias = (
            weight.view(3, self._heads, -1, width) * scale,
            bias.view(3, self._heads, -1, 1) * scale,
        )
        empty = self._channels - width // self._heads
        weight, bias = (F.pad(part, (0, 0, 0, empty)).flatten(0, 2) for part in (weight, bias))
        self._qkv = FusedLinear(weight, bias.flatten(), dtype)
        mixing = F.pad(attention.proj.weight.detach().view(width, self._heads, -1), (0, empty)).flatten(1)
        self._mix = FusedLinear(mixing, attention.proj.bias, dtype)
        self._into = FusedLinear(*_with_norm(perceptron.fc1, block.norm2), dtype, after="gelu")
        self._out = FusedLinear(perceptron.fc2.weight, perceptron.fc2.bias, dtype)
        self._eps = block.norm1.eps, block.norm2.eps
        self._added = self._attention.table(self._position_bias(block), dtype)

    @staticmethod
    def _position_bias(block: SwinBlock) -> Tensor:
        """(kinds of windows, heads, L, L), the mask of each kind included."""
        bias = block.attn.position_bias().detach()[None]
        if not block.shift:
            return bias
        return bias + shift_mask(2 * block.window, 2 * block.window, block.window)[:, None]

    def __call__(self, tokens: Tensor, gather: Tensor, walk: Walk, result: Tensor) -> None:
        """Take (T, C) tokens in the order of `gather` and leave them in `result` in that of the walk."""
        for first, end, kind in walk.chunks():
            span = slice(first * self._length, end * self._length)
            result[span] = self._windows(tokens, gather[span], self._added[kind])

    def _windows(self, tokens: Tensor, places: Tensor, added: Tensor) -> Tensor:
        before_attention, before_perceptron = self._eps
        x, x_normalised = gathered_normalised(tokens, places, before_attention)
        x = self._mix.onto(x, self._attend(x_normalised, added))
        return self._out.onto(x, self._into(normalised(x, before_perceptron)))

    def _attend(self, x: Tensor, added: Tensor) -> Tensor:
        windows = self._qkv(x).view(-1, self._length, 3, self._heads, self._channels)
        return self._attention.mix(windows, added)


class _Norm:
    def __init__(self, norm: nn.LayerNorm, dtype: torch.dtype) -> None:
        self._weight, self._bias, self._eps = (
            norm.weight.detach().to(dtype),
            norm.bias.detach().to(dtype),
            norm.eps,
        )

    def __call__(self, tokens: Tensor) -> Tensor:
        return F.layer_norm(tokens, [tokens.shape[-1]], self._weight, self._bias, self._eps)


def _with_norm(layer: nn.Linear, norm: nn.LayerNorm) -> tuple[Tensor, Tensor]:
    """Weight and bias of a linear layer that take those of the normalisation before it along."""
    weight = layer.weight.detach()
    return weight * norm.weight.detach(), layer.bias.detach() + weight @ norm.bias.detach()


def _as_tokens(image: Tensor) -> Tensor:
    """(1, C, H, W), channels last, as (H * W, C) in the same memory."""
    return image.permute(0, 2, 3, 1).flatten(0, 2)


def _as_image(tokens: Tensor, size: torch.Size) -> Tensor:
    return tokens.view(1, *size, -1).permute(0, 3, 1, 2)
