"""Which backend is recommended for which measured faults."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cnaps.choice import choose_backend
from cnaps.diagnosis.blur import grade_blur
from cnaps.diagnosis.exposure import grade_exposure
from cnaps.diagnosis.findings import Degradation, Diagnosis, Finding, Grade
from cnaps.diagnosis.jpeg import grade_jpeg
from cnaps.diagnosis.noise import grade_noise
from cnaps.errors import UnknownBackendError
from cnaps.registry import BACKENDS

ALL = tuple(BACKENDS.values())


def finding(degradation: Degradation, value: float, grade: Grade) -> Finding:
    return Finding(
        degradation=degradation,
        value=value,
        unit="",
        interval=(value, value),
        grade=grade,
        method="given",
        summary="Given.",
    )


def diagnosis(*, noise: float = 0.5, blur: float = 1.5, jpeg: float = 100.0, stops: float = 0.0) -> Diagnosis:
    return Diagnosis(
        noise=finding(Degradation.NOISE, noise, grade_noise(noise)),
        blur=finding(Degradation.BLUR, blur, grade_blur(blur, blur)),
        jpeg=finding(Degradation.JPEG, jpeg, grade_jpeg(jpeg)),
        exposure=finding(Degradation.EXPOSURE, stops, grade_exposure(stops, 0.0)),
    )


@pytest.mark.parametrize(("sigma", "level"), [(6.0, 15), (15.0, 15), (23.0, 25), (44.0, 50), (90.0, 50)])
def test_noise_gets_the_denoiser_nearest_to_its_level(sigma: float, level: int) -> None:
    choice = choose_backend(diagnosis(noise=sigma), ALL)
    assert choice.backend == f"swinir-noise{level}"
    assert f"sigma {sigma:.1f}" in choice.reason


@pytest.mark.parametrize(("quality", "level"), [(5, 10), (18, 20), (31, 30), (42, 40), (70, 40)])
def test_jpeg_gets_the_backend_nearest_to_its_quality(quality: float, level: int) -> None:
    choice = choose_backend(diagnosis(jpeg=quality), ALL)
    assert choice.backend == f"swinir-jpeg{level}"
    assert f"about {quality:.0f}" in choice.reason


@pytest.mark.parametrize(
    ("extent", "backend"), [(5.0, "mimo-unet"), (9.0, "shake-inversion"), (31.0, "shake-inversion")]
)
def test_a_long_blur_is_inverted_and_a_short_one_gets_the_network(extent: float, backend: str) -> None:
    choice = choose_backend(diagnosis(blur=extent), ALL)
    assert choice.backend == backend and f"{extent:.0f} pixels" in choice.reason


def test_two_strong_faults_get_the_generalist_and_both_are_named() -> None:
    choice = choose_backend(diagnosis(noise=30.0, jpeg=15.0), ALL)
    assert choice.backend == "dreamclear"
    assert "sigma 30.0" in choice.reason and "about 15" in choice.reason


@pytest.mark.parametrize("faults", [{"jpeg": 50.0, "blur": 6.0}, {"noise": 9.0, "blur": 5.0}])
def test_blur_beneath_something_worse_gets_the_generalist(faults: dict[str, float]) -> None:
    choice = choose_backend(diagnosis(**faults), ALL)
    assert choice.backend == "dreamclear" and f"{faults['blur']:.0f} pixels come together" in choice.reason


def test_of_blur_beneath_something_worse_counts_what_is_certain() -> None:
    found = diagnosis(jpeg=15.0, blur=6.0)
    certain = replace(found, blur=replace(found.blur, interval=(5.5, 7.0)))
    unclear = replace(found, blur=replace(found.blur, interval=(4.0, 9.0)))
    assert choose_backend(certain, ALL).backend == "dreamclear"
    assert choose_backend(unclear, ALL).backend == "swinir-jpeg10"


@pytest.mark.parametrize("extent", [15.0, 60.0])
def test_something_seen_beneath_a_blur_gets_the_generalist_and_something_slight_waits(extent: float) -> None:
    for seen in ({"jpeg": 60.0}, {"noise": 9.0}):
        assert choose_backend(diagnosis(blur=extent, **seen), ALL).backend == "dreamclear"
    for slight in ({"jpeg": 78.0}, {"noise": 5.0}):
        assert choose_backend(diagnosis(blur=extent, **slight), ALL).backend == "shake-inversion"


def test_noise_through_a_visible_jpeg_gets_the_generalist_and_beneath_a_worse_one_it_waits() -> None:
    assert choose_backend(diagnosis(noise=10.0, jpeg=65.0), ALL).backend == "dreamclear"
    assert choose_backend(diagnosis(noise=11.0, jpeg=42.0), ALL).backend == "dreamclear"
    assert choose_backend(diagnosis(noise=10.0, jpeg=75.0), ALL).backend == "swinir-noise15"
    beneath = choose_backend(diagnosis(noise=6.0, jpeg=31.0), ALL)
    assert beneath.backend == "swinir-jpeg30" and "beside noise of sigma 6.0" in beneath.reason


def test_softness_beneath_much_noise_is_left_to_the_denoiser() -> None:
    assert choose_backend(diagnosis(noise=25.0, blur=6.0), ALL).backend == "swinir-noise25"


def test_the_worst_of_a_strong_and_a_mild_fault_decides_and_the_other_is_named() -> None:
    choice = choose_backend(diagnosis(blur=20.0, noise=6.0), ALL)
    assert choice.backend == "shake-inversion" and "sigma 6.0" in choice.reason


def test_a_good_photo_gets_the_mildest_backend_and_an_honest_reason() -> None:
    choice = choose_backend(diagnosis(), ALL)
    assert choice.backend == "swinir-jpeg40" and "Nothing serious was found" in choice.reason


def test_exposure_alone_is_no_reason_for_any_repair() -> None:
    assert "Nothing serious was found" in choose_backend(diagnosis(stops=-4.0), ALL).reason


def test_without_the_preferred_backend_one_that_repairs_the_fault_is_named() -> None:
    networks = [row for row in ALL if row.name != "shake-inversion"]
    assert choose_backend(diagnosis(blur=20.0), networks).backend == "mimo-unet"
    others = [row for row in networks if row.name != "mimo-unet"]
    assert choose_backend(diagnosis(blur=20.0), others).backend == "mimo-unet-plus"
    generalist = [row for row in ALL if row.name in ("swinir-noise15", "dreamclear")]
    assert choose_backend(diagnosis(blur=20.0), generalist).backend == "dreamclear"


def test_without_the_generalist_the_worst_fault_decides() -> None:
    others = [row for row in ALL if row.name != "dreamclear"]
    assert choose_backend(diagnosis(noise=50.0, jpeg=15.0), others).backend == "swinir-noise50"


def test_only_names_handed_in_are_recommended_and_unfitness_is_said() -> None:
    only = [row for row in ALL if row.name == "swinir-jpeg40"]
    choice = choose_backend(diagnosis(blur=20.0), only)
    assert choice.backend == "swinir-jpeg40" and "no backend at hand repairs it" in choice.reason
    renamed = [replace(only[0], name="other")]
    assert choose_backend(diagnosis(), renamed).backend == "other"


def test_a_backend_whose_weights_are_not_on_disk_is_never_recommended() -> None:
    only = [BACKENDS["restormer"], BACKENDS["mimo-unet"]]
    assert choose_backend(diagnosis(noise=30.0), only).backend == "mimo-unet"
    given = replace(only[0], weights=only[1].weights)
    assert choose_backend(diagnosis(noise=30.0), [given, only[1]]).backend == "restormer"
    with pytest.raises(UnknownBackendError, match="weights on disk"):
        choose_backend(diagnosis(noise=30.0), only[:1])


def test_without_any_backend_the_caller_is_told() -> None:
    with pytest.raises(UnknownBackendError):
        choose_backend(diagnosis(), [])


def test_every_reason_is_one_sentence() -> None:
    for found in (diagnosis(), diagnosis(noise=20), diagnosis(blur=7, jpeg=60), diagnosis(blur=30, noise=30)):
        reason = choose_backend(found, ALL).reason
        assert reason.endswith(".") and ". " not in reason and reason[0].isupper()


def test_the_level_is_a_fact_of_the_backend_and_not_read_from_its_name() -> None:
    renamed = [replace(row, name=f"{row.family.value}-{at}") for at, row in enumerate(ALL)]
    chosen = choose_backend(diagnosis(noise=23.0), renamed).backend
    assert next(row.title for row in renamed if row.name == chosen) == "SwinIR, noise 25"
