"""Drawn blurs: operators whose truth can be read."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from cnaps.degradations import (
    CameraShake,
    Defocus,
    ObjectMotion,
    RotatingShake,
    UniformBlur,
)
from cnaps.light import to_linear

SIZE = (90, 120)


def dot(row: int, column: int) -> NDArray[np.float32]:
    light = np.zeros((*SIZE, 1), np.float32)
    light[row, column] = 1.0
    return light


@pytest.mark.parametrize("model", [CameraShake(extent=21), Defocus(radius=3.5), CameraShake(extent=41)])
def test_the_adjoint_is_the_transpose_up_to_the_border(model: CameraShake | Defocus) -> None:
    rng = np.random.default_rng(1)
    blur = model.draw((37, 52), rng)
    one, other = (rng.standard_normal((37, 52, 3)).astype(np.float32) for _ in range(2))
    left, right = (blur.forward(one) * other).sum(), (one * blur.adjoint(other)).sum()
    assert left == pytest.approx(right, rel=1e-3, abs=1e-3)


def test_the_adjoint_of_an_asymmetric_kernel_takes_light_back() -> None:
    kernel = np.zeros((5, 5), np.float32)
    kernel[1, 4] = 1.0
    blur = UniformBlur(kernel=kernel)
    sent = blur.forward(dot(40, 50))
    assert np.unravel_index(sent.argmax(), SIZE) == (39, 52)
    assert np.unravel_index(blur.adjoint(sent).argmax(), SIZE) == (40, 50)


def test_a_drawn_shake_shows_its_kernel_as_it_was_traced_along_its_path() -> None:
    blur = CameraShake(extent=25).draw(SIZE, np.random.default_rng(4))
    assert blur.path is not None
    assert np.ptp(blur.path, axis=0).max() == pytest.approx(24)
    spread = blur.forward(dot(45, 60))[45 - 25 : 45 + 26, 60 - 25 : 60 + 26, 0]
    assert np.allclose(spread, blur.kernel, atol=1e-6)


@pytest.mark.parametrize("place", [(45, 60), (30, 33), (60, 88)])
def test_a_varying_blur_moves_light_as_its_kernel_of_that_place_says(place: tuple[int, int]) -> None:
    blur = RotatingShake(extent=19).draw(SIZE, np.random.default_rng(6))
    row, column = place
    spread = blur.forward(dot(row, column))[row - 19 : row + 20, column - 19 : column + 20, 0]
    kernel = blur.kernel_at(row, column)
    # Warping loses a little to its grid of 1/32 pixel, and to points between pixels.
    assert np.abs(spread - kernel).sum() < 0.15


def test_the_kernels_of_a_rotating_camera_differ_over_the_picture_and_the_longest_has_the_extent() -> None:
    blur = RotatingShake(extent=31).draw((400, 600), np.random.default_rng(3))
    corners = [blur.kernel_at(row, column) for row in (0, 399) for column in (0, 599)]
    spans = [max(np.ptp(axis) for axis in np.nonzero(k > 0)) + 1 for k in corners]
    assert max(spans) == pytest.approx(31, abs=2)
    assert np.abs(corners[0] - corners[3]).sum() > 0.5
    assert np.linalg.norm(blur.path.mean(axis=0)) < 1e-9
    assert np.abs(np.diff(blur.path, axis=0)).max() < np.ptp(blur.path, axis=0).max() / 20


def test_a_flat_picture_stays_flat_under_every_blur() -> None:
    flat = np.full((*SIZE, 3), 0.5, np.float32)
    for model in (CameraShake(extent=15), RotatingShake(extent=15), ObjectMotion(extent=15)):
        assert np.allclose(model(flat, np.random.default_rng(0)), 0.5, atol=1e-3), model


def test_only_what_the_moving_object_covers_changes(cat: NDArray[np.float32]) -> None:
    blur = ObjectMotion(extent=21).draw(cat.shape[:2], np.random.default_rng(8))
    moved = blur(cat, np.random.default_rng(0))
    untouched = blur.cover == 0.0
    assert 0.02 < blur.mask.mean() < 0.5
    assert np.unique(blur.mask).size > 10  # a soft edge
    assert np.allclose(moved[untouched], cat[untouched], atol=1e-5)
    assert np.abs(to_linear(moved) - to_linear(cat))[blur.mask > 0.5].mean() > 0.005
