"""Official weights on the page: shown before a download, fetched on request, refused on a Space."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gradio as gr
import pytest
from filelock import FileLock

import app
from cnaps.interface import build_page, checkpoints
from cnaps.interface.checkpoints import COMPACT, OFFICIAL, can_be_fetched, download_panel, weights_panel
from cnaps.interface.events import shared, weights
from cnaps.interface.parts import lay_out
from cnaps.pipeline import AUTOMATIC
from cnaps.runtime import Runtime
from cnaps.work import Step
from tests.published import BACKEND, Published, published

CNN = "cnn"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Published]:
    with published(tmp_path / "cache") as running:
        yield running


def news_of(download: Iterator[dict[object, object]]) -> list[list[object]]:
    return [list(update.values()) for update in download]


def test_before_a_download_the_panel_says_what_would_come(site: Published) -> None:
    panel = weights_panel(OFFICIAL, BACKEND, downloads=True)
    assert "not on disk" in panel
    assert "Nothing is downloaded before you press the button" in panel
    for fact in (site.record.file, site.record.size_in_words, "no licence file", "GoPro", "127.0.0.1"):
        assert fact in panel
    assert can_be_fetched(OFFICIAL, BACKEND)
    assert site.publisher.asked == []


@pytest.mark.parametrize(
    "kind, backend", [(COMPACT, BACKEND), (OFFICIAL, None), (OFFICIAL, "shake-inversion")]
)
def test_nothing_is_offered_where_nothing_is_published(site: Published, kind: str, backend: str) -> None:
    assert not can_be_fetched(kind, backend)
    assert weights_panel(kind, backend, downloads=True)


def test_the_button_fetches_the_file_and_the_panel_says_so(site: Published) -> None:
    with gr.Blocks():
        parts = lay_out([])
    news = news_of(weights.download(parts, CNN, BACKEND, None))
    panel, button = news[-1]
    assert "are on disk" in str(panel)
    assert not button.visible  # type: ignore[attr-defined]
    assert site.kept.read_bytes() == site.publisher.content
    assert not can_be_fetched(OFFICIAL, BACKEND)


def test_an_error_is_a_sentence_and_leaves_the_button(site: Published) -> None:
    site.publisher.status = 404
    with gr.Blocks():
        parts = lay_out([])
    running = weights.download(parts, CNN, BACKEND, None)
    seen: list[dict[object, object]] = []
    with pytest.raises(gr.Error, match="404"):
        for update in running:
            seen.append(update)
    panel, button = seen[-1].values()
    assert "are not on disk" in str(panel)
    assert button.visible  # type: ignore[attr-defined]
    assert button.interactive  # type: ignore[attr-defined]
    assert site.files() == set()


def test_a_download_for_no_model_is_refused_in_a_sentence(site: Published) -> None:
    with gr.Blocks():
        parts = lay_out([])
    with pytest.raises(gr.Error, match="No model is chosen yet"):
        list(weights.download(parts, AUTOMATIC, None, None))
    assert site.publisher.asked == []


def test_leaving_the_page_ends_a_download_and_keeps_what_arrived(
    site: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "REPORT_EVERY", 1)
    site.publisher.pause = 0.5
    with gr.Blocks():
        parts = lay_out([])
    running = weights.download(parts, CNN, BACKEND, None)
    while not any("of 0.1 MB" in str(shown) for shown in next(running).values()):
        pass
    running.close()
    with FileLock(site.folder / f"{site.record.file}.lock", timeout=30):
        assert site.files() == {f"{site.record.file}.part"}
    arrived = site.kept.with_name(f"{site.record.file}.part").stat().st_size
    assert 0 < arrived < len(site.publisher.content)


def test_how_far_a_download_is_can_be_read() -> None:
    assert "3.0 of 12.0 MB" in download_panel(Step(3_000_000, 12_000_000, "bytes"))
    assert "3.0 MB so far" in download_panel(Step(3_000_000, 0, "bytes"))
    assert "Checking" in download_panel(Step(12, 12, "bytes"))


def fetching(blocks: gr.Blocks) -> list[object]:
    return [event for event in blocks.fns.values() if event.concurrency_id == shared.FETCH]


def test_downloads_wait_behind_downloads_only() -> None:
    blocks = build_page(Runtime(), downloads=True)
    (event,) = fetching(blocks)
    assert event.concurrency_limit == 1  # type: ignore[attr-defined]
    assert shared.FETCH not in (shared.HEAVY, shared.LIGHT)


def test_where_downloads_are_not_allowed_there_is_no_way_to_start_one(site: Published) -> None:
    assert fetching(build_page(Runtime())) == []
    assert "Visitors cannot download" in weights_panel(OFFICIAL, BACKEND, downloads=False)


@pytest.mark.parametrize(
    ("environment", "allowed"),
    [({}, True), ({"SPACE_ID": "a/b"}, False), ({"SPACE_ID": "a/b", "CNAPS_ALLOW_DOWNLOADS": "1"}, True)],
    ids=["at home", "on a Space", "on a Space that allows it"],
)
def test_a_space_allows_downloads_only_if_its_operator_says_so(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], allowed: bool
) -> None:
    for name in ("SPACE_ID", "CNAPS_ALLOW_DOWNLOADS"):
        monkeypatch.delenv(name, raising=False)
    for name, text in environment.items():
        monkeypatch.setenv(name, text)
    assert app._downloads_allowed() is allowed
