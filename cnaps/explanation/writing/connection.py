"""One request to a language model, and in friendly words why it brought nothing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus

from cnaps.explanation.writing.settings import Settings

LONGEST_REPLY = 3_000
"""Tokens; some five times a long answer."""

_NO_TOKEN = "none"
"""Sent where no token is set: without any, the client would look for the user's own on this machine."""
_JSON = {"type": "json_object"}
_UNKNOWN_OPTION = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}
_BY_STATUS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "The language model refused the access token",
    HTTPStatus.FORBIDDEN: "The language model refused the access token",
    HTTPStatus.PAYMENT_REQUIRED: "The language model's account has no credit left",
    HTTPStatus.NOT_FOUND: "The language model was not found at its address",
    HTTPStatus.TOO_MANY_REQUESTS: "The language model is being asked too often at the moment",
}


@dataclass(frozen=True, kw_only=True)
class Message:
    """A turn of the conversation."""

    role: str
    content: str


class NoReplyError(Exception):
    """The language model gave nothing that can be used; the message is the first half of a sentence."""


def ask(settings: Settings, messages: Sequence[Message], seconds: float) -> str:
    """The reply to a conversation.

    Raises:
        NoReplyError: there is none within `seconds`, or it is no text. Neither the token nor what the server
            said is in the message.
    """
    status, reply = _request(settings, messages, seconds, _JSON)
    if status in _UNKNOWN_OPTION:
        # Not every server knows how to promise JSON; the check of the reply does not rely on the promise.
        status, reply = _request(settings, messages, seconds, None)
    if status != HTTPStatus.OK:
        raise NoReplyError(_BY_STATUS.get(status, f"The language model did not answer (HTTP {status})"))
    return reply


def _request(
    settings: Settings, messages: Sequence[Message], seconds: float, form: dict[str, str] | None
) -> tuple[int, str]:
    # Loaded at the first question only: who asks no language model does not pay for its client.
    from huggingface_hub import InferenceClient
    from huggingface_hub.errors import HfHubHTTPError, InferenceTimeoutError

    # The base error of whichever HTTP library the hub builds on.
    from huggingface_hub.errors import HTTPError as TransferError  # type: ignore[attr-defined]

    client = InferenceClient(
        base_url=settings.address or None, api_key=settings.token or _NO_TOKEN, timeout=seconds
    )
    start = time.monotonic()
    try:
        output = client.chat_completion(
            [asdict(message) for message in messages],
            model=settings.model or None,
            temperature=0.0,
            max_tokens=LONGEST_REPLY,
            response_format=form,  # type: ignore[arg-type]
        )
    except InferenceTimeoutError:
        raise NoReplyError(late(settings)) from None
    except HfHubHTTPError as error:
        return error.response.status_code, ""
    except (TransferError, OSError):
        # A connection that breaks when the time is up was not refused: nothing came in time.
        ended = time.monotonic() - start >= seconds
        raise NoReplyError(late(settings) if ended else "The language model could not be reached") from None
    except (ValueError, TypeError, RecursionError):
        raise NoReplyError(UNREADABLE) from None
    return HTTPStatus.OK, _text(output)


UNREADABLE = "The language model's reply could not be read"


def late(settings: Settings) -> str:
    """Why nothing came in time."""
    return f"The language model did not answer within {settings.seconds:g} seconds"


def _text(output: object) -> str:
    """The text of the first choice; the parts of a foreign server's reply may be anything."""
    choices = getattr(output, "choices", None)
    message = getattr(choices[0], "message", None) if isinstance(choices, list) and choices else None
    text = getattr(message, "content", None)
    if not isinstance(text, str):
        raise NoReplyError(UNREADABLE)
    return text
