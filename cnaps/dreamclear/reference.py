"""The restorer behind the reference image: DiffBIR's general SwinIR, which works on folded pixels.

Lin et al., "DiffBIR", arXiv 2308.15070. Tensor names are those of ``general_swinir_v1.ckpt``.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from diffusers import ConfigMixin, ModelMixin
from diffusers.configuration_utils import register_to_config
from torch import Tensor, nn
from torch.nn import functional as F

from cnaps.architectures.swinir import RGB_MEAN, PatchEmbedding, ResidualSwinGroup, shift_mask
from cnaps.errors import WeightsError

FOLD = 8
"""Side of the square of pixels that one token stands for."""
FEATURES = 64
"""Channels on the way back to pixels."""
COMPUTED = ("attn_mask", "relative_position_index")
"""Tensors of the published file that follow from the sizes."""
WRAPPING = "module."
"""What parallel training puts before every name."""


class GeneralSwinIR(ModelMixin, ConfigMixin):
    """A first restoration of any photo, smooth where it is unsure.

    Args:
        width: channels of a token.
        groups: residual groups of Swin blocks.
        depth: blocks in a group.
        heads: attention heads.
        window: side of a window in tokens.
    """

    mean: Tensor

    @register_to_config
    def __init__(
        self, *, width: int = 180, groups: int = 8, depth: int = 6, heads: int = 6, window: int = 8
    ) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(RGB_MEAN).view(1, 3, 1, 1), persistent=False)
        self.conv_first = nn.Sequential(nn.PixelUnshuffle(FOLD), nn.Conv2d(3 * FOLD**2, width, 3, padding=1))
        self.patch_embed = PatchEmbedding(width)
        self.layers = nn.ModuleList(
            [ResidualSwinGroup(width, depth, heads, window, mlp_ratio=2.0) for _ in range(groups)]
        )
        self.norm = nn.LayerNorm(width)
        self.conv_after_body = nn.Conv2d(width, width, 3, padding=1)
        self.conv_before_upsample = nn.Sequential(nn.Conv2d(width, FEATURES, 3, padding=1), nn.LeakyReLU())
        self.conv_up1 = nn.Conv2d(FEATURES, FEATURES, 3, padding=1)
        self.conv_up2 = nn.Conv2d(FEATURES, FEATURES, 3, padding=1)
        self.conv_up3 = nn.Conv2d(FEATURES, FEATURES, 3, padding=1)
        self.conv_hr = nn.Conv2d(FEATURES, FEATURES, 3, padding=1)
        self.conv_last = nn.Conv2d(FEATURES, 3, 3, padding=1)

    def forward(self, image: Tensor) -> Tensor:
        """(N, 3, H, W) in [0, 1], sides multiples of `FOLD` times the window, to the same, unclamped."""
        shallow = self.conv_first(image - self.mean)
        x = self.conv_before_upsample(shallow + self.conv_after_body(self._deep(shallow)))
        for layer in (self.conv_up1, self.conv_up2, self.conv_up3):
            x = F.leaky_relu(layer(F.interpolate(x, scale_factor=2.0, mode="nearest")), 0.2)
        return self.conv_last(F.leaky_relu(self.conv_hr(x), 0.2)) + self.mean

    def load_published(self, published: Mapping[str, Tensor]) -> None:
        """Fill the network from the tensors of the published file.

        Raises:
            WeightsError: they are not those of this network.
        """
        tensors = {
            name.removeprefix(WRAPPING): tensor
            for name, tensor in published.items()
            if not name.endswith(COMPUTED)
        }
        wanted = {name: tensor.shape for name, tensor in self.state_dict().items()}
        wrong = sorted(
            name
            for name in wanted.keys() | tensors.keys()
            if name not in tensors or wanted.get(name) != tensors[name].shape
        )
        if wrong:
            raise WeightsError(
                f"The checkpoint does not fit the reference network: {len(wrong)} tensors are missing, left "
                f"over or of another shape (first: {wrong[0]}). Use general_swinir_v1.ckpt of "
                "huggingface.co/lxq007/DiffBIR."
            )
        self.load_state_dict(tensors)

    def _deep(self, shallow: Tensor) -> Tensor:
        x = self.patch_embed(shallow.permute(0, 2, 3, 1))
        mask = shift_mask(x.shape[1], x.shape[2], self.config.window).to(x.device)
        for group in self.layers:
            x = group(x, mask)
        return self.norm(x).permute(0, 3, 1, 2)
