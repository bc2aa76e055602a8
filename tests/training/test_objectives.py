"""Distances between restored and clean images, which networks learn to make small."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from skimage.metrics import structural_similarity
from torch import Tensor

from cnaps.training.objectives import ImageDistance, structural_distance


@pytest.fixture
def clean() -> Tensor:
    generator = torch.Generator().manual_seed(0)
    return torch.rand(2, 3, 48, 40, generator=generator).cumsum(-1).remainder(1.0)


def test_the_structural_distance_is_one_minus_ssim(clean: Tensor) -> None:
    restored = (clean + 0.1 * torch.randn(clean.shape, generator=torch.Generator().manual_seed(1))).clamp(
        0, 1
    )
    expected = np.mean(
        [
            structural_similarity(a, b, data_range=1.0, channel_axis=0, use_sample_covariance=False)
            for a, b in zip(restored.numpy(), clean.numpy(), strict=True)
        ]
    )
    assert float(structural_distance(restored, clean)) == pytest.approx(1 - expected, abs=1e-5)


def test_equal_images_are_no_distance_apart(clean: Tensor) -> None:
    distance = ImageDistance(frequency_weight=0.05, structure_weight=0.2)
    assert float(distance(clean, clean)) == pytest.approx(0.0, abs=2e-3)  # Charbonnier ends at 1e-3


def test_structure_tells_a_lost_contrast_from_a_shift_in_brightness(clean: Tensor) -> None:
    pale = 0.5 * clean + 0.25
    brighter = clean + (pale - clean).abs().mean()
    weighted, plain = (ImageDistance(frequency_weight=0.0, structure_weight=w) for w in (0.2, 0.0))
    assert float(plain(pale, clean)) == pytest.approx(float(plain(brighter, clean)), rel=0.01)
    assert float(weighted(pale, clean)) > 1.1 * float(weighted(brighter, clean))
