"""The search of a whole photo: where it looks, how kernels grow with the photo, and the way out."""

from __future__ import annotations

import pytest
import torch

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.deconvolution.network import ShakeInverter
from cnaps.deconvolution.shake import Shake
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
    profile = larger.sum(0)
    wide = (profile > 0.1 * profile.max()).sum()
    assert int(wide) == pytest.approx(27 / 0.4, abs=5)


def test_a_tiny_photo_goes_to_the_deblurring_network() -> None:
    deblurrer = MIMOUNet(width=8, blocks=1).eval()
    network = ShakeInverter(torch.nn.Identity(), deblurrer, torch.nn.Identity())
    photo = torch.rand(1, 3, 24, 32)
    with torch.inference_mode():
        assert torch.equal(network(photo), deblurrer(photo))


class Elsewhere(torch.nn.Module):
    """A denoiser on another device, from which its answer comes back."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(torch.zeros(1, device="meta"))
        self.asked: list[str] = []

    def forward(self, photo: torch.Tensor) -> torch.Tensor:
        self.asked.append(photo.device.type)
        return torch.rand(photo.shape)


def test_a_shake_is_looked_for_on_the_processor_wherever_the_networks_are() -> None:
    denoiser = Elsewhere()
    network = ShakeInverter(denoiser, torch.nn.Identity(), torch.nn.Identity())
    found = network.look_for_shake(torch.rand(3, 130, 130))
    assert denoiser.asked == ["meta"]
    assert found.kernel.device.type == "cpu"


def shake(extent: float, gain: float) -> Shake:
    kernel = torch.zeros(9, 9)
    kernel[4, 2:7] = 0.2
    return Shake(kernel=kernel, extent=extent, agreement=0.99, gain=gain)


def test_a_large_photo_that_is_sharp_once_reduced_is_not_taken_for_a_shaken_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cnaps.deconvolution.network.find_shake", lambda *_, **__: shake(3.0, 2.0))
    inverter = ShakeInverter(*(torch.nn.Identity() for _ in range(3)))
    found = inverter.look_for_shake(torch.rand(3, 200, 4000))
    assert found.extent == pytest.approx(7.5)
    assert found.absent and not found.trusted


class Grey(torch.nn.Module):
    """Makes everything equally grey."""

    def __init__(self, level: float) -> None:
        super().__init__()
        self.level = level

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        return torch.full_like(image, self.level)


def test_a_shake_is_looked_for_in_the_photo_as_it_is_and_denoised(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[torch.Tensor] = []

    def search(photo: torch.Tensor, calm: torch.Tensor, *_: object, **__: object) -> Shake:
        searched.extend((photo, calm))
        return shake(5.0, 2.0)

    monkeypatch.setattr("cnaps.deconvolution.network.find_shake", search)
    inverter = ShakeInverter(denoiser=Grey(0.4), deblurrer=Grey(0.0), refiner=torch.nn.Identity())
    photo = torch.rand(3, 130, 140)
    inverter.look_for_shake(photo)
    assert torch.equal(searched[0], photo)
    assert torch.equal(searched[1], torch.full((3, 130, 140), 0.4))


@pytest.mark.parametrize(("level", "denoised"), [(0.3, False), (8.0, True)])
def test_a_photo_is_denoised_before_it_is_inverted_where_there_is_noise(
    monkeypatch: pytest.MonkeyPatch, level: float, denoised: bool
) -> None:
    monkeypatch.setattr("cnaps.deconvolution.network.find_shake", lambda *_, **__: shake(5.0, 2.0))
    inverter = ShakeInverter(denoiser=Grey(0.5), deblurrer=Grey(0.0), refiner=torch.nn.Identity())
    noise = torch.randn(3, 130, 140, generator=torch.Generator().manual_seed(0)) / 255
    photo = 0.5 + level * noise
    found = inverter.look_for_shake(photo)
    assert found.noisy is denoised
    seen: list[torch.Tensor] = []
    inverter.deblurrer.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    inverter.undo(photo[None], found, rounds=1)
    assert bool(seen[0].std() < 1e-6) is denoised


def test_the_less_an_inversion_should_gain_the_more_the_network_decides() -> None:
    inverter = ShakeInverter(denoiser=Grey(1.0), deblurrer=Grey(0.0), refiner=torch.nn.Identity())
    photo = torch.rand(1, 3, 60, 70)

    def level(gain: float) -> float:
        found = shake(5.0, gain)
        restored = inverter.undo(photo, found, rounds=1)
        assert restored.shape == photo.shape
        assert float(restored.std()) < 1e-6
        assert float(restored.mean()) == pytest.approx(found.confidence, abs=1e-5)
        return float(restored.mean())

    assert level(0.75) > level(0.5) > level(0.25)


def test_what_comes_out_is_the_refined_mixture_of_both_guesses() -> None:
    seen: list[torch.Tensor] = []

    class Refiner(torch.nn.Module):
        def forward(self, image: torch.Tensor) -> torch.Tensor:
            seen.append(image)
            return image / 2

    inverter = ShakeInverter(denoiser=Grey(0.8), deblurrer=Grey(0.2), refiner=Refiner())
    photo = torch.rand(1, 3, 60, 70)
    mixture = inverter.invert(photo, shake(5.0, 0.6), rounds=1)
    assert torch.allclose(inverter.undo(photo, shake(5.0, 0.6), rounds=1), mixture / 2)
    assert seen[0].shape[-2:] == (64, 72), "as large as the network takes it"
