"""SwinIR for photos whose faults are unknown: it draws them four times as large.

Liang et al., ICCVW 2021, arXiv 2108.10257, trained as in BSRGAN (Zhang et al., ICCV 2021, arXiv 2103.14006).
Tensor names are those of the published ``003_realSR`` checkpoints.
"""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn
from torch.nn import functional as F

from cnaps.architectures.swinir import SwinIR

SCALE = 4
"""Side of the result over that of the photo."""
FEATURES = 64
"""Channels on the way to the larger photo."""


class UpscalingSwinIR(SwinIR):
    """The network as published: nearest neighbours twice as far apart, a convolution, and both once more.

    Args:
        bottleneck: whether the convolutions behind the Swin blocks are three, with a quarter of the channels
            between them (the large network), or one (the medium).
        sizes: of a `SwinIR`.
    """

    def __init__(self, *, bottleneck: bool = False, **sizes: Any) -> None:  # noqa: ANN401
        super().__init__(**sizes)
        width, channels = self.conv_first.out_channels, self.conv_first.in_channels
        if bottleneck:
            for group in self.layers:
                group.add_module("conv", _narrowing(width))
            self.add_module("conv_after_body", _narrowing(width))
        self.conv_before_upsample = nn.Sequential(nn.Conv2d(width, FEATURES, 3, padding=1), nn.LeakyReLU())
        self.conv_up1 = nn.Conv2d(FEATURES, FEATURES, 3, padding=1)
        self.conv_up2 = nn.Conv2d(FEATURES, FEATURES, 3, padding=1)
        self.conv_hr = nn.Conv2d(FEATURES, FEATURES, 3, padding=1)
        self.conv_last = nn.Conv2d(FEATURES, channels, 3, padding=1)

    def forward(self, image: Tensor) -> Tensor:
        """(N, 3, H, W) in [0, 1], sides larger than the window, to (N, 3, 4 H, 4 W), unclamped."""
        height, width = image.shape[-2:]
        unit = self.multiple_of
        padded = F.pad(image, (0, -width % unit, 0, -height % unit), mode="reflect")
        shallow = self.conv_first((padded - self.mean) * self.value_range)
        x = self.conv_before_upsample(self._deep_features(shallow))
        for layer in (self.conv_up1, self.conv_up2):
            x = F.leaky_relu(layer(F.interpolate(x, scale_factor=2.0, mode="nearest")), 0.2)
        large = self.conv_last(F.leaky_relu(self.conv_hr(x), 0.2)) / self.value_range + self.mean
        return large[..., : SCALE * height, : SCALE * width]


class RealSwinIR(UpscalingSwinIR):
    """The same network for a photo that keeps its size: of what it draws, the mean of each 4 x 4 pixels."""

    remark = "The network drew the photo four times as large; it was brought back to its size by averaging."

    def forward(self, image: Tensor) -> Tensor:
        """(N, 3, H, W) in [0, 1] to the same, unclamped."""
        return F.avg_pool2d(super().forward(image), SCALE)


def _narrowing(width: int) -> nn.Sequential:
    narrow = width // 4
    return nn.Sequential(
        nn.Conv2d(width, narrow, 3, padding=1),
        nn.LeakyReLU(0.2),
        nn.Conv2d(narrow, narrow, 1),
        nn.LeakyReLU(0.2),
        nn.Conv2d(narrow, width, 3, padding=1),
    )
