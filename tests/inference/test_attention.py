"""Attention: all ways of computing it give the same, whatever the scores."""

from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor

from cnaps.inference import kernels
from cnaps.inference.attention import AT_ONCE, BY_KERNEL, BY_POWERS, Attention
from tests.inference.conftest import needs_kernels

WAYS = [
    pytest.param(AT_ONCE, id="at once"),
    pytest.param(BY_POWERS, id="by powers"),
    pytest.param(BY_KERNEL, marks=needs_kernels, id="kernel"),
]


CLOSE = 2e-5
"""Sums of as many float32 as a window has tokens differ by this with their order."""


def expected(windows: Tensor, added: Tensor | None) -> Tensor:
    """By the definition, in float64."""
    queries, keys, values = windows.double().permute(2, 0, 3, 1, 4).unbind(0)
    scores = queries @ keys.mT + (0.0 if added is None else added.double())
    return (scores.softmax(dim=-1) @ values).transpose(1, 2).flatten(0, 1).flatten(1)


def mixed(way: Attention, windows: Tensor, added: Tensor | None) -> Tensor:
    scaled = windows.float().clone()
    scaled[:, :, 0] *= way.unit
    dtype = windows.dtype
    return way.mix(scaled.to(dtype), None if added is None else way.table(added, dtype)).double()


def added_of(heads: int, length: int) -> Tensor:
    return torch.randn(heads, length, length, generator=torch.Generator().manual_seed(1))


def windows_of(count: int, length: int, heads: int, channels: int) -> Tensor:
    return torch.randn(count, length, 3, heads, channels, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize("heads", [0, 1, 2])
@pytest.mark.parametrize(("length", "channels"), [(49, 16), (64, 32), (9, 32), (100, 32), (256, 32)])
def test_it_is_the_same_function(way: Attention, count: int, heads: int, length: int, channels: int) -> None:
    windows = windows_of(count, length, 2, channels)
    added = added_of(heads, length) if heads else None
    assert (mixed(way, windows, added) - expected(windows, added)).abs().max() <= CLOSE


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("length", "channels"), [(49, 16), (64, 32), (9, 32), (100, 32), (256, 32)])
def test_in_bfloat16_it_is_that_but_for_rounding(way: Attention, length: int, channels: int) -> None:
    if way is BY_KERNEL and not kernels.attends(length, channels, torch.bfloat16):
        pytest.skip("this processor has no instructions for bfloat16")
    windows = windows_of(3, length, 2, channels) * torch.tensor([0.3, 1.0, 1.0]).view(1, 1, 3, 1, 1)
    windows, added = windows.bfloat16(), added_of(2, length)
    error = mixed(way, windows, added) - expected(windows, added)
    assert error.std() <= 0.02 * expected(windows, added).std()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("size", [40.0, 4000.0])
def test_scores_beyond_any_power_of_two_are_mixed_all_the_same(way: Attention, size: float) -> None:
    windows = windows_of(4, 16, 2, 16)
    windows[:, :, 0] *= size
    found = mixed(way, windows, None)
    assert torch.isfinite(found).all()
    assert torch.allclose(found, expected(windows, None), atol=1e-3 * math.sqrt(size))


@pytest.mark.parametrize("way", WAYS)
def test_windows_that_are_hidden_from_each_other_stay_so(way: Attention) -> None:
    windows, added = windows_of(1, 4, 1, 16), torch.zeros(1, 4, 4)
    added[:, :2, 2:] = added[:, 2:, :2] = -100.0
    other = windows.clone()
    other[:, 2:, 1:] += 1.0
    one, two = mixed(way, windows, added), mixed(way, other, added)
    assert torch.allclose(one[:2], two[:2], atol=1e-6)
    assert not torch.allclose(one[2:], two[2:], atol=1e-2)
