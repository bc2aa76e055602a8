"""Starting noise belongs to a place in the photo, not to a tile."""

from __future__ import annotations

import torch

from cnaps.procedures import noise_at


def test_overlapping_regions_agree_where_they_overlap() -> None:
    whole = noise_at((0, 0), 200, 300, seed=7)
    part = noise_at((64, 90), 100, 130, seed=7)
    assert torch.equal(whole[..., 64:164, 90:220], part)


def test_it_is_standard_noise_that_depends_on_the_seed() -> None:
    noise = noise_at((0, 0), 256, 256, seed=1)
    assert abs(float(noise.mean())) < 0.01
    assert abs(float(noise.std()) - 1) < 0.01
    assert not torch.equal(noise, noise_at((0, 0), 256, 256, seed=2))
