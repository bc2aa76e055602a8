"""Attention within windows, in the way that is fastest on this processor."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from cnaps.inference import kernels

LOG2_E, LN2 = 1.0 / math.log(2.0), math.log(2.0)

SAFE_TOTAL = 2.0**100
"""Sums of powers of two within this and its inverse are far from the ends of the numbers."""


@dataclass(frozen=True)
class Attention:
    """One way of computing it."""

    mix: Callable[[Tensor, Tensor | None], Tensor]
    """(n, L, 3, heads, C) scaled queries, keys and values, and a table or nothing, to (n * L, heads * C)."""
    tabulate: Callable[[Tensor, torch.dtype], Tensor]
    """From what is added to the scores of tokens of a type, (..., heads or 1, L, L), to the table that `mix`
    reads, its last three dimensions alone."""
    unit: float
    """What it wants the scores, and so the queries and what is added, to be multiplied by."""

    def table(self, added: Tensor, dtype: torch.dtype) -> Tensor:
        """The table of what is added to the scores, (..., heads or 1, L, L) in natural units."""
        return self.tabulate(self.unit * added, dtype)


def attention_for(dtype: torch.dtype, *, length: int, channels: int) -> Attention:
    """The fastest way for windows of `length` tokens of this type, with heads of `channels`."""
    units = torch.cpu._is_amx_tile_supported()
    if kernels.attends(length, channels, dtype) and not (dtype == torch.bfloat16 and units):
        return BY_KERNEL
    return BY_POWERS if dtype == torch.bfloat16 and not units else AT_ONCE


def _at_once(windows: Tensor, table: Tensor | None) -> Tensor:
    queries, keys, values = windows.permute(2, 0, 3, 1, 4).unbind(0)
    added = None if table is None else table[None]
    mixed = F.scaled_dot_product_attention(queries, keys, values, attn_mask=added, scale=1.0)
    return _in_rows(mixed)


def _by_powers(windows: Tensor, table: Tensor | None) -> Tensor:
    """Powers of two are summed as they are: nothing is looked through for its largest score first.

    Scores too large for that are rare, and the other way is taken then.
    """
    heads_first = windows.permute(2, 0, 3, 1, 4)
    counts = heads_first.shape[1:3]
    queries, keys, values = heads_first.contiguous().flatten(1, 2).unbind(0)
    shares = _scores(queries, keys.transpose(1, 2), table, counts).exp2_()
    totals = shares.sum(dim=-1, keepdim=True)
    least, most = totals.aminmax()
    if not 1.0 / SAFE_TOTAL < least <= most < SAFE_TOTAL:
        natural = torch.cat([windows[:, :, :1] * LN2, windows[:, :, 1:]], dim=2)
        return _at_once(natural, None if table is None else table * LN2)
    return _in_rows(torch.bmm(shares, values).div_(totals).unflatten(0, counts))


def _scores(queries: Tensor, keys: Tensor, table: Tensor | None, counts: torch.Size) -> Tensor:
    if table is None:
        return torch.bmm(queries, keys)
    length = table.shape[-1]
    scores = table.expand(*counts, length, length).clone(memory_format=torch.contiguous_format).flatten(0, 1)
    return torch.baddbmm(scores, queries, keys, out=scores)


def _in_rows(mixed: Tensor) -> Tensor:
    """(n, heads, L, C) to (n * L, heads * C)."""
    return mixed.transpose(1, 2).flatten(0, 1).flatten(1)


def _as_given(added: Tensor, dtype: torch.dtype) -> Tensor:
    return added.to(dtype).contiguous()


AT_ONCE = Attention(_at_once, _as_given, 1.0)
BY_POWERS = Attention(_by_powers, _as_given, LOG2_E)
BY_KERNEL = Attention(kernels.attend, lambda added, dtype: kernels.as_added(added), LOG2_E)
