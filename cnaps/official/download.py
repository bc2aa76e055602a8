"""A file from an address: goes on where an earlier attempt stopped, and says plainly what went wrong."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from cnaps.errors import DownloadError

BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers that may be another one in a moment."""

BytesReporter = Callable[[int, "int | None"], None]
"""Hears how many bytes there are, and of how many if that is known; may raise to end the download."""


def ignore_bytes(done: int, total: int | None) -> None:
    """A reporter for those who do not want to hear."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long a slow or failing server is put up with."""

    silence: float = 30.0
    """Seconds without a byte after which a connection counts as broken."""
    attempts: int = 5
    """One after the other without a new byte; any progress starts the count again."""
    pause: float = 1.0
    """Seconds before the second attempt; doubled before each further one."""


class _BrokenOffError(Exception):
    """This attempt is over; the next one may succeed."""


def download(
    address: str,
    part: Path,
    *,
    size: int | None = None,
    at_most: int | None = None,
    on_bytes: BytesReporter = ignore_bytes,
    patience: Patience | None = None,
) -> None:
    """Fetch a file into `part`, of which the beginning may be there already.

    Args:
        address: where the file is published.
        part: grows while the file arrives, and is kept when the connection breaks.
        size: bytes that the file must have, if that is known.
        at_most: bytes above which the file is not taken.
        on_bytes: hears of every block.
        patience: with a slow or failing server.

    Raises:
        DownloadError: the file is not there, is another one, or the connection keeps breaking.
    """
    patience = patience or Patience()
    attempt = _Attempt(address, part, size, size or at_most, on_bytes)
    failures = 0
    with httpx.Client(follow_redirects=True, timeout=patience.silence) as client:
        while True:
            before = length_of(part)
            try:
                attempt.make(client)
                return
            except (httpx.RequestError, _BrokenOffError) as error:
                failures = 1 if length_of(part) > before else failures + 1
                if failures >= patience.attempts:
                    raise DownloadError(_gave_up(address, part, error)) from error
            except OSError as error:
                raise DownloadError(f"{part.name} cannot be written ({error.strerror})") from error
            time.sleep(patience.pause * 2 ** (failures - 1))


def length_of(part: Path) -> int:
    """Bytes that are there already."""
    return part.stat().st_size if part.exists() else 0


def forget(part: Path) -> None:
    """Delete what has arrived, so that the next download starts afresh."""
    for path in (part, _tag_of(part)):
        path.unlink(missing_ok=True)


@dataclass(frozen=True)
class _Attempt:
    """One request for the bytes that are missing."""

    address: str
    part: Path
    size: int | None
    limit: int | None
    on_bytes: BytesReporter

    def make(self, client: httpx.Client) -> None:
        start = length_of(self.part)
        if start and start == self.size:
            return
        with client.stream("GET", self.address, headers=self._headers(start)) as answer:
            if answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                self._end_of_range(answer, start)
                return
            _check(answer, self.address)
            start = self._agreed_start(answer, start)
            total = self._agreed_total(answer, start)
            self._receive(answer, start, total)

    def _headers(self, start: int) -> dict[str, str]:
        # Lengths and ranges are those of the file itself only if nothing compresses it on the way.
        headers = {"Accept-Encoding": "identity", "User-Agent": "cnaps"}
        if start:
            headers["Range"] = f"bytes={start}-"
            if _tag_of(self.part).exists():
                headers["If-Range"] = _tag_of(self.part).read_text(encoding="ascii")
        return headers

    def _end_of_range(self, answer: httpx.Response, start: int) -> None:
        """Nothing follows what is there: the file was complete, or what is there belongs to another file."""
        if answer.headers.get("content-range") == f"bytes */{start}" and self.size in (None, start):
            return
        forget(self.part)
        raise _BrokenOffError(f"the server has no bytes from {start} on")

    def _agreed_start(self, answer: httpx.Response, start: int) -> int:
        """Where the answer begins: 0 where the server sends the whole file all the same."""
        if answer.status_code != httpx.codes.PARTIAL_CONTENT:
            self._note_version(answer)
            return 0
        sent = re.match(r"bytes (\d+)-", answer.headers.get("content-range", ""))
        if sent is None or int(sent[1]) != start:
            forget(self.part)
            raise _BrokenOffError("the server sent another range than it was asked for")
        return start

    def _note_version(self, answer: httpx.Response) -> None:
        """So that no file is ever put together from two versions of it."""
        forget(self.part)
        tag = answer.headers.get("etag", "")
        if tag.startswith('"') and tag.isascii():
            _tag_of(self.part).write_text(tag, encoding="ascii")

    def _agreed_total(self, answer: httpx.Response, start: int) -> int | None:
        declared = answer.headers.get("content-length", "")
        total = start + int(declared) if declared.isdecimal() else None
        if total is not None:
            self._check_size(total)
        return total or self.size

    def _receive(self, answer: httpx.Response, start: int, total: int | None) -> None:
        done = start
        with self.part.open("ab") as file:
            # As they come: of blocks of a fixed size, the last would be lost when the connection breaks.
            for block in answer.iter_raw():
                file.write(block)
                done += len(block)
                if self.limit is not None and done > self.limit:
                    break
                self.on_bytes(done, total)
        if total is not None and done < total:
            raise _BrokenOffError(f"only {done:,} of {total:,} bytes arrived")
        self._check_size(done)

    def _check_size(self, found: int) -> None:
        if self.size is not None and found != self.size:
            forget(self.part)
            raise DownloadError(
                f"{self.address} gives a file of {found:,} bytes, not of {self.size:,}: it is another file"
            )
        if self.limit is not None and found > self.limit:
            forget(self.part)
            raise DownloadError(
                f"{self.address} gives a file of more than {self.limit:,} bytes: it is another file"
            )


def _tag_of(part: Path) -> Path:
    return part.with_name(part.name + ".etag")


def _check(answer: httpx.Response, address: str) -> None:
    status = answer.status_code
    if status in BUSY:
        raise _BrokenOffError(f"the server answers {status} ({answer.reason_phrase})")
    if status not in (httpx.codes.OK, httpx.codes.PARTIAL_CONTENT):
        raise DownloadError(f"{address} answers {status} ({answer.reason_phrase}): the file is not there")
    if answer.headers.get("content-type", "").startswith("text/html"):
        raise DownloadError(f"{address} answers with a web page instead of the file")


def _gave_up(address: str, part: Path, error: Exception) -> str:
    kept = " What has arrived is kept: the next try goes on from there." if length_of(part) else ""
    host = httpx.URL(address).host
    return f"{host} cannot be reached, or broke off ({error or type(error).__name__}).{kept}"
