"""The whole path of a photo."""

from __future__ import annotations

import re

import numpy as np
import pytest
import skimage.data
import skimage.transform
from numpy.typing import NDArray

from cnaps.degradations.forward import CameraShake, Chain, EightBits, Jpeg
from cnaps.diagnosis.findings import Degradation
from cnaps.errors import UnknownBackendError
from cnaps.evaluation import psnr
from cnaps.photo import Photo
from cnaps.pipeline import repair
from cnaps.runtime import Runtime


@pytest.fixture(scope="module")
def noisy(cat: NDArray[np.float32]) -> Photo:
    noise = np.random.default_rng(0).normal(0, 25 / 255, cat.shape).astype(np.float32)
    return Photo(pixels=np.clip(cat + noise, 0, 1), name="cat")


def test_left_to_itself_it_finds_the_noise_takes_a_denoiser_and_less_noise_is_left(noisy: Photo) -> None:
    report = repair(noisy, Runtime())
    assert report.choice.backend.startswith("swinir-noise")
    assert report.restoration.backend.name == report.choice.backend
    assert Degradation.NOISE in report.restoration.backend.repairs
    assert report.left.noise.value < report.found.noise.value / 3


def test_what_is_left_of_compression_is_judged_by_what_is_seen(cat: NDArray[np.float32]) -> None:
    compressed = Jpeg(quality=10)(cat, np.random.default_rng(0))
    report = repair(Photo(pixels=compressed, name="cat"), Runtime())
    assert report.restoration.backend.name.startswith("swinir-jpeg")
    assert report.found.jpeg.value < 15
    assert report.left.jpeg.value > 50


def test_a_good_photo_stays_nearly_as_it_is() -> None:
    good = skimage.transform.rescale(skimage.data.coffee() / 255.0, 0.5, anti_aliasing=True, channel_axis=2)
    report = repair(Photo(pixels=good.astype(np.float32), name="cup"), Runtime())
    assert "Nothing serious was found" in report.choice.reason
    assert psnr(report.restoration.after.pixels, report.restoration.before.pixels) > 45.0


def test_the_visitors_choice_comes_before_the_recommendation(noisy: Photo) -> None:
    report = repair(noisy, Runtime(), backend="dreamclear")
    assert report.restoration.backend.name == "dreamclear"
    assert report.choice.backend != "dreamclear"


def test_a_shaken_photo_gets_its_shake_found_and_taken_out() -> None:
    clean = (skimage.data.astronaut()[:288, 90:378] / 255).astype(np.float32)
    shaken = Chain((CameraShake(extent=13), EightBits()))(clean, np.random.default_rng(1))
    report = repair(Photo(pixels=shaken, name="astronaut"), Runtime())
    assert report.restoration.backend.name == "shake-inversion"
    assert re.search(r"One shake of 1[0-9] pixels", report.restoration.remark)
    before, after = (np.square(p - clean).mean() for p in (shaken, report.restoration.after.pixels))
    assert 10 * np.log10(before / after) > 3.0
    assert report.left.blur.value < report.found.blur.value / 2


def test_an_unknown_backend_is_refused_before_any_work(noisy: Photo) -> None:
    with pytest.raises(UnknownBackendError):
        repair(noisy, Runtime(), backend="gimp")
