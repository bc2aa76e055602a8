"""The grounded explanation: three parts, every sentence cited or declared not stated."""

from __future__ import annotations

from cnaps.explanation.normalise import decode_prompt
from cnaps.explanation.prompt_answer import explain_prompt
from cnaps.explanation.question_answer import explain_question
from cnaps.explanation.records import (
    Authorship,
    Claim,
    Explanation,
    Fit,
    ListedSource,
    ParseReport,
    Quote,
    Role,
    Source,
    Stage,
)

__all__ = [
    "Authorship",
    "Claim",
    "Explanation",
    "Fit",
    "ListedSource",
    "ParseReport",
    "Quote",
    "Role",
    "Source",
    "Stage",
    "decode_prompt",
    "explain_prompt",
    "explain_question",
]
