"""English."""

from __future__ import annotations

import re

from cnaps.explanation.languages.english import reader, speech
from cnaps.explanation.languages.english.phrases import ENGLISH_PHRASES
from cnaps.explanation.languages.language import Language, PromptCues

ENGLISH = Language(
    code="en",
    letters=re.compile(r"[A-Za-z]"),
    phrases=ENGLISH_PHRASES,
    reader=reader,
    speech=speech,
    cues=PromptCues(
        models=r"(?:the\s+)?(?:recommended|suggested|selected)(?:\s+\w+){0,2}?\s+models?\b",
        papers=(
            r"(?:(?:the\s+)?(?:related|relevant|supporting|retrieved)\s+)(?:\w+\s+){0,2}?"
            r"(?:papers?|works?|literature|publications?)\b"
        ),
        asked=r".*\b(?:following|user(?:'s|’s)?)\s+question\b[\s*_]*[:：]?|[\s#>*_]*(?:question|q)[\s*_]*[:：]",
        answer=r"answer|response",
        frame=r"based on the|you are an? |a user has|use \**only|do not refer|\W*(?:model|paper)\W*:",
        labels={
            "name": "model name|paper title|model|title|name",
            "paper": "paper link|paper url|paper|link|url|arxiv|pdf",
            "github": "github link|github|code|repository|repo",
            "summary": "summary|abstract|description",
        },
        missing=r"n/?a|none|null|nil|not (?:available|provided|released)|unknown|tbd|no link",
    ),
    unstated=re.compile(r"not stated in "),
    number_words=re.compile(
        r"\b(?:two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|million|billion|half|twice"
        r"|percent)\b",
        re.I,
    ),
)
