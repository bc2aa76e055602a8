"""MIMO-UNet for inference: each convolution takes the ReLU and the sum behind it along; nothing is joined.

A 1x1 convolution of several joined features is the sum of a 1x1 convolution of each; and as it works on each
pixel alone, it may come before an enlargement by repetition as well as after it. So a coarse feature is mixed
at its own size, and no joined feature is ever written to memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnaps.architectures.mimo_unet import (
    AsymmetricFusion,
    Convolution,
    FeatureAttention,
    MIMOUNet,
    ResidualBlock,
    ShallowConvolution,
    Stage,
)
from cnaps.inference.onednn import After, FusedConvolution

MAPS_AT_ONCE = 12
"""Features of the finest scale, and what takes as much room, that are in memory at the same time."""


class FusedMIMOUNet(nn.Module):
    """The restored image alone, without the outputs at half and quarter size.

    Args:
        plain: a network in eval mode.
        dtype: of the features; images stay float32.
    """

    def __init__(self, plain: MIMOUNet, dtype: torch.dtype) -> None:
        super().__init__()
        self.multiple_of = plain.multiple_of
        self._dtype = dtype
        self.bytes_per_pixel = MAPS_AT_ONCE * _plain(plain.feat_extract[0]).out_channels * dtype.itemsize
        self._extract = [_fused(layer, dtype) for layer in plain.feat_extract[:3]]
        self._enlarge = [_Enlargement(layer, dtype) for layer in plain.feat_extract[3:5]]
        self._last = _fused(plain.feat_extract[5], dtype)
        self._encoder = [_FusedStage(stage, dtype) for stage in plain.Encoder]
        self._decoder = [_FusedStage(stage, dtype) for stage in plain.Decoder]
        self._shallow = [_FusedShallow(layer, dtype) for layer in (plain.SCM2, plain.SCM1)]
        self._attention = [_FusedAttention(layer, dtype) for layer in (plain.FAM2, plain.FAM1)]
        channels = [_plain(layer).out_channels for layer in plain.feat_extract[:3]]
        self._fuse_fine = _FusedFusion(cast(AsymmetricFusion, plain.AFFs[0]), channels, dtype)
        self._fuse_middle = _FusedFusion(cast(AsymmetricFusion, plain.AFFs[1]), channels, dtype, stride=2)
        self._join = [
            _Joined(layer, [half, half], dtype)
            for layer, half in zip(plain.Convs, reversed(channels[:2]), strict=True)
        ]

    def forward(self, image: Tensor) -> Tensor:
        """(N, 3, H, W) sRGB in [0, 1], sides multiples of 4, to the restored image, unclamped."""
        x = image.to(self._dtype).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", enabled=False):
            return self._last(self._features(x)).float() + image

    def _features(self, image: Tensor) -> Tensor:
        fine, middle, coarse = self._encode(image)
        # Each name lets go of what no later layer reads.
        fine, middle = self._fuse_fine(fine, middle, coarse), self._fuse_middle(fine, middle, coarse)
        coarse = self._decoder[0](coarse)
        middle = self._decoder[1](self._join[0]([self._enlarge[0](coarse), middle]))
        return self._decoder[2](self._join[1]([self._enlarge[1](middle), fine]))

    def _encode(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        fine = self._encoder[0](self._extract[0](image))
        half, quarter = self._shallow[0](image[:, :, ::2, ::2]), self._shallow[1](image[:, :, ::4, ::4])
        middle = self._encoder[1](self._attention[0](self._extract[1](fine), half))
        coarse = self._encoder[2](self._attention[1](self._extract[2](middle), quarter))
        return fine, middle, coarse


class _FusedStage:
    def __init__(self, stage: nn.Module, dtype: torch.dtype) -> None:
        branches = [cast(ResidualBlock, block).main for block in cast(Stage, stage).layers]
        self._blocks = [(_fused(first, dtype), _fused(second, dtype)) for first, second in branches]

    def __call__(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to the same, in the same memory."""
        for first, second in self._blocks:
            x = second.onto(x, first(x))
        return x


class _FusedAttention:
    def __init__(self, attention: FeatureAttention, dtype: torch.dtype) -> None:
        self._merge = _fused(attention.merge, dtype)

    def __call__(self, feature: Tensor, shallow: Tensor) -> Tensor:
        return self._merge.onto(feature, feature * shallow)


class _FusedShallow:
    def __init__(self, shallow: ShallowConvolution, dtype: torch.dtype) -> None:
        self._main = [_fused(layer, dtype) for layer in shallow.main]
        self._join = _Joined(shallow.conv, [3, _plain(shallow.conv).in_channels - 3], dtype)

    def __call__(self, image: Tensor) -> Tensor:
        image = image.contiguous(memory_format=torch.channels_last)
        feature = image
        for layer in self._main:
            feature = layer(feature)
        return self._join([image, feature])


class _FusedFusion:
    """All three scales for one decoder, each mixed at its own size, or at the decoder's if it is finer."""

    def __init__(
        self, fusion: AsymmetricFusion, channels: Sequence[int], dtype: torch.dtype, *, stride: int = 1
    ) -> None:
        mix, last = fusion.conv
        ends = [sum(channels[: n + 1]) for n in range(3)]
        fine, middle, coarse = (slice(end - n, end) for end, n in zip(ends, channels, strict=True))
        layer = _plain(mix)
        self._fine = FusedConvolution(layer, dtype, after="relu", inputs=fine, stride=stride)
        self._middle = FusedConvolution(layer, dtype, inputs=middle, biased=False)
        self._coarse = FusedConvolution(layer, dtype, inputs=coarse, biased=False)
        self._last = _fused(last, dtype)
        self._doubles = stride == 1

    def __call__(self, fine: Tensor, middle: Tensor, coarse: Tensor) -> Tensor:
        mixed = self._middle.onto(_double(self._coarse(coarse)), middle)
        return self._last(self._fine.onto(_double(mixed) if self._doubles else mixed, fine))


class _Joined:
    """A 1x1 convolution of features that the plain network joins first."""

    def __init__(self, layer: nn.Module, channels: Sequence[int], dtype: torch.dtype) -> None:
        first, plain = channels[0], _plain(layer)
        self._first = FusedConvolution(plain, dtype, inputs=slice(first), biased=False)
        self._second = FusedConvolution(plain, dtype, after=_after(layer), inputs=slice(first, sum(channels)))

    def __call__(self, features: Sequence[Tensor]) -> Tensor:
        first, second = features
        return self._second.onto(self._first(first), second)


class _Enlargement:
    """A transposed convolution with its ReLU, for which oneDNN gains nothing over PyTorch's own call."""

    def __init__(self, convolution: nn.Module, dtype: torch.dtype) -> None:
        self._layer = deepcopy(cast(Convolution, convolution).main[0]).to(dtype)

    def __call__(self, x: Tensor) -> Tensor:
        return self._layer(x).relu_()


def _fused(convolution: nn.Module, dtype: torch.dtype) -> FusedConvolution:
    return FusedConvolution(_plain(convolution), dtype, after=_after(convolution))


def _plain(convolution: nn.Module) -> nn.Conv2d:
    return cast(nn.Conv2d, cast(Convolution, convolution).main[0])


def _after(convolution: nn.Module) -> After:
    return "relu" if len(cast(Convolution, convolution).main) > 1 else "none"


def _double(feature: Tensor) -> Tensor:
    return F.interpolate(feature, scale_factor=2, mode="nearest")
