"""The cheap network whose result anchors the diffusion: a blind restorer as a model of diffusers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

import torch
from diffusers import ConfigMixin, ModelMixin
from diffusers.configuration_utils import register_to_config
from torch import Tensor

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.architectures.swinir import SwinIR

Architecture = Literal["swinir", "mimo-unet"]

SIZES: Mapping[str, Any] = MappingProxyType({"width": 128, "depths": (4, 4, 4, 4), "heads": 4, "fold": 2})
"""Of the SwinIR that ships."""


class ReferenceRestorer(ModelMixin, ConfigMixin):
    """A deterministic first restoration.

    Args:
        architecture: of the network. The released DreamClear has a SwinIR there too, that of DiffBIR (Lin et
            al., arXiv 2308.15070).
        sizes: what the architecture is built with; those that ship if None.
    """

    @register_to_config
    def __init__(
        self, *, architecture: Architecture = "swinir", sizes: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__()
        # Diffusers asks for the device and type, which a network packed for inference does not tell.
        self.register_buffer("image_kind", torch.empty(0), persistent=False)
        build = SwinIR if architecture == "swinir" else MIMOUNet
        self.network = build(**(SIZES if sizes is None else sizes))

    def forward(self, image: Tensor) -> Tensor:
        """(N, 3, H, W) sRGB in [0, 1], sides multiples of 16, to the restored image, unclamped."""
        return self.network(image)
