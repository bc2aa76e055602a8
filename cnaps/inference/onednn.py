"""Layers as one call of oneDNN each: weights packed once, and what follows the layer done in the same pass.

The operators are those that PyTorch's own compiler emits for processors; `is_supported` says whether this
build and this processor have them.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

TYPICAL_ROWS = 4096
"""Tokens that go through a linear layer at once, for which its weights are packed."""

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


class FusedConvolution:
    """A convolution, with the sum and the ReLU behind it if there are any.

    Args:
        layer: the plain one.
        dtype: of its input and output.
        relu: whether a ReLU follows.
        inputs: the channels of the input that this part of the layer sees; None for all of them.
        biased: False leaves the bias to another part of the layer.
        stride: None for the layer's own.
    """

    def __init__(
        self,
        layer: nn.Conv2d,
        dtype: torch.dtype,
        *,
        relu: bool = False,
        inputs: slice | None = None,
        biased: bool = True,
        stride: int | None = None,
    ) -> None:
        weight = layer.weight.detach()[:, inputs or slice(None)].to(dtype).contiguous()
        self._bias = layer.bias.detach().to(dtype) if biased and layer.bias is not None else None
        self._relu = relu
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
        what = "relu" if self._relu else "none"
        return torch.ops.mkldnn._convolution_pointwise(
            x, self._weight, self._bias, *self._geometry, what, [], ""
        )

    def onto(self, total: Tensor, x: Tensor) -> Tensor:
        """Add the convolution of `x` to `total`, whose memory is used for the result."""
        what = "relu" if self._relu else None
        return torch.ops.mkldnn._convolution_pointwise_.binary(
            total, x, self._weight, self._bias, *self._geometry, "add", 1.0, what, [], None
        )


class FusedLinear:
    """A linear layer, with the sum or the exact GELU behind it if there is one."""

    def __init__(self, weight: Tensor, bias: Tensor, dtype: torch.dtype, *, gelu: bool = False) -> None:
        self._weight = torch.ops.mkldnn._reorder_linear_weight(
            weight.detach().to(dtype).contiguous(), TYPICAL_ROWS
        )
        self._bias = bias.detach().to(dtype)
        self._gelu = gelu

    def __call__(self, x: Tensor) -> Tensor:
        """(T, inputs) to (T, outputs)."""
        what = "gelu" if self._gelu else "none"
        return torch.ops.mkldnn._linear_pointwise(x, self._weight, self._bias, what, [], "none")

    def onto(self, total: Tensor, x: Tensor) -> Tensor:
        """The linear map of `x` plus `total`."""
        return torch.ops.mkldnn._linear_pointwise.binary(x, total, self._weight, self._bias, "add")
