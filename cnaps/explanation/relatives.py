"""Participles and relative clauses for one another: "images taken by" and "images that are taken by"."""

from __future__ import annotations

import re

from cnaps.explanation.predicates import (
    CAUSING,
    base_form,
    could_be_verb,
    finite_form,
    finite_verb_follows,
    is_base,
    is_verb,
)

_MODIFYING = (
    "captured|contained|collected|obtained|taken|generated|produced|estimated|extracted|learned|computed|"
    "derived|"
    "caused|brought|guided|equipped|induced|recorded|rendered|affected|corrupted|predicted|inferred|"
    "drawn|made|encapsulated|embedded|hidden|mixed|associated|specified|involved|"
    "provided by|proposed by|introduced by|shared|encoded|stored|found|seen|observed|borrowed|synthesi[sz]ed"
)
_REDUCED = re.compile(
    rf"(?<![,;:])\s(?P<noun>[A-Za-z][\w-]{{2,}})\s(?P<done>{_MODIFYING})"
    r"(?=\s(?:by|in|from|with|at|on|under|during|through|between|for)\b|\sby\b)"
)
_NO_NOUN = re.compile(
    r"(?:is|are|was|were|be|been|being|has|have|had|and|or|not|also|then|only|it|they|we|to|can|may|"
    r"\w+ly|\w+ed|"
    r"first|often|still|yet|already|which|that|authors)\b",
    re.I,
)
_TELLING_WHILE = re.compile(
    r", (?:thereby |thus |hence |therefore )?(?P<doing>[a-z]{3,}ing) "
    r"(?=(?:the|an?|its|their|both|each|every|all|one|two|three|them|it|how|only|no|\d\S*|[a-z-]+s)\b)"
)
_LEADING_CLAUSE = re.compile(
    r"(?:The authors of (?:“[^”]+”|\S+) (?:state|report) that )?(?:when|if|while|as|after|before|"
    r"although|though|because|"
    r"since|once|unless|by|with|without|for|in|to|given|using|instead of|unlike)\b",
    re.I,
)
"""Behind a clause or phrase with these, an "-ing" may be the subject."""
_DOING = re.compile(
    r"(?P<before>\b\w+\s)(?P<noun>[a-z-]{3,}[^s\s]s) (?P<doing>[a-z]{3,}ing)(?= (?:the|an?|its|their|"
    r"different|various|all|each|"
    r"both|several|how|[a-z-]{4,})\b)"
)
_TO_DO = re.compile(
    r"\b(?P<article>an?|the) (?P<kind>(?:[\w-]+ ){0,5}?)(?P<noun>method|framework|system|network|model|"
    r"pipeline|algorithm|"
    r"approach|scheme|technique|module|loss|strategy|branch|decoder|encoder|transformer|regularizer)"
    r" to (?P<verb>[a-z]{3,})(?= \w)"
)
_WAY_TO = re.compile(r"\b(?P<way>(?:an?|the) (?:\w+ )?(?:way|means)) to (?P<verb>[a-z]{4,})(?= \w)")
_WHICH = re.compile(r", which (?P<verb>is|are|has|have|[a-z]{2,}s|[a-z]{3,}) (?=\w)")
_WHOSE = re.compile(r", whose (?=\w)")
_OF_THE_WHOLE_WORDS = """
makes leads implies means allows lets raises improves reduces lowers helps yields causes results ensures
enables explains shows saves costs avoids
"""
_OF_THE_WHOLE = frozenset(_OF_THE_WHOLE_WORDS.split())
"""Verbs whose "which" may stand for all that was said."""
_LAST_NOUN = re.compile(
    r"(?:^|\s)(?:an?|the|its|their|this|[a-z]{3,}s) (?:(?!(?:of|on|in|with|to|from|for|by|at|and|"
    r"\w+ing)\b)[\w-]+ ){0,3}"
    r"(?P<noun>[a-z][a-z-]{2,})$"
)


def relative(text: str, begin: int, end: int) -> str | None:
    """``images captured by`` to ``images that are captured by``, where the clause has a verb of its own."""
    for match in _REDUCED.finditer(text, max(0, begin - 1), end + 12):
        noun, place = match["noun"], match.start("done")
        verbs = sum(is_verb(word) for word in (text[: match.start()] + text[match.end() :]).split())
        if not begin < place < end or _NO_NOUN.fullmatch(noun) or is_verb(noun) or not verbs:
            continue
        be = "are" if noun.endswith("s") and not noun.endswith("ss") else "is"
        return f"{text[:place]}that {be} {text[place:]}"
    return None


def finite_tail(text: str, begin: int, end: int) -> str | None:
    """``…, forming pairs`` to ``…, which forms pairs``."""
    if _LEADING_CLAUSE.match(text):
        return None
    for match in _TELLING_WHILE.finditer(text, begin, end):
        finite = finite_form(match["doing"]) if match["doing"] != "including" else ""
        finite = base_form(finite) if finite and _is_plural_subject(text[: match.start()]) else finite
        listed = re.search(r"\band \w+ing\b|, \w+ing\b", text[match.end() :])
        if finite and not listed:
            return f"{text[: match.start()]}, which {finite} {text[match.end() :]}"
    return None


def _is_plural_subject(before: str) -> bool:
    """Whether what stands before a comma is nothing but a subject in the plural."""
    said = re.sub(r"^[Tt]he authors of (?:“[^”]+”|\S+) (?:state|report) that ", "", before)
    plural = said.endswith("s") and not said.endswith(("ss", "us", "is"))
    return plural and not any(is_verb(word) or is_base(word) for word in said.split())


def doing(text: str, begin: int, end: int) -> str | None:
    """``prompts describing faults`` to ``prompts that describe faults``."""
    for match in _DOING.finditer(text, max(0, begin - 12), end + 12):
        finite = finite_form(match["doing"])
        place = match.start("doing")
        if (
            finite
            and begin < place < end
            and not _NO_NOUN.match(match["noun"])
            and not is_verb(match["noun"])
        ):
            return f"{text[:place]}that {base_form(finite)}{text[match.end() :]}"
    return None


def whose_apart(text: str, begin: int, end: int) -> str | None:
    """``…, whose core is small`` to ``…; its core is small``."""
    match = _WHOSE.search(text, begin, end)
    if not match or "; " in text or "," in text[match.end() :]:
        return None
    before = text[: match.start()]
    noun = re.sub(r" \([^()]*\)$", "", before).split()[-1]
    owner = "their" if noun.endswith("s") and not noun.endswith("ss") else "its"
    return f"{before}; {owner} {text[match.end() :]}"


def that_does(text: str, begin: int, end: int) -> str | None:
    """``a method to restore`` to ``a method that restores``."""
    for match in _TO_DO.finditer(text, max(0, begin - 12), end + 12):
        verb = next((form for form in (f"{match['verb']}s", f"{match['verb']}es") if is_verb(form)), "")
        place = match.end("noun")
        second = re.search(r"\band ([a-z]+)\b", re.split(r"[,;:]", text[match.end() :])[0])
        if second and is_base(second[1]):
            continue  # it would have to be changed as well
        if verb and begin < place < end and not CAUSING.search(text[: match.start()][-60:]):
            return f"{text[:place]} that {verb}{text[match.end() :]}"
    return None


def way_of(text: str, begin: int, end: int) -> str | None:
    """``a way to estimate`` to ``a way of estimating``."""
    match = _WAY_TO.search(text, max(0, begin - 8), end + 12)
    if not match or not begin < match.end() < end + 12 or not is_base(match["verb"]):
        return None
    verb = match["verb"]
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) else verb
    return f"{text[: match.end('way')]} of {stem}ing{text[match.end() :]}"


def _goes_on(clause: str) -> bool:
    """Whether the main clause goes on behind a relative one: "a second one, which is small, restores …"."""
    behind = clause.split(", ", 1)[1] if ", " in clause else ""
    return bool(behind) and finite_verb_follows(behind)


def which_apart(text: str, begin: int, end: int) -> str | None:
    """``…, which makes it slow`` to ``…; this makes it slow``, and ``a mask, which hides`` with its noun."""
    for match in _WHICH.finditer(text, begin, end):
        before, verb = text[: match.start()], match["verb"]
        if "; " in text or text.count(", which") > 1 or _goes_on(text[match.end() :]):
            return None
        if verb in _OF_THE_WHOLE:
            return f"{before}; this {verb} {text[match.end() :]}"
        noun = _LAST_NOUN.search(before)
        article = noun and re.match(r"\s?(?:an?|the|its|their) ", noun.group())
        if not noun or is_verb(noun["noun"]) or (could_be_verb(noun["noun"]) and not article):
            return None
        plural = noun["noun"].endswith("s") and not noun["noun"].endswith("ss")
        if plural != (not verb.endswith("s")):
            return None
        return f"{before}; {'these' if plural else 'this'} {noun['noun']} {verb} {text[match.end() :]}"
    return None
