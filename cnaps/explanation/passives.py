"""Active to passive and back, where subject, verb, object and agent surely are what they seem."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cnaps.explanation.predicates import base_form, is_verb, participle, verb_of

_LEAD = re.compile(
    r"(?:[Tt]he authors of (?:“[^”]+”|\S+) (?:state|report) that )?"
    r"(?:(?:[Cc]ompared (?:with|to)|[Ii]n|[Aa]t|[Oo]n|[Ff]or|[Ff]rom|[Uu]nlike|[Ww]ithout|[Aa]fter|"
    r"[Dd]uring) "
    r"[^,;:]{3,50}, )?"
)
_CLAUSE_END = re.compile(
    r"(?:,|;|:)? (?:and|but|so|because|since|while|whereas|when|if|once|so that|such that|where|which|that|"
    r"to(?= [a-z]+ (?:the|an?|its|their|each|every|all|\w+s)\b))\b|[,;:](?!\d)|$"
)
_PASSIVE = re.compile(
    r"(?P<what>[^,;:]{3,90}?) (?P<be>is|are) (?P<how>(?:then|first|finally|jointly|(?!\w*ly\b))(?:\w+ly)? ?)"
    r"(?P<done>[a-z]+)(?P<setting> [^,;:]{2,90}?|) by (?P<agent>[^,;:]{3,80}?)$"
)
_NO_AGENT = re.compile(
    r"[a-z]+ing\b|(?:factor|margin|means|hand|half|default|far|about|up|at|more|way|others?|one|itself|themselves|\w*\d\S*)\b|"
    r"an? (?:\w+ )?(?:factor|margin|amount)\b"
)
_DESIGN = re.compile(
    r"(?:injected|added|inserted|trained|fine-tuned|fused|merged|combined|concatenated|averaged|split|divided|unrolled|"
    r"initialised|initialized|replaced|computed|extended|adapted|encoded|decomposed|rescaled|rebalanced)"
)
"""What is done in a method by those who made it."""
_BY_NOBODY = re.compile(
    r"(?P<what>[^,;:]{3,70}?) (?P<be>is|are) (?P<how>(?:then|first|finally|jointly|separately) |)"
    rf"(?P<done>{_DESIGN.pattern})(?P<setting> [^;:]{{2,110}})$"
)
_OF_THE_FIELD = re.compile(
    r"\b(?:most|many|some|such|these|those|existing|current|previous|earlier|other|all|conventional|recent|"
    r"traditional|it|they|this|methods|networks|models|algorithms|approaches|denoisers|images|photos|pictures)\b",
    re.I,
)
"""What is told of a field and not of one work."""
_POINTING = re.compile(r"\b(?:it|its|they|their|them|this|these|those|that|which|who|whose|what)\b", re.I)
_HEDGED = re.compile(r"\b(?:not|no|only|even|never|nor|hardly|rarely|without|cannot)\b", re.I)
_ACTS_WORDS = """
predicts estimates computes generates produces removes restores recovers reconstructs selects merges fuses
refines improves guides extracts aligns decomposes converts transforms detects separates segments
synthesises synthesizes replaces suppresses determines controls encodes decodes drives steers corrects
enlarges enhances introduces explains connects distils supplies lowers reduces raises
"""
_ACTS = frozenset(_ACTS_WORDS.split())
"""Verbs that take an object and read well in the passive."""
_SETTING = re.compile(
    r" (?:from|into|to|in|on|by|with|at|through|via|over|across|during|under|within|inside|as|per|after|"
    r"before)\b"
)
_FIRST = re.compile(r"(?:The|An?|Its|Their|Two|Three|Each|Every|Both|One|Several|All)\b")


@dataclass(frozen=True, kw_only=True)
class _Clause:
    """The first clause of a sentence, between who reports it and what follows."""

    lead: str
    said: str
    rest: str

    def again(self, said: str) -> str:
        """The sentence with `said` as its first clause."""
        return f"{self.lead}{said if self.lead else said[0].upper() + said[1:]}{self.rest}"


def made_active(text: str, begin: int, end: int) -> str | None:
    """``A is predicted by B`` to ``B predicts A``."""
    clause = _first_clause(text) if " by " in text else None
    match = _PASSIVE.match(clause.said) if clause else None
    if not clause or not match or clause.rest.startswith((", which", ", wh", " that", " which", " to")):
        return None
    verb, agent, what = verb_of(match["done"]), match["agent"], match["what"]
    unsure = _POINTING.search(f"{agent} {what}") or _HEDGED.search(clause.said) or _NO_AGENT.match(agent)
    if not verb or unsure or _verbs_in(f"{what} {match['setting']}") or _verbs_in(agent):
        return None
    done = base_form(verb) if _is_plural(agent) else verb
    how = f"{match['how'].strip()} " if match["how"].strip() else ""
    return clause.again(f"{agent} {how}{done} {_lowered(what)}{match['setting']}")


def done_by_authors(text: str, begin: int, end: int) -> str | None:
    """``The authors state that A is added to B`` to ``The authors add A to B``."""
    clause = _first_clause(text) if " that " in text and _DESIGN.search(text) else None
    named = clause is not None and clause.lead.endswith(" that ")
    match = _BY_NOBODY.match(clause.said) if clause and named else None
    if not clause or not match or " by " in match["setting"]:
        return None
    verb, what = verb_of(match["done"]), match["what"]
    unsure = _OF_THE_FIELD.search(what) or _HEDGED.search(clause.said) or _verbs_in(what)
    if not verb or unsure or _POINTING.search(match["setting"]):
        return None
    authors = clause.lead.split(" state that ")[0].split(" report that ")[0]
    how = f"{match['how'].strip()} " if match["how"].strip() else ""
    return f"{authors} {how}{base_form(verb)} {_lowered(what)}{match['setting']}{clause.rest}"


def made_passive(text: str, begin: int, end: int) -> str | None:
    """``A predicts B from C`` to ``B is predicted from C by A``."""
    clause = _first_clause(text)
    words = clause.said.split() if clause else []
    place = next((i for i, word in enumerate(words[:9]) if is_verb(word)), 0)
    if not clause or not place or words[place] not in _ACTS or place + 2 >= len(words):
        return None
    agent, what = " ".join(words[:place]), " ".join(words[place + 1 :])
    cut = _SETTING.search(what)
    what, setting = (what[: cut.start()], what[cut.start() :]) if cut else (what, "")
    alone = clause.rest.startswith((",", ";")) or not clause.rest
    unsure = _POINTING.search(f"{what} {setting}") or _HEDGED.search(clause.said) or _verbs_in(what)
    if unsure or not alone or clause.rest.startswith(", wh") or re.search(r"\band\b|\bby\b", setting):
        return None
    whole = re.match(r"(?:the|an?|each|every|one|two|three) ", what) or len(what.split()) < 3
    short = len(agent.split()) < 7 and len(setting.split()) < 8
    if _POINTING.search(agent) or re.search(r"\b(?:of|for|from)\b", agent) or not (whole and short):
        return None
    be = "are" if _is_plural(what) else "is"
    return clause.again(f"{what} {be} {participle(words[place])}{setting} by {_lowered(agent)}")


def _first_clause(text: str) -> _Clause | None:
    """The first clause; none where the sentence opens with anything but its subject."""
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    ends = _CLAUSE_END.search(text, start)
    stop = ends.start() if ends else len(text)
    while ends and ends.group().strip() == "and" and not _second_predicate(text[ends.end() :]):
        ends = _CLAUSE_END.search(text, ends.end())
        stop = ends.start() if ends else len(text)
    said = text[start:stop]
    rest = text[stop:]
    further = re.match(r"[,;:]? ?(?:and|but|yet|or) (?:\w+ly )?(\w+)", rest)
    if not said or (further and (is_verb(further[1]) or not rest.startswith((",", ";", ":")))):
        return None
    if re.match(
        r"(?:in|on|at|for|with|by|from|to|as|of|after|before|during|since|when|if|there)\b", said, re.I
    ):
        return None
    return _Clause(lead=text[:start], said=said, rest=rest)


def _second_predicate(behind: str) -> bool:
    """Whether a verb of the same or of another subject stands shortly behind an "and"."""
    words = behind.split()[:6]
    return any(is_verb(word) or word in {"is", "are", "can", "has", "have"} for word in words)


def _verbs_in(words: str) -> bool:
    return any(is_verb(word) for word in words.split())


def _is_plural(phrase: str) -> bool:
    """Whether a noun phrase takes a verb in the plural."""
    head = re.split(r" (?:of|for|from|in|on|with|between|at|to)\b", phrase)[0]
    if re.search(r"\band\b", head) or re.match(
        r"(?:two|three|four|both|several|many|these|all)\b", head, re.I
    ):
        return True
    if re.match(r"(?:an?|each|every|one)\b", head, re.I):
        return False
    last = head.split()[-1]
    return last.endswith("s") and not last.endswith(("ss", "us", "is"))


def _lowered(phrase: str) -> str:
    return phrase[0].lower() + phrase[1:] if _FIRST.match(phrase) else phrase
