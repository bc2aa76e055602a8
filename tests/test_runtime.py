"""The runtime: tiles equal the whole, seeds count, settings are checked, a stop takes effect."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from torch import nn

from cnaps.architectures.res_hair import ResHAIR
from cnaps.architectures.restormer import Restormer
from cnaps.backend import Backend, Weights
from cnaps.errors import SettingError, StoppedError, WeightsError
from cnaps.photo import Photo
from cnaps.registry import BACKENDS, get_backend
from cnaps.runtime import Runtime, Settings, choose_precision
from tests.architectures.parity import fill

FAMILIES = ("mimo-unet", "swinir-noise25", "swinir-jpeg20", "dreamclear")


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    return Runtime()


def noisy(pixels: NDArray[np.float32], sigma: float = 20.0) -> Photo:
    noise = np.random.default_rng(0).normal(0, sigma / 255, pixels.shape).astype(np.float32)
    return Photo(pixels=np.clip(pixels + noise, 0, 1))


@pytest.mark.parametrize("name", FAMILIES)
def test_every_family_restores_a_photo_of_odd_size(
    runtime: Runtime, cat: NDArray[np.float32], name: str
) -> None:
    photo = noisy(cat[:93, :71])
    result = runtime.restore(photo, get_backend(name))
    assert result.after.pixels.shape == photo.pixels.shape
    assert 0 <= result.after.pixels.min() <= result.after.pixels.max() <= 1
    assert result.backend.name == name
    assert result.seconds > 0
    assert result.tiles == 1


def test_denoising_makes_a_noisy_photo_better(runtime: Runtime, cat: NDArray[np.float32]) -> None:
    photo = noisy(cat, 25.0)
    result = runtime.restore(photo, get_backend("swinir-noise25"))
    before, after = (np.square(p.pixels - cat).mean() for p in (photo, result.after))
    assert after < before / 3


@pytest.mark.parametrize("name", FAMILIES)
def test_the_smallest_photo_is_restored_too(runtime: Runtime, name: str) -> None:
    photo = Photo(pixels=np.full((8, 9, 3), 0.5, np.float32))
    assert runtime.restore(photo, get_backend(name)).after.pixels.shape == (8, 9, 3)


@pytest.mark.parametrize("name", FAMILIES)
def test_tiles_give_the_photo_that_the_whole_gives(
    runtime: Runtime, cat: NDArray[np.float32], name: str
) -> None:
    photo = noisy(np.tile(cat, (2, 3, 1)))
    fp32 = Settings(precision="fp32")
    whole = runtime.restore(photo, get_backend(name), fp32)
    tiled = runtime.restore(photo, get_backend(name), Settings(precision="fp32", tile=256))
    assert whole.tiles == 1
    assert tiled.tiles > 1
    difference = np.abs(whole.after.pixels - tiled.after.pixels)
    assert difference.mean() <= 0.05 / 255
    assert difference.max() <= 2 / 255


def test_the_seed_decides_the_diffusion_and_nothing_else(runtime: Runtime, cat: NDArray[np.float32]) -> None:
    photo = noisy(cat)
    backend = get_backend("dreamclear")
    first, again, other = (
        runtime.restore(photo, backend, Settings(seed=seed)).after.pixels for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_progress_counts_every_tile_and_every_step(runtime: Runtime, cat: NDArray[np.float32]) -> None:
    heard: list[tuple[int, int, str]] = []
    photo = noisy(np.tile(cat, (2, 2, 1)))
    runtime.restore(
        photo, get_backend("swinir-noise15"), Settings(tile=136), lambda *step: heard.append(step)
    )
    assert [done for done, _, _ in heard] == list(range(1, heard[0][1] + 1))
    assert heard[0][2] == "tiles"
    heard.clear()
    runtime.restore(noisy(cat), get_backend("dreamclear"), None, lambda *step: heard.append(step))
    assert [step for step in heard if step[2] == "steps"] == [(n, 4, "steps") for n in (1, 2, 3, 4)]


def test_a_stop_ends_the_run_and_the_next_one_works(runtime: Runtime, cat: NDArray[np.float32]) -> None:
    def stop(done: int, total: int, what: str) -> None:
        raise StoppedError("Stopped.")

    with pytest.raises(StoppedError):
        runtime.restore(noisy(cat), get_backend("mimo-unet"), None, stop)
    assert runtime.restore(noisy(cat), get_backend("mimo-unet")).tiles == 1


def test_backends_with_the_same_weights_share_one_network(runtime: Runtime, cat: NDArray[np.float32]) -> None:
    small = noisy(cat[:32, :32])
    results = [
        runtime.restore(small, BACKENDS[name], Settings(precision="fp32")).after.pixels
        for name in ("swinir-noise15", "swinir-noise50")
    ]
    assert np.array_equal(*results)


def test_an_inversion_runs_after_the_denoiser_whose_weights_it_shares(cat: NDArray[np.float32]) -> None:
    runtime, photo = Runtime(), Photo(pixels=cat[:128, :128])
    for name in ("swinir-noise15", "shake-inversion"):
        assert runtime.restore(photo, get_backend(name)).backend.name == name


@pytest.mark.parametrize(
    "settings", [{"seed": -1}, {"seed": 2**32}, {"precision": "fp8"}, {"tile": 3}, {"steps": -1}]
)
def test_settings_out_of_range_are_refused(settings: dict[str, object]) -> None:
    with pytest.raises(SettingError, match="use"):
        Settings(**settings)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def whole_judging() -> Runtime:
    """Small networks of the two systems whose result depends on the whole photo."""
    depths = (1, 1, 1, 1)
    networks = {
        "restormer": Restormer(width=16, depths=depths, refinement=1),
        "res-hair": ResHAIR(width=32, depths=depths, refinement=1),
    }
    return Runtime(load=lambda backend, weights: fill(networks[backend.name]))


GIVEN = Settings(checkpoint=Path("given.pth"), precision="fp32")


@pytest.mark.parametrize("name", ["restormer", "res-hair"])
@pytest.mark.parametrize("size", [(8, 9), (67, 45)])
def test_networks_that_judge_the_whole_photo_take_any_size(
    whole_judging: Runtime, name: str, size: tuple[int, int]
) -> None:
    photo = Photo(pixels=np.random.default_rng(0).random((*size, 3), np.float32))
    result = whole_judging.restore(photo, get_backend(name), GIVEN)
    assert result.after.pixels.shape == (*size, 3)
    assert (result.tiles, result.weights.kind, result.remark) == (1, "own", "")


@pytest.mark.parametrize("name", ["restormer", "res-hair"])
def test_cutting_what_has_to_be_judged_whole_stands_in_the_record(
    whole_judging: Runtime, cat: NDArray[np.float32], name: str
) -> None:
    result = whole_judging.restore(noisy(cat), get_backend(name), replace(GIVEN, tile=64))
    assert result.tiles > 1
    assert f"cut into {result.tiles} tiles" in result.remark and "differs" in result.remark


def test_a_backend_without_weights_runs_only_with_a_file(runtime: Runtime, cat: NDArray[np.float32]) -> None:
    with pytest.raises(WeightsError, match="official weights of restormer are not on disk"):
        runtime.restore(noisy(cat), get_backend("restormer"))


def test_eight_views_are_told_and_change_little(runtime: Runtime, cat: NDArray[np.float32]) -> None:
    photo, backend = noisy(cat[:96, :64]), get_backend("mimo-unet")
    once = runtime.restore(photo, backend)
    averaged = runtime.restore(photo, backend, Settings(eight_views=True))
    assert "eight views" in averaged.remark
    assert 0 < np.abs(averaged.after.pixels - once.after.pixels).mean() < 0.02


def test_eight_views_are_refused_where_one_pass_is_not_the_way(
    runtime: Runtime, cat: NDArray[np.float32]
) -> None:
    with pytest.raises(SettingError, match="dreamclear does not"):
        runtime.restore(noisy(cat[:64, :64]), get_backend("dreamclear"), Settings(eight_views=True))


def test_the_user_may_set_the_steps_of_a_diffusion_only(runtime: Runtime, cat: NDArray[np.float32]) -> None:
    photo = noisy(cat[:64, :64])
    assert runtime.restore(photo, get_backend("dreamclear"), Settings(steps=2)).passes == 2
    with pytest.raises(SettingError, match="is no diffusion"):
        runtime.restore(photo, get_backend("mimo-unet"), Settings(steps=2))


def test_the_users_word_on_precision_comes_first() -> None:
    device = Runtime().device
    assert choose_precision("fp32", device) == "fp32"
    assert choose_precision("bf16", device) == "bf16"
    assert choose_precision("auto", device) in ("fp32", "bf16")


def test_a_file_of_ones_own_that_has_changed_is_read_again(tmp_path: Path, cat: NDArray[np.float32]) -> None:
    mine, photo, backend = tmp_path / "mine.pth", noisy(cat[:32, :32]), get_backend("mimo-unet")
    read: list[bytes] = []

    def load(backend: Backend, weights: Weights) -> nn.Module:
        read.append(weights.files[0].path.read_bytes())
        return nn.Identity()

    runtime = Runtime(load=load)
    for content in (b"first", b"first", b"trained on"):
        if not mine.exists() or mine.read_bytes() != content:
            mine.write_bytes(content)
        runtime.restore(photo, backend, Settings(checkpoint=mine))
    assert read == [b"first", b"trained on"]


@pytest.mark.parametrize(
    ("name", "settings", "named"),
    [
        ("dreamclear-released", Settings(tile=512), "takes no tile"),
        ("dreamclear", Settings(as_published=True), "no official test script"),
        ("swinir-noise15", Settings(as_published=True, tile=65), "multiple of 8"),
    ],
)
def test_a_tile_that_cannot_be_is_refused_before_anything_is_loaded(
    cat: NDArray[np.float32], name: str, settings: Settings, named: str
) -> None:
    loaded: list[str] = []

    def load(backend: Backend, weights: Weights) -> nn.Module:
        loaded.append(backend.name)
        return nn.Identity()

    with pytest.raises(SettingError, match=named):
        Runtime(load=load).restore(noisy(cat), get_backend(name), settings)
    assert loaded == []
