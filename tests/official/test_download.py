"""A download: goes on after a cut, never mixes two files, and says in a sentence what went wrong."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from cnaps.errors import DownloadError, StoppedError
from cnaps.official.download import Patience, download
from tests.official.server import Publisher, publishing
from tests.serving import free_port

CONTENT = random.Random(0).randbytes(300_000)
HASTY = Patience(silence=2.0, attempts=3, pause=0.0)


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with publishing(Publisher(content=CONTENT)) as running:
        yield running


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "weights.pth.part"


def test_the_whole_file_arrives_and_every_block_is_reported(publisher: Publisher, part: Path) -> None:
    reports: list[tuple[int, int | None]] = []
    download(publisher.address, part, on_bytes=lambda done, total: reports.append((done, total)))
    assert part.read_bytes() == CONTENT
    assert reports[-1] == (300_000, 300_000)
    assert [done for done, _ in reports] == sorted({done for done, _ in reports})


def test_a_slow_server_is_waited_for(publisher: Publisher, part: Path) -> None:
    publisher.pause = 0.05
    download(publisher.address, part, patience=HASTY)
    assert part.read_bytes() == CONTENT


def test_a_server_that_falls_silent_is_given_up_and_what_arrived_is_kept(
    publisher: Publisher, part: Path
) -> None:
    publisher.pause = 30.0
    with pytest.raises(DownloadError, match="goes on from there"):
        download(publisher.address, part, patience=Patience(silence=0.2, attempts=1))
    assert 0 < len(part.read_bytes()) < len(CONTENT)
    publisher.pause = 0.0


def test_after_a_cut_only_the_rest_is_asked_for(publisher: Publisher, part: Path) -> None:
    publisher.cut_after = [100_000, 50_000]
    download(publisher.address, part, patience=HASTY)
    assert part.read_bytes() == CONTENT
    assert publisher.asked == [None, "bytes=100000-", "bytes=150000-"]


def test_a_later_call_goes_on_where_an_earlier_one_gave_up(publisher: Publisher, part: Path) -> None:
    publisher.cut_after = [100_000]
    with pytest.raises(DownloadError, match="What has arrived is kept"):
        download(publisher.address, part, patience=Patience(attempts=1))
    download(publisher.address, part, patience=HASTY)
    assert part.read_bytes() == CONTENT
    assert publisher.asked[-1] == "bytes=100000-"


def test_a_server_that_ignores_ranges_sends_the_whole_file_once_more(
    publisher: Publisher, part: Path
) -> None:
    publisher.ranges, publisher.cut_after = False, [100_000]
    download(publisher.address, part, patience=HASTY)
    assert part.read_bytes() == CONTENT


def test_a_server_that_always_cuts_at_the_same_byte_is_given_up(publisher: Publisher, part: Path) -> None:
    publisher.ranges, publisher.cut_after = False, [100_000] * 20
    with pytest.raises(DownloadError, match="broke off"):
        download(publisher.address, part, patience=HASTY)
    assert len(publisher.asked) == HASTY.attempts


def test_two_versions_of_a_file_are_never_mixed(publisher: Publisher, part: Path) -> None:
    publisher.tag, publisher.cut_after = '"first"', [100_000]
    with pytest.raises(DownloadError):
        download(publisher.address, part, patience=Patience(attempts=1))
    publisher.content, publisher.tag = CONTENT[::-1], '"second"'
    download(publisher.address, part, patience=HASTY)
    assert part.read_bytes() == CONTENT[::-1]


def test_a_part_that_is_the_whole_file_is_left_as_it_is(publisher: Publisher, part: Path) -> None:
    part.write_bytes(CONTENT)
    download(publisher.address, part, size=len(CONTENT))
    assert publisher.asked == []
    download(publisher.address, part)
    assert part.read_bytes() == CONTENT


def test_a_part_longer_than_the_file_is_begun_again(publisher: Publisher, part: Path) -> None:
    part.write_bytes(CONTENT + b"more")
    download(publisher.address, part, patience=HASTY)
    assert part.read_bytes() == CONTENT


def test_a_busy_server_is_asked_again(publisher: Publisher, part: Path) -> None:
    publisher.busy = 2
    download(publisher.address, part, patience=HASTY)
    assert part.read_bytes() == CONTENT


@pytest.mark.parametrize("lengths", [True, False])
def test_a_file_of_another_length_is_refused_and_deleted(
    publisher: Publisher, part: Path, lengths: bool
) -> None:
    publisher.lengths = lengths
    with pytest.raises(DownloadError, match=r"another file"):
        download(publisher.address, part, size=len(CONTENT) - 1, patience=HASTY)
    assert not part.exists()


def test_a_file_cut_off_without_a_declared_length_is_noticed(publisher: Publisher, part: Path) -> None:
    publisher.lengths, publisher.cut_after = False, [100_000]
    download(publisher.address, part, size=len(CONTENT), patience=HASTY)
    assert part.read_bytes() == CONTENT


def test_a_far_too_large_file_is_refused_before_it_arrives(publisher: Publisher, part: Path) -> None:
    with pytest.raises(DownloadError, match=r"more than 1,000 bytes"):
        download(publisher.address, part, at_most=1000, patience=HASTY)
    assert not part.exists()


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_missing_file_is_told_at_once(publisher: Publisher, part: Path, status: int) -> None:
    publisher.status = status
    with pytest.raises(DownloadError, match=f"answers {status}"):
        download(publisher.address, part)
    assert len(publisher.asked) == 1
    assert not part.exists()


def test_a_web_page_instead_of_the_file_is_told(publisher: Publisher, part: Path) -> None:
    publisher.kind = "text/html; charset=utf-8"
    with pytest.raises(DownloadError, match="web page"):
        download(publisher.address, part)
    assert not part.exists()


def test_without_a_network_it_says_so(part: Path) -> None:
    with pytest.raises(DownloadError, match="cannot be reached"):
        download(f"http://127.0.0.1:{free_port()}/weights.pth", part, patience=HASTY)
    assert not part.exists()


def test_a_folder_that_cannot_be_written_is_told(publisher: Publisher, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DownloadError, match="cannot be written"):
        download(publisher.address, tmp_path / "file" / "weights.pth.part")


def test_whoever_is_told_of_the_blocks_may_end_the_download(publisher: Publisher, part: Path) -> None:
    def stop(done: int, total: int | None) -> None:
        raise StoppedError("enough")

    with pytest.raises(StoppedError):
        download(publisher.address, part, on_bytes=stop)
