"""The kernel of a shake is found in the photo alone, and not where there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from skimage import data

from cnaps.deconvolution.continuation import continued
from cnaps.deconvolution.inversion import GRADIENT_PRICE, sparse_inverse
from cnaps.deconvolution.kernel import agreement
from cnaps.deconvolution.light import to_linear
from cnaps.deconvolution.shake import (
    NO_SHAKE,
    Shake,
    expected_gain,
    find_shake,
    impossible_light,
    likeliest,
)
from cnaps.degradations.forward import CameraShake, Chain, EightBits
from cnaps.degradations.shake import shake_kernel


def tensor(image: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1)))


def found_in(photo: torch.Tensor) -> Shake:
    return find_shake(photo, photo)


@pytest.fixture(scope="module")
def astronaut() -> np.ndarray:
    return (data.astronaut()[:320, 60:380] / 255).astype(np.float32)


@pytest.mark.parametrize("extent", [11, 23])
def test_a_shake_is_found(astronaut: np.ndarray, extent: int) -> None:
    rng = np.random.default_rng(extent)
    model = Chain((CameraShake(extent=extent), EightBits()))
    shake = found_in(tensor(model(astronaut, rng)))
    truth = torch.from_numpy(shake_kernel(extent, np.random.default_rng(extent)))
    assert agreement(shake.kernel, truth) > 0.75
    assert shake.extent == pytest.approx(extent, abs=4)
    assert shake.trusted and not shake.absent
    assert float(shake.kernel.sum()) == pytest.approx(1.0, abs=1e-4)
    assert float(shake.kernel.min()) >= 0.0


@pytest.mark.parametrize("place", [0, 1, 2])
def test_of_three_kernels_the_right_one_is_followed(astronaut: np.ndarray, place: int) -> None:
    model = CameraShake(extent=17)
    blurred = tensor(Chain((model, EightBits()))(astronaut, np.random.default_rng(2)))
    kernels = [torch.from_numpy(shake_kernel(17, np.random.default_rng(seed))) for seed in (99, 98)]
    right = torch.from_numpy(np.array(model.draw(astronaut.shape[:2], np.random.default_rng(2)).kernel))
    kernels.insert(place, right)
    assert torch.equal(likeliest(blurred, kernels).kernel, right)


def test_a_sharp_photo_has_no_shake(astronaut: np.ndarray) -> None:
    assert not found_in(tensor(astronaut)).trusted


def test_a_flat_photo_has_no_shake_and_breaks_nothing() -> None:
    shake = found_in(torch.full((3, 120, 130), 0.5))
    assert not shake.trusted
    assert torch.isfinite(shake.kernel).all()


def test_noise_alone_has_no_shake() -> None:
    noise = torch.rand(3, 128, 128, generator=torch.Generator().manual_seed(0))
    assert not found_in(noise).trusted


def test_how_far_a_search_is_never_falls_and_ends_at_one(astronaut: np.ndarray) -> None:
    heard: list[float] = []
    photo = tensor(astronaut[:128, :128])
    find_shake(photo, photo, on_share=heard.append)
    assert heard == sorted(heard) and heard[0] > 0.0
    assert 0.9 < heard[-1] <= 1.0


def test_a_wrong_kernel_leaves_more_impossible_light_and_promises_less(astronaut: np.ndarray) -> None:
    shake = CameraShake(extent=17)
    blurred = tensor(Chain((shake, EightBits()))(astronaut, np.random.default_rng(2)))
    right = torch.from_numpy(np.array(shake.draw(astronaut.shape[:2], np.random.default_rng(2)).kernel))
    wrong = torch.from_numpy(shake_kernel(17, np.random.default_rng(99)))

    def left_by(kernel: torch.Tensor) -> float:
        light = continued(to_linear(blurred), kernel)
        sharp = sparse_inverse(light, kernel, GRADIENT_PRICE)
        return impossible_light(sharp[..., : blurred.shape[-2], : blurred.shape[-1]])

    assert left_by(wrong) > 2 * left_by(right)
    assert likeliest(blurred, [right, right]).gain > likeliest(blurred, [right, wrong]).gain
    assert likeliest(blurred, [right, wrong]).gain > likeliest(blurred, [wrong, wrong]).gain


def test_an_inversion_that_changes_nothing_promises_nothing() -> None:
    assert expected_gain(change=0.0, apart=0.0, impossible=0.0) < 0.0


def test_confidence_grows_with_the_expected_gain_and_never_leaves_its_range() -> None:
    confidences = [replace(NO_SHAKE, gain=gain).confidence for gain in (-2.0, 0.0, 0.3, 0.7, 1.0, 5.0)]
    assert confidences == sorted(confidences)
    assert confidences[0] == confidences[1] == 0.0 and confidences[-2] == confidences[-1] == 1.0
    assert 0.0 < confidences[2] < confidences[3] < 1.0
