"""A kernel belongs to the whole of a photo."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import skimage.data
import torch

from cnaps.backend import Piece
from cnaps.deconvolution.network import ShakeInverter
from cnaps.deconvolution.shake import Shake
from cnaps.degradations import Defocus
from cnaps.diagnosis.findings import Degradation, Finding, Grade
from cnaps.errors import StoppedError
from cnaps.procedures import KernelInversion
from cnaps.procedures.kernel_inversion import NETWORK_INSTEAD, TOO_SMALL, is_plausible, look_for_shake
from cnaps.procedures.whole_photo import image_of
from tests.procedures.photos import pixels, shaken_in_pieces, sharp, unheard


def measured_blur(extent: float, interval: tuple[float, float]) -> Finding:
    return Finding(
        degradation=Degradation.BLUR,
        value=extent,
        unit="pixels",
        interval=interval,
        grade=Grade.STRONG,
        method="given",
        summary="Given.",
    )


def test_without_a_kernel_the_network_takes_over_and_says_so(inverter: ShakeInverter) -> None:
    prepared = KernelInversion().prepare(inverter, pixels(shaken_in_pieces()), unheard)
    assert prepared == NETWORK_INSTEAD
    assert "instead" in prepared.remark
    counted: list[int] = []
    photo = torch.rand(1, 3, 16, 16)
    with torch.inference_mode():
        restored = prepared(inverter, Piece(degraded=photo, on_unit=lambda: counted.append(1)))
        assert torch.equal(restored, inverter.deblurrer(photo))
    assert len(counted) == prepared.units


def test_a_photo_that_is_too_small_for_a_search_goes_to_the_network_and_says_so(
    inverter: ShakeInverter,
) -> None:
    prepared = KernelInversion().prepare(inverter, pixels(torch.rand(1, 3, 200, 127)), unheard)
    assert prepared == TOO_SMALL
    assert "at least 128 pixels" in prepared.remark and "CNN" in prepared.remark


def test_a_sharp_photo_is_left_alone(inverter: ShakeInverter) -> None:
    photo = sharp()
    prepared = KernelInversion().prepare(inverter, pixels(photo), unheard)
    assert "left as it is" in prepared.remark
    assert torch.equal(prepared(inverter, Piece(degraded=photo)), photo)


def test_a_photo_that_is_soft_but_not_shaken_goes_to_the_network(inverter: ShakeInverter) -> None:
    soft = Defocus(radius=1.5)(pixels(sharp()), np.random.default_rng(0))[24:152, 64:192]
    found = look_for_shake(inverter, image_of(soft), unheard)
    assert found.absent
    assert KernelInversion().prepare(inverter, soft, unheard) == NETWORK_INSTEAD


@pytest.mark.parametrize(
    ("extent", "reduction", "plausible"), [(33.0, 1.0, True), (10.0, 1.0, False), (48.0, 0.25, False)]
)
def test_a_shake_much_shorter_than_the_blur_is_not_trusted(
    extent: float, reduction: float, plausible: bool
) -> None:
    shake = Shake(kernel=torch.ones(1, 1), extent=extent, agreement=0.9, gain=2.0, reduction=reduction)
    assert shake.trusted
    assert is_plausible(shake, measured_blur(32.0, (24.0, 45.0))) is plausible


def test_with_a_kernel_every_round_is_counted_and_the_record_names_the_extent(
    inverter: ShakeInverter,
) -> None:
    kernel = torch.zeros(15, 15)
    kernel[7, 2:13] = 1 / 11
    shake = Shake(kernel=kernel, extent=11.0, agreement=0.93, gain=0.5)
    prepared = KernelInversion(units=3, shake=shake)
    counted: list[int] = []
    photo = torch.rand(1, 3, 64, 72)
    restored = prepared(inverter, Piece(degraded=photo, on_unit=lambda: counted.append(1)))
    assert restored.shape == photo.shape
    assert len(counted) == 3
    assert "11 pixels" in prepared.remark and "50%" in prepared.remark
    sure = replace(prepared, shake=replace(shake, gain=1.2))
    assert "11 pixels" in sure.remark and "CNN" not in sure.remark


def test_a_kernel_that_was_never_looked_for_is_a_mistake_of_the_caller(inverter: ShakeInverter) -> None:
    with pytest.raises(ValueError, match="prepare"):
        KernelInversion()(inverter, Piece(degraded=torch.rand(1, 3, 64, 64)))


@pytest.fixture(scope="module")
def edges() -> torch.Tensor:
    """(1, 3, 128, 128), the smallest photo in which a shake is looked for."""
    return torch.from_numpy(skimage.data.astronaut()[24:152, 164:292] / 255).permute(2, 0, 1)[None].float()


def test_the_search_for_a_shake_tells_how_far_it_is(inverter: ShakeInverter, edges: torch.Tensor) -> None:
    heard: list[tuple[int, int, str]] = []
    KernelInversion().prepare(inverter, pixels(edges), lambda *step: heard.append(step))
    done = [step[0] for step in heard]
    assert {step[1:] for step in heard} == {(100, "parts of the search")}
    assert done == sorted(done)
    # It never says that all is done: one kernel is still to be chosen, and the tiles to come.
    assert 1 <= done[0] < 10 and 90 <= done[-1] < 100


def test_a_stop_ends_the_search_at_once(inverter: ShakeInverter, edges: torch.Tensor) -> None:
    heard: list[int] = []

    def stop(done: int, total: int, what: str) -> None:
        heard.append(done)
        raise StoppedError("Stopped.")

    with pytest.raises(StoppedError):
        KernelInversion().prepare(inverter, pixels(edges), stop)
    assert len(heard) == 1
