"""The classical tools: each repairs what it is made for, at a strength that is stated."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from cnaps.degradations import GaussianNoise, Jpeg, parse_specification
from cnaps.degradations.specification import KINDS
from cnaps.diagnosis.findings import Degradation, Finding, Grade
from cnaps.evaluation import Restorer, Told, classical_tools, compare, score
from cnaps.evaluation.deconvolution import blind_kernel, disc, line
from cnaps.light import to_linear, to_srgb
from cnaps.photo import Photo, write_photo
from tests.diagnosis.scenes import scene

TOOLS = classical_tools()


def suited(kind: str) -> list[Restorer]:
    return [tool for tool in TOOLS if tool.suits(kind)]


def error(image: NDArray[np.float32], clean: NDArray[np.float32]) -> Told:
    return Told(error=float(np.sqrt(np.mean((image - clean) ** 2))) * 255.0)


@pytest.mark.parametrize("tool", suited("noise"), ids=lambda tool: tool.name)
@pytest.mark.parametrize("sigma", [15, 50])
def test_a_denoiser_gains_on_unclipped_noise(cat: NDArray[np.float32], tool: Restorer, sigma: int) -> None:
    noisy = parse_specification(f"noise:{sigma}").degrade(cat, "cat.png")
    assert score(tool(noisy, error(noisy, cat)).pixels, cat).psnr > score(noisy, cat).psnr + 3.0


@pytest.mark.parametrize("tool", suited("jpeg"), ids=lambda tool: tool.name)
def test_a_denoiser_is_no_loss_on_heavy_jpeg(cat: NDArray[np.float32], tool: Restorer) -> None:
    coded = Jpeg(quality=10)(cat, np.random.default_rng(0))
    assert score(tool(coded, error(coded, cat)).pixels, cat).psnr > score(coded, cat).psnr


@pytest.mark.parametrize("tool", suited("noise"), ids=lambda tool: tool.name)
def test_a_denoiser_that_is_told_of_no_error_leaves_a_photo_alone(
    cat: NDArray[np.float32], tool: Restorer
) -> None:
    assert score(tool(cat, Told(error=0.0)).pixels, cat).psnr > 45.0


def test_richardson_lucy_sharpens_a_straight_motion_that_it_finds_itself(cat: NDArray[np.float32]) -> None:
    blurred = _moved(cat, line(15.0, 0.0))
    tool = next(tool for tool in TOOLS if tool.name == "richardson-lucy")
    attempt = tool(blurred, Told(error=0.0))
    assert attempt.strength["extent"] == pytest.approx(15.0, rel=0.5)
    assert min(attempt.strength["direction"], 180.0 - attempt.strength["direction"]) < 20.0
    assert score(attempt.pixels, cat).psnr > score(blurred, cat).psnr + 1.0


@pytest.mark.parametrize("tool", suited("motion"), ids=lambda tool: tool.name)
def test_a_deconvolution_leaves_a_sharp_photo_as_it_is(tool: Restorer) -> None:
    grain = GaussianNoise(sigma=2.0, eight_bits=True)(scene("chelsea"), np.random.default_rng(0))
    attempt = tool(grain, Told(error=2.0))
    assert np.array_equal(attempt.pixels, grain)
    assert attempt.strength == {}


def test_the_unsupervised_wiener_filter_repeats_itself(cat: NDArray[np.float32]) -> None:
    blurred = _moved(cat[:96, :96], line(11.0, 0.0))
    tool = next(tool for tool in TOOLS if tool.name == "unsupervised-wiener")
    first, second = (tool(blurred, Told(error=0.0)) for _ in range(2))
    assert first.strength
    assert np.array_equal(first.pixels, second.pixels)
    assert not np.array_equal(first.pixels, blurred)


@pytest.mark.parametrize(
    ("direction", "rows", "columns"), [(0.0, 1, 21), (90.0, 21, 1), (45.0, 21, 21), (20.0, 8, 21)]
)
def test_a_line_reaches_its_extent_along_its_direction(direction: float, rows: int, columns: int) -> None:
    kernel = line(21.0, direction)
    assert kernel.sum() == pytest.approx(1.0)
    drawn = np.argwhere(kernel > 1e-9)
    height, width = drawn.max(axis=0) - drawn.min(axis=0) + 1
    assert (height, width) == (pytest.approx(rows, abs=2), pytest.approx(columns, abs=2))


def test_directions_turn_counter_clockwise() -> None:
    kernel = line(21.0, 45.0)
    top = np.argwhere(kernel > 1e-9)[0]
    assert top[1] > len(kernel) // 2


def test_without_a_direction_the_kernel_is_a_disc() -> None:
    blur = Finding(
        degradation=Degradation.BLUR, value=9.0, unit="pixels", interval=(7.0, 11.0),
        grade=Grade.MILD, method="", summary="",
    )  # fmt: skip
    assert np.array_equal(blind_kernel(blur), disc(9.0))
    assert np.array_equal(disc(9.0), disc(9.0).T)
    assert disc(9.0).sum() == pytest.approx(1.0)


def test_every_kind_of_degradation_has_a_classical_tool_and_no_name_twice() -> None:
    for kind in KINDS:
        names = [tool.name for tool in suited(kind)]
        assert names
        assert len(names) == len(set(names))


def test_every_tool_says_what_it_is_told() -> None:
    assert all("oracle" in tool.setting or "blind diagnosis" in tool.setting for tool in TOOLS)


def test_the_strength_given_to_each_photo_is_recorded(tmp_path: Path, cat: NDArray[np.float32]) -> None:
    write_photo(Photo(pixels=cat[:96, :96]), tmp_path / "cat.png")
    found = compare(suited("noise"), tmp_path, [parse_specification("noise:20")])
    told = {e.backend: dict(e.images[0].strength) for e in found}
    assert told["wavelet-bayes"]["sigma"] == pytest.approx(20.0, rel=0.02)
    assert told["nonlocal-means"]["h"] == pytest.approx(10.0, rel=0.02)


def _moved(clean: NDArray[np.float32], kernel: NDArray[np.float64]) -> NDArray[np.float32]:
    light = cv2.filter2D(to_linear(clean), -1, kernel, borderType=cv2.BORDER_REFLECT)
    return np.rint(to_srgb(light) * np.float32(255.0)).astype(np.float32) / np.float32(255.0)
