"""A kernel as a shape: how long it is, and how alike two are."""

from __future__ import annotations

import pytest
import torch

from cnaps.deconvolution.kernel import agreement, extent_of


def test_agreement_does_not_depend_on_where_a_kernel_lies() -> None:
    kernel = torch.zeros(21, 21)
    kernel[8:11, 4:15] = 1.0
    assert agreement(kernel, torch.roll(kernel, (3, -2), (0, 1))) == pytest.approx(1.0, abs=1e-5)
    assert agreement(kernel, kernel.T.contiguous()) < 0.6


def test_an_extent_is_the_longer_side_of_the_trace() -> None:
    kernel = torch.zeros(31, 31)
    kernel[10:15, 3:25] = 1.0
    assert extent_of(kernel) == 22.0


def test_a_faint_end_adds_nothing_to_an_extent() -> None:
    kernel = torch.zeros(31, 31)
    kernel[10:15, 3:25] = 1.0
    kernel[12, 25:29] = 0.2
    assert extent_of(kernel) == 22.0
