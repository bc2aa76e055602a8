"""Layers as one call of oneDNN each: weights packed once, and what follows the layer done in the same pass.

The operators are those that PyTorch's own compiler emits for processors; `is_supported` says whether this
build and this processor have them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, cast

import torch
from torch import Tensor, nn

from cnaps.inference.walks import TOKENS_AT_ONCE

TYPICAL_SIDE = 128
"""Side of the feature maps for which the weights of a convolution are packed."""


OPERATORS = (
    "_convolution_pointwise",
    "_convolution_pointwise_",
    "_linear_pointwise",
    "_reorder_linear_weight",
    "_is_mkldnn_bf16_supported",
)
"""Of `torch.ops.mkldnn`; they are not part of PyTorch's public interface, so that a build may lack one."""


def is_supported(dtype: torch.dtype) -> bool:
    """Whether the layers below run on this processor in this precision."""
    if not torch.backends.mkldnn.is_available():
        return False
    if not all(hasattr(torch.ops.mkldnn, name) for name in OPERATORS):
        return False
    if not hasattr(torch._C._nn, "mkldnn_reorder_conv2d_weight"):
        return False
    if not torch.backends.cpu.get_cpu_capability().startswith("AVX"):
        return False
    return dtype == torch.float32 or bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


After = Literal["none", "relu", "gelu", "tanh-gelu"]
"""What is done with each value behind a layer; GELU exactly or by a tanh."""

_CALLED: Mapping[After, tuple[str, str]] = MappingProxyType(
    {"none": ("none", ""), "relu": ("relu", ""), "gelu": ("gelu", "none"), "tanh-gelu": ("gelu", "tanh")}
)


class FusedConvolution:
    """A convolution, with the sum and what else is behind it if there is anything.

    Args:
        layer: the plain one.
        dtype: of its input and output.
        after: what follows; behind a sum, a ReLU or nothing.
        inputs: the channels of the input that this part of the layer sees; None for all of them.
        biased: False leaves the bias to another part of the layer.
        stride: None for the layer's own.
    """

    def __init__(
        self,
        layer: nn.Conv2d,
        dtype: torch.dtype,
        *,
        after: After = "none",
        inputs: slice | None = None,
        biased: bool = True,
        stride: int | None = None,
    ) -> None:
        weight = layer.weight.detach()[:, inputs or slice(None)].to(dtype).contiguous()
        self._bias = layer.bias.detach().to(dtype) if biased and layer.bias is not None else None
        self._after, self._algorithm = _CALLED[after]
        steps = list(layer.stride) if stride is None else [stride, stride]
        self._geometry = (
            list(cast("tuple[int, ...]", layer.padding)),
            steps,
            list(layer.dilation),
            layer.groups,
        )
        size = [1, weight.shape[1] * layer.groups, TYPICAL_SIDE, TYPICAL_SIDE]
        self._weight = torch._C._nn.mkldnn_reorder_conv2d_weight(  # type: ignore[call-arg]
            weight.to_mkldnn(), *self._geometry, size
        )

    def __call__(self, x: Tensor) -> Tensor:
        """(N, C, H, W), channels last, to the same."""
        return torch.ops.mkldnn._convolution_pointwise(
            x, self._weight, self._bias, *self._geometry, self._after, [], self._algorithm
        )

    def onto(self, total: Tensor, x: Tensor) -> Tensor:
        """Add the convolution of `x` to `total`, whose memory is used for the result."""
        what = None if self._after == "none" else self._after
        return torch.ops.mkldnn._convolution_pointwise_.binary(
            total, x, self._weight, self._bias, *self._geometry, "add", 1.0, what, [], None
        )


class FusedLinear:
    """A linear layer, with the sum or what else is behind it if there is anything."""

    def __init__(self, weight: Tensor, bias: Tensor, dtype: torch.dtype, *, after: After = "none") -> None:
        self._weight = torch.ops.mkldnn._reorder_linear_weight(
            weight.detach().to(dtype).contiguous(), TOKENS_AT_ONCE
        )
        self._bias = bias.detach().to(dtype)
        self._after, self._algorithm = _CALLED[after]

    def __call__(self, x: Tensor) -> Tensor:
        """(T, inputs) to (T, outputs)."""
        return torch.ops.mkldnn._linear_pointwise(
            x, self._weight, self._bias, self._after, [], self._algorithm
        )

    def onto(self, total: Tensor, x: Tensor) -> Tensor:
        """The linear map of `x` plus `total`."""
        return torch.ops.mkldnn._linear_pointwise.binary(x, total, self._weight, self._bias, "add")
