"""A clause that cannot be put into our words, handed over in a few short quotations with ours between."""

from __future__ import annotations

import re
from itertools import pairwise

from cnaps.explanation.pointers import LIST_ANNOUNCED, NARROWING, OPEN, SEAM, goes_further, plain_words
from cnaps.explanation.predicates import could_be_verb, finite_verb_follows, is_verb
from cnaps.explanation.runs import HEDGED, LONGEST_RUN
from cnaps.explanation.sentences import token_spans, words_of

MOST_PIECES = 4
_FEWEST_WORDS = 4
_LINKING = re.compile(r"(?:and|but|or) ")
_LATE_SEAM = re.compile(
    r"(?:of|along|onto|around|via|upon|towards?|is|are|was|were|has|have|can|cannot)\b", re.I
)
"""Words before which a quotation ends where there is no better place."""
_AUXILIARY = re.compile(r"(?:is|are|was|were|has|have|can|cannot)\b", re.I)
"""Words that a quotation may end before elsewhere, but that belong to their subject."""
_JOINING = re.compile(r"^(?:and|but|or|so|then|while|whereas|because|although|since)\s+", re.I)
"""Words with which a quoted clause does not begin."""
_LEADING_IN = re.compile(r"(?:While|Whereas|Because|Although|Though|Since|If|Unless|When|Once|As)\s")
"""Words that begin a sentence whose main clause stands behind a comma."""
_POINTING = re.compile(
    r"(?:(?:\w+ ){0,3}(?:with|for|by|from|in|of) (?:it|them|this|these)\b|"
    r"as to\b|(?:often|usually|commonly|sometimes) \w+ed\b|"
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
_OBJECT = frozenset(words_of("the a an its their each every one two about at up no through to into from"))
"""Before these, a word that ends like a verb is one, known or not."""
_PLURAL = frozenset({"are", "were", "have", "do"})
_RELATIVE = frozenset({"that", "which", "who", "whose"})
_VERBAL = re.compile(r"\w{3,}(?:ates|izes|ises|ifies|ects|ends|ains|urs)")
_IT = re.compile(r"(?:it|this (?:network|model|method|approach|module))\s+", re.I)
_IT_FOR_NONE = re.compile(
    r"it (?:is|was|seems|appears|becomes|remains|has been) (?:(?:not|still|also|\w+ly) )*"
    r"(?:(?:im)?possible|necessary|important|essential|crucial|desirable|(?:well[- ])?known|(?:un)?clear|"
    r"(?:shown|found|\w+ed) that\b|"
    r"(?:hard|difficult|easy|challenging|costly|expensive) to (?:\w+ly )?\w+ "
    r"(?!(?:in|on|for|from|with|without|by|at|as|and|or|but|when|because|to|under)\b))",
    re.I,
)
"""An "it" that stands for no thing, but for what follows it."""
_ACTING = re.compile(
    r"\b(?:networks?|models?|methods?|frameworks?|approach(?:es)?|algorithms?|modules?|encoders?|decoders?|"
    r"generators?|transformers?|systems?|stages?|U-Nets?|functions?|pipelines?)\b",
    re.I,
)
"""What an "it" behind it stands for."""


_SUBJECT = re.compile(
    r"(?:An?|The|Each|Our) (?P<noun>(?:[\w-]+ ){0,2}?[a-z-]+) (?=(?:can|cannot|is|was|has|does|\w+[^s\W]s)\b)"
)
"""What a sentence begins with, for which an "it" further on may stand."""


def recited(clause: str, short: str, before: str, subject: str) -> str:
    """The sentence that hands `clause` over; empty where that would be unclear or cut a negation.

    `before`: what stands before the clause in its sentence; `subject`: the system spoken of so far.
    """
    text = _OPENING.sub("", _unjoined(plain_words(clause).strip(" ,;:.")))
    doer = ""
    if (found := _IT.match(text)) and not _IT_FOR_NONE.match(text):
        acting, first = _ACTING.findall(before), _SUBJECT.match(before)
        named = f"the {first['noun']}" if first else "the method" if subject.startswith("“") else subject
        doer = f"the {acting[-1].lower()}" if acting else named
        text = text[found.end() :]
        if not doer or not finite_verb_follows(text):
            return ""
    if _POINTING.match(_JOINING.sub("", text)) or text.count("(") != text.count(")"):
        return ""
    if not doer and not _states(text.split()[1:]):
        return ""
    pieces = _pieces(text if doer else _LEAD.sub("", text)) or _pieces(text)
    if not pieces or LIST_ANNOUNCED.search(pieces[-1]):
        return ""
    return _handed_over(pieces, short, doer)


def _unjoined(clause: str) -> str:
    """`clause` without what joins it to what stands before; a concession is kept before its main clause."""
    return clause if _LEADING_IN.match(clause) and ", " in clause else _JOINING.sub("", clause)


_ASIDES = ("as it puts it", "in its words", "as it says")
"""What stands between quotations that were one stretch in the source, where ours have to come between."""


def _handed_over(pieces: list[str], short: str, doer: str) -> str:
    """The pieces in one sentence, with words of ours between them that the source does not have there."""
    quoted = [f"“{piece}”" for piece in pieces]
    if doer or len(pieces) == 1:
        first, *others = quoted
        start = f"The summary of {short} says{f' that {doer}' if doer else ':'} {first}"
    else:
        first, second, *others = quoted
        start = f"{first[0]}{first[1].upper()}{first[2:]}, the summary of {short} says, {second}"
    return start + "".join(f", {aside}, {piece}" for aside, piece in zip(_ASIDES, others, strict=False)) + "."


def _states(words: list[str]) -> bool:
    """Whether there is a verb before the first relative clause, or beside those of relative clauses."""
    plain = [word.strip(",;:.").lower() for word in words]
    verbs = [i for i, (word, after) in enumerate(pairwise([*plain, ""])) if _is_finite(word, after)]
    relatives = [i for i, word in enumerate(plain) if word in _RELATIVE]
    return bool(verbs) and (not relatives or verbs[0] < relatives[0] or len(verbs) > len(relatives))


def _is_finite(word: str, after: str) -> bool:
    if is_verb(word) or is_verb(f"{word}s") or word in _PLURAL or _VERBAL.fullmatch(word):
        return True
    return (
        word.endswith("s") and word[-2:] != "ss" and len(word) > 3 and (after in _OBJECT or after.isdigit())
    )


def _pieces(text: str) -> list[str]:
    """`text` from its beginning in stretches short enough to be quoted; none where no seam lets it end."""
    spans = token_spans(text)
    pieces: list[str] = []
    first = 0
    while first < len(spans) and len(pieces) < MOST_PIECES:
        last = _last(text, spans, first)
        if last < 0:
            break
        end = spans[last + 1][0] if last + 1 < len(spans) else len(text)
        pieces.append(_balanced(text[spans[first][0] : end].strip(" ,;:")))
        first = last + 1
    if not pieces or not _states(" ".join(pieces).split()):
        return []
    if first == len(spans):
        return pieces
    kept, rest = text[: spans[first][0]], text[spans[first][0] :]
    return [*pieces[:-1], f"{pieces[-1]} …"] if _may_stop(kept, rest) else []


def _may_stop(kept: str, rest: str) -> bool:
    """Whether `rest` may be left off: without it, `kept` is whole and says no more than the source."""
    waits = _LEADING_IN.match(kept) and ", " not in re.sub(r"\([^)]*\)", "", kept).rstrip(", ")
    return not (waits or HEDGED.search(rest) or NARROWING.match(rest) or goes_further(kept, rest))


def _last(text: str, spans: list[tuple[int, int]], first: int) -> int:
    """The last word of the longest stretch from word `first` that ends at a seam; -1 where there is none."""
    if len(spans) - first <= LONGEST_RUN:
        return len(spans) - 1
    places = [
        last
        for last in range(first + _FEWEST_WORDS - 2, first + LONGEST_RUN)
        if len(spans) - last >= _FEWEST_WORDS
    ]
    ends = [last for last in places if last - first >= _FEWEST_WORDS - 1 and _may_end(text, spans, last)]
    good = [last for last in places if _is_comma(text, spans, last)] + [
        last for last in ends if not could_be_verb(text[slice(*spans[last])])
    ]
    ends = good or ends or [last for last in places if _LATE_SEAM.match(text, spans[last + 1][0])]
    return max(ends, default=-1)


def _balanced(piece: str) -> str:
    """`piece` without a bracket that is closed in another one."""
    return piece if piece.count("(") == piece.count(")") else piece.strip("()")


def _in_name(text: str, spans: list[tuple[int, int]], last: int) -> bool:
    """Whether a name goes on behind word `last`: "Pyramid, Cascading", "Temporal and Spatial Attention"."""
    behind = last + 2 if _LINKING.match(text, spans[last + 1][0]) else last + 1
    return last > 0 and behind < len(spans) and all(text[spans[i][0]].isupper() for i in (last, behind))


def _is_comma(text: str, spans: list[tuple[int, int]], last: int) -> bool:
    return not _in_name(text, spans, last) and ", " in text[spans[last][1] : spans[last + 1][0]]


def _may_end(text: str, spans: list[tuple[int, int]], last: int) -> bool:
    begins = spans[last + 1][0]
    seam = SEAM.match(text, begins) and not _AUXILIARY.match(text, begins)
    return bool(seam) and not _in_name(text, spans, last) and not OPEN.fullmatch(text[slice(*spans[last])])
