"""Who says it: the words by which a sentence is told as its authors', varied from one to the next."""

from __future__ import annotations

import re

_STATES = re.compile(r"^(?P<who>The authors of (?:“[^”]+”|\S+)|They|Its authors) state that (?P<said>.+)$")
_REASON = re.compile(r"\b(?:because|since|therefore|in order to)\b")
_ADVICE = re.compile(r"\b(?:should|ought to)\b")
_FIGURE = re.compile(
    r"\d[\d.,]*\s?(?:%|dB|ms|s|seconds?|minutes?|GB|frames)\b|\b(?:tests?|experiments?) (?:on|show)\b"
)
_WAYS = ("{who} state that {said}", "according to {whom}, {said}", "{who} note that {said}")
_MORE = ("{who} add that {said}", "{who} also note that {said}", "{who} further state that {said}")
"""Behind another sentence on the same work."""


def reported(text: str, place: int, *, linked: bool) -> str:
    """`text` with the verb of reporting that suits it, the `place`-th of an answer; `linked` to one "
    "before."""
    states = _STATES.match(text)
    if not states:
        return text
    who, said = states["who"], states["said"]
    for verb, cue in (("argue", _ADVICE), ("explain", _REASON), ("report", _FIGURE)):
        if cue.search(said) and f" {verb} that " not in said:
            return f"{who} {verb} that {said}"
    ways = _MORE if linked else _WAYS
    whom = f"{who[0].lower()}{who[1:]}"
    way = ways[place % len(ways)].format(who=who, whom="them" if who == "They" else whom, said=said)
    return f"{way[0].upper()}{way[1:]}"
