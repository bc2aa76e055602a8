"""A sentence without a long run of its source's words: other words, another order, or a clause less."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cnaps.explanation.predicates import (
    could_be_verb,
    finite_verb_follows,
    is_base,
    is_verb,
    plural_verb_follows,
)
from cnaps.explanation.reshaping import last_reshapings, reshapings
from cnaps.explanation.seams import bridged
from cnaps.explanation.sentences import runs_of, shared_run, token_spans, tokens_of
from cnaps.explanation.wording import agreeing, breakers_in, with_articles

LONGEST_RUN = 9
"""Words in a row that may stand as they do in the source."""
Runs = frozenset[tuple[str, ...]]
"""The runs of words of a source that are one too long."""
_MOST_CHANGES = 18
SHORTEST, LONGEST = 5, 46
"""Words of a rewritten sentence."""

_TAIL = re.compile(
    r"(?:,\s+and (?=[a-z]+ (?:an?|the|it)\b)|,\s*(?:and\s+)?(?:thereby|therefore|thus|which|whereas|while|"
    r"ensuring|making|providing|allowing|"
    r"enabling|leading|"
    r"resulting|achieving|easing|including|consistent with|forcing|supporting|where|when|so that|because|"
    r"each of which|"
    r"particularly|"
    r"especially|compared|offering|(?!during\b)[a-z]{4,}ing (?=(?:the|both|each|them|an?|users)\b))\b|;|"
    r":\s|\sthereby\b)"
)
_CLAUSES = re.compile(r"(?:because|since|when|if|while|whereas|although|even when|even if)\b")
_BOUND = re.compile(
    r"able|due|according|want|need|needs|used|aims?|leads?|compared|such|as|order|respect|not|only|both|"
    r"depends?|based|focus|"
    r"rel(?:y|ies)|consists?|applied|apply|to|of|in|the|an?|and|or|is|are|more|less|so|has|have|been|"
    r"seek|seeks|prior|close|"
    r"fails?|suffers?|relative|next|robust|sensitive|made|asks?|gets?|out|from|with|by|it|them|they|"
    r"its|their|which|that|trained|added|per|intersection|correspond|corresponds|independent|invested|belongs?|body|"
    r"part|number|amount|sort|kind|instead|rather|promises?|\d\S*",
    re.IGNORECASE,
)
"""Words that belong to what follows them."""
HEDGED = re.compile(
    r"\b(?:not|no|only|even|without|may|might|cannot|never|nor|few|rarely|hardly|limited)\b", re.I
)
_REPORT = re.compile(r"^[Tt]he authors of (?P<work>“[^”]+”|\S+) (?P<verb>state|report) that (?P<said>.+)$")
_NAMELESS = re.compile(
    r"^(?P<lead>[Tt]he authors of (?P<work>“[^”]+”|\S+) report that )(?:it|their (?:proposed )?(?:method|"
    r"approach|network|model)) "
)
_FOUND = re.compile(r"[^,;:]{3,60}? (?:shows?|finds?|found|indicates?|reveals?) that ")
_JOINT = re.compile(r", and | to | that ")
_AND = re.compile(r" and ")
_TOLD = re.compile(r"[Aa]ccording to |, (?:as )?(?:its|the) authors ")
_LEAD = re.compile(
    r"(?:In|On|At|For|With|Without|From|By|After|Before|During|Under|Unlike|Beside|Besides|Once|When|If|While|Because|"
    r"Since|Although|As|Where)\b[^,;:]{3,80}, (?=[^\W\d])",
    re.I,
)
"""What stands before the subject."""
_SUBORDINATE = re.compile(r"(?:once|when|if|while|because|since|although|where|as)\b", re.I)
_NAME = re.compile(r"[A-Z]\w*[A-Z\d][\w+-]*|[A-Z]\w*(?:former|Net|GAN|IR)")


def too_long_runs(words: list[str]) -> Runs:
    """What a sentence may not share with a source of these words."""
    return runs_of(words, LONGEST_RUN + 1)


def fitted(text: str, source: Runs) -> str | None:
    """`text` within length and without a long run of `source`; None where neither is possible honestly."""
    for _ in range(_MOST_CHANGES):
        words = tokens_of(text)
        start, length = shared_run(words, source, LONGEST_RUN)
        if not length and len(words) <= LONGEST:
            return text if len(words) >= SHORTEST and balanced(text) else None
        shorter = (_changed(text, start, length, source) if length else None) or _cut(text)
        if shorter is None:
            return None
        text = shorter
    return None


def _changed(text: str, start: int, length: int, source: Runs) -> str | None:
    """`text` with less of the run: in another order, else in other words, else with its authors named "
    "in it."""
    spans = token_spans(text)
    begin, end = spans[start][0], spans[start + length - 1][1]
    begin, copied = max(0, begin - 2), _copied(text, source)
    for found in (
        reshapings(text, begin, end),
        _rewordings(text, begin, end),
        last_reshapings(text, begin, end),
        _parted(text, begin, end),
        bridged(text, begin, end),
    ):
        if new := _least_copied(found, copied, source):
            return new
    return _interrupted(text, source)


def _least_copied(found: Iterator[str], copied: int, source: Runs) -> str:
    """The first of `found` that copies nothing, else the one that copies least; empty where none is "
    "better."""
    best = ""
    for new in found:
        left = _copied(new, source)
        if left < copied:
            best, copied = new, left
        if not left:
            break
    return best


def _copied(text: str, source: Runs) -> int:
    """How many runs of `source` stand in `text`."""
    return len(runs_of(tokens_of(text), LONGEST_RUN + 1) & source)


def balanced(text: str) -> bool:
    """Whether every bracket is closed."""
    return text.count("(") == text.count(")")


def _rewordings(text: str, begin: int, end: int) -> Iterator[str]:
    """`text` with one word between two places replaced, each place in turn."""
    for rule in breakers_in(text[begin:end]):
        for match in rule.pattern.finditer(text, begin, end):
            if not _in_title(text, match.start()):
                new = agreeing(rule.new)(match)
                before = text[: match.start()]
                whole = f"{before}{new}{text[match.end() :]}"
                yield with_articles(whole) if before.endswith((" a ", " an ")) or new[:1] == "a" else whole
    for joint in _JOINT.finditer(text, begin, end):
        if (link := _link(text, joint)) is not None:
            yield f"{text[: joint.start()]}{link}{text[joint.end() :]}"


def _parted(text: str, begin: int, end: int) -> Iterator[str]:
    """`text` with an "and" made heavier, where it joins two verbs of one subject or two long nouns."""
    for joint in _AND.finditer(text, begin, end):
        before, after = text[: joint.start()], text[joint.end() :]
        if pronoun := _second_verb(before, after):
            yield f"{before}; {pronoun} {after}"
        elif _alike(before, after) and not (_is_clause(after) or " as well as " in text):
            yield f"{before} as well as {after}"


def _alike(before: str, after: str) -> bool:
    """Whether what an "and" joins begins alike, with an article or with the same preposition."""
    if re.search(r"\b(?:both|between|from)\b", before[-50:]) or not _has_verb(_main(before)):
        return False
    if re.match(r"the (?:first|second|third|other|latter|former|last)\b", after):
        return False
    if re.match(r"(?:the|an?) ", after):
        return re.search(r"\b(?:the|an?) [^,;:]{8,80}$", before) is not None
    lead = re.match(r"(?:at|in|on|with|by|for|of|to) ", after)
    return lead is not None and f" {lead.group()}" in before[-60:]


def _has_verb(text: str) -> bool:
    return any(is_verb(word) or is_base(word) for word in text.split())


def _in_title(text: str, place: int) -> bool:
    return text.count("“", 0, place) > text.count("”", 0, place)


def _link(text: str, joint: re.Match[str]) -> str | None:
    """What may stand in place of an "and", a "that" or a purpose's "to"; None where nothing may."""
    before, after = text[: joint.start()], text[joint.end() :]
    last = before.split()[-1]
    if joint.group() == " that ":
        told = (
            re.search(r"\b(?:an?|the|its|their|each|every|one) (?:[\w-]+ ){0,2}[\w-]+$", before) is not None
        )
        noun = not (_BOUND.fullmatch(last) or last in {"way", "extent", "fact", "idea"} or last.endswith(","))
        noun = noun and not is_verb(last) and (told or not could_be_verb(last))
        verb = after.split(" ")[0]
        finite = finite_verb_follows(after) or (verb.endswith("s") and could_be_verb(verb))
        finite = finite or verb in {"it", "they"} or (last.endswith("s") and is_base(verb))
        return " which " if noun and finite else None
    if joint.group() == " to ":
        things = last.endswith("s") and not _BOUND.fullmatch(last) and not could_be_verb(last)
        return " in order to " if things and _is_purpose(before, after.split(" ")[0]) else None
    return "; " if _is_clause(after) and "," not in re.split(r"[;:]", _main(before))[-1] else None


def _is_purpose(before: str, word: str) -> bool:
    """Whether a "to" before `word` says what for: "masks to hide them", and not "from DSLR to imaging"."""
    doing = is_base(word) or (could_be_verb(word) and not word.endswith(("ed", "ing")))
    return doing and " to " not in before[-40:] and not re.search(r"\bfrom\b[^,;:]*$", before)


def _is_clause(text: str) -> bool:
    """Whether `text` begins with a subject and its verb."""
    if re.match(r"(?:they|it|the authors of) ", text):
        return True
    if re.match(r"(?:that|which|to|thereby|thus|therefore|then|on the other hand) ", text):
        return False
    words = re.split(r"[,;:.]| (?:that|which|who|whose) ", text, maxsplit=1)[0].split()
    ends = range(1, min(len(words), 8))
    verb = any(
        finite_verb_follows(" ".join(words[i:]))
        or plural_verb_follows(" ".join(words[:i]), " ".join(words[i:]))
        for i in ends
    )
    return verb and not could_be_verb(words[0])


def _second_verb(before: str, after: str) -> str:
    """The pronoun for a subject that does two things, where the second verb is surely its own; else empty."""
    main = _main(before)
    if (
        not after
        or is_verb(main.split()[-1])
        or re.match(r"[Tt]he authors of ", main)
        or re.match(r"\w+ (?:it|them)\b", after)
    ):
        return ""
    if re.search(r"\b(?:that|which|who|whose|where|when)\b|[,;:]", main):
        return ""
    second = after.split(" ")[0]
    return "it" if finite_verb_follows(after) and second.endswith("s") else ""


def _named(match: re.Match[str]) -> str:
    """The system by its name, because who reports it will be named behind it only."""
    work = match["work"]
    return f"{match['lead']}{f'the method of {work}' if work.startswith('“') else work} "


def _interrupted(text: str, source: Runs) -> str | None:
    """Break a copied run by naming the authors in the middle of it, once, where a speaker would pause."""
    text = _NAMELESS.sub(_named, text)
    run = shared_run(tokens_of(text), source, LONGEST_RUN)
    report = _REPORT.match(text)
    if _TOLD.search(text) or (not report and "authors" in text) or not run[1]:
        return None
    begin = report.start("said") if report else 0
    who = f"the authors of {report['work']}" if report else "its authors"
    reported = report is not None and report["verb"] == "report"
    if report and report["work"] in report["said"][: len(report["work"]) + 50]:
        who = "its authors"
    pauses = [*_behind_lead(text, run, begin), *_before_verb(text, run, begin)]
    aside = f"as {who} report" if reported else f"according to {who}"
    broken = [_with_aside(text, place, aside, begin) for place in pauses]
    for place in _before_clause(text, run, begin):
        verb = "explain" if text.startswith(("because", "since"), place) else "note"
        broken.append(_with_aside(text, place, f"{who} {'report' if reported else verb}", begin))
    return max(broken, key=lambda candidate: _clean_until(candidate, source), default=None)


def _behind_lead(text: str, run: tuple[int, int], begin: int) -> list[int]:
    """Where the words before the subject end, such as "In practice, ", if that is inside the run."""
    spans, (start, length) = token_spans(text), run
    end = _lead_end(text, begin)
    inside = {spans[index][0] for index in range(start + 1, start + length)}
    return [end] if end > begin and end in inside else []


def _lead_end(text: str, begin: int) -> int:
    """Where the main clause begins, behind a phrase or a subordinate clause; `begin` where nothing leads."""
    lead = _LEAD.match(text, begin)
    if not lead:
        return begin
    verb = any(is_verb(word) or word in {"are", "were", "have"} for word in lead.group().split())
    return begin if verb and not _SUBORDINATE.match(lead.group()) else lead.end()


def _main(before: str) -> str:
    """`before` without who reports it and without what leads it in."""
    said = re.sub(r"^[Tt]he authors of .*? (?:state|report) that ", "", before)
    return said[_lead_end(said, 0) :]


def _clean_until(text: str, source: Runs) -> int:
    """How many words precede the first copied run; what follows it can still be cut or reworded."""
    words = tokens_of(text)
    start, length = shared_run(words, source, LONGEST_RUN)
    return start if length else len(words) + 1


def _with_aside(text: str, place: int, aside: str, begin: int) -> str:
    """`text` from `begin` on with `aside` before `place`."""
    head = text[begin : place - 1].rstrip(",")
    return f"{head[0].upper()}{head[1:]}, {aside}, {text[place:]}"


def _before_clause(text: str, run: tuple[int, int], begin: int) -> list[int]:
    """Where in the run a subordinate clause begins, the later the better."""
    spans, (start, length) = token_spans(text), run
    least = begin + 12 if begin else 0
    found = []
    for index in range(min(start + LONGEST_RUN, start + length - 1), start, -1):
        place, before = spans[index][0], text[slice(*spans[index - 1])]
        plain = text[place - 1] == " " and text[place - 2] not in ":;"
        verb = is_verb(before) or is_verb(f"{before}s")
        free = not (_BOUND.fullmatch(before) or verb) and _predicated(text[begin:place])
        if place > least and plain and free and _CLAUSES.match(text, place):
            found.append(place)
    return found


def _predicated(clause: str) -> bool:
    """Whether the verb of the clause has been said, so that an aside does not part the subject."""
    words = re.split(r"[,;:]\s", clause)[-1].split()[1:]
    return any(is_verb(word) or is_verb(f"{word}s") or word.endswith("ed") for word in words)


def _before_verb(text: str, run: tuple[int, int], begin: int) -> list[int]:
    """Where the subject of the clause that begins at `begin` ends, if that is inside the run."""
    spans, (start, length) = token_spans(text), run
    found = _FOUND.match(text, begin)
    begin = found.end() if found else _lead_end(text, begin)
    if _SUBORDINATE.match(text, begin):
        return []
    inside = {spans[index][0] for index in range(start + 1, start + length)}
    for low in [low for low, _ in spans if low > begin][:14]:
        before = text[begin:low]
        if re.match(r"(?:jointly|separately|together)\b", text[low:]):
            continue  # it belongs to what stands before it
        if re.search(
            r"[,;:]|\b(?:that|which|who|whose|and|or)\b|\s(?:what|how|where|when|once|if|as|because)\b",
            before,
        ):
            break
        verb = finite_verb_follows(text[low:]) or plural_verb_follows(before, text[low:])
        if (
            verb
            and (len(before.split()) > 1 or _NAME.fullmatch(before.strip()))
            and not _BOUND.fullmatch(before.split()[-1])
        ):
            return [low] if low in inside else []
    return []


def _cut(text: str) -> str | None:
    """Leave off the last clause, unless a negation stands in it or the main clause goes on behind it."""
    for match in reversed(list(_TAIL.finditer(text))):
        head, tail = text[: match.start()], text[match.end() :]
        said = re.sub(r"^.*? (?:state|report) that ", "", head)
        announced = match.group().startswith(":") and re.search(
            r"\b(?:two|three|four|five|six|following|strategy)\b", head
        )
        listed = re.search(r"\b(?:two|three|four|five|six) \w+: ", head)
        inserted = announced or listed or (match.group().startswith(",") and "," in tail)
        inserted = inserted or re.search(r",\s(?:\w+\s){0,3}\w+$", head) is not None
        if len(tokens_of(said)) >= SHORTEST and not (inserted or HEDGED.search(tail)) and balanced(head):
            return re.sub(r"(?: and| or|,)+$", "", head.rstrip(" ,;:"))
    return None
