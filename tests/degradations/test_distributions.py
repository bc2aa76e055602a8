"""Distributions: what is switched off uses no chance, what is switched on is drawn."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from cnaps.degradations import (
    CameraNoise,
    CameraShake,
    Chain,
    Defocus,
    EightBits,
    GaussianNoise,
    Grain,
    Jpeg,
    ObjectMotion,
    RotatingShake,
)
from cnaps.degradations.distributions import MIXED, Distribution, JpegRange, NoiseRange, RealWorld, ShakeRange
from cnaps.degradations.shake import shake_path


def test_runs_that_began_before_the_new_motions_draw_what_they_drew() -> None:
    rng = np.random.default_rng((0, 128, 5))
    drawn = [ShakeRange(shortest=3, longest=35, even=False, noise=2.0).draw(rng) for _ in range(3)]
    extents = [chain.steps[0] for chain in drawn if isinstance(chain, Chain)]
    assert all(isinstance(step, CameraShake) for step in extents)
    assert [step.extent for step in extents if isinstance(step, CameraShake)] == [8, 4, 33]
    assert rng.random() == pytest.approx(0.5106725382187759)
    assert shake_path(np.random.default_rng(0))[-1] == pytest.approx(
        [-0.01220013800703627, 0.09027922417719718]
    )


@pytest.mark.parametrize(
    "distribution",
    [
        ShakeRange(varying_share=0.3, object_share=0.2),
        RealWorld(chain_share=0.5, varying_share=0.3, object_share=0.2, highlights_share=0.5),
    ],
)
def test_all_kinds_of_motion_are_drawn_when_asked_for(distribution: Distribution) -> None:
    rng = np.random.default_rng(0)
    found: Counter[type] = Counter()
    for _ in range(400):
        model = distribution.draw(rng)
        found.update(type(step) for step in (model.steps if isinstance(model, Chain) else (model,)))
    motions = [found[kind] for kind in (CameraShake, RotatingShake, ObjectMotion)]
    share = np.array(motions) / sum(motions)
    assert share == pytest.approx([0.5, 0.3, 0.2], abs=0.1)


def test_some_photos_stay_sharp_when_asked_for() -> None:
    rng = np.random.default_rng(0)
    drawn = [ShakeRange(sharp_share=0.25).draw(rng) for _ in range(400)]
    sharp = [isinstance(m, Chain) and not any(isinstance(s, CameraShake) for s in m.steps) for m in drawn]
    assert np.mean(sharp) == pytest.approx(0.25, abs=0.06)


def test_noise_as_photos_hold_it_is_a_sensors_or_grain_within_a_good_jpeg() -> None:
    rng = np.random.default_rng(0)
    drawn = [NoiseRange(photo_share=0.25).draw(rng) for _ in range(400)]
    photos = [model for model in drawn if isinstance(model, Chain)]
    assert len(photos) / len(drawn) == pytest.approx(0.25, abs=0.06)
    kinds = Counter(type(noise) for noise, _ in (model.steps for model in photos))
    assert set(kinds) == {CameraNoise, GaussianNoise, Grain}
    codings = [jpeg for _, jpeg in (model.steps for model in photos) if isinstance(jpeg, Jpeg)]
    assert len(codings) == len(photos)
    assert min(jpeg.quality for jpeg in codings) >= 75


@pytest.mark.parametrize("kind", [NoiseRange, JpegRange, RealWorld])
def test_some_photos_have_no_fault_when_asked_for(kind: type[NoiseRange | JpegRange | RealWorld]) -> None:
    rng = np.random.default_rng(0)
    drawn = [kind(clean_share=0.25).draw(rng) for _ in range(400)]
    assert np.mean([isinstance(model, EightBits) for model in drawn]) == pytest.approx(0.25, abs=0.06)
    assert not any(isinstance(kind().draw(rng), EightBits) for _ in range(100))


def test_noise_alone_is_as_photos_hold_it_when_asked_for() -> None:
    rng = np.random.default_rng(0)
    grainy = RealWorld(chain_share=0.0, grain_share=1.0)
    drawn = [grainy.draw(rng) for _ in range(100)]
    assert not any(isinstance(model, GaussianNoise) for model in drawn)
    assert any(isinstance(model, Chain) and isinstance(model.steps[0], Grain) for model in drawn)


def test_a_stronger_mixture_asks_more() -> None:
    rng = np.random.default_rng(0)
    clean = rng.random((96, 96, 3)).astype(np.float32).cumsum(axis=0).cumsum(axis=1) % 1.0
    errors = [
        np.mean([np.square(mixture.draw(rng)(clean, rng) - clean).mean() for _ in range(6)])
        for mixture in MIXED
    ]
    assert errors == sorted(errors)
    assert all(isinstance(m.draw(rng).steps[0], CameraShake | Defocus) for m in MIXED)
