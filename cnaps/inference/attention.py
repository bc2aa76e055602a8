"""Attention within windows, in the way that is fastest on this processor."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

LOG2_E, LN2 = 1.0 / math.log(2.0), math.log(2.0)

SAFE_TOTAL = 2.0**100
"""Sums of powers of two within this and its inverse are far from the ends of the numbers."""


@dataclass(frozen=True)
class Attention:
    """One way of computing it."""

    mix: Callable[[Tensor, Tensor | None], Tensor]
    """(3, n, heads, L, C) scaled queries, keys and values, and what is added to the scores, (heads, L, L),
    (1, L, L) or nothing, to (n, heads, L, C)."""
    unit: float
    """What it wants the scores, and so the queries and what is added, to be multiplied by."""


def attention_for(dtype: torch.dtype) -> Attention:
    """The fastest way for tokens of this type: in one call, but for bfloat16 without matrix units."""
    by_powers = dtype == torch.bfloat16 and not torch.cpu._is_amx_tile_supported()
    return BY_POWERS if by_powers else AT_ONCE


def _at_once(windows: Tensor, bias: Tensor | None) -> Tensor:
    queries, keys, values = windows.unbind(0)
    added = None if bias is None else bias[None]
    return F.scaled_dot_product_attention(queries, keys, values, attn_mask=added, scale=1.0)


def _by_powers(windows: Tensor, bias: Tensor | None) -> Tensor:
    """Powers of two are summed as they are: nothing is looked through for its largest score first.

    Scores too large for that are rare, and the other way is taken then.
    """
    queries, keys, values = windows.contiguous().flatten(1, 2).unbind(0)
    shares = _scores(queries, keys.transpose(1, 2), bias, windows.shape[1:3]).exp2_()
    totals = shares.sum(dim=-1, keepdim=True)
    least, most = totals.aminmax()
    if not 1.0 / SAFE_TOTAL < least <= most < SAFE_TOTAL:
        natural = torch.cat([windows[:1] * LN2, windows[1:]])
        return _at_once(natural, None if bias is None else bias * LN2)
    return torch.bmm(shares, values).div_(totals).view(windows.shape[1:])


def _scores(queries: Tensor, keys: Tensor, bias: Tensor | None, counts: torch.Size) -> Tensor:
    if bias is None:
        return torch.bmm(queries, keys)
    length = bias.shape[-1]
    scores = bias.expand(*counts, length, length).clone(memory_format=torch.contiguous_format).flatten(0, 1)
    return torch.baddbmm(scores, queries, keys, out=scores)


AT_ONCE = Attention(_at_once, 1.0)
BY_POWERS = Attention(_by_powers, LOG2_E)
