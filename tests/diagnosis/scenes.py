"""Clean pictures that come with scikit-image, as float images in [0, 1], and photos made of them."""

from __future__ import annotations

import numpy as np
import pytest
import skimage.data
from numpy.typing import NDArray
from skimage.transform import downscale_local_mean

from cnaps.diagnosis.findings import Finding
from cnaps.photo import Photo

SCENES = {
    "astronaut": skimage.data.astronaut()[:384, 64:448],
    "chelsea": skimage.data.chelsea(),
    "coffee": skimage.data.coffee(),
    "rocket": skimage.data.rocket(),
}


def scene(name: str) -> NDArray[np.float32]:
    return (SCENES[name] / 255.0).astype(np.float32)


def sharpened_by_size(name: str) -> NDArray[np.float32]:
    """Half the size: whatever softness the picture had is gone."""
    return downscale_local_mean(scene(name), (2, 2, 1)).astype(np.float32)


def photo(pixels: NDArray[np.floating]) -> Photo:
    return Photo(pixels=np.asarray(pixels, np.float32))


def assert_sound(finding: Finding) -> None:
    low, high = finding.interval
    assert np.isfinite([finding.value, low, high]).all()
    assert low <= finding.value <= high
    assert finding.summary.endswith(".") and finding.method and finding.unit


every_scene = pytest.mark.parametrize("name", sorted(SCENES))
