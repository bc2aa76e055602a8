"""A few words of a sentence that cannot be put into ours, quoted so that nothing in it is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cnaps.explanation.predicates import could_be_verb, is_verb
from cnaps.explanation.runs import HEDGED, LONGEST_RUN
from cnaps.explanation.sentences import token_spans

_CLAUSE = re.compile(r"[^;:()–—]+")
SEAM = re.compile(
    r"(?:for|from|by|through|during|with|without|in|on|under|over|across|within|into|at|after|before|against|"
    r"between|that|which|who|whose|when|while|wherein|where|because|although|so|and|or|but|than|as|to|is|are|was|were|"
    r"has|have|can|cannot)\b",
    re.I,
)
"""Words before which a clause may be cut."""
OPEN = re.compile(
    SEAM.pattern.removesuffix(r"\b")
    + r"|the|an?|its|their|it|they|them|this|these|those|not|be|been|very|more|due|such|per|according",
    re.I,
)
"""Words with which a stretch does not break off."""
_LEADING = re.compile(
    r"^(?:and|but|or|so|then|while|whereas|which|that|who|wherein|where|as|than|also|because|since|although)\s+",
    re.I,
)
NARROWING = re.compile(r"(?:that|who|whose|which|where|when|if|unless|except|until|provided)\b", re.I)
"""With what a statement goes on that holds only so far; behind a comma it would add to it."""
_NEGATED = re.compile(r"\b(?:not|no|cannot|never|nor|without|hardly|rarely)\b", re.I)
"""What holds only as far as the words behind it tell."""
_AUXILIARIES = frozenset({"is", "are", "was", "were", "has", "have", "had", "can", "cannot", "took", "built"})
_SUBORDINATE = frozenset({"If", "When", "Once", "Because", "While", "Although", "Where", "Since", "As"})
"""Words with which a quoted stretch would leave its main clause out."""
LIST_ANNOUNCED = re.compile(
    r"\b(?:two|three|four|five|several|following) (?:\w+ )?(?:components|parts|modules|stages|steps|elements|"
    r"contributions|insights)$"
)
"""Words that only say that a list follows."""
_ELSEWHERE = frozenset({"this", "these", "those", "such"})
"""Words for what stands in an earlier sentence."""
_SUBJECTS = frozenset({"we", "it", "they"})
_RELATIVE = frozenset({"that", "which", "who", "whose"})
_FIGURE = re.compile(r"\d|\b(?:half|third|quarter|fifth|tenth|twentieth|\w+fold)\b")
_ANNOUNCING = re.compile(
    r"(?:In this \w+, )?(?:we|the authors) (?:propose|present|introduce|develop)s? (?:\w+ ){0,2}\w+ …$", re.I
)
"""That something is introduced, without what it is."""
_FEWEST_WORDS = 4
_REACH = 5
"""Words from a negation to what it may bear on."""


def pointers(sentence: str, cue: re.Pattern[str], *, stating: bool = False) -> Iterator[str]:
    """By clause, the words around what `cue` finds, with an ellipsis where they are cut.

    At most as many words as may be copied in a row, with each negation and restriction that may bear on them;
    with `stating` only words that say something by themselves: a figure, or a subject and its verb.
    """
    for clause in _CLAUSE.finditer(sentence):
        found = cue.search(clause.group())
        words = _window(clause.group(), found.start()) if found else ""
        if words and not (stating and not _states(words)):
            yield words


def _states(words: str) -> bool:
    """Whether there is a figure in the words, or a main verb after a subject with which they begin."""
    told = words.removesuffix(" …").split()
    if told[0] in _SUBORDINATE or told[0].lower() in _ELSEWHERE or LIST_ANNOUNCED.search(words):
        return False
    if _FIGURE.search(words):
        return True
    if told[0] == "To" or _ANNOUNCING.match(words):
        return False
    if told[0] == "…" and told[1].lower() not in _SUBJECTS:
        return False
    verbs = sum(is_verb(word) or is_verb(f"{word}s") or word in _AUXILIARIES for word in told[1:])
    return verbs > sum(word in _RELATIVE for word in told)


def pointing_sentence(short: str, words: str) -> str:
    """The sentence that hands over such words, as a statement or as a mere mention."""
    told = words.removesuffix(" …").removeprefix("… ").split()
    states = any(is_verb(word) or word in _AUXILIARIES or word.lower() in _SUBJECTS for word in told)
    return (
        f"The summary of {short} says: “{words}”."
        if states
        else f"The summary of {short} speaks of “{words}”."
    )


def _window(clause: str, place: int) -> str:
    spans = token_spans(clause)
    hedges = [match.start() for match in HEDGED.finditer(clause)]
    bearing = [
        hedge
        for hedge in hedges
        if not clause[:hedge].strip() or _is_near(clause[place:hedge] or clause[hedge:place])
    ]
    needed = [place, *bearing]
    fitting = [
        (first, last)
        for first, last in _windows(clause, spans)
        if all(spans[first][0] <= position < spans[last][1] for position in needed)
        and not goes_further(clause[spans[first][0] : spans[last][1]], clause[spans[last][1] :])
    ]
    if not fitting:
        return ""
    first, last = max(fitting, key=lambda window: _worth(clause, spans, window))
    words = _LEADING.sub("", plain_words(clause[spans[first][0] : spans[last][1]]))
    return f"{'… ' * (first > 0)}{words}{' …' * (last < len(spans) - 1)}"


def goes_further(kept: str, rest: str) -> bool:
    """Whether a negation in the words that are kept goes further without `rest`, which bounds it."""
    bounds = re.search(r"\w", rest) and not re.match(r"\s*(?:,|(?:or|nor)\b)", rest)
    return bool(bounds and _NEGATED.search(kept.split(", ")[-1]))


def _worth(clause: str, spans: list[tuple[int, int]], window: tuple[int, int]) -> tuple[int, int]:
    """How well a stretch reads: long, with its verb, and from one comma to another."""
    first, last = window
    words = [clause[begin:end] for begin, end in spans[first : last + 1]]
    begins = first == 0 or clause[spans[first][0] - 2 : spans[first][0]] == ", "
    ends = last == len(spans) - 1 or clause[spans[last][1] : spans[last][1] + 1] == ","
    states = any(is_verb(word) or is_verb(f"{word}s") for word in words)
    breaks_off = not ends and could_be_verb(words[-1])
    return last - first + 3 * (begins + ends + states - breaks_off), last


def _is_near(between: str) -> bool:
    """Whether a negation stands near enough to what is quoted, given the words `between` the two."""
    return len(between.split()) <= _REACH


def _windows(clause: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """First and last word of every stretch of whole phrases that is short enough to be quoted."""
    starts = [
        i
        for i, (begin, end) in enumerate(spans)
        if i == 0
        or SEAM.match(clause, begin)
        or clause[begin - 2 : begin] == ", "
        or is_verb(clause[begin:end])
    ]
    ends = [*(start - 1 for start in starts[1:]), len(spans) - 1]
    for first in starts:
        for last in ends:
            whole = last == len(spans) - 1 or not OPEN.fullmatch(clause[slice(*spans[last])])
            if whole and _FEWEST_WORDS - 1 <= last - first < LONGEST_RUN:
                yield first, last


def plain_words(words: str) -> str:
    """`words` without what Markdown or a quotation would stumble over."""
    return re.sub(r"\s+", " ", re.sub(r"[\[\]*_`<>|“”\"]", " ", words)).strip()
