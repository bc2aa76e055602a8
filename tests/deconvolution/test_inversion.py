"""A known kernel is divided out without ringing, and the denoiser takes part in it."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from skimage import data
from torch import Tensor

from cnaps.deconvolution.inversion import GRADIENT_PRICE, invert, sparse_inverse
from cnaps.deconvolution.light import to_linear, to_srgb
from cnaps.deconvolution.spectra import make_periodic
from cnaps.degradations.forward import CameraShake, Chain, EightBits


@pytest.fixture(scope="module")
def shaken() -> tuple[Tensor, Tensor, Tensor]:
    """(clean, blurred, kernel)"""
    clean = (data.astronaut()[:200, 100:312] / 255).astype(np.float32)
    shake = CameraShake(extent=15)
    kernel = shake.draw(clean.shape[:2], np.random.default_rng(3)).kernel
    blurred = Chain((shake, EightBits()))(clean, np.random.default_rng(3))
    as_tensor = [torch.from_numpy(np.ascontiguousarray(i.transpose(2, 0, 1)))[None] for i in (clean, blurred)]
    return as_tensor[0], as_tensor[1], torch.from_numpy(np.array(kernel))


def psnr(image: Tensor, clean: Tensor) -> float:
    return float(-10 * torch.log10((image.clamp(0, 1) - clean).square().mean()))


def test_light_and_back_is_the_same_photo() -> None:
    image = torch.linspace(0, 1, 256).expand(1, 3, 4, 256)
    assert torch.allclose(to_srgb(to_linear(image)), image, atol=1e-5)


def test_sparse_gradients_undo_a_known_shake(shaken: tuple[Tensor, Tensor, Tensor]) -> None:
    clean, blurred, kernel = shaken
    light = make_periodic(to_linear(blurred), kernel.shape[0] // 2)
    sharp = to_srgb(sparse_inverse(light, kernel, GRADIENT_PRICE))[..., :200, :212]
    assert psnr(sharp, clean) > psnr(blurred, clean) + 3.0


def test_the_denoiser_is_asked_once_a_round_and_decides_what_comes_out(
    shaken: tuple[Tensor, Tensor, Tensor],
) -> None:
    clean, blurred, kernel = shaken
    seen: list[Tensor] = []

    def grey(image: Tensor) -> Tensor:
        seen.append(image)
        return torch.full_like(image, 0.5)

    rounds: list[int] = []
    restored = invert(blurred, kernel, grey, rounds=3, on_round=lambda: rounds.append(len(seen)))
    assert rounds == [1, 2, 3]
    assert torch.equal(restored, torch.full_like(clean, 0.5))


def test_with_a_denoiser_that_changes_nothing_the_photo_still_gets_sharp(
    shaken: tuple[Tensor, Tensor, Tensor],
) -> None:
    clean, blurred, kernel = shaken
    restored = invert(blurred, kernel, lambda image: image, rounds=2)
    assert restored.shape == blurred.shape
    assert psnr(restored, clean) > psnr(blurred, clean) + 3.0
