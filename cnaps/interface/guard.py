"""What every request has to pass, and what every answer carries.

Gradio limits the size of each uploaded file only, follows links that stand in place of an uploaded file,
and sends no security headers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    # Gradio's page needs inline scripts. Everything from elsewhere is refused: nothing leaves the page.
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "worker-src 'self' blob:; object-src 'none'; base-uri 'self'; frame-ancestors 'self' https://huggingface.co"
    ),
}


class Guard:
    """ASGI middleware: bounds requests, refuses links in place of files, adds the security headers."""

    def __init__(self, app: ASGIApp, *, upload_bytes: int, request_bytes: int) -> None:
        self.app = app
        self.upload_bytes = upload_bytes
        self.request_bytes = request_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with one sentence."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = _with_headers(send)
        if scope["method"] != "POST":
            await self.app(scope, receive, answer)
        elif scope["path"].rstrip("/").endswith("/upload"):
            await self._upload(scope, receive, answer)
        else:
            await self._call(scope, receive, answer)

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _declared(scope) > self.upload_bytes:
            await _refuse(scope, receive, send, 413, _too_large(self.upload_bytes))
            return
        await self.app(scope, _counting(receive, self.upload_bytes), send)

    async def _call(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = bytearray()
        if _declared(scope) <= self.request_bytes:
            async for part in Request(scope, receive).stream():
                body += part
                if len(body) > self.request_bytes:
                    break
        if max(_declared(scope), len(body)) > self.request_bytes:
            await _refuse(scope, receive, send, 413, _too_large(self.request_bytes))
        elif any("://" in path for path in _paths(bytes(body))):
            await _refuse(scope, receive, send, 422, "Links are not followed: upload the photo itself.")
        else:
            await self.app(scope, _replayed(bytes(body), receive), send)


def _with_headers(send: Send) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, text in HEADERS.items():
                headers.setdefault(name, text)
        await send(message)

    return answer


def _declared(scope: Scope) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0


def _counting(receive: Receive, limit: int) -> Receive:
    """Hang up on a sender who sends more than was announced."""
    got = 0

    async def counted() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        return message if got <= limit else {"type": "http.disconnect"}

    return counted


def _replayed(body: bytes, receive: Receive) -> Receive:
    waiting = True

    async def replay() -> Message:
        nonlocal waiting
        if not waiting:
            return await receive()
        waiting = False
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def _paths(body: bytes) -> Iterator[str]:
    """Every string called ``path`` in a JSON body; none if it is no JSON, which Gradio refuses itself."""
    try:
        waiting: list[Any] = [json.loads(body)]
    except (ValueError, RecursionError):
        return
    while waiting:
        found = waiting.pop()
        if isinstance(found, MutableMapping):
            waiting.extend(found.values())
            if isinstance(found.get("path"), str):
                yield found["path"]
        elif isinstance(found, list):
            waiting.extend(found)


def _too_large(limit: int) -> str:
    return f"The request is too large: at most {limit / 2**20:g} MB are taken."


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, sentence: str) -> None:
    await PlainTextResponse(sentence, status)(scope, receive, send)
