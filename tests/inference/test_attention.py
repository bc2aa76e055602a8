"""Attention: both ways of computing it give the same, whatever the scores."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from cnaps.inference.attention import AT_ONCE, BY_POWERS, Attention


def mixed(way: Attention, windows: Tensor, bias: Tensor | None) -> Tensor:
    scaled = torch.cat([windows[:1] * way.unit, windows[1:]])
    return way.mix(scaled, None if bias is None else bias * way.unit)


@pytest.mark.parametrize("count", [1, 5])
@pytest.mark.parametrize("heads", [0, 1, 2])
def test_both_ways_are_the_same_function(count: int, heads: int) -> None:
    torch.manual_seed(0)
    windows = torch.randn(3, count, 2, 49, 16)
    bias = torch.randn(heads, 49, 49) if heads else None
    before = None if bias is None else bias.clone()
    assert torch.allclose(mixed(AT_ONCE, windows, bias), mixed(BY_POWERS, windows, bias), atol=1e-5)
    assert bias is before is None or torch.equal(bias, before)


@pytest.mark.parametrize("size", [40.0, 4000.0])
def test_scores_beyond_any_power_of_two_are_mixed_all_the_same(size: float) -> None:
    torch.manual_seed(0)
    windows = torch.randn(3, 4, 2, 16, 8)
    windows[0] *= size
    found = mixed(BY_POWERS, windows, None)
    assert torch.allclose(found, mixed(AT_ONCE, windows, None), atol=1e-3)
    assert torch.isfinite(found).all()


def test_windows_that_are_hidden_from_each_other_stay_so() -> None:
    windows, bias = torch.randn(3, 1, 1, 4, 8), torch.zeros(1, 4, 4)
    bias[:, :2, 2:] = bias[:, 2:, :2] = -100.0
    other = windows.clone()
    other[1:, ..., 2:, :] += 1.0
    for way in (AT_ONCE, BY_POWERS):
        one, two = mixed(way, windows, bias), mixed(way, other, bias)
        assert torch.allclose(one[..., :2, :], two[..., :2, :], atol=1e-6)
        assert not torch.allclose(one[..., 2:, :], two[..., 2:, :], atol=1e-2)
