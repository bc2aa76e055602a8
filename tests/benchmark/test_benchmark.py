"""The benchmark: what it counts and says, and that the backends stay faster than plain PyTorch."""

from __future__ import annotations

import json
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from cnaps.benchmark import benchmark_facts, benchmark_table, parse_size, seam_table, subjects
from cnaps.benchmark.ceiling import Ceiling, measured_ceiling
from cnaps.benchmark.measure import IDENTICAL_DB, Measurement, measure
from cnaps.benchmark.memory import peak_so_far
from cnaps.benchmark.run import Benchmark
from cnaps.benchmark.seams import measure_seams
from cnaps.benchmark.subjects import Size, picture
from cnaps.diagnosis import diagnose
from cnaps.errors import SettingError
from cnaps.photo import Photo
from cnaps.procedures.residual_shift import may_be_shaken
from cnaps.registry import get_backend
from cnaps.runtime import Runtime, Settings, choose_precision

NEVER_SLOWER = 0.8
BF16_PAYS = 1.5
"""Ratios to the plain network that hold on every processor with the instructions: about half of what is
measured. A form that is not used any more comes out at 1."""


@pytest.mark.parametrize("name", ["mimo-unet", "swinir-noise15", "swinir-jpeg10", "dreamclear"])
def test_the_form_for_inference_is_faster_than_the_plain_network(name: str) -> None:
    (subject,) = subjects([name], full_size=False)
    # Time of this process, so that others on the machine do not count.
    exact, *rounded = measure(subject, Size(192, 160), ("fp32", "auto"), rounds=5, clock=time.process_time)
    # Auto is fp32 as well where bf16 would only be emulated.
    expected = dict.fromkeys(("fp32", choose_precision("auto", torch.device("cpu"))))
    assert [found.precision for found in (exact, *rounded)] == list(expected)
    assert exact.ratio >= NEVER_SLOWER
    assert 100 < exact.agreement <= IDENTICAL_DB
    for found in rounded:
        assert found.ratio >= BF16_PAYS
        assert 45 < found.agreement < exact.agreement


def test_operations_are_counted_in_the_plain_network() -> None:
    (subject,) = subjects(["mimo-unet"], full_size=True)
    (found,) = measure(subject, Size(64, 64), ("fp32",), rounds=1)
    assert found.operations == pytest.approx(2 * 63.7e9 / 16, rel=0.01)  # 63.7 GMAC for 256 x 256
    assert found.gflops == pytest.approx(found.operations / found.seconds / 1e9)


def test_the_ceiling_is_that_of_a_product_of_matrices() -> None:
    ticks = iter(range(100))
    ceiling = measured_ceiling("fp32", lambda: float(next(ticks)), side=64, trials=2)
    assert ceiling.gflops == 2 * 64**3 / 1e9


def measurement(**changes: object) -> Measurement:
    values = {
        "name": "mimo-unet",
        "size": Size(256, 128),
        "precision": "bf16",
        "seconds": 0.5,
        "plain_seconds": 2.0,
        "ratio": 4.0,
        "operations": 1e11,
        "agreement": 55.0,
        "peak_bytes": 1_500_000_000,
    }
    return Measurement(**{**values, **changes})  # type: ignore[arg-type]


def test_the_table_and_the_facts_say_the_same() -> None:
    found = Benchmark(
        measurements=[measurement(), measurement(peak_bytes=None)],
        ceilings={"bf16": Ceiling(precision="bf16", gflops=400.0)},
        threads=2,
    )
    head, _, first, second, *_ = benchmark_table(found).splitlines()
    assert head.count("|") == first.count("|") == second.count("|")
    assert "| 256x128 | bf16 | 0.50 | 4.00 | 200 | 50% | 1.50 GB | 55.0 dB |" in first
    assert "| – |" in second
    facts = json.loads(json.dumps(benchmark_facts(found)))
    assert facts["threads"] == 2 and facts["ceilings"] == {"bf16": 400.0}
    assert facts["measurements"][0]["share_of_ceiling"] == 0.5
    assert facts["measurements"][1]["peak_bytes"] is None


@pytest.mark.parametrize("text", ["720", "0x5", "1280 x 720", "99999x100", "x", "-1x20"])
def test_a_size_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SettingError, match="1280x720"):
        parse_size(text)


def test_sizes_are_width_by_height() -> None:
    assert parse_size("1280x720") == Size(width=1280, height=720)
    assert picture(Size(90, 700), ()).shape == (700, 90, 3)


def test_each_backend_is_measured_on_the_faults_it_repairs() -> None:
    def seen(name: str) -> NDArray[np.float32]:
        (subject,) = subjects([name], full_size=False)
        return picture(Size(512, 512), subject.faults)

    def worth_a_search(pixels: NDArray[np.float32]) -> bool:
        return may_be_shaken(diagnose(Photo(pixels=pixels)))

    assert worth_a_search(seen("shake-inversion"))
    assert not worth_a_search(seen("dreamclear")), "its steps are measured, not the search before them"
    assert np.abs(seen("dreamclear") - picture(Size(512, 512), ())).mean() > 0.02


def test_every_network_is_measured_once_unless_backends_are_named() -> None:
    names = [subject.name for subject in subjects([], full_size=False)]
    assert {"mimo-unet", "swinir-noise15", "dreamclear", "shake-inversion"} <= set(names)
    assert "mimo-unet-plus" not in names
    assert "swinir-jpeg40, full size" in [s.name for s in subjects(["swinir-jpeg40"], full_size=True)]
    with pytest.raises(SettingError, match="no published size"):
        subjects(["dreamclear"], full_size=True)
    with pytest.raises(SettingError, match="no weights that ship"):
        subjects(["restormer"], full_size=False)


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="memory is read the way Linux tells it")
def test_memory_is_the_most_that_was_ever_held() -> None:
    before = peak_so_far()
    held = np.ones(60_000_000, np.float64)
    del held
    after = peak_so_far()
    assert before is not None and after is not None
    assert after >= max(before, 480_000_000)


class Mean(nn.Module):
    """Depends on all that it sees, so that every cut shows."""

    def forward(self, image: Tensor) -> Tensor:
        return image.mean((-2, -1), keepdim=True).expand_as(image)


@pytest.fixture
def photo(tmp_path: Path, cat: NDArray[np.float32]) -> Path:
    cv2.imwrite(str(tmp_path / "cat.png"), (255 * cat[..., ::-1]).round().astype(np.uint8))
    return tmp_path / "cat.png"


@pytest.mark.parametrize(("network", "invisible"), [(nn.Identity(), True), (Mean(), False)])
def test_seams_are_the_difference_between_tiles_and_the_whole(
    photo: Path, network: nn.Module, *, invisible: bool
) -> None:
    runtime = Runtime(load=lambda backend, weights: network)
    found = measure_seams(get_backend("mimo-unet"), [photo], runtime, Settings(), tile=96)
    assert found.tiles > 1
    assert found.invisible is invisible
    assert ("| yes |" if invisible else "| no |") in seam_table([found])


def test_a_photo_that_is_one_tile_has_no_seams_to_measure(photo: Path) -> None:
    with pytest.raises(SettingError, match="one tile"):
        measure_seams(get_backend("mimo-unet"), [photo], Runtime(), Settings(), tile=128)
