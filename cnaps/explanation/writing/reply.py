"""The reply of a language model, read: a list of sentences with the points they rest on."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, Field, ValidationError

MOST_SENTENCES = 60
"""Far more than an answer has; a longer list is no answer."""

_THOUGHT = re.compile(r"<think>.*?</think>", re.S | re.I)
_JSON = re.compile(r"[\[{].*[\]}]", re.S)


class UnreadableReplyError(ValueError):
    """The reply is not the list of sentences that was asked for."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A sentence as a language model proposes it; nothing of it is trusted."""

    section: int
    text: str
    points: tuple[str, ...]
    """Numbers of the points that it claims to rest on."""


class _Sentence(BaseModel):
    section: Literal[1, 2]
    sentence: str
    fact_ids: list[str]


class _Reply(BaseModel):
    sentences: list[_Sentence] = Field(max_length=MOST_SENTENCES)


def read_reply(text: str) -> tuple[Proposal, ...]:
    """The sentences of a reply; a fence or chatter around the JSON is passed over.

    Raises:
        UnreadableReplyError: there is no JSON, it is cut off, or it has another form.
    """
    found = _JSON.search(_THOUGHT.sub("", text))
    try:
        value = json.loads(found.group() if found else "")
        reply = _Reply.model_validate({"sentences": value} if isinstance(value, list) else value)
    except (json.JSONDecodeError, ValidationError, RecursionError):
        # The reply is not repeated in the message: it may hold anything.
        raise UnreadableReplyError("no list of sentences") from None
    return tuple(
        Proposal(section=item.section, text=item.sentence.strip(), points=tuple(dict.fromkeys(item.fact_ids)))
        for item in reply.sentences
    )
