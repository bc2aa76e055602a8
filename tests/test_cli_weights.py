"""Official weights and own checkpoints on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.torch import save_file

from cnaps.cli import main
from tests.published import BACKEND, Published, published, small_state


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Published]:
    with published(tmp_path / "cache") as running:
        yield running


@pytest.fixture
def photo(tmp_path: Path, cat: np.ndarray) -> Path:
    Image.fromarray(np.rint(cat[:32, :32] * 255).astype(np.uint8)).save(tmp_path / "cat.png")
    return tmp_path / "cat.png"


def cnaps(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out, printed.err


def restored(capsys: pytest.CaptureFixture[str], photo: Path, *options: object) -> str:
    out = photo.with_name("out.png")
    status, printed, told = cnaps(capsys, "restore", photo, "--out", out, "--backend", BACKEND, *options)
    assert status == 0, told
    return str(json.loads(printed)["weights"])


def test_official_weights_that_are_not_on_disk_are_explained_and_not_fetched(
    site: Published, photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = photo.with_name("out.png")
    status, printed, told = cnaps(
        capsys, "restore", photo, "--out", out, "--backend", BACKEND, "--weights", "official"
    )
    assert (status, printed) == (2, "")
    assert len(told.strip().splitlines()) == 1
    for fact in (site.record.size_in_words, site.record.licence, f"cnaps fetch {BACKEND}"):
        assert fact in told
    assert not out.exists()
    assert site.publisher.asked == []


def test_which_weights_ran_is_always_said(
    site: Published, photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert restored(capsys, photo) == "compact"
    status, printed, told = cnaps(capsys, "fetch", BACKEND)
    assert status == 0, told
    assert site.record.licence in printed
    assert restored(capsys, photo) == "official"  # on disk now, so it is the default
    assert restored(capsys, photo, "--weights", "official") == "official"
    assert restored(capsys, photo, "--weights", "compact") == "compact"
    save_file(small_state(), photo.with_name("mine.safetensors"))
    assert restored(capsys, photo, "--weights", photo.with_name("mine.safetensors")) == "own"


def test_a_file_that_is_there_already_is_handed_over(
    site: Published, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.pkl").write_bytes(site.publisher.content)
    status, printed, _ = cnaps(capsys, "fetch", BACKEND, "--from", tmp_path / "mine.pkl", "--json")
    facts = json.loads(printed)
    assert status == 0
    assert (facts["on_disk"], facts["new"], facts["path"]) == (True, True, str(site.kept))
    assert site.publisher.asked == []


def test_the_backends_say_whether_their_official_file_is_on_disk(
    site: Published, capsys: pytest.CaptureFixture[str]
) -> None:
    def official(name: str) -> dict[str, object] | None:
        rows = json.loads(cnaps(capsys, "backends", "--json")[1])
        return next(row["official"] for row in rows if row["name"] == name)

    before = official(BACKEND)
    assert before is not None
    assert before["on_disk"] is False
    assert {"file", "address", "size", "sha256", "licence", "trained_on", "path"} <= before.keys()
    cnaps(capsys, "fetch", BACKEND)
    after = official(BACKEND)
    assert after is not None
    assert after["on_disk"] is True
    assert official("dreamclear") is None


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["fetch", "photoshop"], "photoshop"),
        (["fetch", "shake-inversion"], "no official checkpoint"),
        (["fetch", BACKEND, "--from", "gone.pkl"], "gone.pkl"),
        (["fetch", BACKEND], "--from FILE"),
    ],
)
def test_what_cannot_be_fetched_is_one_line_and_status_2(
    site: Published,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    named: str,
) -> None:
    site.publisher.status = 404
    status, printed, told = cnaps(capsys, *arguments)
    assert (status, printed) == (2, "")
    assert len(told.strip().splitlines()) == 1
    assert named in told
    assert site.files() == set()


@pytest.mark.parametrize("weights", ["gone.safetensors", "gone.pth"])
def test_a_file_belongs_to_a_backend(photo: Path, capsys: pytest.CaptureFixture[str], weights: str) -> None:
    out = photo.with_name("out.png")
    status, _, told = cnaps(capsys, "restore", photo, "--out", out, "--weights", weights)
    assert status == 2
    assert "--backend" in told


def evaluated(capsys: pytest.CaptureFixture[str], photo: Path, *options: object) -> tuple[int, str, str]:
    tested = ("--clean", photo.parent, "--degrade", "noise:15", "--no-harm")
    return cnaps(capsys, "evaluate", "--backend", BACKEND, *tested, *options)


def test_an_evaluation_measures_the_weights_that_are_asked_for_and_says_which(
    site: Published, photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cnaps(capsys, "fetch", BACKEND)
    mine = photo.with_name("mine.safetensors")
    save_file(small_state(), mine)
    found = {}
    for kind, option in {"compact": "compact", "official": "official", "own": mine}.items():
        status, printed, told = evaluated(capsys, photo, "--weights", option, "--json")
        assert status == 0, told
        found[kind] = json.loads(printed)
        assert found[kind]["setting"].startswith(f"{kind} weights")
    assert found["official"]["restored"] == found["own"]["restored"] != found["compact"]["restored"]
    assert "compact weights" in evaluated(capsys, photo)[1]  # figures do not hang on what lies on disk


def test_an_evaluation_of_weights_that_are_not_on_disk_is_refused_at_once(
    site: Published, photo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, printed, told = evaluated(capsys, photo, "--weights", "official")
    assert (status, printed) == (2, "")
    assert f"cnaps fetch {BACKEND}" in told


def test_a_file_is_evaluated_with_one_backend_only(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for another in ("swinir-noise15", "auto"):
        status, _, told = evaluated(capsys, photo, "--backend", another, "--weights", "mine.pth")
        assert status == 2
        assert "mine.pth belongs to one backend" in told
