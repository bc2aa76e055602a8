"""Starting noise belongs to a place in the photo, and one shake of it is undone before the steps."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import torch

from cnaps.backend import Piece
from cnaps.deconvolution.network import ShakeInverter
from cnaps.deconvolution.shake import Shake
from cnaps.degradations import Chain, GaussianNoise, Jpeg
from cnaps.degradations.forward import ForwardModel
from cnaps.diffusion.network import CompactDreamClear
from cnaps.diffusion.transformer import RestorationTransformer2DModel
from cnaps.procedures import ResidualShift
from cnaps.procedures.residual_shift import noise_at
from tests.diffusion.references import small_reference
from tests.procedures.photos import pixels, sharp


def test_overlapping_regions_agree_where_they_overlap() -> None:
    whole = noise_at((0, 0), 200, 300, seed=7)
    part = noise_at((64, 90), 100, 130, seed=7)
    assert torch.equal(whole[..., 64:164, 90:220], part)


def test_it_is_standard_noise_that_depends_on_the_seed() -> None:
    noise = noise_at((0, 0), 256, 256, seed=1)
    assert abs(float(noise.mean())) < 0.01
    assert abs(float(noise.std()) - 1) < 0.01
    assert not torch.equal(noise, noise_at((0, 0), 256, 256, seed=2))


def compact(inverter: ShakeInverter) -> CompactDreamClear:
    network = CompactDreamClear(inverter)
    network.transformer = RestorationTransformer2DModel(
        width=16, heads=2, blocks=2, branch_blocks=2, window=4
    )
    network.reference = small_reference()
    return network.eval()


SHAKEN = Shake(
    kernel=torch.zeros(15, 15).index_fill(1, torch.tensor([7]), 1 / 15),
    extent=15.0,
    agreement=0.93,
    gain=0.7,
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


def saved(image: torch.Tensor, quality: int, *before: ForwardModel) -> np.ndarray:
    chain = Chain((*before, Jpeg(quality=quality)))
    return chain(pixels(image), np.random.default_rng(0))


def test_the_diffusion_looks_for_a_shake_where_there_is_blur_that_can_be_inverted(
    inverter: ShakeInverter,
) -> None:
    heard: list[str] = []

    def hear(done: int, total: int, what: str) -> None:
        heard.append(what)

    assert ResidualShift().prepare(compact(inverter), pixels(sharp()), hear).shake is None
    assert heard == []
    blurred = torch.nn.functional.avg_pool2d(sharp(), (1, 15), stride=1)
    for spoilt in (saved(blurred, 30), saved(blurred, 60, GaussianNoise(sigma=15.0))):
        assert ResidualShift().prepare(compact(inverter), spoilt, hear).shake is None
        assert heard == []
    for shaken in (pixels(blurred), saved(blurred, 60)):
        ResidualShift().prepare(compact(inverter), shaken, hear)
        assert set(heard) == {"parts of the search"}
        heard.clear()


def test_the_steps_are_followed_as_far_as_their_change_deserves_and_the_record_says_so() -> None:
    photo = pixels(sharp())
    restored = cv2.GaussianBlur(photo, (0, 0), 0.6)
    concluded, result = ResidualShift().conclude(photo, restored.copy())
    assert 0.0 < concluded.followed < 1.0
    assert f"{concluded.followed:.0%} of them were followed" in concluded.remark
    assert np.allclose(result, photo + concluded.followed * (restored - photo), atol=1e-6)


@pytest.mark.parametrize("followed", [ResidualShift(units=0), ResidualShift(shake=SHAKEN)])
def test_a_bare_reference_and_steps_behind_an_inversion_are_shown_as_they_are(
    followed: ResidualShift,
) -> None:
    photo = pixels(sharp())
    restored = cv2.GaussianBlur(photo, (0, 0), 0.6)
    concluded, result = followed.conclude(photo, restored.copy())
    assert np.array_equal(result, restored)
    assert "were followed" not in concluded.remark
