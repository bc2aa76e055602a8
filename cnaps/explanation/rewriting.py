"""A sentence of an abstract to one of ours: third person, no praise, no long copied run."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cnaps.explanation.sentences import long_run, token_spans, tokens_of
from cnaps.explanation.wording import BREAKERS, agreeing, plain

LONGEST_RUN = 9
"""Words in a row that may stand as they do in the source."""
SHORTEST, LONGEST = 5, 46
"""Words of a rewritten sentence."""

_ASIDE = re.compile(
    r"^(?:However|Furthermore|Moreover|Additionally|In addition|Specifically|Notably|Therefore|Thus|Hence|"
    r"Besides|"
    r"In particular|Finally|Instead|To this end|In this (?:paper|work|study|article)|Accordingly|"
    r"Consequently|Concretely|"
    r"First(?:ly)?|Second(?:ly)?|Then|Meanwhile|As a result|Based on (?:this|these)[^,]*|Inspired by [^,]*|"
    r"Motivated by [^,]*|To (?:\w+ly )?(?:address|tackle|alleviate|overcome|solve|mitigate|bridge|handle|"
    r"resolve|fill|remedy)"
    r"\s+(?:this|these|the above|the aforementioned|such|those|it)\b[^,]*),?\s+(?:that\s+)?",
)
_APPOSITIVE = re.compile(r",\s+our\s+[^,]{3,60},\s+(?=is\b|are\b)", re.I)
_CONTRIBUTION = re.compile(r"^Our\s+(?:\w+\s+){1,2}contribution,\s+([^,]+),\s+(?=is\b)", re.I)
_INTRODUCED = re.compile(
    r"^we (?:\w+ly )?(?:propose|present|introduce|develop|design|devise|describe)\s+(?:the\s+)?"
    r"(?P<name>[A-Z][\w-]*(?:[A-Z\d]|GS|Net)[\w+-]*(?:\s\([^)]*\))?),\s+(?P<rest>an?\s.+)$",
    re.I,
)
_PAPER = re.compile(
    r"^(?:In this (?:paper|work),\s+)?(?:The|This|Our) (?:present )?(?:paper|work|study|article) "
    r"(?P<verb>presents|proposes|introduces|describes|studies|explores|addresses|investigates|focuses|aims|shows|develops)\b"
)
_OF_A_KIND = re.compile(
    r"^we (?:propose|present|introduce|develop|describe) (?P<kind>an?\s[\w\s-]{3,60}?),\s+"
    r"(?P<name>[A-Z][^,]{2,80}?),\s+(?P<rest>(?:which|that)\s.+)$",
    re.I,
)
_CALLED = re.compile(
    r"^we (?:\w+ly )?(?:propose|present|introduce|develop|design|devise)\s+(?P<rest>an?\s[^,]+?),?\s+"
    r"(?:called|named|termed|dubbed|namely|referred to as|denoted(?: "
    r"as)?)\s+(?P<name>[A-Z][\w+-]*)(?P<tail>.*)$",
    re.I,
)
_OUR_SYSTEM = re.compile(
    r"\b[Oo]ur (?:(?:proposed|full|final|new|overall)\s+)?"
    r"(?:approach|method|model|framework|network|system|algorithm|pipeline|solution|architecture|DNN)\b(?!\s*,|\s+[A-Z]|s\b)"
)
_THE_SYSTEM = re.compile(
    r"^(?:It|This (?:approach|method|pipeline|framework|model|strategy|system|network|design|module|"
    r"mechanism)|"
    r"The (?:proposed|resulting) (?:approach|method|model|framework|network|"
    r"system))(?=\s+(?:\w+ly\s+)?\w+(?:s|n)\b)"
)
_DANGLING = re.compile(
    r"^(?:This|These|Such|They|Those|It|Its|Their|Here|There|That|Both|The (?:former|latter)|In this|With "
    r"this)\b"
)
_TAIL = re.compile(
    r"(?:,\s*(?:and\s+)?(?:thereby|therefore|thus|which|whereas|while|ensuring|making|providing|allowing|enabling|leading|"
    r"resulting|achieving|easing|including|consistent with|forcing|supporting|where|when|so that|"
    r"particularly|"
    r"especially|compared|offering)\b|;|:\s|\s(?:thereby|through \w+ing|by \w+ing)\b)"
)
_JOINTS = (
    re.compile(r"(?:to|for|from|by|through|when|while|where|without|during|using|such that|so that|as)\b"),
    re.compile(r"(?:with|in|on|under|over|across|within|and|which)\b"),
)
"""Words before which a reader accepts an aside."""
_BOUND = re.compile(
    r"able|due|according|want|need|needs|used|aims?|leads?|compared|such|as|order|respect|not|only|both|depends?|based|focus|"
    r"rel(?:y|ies)|consists?|applied|apply|to|of|in|the|an?|and|or|is|are|more|less|so|has|have|been|seek|seeks|prior|close",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:not|no|only|even|without|may|might|cannot|never|nor|few|rarely|hardly|limited)\b", re.I
)
_SYSTEM = re.compile(
    r"\b(?:[A-Z][a-z]*\d*[A-Z][\w+-]*|[A-Z]{2,}[\w+-]*|[A-Z][a-z]*(?:former|Net|GAN|GS|Clear|IR))\b"
)


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Who an abstract speaks of."""

    short: str
    """The work."""
    subject: str
    """The system that the sentence before was about; empty where it is unclear."""


@dataclass(frozen=True, kw_only=True)
class Rewritten:
    """A rewritten sentence and what it is about."""

    text: str
    subject: str


def rewrite(sentence: str, speaker: Speaker, source: list[str]) -> Rewritten | None:
    """Rewrite `sentence`; None where that is not possible without copying, guessing or distorting.

    `source`: the words of the whole summary, against which copied runs are measured.
    """
    resolved = _third_person(_flat(sentence), speaker)
    if resolved is None:
        return None
    text = plain(resolved)
    text = _attributed(text, speaker)
    fitted = _fit(text.rstrip(" .!;:,"), source)
    if fitted is None:
        return None
    return Rewritten(text=_capitalised(fitted) + ".", subject=_subject(fitted, speaker))


def system_in(sentence: str, short: str) -> str:
    """The system that a sentence is about: one it introduces, else the one it begins with."""
    introduced = re.search(
        r"\bwe (?:propose|present|introduce|design|develop|devise)\s+(?:the\s+|an?\s+)?(?P<what>.+)$",
        sentence,
        re.I,
    )
    if introduced:
        abbreviation = re.search(r"\(([A-Z][\w-]+)\)", introduced.group("what"))
        named = _SYSTEM.match(introduced.group("what"))
        return abbreviation.group(1) if abbreviation else named.group() if named else short
    start = re.match(r"^(?:The\s+|[A-Z][a-z]+ly,\s+|Our [\w\s]+,\s)?(" + _SYSTEM.pattern + ")", sentence)
    if start:
        return start.group(1)
    return short if re.match(r"^(?:[^,]{3,80},\s)?(?:our|we)\b", sentence, re.I) else ""


def _flat(sentence: str) -> str:
    text = re.sub(r"<[^>]*>|[*`#>|~]|\[\d+(?:,\s*\d+)*\]", " ", sentence)
    return re.sub(r"\s+", " ", text).translate(str.maketrans("[]", "()")).strip()


def _third_person(sentence: str, speaker: Speaker) -> str | None:
    text = _APPOSITIVE.sub(" ", _ASIDE.sub("", sentence)).strip()
    text = _CONTRIBUTION.sub(r"\1 ", _ASIDE.sub("", text))
    text = _PAPER.sub(_we, text)
    text = _named(text[:1].upper() + text[1:])
    text = _OUR_SYSTEM.sub(_our_system(speaker.short), text)
    if _THE_SYSTEM.match(text):
        if not speaker.subject:
            return None
        text = _THE_SYSTEM.sub(speaker.subject, text)
    text = re.sub(r"^The result is\b", f"The result of {speaker.subject or speaker.short} is", text)
    if _DANGLING.match(text):
        return None
    authors = f"the authors of {speaker.short}"
    text = re.sub(r"\b[Ww]e\b", authors, text, count=1)
    text = re.sub(r"\bwe\b", "they", re.sub(r"\b[Oo]ur\b", "their", text))
    return re.sub(r"\bus\b", "them", text)


def _our_system(short: str) -> str:
    return f"the method of {short}" if short.startswith("“") else short


def _we(match: re.Match[str]) -> str:
    """``This paper presents`` to ``We present``."""
    verb = match.group("verb")
    base = {"studies": "study", "addresses": "address", "focuses": "focus"}.get(verb, verb[:-1])
    return f"We {base}"


def _named(text: str) -> str:
    introduced = _INTRODUCED.match(text)
    if introduced:
        return f"{introduced.group('name')} is {introduced.group('rest')}"
    kind = _OF_A_KIND.match(text)
    if kind:
        return f"{kind.group('name')} is {plain(kind.group('kind'))} {kind.group('rest')}"
    called = _CALLED.match(text)
    if called:
        return f"{called.group('name')} is {called.group('rest')}{called.group('tail')}"
    return text


def _attributed(text: str, speaker: Speaker) -> str:
    """Background that is not about the system is reported as the authors' view."""
    begins = (
        re.match(r"^(?:the |to )", text, re.I)
        and f"authors of {speaker.short}" in text[: 200 + len(speaker.short)]
    )
    about = _begins_with_system(text, speaker) or text.startswith("the method of “")
    if begins or about or f"the authors of {speaker.short}" in text:
        return text
    word = text.split(" ", 1)[0]
    lowered = text if _SYSTEM.match(word) or not word[1:].islower() else text[0].lower() + text[1:]
    return f"The authors of {speaker.short} state that {lowered}"


def _begins_with_system(text: str, speaker: Speaker) -> bool:
    start = re.sub(r"^(?:The result of\s+|(?:To|By|With|For)\s[^,]+,\s+(?:the\s+)?|The\s+)", "", text)
    return start.startswith(speaker.short) or bool(_SYSTEM.match(start))


def _fit(text: str, source: list[str]) -> str | None:
    """Cut `text` to length and break every copied run; None where neither is possible honestly."""
    for _ in range(12):
        words = tokens_of(text)
        start, length = long_run(words, source, LONGEST_RUN)
        if not length and len(words) <= LONGEST:
            return text if len(words) >= SHORTEST and _balanced(text) else None
        shorter = _broken(text, start, length) if length else None
        shorter = shorter or _interrupted(text, start, length) or _cut(text)
        if shorter is None:
            return None
        text = shorter
    return None


def _broken(text: str, start: int, length: int) -> str | None:
    """Replace one word inside the copied run, so that no long piece of it is left at once."""
    spans = token_spans(text)
    begin, end = spans[start][0], spans[start + length - 1][1]
    first_third, last_third = spans[start + min(2, length - 1)][0], spans[start + max(length - 2, 0)][1]
    for low, high in ((first_third, last_third), (begin, end)):
        for pattern, new in BREAKERS:
            if "as well as" in new and "as well as" in text:
                continue
            match = next((found for found in pattern.finditer(text, low) if found.end() <= high), None)
            if match:
                return text[: match.start()] + agreeing(new)(match) + text[match.end() :]
    return None


def _interrupted(text: str, start: int, length: int) -> str | None:
    """Break a copied run by naming its authors in the middle of it, once."""
    if not length or "according to its authors" in text or "in their words" in text:
        return None
    aside = "in their words" if "authors" in text else "according to its authors"
    spans = token_spans(text)
    for joint in _JOINTS:
        for index in range(start + LONGEST_RUN, start + 1, -1):
            place = spans[index][0]
            before = text[slice(*spans[index - 1])]
            if joint.match(text, place) and text[place - 1] == " " and not _BOUND.fullmatch(before):
                return f"{text[: place - 1].rstrip(',')}, {aside}, {text[place:]}"
    return None


def _cut(text: str) -> str | None:
    """Leave off the last clause, unless a negation stands in it or the main clause goes on behind it."""
    for match in reversed(list(_TAIL.finditer(text))):
        head, tail = text[: match.start()], text[match.end() :]
        said = re.sub(r"^.*? (?:state|report) that ", "", head)
        announced = match.group().startswith(":") and re.search(
            r"\b(?:two|three|four|five|six|following|strategy)\b", head
        )
        inserted = announced or (match.group().startswith(",") and "," in tail)
        if len(tokens_of(said)) >= SHORTEST and not (inserted or _HEDGED.search(tail)) and _balanced(head):
            return head.rstrip(" ,;:")
    return None


def _balanced(text: str) -> bool:
    return text.count("(") == text.count(")")


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:] if text[0].islower() and not _SYSTEM.match(text) else text


def _subject(text: str, speaker: Speaker) -> str:
    match = _SYSTEM.match(re.sub(r"^The ", "", text))
    return match.group() if match else speaker.short
