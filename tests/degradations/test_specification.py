"""Degradations by name, repeatable by anyone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from cnaps.degradations import GaussianNoise, Jpeg, UniformBlur, VaryingBlur, parse_specification
from cnaps.degradations.specification import KINDS, USE
from cnaps.errors import DegradationError


def test_noise_is_drawn_with_seed_0_in_bgr_order_for_every_image(cat: NDArray[np.float32]) -> None:
    noise = parse_specification("noise:15").degrade(cat, "any") - cat
    np.random.seed(0)
    drawn = np.random.normal(0, 15 / 255.0, cat.shape)[..., ::-1]
    assert np.allclose(noise, drawn, atol=1e-6)


def test_jpeg_is_opencvs(cat: NDArray[np.float32]) -> None:
    degraded = parse_specification("jpeg:20").degrade(cat, "any")
    levels = np.rint(cat[..., ::-1] * 255).astype(np.uint8)
    decoded = cv2.imdecode(cv2.imencode(".jpg", levels, [cv2.IMWRITE_JPEG_QUALITY, 20])[1], cv2.IMREAD_COLOR)
    assert np.array_equal(np.rint(degraded * 255), decoded[..., ::-1])


def test_motion_depends_on_the_name_alone(cat: NDArray[np.float32]) -> None:
    motion = parse_specification("motion:31")
    assert np.array_equal(motion.degrade(cat, "a.png"), motion.degrade(cat, "a.png"))
    assert not np.array_equal(motion.degrade(cat, "a.png"), motion.degrade(cat, "b.png"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_listed_and_degrades_the_same_photo_the_same_way(
    kind: str, cat: NDArray[np.float32]
) -> None:
    specification = parse_specification(f"{kind}:{3 if kind in ('mixed', 'defocus') else 25}")
    first, second = (specification.degrade(cat, "a.png") for _ in range(2))
    assert np.array_equal(first, second)
    assert first.shape == cat.shape
    assert np.abs(first - cat).mean() > 0.002
    assert f"{kind}:" in USE
    if kind != "noise":
        assert np.array_equal(first * 255, np.rint(first * 255))


def test_noise_of_8_bits_is_the_same_noise_clipped(cat: NDArray[np.float32]) -> None:
    plain, rounded = (parse_specification(f"{k}:25").degrade(cat, "a") for k in ("noise", "noise8"))
    assert np.array_equal(np.rint(np.clip(plain, 0, 1) * 255), np.rint(rounded * 255))


def test_the_truth_of_a_degraded_photo_can_be_read(cat: NDArray[np.float32]) -> None:
    noise, *_ = parse_specification("noise:15").degrade_with_truth(cat, "a.png").truth
    assert isinstance(noise, GaussianNoise)
    assert noise.sigma == 15
    jpeg, *_ = parse_specification("jpeg:20").degrade_with_truth(cat, "a.png").truth
    assert isinstance(jpeg, Jpeg)
    assert jpeg.quality == 20
    shake, *_ = parse_specification("motion:31").degrade_with_truth(cat, "a.png").truth
    assert isinstance(shake, UniformBlur)
    assert shake.kernel.sum() == pytest.approx(1.0, abs=1e-5)
    varying, *_ = parse_specification("shake-varying:31").degrade_with_truth(cat, "a.png").truth
    assert isinstance(varying, VaryingBlur)
    assert varying.path.shape == (512, 3)


def test_a_shaken_file_has_the_shake_of_the_same_photo_without_noise(cat: NDArray[np.float32]) -> None:
    shaken, file = (
        parse_specification(f"{kind}:31").degrade_with_truth(cat, "a.png")
        for kind in ("motion", "motion-file")
    )
    assert np.array_equal(shaken.truth[0].kernel, file.truth[0].kernel)
    assert [type(part).__name__ for part in file.truth[1:]] == ["GaussianNoise", "Jpeg"]
    added = np.abs(file.image - shaken.image).mean() * 255
    assert 1.0 < added < 8.0


def test_a_noisy_file_is_noise_that_jpeg_has_gone_over(cat: NDArray[np.float32]) -> None:
    file = parse_specification("noise-file:20").degrade_with_truth(cat, "a.png")
    noise, jpeg = file.truth
    assert isinstance(noise, GaussianNoise) and noise.sigma == 20
    assert isinstance(jpeg, Jpeg) and jpeg.quality == 75
    assert 10.0 < 255 * np.std(file.image - cat) < 20.0


@pytest.mark.parametrize(
    "text",
    ["", "fog:3", "noise", "noise:", "noise:x", "jpeg:0", "motion:2", "noise:nan", "mixed:4", "mixed:1.5"],
)
def test_what_cannot_be_understood_is_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(DegradationError, match=r"use noise:|no number from|use 1, 2 or 3"):
        parse_specification(text)
