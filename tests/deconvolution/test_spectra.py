"""Spectra: convolution by multiplication, gradients by transfer functions, edges that meet."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from cnaps.deconvolution.spectra import (
    fast_size,
    gradient_transfers,
    gradients,
    image_of,
    make_periodic,
    spectrum,
    transfer,
)


def test_a_transfer_function_convolves_as_the_kernel_does() -> None:
    image, kernel = torch.rand(40, 48), torch.rand(5, 7)
    by_spectrum = image_of(spectrum(image) * transfer(kernel, (40, 48)), (40, 48))
    wrapped = F.pad(image[None, None], (3, 3, 2, 2), mode="circular")
    directly = F.conv2d(wrapped, kernel.flip(0, 1)[None, None])[0, 0]
    assert torch.allclose(by_spectrum, directly, atol=1e-4)


def test_gradient_transfers_are_those_of_the_differences() -> None:
    image = torch.rand(3, 32, 24)
    for values, response in zip(gradients(image), gradient_transfers((32, 24), image.device), strict=True):
        assert torch.allclose(image_of(spectrum(image) * response, (32, 24)), values, atol=1e-5)


@pytest.mark.parametrize("shape", [(3, 50, 61), (9, 8), (1, 3, 120, 40)])
def test_a_periodic_image_keeps_the_photo_and_has_no_step_at_its_ends(shape: tuple[int, ...]) -> None:
    torch.manual_seed(0)
    photo = torch.rand(shape).cumsum(-1).cumsum(-2)
    photo = photo / photo.max()
    periodic = make_periodic(photo, 40)
    height, width = shape[-2:]
    assert torch.equal(periodic[..., :height, :width], photo)
    inside = max(float((photo[..., 1:] - photo[..., :-1]).abs().max()), 0.05)
    assert float((periodic[..., 0] - periodic[..., -1]).abs().max()) < 2 * inside


@pytest.mark.parametrize("least", [1, 55, 321 + 47, 1000])
def test_a_fast_size_is_large_enough_and_has_small_factors_only(least: int) -> None:
    size = fast_size(least)
    assert least <= size < 1.15 * least + 8
    assert size % 8 == 0
    for prime in (2, 3, 5, 7):
        while size % prime == 0:
            size //= prime
    assert size == 1
