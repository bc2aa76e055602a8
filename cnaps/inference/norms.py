"""Normalisation of tokens, in the fastest way here; factors and summands are in the weights behind it."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from cnaps.inference import kernels


def normalised(tokens: Tensor, eps: float) -> Tensor:
    """(T, C) tokens brought to mean 0 and variance 1 each."""
    if kernels.normalises(tokens):
        return kernels.normalise(tokens, eps)
    return F.layer_norm(tokens, tokens.shape[-1:], eps=eps)


def gathered_normalised(tokens: Tensor, order: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    """Those of the (T, C) tokens that (n,) int32 places tell, and the same normalised."""
    if kernels.normalises(tokens):
        return kernels.gather_normalise(tokens, order, eps)
    gathered = torch.index_select(tokens, 0, order)
    return gathered, normalised(gathered, eps)
