"""What stands side by side in another order: "A and B" to "B and A", where both are whole and of one kind."""

from __future__ import annotations

import re

from cnaps.explanation.predicates import CHANGES_SENSE, could_be_verb, is_base, is_verb

_LIST = re.compile(
    r", (?!(?:for|in|on|with|by|to|from|as|at|of|which|that|whose|while|where|when|because|since|or|it|they|"
    r"is|are|according|over|under|across|through|into|inside|between|within|without|during|after|before|"
    r"against|via)\b)(?P<one>(?:[\w-]+ ){0,3}[\w-]+),? and (?P<other>(?:[\w-]+ ){0,3}?[\w-]+)"
    r"(?=[,;:.]|$| (?:to|from|by|as|is|are|can)\b)|"
    r", (?P<first>[A-Z][\w+-]*) and (?P<second>[A-Z][\w+-]*)(?=[ ,;:.]|$)"
)
_PAIR = re.compile(
    r"(?<=\s)(?P<before>[a-z]{2,})\s(?P<one>(?:(?:the|an?|one|its|their|two|three) )?(?:[\w-]+ "
    r")?[\w-]{3,}) and "
    r"(?P<other>(?:(?:the|an?|one|its|their|two|three) )?(?:[\w-]+ )?[\w-]{3,})(?=[,;:.]|$| (?:is|are|can|"
    r"from|by|into|to)\b)"
)
_PARTLY = re.compile(
    r"\b(?P<before>partly )(?P<one>[^,;:]{4,40}?) and (?P<partly>partly )(?P<other>[^,;:]{4,40}?)(?=[,;:.]|$)"
)
_OPENING_WORDS = """
of in on at to for from with without between both as into via through under over inside than
"""
_OPENING = frozenset(_OPENING_WORDS.split())
"""Words behind which a list of two may begin."""
_SHARED_HEAD = re.compile(
    r"(?<=\s)(?P<one>[\w-]+(?:ed|ing|al|ic|ive|ous|ful|less|ar|ant|ent|ble)|clean|sharp|dark|bright|low|"
    r"high|old|new|"
    r"real) and (?P<other>[\w-]+(?:ed|ing|al|ic|ive|ous|ful|less|ar|ant|ent|ble)|clean|sharp|dark|bright|"
    r"low|high|"
    r"old|new|real)(?= [a-z]+s\b)"
)
_ADJECTIVE = re.compile(
    r"(?:ed|ing|al|ic|ive|ous|ful|less|ar|ant|ent|ble|y|clean|sharp|dark|bright|low|high|old|new)$"
)
_NO_ITEM = re.compile(
    r"\b(?:more|less|other|others|further|then|so|thus|also|even|especially|each|such|not|only|partly|in|on|"
    r"of|for|"
    r"with|by|from|to|at|as|closer|harder|larger|smaller|faster|higher|lower|longer|shorter|better|worse|it|"
    r"its|they|their|them|this|these|that|those|which|be|is|are|not|no|one|ones)\b|ly\b",
    re.I,
)
"""What does not stand in an item that may change its place."""


def other_order(text: str, begin: int, end: int) -> str | None:
    """``A, B and C`` to ``A, C and B``."""
    for match in _LIST.finditer(text, max(0, begin - 4), end + 30):
        one, other = match["one"] or match["first"], match["other"] or match["second"]
        verb = any(is_verb(word) or is_base(word) for word in text[: match.start()].split())
        listed = verb or bool(match["first"]) or text[match.end() : match.end() + 1] == ","
        if begin < match.end() - len(other) < end + 4 and listed and _may_swap(one, other):
            return f"{text[: match.start()]}, {other} and {one}{text[match.end() :]}"
    return None


def _may_swap(one: str, other: str) -> bool:
    """Whether two items are whole and of one kind; not "clean" and "noisy images", which share their head."""
    items = f"{one} {other}"
    verbal = any(is_verb(word) or CHANGES_SENSE.fullmatch(word) for word in items.split())
    same = one.endswith("s") == other.endswith("s") or len(one.split()) == len(other.split()) or " " in other
    shared_head = len(one.split()) < len(other.split()) and _ADJECTIVE.search(one)
    return same and not (verbal or _NO_ITEM.search(items) or shared_head)


def swapped(text: str, begin: int, end: int) -> str | None:
    """``from A and B`` to ``from B and A``."""
    if (partly := _PARTLY.search(text, max(0, begin - 8), end + 30)) and partly.end() > begin:
        middle = f"partly {partly['other']} and partly {partly['one']}"
        return f"{text[: partly.start()]}{middle}{text[partly.end() :]}"
    starts = [
        word.start() for word in re.finditer(r"(?<=\s)[a-z]{2,}", text[: end + 30]) if word.start() >= begin
    ]
    found = [_PAIR.match(text, start, end + 30) for start in starts]
    pairs = [pair for pair in found if pair and _opens(pair["before"])]
    for match in (*pairs, *_SHARED_HEAD.finditer(text, begin, end + 20)):
        one, other = match["one"], match["other"]
        articles = [bool(re.match(r"(?:the|an?|one|its|their|two|three) ", item)) for item in (one, other)]
        same_noun = one.split()[-1] == other.split()[-1] and len(one.split()) == len(other.split())
        alone = same_noun or (
            len(one.split()) == len(other.split()) == 1 + articles[0] and articles[0] == articles[1]
        )
        long = articles[0] and articles[1]
        single = long or not could_be_verb(one.split()[-1]) or match.re is _SHARED_HEAD
        single = single and not (match.re is _SHARED_HEAD and _is_qualified(text[: match.start()]))
        if begin < match.start("other") < end + 4 and (alone or long) and single and _may_swap(other, one):
            return f"{text[: match.start('one')]}{other} and {one}{text[match.end('other') :]}"
    return None


def _is_qualified(before: str) -> bool:
    """Whether the first of two adjectives has a word of its own before it: "physical model-based and …"."""
    word = before.split()[-1] if before.split() else ""
    return not (
        _opens(word) or re.fullmatch(r"both|an?|the|its|their|and|or|all|each|every|many|several|two", word)
    )


def _opens(word: str) -> bool:
    """Whether a list of two may begin behind `word`: a preposition or a verb."""
    return word in _OPENING or is_verb(word) or any(could_be_verb(form) for form in (word, f"{word}s"))
