"""Building blocks of a windowed diffusion transformer with DreamClear's mixture of adaptive modulators.

DiT blocks with one shared timestep vector (adaLN-single) follow PixArt-alpha (arXiv 2310.00426,
section 2.3); the mixture of adaptive modulators follows DreamClear (arXiv 2410.18666, section 3.3),
with attention kept to windows and to one photo. Tokens are laid out (B, H, W, C).
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnaps.architectures.swinir import cut_windows, join_windows, shift_mask


class WindowedAttention(nn.Module):
    """Attention of queries to keys within windows of `window` x `window` tokens, optionally shifted."""

    def __init__(self, width: int, heads: int, window: int, *, shifted: bool = False) -> None:
        super().__init__()
        self.heads, self.window, self.shift = heads, window, window // 2 if shifted else 0
        self.position = nn.Parameter(0.02 * torch.randn(window * window, width))
        self.queries = nn.Linear(width, width)
        self.keys_values = nn.Linear(width, 2 * width)
        self.out = nn.Linear(width, width)

    def forward(self, asking: Tensor, asked: Tensor) -> Tensor:
        """Two (B, H, W, C) to one."""
        size = asking.shape
        q = self._heads(self.queries(self._cut(asking)))
        k, v = (self._heads(part) for part in self.keys_values(self._cut(asked)).chunk(2, dim=-1))
        if self.shift:
            mask = window_mask(size[1], size[2], self.window, q.device).to(q.dtype)
            hidden = mask[None, :, None].expand(size[0], -1, self.heads, -1, -1)
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=hidden.flatten(0, 1))
        else:
            mixed = F.scaled_dot_product_attention(q, k, v)
        joined = join_windows(self.out(mixed.transpose(1, 2).flatten(2)), self.window, size)
        return joined.roll((self.shift, self.shift), dims=(1, 2)) if self.shift else joined

    def _cut(self, tokens: Tensor) -> Tensor:
        if self.shift:
            tokens = tokens.roll((-self.shift, -self.shift), dims=(1, 2))
        return cut_windows(tokens, self.window) + self.position.to(tokens.dtype)

    def _heads(self, windows: Tensor) -> Tensor:
        return windows.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class LocalPerceptron(nn.Module):
    """Two linear layers with a 3x3 depthwise convolution between them, which hides the edges of patches."""

    def __init__(self, width: int, hidden: int) -> None:
        super().__init__()
        self.into = nn.Linear(width, hidden)
        self.local = nn.Conv2d(hidden, hidden, 3, padding=1, groups=hidden)
        self.out = nn.Linear(hidden, width)

    def forward(self, tokens: Tensor) -> Tensor:
        """(B, H, W, C) to the same."""
        hidden = F.gelu(self.into(tokens), approximate="tanh")
        near = self.local(hidden.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)
        return self.out(F.gelu(hidden + near, approximate="tanh"))


class DiTBlock(nn.Module):
    """Attention and perceptron, each shifted, scaled and gated by a row of its own plus the timestep's."""

    def __init__(self, width: int, heads: int, window: int, *, shifted: bool) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(width, elementwise_affine=False, eps=1e-6)
        self.norm2 = nn.LayerNorm(width, elementwise_affine=False, eps=1e-6)
        self.attention = WindowedAttention(width, heads, window, shifted=shifted)
        self.perceptron = LocalPerceptron(width, 2 * width)
        self.scale_shift_table = nn.Parameter(torch.randn(6, width) / width**0.5)

    def forward(self, tokens: Tensor, time: Tensor | None) -> Tensor:
        """(B, H, W, C) to the same; `time` is (B, 6, C), None in the branches, which do not know it."""
        rows = self.scale_shift_table.unsqueeze(0) if time is None else self.scale_shift_table + time
        shift1, scale1, gate1, shift2, scale2, gate2 = rows.to(tokens.dtype)[:, :, None, None].unbind(1)
        normal = self.norm1(tokens) * (1 + scale1) + shift1
        tokens = tokens + gate1 * self.attention(normal, normal)
        return tokens + gate2 * self.perceptron(self.norm2(tokens) * (1 + scale2) + shift2)


class AdaptiveModulator(nn.Module):
    """AM: from a condition to a factor and a summand for each token and channel; both start at zero."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.shared = nn.Linear(width, width // 2)
        self.factor = nn.Linear(width // 2, width)
        self.summand = nn.Linear(width // 2, width)
        _silence(self.factor)
        _silence(self.summand)

    def forward(self, condition: Tensor) -> tuple[Tensor, Tensor]:
        """(B, H, W, C) to gamma and beta of the same shape."""
        hidden = F.gelu(self.shared(condition), approximate="tanh")
        return self.factor(hidden), self.summand(hidden)


class Modulation(NamedTuple):
    """All that one mixture says about a photo; it does not depend on the timestep."""

    factor: Tensor
    summand: Tensor
    routing: Tensor
    """(B, H, W, experts): how much each expert has to say at each token."""

    def apply(self, tokens: Tensor) -> Tensor:
        """Modulate (B, H, W, C) trunk tokens."""
        return torch.addcmul(self.summand, self.factor, tokens)


class MixtureOfAdaptiveModulators(nn.Module):
    """MoAM: token-wise degradation priors weigh several modulators of the degraded branch."""

    def __init__(self, width: int, heads: int, window: int, experts: int) -> None:
        super().__init__()
        self.norm_degraded = nn.LayerNorm(width)
        self.norm_reference = nn.LayerNorm(width)
        self.attention = WindowedAttention(width, heads, window)
        self.attended = nn.Linear(width, width)
        self.prior = nn.Linear(width, width)
        self.gate = nn.Sequential(
            nn.Linear(width, 8 * experts), nn.GELU("tanh"), nn.Linear(8 * experts, experts)
        )
        self.of_reference = AdaptiveModulator(width)
        self.experts = nn.ModuleList([AdaptiveModulator(width) for _ in range(experts)])
        _silence(self.attended)
        _silence(self.gate[2])

    def forward(self, degraded: Tensor, reference: Tensor) -> Modulation:
        """Branch tokens (B, H, W, C) to what they say to the trunk.

        What was attended to is added to the trunk, the reference modulates that, the experts the result.
        """
        seen = self.attention(self.norm_degraded(degraded), self.norm_reference(reference))
        routing = self.gate(self.prior(seen)).softmax(dim=-1)
        factor, summand = torch.zeros_like(degraded), torch.zeros_like(degraded)
        for weight, expert in zip(routing.split(1, dim=-1), self.experts, strict=True):
            gamma, beta = expert(degraded)
            factor, summand = factor + weight * gamma, summand + weight * beta
        of_reference, beside = self.of_reference(reference)
        first, then = 1 + of_reference, 1 + factor
        return Modulation(first * then, (self.attended(seen) * first + beside) * then + summand, routing)


class TimestepEmbedding(nn.Module):
    """A time in (0, 1] to the six rows that every trunk block adds to its own."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.width = width
        self.mlp = nn.Sequential(nn.Linear(width, width), nn.SiLU(), nn.Linear(width, 6 * width))
        _silence(self.mlp[2])

    def forward(self, time: Tensor) -> Tensor:
        """(B,) to (B, 6, C)."""
        half = self.width // 2
        rates = torch.exp(-math.log(10_000.0) * torch.arange(half, device=time.device) / half)
        angles = 1000.0 * time.float()[:, None] * rates
        return self.mlp(torch.cat([angles.cos(), angles.sin()], dim=-1)).unflatten(-1, (6, self.width))


class PixelHead(nn.Module):
    """Tokens back to pixels: a few features for each pixel, then a 3x3 convolution that starts at zero.

    It says what to add to the reference and, in a fourth channel, how much of the degraded photo to keep.
    """

    def __init__(self, width: int, patch: int, features: int = 16) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.spread = nn.Linear(width, features * patch * patch)
        self.shuffle = nn.PixelShuffle(patch)
        self.last = nn.Conv2d(features, 4, 3, padding=1)
        _silence(self.last)

    def forward(self, tokens: Tensor) -> Tensor:
        """(B, H, W, C) to (B, 4, patch * H, patch * W)."""
        features = self.shuffle(self.spread(self.norm(tokens)).permute(0, 3, 1, 2))
        return self.last(F.gelu(features, approximate="tanh"))


def evened(shares: Tensor, *, side: int = 16, reach: int = 2) -> Tensor:
    """(B, 1, H, W) shares that change gradually only: each is the mean of the squares around it.

    Windows of attention decide for themselves, and where neighbours disagree their edges would show. H and W
    are multiples of `side`; the mean takes `reach` squares to each side.
    """
    squares = F.pad(F.avg_pool2d(shares, side), (reach,) * 4, mode="replicate")
    means = F.avg_pool2d(squares, 2 * reach + 1, stride=1)
    return F.interpolate(means, shares.shape[-2:], mode="bilinear", align_corners=False)


@lru_cache(maxsize=2)
def window_mask(height: int, width: int, window: int, device: torch.device) -> Tensor:
    """(n, L, L) of the shifted windows of an image of tokens; kept, as every block of a run asks for it."""
    with torch.inference_mode(mode=False):
        return shift_mask(height, width, window).to(device)


def _silence(layer: nn.Module) -> None:
    """Let a layer begin by saying nothing."""
    for parameter in layer.parameters():
        nn.init.zeros_(parameter)
