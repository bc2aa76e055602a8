"""Another order of the same words: what breaks a copied run where no single word can be exchanged."""

from __future__ import annotations

import re
from collections.abc import Callable

from cnaps.explanation.predicates import could_be_verb, finite_form, is_verb

_MODIFYING = (
    "captured|contained|collected|obtained|taken|generated|produced|estimated|extracted|learned|computed|"
    "derived|"
    "caused|brought|guided|equipped|induced|recorded|rendered|affected|corrupted|predicted|inferred|"
    "drawn|made|"
    "provided by|proposed by|introduced by|shared|encoded|stored|found|seen|observed|borrowed|synthesi[sz]ed"
)
_REDUCED = re.compile(
    rf"(?<![,;:])\s(?P<noun>[A-Za-z][\w-]{{2,}})\s(?P<done>{_MODIFYING})"
    r"(?=\s(?:by|in|from|with|at|on|under|during|through|between|for)\b|\sby\b)"
)
_NO_NOUN = re.compile(
    r"(?:is|are|was|were|be|been|being|has|have|had|and|or|not|also|then|only|it|they|we|to|can|may|"
    r"\w+ly|\w+ed|"
    r"first|often|which|that|authors)\b",
    re.I,
)
_TELLING_WHILE = re.compile(
    r", (?:thereby |thus |hence |therefore )?(?P<doing>[a-z]{3,}ing) (?!to\b|and\b|or\b)"
)
_LEADING_CLAUSE = re.compile(
    r"(?:The authors of (?:“[^”]+”|\S+) (?:state|report) that )?(?:when|if|while|as|after|before|"
    r"although|though|because|"
    r"since|once|unless|by|with|without|for|in|to|given|using|instead of|unlike)\b",
    re.I,
)
"""Behind a clause or phrase with these, an "-ing" may be the subject."""
_BASED = re.compile(
    r"\b(?P<what>[A-Za-z][A-Za-z]{2,})-based (?P<noun>[a-z]{4,})"
    r"(?= (?:that|which|to|for|of|is|are|with|in|from|on|by|can|and)\b|[,;:]|$)"
)
_SUBORDINATE = re.compile(
    r"^(?P<head>(?:The authors of (?:“[^”]+”|\S+) (?:state|report) that )?)"
    r"(?P<word>when|where|if|while|because|since|although|though|once|unless|as long as) "
    r"(?P<clause>[^,;:]{12,110}), (?P<main>[^;:]{12,}?)$",
    re.I,
)
_EXAMPLES = re.compile(
    r"(?:,? (?:such as|including|e\.g\.,?|for example|for instance)|, like) [^;:.]{5,140}?"
    r"(?:,(?= (?:from|in|on|for|to|by|with|is|are|can|have|has|while|whereas|which)\b)|$)"
)
_BRACKET = re.compile(r" \((?!\d)[^()]{2,60}\)")
_MEANS = re.compile(
    r"^(?P<main>(?:the authors of (?:“[^”]+”|\S+)|their method|[A-Z]\S*) \w+ [^;:]{12,}?),? "
    r"(?P<means>(?:by \w+ing|via|through|instead of|by means of|by way of|on the basis of|using) "
    r"[^;:,]{8,70})$",
    re.I,
)
_PURPOSE_LAST = re.compile(
    r"^To (?P<purpose>(?!\w+ (?:this|these|it|that)\b)[^,;:]{8,110}), (?P<main>(?:the authors of |"
    r"[A-Z]\S* )[^;:]{12,}?)$"
)
_PURPOSE_FIRST = re.compile(
    r"^(?P<main>(?:the authors of (?:“[^”]+”|\S+)|their method|"
    r"[A-Z]\S*) \w+ [^;:,]{12,}?\b(?P<noun>[\w-]{4,}))"
    r"(?: in order| meant)? to (?P<purpose>(?P<verb>[a-z]{3,}) [^;:,]{6,90})$",
    re.I,
)
_DOING = re.compile(
    r"(?P<before>\b\w+\s)(?P<noun>[a-z-]{3,}[^s\s]s) (?P<doing>[a-z]{3,}ing)(?= (?:the|an?|its|their|"
    r"different|various|all|each|"
    r"both|several|how|[a-z-]{4,})\b)"
)
_LIST = re.compile(
    r", (?!(?:for|in|on|with|by|to|from|as|at|of|which|that|whose|while|where|when|because|since|or|it|they|"
    r"is|are|according|over|under|across|through|into|inside|between|within|without|during|after|before|"
    r"against|via)\b)(?P<one>(?:[\w-]+ ){0,2}[\w-]+),? and (?P<other>(?:[\w-]+ ){0,2}?[\w-]+)"
    r"(?=[,;:.]|$| (?:of|in|on|at|to|for|from|by|with|without|that|which|as|is|are|can|under)\b)"
)
_POINTING_BACK = re.compile(r"\b(?:it|its|they|their|them|this|these|that|which)\b")
_CHANGES_SENSE = re.compile(r"\b(?:not|no|only|even|cannot|never|nor|hardly|rarely)\b", re.I)


def reshaped(text: str, begin: int, end: int) -> str | None:
    """`text` with the words between `begin` and `end` in another order; None where none is safe."""
    return next((new for change in _CHANGES if (new := change(text, begin, end)) and new != text), None)


def _relative(text: str, begin: int, end: int) -> str | None:
    """``images captured by`` to ``images that are captured by``, where the clause has a verb of its own."""
    for match in _REDUCED.finditer(text, max(0, begin - 1), end + 12):
        noun, place = match["noun"], match.start("done")
        verbs = sum(is_verb(word) for word in (text[: match.start()] + text[match.end() :]).split())
        if not begin < place < end or _NO_NOUN.fullmatch(noun) or is_verb(noun) or not verbs:
            continue
        be = "are" if noun.endswith("s") and not noun.endswith("ss") else "is"
        return f"{text[:place]}that {be} {text[place:]}"
    return None


def _finite_tail(text: str, begin: int, end: int) -> str | None:
    """``…, forming pairs`` to ``…, which forms pairs``."""
    if _LEADING_CLAUSE.match(text):
        return None
    for match in _TELLING_WHILE.finditer(text, begin, end):
        finite = finite_form(match["doing"])
        listed = re.search(r"\band \w+ing\b|, \w+ing\b", text[match.end() :])
        if finite and not listed:
            return f"{text[: match.start()]}, which {finite} {text[match.end() :]}"
    return None


def _on_what(text: str, begin: int, end: int) -> str | None:
    """``CNN-based methods`` to ``methods based on CNN``; a word that needs an article stays where it is."""
    match = _BASED.search(text, begin, end)
    if not match or (could_be_verb(match["noun"]) and not match["noun"].endswith("s")):
        return None
    what = match["what"] if match["what"].isupper() else ""
    return f"{text[: match.start()]}{match['noun']} based on {what}{text[match.end() :]}" if what else None


def _main_first(text: str, begin: int, end: int) -> str | None:
    """``When A, B`` to ``B when A``."""
    match = _SUBORDINATE.match(text)
    if not match or end <= match.start("clause") or begin >= match.end("clause") + 20:
        return None
    main, clause = match["main"], match["clause"]
    if _POINTING_BACK.search(main.split(" and ")[0][:40]) or (", " in main and " and " in main):
        return None
    lead = main if match["head"] else main[0].upper() + main[1:]
    return f"{match['head']}{lead} {match['word'].lower()} {clause}"


def _means_first(text: str, begin: int, end: int) -> str | None:
    """``We do A by doing B`` to ``By doing B, we do A``."""
    match = _MEANS.match(text)
    if (
        not match
        or re.search(r",|\b(?:and|or|either|both)$", match["main"])
        or _POINTING_BACK.search(match["means"])
    ):
        return None
    if _CHANGES_SENSE.search(match["main"]) or not begin < match.start("means") < end + 40:
        return None
    main = match["main"]
    lowered = main[0].lower() + main[1:] if re.match(r"The(?:ir)? ", main) else main
    return f"{match['means'][0].upper()}{match['means'][1:]}, {lowered}"


def _purpose_last(text: str, begin: int, end: int) -> str | None:
    """``To do A, we do B`` to ``We do B in order to do A``."""
    match = _PURPOSE_LAST.match(text)
    if not match or begin >= match.end("purpose") or "," in match["main"] or " to " in match["main"]:
        return None
    main = match["main"]
    return f"{main[0].upper()}{main[1:]} in order to {match['purpose']}"


def _purpose_first(text: str, begin: int, end: int) -> str | None:
    """``We do A to do B`` to ``To do B, we do A``."""
    match = _PURPOSE_FIRST.match(text)
    if not match or not begin < match.end("main") < end or _POINTING_BACK.search(match["purpose"]):
        return None
    noun, verb = match["noun"], match["verb"]
    known = is_verb(f"{verb}s") or is_verb(f"{verb}es") or could_be_verb(f"{verb}s")
    if (
        not known
        or is_verb(noun)
        or (could_be_verb(noun) and not noun.endswith(("tion", "s")))
        or _BINDING.fullmatch(noun)
    ):
        return None
    main = match["main"]
    lowered = main[0].lower() + main[1:] if re.match(r"The(?:ir)? ", main) else main
    return None if _CHANGES_SENSE.search(main) else f"To {match['purpose']}, {lowered}"


def _doing(text: str, begin: int, end: int) -> str | None:
    """``prompts describing faults`` to ``prompts that describe faults``."""
    for match in _DOING.finditer(text, max(0, begin - 12), end + 12):
        finite = finite_form(match["doing"])
        base = finite[:-2] if finite.endswith(("ches", "shes", "sses", "xes")) else finite[:-1]
        place = match.start("doing")
        if (
            finite
            and begin < place < end
            and not _NO_NOUN.match(match["noun"])
            and not is_verb(match["noun"])
        ):
            return f"{text[:place]}that {base}{text[match.end() :]}"
    return None


def _other_order(text: str, begin: int, end: int) -> str | None:
    """``A, B and C`` to ``A, C and B``."""
    for match in _LIST.finditer(text, max(0, begin - 4), end + 30):
        one, other = match["one"], match["other"]
        items = f"{one} {other}".split()
        verbal = any(
            is_verb(word) or _POINTING_BACK.fullmatch(word) or _CHANGES_SENSE.fullmatch(word)
            for word in items
        )
        shared_head = len(one.split()) < len(other.split())  # as in "clean and noisy images"
        if begin < match.start("other") < end + 4 and not (verbal or shared_head):
            return f"{text[: match.start('one')]}{other} and {one}{text[match.end() :]}"
    return None


def _without_aside(text: str, begin: int, end: int) -> str | None:
    """Leave out an abbreviation or examples in brackets."""
    match = next((found for found in _BRACKET.finditer(text, begin) if found.start() < end), None)
    if not match or _CHANGES_SENSE.search(match.group()):
        return None
    return text[: match.start()] + text[match.end() :]


def _without_examples(text: str, begin: int, end: int) -> str | None:
    """Leave out examples where a run stands among them or ends with them."""
    match = next((found for found in _EXAMPLES.finditer(text) if begin - 60 < found.start() < end), None)
    if not match or _CHANGES_SENSE.search(match.group()):
        return None
    return text[: match.start()] + text[match.end() :]


_BINDING = re.compile(
    r"able|unable|aims?|seeks?|need|needs|want|tends?|due|order|ability|abilities|attempts?|leads?|"
    r"according|how|likely|"
    r"promises?|promised|helps?|serves?|continues?|begins?|manages?|hopes?|chance|fails?|"
    r"difficult|hard|easy|possible|meant|used|designed|proposed?|similar|close|applied|relative|compared|"
    r"robust",
    re.I,
)
"""Words that "to" belongs to."""
_CHANGES: tuple[Callable[[str, int, int], str | None], ...] = (
    _finite_tail,
    _relative,
    _doing,
    _purpose_last,
    _purpose_first,
    _other_order,
    _on_what,
    _main_first,
    _means_first,
    _without_aside,
    _without_examples,
)
