"""Which network has which form for inference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import torch
from torch import nn

from cnaps.architectures.diffusion_transformer import DiTBlock, MixtureOfAdaptiveModulators, PixelHead
from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.architectures.swinir import SwinIR
from cnaps.inference.diffusion_transformer import FusedDiTBlock, FusedMixture, FusedPixelHead
from cnaps.inference.mimo_unet import FusedMIMOUNet
from cnaps.inference.onednn import is_supported
from cnaps.inference.swinir import FoldedSwinIR

Form = Callable[[nn.Module, str], nn.Module]
"""From a loaded network in eval mode and a precision to the network that is run; may take the first apart."""

FEATURES: Mapping[str, torch.dtype] = MappingProxyType({"fp32": torch.float32, "bf16": torch.bfloat16})


def plain_form(network: nn.Module, precision: str) -> nn.Module:
    """The network as it is."""
    return network


def inference_form(network: nn.Module, precision: str) -> nn.Module:
    """The fastest form known for this processor; parts of a network get theirs, the rest stays as it is."""
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    dtype = FEATURES[precision]
    return _fast(network, dtype) if _on_processor(network) and is_supported(dtype) else network


def _on_processor(network: nn.Module) -> bool:
    return all(parameter.device.type == "cpu" for parameter in network.parameters())


def _fast(network: nn.Module, dtype: torch.dtype) -> nn.Module:
    if isinstance(network, MIMOUNet):
        return FusedMIMOUNet(network, dtype)
    if type(network) is SwinIR:  # What is derived from it adds something of its own.
        return FoldedSwinIR(network, dtype)
    if isinstance(network, DiTBlock):
        return FusedDiTBlock(network, dtype)
    if isinstance(network, MixtureOfAdaptiveModulators):
        return FusedMixture(network, dtype)
    if isinstance(network, PixelHead):
        return FusedPixelHead(network, dtype)
    for name, part in network.named_children():
        setattr(network, name, _fast(part, dtype))
    return network
