"""Forward models: what they promise about light, chance and size."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from cnaps.degradations import (
    CameraNoise,
    CameraShake,
    Chain,
    Defocus,
    EightBits,
    ForwardModel,
    GaussianNoise,
    Grain,
    Jpeg,
    ObjectMotion,
    Rescale,
    RotatingShake,
    degrade,
)
from cnaps.degradations.shake import shake_kernel
from cnaps.light import to_linear, to_srgb

MODELS: list[ForwardModel] = [
    GaussianNoise(sigma=20),
    GaussianNoise(sigma=20, eight_bits=True),
    CameraNoise(shot=10, read=2),
    Grain(sigma=20, radius=0.6),
    Jpeg(quality=20),
    Jpeg(quality=20, chroma_halved=False, shift=(3, 5)),
    CameraShake(extent=15),
    CameraShake(extent=15, highlights=3.0),
    RotatingShake(extent=15),
    ObjectMotion(extent=15, highlights=2.0),
    Defocus(radius=2.5),
    Defocus(radius=2.5, highlights=3.0),
    Rescale(factor=0.6),
    Chain((CameraShake(extent=9), GaussianNoise(sigma=5), Jpeg(quality=50))),
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_the_same_seed_degrades_the_same_way_and_keeps_the_size(
    model: ForwardModel, cat: NDArray[np.float32]
) -> None:
    clean = cat[:61, :83]
    first, second = (model(clean, np.random.default_rng(5)) for _ in range(2))
    assert first.shape == clean.shape
    assert first.dtype == np.float32
    assert np.array_equal(first, second)
    assert np.abs(first - clean).mean() > 0.002


@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_keeping_the_truth_changes_nothing_and_the_truth_does_the_same_again(
    model: ForwardModel, cat: NDArray[np.float32]
) -> None:
    clean = cat[:61, :83]
    kept = degrade(model, clean, np.random.default_rng(5))
    assert np.array_equal(kept.image, model(clean, np.random.default_rng(5)))
    if not any(isinstance(step, GaussianNoise | CameraNoise | Grain) for step in kept.truth):
        again = Chain(kept.truth)(clean, np.random.default_rng(99))
        assert np.array_equal(again, kept.image)


def test_noise_has_the_stated_strength_and_is_not_clipped() -> None:
    flat = np.full((128, 128, 3), 0.02, np.float32)
    noisy = GaussianNoise(sigma=25)(flat, np.random.default_rng(0))
    assert (noisy - flat).std() * 255 == pytest.approx(25, rel=0.02)
    assert noisy.min() < 0


def test_camera_noise_grows_with_the_light() -> None:
    rng = np.random.default_rng(0)
    model = CameraNoise(shot=20, read=2)
    spread = [
        (to_linear(model(np.full((64, 64, 3), level, np.float32), rng)) * 255).std()
        for level in (0.3, 0.6, 0.8)
    ]
    assert spread == sorted(spread)


@pytest.mark.parametrize("extent", [3, 9, 31, 41])
def test_a_shake_kernel_has_the_stated_extent_and_keeps_light_and_place(extent: int) -> None:
    kernel = shake_kernel(extent, np.random.default_rng(extent))
    rows, columns = np.nonzero(kernel > 0)
    reach = max(np.ptp(rows), np.ptp(columns)) + 1
    assert extent <= reach <= extent + 2
    assert kernel.sum() == pytest.approx(1.0, abs=1e-5)
    at = np.arange(2 * extent + 1)
    assert (kernel.sum(axis=1) * at).sum() == pytest.approx(extent, abs=0.05)
    assert (kernel.sum(axis=0) * at).sum() == pytest.approx(extent, abs=0.05)


def test_a_shake_adds_up_linear_light() -> None:
    checks = np.indices((96, 96)).sum(axis=0) % 2
    clean = np.repeat(checks[..., None], 3, axis=2).astype(np.float32)
    blurred = CameraShake(extent=21)(clean, np.random.default_rng(1))
    inner = blurred[30:66, 30:66]
    assert to_linear(inner).mean() == pytest.approx(0.5, abs=0.02)
    assert inner.mean() > 0.6  # half of the light is brighter than half of the code value


@pytest.mark.parametrize("model", [CameraShake(extent=15, highlights=4.0), Defocus(radius=6, highlights=4.0)])
def test_a_blown_highlight_keeps_its_trail(model: CameraShake | Defocus) -> None:
    night = np.full((80, 80, 3), 0.05, np.float32)
    night[38:42, 38:42] = 1.0
    without = type(model)(**{**vars(model), "highlights": 1.0})
    bright, dim = (m(night, np.random.default_rng(2)) for m in (model, without))
    assert bright.max() <= 1.0
    assert (to_linear(bright) - to_linear(dim)).sum() > 0.5 * (
        to_linear(dim) - to_linear(night[:1, :1])
    ).sum()


def test_light_comes_back_from_linear() -> None:
    values = np.linspace(0, 1, 256, dtype=np.float32).reshape(1, -1, 1).repeat(3, axis=2)
    assert np.allclose(to_srgb(to_linear(values)), values, atol=1e-5)


def test_eight_bits_are_clipped_and_rounded() -> None:
    image = np.array([[[-0.2, 0.5, 1.4]]], np.float32)
    assert np.allclose(EightBits()(image, np.random.default_rng(0)), [[[0.0, 128 / 255, 1.0]]])


@pytest.mark.parametrize(("radius", "likeness"), [(0.3, 0.01), (0.6, 0.445), (0.8, 0.67)])
def test_grain_keeps_its_strength_and_makes_neighbours_alike(radius: float, likeness: float) -> None:
    grey = np.full((256, 256, 3), 0.5, np.float32)
    noise = Grain(sigma=20, radius=radius)(grey, np.random.default_rng(0)) - grey
    assert noise.std() * 255 == pytest.approx(20, rel=0.03)
    beside = np.mean(noise[:, 1:] * noise[:, :-1]) / noise.var()
    assert beside == pytest.approx(likeness, abs=0.03)
