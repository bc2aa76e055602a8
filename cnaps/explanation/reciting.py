"""A clause that cannot be put into our words, handed over in a few short quotations with ours between."""

from __future__ import annotations

import re

from cnaps.explanation.pointers import OPEN, SEAM, plain_words
from cnaps.explanation.predicates import could_be_verb, finite_verb_follows, is_verb
from cnaps.explanation.runs import HEDGED, LONGEST_RUN
from cnaps.explanation.sentences import token_spans

MOST_PIECES = 4
_FEWEST_WORDS = 3
_LINKING = re.compile(r"(?:and|but|or) ")
_AUXILIARY = re.compile(r"(?:is|are|was|were|has|have|can|cannot)\b", re.I)
"""Words that a quotation may end before elsewhere, but that belong to their subject."""
_JOINING = re.compile(r"^(?:and|but|or|so|then|while|whereas|because|although|since)\s+", re.I)
"""Words with which a quoted clause does not begin."""
_POINTING = re.compile(
    r"(?:(?:\w+ ){0,3}(?:with|for|by|from|in|of) (?:it|them|this|these)\b|"
    r"(?:they|this|these|those|whose|which|who|that|what|trained|there|how|if|its|their|such|both|here)\b)",
    re.I,
)
"""Words with which a clause points to what stands before it."""
_OPENING = re.compile(
    r"^(?:In this (?:paper|work|study|article|review), |We (?:find|show|observe|argue|note|demonstrate|"
    r"conclude) that |(?:Therefore|Thus|Hence|Consequently|Moreover|Furthermore|However), )+"
)
"""What only announces a statement."""
_LEAD = re.compile(r"^(?:In|For|With|At|On|During|By) (?:[\w-]+ ){1,4}[\w-]+, (?=\w)")
"""A short setting before the main clause."""
_VERBAL = re.compile(r"\w{3,}(?:ates|izes|ises|ifies|ects|ends|ains|urs)")
_IT = re.compile(r"(?:it|this (?:network|model|method|approach|module))\s+", re.I)
_ACTING = re.compile(
    r"\b(?:networks?|models?|methods?|frameworks?|approach(?:es)?|algorithms?|modules?|encoders?|decoders?|"
    r"generators?|transformers?|systems?|stages?|U-Nets?|functions?|pipelines?)\b",
    re.I,
)
"""What an "it" behind it stands for."""


def recited(clause: str, short: str, before: str, subject: str) -> str:
    """The sentence that hands `clause` over; empty where that would be unclear or cut a negation.

    `before`: what stands before the clause in its sentence; `subject`: the system spoken of so far.
    """
    text = _OPENING.sub("", _JOINING.sub("", plain_words(clause).strip(" ,;:.")))
    doer = ""
    if found := _IT.match(text):
        acting = _ACTING.findall(before)
        doer = f"the {acting[-1].lower()}" if acting else subject
        text = text[found.end() :]
        if not doer or not finite_verb_follows(text):
            return ""
    if _POINTING.match(text) or text.count("(") != text.count(")"):
        return ""
    if not (doer or any(map(_could_tell, text.split()[1:]))):
        return ""
    pieces = _pieces(text if doer else _LEAD.sub("", text)) or _pieces(text)
    if not pieces:
        return ""
    said = f"The summary of {short} says that {doer}" if doer else f"The summary of {short} says:"
    links = ("", ", and goes on: ", ", then: ", ", and: ")
    return f"{said} " + "".join(f"{link}“{piece}”" for link, piece in zip(links, pieces, strict=False)) + "."


def _could_tell(word: str) -> bool:
    """Whether `word` may be what a clause says of its subject."""
    return is_verb(word) or could_be_verb(word) or bool(_VERBAL.fullmatch(word.strip(",;:.")))


def _pieces(text: str) -> list[str]:
    """`text` from its beginning in stretches short enough to be quoted; none where no seam lets it end."""
    spans = token_spans(text)
    pieces: list[str] = []
    first = 0
    while first < len(spans) and len(pieces) < MOST_PIECES:
        first += bool(pieces and _LINKING.match(text, spans[first][0]))
        last = _last(text, spans, first)
        if last < 0:
            break
        end = spans[last + 1][0] if last + 1 < len(spans) else len(text)
        pieces.append(text[spans[first][0] : end].strip(" ,;:()"))
        first = last + 1
    rest = text[spans[first][0] :] if first < len(spans) else ""
    told = " ".join(pieces).split()
    states = any(map(_could_tell, told[1:]))
    if not pieces or HEDGED.search(rest) or not states:
        return []
    return [*pieces[:-1], f"{pieces[-1]} …"] if rest else pieces


def _last(text: str, spans: list[tuple[int, int]], first: int) -> int:
    """The last word of the longest stretch from word `first` that ends at a seam; -1 where there is none."""
    if len(spans) - first <= LONGEST_RUN:
        return len(spans) - 1
    places = [
        last
        for last in range(first + _FEWEST_WORDS - 1, first + LONGEST_RUN)
        if len(spans) - last > _FEWEST_WORDS
    ]
    ends = [last for last in places if _may_end(text, spans, last)]
    ends = ends or [last for last in places if text.startswith("of ", spans[last + 1][0])]
    return ends[-1] if ends else -1


def _may_end(text: str, spans: list[tuple[int, int]], last: int) -> bool:
    follows = text[spans[last][1] : spans[last + 1][0]]
    begins = spans[last + 1][0]
    seam = (SEAM.match(text, begins) and not _AUXILIARY.match(text, begins)) or ", " in follows
    return bool(seam) and not OPEN.fullmatch(text[slice(*spans[last])])
