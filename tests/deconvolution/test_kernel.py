"""The kernel of a shake is found in the photo alone, and not where there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from skimage import data

from cnaps.deconvolution.kernel import NO_SHAKE, agreement, compare, extent_of, find_shake, laid_over
from cnaps.degradations.forward import CameraShake, Chain, EightBits
from cnaps.degradations.shake import shake_kernel


def tensor(image: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1)))


@pytest.fixture(scope="module")
def astronaut() -> np.ndarray:
    return (data.astronaut()[:320, 60:380] / 255).astype(np.float32)


@pytest.mark.parametrize("extent", [11, 23])
def test_a_shake_is_found_by_both_searches(astronaut: np.ndarray, extent: int) -> None:
    rng = np.random.default_rng(extent)
    model = Chain((CameraShake(extent=extent), EightBits()))
    shake = find_shake(tensor(model(astronaut, rng)))
    truth = torch.from_numpy(shake_kernel(extent, np.random.default_rng(extent)))
    assert min(agreement(kernel, truth) for kernel in shake.kernels) > 0.75
    assert shake.extent == pytest.approx(extent, abs=4)
    assert shake.trusted
    assert shake.kernels.sum((-2, -1)).tolist() == pytest.approx([1.0, 1.0], abs=1e-4)
    assert float(shake.kernels.min()) >= 0.0


def test_a_sharp_photo_has_no_shake(astronaut: np.ndarray) -> None:
    assert not find_shake(tensor(astronaut)).trusted


def test_a_flat_photo_has_no_shake_and_breaks_nothing() -> None:
    shake = find_shake(torch.full((3, 120, 130), 0.5))
    assert not shake.trusted
    assert torch.isfinite(shake.kernels).all()


def test_noise_alone_has_no_shake() -> None:
    noise = torch.rand(3, 128, 128, generator=torch.Generator().manual_seed(0))
    assert not find_shake(noise).trusted


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


def test_a_kernel_is_laid_over_a_larger_one_that_it_resembles() -> None:
    kernel = torch.zeros(21, 21)
    kernel[8:11, 4:15] = 1.0 / 33.0
    smaller = torch.zeros(15, 15)
    smaller[9:12, 1:12] = 1.0 / 33.0
    assert torch.allclose(laid_over(smaller, kernel), kernel, atol=1e-6)


def test_doubt_is_nothing_for_one_opinion_twice_and_the_right_one_of_two_counts_most(
    astronaut: np.ndarray,
) -> None:
    shake = CameraShake(extent=17)
    blurred = tensor(Chain((shake, EightBits()))(astronaut, np.random.default_rng(2)))
    right = torch.from_numpy(np.array(shake.draw(astronaut.shape[:2], np.random.default_rng(2)).kernel))
    wrong = torch.from_numpy(shake_kernel(17, np.random.default_rng(99)))
    _, doubt = compare(blurred, torch.stack((right, right)))
    assert doubt < 1e-6
    for kernels, place in ((torch.stack((right, wrong)), 0), (torch.stack((wrong, right)), 1)):
        weights, doubt = compare(blurred, kernels)
        assert float(weights.sum()) == pytest.approx(1.0)
        assert int(weights.argmax()) == place
        assert doubt > 0.01


def test_confidence_falls_with_doubt_and_never_leaves_its_range() -> None:
    confidences = [replace(NO_SHAKE, doubt=doubt).confidence for doubt in (0.0, 0.05, 0.1, 5.0)]
    assert confidences[0] == 1.0 and confidences[-1] == 0.0
    assert confidences == sorted(confidences, reverse=True) and len(set(confidences)) == 4
