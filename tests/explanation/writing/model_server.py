"""A language model that says what a test wants, behind a real OpenAI-compatible server on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cnaps.explanation.writing import LanguageModel, Settings

Body = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server sends back."""

    content: str | None = None
    """What the model says; None for a body that is no chat completion."""
    status: int = 200
    body: bytes = b""
    waits: bool = False
    """Whether nothing is sent before the server is released."""
    drips: float = 0.0
    """Seconds between two bytes."""

    def bytes_of(self) -> bytes:
        if self.content is None:
            return self.body
        message = {"role": "assistant", "content": self.content}
        return json.dumps({"choices": [{"index": 0, "message": message}]}).encode()


Speaker = Callable[[Body], Answer]
"""From the body of a request to an answer."""


@dataclass(kw_only=True)
class ModelServer:
    """The server while it runs, and all that it was asked."""

    address: str
    bodies: list[Body] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    """By name in lower case."""
    paths: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    """Set, it lets go what waits."""

    @property
    def heard(self) -> str:
        """All that reached the server, as it was sent."""
        return json.dumps(self.bodies, ensure_ascii=False)

    def writer(self, *, seconds: float = 30.0, token: str = "", model: str = "test-model") -> LanguageModel:
        """A writer that asks this server."""
        return LanguageModel(Settings(address=self.address, model=model, token=token, seconds=seconds))


@contextmanager
def model_server(*answers: Answer | Speaker) -> Iterator[ModelServer]:
    """Serve `answers` one after the other, and the last one for ever."""
    served = ModelServer(address="")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answer = answers[min(len(served.bodies), len(answers) - 1)]
            served.bodies.append(body)
            served.headers.append({name.lower(): text for name, text in self.headers.items()})
            served.paths.append(self.path)
            with suppress(OSError):  # the writer may have hung up
                self._send(answer if isinstance(answer, Answer) else answer(body))

        def _send(self, answer: Answer) -> None:
            if answer.waits:
                served.released.wait()
            data = answer.bytes_of()
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            for start in range(0, len(data), 1 if answer.drips else max(1, len(data))):
                self.wfile.write(data[start : start + (1 if answer.drips else len(data))])
                self.wfile.flush()
                if answer.drips and served.released.wait(answer.drips):
                    return

        def log_message(self, format: str, *args: object) -> None:
            """The test has its own record."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.address = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield served
    finally:
        served.released.set()
        server.shutdown()
        server.server_close()


def data_in(message: dict[str, str]) -> Body:
    """The data of a message, which stands between two lines that hold the mark."""
    lines = message["content"].splitlines()
    first, last = (place for place, line in enumerate(lines) if line.startswith("==="))
    return json.loads("\n".join(lines[first + 1 : last]))


def points_of(body: Body) -> list[Body]:
    """The points of the first request of a conversation, each with its section."""
    parts = data_in(body["messages"][1])["parts"]
    return [{**point, "section": part["section"]} for part in parts for point in part["points"]]


def said(sentences: Sequence[Body]) -> str:
    """A reply in the form that is asked for."""
    return json.dumps({"sentences": list(sentences)})
