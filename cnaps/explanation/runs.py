"""A sentence without a long run of its source's words: other words, another order, or a clause less."""

from __future__ import annotations

import re

from cnaps.explanation.predicates import could_be_verb, finite_verb_follows, is_verb, plural_verb_follows
from cnaps.explanation.reshaping import reshaped
from cnaps.explanation.sentences import runs_of, shared_run, token_spans, tokens_of
from cnaps.explanation.wording import BREAKERS, agreeing, fitting, with_articles

LONGEST_RUN = 9
"""Words in a row that may stand as they do in the source."""
Runs = frozenset[tuple[str, ...]]
"""The runs of words of a source that are one too long."""
_MOST_CHANGES = 18
SHORTEST, LONGEST = 5, 46
"""Words of a rewritten sentence."""

_TAIL = re.compile(
    r"(?:,\s*(?:and\s+)?(?:thereby|therefore|thus|which|whereas|while|ensuring|making|providing|allowing|"
    r"enabling|leading|"
    r"resulting|achieving|easing|including|consistent with|forcing|supporting|where|when|so that|because|"
    r"each of which|"
    r"particularly|"
    r"especially|compared|offering)\b|;|:\s|\sthereby\b)"
)
_CLAUSES = re.compile(
    r"(?:so that|such that|because|when|while|whereas|where|without|by \w+ing|using|even when)\b"
)
_PHRASES = re.compile(
    r"(?:between|to(?! be\b)|for|from|by|through|during|with|in|on|under|over|across|within|into)\b"
)
_BOUND = re.compile(
    r"able|due|according|want|need|needs|used|aims?|leads?|compared|such|as|order|respect|not|only|both|"
    r"depends?|based|focus|"
    r"rel(?:y|ies)|consists?|applied|apply|to|of|in|the|an?|and|or|is|are|more|less|so|has|have|been|"
    r"seek|seeks|prior|close|"
    r"fails?|suffers?|relative|next|robust|sensitive|made|asks?|gets?|out|from|with|by|it|them|they|"
    r"which|that|trained|added|per|intersection|correspond|corresponds|independent|invested|belongs?|body|"
    r"part|number|amount|sort|kind|instead|rather|promises?|\d\S*",
    re.IGNORECASE,
)
"""Words that belong to what follows them."""
HEDGED = re.compile(
    r"\b(?:not|no|only|even|without|may|might|cannot|never|nor|few|rarely|hardly|limited)\b", re.I
)
_REPORT = re.compile(r"^[Tt]he authors of (?P<work>“[^”]+”|\S+) (?P<verb>state|report) that (?P<said>.+)$")
_FOUND = re.compile(r"[^,;:]{3,60}? (?:shows?|finds?|found|indicates?|reveals?) that ")
_VERB_AND_OBJECT = re.compile(r"\b\w{3,}s (?:the|an?|its|their|them|it)\b")
"""What only a verb with its object looks like, known or not."""
_AND = re.compile(r", and | and |: | to | that ")
_TOLD = re.compile(r"according to (?:its|the) authors|as the authors of|as they describe it")


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
        shorter = (_reworded(text, start, length) or _reordered(text, start, length)) if length else None
        shorter = shorter or (_interrupted(text, (start, length), source) if length else None) or _cut(text)
        if shorter is None:
            return None
        text = shorter
    return None


def _reordered(text: str, start: int, length: int) -> str | None:
    """Another order for the words of the run."""
    spans = token_spans(text)
    return reshaped(text, spans[start][0], spans[start + length - 1][1])


def balanced(text: str) -> bool:
    """Whether every bracket is closed."""
    return text.count("(") == text.count(")")


def _reworded(text: str, start: int, length: int) -> str | None:
    """Replace one word inside the copied run, so that no long piece of it is left at once."""
    spans = token_spans(text)
    begin, end = spans[start][0], spans[start + length - 1][1]
    first_third, last_third = spans[start + min(2, length - 1)][0], spans[start + max(length - 2, 0)][1]
    found = [
        (rule, match)
        for rule in fitting(BREAKERS, text[begin:end])
        if (match := rule.pattern.search(text, begin)) and match.end() <= end
    ]
    for low, high in ((first_third, last_third), (begin, end)):
        for rule, first in found:
            match = first if first.start() >= low else rule.pattern.search(text, low)
            if match and match.end() <= high:
                return with_articles(text[: match.start()] + agreeing(rule.new)(match) + text[match.end() :])
        for joint in _AND.finditer(text, low, high):
            if (link := _link(text, joint)) is not None:
                said = re.match(r"; it (is |has |can )also ", link)
                behind = text[joint.end() + (len(said[1]) if said else 0) :]
                return f"{text[: joint.start()]}{link}{behind}"
    return None


def _link(text: str, joint: re.Match[str]) -> str | None:
    """What may stand in place of an "and", a colon or a purpose's "to"; None where nothing may."""
    before, after = text[: joint.start()], text[joint.end() :]
    if joint.group() == ": ":
        return ", that is, " if _is_clause(after) else None
    if joint.group() == " that ":
        last = before.split()[-1]
        noun = not (could_be_verb(last) or _BOUND.fullmatch(last) or last in {"way", "extent"})
        return " which " if noun and finite_verb_follows(after) else None
    if joint.group() == " to ":
        last = before.split()[-1]
        noun = last.endswith("s") and not _BOUND.fullmatch(last) and not could_be_verb(last)
        return (
            " in order to "
            if noun and could_be_verb(after.split(" ")[0]) and " to " not in before[-40:]
            else None
        )
    if joint.group() == ", and ":
        return "; " if _is_clause(after) and "," not in re.split(r"[;:]", before)[-1] else None
    pronoun = _second_verb(before, after)
    if pronoun:
        verb = re.match(r"(?:is|has|can) ", after)
        return f"; {pronoun} {verb.group()}also " if verb else f"; {pronoun} also "
    return " as well as " if "as well as" not in text and _joins_nouns(text, joint) else None


def _is_clause(text: str) -> bool:
    """Whether `text` begins with a subject and its verb."""
    if re.match(r"(?:they|it|the authors of) ", text):
        return True
    if re.match(r"(?:that|which|to|thereby|thus|therefore|then|on the other hand) ", text):
        return False
    words = re.split(r"[,;:.]", text, maxsplit=1)[0].split()
    ends = range(1, min(len(words), 8))
    verb = any(
        finite_verb_follows(" ".join(words[i:]))
        or plural_verb_follows(" ".join(words[:i]), " ".join(words[i:]))
        for i in ends
    )
    return verb and not could_be_verb(words[0])


def _second_verb(before: str, after: str) -> str:
    """The pronoun for a subject that does two things, where the second verb is surely its own; else empty."""
    main = re.sub(r"^[Tt]he authors of .*? (?:state|report) that ", "", before)
    if re.search(r"\b(?:that|which|who|whose|where|when|to|and)\b|[,;:]", main) or not after:
        return ""
    if not finite_verb_follows(after) or not after.split(" ")[0].endswith("s"):
        return ""
    return "it"


def _joins_nouns(text: str, joined: re.Match[str]) -> bool:
    """Whether an "and" stands between two nouns, so that no verb has to agree with both."""
    before = text[: joined.start()].split()[-1]
    after = re.split(r"[,;:.]", text[joined.end() :], maxsplit=1)[0].split()
    if (
        before.endswith((",", ";", "ly"))
        or (after and after[0].endswith("s") and not before.endswith("s"))
        or not after
        or {"both", "between", "from"} & set(text[: joined.start()].split()[-6:])
    ):
        return False
    if (
        _VERB_AND_OBJECT.search(" ".join(after))
        or could_be_verb(after[0])
        or after[0]
        in {
            "better",
            "more",
            "further",
            "still",
            "that",
            "which",
            "then",
            "therefore",
            "hence",
            "so",
            "it",
            "they",
        }
    ):
        return False
    return not any(finite_verb_follows(" ".join(after[i:])) for i in range(1, min(len(after), 9)))


def _interrupted(text: str, run: tuple[int, int], source: Runs) -> str | None:
    """Break a copied run by naming the authors in the middle of it, once, where it reads best."""
    if _TOLD.search(text):
        return None
    report, begin = _REPORT.match(text), 0
    kinds: tuple[re.Pattern[str], ...] = (_CLAUSES, _PHRASES)
    aside = "according to its authors"
    if report:
        begin = report.start("said")
        reported = report["verb"] == "report"
        aside = (
            f"{'as' if reported else 'according to'} the authors of {report['work']}{' report' * reported}"
        )
    elif "authors" in text[: token_spans(text)[run[0]][0]]:
        kinds, aside = (_CLAUSES,), "as they describe it"
    places = [*_joints(text, run, kinds[0], begin), *(_before_verb(text, run, begin) if kinds[1:] else ())]
    places += [place for kind in kinds[1:] for place in _joints(text, run, kind, begin)]
    broken = [_with_aside(text, place, _brief(aside, report, text[begin:place]), begin) for place in places]
    return max(broken, key=lambda candidate: _clean_until(candidate, source), default=None)


def _brief(aside: str, report: re.Match[str] | None, before: str) -> str:
    """`aside` without the name of the work where that has just been said."""
    return (
        aside.replace(f"the authors of {report['work']}", "its authors")
        if report and report["work"] in before
        else aside
    )


def _clean_until(text: str, source: Runs) -> int:
    """How many words precede the first copied run; what follows it can still be cut or reworded."""
    words = tokens_of(text)
    start, length = shared_run(words, source, LONGEST_RUN)
    return start if length else len(words) + 1


def _with_aside(text: str, place: int, aside: str, begin: int) -> str:
    """`text` from `begin` on with `aside` before `place`."""
    head = text[begin : place - 1].rstrip(",")
    return f"{head[0].upper()}{head[1:]}, {aside}, {text[place:]}"


def _joints(text: str, run: tuple[int, int], kind: re.Pattern[str], begin: int) -> list[int]:
    """Where in the run a word of `kind` lets an aside in, the later the better."""
    spans, (start, length) = token_spans(text), run
    least = begin + 12 if begin else 0
    found = []
    for index in range(min(start + LONGEST_RUN, start + length - 1), start, -1):
        place, before = spans[index][0], text[slice(*spans[index - 1])]
        plain = text[place - 1] == " " and text[place - 2] not in ":;"
        verb = is_verb(before) or is_verb(f"{before}s")
        free = not (_BOUND.fullmatch(before) or verb or _paired(text, place)) and _predicated(
            text[begin:place]
        )
        if place > least and plain and free and kind.match(text, place):
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
    begin = found.end() if found else begin
    inside = {spans[index][0] for index in range(start + 1, start + length)}
    for low in [low for low, _ in spans if low > begin][:14]:
        before = text[begin:low]
        if re.search(r"[,;:]|\b(?:that|which|who|and|or)\b", before):
            break
        verb = finite_verb_follows(text[low:]) or plural_verb_follows(before, text[low:])
        if verb and len(before.split()) > 1 and not _BOUND.fullmatch(before.split()[-1]):
            return [low] if low in inside else []
    return []


def _paired(text: str, place: int) -> bool:
    """Whether "to" at `place` belongs to a "from" shortly before it."""
    return text[place:].startswith("to ") and "from" in text[:place].split()[-6:]


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
