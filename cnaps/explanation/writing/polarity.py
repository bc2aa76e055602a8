"""Whether two wordings deny, restrict and compare the same things."""

from __future__ import annotations

import re

from cnaps.explanation.sentences import STOPWORDS, words_of

_NOT = (
    r"not|no|never|cannot|without|neither|nor|none|nothing|hardly|barely|unable|lack(?:s|ing)?|fail(?:s|ed)?|"
    r"rather than|instead of|except|excluding|\w+n['’]t"
)
_ONLY = r"only|merely|solely|just|exclusively"
_UP = (
    r"increas\w+|rais(?:e|es|ed|ing)|higher|more|most|larger|bigger|greater|faster|longer|strong(?:er|est)|"
    r"improv\w+|better|best|enhanc\w+|gains?"
)
_DOWN = (
    r"decreas\w+|reduc\w+|lower(?:s|ed|ing)?|less(?:en\w*)?|least|fewer|smaller|slower|shorter|weak(?:er|est)|"
    r"degrades?|worse(?:ns?)?|worst|eas(?:e|es)|limit(?:s|ed)?"
)
_COUNTED = {
    "denies": re.compile(rf"\b(?:{_NOT})\b", re.I),
    "restricts": re.compile(rf"\b(?:{_ONLY})\b", re.I),
}
_DIRECTED = {
    "raises": re.compile(rf"\b(?:{_UP})\b", re.I),
    "lowers": re.compile(rf"\b(?:{_DOWN})\b", re.I),
}
_CLAUSE = re.compile(
    r"[,;:.()]|\b(?:but|and|or|while|whereas|with|than|because|although|though|so|which|that|when|if|from|by|for)\b",
    re.I,
)
_COMPARED = re.compile(
    r"\b(?:than|outperform\w*|surpass\w*|exceed\w*|beats?|beaten)\b(?P<passive> by\b)?", re.I
)
_NAME = re.compile(r"\b\w*[A-Z][\w-]*\b")
_REACH = 4
"""Words of meaning that a denial is taken to be about."""
_BEGINNING = 4
"""Letters by which "name" and "named" are one."""


def disagreement(text: str, planned: str, quoted: str) -> str:
    """What `text` denies, restricts or compares otherwise than both `planned` and `quoted`; else empty."""
    for verb, pattern in _COUNTED.items():
        told = len(pattern.findall(text))
        if told not in {len(pattern.findall(planned)), len(pattern.findall(quoted)) if quoted else -1}:
            return f"it {verb} something {told} times, unlike its points"
        if _misplaced(pattern, text, f"{planned} . {quoted}"):
            return f"it {verb} something else than its points"
    for verb, pattern in _DIRECTED.items():
        if _misplaced(pattern, text, f"{planned} . {quoted}"):
            return f"it {verb} something that its points do not"
    return "it turns a comparison round" if _turned(text, planned) else ""


def _misplaced(pattern: re.Pattern[str], text: str, held: str) -> bool:
    """Whether a word of `pattern` is about something in `text` that it is not about in `held`."""
    reaches = [_reach(held, match.end()) for match in pattern.finditer(held)]
    for match in pattern.finditer(text):
        own = _reach(text, match.end())
        if not any(own & reach or not own or not reach for reach in reaches):
            return True
    return False


def _reach(text: str, place: int) -> frozenset[str]:
    """The words of meaning from `place` to the end of the clause."""
    clause = _CLAUSE.split(text[place:], maxsplit=1)[0]
    words = [word for word in words_of(clause) if word not in STOPWORDS]
    return frozenset(word[:_BEGINNING] for word in words[:_REACH])


def _turned(text: str, held: str) -> bool:
    """Whether a name stands on the other side of a comparison than in `held`."""
    before, after = _sides(held)
    left, right = _sides(text)
    return bool((left & after) - before or (right & before) - after)


def _sides(text: str) -> tuple[set[str], set[str]]:
    """The names before and behind a comparison, as if it were said in the active voice."""
    match = _COMPARED.search(text)
    if not match:
        return set(), set()
    before, behind = set(_NAME.findall(text[: match.start()])), set(_NAME.findall(text[match.end() :]))
    return (behind, before) if match["passive"] else (before, behind)
