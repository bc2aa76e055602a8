"""Noise that smearing and JPEG have changed, told from texture."""

from __future__ import annotations

import numpy as np
import pytest

from cnaps.degradations import CameraShake, Chain, GaussianNoise, Grain, Jpeg, Rescale
from cnaps.degradations.forward import ForwardModel
from cnaps.diagnosis.detail import detail_floors
from cnaps.diagnosis.grain import estimate_grain
from cnaps.diagnosis.sampling import samples
from tests.diagnosis.scenes import every_scene, photo, scene

QUALITY = 50


def sigma_of(name: str, *steps: ForwardModel) -> float:
    degraded = Chain((*steps, Jpeg(quality=QUALITY)))(scene(name), np.random.default_rng(0))
    floors = detail_floors(samples(photo(degraded)), QUALITY)
    assert floors is not None
    sigma, (low, high) = estimate_grain(floors)
    assert low <= sigma <= high
    return sigma


@every_scene
def test_more_noise_beneath_the_same_jpeg_is_found_to_be_more(name: str) -> None:
    found = [sigma_of(name, GaussianNoise(sigma=sigma)) for sigma in (0.0, 12.0, 24.0, 48.0)]
    assert found == sorted(found)
    assert found[0] < 3.0 and found[1] > 6.0


@every_scene
@pytest.mark.parametrize("softening", [CameraShake(extent=9), Rescale(factor=0.6)])
def test_a_scene_that_is_not_sharp_is_judged_as_well(name: str, softening: ForwardModel) -> None:
    assert sigma_of(name, softening) < 3.0
    assert sigma_of(name, softening, Grain(sigma=15.0, radius=0.5)) == pytest.approx(15.0, rel=0.4)
