"""MIMO-UNet: a coarse-to-fine U-Net with three inputs and three outputs for motion deblurring.

Cho et al., "Rethinking Coarse-to-Fine Approach in Single Image Deblurring", ICCV 2021, arXiv 2108.05054.
Tensor names are those of the published checkpoints; width and depth are parameters.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Convolution(nn.Module):
    """A biased (transposed) convolution, with a ReLU unless it is told otherwise."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int, *, stride: int = 1, relu: bool = True, up: bool = False
    ) -> None:
        super().__init__()
        if up:
            layer: nn.Module = nn.ConvTranspose2d(
                inputs, outputs, kernel, stride=stride, padding=kernel // 2 - 1
            )
        else:
            layer = nn.Conv2d(inputs, outputs, kernel, stride=stride, padding=kernel // 2)
        self.main = nn.Sequential(layer, nn.ReLU(inplace=True)) if relu else nn.Sequential(layer)

    def forward(self, x: Tensor) -> Tensor:
        """(N, inputs, H, W) to (N, outputs, H / stride, W / stride), or times stride when it goes up."""
        return self.main(x)


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions added to their input."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.main = nn.Sequential(
            Convolution(channels, channels, 3), Convolution(channels, channels, 3, relu=False)
        )

    def damp(self) -> None:
        """Weaken the branch tenfold."""
        with torch.no_grad():
            for parameter in self.main[1].parameters():
                parameter.mul_(0.1)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to the same."""
        return self.main(x) + x


class Stage(nn.Module):
    """A chain of residual blocks at one scale (EBlock and DBlock of the paper)."""

    def __init__(self, channels: int, blocks: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(*(ResidualBlock(channels) for _ in range(blocks)))

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) to the same."""
        return self.layers(x)


class ShallowConvolution(nn.Module):
    """SCM (section 3.1): features of a reduced input image, the image itself kept in front."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.main = nn.Sequential(
            Convolution(3, channels // 4, 3),
            Convolution(channels // 4, channels // 2, 1),
            Convolution(channels // 2, channels // 2, 3),
            Convolution(channels // 2, channels - 3, 1),
        )
        self.conv = Convolution(channels, channels, 1, relu=False)

    def forward(self, image: Tensor) -> Tensor:
        """(N, 3, H, W) to (N, C, H, W)."""
        return self.conv(torch.cat([image, self.main(image)], dim=1))


class FeatureAttention(nn.Module):
    """FAM (section 3.1): an encoder feature corrected by its product with the shallow feature."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.merge = Convolution(channels, channels, 3, relu=False)

    def forward(self, feature: Tensor, shallow: Tensor) -> Tensor:
        """Two (N, C, H, W) to one."""
        return feature + self.merge(feature * shallow)


class AsymmetricFusion(nn.Module):
    """AFF (section 3.3): the features of all three scales, brought to one size, mixed for one decoder."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.conv = nn.Sequential(
            Convolution(inputs, outputs, 1), Convolution(outputs, outputs, 3, relu=False)
        )

    def forward(self, fine: Tensor, middle: Tensor, coarse: Tensor) -> Tensor:
        """Three features of equal size, `inputs` channels together, to (N, outputs, H, W)."""
        return self.conv(torch.cat([fine, middle, coarse], dim=1))


class MIMOUNet(nn.Module):
    """The whole network: images in, three residual images out.

    Args:
        width: channels of the finest scale (32 in the published checkpoints).
        blocks: residual blocks per stage (8 for MIMO-UNet, 20 for MIMO-UNet+).
        dropout: rate of the channel dropout on the fused features in training (0.1 for MIMO-UNet+).
    """

    multiple_of = 4

    def __init__(self, *, width: int = 32, blocks: int = 8, dropout: float = 0.0) -> None:
        super().__init__()
        fine, middle, coarse = width, 2 * width, 4 * width
        self.Encoder = nn.ModuleList([Stage(c, blocks) for c in (fine, middle, coarse)])
        self.feat_extract = nn.ModuleList(
            [
                Convolution(3, fine, 3),
                Convolution(fine, middle, 3, stride=2),
                Convolution(middle, coarse, 3, stride=2),
                Convolution(coarse, middle, 4, stride=2, up=True),
                Convolution(middle, fine, 4, stride=2, up=True),
                Convolution(fine, 3, 3, relu=False),
            ]
        )
        self.Decoder = nn.ModuleList([Stage(c, blocks) for c in (coarse, middle, fine)])
        self.Convs = nn.ModuleList([Convolution(coarse, middle, 1), Convolution(middle, fine, 1)])
        self.ConvsOut = nn.ModuleList(
            [Convolution(coarse, 3, 3, relu=False), Convolution(middle, 3, 3, relu=False)]
        )
        together = fine + middle + coarse
        self.AFFs = nn.ModuleList([AsymmetricFusion(together, fine), AsymmetricFusion(together, middle)])
        self.FAM1, self.SCM1 = FeatureAttention(coarse), ShallowConvolution(coarse)
        self.FAM2, self.SCM2 = FeatureAttention(middle), ShallowConvolution(middle)
        self.dropout = nn.Dropout2d(dropout)

    def begin_as_identity(self) -> None:
        """Draw weights for training: the untrained network returns its input.

        Without normalisation layers the default weights let features fade from layer to layer, and the
        first thousand steps are lost. Convolutions keep the variance (He et al. 2015, arXiv 1502.01852),
        residual branches start a tenth as strong, and the residual images start at zero.
        """
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
                # A transposed convolution of kernel 4 and stride 2 sums 2 x 2 taps for each pixel.
                taps = 4 if isinstance(layer, nn.ConvTranspose2d) else layer.weight[0, 0].numel()
                nn.init.normal_(layer.weight, std=(2.0 / (layer.in_channels * taps)) ** 0.5)
                if layer.bias is not None:
                    nn.init.zeros_(layer.bias)
        for block in self.modules():
            if isinstance(block, ResidualBlock):
                block.damp()
        for head in (self.feat_extract[5], *self.ConvsOut):
            for parameter in head.parameters():
                nn.init.zeros_(parameter)

    def forward(self, image: Tensor) -> Tensor:
        """(N, 3, H, W) sRGB in [0, 1], sides multiples of 4, to the restored image, unclamped."""
        fine, _ = self._decode(image)
        return self.feat_extract[5](fine) + image

    def scales(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The restored images at a quarter, half and full size, as the training loss wants them."""
        half, quarter = image[:, :, ::2, ::2], image[:, :, ::4, ::4]
        fine, (coarse, middle) = self._decode(image)
        return (
            self.ConvsOut[0](coarse) + quarter,
            self.ConvsOut[1](middle) + half,
            self.feat_extract[5](fine) + image,
        )

    def _encode(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        half, quarter = image[:, :, ::2, ::2], image[:, :, ::4, ::4]
        fine = self.Encoder[0](self.feat_extract[0](image))
        middle = self.Encoder[1](self.FAM2(self.feat_extract[1](fine), self.SCM2(half)))
        coarse = self.Encoder[2](self.FAM1(self.feat_extract[2](middle), self.SCM1(quarter)))
        return fine, middle, coarse

    def _decode(self, image: Tensor) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        fine, middle, coarse = self._encode(image)
        fused_fine = self.AFFs[0](fine, _double(middle), _double(_double(coarse)))
        fused_middle = self.AFFs[1](fine[:, :, ::2, ::2], middle, _double(coarse))
        coarse = self.Decoder[0](coarse)
        up = self.feat_extract[3](coarse)
        middle = self.Decoder[1](self.Convs[0](torch.cat([up, self.dropout(fused_middle)], dim=1)))
        up = self.feat_extract[4](middle)
        fine = self.Decoder[2](self.Convs[1](torch.cat([up, self.dropout(fused_fine)], dim=1)))
        return fine, (coarse, middle)


def _double(feature: Tensor) -> Tensor:
    return F.interpolate(feature, scale_factor=2, mode="nearest")
