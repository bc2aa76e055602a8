"""Parts of the diffusion transformer for inference: linear layers take along what stands around them.

A normalisation's factor and summand, the timestep's among them, go into the weights behind it, a gate into
those before it, and the table of positions is sent through the weights once, at load. Windows are worked on
a few at a time, so that their scores never leave the cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import torch
from torch import Tensor, nn

from cnaps.architectures.diffusion_transformer import (
    AdaptiveModulator,
    DiTBlock,
    MixtureOfAdaptiveModulators,
    Modulation,
    PixelHead,
    WindowedAttention,
)
from cnaps.architectures.swinir import shift_mask
from cnaps.inference.attention import Attention, attention_for
from cnaps.inference.norms import gathered_normalised, normalised
from cnaps.inference.onednn import FusedConvolution, FusedLinear
from cnaps.inference.walks import route


@dataclass(frozen=True, eq=False)
class _PlacedLinear:
    """A linear layer behind a normalisation, which is told the place of each token in its window."""

    layer: FusedLinear
    position: Tensor
    """(L, outputs): the table of positions, sent through the layer."""
    eps: float

    def __call__(self, tokens: Tensor, places: Tensor) -> tuple[Tensor, Tensor]:
        """(T, C) tokens, of which (n * L,) places are asked for, to those tokens and to (n, L, outputs)."""
        gathered, windows = gathered_normalised(tokens, places, self.eps)
        return gathered, self.layer(windows).view(-1, *self.position.shape).add_(self.position)


@dataclass(frozen=True, eq=False)
class _BoundLayers:
    """The linear layers of a block at one time, its scales, shifts and gates in their weights."""

    asking_asked: _PlacedLinear
    mix: FusedLinear
    into: FusedLinear
    out: FusedLinear


class FusedDiTBlock(nn.Module):
    """The same function as the plain block's.

    Args:
        plain: a block in eval mode.
        dtype: of the tokens.
    """

    @torch.no_grad()
    def __init__(self, plain: DiTBlock, dtype: torch.dtype) -> None:
        super().__init__()
        attention, perceptron = plain.attention, plain.perceptron
        self._dtype, self._plain = dtype, plain
        self._heads, self._window, self._shift = attention.heads, attention.window, attention.shift
        self._attention = _attention_of(attention, dtype)
        asking = _scaled_queries(attention, self._attention.unit)
        self._asking_asked = _side_by_side(asking, attention.keys_values)
        self._position = (attention.position @ self._asking_asked.weight.T).to(dtype)
        self._near = _with_itself(perceptron.local, dtype)
        self._timeless = self._bound(plain.scale_shift_table)

    def forward(self, tokens: Tensor, time: Tensor | None) -> Tensor:
        """(B, H, W, C) to the same; `time` is (B, 6, C), None in the branches, which do not know it."""
        with torch.autocast("cpu", enabled=False):
            photos = tokens.to(self._dtype).split(1)
            layers = [self._timeless] * len(photos) if time is None else map(self._at, time)
            return _joined([self._one(photo, own) for photo, own in zip(photos, layers, strict=True)])

    def _at(self, time: Tensor) -> _BoundLayers:
        return self._bound(self._plain.scale_shift_table + time.float())

    @torch.no_grad()
    def _bound(self, rows: Tensor) -> _BoundLayers:
        shift1, scale1, gate1, shift2, scale2, gate2 = rows
        attention, perceptron = self._plain.attention, self._plain.perceptron
        return _BoundLayers(
            asking_asked=_PlacedLinear(
                _behind_norm(self._asking_asked, 1 + scale1, shift1, self._dtype),
                self._position,
                self._plain.norm1.eps,
            ),
            mix=_gated(attention.out, gate1, self._dtype),
            into=_behind_norm(perceptron.into, 1 + scale2, shift2, self._dtype, gelu=True),
            out=_gated(perceptron.out, gate2, self._dtype),
        )

    def _one(self, tokens: Tensor, layers: _BoundLayers) -> Tensor:
        size = tokens.shape
        rows = self._attend(tokens.reshape(-1, size[-1]), size, layers)
        hidden = layers.into(normalised(rows, self._plain.norm2.eps))
        near = self._near(hidden.view(*size[:3], -1).permute(0, 3, 1, 2))
        return layers.out.onto(rows, near.permute(0, 2, 3, 1).flatten(0, 2)).view(size)

    def _attend(self, rows: Tensor, size: torch.Size, layers: _BoundLayers) -> Tensor:
        """(T, C) row by row to the same."""
        way = route(size[1], size[2], self._window)
        walk = way.shifted if self._shift else way.straight
        length, walked = self._window**2, torch.empty_like(rows)
        for first, end, kind in walk.chunks():
            span = slice(first * length, end * length)
            x, windows = layers.asking_asked(rows, walk.order[span])
            mask = _masks(self._window, self._dtype, self._attention)[kind] if kind else None
            walked[span] = layers.mix.onto(x, self._attention.mix(_in_heads(windows, self._heads), mask))
        return torch.index_select(walked, 0, way.shifted_to_rows if self._shift else way.straight_to_rows)


class FusedMixture(nn.Module):
    """The same function as the plain mixture's.

    Args:
        plain: a mixture in eval mode.
        dtype: of the tokens.
    """

    @torch.no_grad()
    def __init__(self, plain: MixtureOfAdaptiveModulators, dtype: torch.dtype) -> None:
        super().__init__()
        attention = plain.attention
        self._dtype, self._heads, self._window = dtype, attention.heads, attention.window
        self._attention = _attention_of(attention, dtype)
        asking = _scaled_queries(attention, self._attention.unit)
        self._asking, self._asked = (
            _PlacedLinear(
                _behind_norm(layer, *_affine(norm), dtype),
                (attention.position @ layer.weight.T).to(dtype),
                norm.eps,
            )
            for layer, norm in (
                (asking, plain.norm_degraded),
                (attention.keys_values, plain.norm_reference),
            )
        )
        self._mix, self._attended, self._prior = (
            FusedLinear(layer.weight, layer.bias, dtype)
            for layer in (attention.out, plain.attended, plain.prior)
        )
        first, last = cast(nn.Linear, plain.gate[0]), cast(nn.Linear, plain.gate[2])
        self._gate = FusedLinear(first.weight, first.bias, dtype, after="tanh-gelu")
        self._routing, self._choices = FusedLinear(last.weight, last.bias, dtype), last.out_features
        self._of_reference = _FusedModulators([plain.of_reference], dtype)
        experts = [cast(AdaptiveModulator, expert) for expert in plain.experts]
        self._experts = _FusedModulators(experts, dtype)

    def forward(self, degraded: Tensor, reference: Tensor) -> Modulation:
        """Branch tokens (B, H, W, C) to what they say to the trunk."""
        with torch.autocast("cpu", enabled=False):
            pairs = zip(degraded.to(self._dtype).split(1), reference.to(self._dtype).split(1), strict=True)
            parts = zip(*(self._one(seen, wanted) for seen, wanted in pairs), strict=True)
            return Modulation(*(_joined(part) for part in parts))

    def _one(self, degraded: Tensor, reference: Tensor) -> Modulation:
        size = degraded.shape
        given, wanted = (tokens.reshape(-1, size[-1]) for tokens in (degraded, reference))
        way = route(size[1], size[2], self._window)
        length = self._window**2
        walked = [given.new_empty(len(given), width) for width in (size[-1], size[-1], self._choices)]
        for first, end, _ in way.straight.chunks():
            span = slice(first * length, end * length)
            for whole, part in zip(walked, self._said(given, wanted, way.straight.order[span]), strict=True):
                whole[span] = part
        rows = (torch.index_select(part, 0, way.straight_to_rows) for part in walked)
        return Modulation(*(part.view(*size[:3], -1) for part in rows))

    def _said(self, given: Tensor, wanted: Tensor, places: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Factor, summand and routing for those of the (T, C) tokens that (n * L,) places tell."""
        given, asking = self._asking(given, places)
        wanted, asked = self._asked(wanted, places)
        windows = _in_heads(torch.cat([asking, asked], dim=-1), self._heads)
        seen = self._mix(self._attention.mix(windows, None))
        routing = self._routing(self._gate(self._prior(seen))).softmax(dim=-1)
        of_reference, beside = self._of_reference(wanted, torch.ones_like(routing[:, :1]))
        factor, summand = self._experts(given, routing)
        first, then = 1 + of_reference, 1 + factor
        return first * then, (self._attended(seen) * first + beside) * then + summand, routing


class _FusedModulators:
    """Several modulators of the same tokens, weighted."""

    def __init__(self, plain: list[AdaptiveModulator], dtype: torch.dtype) -> None:
        self._count = len(plain)
        self._shared = FusedLinear(
            torch.cat([one.shared.weight for one in plain]),
            torch.cat([one.shared.bias for one in plain]),
            dtype,
            after="tanh-gelu",
        )
        both = [_side_by_side(one.factor, one.summand) for one in plain]
        weight = torch.cat([layer.weight for layer in both], dim=1)
        self._both = FusedLinear(weight, torch.zeros(len(weight)), dtype)
        self._biases = torch.stack([layer.bias for layer in both]).to(dtype)

    def __call__(self, tokens: Tensor, weights: Tensor) -> tuple[Tensor, ...]:
        """(T, C) and (T, modulators) to factor and summand, (T, C) each."""
        hidden = self._shared(tokens).unflatten(-1, (self._count, -1)) * weights[..., None]
        return (self._both(hidden.flatten(1)) + weights @ self._biases).chunk(2, dim=-1)


class FusedPixelHead(nn.Module):
    """The same function as the plain head's.

    Args:
        plain: a head in eval mode.
        dtype: of the tokens.
    """

    def __init__(self, plain: PixelHead, dtype: torch.dtype) -> None:
        super().__init__()
        self._dtype, self._norm, self._shuffle = dtype, plain.norm, plain.shuffle
        self._spread = _behind_norm(plain.spread, *_affine(plain.norm), dtype, gelu=True)
        self._last = FusedConvolution(plain.last, dtype)

    def forward(self, tokens: Tensor) -> Tensor:
        """(B, H, W, C) to (B, 4, patch * H, patch * W)."""
        with torch.autocast("cpu", enabled=False):
            rows = tokens.to(self._dtype).reshape(-1, tokens.shape[-1])
            features = self._spread(normalised(rows, self._norm.eps))
            spread = self._shuffle(features.view(*tokens.shape[:3], -1).permute(0, 3, 1, 2))
            return self._last(spread.contiguous(memory_format=torch.channels_last))


def _joined(photos: Sequence[Tensor]) -> Tensor:
    """One behind the other; a single one as it is, for a copy of it takes time and memory."""
    return photos[0] if len(photos) == 1 else torch.cat(list(photos))


def _in_heads(windows: Tensor, heads: int) -> Tensor:
    """(n, L, 3 * C) queries, keys and values to (n, L, 3, heads, C / heads)."""
    return windows.unflatten(-1, (3, heads, -1))


def _attention_of(plain: WindowedAttention, dtype: torch.dtype) -> Attention:
    channels = plain.queries.out_features // plain.heads
    return attention_for(dtype, length=plain.window**2, channels=channels)


@lru_cache(maxsize=4)
def _masks(window: int, dtype: torch.dtype, attention: Attention) -> Tensor:
    """A table for each of the four kinds of windows in a shifted walk."""
    with torch.inference_mode(mode=False):
        return attention.table(shift_mask(2 * window, 2 * window, window)[:, None], dtype)


@torch.no_grad()
def _scaled_queries(attention: WindowedAttention, unit: float) -> nn.Linear:
    """The layer of the queries, so that their products with the keys are scores in `unit`."""
    scaled = deepcopy(attention.queries)
    for parameter in scaled.parameters():
        parameter.mul_(unit * (scaled.out_features // attention.heads) ** -0.5)
    return scaled


@torch.no_grad()
def _side_by_side(one: nn.Linear, other: nn.Linear) -> nn.Linear:
    """Both layers of the same input as one."""
    both = nn.Linear(one.in_features, one.out_features + other.out_features)
    both.weight.copy_(torch.cat([one.weight, other.weight]))
    both.bias.copy_(torch.cat([one.bias, other.bias]))
    return both


def _affine(norm: nn.LayerNorm) -> tuple[Tensor, Tensor]:
    return norm.weight.detach(), norm.bias.detach()


def _behind_norm(
    layer: nn.Linear, factor: Tensor, summand: Tensor, dtype: torch.dtype, *, gelu: bool = False
) -> FusedLinear:
    """A layer that takes the factor and the summand of the normalisation before it along."""
    weight, bias = layer.weight.detach(), layer.bias.detach()
    return FusedLinear(weight * factor, bias + weight @ summand, dtype, after="tanh-gelu" if gelu else "none")


def _gated(layer: nn.Linear, gate: Tensor, dtype: torch.dtype) -> FusedLinear:
    """A layer that takes the gate behind it along."""
    return FusedLinear(layer.weight.detach() * gate[:, None], layer.bias.detach() * gate, dtype)


@torch.no_grad()
def _with_itself(layer: nn.Conv2d, dtype: torch.dtype) -> FusedConvolution:
    """GELU of the input plus its depthwise convolution."""
    whole = deepcopy(layer)
    middle = layer.kernel_size[0] // 2
    whole.weight[:, 0, middle, middle] += 1.0
    return FusedConvolution(whole, dtype, after="tanh-gelu")
