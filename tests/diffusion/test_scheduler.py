"""The residual shift: its equations and its limits."""

from __future__ import annotations

import pytest
import torch

from cnaps.diffusion.scheduler import ResidualShiftScheduler


@pytest.fixture
def images() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    clean, reference, noise = torch.randn(3, 1, 3, 8, 8, generator=generator)
    return clean, reference, noise


@pytest.mark.parametrize("steps", [1, 2, 4, 10])
def test_with_an_oracle_every_step_stays_on_the_chain_and_the_last_is_the_clean_image(
    images: tuple[torch.Tensor, torch.Tensor, torch.Tensor], steps: int
) -> None:
    clean, reference, noise = images
    scheduler = ResidualShiftScheduler(kappa=0.3)
    scheduler.set_timesteps(steps)
    sample = scheduler.add_noise(clean, noise, torch.ones(1), reference)
    assert len(scheduler.timesteps) == steps
    for time in scheduler.timesteps:
        assert torch.allclose(sample, scheduler.add_noise(clean, noise, time.view(1), reference), atol=1e-5)
        sample = scheduler.step(clean, time, sample, reference=reference).prev_sample
    assert torch.allclose(sample, clean, atol=1e-5)


def test_without_noise_it_is_a_straight_line_from_the_reference(
    images: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
) -> None:
    clean, reference, noise = images
    scheduler = ResidualShiftScheduler(kappa=0.0)
    quarter = scheduler.add_noise(clean, noise, torch.tensor([0.25]), reference)
    assert torch.allclose(quarter, 0.75 * clean + 0.25 * reference, atol=1e-6)


def test_stochastic_steps_draw_from_the_generator_and_keep_the_spread(
    images: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
) -> None:
    clean, reference, _ = (image.expand(1, 3, 8, 8) for image in images)
    scheduler = ResidualShiftScheduler(kappa=0.3, stochastic=True)
    clean, reference = clean.repeat(1, 1, 32, 32), reference.repeat(1, 1, 32, 32)
    noise = torch.randn(clean.shape, generator=torch.Generator().manual_seed(1))
    start = scheduler.add_noise(clean, noise, torch.ones(1), reference)
    step = scheduler.step(
        clean, scheduler.timesteps[0], start, reference=reference, generator=torch.Generator().manual_seed(2)
    )
    spread = (step.prev_sample - (0.25 * clean + 0.75 * reference)).std()
    assert float(spread) == pytest.approx(0.3 * 0.75**0.5, rel=0.02)


def test_timesteps_can_be_set_again() -> None:
    scheduler = ResidualShiftScheduler()
    image = torch.zeros(1, 3, 4, 4)
    for _ in range(2):
        scheduler.set_timesteps(3)
        for time in scheduler.timesteps:
            scheduler.step(image, time, image, reference=image)
    assert len(scheduler.timesteps) == 3
