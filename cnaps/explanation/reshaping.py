"""Another order of the same words: what breaks a copied run where no single word can be exchanged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cnaps.explanation.passives import done_by_authors, made_active, made_passive
from cnaps.explanation.predicates import (
    CHANGES_SENSE,
    could_be_verb,
    is_base,
    is_verb,
)
from cnaps.explanation.relatives import (
    doing,
    finite_tail,
    relative,
    that_does,
    way_of,
    which_apart,
    whose_apart,
)
from cnaps.explanation.swapping import other_order, swapped

Change = Callable[[str, int, int], str | None]
"""The whole text with a change between two places; None where it would not be safe."""
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
    r"(?:,? (?:such as|including|e\.g\.,?|for example|for instance)|, like) "
    r"(?:(?!, (?:and|but) (?:an?|the|its|then)\b|, such as)[^;:.]){5,140}?"
    r"(?:,(?= (?:from|in|on|for|to|by|with|is|are|can|have|has|while|whereas|which|(?:and|but) (?:an?|the|"
    r"its|then))\b)|$)"
)
_BRACKET = re.compile(r" \([^()\d]{2,60}\)")
_ABBREVIATED = re.compile(r" \([A-Z][\w-]*\)")
"""Of two names beside each other, none is left out."""
_PARTICIPLE_FIRST = re.compile(
    r"^(?P<head>(?:The authors of (?:“[^”]+”|\S+) (?:state|report) that )?)(?P<having>[Hh]aving been |)"
    r"(?P<done>[Tt]rained|[Bb]uilt|[Dd]esigned|[Tt]uned|[Oo]ptimi[sz]ed|[Ff]ine-tuned|[Pp]re-?trained|"
    r"[Cc]onditioned) "
    r"(?P<what>[^,;:]{4,80}), (?P<subject>(?:(?:the|its|their|an?) (?:[\w-]+ ){0,3}?[\w-]+|[A-Z][\w+-]*)) "
    r"(?P<verb>[a-z]+)(?= \w)"
)
_BY_MEANS = re.compile(r" (?:by|via|instead|on the basis|using) ")
_MEANS = re.compile(
    r"^(?P<main>(?:the authors of (?:“[^”]+”|\S+)|their method|[A-Z]\S*) \w+ [^;:]{12,}?),? "
    r"(?P<means>(?:by \w+ing|via|instead of|by means of|by way of|on the basis of|using) "
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
_SETTING_LAST = re.compile(
    r"^(?P<main>(?:The authors of (?:“[^”]+”|\S+) (?:state|report) that )?(?:[^,;:]{12,}?)) "
    r"(?P<setting>(?:in|on|at|during|under) (?:the|an?|each|every|both|all|one|two|three|several) "
    r"[^,;:]{4,60})$"
)
_POINTING_BACK = re.compile(r"\b(?:it|its|they|their|them|this|these|that|which)\b")


def reshapings(text: str, begin: int, end: int) -> Iterator[str]:
    """`text` with the words between `begin` and `end` in another order, in ways that read as well."""
    yield from _tried(_READING_WELL, text, begin, end)


def last_reshapings(text: str, begin: int, end: int) -> Iterator[str]:
    """Ways that are right but weigh the words differently or leave some out; for where no other is left."""
    yield from _tried(_LAST, text, begin, end)


def _tried(changes: tuple[Change, ...], text: str, begin: int, end: int) -> Iterator[str]:
    found = (change(text, begin, end) for change in changes)
    yield from (new for new in found if new and new != text)


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
    if re.search(r", (?:because|since|although|when|which|while)\b", main):
        return None
    if _POINTING_BACK.search(main.split(" and ")[0][:40]) or (", " in main and " and " in main):
        return None
    lead = main if match["head"] else main[0].upper() + main[1:]
    return f"{match['head']}{lead} {match['word'].lower()} {clause}"


def _means_first(text: str, begin: int, end: int) -> str | None:
    """``We do A by doing B`` to ``By doing B, we do A``."""
    match = _MEANS.match(text) if _BY_MEANS.search(text, begin) else None
    if (
        not match
        or re.search(r",|\b(?:and|or|either|both)$|^\S+ is an? ", match["main"])
        or _POINTING_BACK.search(match["means"])
    ):
        return None
    if CHANGES_SENSE.search(match["main"]) or not begin < match.start("means") < end + 40:
        return None
    return _led(match["means"], match["main"])


def _purpose_last(text: str, begin: int, end: int) -> str | None:
    """``To do A, we do B`` to ``We do B in order to do A``."""
    match = _PURPOSE_LAST.match(text)
    if not match or begin >= match.end("purpose") or "," in match["main"] or " to " in match["main"]:
        return None
    main = match["main"]
    return f"{main[0].upper()}{main[1:]} in order to {match['purpose']}"


def _purpose_first(text: str, begin: int, end: int) -> str | None:
    """``We do A to do B`` to ``To do B, we do A``."""
    match = _PURPOSE_FIRST.match(text) if " to " in text[begin:] else None
    unclear = match and (
        _POINTING_BACK.search(match["purpose"])
        or re.search(r"\bthan\b|\b(?:and|but|yet) (?:is|are|has|have|can)\b", match["purpose"])
    )
    if not match or unclear or not begin < match.end("main") < end:
        return None
    noun = match["noun"]
    if (
        not is_base(match["verb"])
        or is_verb(noun)
        or _NO_PURPOSE.fullmatch(noun)
        or (could_be_verb(noun) and not noun.endswith(("tion", "s")))
        or _BINDING.fullmatch(noun)
    ):
        return None
    return None if CHANGES_SENSE.search(match["main"]) else _led(f"to {match['purpose']}", match["main"])


def _led(phrase: str, main: str) -> str:
    """`phrase` before `main`, inside what is reported."""
    report = _REPORTING.match(main)
    if report:
        return f"{report.group()}{phrase}, {main[report.end() :]}"
    lowered = main[0].lower() + main[1:] if re.match(r"The(?:ir)? ", main) else main
    return f"{phrase[0].upper()}{phrase[1:]}, {lowered}"


def _led_by_participle(text: str, begin: int, end: int) -> str | None:
    """``Trained on A, the network does B`` to ``The network is trained on A and does B``."""
    match = _PARTICIPLE_FIRST.match(text)
    if not match or begin >= match.end("what"):
        return None
    verb, be = match["verb"], "has been" if match["having"] else "is"
    if not (is_verb(verb) or verb in {"can", "has", "needs"}) or _POINTING_BACK.search(match["what"]):
        return None
    subject = match["subject"] if match["head"] else match["subject"][0].upper() + match["subject"][1:]
    what = f"{match['done']} {match['what']}"
    return f"{match['head']}{subject} {be} {what[0].lower()}{what[1:]} and {verb}{text[match.end() :]}"


def _setting_first(text: str, begin: int, end: int) -> str | None:
    """``X merges them in the bottleneck`` to ``In the bottleneck, X merges them``."""
    match = _SETTING_LAST.match(text)
    if (
        not match
        or match.end("main") >= end + 20
        or match.end() <= begin
        or _POINTING_BACK.search(match["setting"])
    ):
        return None
    if CHANGES_SENSE.search(text) or re.search(r"[,;:]| in order\b", match["main"]):
        return None
    if any(is_verb(word) for word in match["setting"].split()) or len(match["setting"].split()) > 9:
        return None
    last = match["main"].split()[-1]
    if (
        is_verb(last)
        or _BINDING.fullmatch(last)
        or (could_be_verb(last) and not last.endswith(("s", "tion", "ing")))
    ):
        return None
    return _led(match["setting"], match["main"])


def _without_aside(text: str, begin: int, end: int) -> str | None:
    """Leave out an abbreviation or examples in brackets."""
    match = next((found for found in _BRACKET.finditer(text, begin) if found.start() < end), None)
    if not match or CHANGES_SENSE.search(match.group()) or len(_ABBREVIATED.findall(text)) > 1:
        return None
    return text[: match.start()] + text[match.end() :]


def _without_examples(text: str, begin: int, end: int) -> str | None:
    """Leave out examples where a run stands among them or ends with them."""
    match = next((found for found in _EXAMPLES.finditer(text) if begin - 60 < found.start() < end), None)
    if not match or CHANGES_SENSE.search(match.group()):
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
_NO_PURPOSE = re.compile(
    r"methods?|techniques?|approach(?:es)?|frameworks?|schemes?|algorithms?|strategy|strategies|systems?|"
    r"pipelines?|"
    r"ways?|\w*ier|better|larger|smaller|longer|harder|faster|clearer|sharper|enough|ready"
)
"""Words whose "to" tells what they are or how far they go, and not what something is done for."""
_REPORTING = re.compile(r"[Tt]he authors of (?:“[^”]+”|\S+) (?:state|report) that ")
_READING_WELL: tuple[Change, ...] = (
    finite_tail,
    relative,
    doing,
    _led_by_participle,
    _purpose_last,
    _purpose_first,
    _main_first,
    _means_first,
    done_by_authors,
    made_active,
    that_does,
    way_of,
)
_LAST: tuple[Change, ...] = (
    other_order,
    swapped,
    _on_what,
    which_apart,
    whose_apart,
    _setting_first,
    _without_aside,
    made_passive,
    _without_examples,
)
