"""A sentence of several statements taken apart, each with the subject it has."""

from __future__ import annotations

import re

from cnaps.explanation.predicates import (
    could_be_verb,
    finite_verb_follows,
    is_verb,
    plural_verb_follows,
)

_MAIN_CLAUSE = re.compile(
    r";\s+(?:and\s+|but\s+)?|:\s+(?=(?:it|they|the|an?|each|its|Firstly|First|(?:from|in|with|for) (?:the|"
    r"an?|each|every)|(?:[A-Z]\w*[A-Z]\w*))\b)|,\s+(?:and|but|"
    r"whereas|while|so|yet)\s+"
    r"(?=(?:the|an?|it|they|this|these|each|every|its|their|both|we|our)\s)"
)
"""Where one main clause ends and another begins."""
_SAID = r"(?:[Ww]e|[Tt]he authors|[Tt]he (?:paper|work|study|article)|[Tt]his (?:paper|work|study|article))"
_WHICH = re.compile(
    rf"^(?:[^,]{{3,60}}, )?{_SAID} (?:\w+ )?(?:propose|present|introduce|develop|design|"
    rf"describe)s? (?:the |an? )?"
    r"(?:(?:[\w+-]+ ){1,8}\((?P<short>[A-Z][\w+-]*)\)|(?P<name>[A-Z][\w-]*\w\+*)), "
    r"(?:which|that) (?:on the one hand |first |firstly )?(?P<rest>\w+s .+)$"
)
"""A system that is introduced together with what it does."""
_LEAD = re.compile(
    r"^(?:(?:By|With|Using|Through|Given|After|Based on|Guided by|Instead of|To) [^,]{3,100}, )?"
)
_PURPOSE = re.compile(
    r"^(?:To \w+ [^.;:]{10,200}?, (?=(?:we|the authors|our|this paper|this work) )|"
    r"(?:Starting|Building|Drawing|Assuming|Observing|Noting|Based|Inspired|Motivated)\b[^.;:]{10,220}?, "
    r"(?=(?:we|the authors|our|this paper|this work) )|"
    r"(?:In spite of|Despite) [^.,;:]{5,140}, (?=\w))"
)
_PARTS = re.compile(
    r"^(?P<whole>[^,;:]{3,60}?) (?:has|have|consists of|is made of|comprises|holds|contains) "
    r"(?:two|three|four|five|six) (?:[a-z]+ )?[a-z]+: \(1\) (?P<items>.+)$"
)
"""A thing whose parts are numbered."""
"""What something is done for, or in spite of, before it is told; left out where the whole cannot be told."""
_PRONOUN = re.compile(r"(?:it|they|its|their|(?:this|these)(?= \w+s\b))\b", re.I)
_FURTHER = re.compile(
    r",\s+(?:and\s+)?(?:then\s+|finally\s+|also\s+|on the other hand\s+)*(?=(\w+)\s)|"
    r"\s+and then\s+(?=(\w+)\s)"
)


def statements(sentence: str) -> list[str]:
    """The statements of `sentence` as sentences of their own; none where it is a single one."""
    introduced = _WHICH.match(sentence.strip(" ."))
    if introduced:
        name = introduced["short"] or introduced["name"]
        return _by_verb(f"{name} {introduced['rest']}")
    if parts := _PARTS.match(sentence.strip(" .")):
        items = re.split(r"[,;]? (?:and )?\([2-6]\) ", parts["items"])
        return [_sentence(f"{parts['whole']} has {item}") for item in items]
    clauses = _main_clauses(sentence)
    found = [statement for clause in _standing(clauses) for statement in _by_verb(clause)]
    if len(found) > 1 or len(clauses) > 1:
        return [_sentence(text) for text in found]
    purpose = _PURPOSE.match(sentence)
    return [_sentence(sentence[purpose.end() :])] if purpose else []


def _main_clauses(sentence: str) -> list[str]:
    """The main clauses; what has no subject and verb of its own stays with the clause before."""
    clauses: list[str] = []
    place = 0
    for match in _MAIN_CLAUSE.finditer(sentence):
        if _is_clause(sentence[match.end() :]) and _is_clause(sentence[place : match.start()]):
            clauses.append(sentence[place : match.start()].strip(" ,;:."))
            place = match.end()
    return [*clauses, sentence[place:].strip(" ,;:.")]


def _standing(clauses: list[str]) -> list[str]:
    """Without those whose subject is a pronoun for something in the clause before that is not its subject."""
    first = clauses[0].split(" ", 1)[0].lower() if clauses else ""
    own = first in {"we", "it", "they", "our", "its"} or bool(_subject(clauses[0]))
    return [clause for i, clause in enumerate(clauses) if not i or own or not _PRONOUN.match(clause)]


def _is_clause(text: str) -> bool:
    """Whether a subject and its verb stand at the beginning."""
    plain = re.sub(r"^(?:First|Second|Third)(?:ly)?, ", "", text.strip())
    words = re.split(r"[;:]| (?:that|which|who|whose) ", plain, maxsplit=1)[0].split()
    if words and words[0].lower() in {"we", "it", "they"}:
        return True
    return any(
        finite_verb_follows(" ".join(words[i:]))
        or plural_verb_follows(" ".join(words[:i]), " ".join(words[i:]))
        for i in range(1, min(len(words), 10))
        if not words[i - 1].endswith(",")
    )


def _by_verb(clause: str) -> list[str]:
    """``A does X, and then does Y`` as two statements of A."""
    lead = _LEAD.match(clause)
    start = lead.end() if lead else 0
    subject = _subject(clause[start:])
    if not subject:
        return [clause]
    plural = subject.lower() in {"we", "they"}
    cuts = [
        match
        for match in _FURTHER.finditer(clause, start + len(subject))
        if _begins_predicate(clause[match.end() :], plural=plural)
    ]
    last = max(
        (i for i, cut in enumerate(cuts) if re.search(r"\b(?:and|then|finally)\b", cut.group())), default=-1
    )
    cuts = cuts[: last + 1]  # without an "and" behind it, a verb after a comma may have another subject
    ends = [match.start() for match in cuts] + [len(clause)]
    pieces = [clause[: ends[0]]]
    pieces += [f"{subject} {clause[cut.end() : end]}" for cut, end in zip(cuts, ends[1:], strict=True)]
    return [_sentence(piece) for piece in pieces]


def _subject(clause: str) -> str:
    """One or a few words before the first verb, where those surely are the subject."""
    words = clause.split()
    if words and words[0].lower() in {"we", "it", "they"}:
        return words[0]
    for i in range(1, min(len(words), 5)):
        if words[i] in {"can", "cannot"} or (is_verb(words[i]) and words[i].endswith("s")):
            subject = re.sub(r" (?:first|then|also|\w+ly)$", "", " ".join(words[:i]))
            return "" if re.search(r"[,;:()]|\b(?:that|which)\b", subject) else subject
    return ""


def _begins_predicate(rest: str, *, plural: bool) -> bool:
    word = rest.split(" ", 1)[0].strip(",;:.")
    if plural:
        return could_be_verb(word) and not word.endswith(("ed", "ing", "ly"))
    return word.endswith("s") and finite_verb_follows(rest)


def _sentence(text: str) -> str:
    plain = text.strip(" ,;:.")
    return f"{plain[:1].upper()}{plain[1:]}."
