"""The cheap network whose result anchors the diffusion: a blind MIMO-UNet as a model of diffusers."""

from __future__ import annotations

from diffusers import ConfigMixin, ModelMixin
from diffusers.configuration_utils import register_to_config
from torch import Tensor

from cnaps.architectures.mimo_unet import MIMOUNet


class ReferenceRestorer(ModelMixin, ConfigMixin):
    """A deterministic first restoration.

    Args:
        width: channels of the finest scale.
        blocks: residual blocks per stage.
    """

    @register_to_config
    def __init__(self, *, width: int = 32, blocks: int = 4) -> None:
        super().__init__()
        self.network = MIMOUNet(width=width, blocks=blocks)

    def forward(self, image: Tensor) -> Tensor:
        """(N, 3, H, W) sRGB in [0, 1], sides multiples of 4, to the restored image, unclamped."""
        return self.network(image)
