"""Starting noise belongs to a place in the photo, and a kernel to the whole of it."""

from __future__ import annotations

import numpy as np
import pytest
import skimage.data
import torch
from numpy.typing import NDArray

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.backend import Piece
from cnaps.deconvolution.kernel import Shake
from cnaps.deconvolution.network import ShakeInverter
from cnaps.diffusion.network import CompactDreamClear
from cnaps.diffusion.reference import ReferenceRestorer
from cnaps.diffusion.transformer import RestorationTransformer2DModel
from cnaps.errors import StoppedError
from cnaps.procedures import (
    NETWORK_INSTEAD,
    EightViews,
    KernelInversion,
    OnePass,
    ResidualShift,
    noise_at,
)


def test_overlapping_regions_agree_where_they_overlap() -> None:
    whole = noise_at((0, 0), 200, 300, seed=7)
    part = noise_at((64, 90), 100, 130, seed=7)
    assert torch.equal(whole[..., 64:164, 90:220], part)


def test_it_is_standard_noise_that_depends_on_the_seed() -> None:
    noise = noise_at((0, 0), 256, 256, seed=1)
    assert abs(float(noise.mean())) < 0.01
    assert abs(float(noise.std()) - 1) < 0.01
    assert not torch.equal(noise, noise_at((0, 0), 256, 256, seed=2))


def unheard(done: int, total: int, what: str) -> None:
    """Of those who do not want to hear."""


def pixels(photo: torch.Tensor) -> NDArray[np.float32]:
    """(1, 3, H, W) as the whole photo is handed over, (H, W, 3), which nobody may write to."""
    whole = photo[0].permute(1, 2, 0).numpy()
    whole.setflags(write=False)
    return whole


@pytest.fixture(scope="module")
def inverter() -> ShakeInverter:
    return ShakeInverter(torch.nn.Identity(), MIMOUNet(width=8, blocks=1), torch.nn.Identity()).eval()


def test_without_a_kernel_the_network_takes_over_and_says_so(inverter: ShakeInverter) -> None:
    prepared = KernelInversion().prepare(inverter, pixels(torch.rand(1, 3, 64, 64)), unheard)
    assert prepared == NETWORK_INSTEAD
    assert "instead" in prepared.remark
    counted: list[int] = []
    photo = torch.rand(1, 3, 16, 16)
    with torch.inference_mode():
        restored = prepared(inverter, Piece(degraded=photo, on_unit=lambda: counted.append(1)))
        assert torch.equal(restored, inverter.deblurrer(photo))
    assert len(counted) == prepared.units


def test_a_sharp_photo_is_left_alone(inverter: ShakeInverter) -> None:
    sharp = torch.from_numpy(skimage.data.astronaut()[:256, 100:356] / 255).permute(2, 0, 1)[None].float()
    prepared = KernelInversion().prepare(inverter, pixels(sharp), unheard)
    assert "left as it is" in prepared.remark
    assert torch.equal(prepared(inverter, Piece(degraded=sharp)), sharp)


def test_with_a_kernel_every_round_is_counted_and_the_record_names_the_extent(
    inverter: ShakeInverter,
) -> None:
    kernels = torch.zeros(2, 15, 15)
    kernels[:, 7, 2:13] = 1 / 11
    shake = Shake(kernels=kernels, extent=11.0, agreement=0.93, weights=torch.full((2,), 0.5), doubt=0.1)
    prepared = KernelInversion(units=3, shake=shake)
    counted: list[int] = []
    photo = torch.rand(1, 3, 64, 72)
    restored = prepared(inverter, Piece(degraded=photo, on_unit=lambda: counted.append(1)))
    assert restored.shape == photo.shape
    assert len(counted) == 3
    assert "11 pixels" in prepared.remark and f"{shake.confidence:.0%}" in prepared.remark


def compact(inverter: ShakeInverter) -> CompactDreamClear:
    network = CompactDreamClear(inverter)
    network.transformer = RestorationTransformer2DModel(
        width=16, heads=2, blocks=2, branch_blocks=2, window=4
    )
    network.reference = ReferenceRestorer(width=8, blocks=1)
    return network.eval()


SHAKEN = Shake(
    kernels=torch.zeros(2, 15, 15).index_fill(2, torch.tensor([7]), 1 / 15),
    extent=15.0,
    agreement=0.93,
    weights=torch.full((2,), 0.5),
    doubt=0.1,
)


def test_the_diffusion_begins_behind_the_inversion_of_a_shake_and_says_so(inverter: ShakeInverter) -> None:
    network, photo = compact(inverter), torch.rand(1, 3, 64, 64)
    shaken = ResidualShift(units=0, shake=SHAKEN)
    with torch.inference_mode():
        began = shaken(network, Piece(degraded=photo))
        assert torch.allclose(began, inverter.undo(photo, SHAKEN, rounds=1).clamp(0, 1), atol=1e-6)
        assert not torch.allclose(began, ResidualShift(units=0)(network, Piece(degraded=photo)))
    assert "15 pixels" in shaken.remark
    assert ResidualShift().remark == ""


def test_the_diffusion_looks_for_a_shake_in_blurred_photos_only(inverter: ShakeInverter) -> None:
    sharp = torch.from_numpy(skimage.data.astronaut()[:256, 100:356] / 255).permute(2, 0, 1)[None].float()
    heard: list[str] = []

    def hear(done: int, total: int, what: str) -> None:
        heard.append(what)

    assert ResidualShift().prepare(compact(inverter), pixels(sharp), hear).shake is None
    assert heard == []
    blurred = torch.nn.functional.avg_pool2d(sharp, (1, 15), stride=1)
    ResidualShift().prepare(compact(inverter), pixels(blurred), hear)
    assert set(heard) == {"parts of the search"}


def test_a_kernel_that_was_never_looked_for_is_a_mistake_of_the_caller(inverter: ShakeInverter) -> None:
    with pytest.raises(ValueError, match="prepare"):
        KernelInversion()(inverter, Piece(degraded=torch.rand(1, 3, 64, 64)))


class Brighter(torch.nn.Module):
    """Treats the left half differently, so that views disagree."""

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        half = image.clone()
        half[..., : image.shape[-1] // 2] += 1.0
        return half


def test_eight_views_are_turned_back_before_they_are_averaged() -> None:
    photo, counted = torch.rand(1, 3, 16, 24), []
    views = EightViews(OnePass())

    def run(network: torch.nn.Module) -> torch.Tensor:
        return views(network, Piece(degraded=photo, on_unit=lambda: counted.append(1)))

    assert torch.allclose(run(torch.nn.Identity()), photo, atol=1e-6)
    assert torch.allclose(run(Brighter()), photo + 0.5, atol=1e-6)
    assert len(counted) == 2 * views.units == 16


@pytest.fixture(scope="module")
def edges() -> torch.Tensor:
    """(1, 3, 96, 96), the smallest photo in which a shake is looked for."""
    return torch.from_numpy(skimage.data.astronaut()[40:136, 180:276] / 255).permute(2, 0, 1)[None].float()


def test_the_search_for_a_shake_tells_how_far_it_is(inverter: ShakeInverter, edges: torch.Tensor) -> None:
    heard: list[tuple[int, int, str]] = []
    KernelInversion().prepare(inverter, pixels(edges), lambda *step: heard.append(step))
    done = [step[0] for step in heard]
    assert {step[1:] for step in heard} == {(100, "parts of the search")}
    assert done == sorted(done)
    # It never says that all is done: the opinions are still to be compared, and the tiles to come.
    assert 1 <= done[0] < 10 and 90 <= done[-1] < 100


def test_a_stop_ends_the_search_at_once(inverter: ShakeInverter, edges: torch.Tensor) -> None:
    heard: list[int] = []

    def stop(done: int, total: int, what: str) -> None:
        heard.append(done)
        raise StoppedError("Stopped.")

    with pytest.raises(StoppedError):
        KernelInversion().prepare(inverter, pixels(edges), stop)
    assert len(heard) == 1
