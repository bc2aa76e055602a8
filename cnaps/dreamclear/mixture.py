"""Mixture of adaptive modulators as DreamClear was released: attention over all tokens of a photo.

Ai et al., "DreamClear", NeurIPS 2024, arXiv 2410.18666, section 3.3. Tokens are laid out (B, N, C).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnaps.architectures.diffusion_transformer import AdaptiveModulator

EXPERTS = 3
"""Modulators of the degraded branch in one mixture."""


class BranchAttention(nn.Module):
    """Attention of the degraded photo's tokens to those of its reference, without an output layer."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm_degraded = nn.LayerNorm(width)
        self.norm_reference = nn.LayerNorm(width)
        self.queries = nn.Linear(width, width)
        self.keys_values = nn.Linear(width, 2 * width)

    def forward(self, degraded: Tensor, reference: Tensor, *, joined: bool = False) -> Tensor:
        """Two (B, N, C) to one. `joined` lets all samples of the batch attend to each other."""
        q = self.queries(self.norm_degraded(degraded))
        k, v = self.keys_values(self.norm_reference(reference)).chunk(2, dim=-1)
        q, k, v = (self._heads(tokens.flatten(0, 1)[None] if joined else tokens) for tokens in (q, k, v))
        mixed = F.scaled_dot_product_attention(q, k, v)
        return mixed.transpose(1, 2).reshape(degraded.shape)

    def _heads(self, tokens: Tensor) -> Tensor:
        return tokens.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class MixtureOfAdaptiveModulators(nn.Module):
    """What the two branches say to the trunk behind one block."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.attention = BranchAttention(width, heads)
        self.attended = nn.Linear(width, width)
        self.prior = nn.Linear(width, width)
        self.gate = nn.Sequential(
            nn.Linear(width, 8 * EXPERTS), nn.GELU("tanh"), nn.Linear(8 * EXPERTS, EXPERTS)
        )
        self.of_reference = AdaptiveModulator(width)
        self.experts = nn.ModuleList([AdaptiveModulator(width) for _ in range(EXPERTS)])

    def forward(
        self, trunk: Tensor, degraded: Tensor, reference: Tensor, *, joined: bool = False
    ) -> tuple[Tensor, Tensor]:
        """Three (B, N, C) to the modulated trunk and the (B, N, experts) weights of the modulators."""
        seen = self.attention(degraded, reference, joined=joined)
        factor, summand = self.of_reference(reference)
        trunk = (1 + factor) * (trunk + self.attended(seen)) + summand
        routing = self.gate(self.prior(seen)).softmax(dim=-1)
        factor, summand = self._mixed(degraded, routing)
        return (1 + factor) * trunk + summand, routing

    def _mixed(self, degraded: Tensor, routing: Tensor) -> tuple[Tensor, Tensor]:
        factor, summand = torch.zeros_like(degraded), torch.zeros_like(degraded)
        for weight, expert in zip(routing.split(1, dim=-1), self.experts, strict=True):
            gamma, beta = expert(degraded)
            factor, summand = factor + weight * gamma, summand + weight * beta
        return factor, summand
