"""The user's question to its sub-questions, each with what it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cnaps.explanation.asking import EVERYDAY, aspects_of
from cnaps.explanation.records import Aspect, SubQuestion
from cnaps.explanation.sentences import content_stems, split_sentences

MOST_SUBQUESTIONS = 6

_ASKING = r"(?:how|what|which|why|who|when|where|are|is|can|could|may|must|do|does|did|will|would|should)\b"
_SUBJECT = r"(?:it|they|that|this|these|those|there|I|we|you|he|she|one|the|an?|my|our|your|such|any)\b"
_ASKED_NEXT = (
    r"(?:is|are|was|were|does|do|did|will|would|can|could|should|must|may|might|has|have) " + _SUBJECT
)
"""An auxiliary and its subject behind a comma: another question, where a question stands before it."""
_OF_WHICH_KIND = rf"which (?:\w+ ){{1,2}}(?:does|do|did|will|would|can|could|should|must) {_SUBJECT}"
"""``which licence does it have``, and not ``which it does``, which belongs to what stands before it."""
_SPLIT = re.compile(
    rf"\s*(?:,\s*(?:and|but)\s+(?={_ASKING}|{_ASKED_NEXT})|,\s*or\s+(?=(?:how|what|which|why|who|when|where)\b)|"
    rf",\s*(?=(?:(?:on|with|for|from|by) (?:what|which)|"
    rf"how|what|why|who|where|may i|can i|(?:must|does|do|can|is|are) (?:the|it|they|this|these)|"
    rf"which (?:of (?:the|these|those|them)|(?:\w+ )?(?:networks?|models?|architectures?|structures?|"
    rf"methods?|tools?)))\b)|"
    rf"(?<=\w),\s*(?={_ASKED_NEXT}|{_OF_WHICH_KIND})|"
    rf";\s+(?:and\s+)?|\s[–—]\s(?={_ASKING})|\?\s+and\s+|"
    rf"\s+and\s+(?=(?:how|what|which|why|who|when|where)\b|"
    rf"(?:is|are|was|were|has|have|does|do|can|will) (?:it|they|there|this|that|the|i)\b))",
    re.I,
)
_LEADING = re.compile(
    rf"^(?:and|so|also|but|then)?,?\s*(?:{_ASKING}|{_ASKED_NEXT}|(?:please\s+)?(?:explain|tell|describe|"
    rf"compare|summari[sz]e)\b)",
    re.I,
)
_ASKS = re.compile(
    rf"{_LEADING.pattern}|^(?:if|whether)\b|^(?:[^,]{{0,60}}\b)?(?:how|what|wh?ich|why|who|when|where)\b|\?\s*$",
    re.I,
)
_UNMARKED = re.compile(
    r"^(?:and|also|so)?\s*(?:how|what(?! an? )|wh?ich|why)\b[^?]*\b(?:do|does|did|is|are|can)\b[^?]*$",
    re.I,
)
"""A question whose mark was forgotten beside one that has it."""
_WISHED = re.compile(
    r"^(?:(?:and|also|but|then),? )?(?:I(?:['’]d| would)? (?:also |really |just )?(?:like|love|want|need) to "
    r"(?:know|understand|learn|hear|see)|I (?:also |just )?wonder|I (?:am|['’]m) (?:also )?"
    r"(?:curious|wondering|not sure|unsure)|(?:please )?(?:also )?tell me(?: also)?)\s+"
    r"(?=(?:if|whether|how|what|why|which|who|when|where)\b)",
    re.I,
)
"""What announces a question that has no mark: "I'd also like to know whether …"."""
_CONTEXT = re.compile(rf"^[^?:]{{3,80}}:\s+(?={_ASKING})", re.I)
"""What is said before the colon of "Before I buy it: how …?"."""
_KNOWING = re.compile(r"\b(?:know|decide|tell|see|guess|find out|recogni[sz]e)s?\b", re.I)
_DOER = re.compile(
    r"\b(?:AI|networks?|models?|methods?|tools?|apps?|software|programs?|computers?|techniques?|work\w*|"
    r"photos?|pictures?|images?)\b",
    re.I,
)


def split_question(question: str) -> tuple[SubQuestion, ...]:
    """The sub-questions of a text; a text that asks nothing is one as a whole."""
    whole = " ".join(question.split())
    sentences = [sentence.text for sentence in split_sentences(whole)]
    marked = [text for text in sentences if "?" in text]
    beside = [text for text in sentences if text in marked or _UNMARKED.match(text) or _WISHED.match(text)]
    asking = beside if marked else [text for text in sentences if _LEADING.match(text) or _WISHED.match(text)]
    asking = [_CONTEXT.sub("", _WISHED.sub("", text)).rstrip(".") for text in asking]
    asked = [part for text in asking for part in _parts(text) if _ASKS.search(part)] or asking or [whole]
    return merged([SubQuestion(text=text, aspects=aspects_of(text)) for text in asked])[:MOST_SUBQUESTIONS]


def merged(asked: Sequence[SubQuestion]) -> tuple[SubQuestion, ...]:
    """Two questions in a row for the same thing are one, such as "Can I trust it? Does it invent detail?"."""
    kept: list[SubQuestion] = []
    for subquestion in asked:
        last = kept[-1] if kept else None
        same = (
            last
            and last.aspects == subquestion.aspects
            and not (_apart(subquestion) or _another_how(last, subquestion))
        )
        if last and same:
            words = f"{last.asked} {subquestion.asked}".strip()
            kept[-1] = replace(last, text=f"{last.text} {subquestion.text}", asked=words)
        else:
            kept.append(subquestion)
    return tuple(kept)


def _apart(subquestion: SubQuestion) -> bool:
    """Questions whose own words are the title, so that each has to stand for itself."""
    return bool({Aspect.OTHER, Aspect.FIDELITY, Aspect.DIFFERENCE, Aspect.TASK} & set(subquestion.aspects))


def _another_how(last: SubQuestion, subquestion: SubQuestion) -> bool:
    """How it is done and how something else in it is known are two questions, though of one kind."""
    return subquestion.aspects == (Aspect.MECHANISM,) and bool(
        EVERYDAY.match(last.text)
        or _KNOWING.search(subquestion.text)
        or len(_own_words(subquestion.text) - _own_words(last.text)) > 1
    )


def _own_words(text: str) -> frozenset[str]:
    """The words that tell what a question is about, whoever does it."""
    return content_stems(_DOER.sub(" ", text))


def _parts(text: str) -> list[str]:
    """Parts of a double question; a part of one or two words, as in "how and why", belongs to the next."""
    parts: list[str] = []
    for part in _SPLIT.split(text):
        plain = (part or "").strip(" ,;")
        if parts and not _ASKS.search(parts[-1]) and re.match(_ASKED_NEXT, plain, re.I):
            parts[-1] = f"{parts[-1]}, {plain}"
        elif parts and len(parts[-1].split()) < 3:
            parts[-1] = f"{parts[-1]} and {plain}"
        elif parts and len(plain.split()) == 1:
            parts[-1] = f"{parts[-1].rstrip('?')} and {plain}"
        elif plain.strip("?"):
            parts.append(plain)
    return parts
