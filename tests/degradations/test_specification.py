"""Degradations by name, repeatable by anyone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from cnaps.degradations import parse_specification
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


@pytest.mark.parametrize(
    "text", ["", "fog:3", "noise", "noise:", "noise:x", "jpeg:0", "motion:2", "noise:nan"]
)
def test_what_cannot_be_understood_is_refused_with_a_way_out(text: str) -> None:
    with pytest.raises(DegradationError, match=r"use noise:|no number from"):
        parse_specification(text)
