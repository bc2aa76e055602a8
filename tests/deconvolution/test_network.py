"""The search of a whole photo: where it looks, how kernels grow with the photo, and the way out."""

from __future__ import annotations

import pytest
import torch

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.deconvolution.network import ShakeInverter
from cnaps.deconvolution.window import LONGEST_SIDE, WINDOW, enlarged, reduction, search_window


def test_the_window_holds_the_edges_of_the_photo() -> None:
    photo = torch.full((3, 1000, 1500), 0.5)
    busy = torch.rand(3, 300, 300, generator=torch.Generator().manual_seed(0))
    photo[:, 640:940, 1100:1400] = busy
    window = search_window(photo)
    assert window.shape == (3, WINDOW, WINDOW)
    assert float(window.std()) > 0.9 * float(busy.std()) * (300 / WINDOW)


def test_a_small_photo_is_searched_whole() -> None:
    photo = torch.rand(3, 200, 333)
    assert torch.equal(search_window(photo), photo)


def test_a_long_photo_is_searched_at_a_size_its_shake_fits_into() -> None:
    assert reduction(3000, 4000) == LONGEST_SIDE / 4000
    assert reduction(900, 1600) == 1.0
    assert search_window(torch.rand(3, 400, 6400)).shape == (3, 100, WINDOW)


def test_a_kernel_grows_with_the_photo_and_keeps_its_light() -> None:
    kernel = torch.zeros(47, 47)
    kernel[20:27, 10:37] = 1.0 / (7 * 27)
    larger = enlarged(kernel, 0.4)
    assert larger.shape == (119, 119)
    assert float(larger.sum()) == pytest.approx(1.0, abs=1e-4)
    wide = (larger.sum(0) > 0.1 * larger.sum(0).max()).sum()
    assert int(wide) == pytest.approx(27 / 0.4, abs=5)


def test_a_tiny_photo_goes_to_the_deblurring_network() -> None:
    deblurrer = MIMOUNet(width=8, blocks=1).eval()
    network = ShakeInverter(torch.nn.Identity(), deblurrer)
    photo = torch.rand(1, 3, 24, 32)
    with torch.inference_mode():
        assert torch.equal(network(photo), deblurrer(photo))
