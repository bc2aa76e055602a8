"""The released DreamClear as a backend: its three files, its place in the runtime, and who is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from huggingface_hub import constants
from numpy.typing import NDArray

from cnaps import registry
from cnaps.backend import Backend
from cnaps.choice import choose_backend
from cnaps.cli import main
from cnaps.diagnosis import diagnose
from cnaps.dreamclear.settings import RestorationSettings
from cnaps.errors import SettingError, StoppedError, WeightsError
from cnaps.fetching import fetch
from cnaps.interface.checkpoints import COMPACT, OFFICIAL, can_be_fetched, weights_panel
from cnaps.official import records, store
from cnaps.official.records import get_checkpoint
from cnaps.photo import Photo
from cnaps.pipeline import repair
from cnaps.procedures import LatentDiffusion
from cnaps.registry import BACKENDS, get_backend
from cnaps.runtime import Runtime, Settings
from tests.dreamclear.weights import be_tiny, write_released
from tests.official.server import Publisher, publishing

NAME = "dreamclear-released"
TINY = LatentDiffusion(units=2, recipe=RestorationSettings(least_side=64))


@pytest.fixture
def row(tmp_path: Path) -> Iterator[Backend]:
    """The row with tiny networks, which a processor carries, and a cache of its own."""
    with pytest.MonkeyPatch.context() as patch:
        be_tiny(patch)
        patch.setattr(constants, "HF_ASSETS_CACHE", str(tmp_path / "cache"))
        tiny = replace(
            BACKENDS[NAME], procedure=TINY, needs=replace(BACKENDS[NAME].needs, graphics_card=False)
        )
        compact = replace(BACKENDS["dreamclear"], released=tiny)
        patch.setattr(registry, "BACKENDS", {**BACKENDS, NAME: tiny, "dreamclear": compact})
        yield tiny


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "files").mkdir()
    write_released(tmp_path / "files")
    return tmp_path / "files"


@pytest.fixture
def photo(cat: NDArray[np.float32]) -> Photo:
    return Photo(pixels=cat[:50, :70])


@pytest.mark.parametrize("asked", [(NAME, "compact"), ("dreamclear", "official")])
def test_a_photo_goes_the_whole_way_through_registry_and_runtime(
    row: Backend, files: Path, photo: Photo, asked: tuple[str, str]
) -> None:
    fetch(NAME, source=files)
    heard: list[tuple[int, int, str]] = []
    name, weights = asked
    report = repair(
        photo,
        Runtime(),
        backend=name,
        settings=Settings(weights=weights, precision="fp32"),
        on_step=lambda *step: heard.append(step),
    )
    run = report.restoration
    assert (run.backend.name, run.weights.kind, run.tiles, run.passes) == (NAME, "official", 1, 2)
    assert run.after.pixels.shape == photo.pixels.shape
    assert heard == [(1, 2, "steps"), (2, 2, "steps")]
    assert "64 x 64 pixels" in run.remark and "without a caption" in run.remark
    assert len(run.weights.files) == 3


def test_seed_steps_and_precision_reach_it(row: Backend, files: Path, photo: Photo) -> None:
    fetch(NAME, source=files)
    runtime = Runtime()

    def restored(**settings: object) -> NDArray[np.float32]:
        made = Settings(**{"precision": "fp32", **settings})  # type: ignore[arg-type]
        return runtime.restore(photo, row, made).after.pixels

    first = restored(seed=1)
    assert np.array_equal(first, restored(seed=1))
    assert not np.array_equal(first, restored(seed=2))
    assert not np.array_equal(first, restored(seed=1, steps=3))
    assert 0 < np.abs(first - restored(seed=1, precision="bf16")).mean() < 0.05


def test_a_stop_takes_effect_at_the_next_step(row: Backend, files: Path, photo: Photo) -> None:
    fetch(NAME, source=files)

    def stop(done: int, total: int, what: str) -> None:
        raise StoppedError("Stopped.")

    with pytest.raises(StoppedError):
        Runtime().restore(photo, row, None, stop)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (Settings(tile=512), "takes no tile"),
        (Settings(steps=1), "1 steps are not possible"),
        (Settings(eight_views=True), "leave them out"),
        (Settings(as_published=True), "no official test script"),
        (Settings(checkpoint=Path("mine.safetensors")), "No single file"),
    ],
)
def test_a_setting_that_does_not_suit_it_is_told(
    row: Backend, files: Path, photo: Photo, settings: Settings, told: str
) -> None:
    fetch(NAME, source=files)
    (files / "mine.safetensors").write_bytes((files / "sd-vae-ft-ema.safetensors").read_bytes())
    if settings.checkpoint is not None:
        settings = replace(settings, checkpoint=files / settings.checkpoint)
    with pytest.raises((SettingError, WeightsError), match=told):
        Runtime().restore(photo, row, settings)


# Its three files


def test_its_files_are_fetched_together_and_their_digests_recorded(row: Backend, files: Path) -> None:
    fetched = fetch(NAME, source=files)
    assert fetched.new and len(fetched.companions) == 2
    checkpoint = get_checkpoint(NAME)
    for file in checkpoint.files:
        assert store.path_of(file).read_bytes() == (files / file.file).read_bytes()
        assert store.known_digest(file)
    assert not fetch(NAME).new  # all are in order, so that nothing is asked of a server


def test_what_is_there_and_in_order_is_not_fetched_a_second_time(
    row: Backend, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch(NAME, source=files)
    transformer, vae, _ = get_checkpoint(NAME).files
    store.path_of(vae).unlink()
    before = store.path_of(transformer).stat().st_mtime_ns
    publisher = Publisher(content=(files / vae.file).read_bytes())
    heard: list[tuple[int, int | None]] = []
    with publishing(publisher) as running:
        checkpoint = get_checkpoint(NAME)
        companions = (replace(vae, address=running.address), checkpoint.companions[1])
        there = replace(checkpoint, companions=companions)
        monkeypatch.setattr(records, "CHECKPOINTS", {NAME: there})
        assert fetch(NAME, on_bytes=lambda done, total: heard.append((done, total))).new
    assert store.path_of(vae).read_bytes() == publisher.content
    assert store.path_of(transformer).stat().st_mtime_ns == before
    # What was there counts, so that the bar of the page does not begin anew with every file.
    assert heard[0][0] > store.path_of(transformer).stat().st_size
    assert heard[-1][1] == there.expected


@pytest.mark.parametrize("number", [0, 1, 2])
def test_without_one_of_them_it_does_not_run_and_says_what_all_would_be(
    row: Backend, files: Path, photo: Photo, number: int
) -> None:
    fetch(NAME, source=files)
    store.path_of(get_checkpoint(NAME).files[number]).unlink()
    with pytest.raises(WeightsError, match=rf"9\.3 GB.*cnaps fetch {NAME}.*another backend"):
        Runtime().restore(photo, row)


def test_a_file_that_was_altered_is_refused(row: Backend, files: Path, photo: Photo) -> None:
    fetch(NAME, source=files)
    path = store.path_of(get_checkpoint(NAME).companions[0])
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))
    with pytest.raises(WeightsError, match="altered"):
        Runtime().restore(photo, row)


def test_the_command_line_takes_the_folder_under_the_name_of_the_compact_one_too(
    row: Backend, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["fetch", "dreamclear", "--from", str(files)])
    printed = capsys.readouterr().out
    assert ended.value.code == 0
    for file in get_checkpoint(NAME).files:
        assert str(store.path_of(file)) in printed


def test_a_single_file_in_place_of_the_folder_is_told_with_the_names(row: Backend, files: Path) -> None:
    with pytest.raises(WeightsError, match=r"general_swinir_v1\.ckpt\. Name their folder"):
        fetch(NAME, source=files / "DreamClear-1024.pth")
    assert not store.is_on_disk(get_checkpoint(NAME))


# Who is refused, and told beforehand


@pytest.mark.parametrize("asked", [(NAME, "compact"), ("dreamclear", "official")])
def test_without_a_graphics_card_it_is_refused_before_anything_is_fetched_or_loaded(
    photo: Photo, asked: tuple[str, str]
) -> None:
    def load(*_: object) -> None:
        raise AssertionError("nothing should be loaded")

    name, weights = asked
    runtime = Runtime(load=load)  # type: ignore[arg-type]
    with pytest.raises(SettingError, match=r"no graphics card.* GB of memory.* hours"):
        runtime.restore(photo, get_backend(name), Settings(weights=weights))


def test_the_command_line_refuses_it_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["restore", "gone.png", "--out", str(tmp_path / "out.png"), "--backend", NAME]
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    told = capsys.readouterr().err
    assert ended.value.code == 2
    assert len(told.strip().splitlines()) == 1
    assert "graphics card" in told


def test_it_is_never_recommended(cat: NDArray[np.float32]) -> None:
    only = [BACKENDS[NAME], BACKENDS["mimo-unet"]]
    noisy = np.clip(cat + np.random.default_rng(0).normal(0, 0.2, cat.shape), 0, 1).astype(np.float32)
    assert choose_backend(diagnose(Photo(pixels=noisy)), only).backend == "mimo-unet"


def test_the_page_says_what_it_needs_before_anyone_chooses_it() -> None:
    panels = [weights_panel(COMPACT, NAME, True), weights_panel(OFFICIAL, "dreamclear", True)]
    assert panels[0] == panels[1]
    assert "graphics card" in panels[0] and "hours" in panels[0]
    for fact in ("DreamClear-1024.pth, about 8.9 GB", "sd-vae-ft-ema.safetensors: MIT", "not settled"):
        assert fact in panels[0]
    assert can_be_fetched(OFFICIAL, "dreamclear") and can_be_fetched(COMPACT, NAME)
    assert not can_be_fetched(COMPACT, "dreamclear")


def test_the_list_of_backends_says_what_it_needs(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["backends"])
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith(NAME))
    assert "graphics card" in line and "9.3 GB" in line and f"cnaps fetch {NAME}" in line
    with pytest.raises(SystemExit):
        main(["backends", "--json"])
    facts = next(row for row in json.loads(capsys.readouterr().out) if row["name"] == NAME)
    assert len(facts["official"]["companions"]) == 2
    assert "graphics card" in facts["demands"]
