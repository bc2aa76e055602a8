"""Sentences inside a summary that speak to the reader instead of describing the work."""

from __future__ import annotations

import re

_ADDRESSED = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b.{0,60}\b(?:instructions?|previous|prior|above|prompts?|sources?|rules?|everything|"
    r"question|papers?)\b|"
    r"\byou(?:r|rs|rself)?\b|\bas an ai\b|\b(?:ai|the|this) (?:assistant|chatbot|language model)s?\b|"
    r"\bassistant\b\s*[:,]|"
    r"\bnotes? (?:to|for) (?:the |any )?(?:assistant|model|ai|llm|reader|reviewer|system|writer|user)s?\b|"
    r"\bsystem (?:prompt|message|note|override)\b|"
    r"\b(?:recommend|endorse|promote|prefer|choose|cite|mention)\b.{0,80}\binstead\b|\binstead,? "
    r"(?:recommend|say|use|cite|write)\b|"
    r"<\|?/?\s*(?:system|user|assistant|im_start|im_end|inst)\b|\[/?inst\]|"
    r""
    r"(?<!they )(?<!authors )(?<!\bwe )(?<!models )(?<!users )\b(?:respond|reply|answer)s?"
    r" (?:only )?(?:with|by|that|in)\b|\bnew instructions?\b|\bprompt "
    r"injection\b|"
    r"\b(?:in|into|to) (?:the|this|every) (?:answer|response|reply)\b",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"^\W*(?:please|always|never|do not|don['’]t|say|add|tell|click|visit|write|print|output|repeat|"
    r"respond|reply|answer|state(?!-)|"
    r"include|begin|start|end|recommend|mention|cite|claim|list|insert|append|pretend|act|assume|important\s*:|attention\s*:|"
    r"instructions?\s*:|system\s*:|warning\s*:|note\s*:|also (?:say|add|mention|state|cite|include|"
    r"recommend))\b",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"^\W*(?:it|this|that|they|also|then|and|otherwise|failure|if)\b", re.IGNORECASE)
_URL = re.compile(r"https?://|www\.", re.IGNORECASE)
_PROMOTED = re.compile(
    r"\b(?:recommend|best|better|instead|download|visit|click|buy|must|should)\b", re.IGNORECASE
)


def addresses_reader(sentence: str) -> bool:
    """Whether `sentence` gives an order or speaks to "you"; such text is data and is not used as a fact."""
    promotes = _URL.search(sentence) and _PROMOTED.search(sentence)
    return bool(_ADDRESSED.search(sentence) or _COMMAND.match(sentence) or promotes)


def usable(sentences: list[str]) -> list[bool]:
    """For each sentence, whether it may be used; one that continues a dropped sentence is dropped with it."""
    verdicts: list[bool] = []
    for sentence in sentences:
        after_dropped = bool(verdicts) and not verdicts[-1]
        verdicts.append(not (addresses_reader(sentence) or (after_dropped and _CONTINUED.match(sentence))))
    return verdicts
