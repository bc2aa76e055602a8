"""Fifty steps with a learned variance, as the published sampler takes them."""

from __future__ import annotations

import torch

from cnaps.dreamclear.sampling import ancestral_scheduler, guide
from tests.dreamclear.parity import sampler_differences
from tests.dreamclear.weights import drawn


def test_all_fifty_steps_are_those_of_the_published_sampler() -> None:
    found = list(sampler_differences())
    assert len(found) == 5
    assert [
        one for one in found if one.relative > 1e-5 or (one.largest > 1e-4 and "clean" not in one.what)
    ] == []


def test_a_caption_steers_three_channels_and_leaves_the_rest_to_itself() -> None:
    captioned, null = drawn(1, 2, 1, 8, 4, 4)
    steered = guide(captioned, null, 4.5)
    assert torch.allclose(steered[:, :3], null[:, :3] + 4.5 * (captioned[:, :3] - null[:, :3]))
    assert torch.equal(steered[:, 3:], captioned[:, 3:])
    assert torch.allclose(guide(captioned, null, 1.0), captioned, atol=1e-6)


def test_the_last_step_adds_no_noise() -> None:
    scheduler = ancestral_scheduler()
    scheduler.set_timesteps(50)
    predicted, latents = drawn(1, 1, 8, 4, 4), drawn(2, 1, 4, 4, 4)
    results = [
        scheduler.step(predicted, scheduler.timesteps[-1], latents, torch.Generator().manual_seed(seed))
        for seed in (1, 2)
    ]
    assert torch.equal(results[0].prev_sample, results[1].prev_sample)
