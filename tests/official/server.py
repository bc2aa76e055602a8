"""A server on this machine in place of those that publish checkpoints; it can be as bad as they are."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(kw_only=True)
class Publisher:
    """What the server does; tests change it between requests."""

    content: bytes
    status: int = 200
    kind: str = "application/octet-stream"
    ranges: bool = True
    """Whether a request for the rest of the file is honoured."""
    cut_after: list[int] = field(default_factory=list)
    """Bytes after which the connection breaks, for one request each."""
    busy: int = 0
    """Requests that are answered with 503 first."""
    pause: float = 0.0
    """Seconds between blocks."""
    tag: str | None = None
    lengths: bool = True
    """Whether the length is declared."""
    address: str = ""
    asked: list[str | None] = field(default_factory=list)
    """The Range of each request."""


@contextmanager
def publishing(publisher: Publisher) -> Iterator[Publisher]:
    """Serve until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"publisher": publisher}))
    publisher.address = f"http://127.0.0.1:{server.server_port}/weights.pth"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    publisher: Publisher

    def do_GET(self) -> None:
        self.publisher.asked.append(self.headers["Range"])
        if self.publisher.busy:
            self.publisher.busy -= 1
            self.send_error(503)
        elif self.publisher.status != 200:
            self.send_error(self.publisher.status)
        else:
            self._send(self._start())

    def _start(self) -> int:
        wanted, tag = self.headers["Range"], self.headers["If-Range"]
        if not self.publisher.ranges or not wanted or (tag and tag != self.publisher.tag):
            return 0
        return int(wanted.removeprefix("bytes=").rstrip("-"))

    def _send(self, start: int) -> None:
        whole = len(self.publisher.content)
        if start and start >= whole:
            self.send_response(416)
            self.send_header("Content-Range", f"bytes */{whole}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
        if self.publisher.lengths:
            self.send_header("Content-Length", str(whole - start))
        if self.publisher.tag:
            self.send_header("ETag", self.publisher.tag)
        self.send_header("Content-Type", self.publisher.kind)
        self.end_headers()
        with suppress(ConnectionError):  # whoever asked has hung up
            self._send_body(self.publisher.content[start:])

    def _send_body(self, body: bytes) -> None:
        end = self.publisher.cut_after.pop(0) if self.publisher.cut_after else len(body)
        step = 1 << 16 if self.publisher.pause == 0 else max(1, end // 8)
        for at in range(0, end, step):
            self.wfile.write(body[at : min(at + step, end)])
            self.wfile.flush()
            time.sleep(self.publisher.pause)

    def log_message(self, *arguments: object) -> None:
        pass
