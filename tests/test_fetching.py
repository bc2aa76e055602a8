"""Fetching a published checkpoint: kept only if every check passes, recorded where nobody knew its digest."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import torch
from filelock import FileLock
from huggingface_hub import constants

from cnaps.errors import DownloadError, WeightsError
from cnaps.fetching import fetch
from cnaps.official.download import Patience
from cnaps.registry import get_backend
from cnaps.weights import choose_weights, load_weights, official_weights
from tests.published import BACKEND, Published, checkpoint_bytes, published, small_state

HASTY = Patience(silence=2.0, attempts=2, pause=0.0)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Published]:
    with published(tmp_path / "cache") as running:
        yield running


def test_a_fetched_checkpoint_is_what_official_weights_load(site: Published) -> None:
    fetched = fetch(BACKEND)
    assert fetched.new
    assert fetched.path == site.kept
    weights = official_weights(get_backend(BACKEND))
    assert weights.kind == "official"
    assert weights.licence == site.record.licence
    network = load_weights(get_backend(BACKEND), weights)
    wanted = small_state()
    assert all(torch.equal(tensor, wanted[name]) for name, tensor in network.state_dict().items())
    assert site.files() == {site.record.file}


def test_a_file_that_is_in_order_is_not_fetched_again(site: Published) -> None:
    fetch(BACKEND)
    assert not fetch(BACKEND).new
    assert len(site.publisher.asked) == 1


def test_an_altered_file_is_refused_and_the_next_fetch_replaces_it(site: Published) -> None:
    fetch(BACKEND)
    content = bytearray(site.kept.read_bytes())
    content[-100] ^= 1
    site.kept.write_bytes(content)
    with pytest.raises(WeightsError, match="altered"):
        load_weights(get_backend(BACKEND), official_weights(get_backend(BACKEND)))
    assert fetch(BACKEND).new
    assert site.kept.read_bytes() == site.publisher.content


def test_a_fetch_that_broke_off_goes_on(site: Published) -> None:
    half = len(site.publisher.content) // 2
    site.publisher.cut_after = [half]
    with pytest.raises(DownloadError, match="kept"):
        fetch(BACKEND, patience=Patience(attempts=1))
    assert not site.kept.exists()
    assert fetch(BACKEND).new
    assert site.publisher.asked[-1] == f"bytes={half}-"


def test_a_digest_that_nobody_knew_is_recorded_and_checked_ever_after(
    site: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.know(monkeypatch, size=None, sha256=None)
    digest = fetch(BACKEND).sha256
    record = json.loads((site.folder / f"{site.record.file}.json").read_text())
    assert record["sha256"] == digest == hashlib.sha256(site.publisher.content).hexdigest()

    other = checkpoint_bytes({"model": {name: tensor + 1 for name, tensor in small_state().items()}})
    site.kept.write_bytes(other)
    with pytest.raises(WeightsError, match="first used here"):
        load_weights(get_backend(BACKEND), official_weights(get_backend(BACKEND)))


def test_a_file_that_was_put_there_by_hand_is_recorded_at_its_first_use(
    site: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.know(monkeypatch, size=None, sha256=None)
    site.folder.mkdir(parents=True)
    site.kept.write_bytes(site.publisher.content)
    load_weights(get_backend(BACKEND), choose_weights(get_backend(BACKEND), "auto"))
    assert site.files() == {site.record.file, f"{site.record.file}.json"}


def test_an_unreadable_record_of_a_digest_is_told(site: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    site.know(monkeypatch, size=None, sha256=None)
    fetch(BACKEND)
    (site.folder / f"{site.record.file}.json").write_text("{}")
    with pytest.raises(WeightsError, match="delete it"):
        official_weights(get_backend(BACKEND))


# What is not the published file is not kept


class Trap:
    """What a pickle with code in it looks like."""

    def __init__(self, sprung: Path) -> None:
        self.sprung = sprung

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.sprung),)


def bad_files(sprung: Path) -> dict[str, tuple[bytes, str]]:
    state = small_state()
    name = "feat_extract.5.main.0.bias"
    whole = checkpoint_bytes({"model": state})
    return {
        "one missing": (
            checkpoint_bytes({"model": {n: t for n, t in state.items() if n != name}}),
            f"1 tensors missing, 0 too many, 0 of another shape .first: {name}",
        ),
        "one extra": (checkpoint_bytes({"model": {**state, "new.weight": torch.zeros(1)}}), "1 too many"),
        "one misshapen": (checkpoint_bytes({"model": {**state, name: torch.zeros(4)}}), "1 of another shape"),
        "truncated": (whole[: len(whole) // 2], "damaged or cut off"),
        "last bytes gone": (whole[:-10], "damaged or cut off"),
        "empty": (b"", "damaged or cut off"),
        "code": (checkpoint_bytes({"model": state, "epoch": Trap(sprung)}), "not opened"),
        "web page": (b"<!DOCTYPE html><html><title>Quota exceeded</title></html>", "web page"),
        "another container": (checkpoint_bytes({"params": state}), "keeps nothing under 'model'"),
        "a list": (checkpoint_bytes([1, 2]), "holds a list"),  # type: ignore[arg-type]
    }


KINDS = list(bad_files(Path()))


@pytest.mark.parametrize("way", ["downloaded", "handed over"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_bad_file_is_told_in_a_sentence_and_neither_run_nor_kept(
    site: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, way: str
) -> None:
    content, told = bad_files(tmp_path / "sprung")[kind]
    site.know(monkeypatch, size=None, sha256=None)
    site.publisher.content = content
    (tmp_path / "mine.pkl").write_bytes(content)
    with pytest.raises(WeightsError, match=told):
        fetch(BACKEND, source=None if way == "downloaded" else tmp_path / "mine.pkl", patience=HASTY)
    assert site.files() == set()
    assert not (tmp_path / "sprung").exists()


def test_the_trap_of_these_tests_would_spring(tmp_path: Path) -> None:
    content, _ = bad_files(tmp_path / "sprung")["code"]
    (tmp_path / "trap.pkl").write_bytes(content)
    torch.load(tmp_path / "trap.pkl", weights_only=False)
    assert (tmp_path / "sprung").exists()


def test_another_digest_is_refused_before_the_file_is_opened(
    site: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(torch, "load", lambda *_, **__: opened.append(1))
    content = bytearray(site.publisher.content)
    content[len(content) // 2] ^= 1
    site.publisher.content = bytes(content)
    with pytest.raises(WeightsError, match="SHA-256"):
        fetch(BACKEND)
    assert opened == []
    assert site.files() == set()


def test_another_length_is_refused(site: Published, tmp_path: Path) -> None:
    (tmp_path / "mine.pkl").write_bytes(site.publisher.content[:-1])
    with pytest.raises(WeightsError, match=r"has [\d,]+ bytes"):
        fetch(BACKEND, source=tmp_path / "mine.pkl")
    site.publisher.content += b"x"
    with pytest.raises(DownloadError, match=f"cnaps fetch {BACKEND} --from FILE"):
        fetch(BACKEND, patience=HASTY)
    assert site.files() == set()


def test_a_file_of_the_users_is_copied_and_stays(site: Published, tmp_path: Path) -> None:
    mine = tmp_path / "mine.pkl"
    mine.write_bytes(site.publisher.content)
    assert fetch(BACKEND, source=mine).path == site.kept
    assert mine.read_bytes() == site.kept.read_bytes()
    assert site.publisher.asked == []


def test_a_file_of_the_users_that_is_not_there_is_named(site: Published, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"gone\.pkl"):
        fetch(BACKEND, source=tmp_path / "gone.pkl")


def test_an_address_without_the_file_leads_to_the_browser(site: Published) -> None:
    site.publisher.status = 404
    with pytest.raises(DownloadError, match=r"404 .*--from FILE") as told:
        fetch(BACKEND)
    assert len(str(told.value).splitlines()) == 1


def test_two_at_once_do_not_get_in_each_others_way(site: Published) -> None:
    site.folder.mkdir(parents=True)
    with (
        FileLock(site.folder / f"{site.record.file}.lock"),
        pytest.raises(DownloadError, match="being fetched already"),
    ):
        fetch(BACKEND)


def test_offline_mode_of_hugging_face_is_heeded(site: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(DownloadError, match="HF_HUB_OFFLINE"):
        fetch(BACKEND)
    assert site.publisher.asked == []


def test_a_folder_that_cannot_be_made_is_told(site: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    site.folder.parent.mkdir(parents=True)
    site.folder.write_text("in the way")
    with pytest.raises(DownloadError, match="HF_HOME"):
        fetch(BACKEND)


# Google Drive

DRIVE = "https://drive.google.com/file/d/abc/view"


def test_without_its_package_google_drive_is_explained(
    site: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.know(monkeypatch, address=DRIVE)
    monkeypatch.setitem(sys.modules, "gdown", None)
    with pytest.raises(DownloadError, match=r"pip install '\.\[drive\]'.*--from FILE"):
        fetch(BACKEND)


def test_with_its_package_google_drive_is_fetched_and_its_refusals_are_told(
    site: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.know(monkeypatch, address=DRIVE)
    gdown, errors = ModuleType("gdown"), ModuleType("gdown.exceptions")

    class RefusedError(Exception):
        pass

    def give(url: str, output: str, **_: object) -> None:
        assert url == DRIVE
        Path(output).write_bytes(site.publisher.content)

    def refuse(*_: object, **__: object) -> None:
        raise RefusedError("Too many users have viewed this file. Come back tomorrow.")

    errors.DownloadError = RefusedError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gdown", gdown)
    monkeypatch.setitem(sys.modules, "gdown.exceptions", errors)
    gdown.download = refuse  # type: ignore[attr-defined]
    with pytest.raises(DownloadError, match="Too many users"):
        fetch(BACKEND)
    gdown.download = give  # type: ignore[attr-defined]
    assert fetch(BACKEND).new
