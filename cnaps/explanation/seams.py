"""Where two parts of a sentence meet, a fuller joint of the same sense, which breaks a copied run.

The last way to keep a sentence whole: heavier than another order or another word, but lighter than quotation
marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cnaps.explanation.predicates import CAUSING, base_form, could_be_verb, finite_form, is_base, is_verb

Joint = Callable[[str, re.Match[str]], str | None]
"""What may stand in place of a match in its text; None where nothing may."""

_SYSTEM = (
    r"(?:networks?|models?|frameworks?|modules?|transformers?|architectures?|methods?|approach(?:es)?|"
    r"branch(?:es)?|"
    r"encoders?|decoders?|pipelines?|strateg(?:y|ies)|loss(?:es)?|algorithms?|systems?|schemes?|mechanisms?|"
    r"layers?|"
    r"blocks?|filters?|priors?|techniques?|units?|generators?|stages?|solutions?|designs?|losses|data ?sets?)"
)
_THING = re.compile(
    rf"{_SYSTEM}|\w+(?:tion|ment|ness|ity|ance|ence|ings?|ures?|tions|ments)|(?!\w*(?:ss|us|"
    rf"is)$)[a-z-]{{3,}}s|"
    r"data|noise|blur|haze|rain|map|mask|space|domain|input|output|image|photo|picture|frame|"
    r"\w*[A-Z]{2}\w*\)?"
)
"""What ends like a noun."""
_BINDS_TO = re.compile(
    r"ability|abilities|attempts?|needs?|ways?|aims?|seeks?|tends?|fails?|hopes?|chance|tendency|efforts?|"
    r"means|"
    r"capacity|capability|capabilities|leads?|contributes?|applies|relates?|adapts?|access|promises?|serves|"
    r"helps|"
    r"allows|enables|opportunity|potential|failure|requires?|\w+ing"
)
_BINDS_FOR = re.compile(
    r"responsible|known|needs?|demands?|allow\w*|account\w*|except|as|reasons?|due|opportunit\w+|basis|"
    r"famous|"
    r"search\w*|looks?|call\w*|stands?|compensat\w+|important|crucial|is|are"
)
_BINDS_IN = re.compile(
    r"result\w*|interest\w*|succeeds?|lies?|consists?|rich|differs?|brings?|improvements?|increases?|gap|"
    r"changes?|"
    r"advances?|progress|attention|success|experts?|differences?|steps?|appears?|comes?|filled?|even|as"
)
_JOINED_WITH = re.compile(
    r"\b(?:combin|equip|replac|train|compar|associat|align|fus|merg|augment|provid|deal|concaten|integrat|"
    r"interact|"
    r"pair|mix|regulari|coupl|condition|supervis|treat|initiali|cop|suppl|start|begin|work|agree|endow|"
    r"start)\w*\b"
    r"[^,;:]{0,70}$"
)
"""A verb to which a later "with" belongs."""
_STANDING_IN = re.compile(
    r"(?:cases?|fields?|sense|forms?|first|second|third|presence|absence|same|wild|dark|real|world|future|"
    r"past|course|"
    r"literature|following|end|middle|way|manner|fashion|long|short|sky|air|light|rain|background|"
    r"foreground|order|"
    r"number|size|process|hope|spirit|direction|loop|evening|night|morning)\b"
)
_FIRM = re.compile(
    r"(?:then|thus|thereby|hence|therefore|so|also|yet|that|which|not|is|are|was|were|has|have|can|it|they|"
    r"we|these|those|this|later|"
    r"how|what|the authors|others?|their authors|back)\b"
)
"""Before these an "and" stays as it is."""
_PLURAL_VERBS = frozenset({"are", "were", "have", "do"})
_RELATIVE = frozenset({"that", "which", "who", "whose", "where", "when", "how", "what"})
_GAPPING = frozenset({"for", "on", "to", "from", "by", "as", "into"})
_OPENING = r"(?:of|from|in|with|for|the|an?|these|all|between|into|on)"
_DETERMINED = r"(?:the|an?|its|their|each|every|all|one|two|three|several|many|different|multiple|high|low)"
_ACTION = re.compile(
    r"(?!(?:one|the|an?|each|every|all|this|more) )(?:[\w-]+ ){0,3}?\w+(?:tion|ment|sis|eling|elling|ising|"
    r"izing|oising|lurring)\b(?! of\b)"
)


@dataclass(frozen=True, kw_only=True)
class _Seam:
    pattern: re.Pattern[str]
    joint: Joint


def bridged(text: str, begin: int, end: int) -> Iterator[str]:
    """`text` with one joint between two places made fuller, each joint in turn, the lightest first."""
    for seam in _SEAMS:
        for match in seam.pattern.finditer(text, max(0, begin - 1), min(len(text), end + 1)):
            if _in_quotes(text, match.start()):
                continue
            new = seam.joint(text, match)
            if new is not None:
                yield f"{text[: match.start()]}{new}{text[match.end() :]}"


def _in_quotes(text: str, place: int) -> bool:
    return text.count("“", 0, place) > text.count("”", 0, place)


def _last_word(text: str, match: re.Match[str]) -> str:
    words = text[: match.start()].split()
    return words[-1] if words else ""


def _is_thing(word: str) -> bool:
    return bool(_THING.fullmatch(word)) and not is_verb(word)


def _to_do(text: str, match: re.Match[str]) -> str | None:
    """``a prior for generating faces`` to ``a prior to generate faces``."""
    finite = finite_form(match["doing"])
    if is_verb(text[match.end() :].split()[0]):
        return None
    if not finite or not (
        _is_thing(_last_word(text, match)) or _last_word(text, match) in {"used", "applied"}
    ):
        return None
    return f" to {base_form(finite)}"


def _in_order_to(text: str, match: re.Match[str]) -> str | None:
    """``masks to hide`` to ``masks in order to hide``, ``a scheme to hide`` to ``a scheme that serves to "
    "hide``."""
    last = _last_word(text, match)
    if not is_base(match["verb"]) or not _is_thing(last) or _BINDS_TO.fullmatch(last):
        return None
    if CAUSING.search(text[: match.start()][-60:]):
        return None
    if re.search(r"\b(?:from|in order to|serves? to)\b[^,;]*$", text[: match.start()]):
        return None
    if re.fullmatch(_SYSTEM, last) and re.search(
        r"(?:propos|present|introduc|develop|design|devis|is an?\b|are)[^,;:]*$", text[: match.start()]
    ):
        return f" that serve{'' if _is_plural(last) else 's'} to {match['verb']}"
    return f" in order to {match['verb']}"


def _is_plural(noun: str) -> bool:
    return noun.endswith("s") and not noun.endswith(("ss", "us", "is"))


def _within(text: str, match: re.Match[str]) -> str | None:
    """``in the latent space`` to ``within the latent space``."""
    if _BINDS_IN.fullmatch(_last_word(text, match)) or _STANDING_IN.match(text, match.end()):
        return None
    return match.group().replace(" in ", " within ", 1)


def _that_has(text: str, match: re.Match[str]) -> str | None:
    """``a network with two branches`` to ``a network that has two branches``; one thing that is "
    "introduced."""
    introduced = re.search(
        r"\b(?:[Aa]n?|the first|one) (?:(?!of\b|for\b|in\b|to\b)[\w-]+,? )*$", text[: match.start()]
    )
    if not introduced or _JOINED_WITH.search(text[: match.start()]) or _is_plural(match["noun"]):
        return None
    return f"{match['system']} that has "


def _by_means_of(text: str, match: re.Match[str]) -> str | None:
    """``using deformable convolutions`` to ``by means of deformable convolutions``."""
    last = _last_word(text, match)
    return (
        None
        if last in {"by", "when", "while", "of", "for", "without", "and", "or", "not"}
        else " by means of "
    )


def _by_way_of(text: str, match: re.Match[str]) -> str | None:
    """``by casting it as`` to ``by way of casting it as``."""
    return None if _last_word(text, match) in {"followed", "that", "and"} else " by way of "


def _in_cases_where(text: str, match: re.Match[str]) -> str | None:
    """``when the input is dark`` to ``in cases where the input is dark``."""
    return " in cases where "


def _at_the_same_time(text: str, match: re.Match[str]) -> str | None:
    """``while keeping`` to ``at the same time keeping``."""
    return f"{match['comma'] or ','} at the same time {match['doing']}"


def _that_is(text: str, match: re.Match[str]) -> str | None:
    """``a scheme based on blur`` to ``a scheme that is based on blur``."""
    last = _last_word(text, match)
    noun = re.fullmatch(_SYSTEM, last) or re.search(
        rf"\b{_OPENING} (?:[\w-]+ )?{re.escape(last)}$", text[: match.start()]
    )
    if not _is_thing(last) or (could_be_verb(last) and not noun):
        return None
    return f" that {'are' if _is_plural(last) else 'is'} {match['said']}"


def _which_is_called(text: str, match: re.Match[str]) -> str | None:
    """``, named X`` to ``, which is called X``."""
    return ", which is called "


def _subsequently(text: str, match: re.Match[str]) -> str | None:
    return " and subsequently "


def _as_well_as(text: str, match: re.Match[str]) -> str | None:
    """``A and B`` to ``A as well as B`` between nouns, to ``and also B`` between verbs or behind a "both"."""
    before, after = text[: match.start()], text[match.end() :]
    following = after.split()[0]
    clause = re.split(r"[,;:] ", before)[-1]
    if not re.match(r"[a-z(]", following) or _FIRM.match(after) or not _has_verb(before):
        return None
    if (
        re.search(r"\b(?:between|either)\b[^,;:]*$", before)
        or _shares_verb(clause, after)
        or _is_clause(after, comma=match.group().startswith(","))
    ):
        return None
    acts = following.endswith("s") and re.match(
        r"\S+ (?!(?:of|in|on|for|with|from|by|to|at|and|or|that|which)\b)\w", after
    )
    verb = is_verb(following) or is_base(following) or could_be_verb(following) or bool(acts)
    if verb or "both " in before[-80:] or " as well as " in text:
        return " and also " if " and also " not in text else None
    comma = "," if match.group().startswith(",") else ""
    return f"{comma} as well as "


def _has_verb(text: str) -> bool:
    return any(is_verb(word) or is_base(word) or could_be_verb(word) for word in text.split())


def _is_clause(after: str, *, comma: bool) -> bool:
    """Whether a subject with a verb of its own may stand behind the joint; behind a comma that is "
    "likelier."""
    words = re.split(r"[,;:.]| (?:as|than|by|so|such) ", after)[0].split()
    if is_verb(words[0]) or is_base(words[0]):
        return False
    if comma and any(could_be_verb(word) and not word.endswith(("ed", "ing")) for word in words[1:]):
        return True
    verbs = sum(
        is_verb(word) or word in _PLURAL_VERBS or (is_base(word) and _is_plural(words[i]))
        for i, word in enumerate(words[1:])
    )
    return verbs > sum(word in _RELATIVE for word in words)


def _shares_verb(before: str, after: str) -> bool:
    """Whether the verb said before holds again behind the "and": "A is used for B and C for D"."""
    behind = re.split(r"[,;:]|\b(?:that|which)\b", after, maxsplit=1)[0].split()[1:]
    return any(word in _GAPPING and f" {word} " in before for word in behind)


def _for_the_purpose_of(text: str, match: re.Match[str]) -> str | None:
    """``used for deblurring`` to ``used for the purpose of deblurring``, ``a network for it`` to ``meant "
    "for it``."""
    last = _last_word(text, match)
    if _BINDS_FOR.fullmatch(last) or not _ACTION.match(text, match.end()) or " the purpose of " in text:
        return None
    if re.fullmatch(rf"{_SYSTEM}|pairs|samples|examples", last):
        return " meant for "
    return (
        " for the purpose of " if last in {"used", "applied", "employed", "developed", "designed"} else None
    )


def _seam(pattern: str, joint: Joint) -> _Seam:
    return _Seam(pattern=re.compile(pattern), joint=joint)


_SEAMS = (
    _seam(rf" for (?P<doing>[a-z]{{3,}}ing)(?= (?:{_DETERMINED}|[a-z-]+s|[\w-]+ [a-z-]+s)\b)", _to_do),
    _seam(r" in (?=(?:the|each|every|its|their) [a-z])(?:the|each|every|its|their) ", _within),
    _seam(rf" in (?=an? (?:[\w-]+ ){{0,3}}(?:space|domain|step|set|{_SYSTEM})\b)(?=an? )", _within),
    _seam(
        r"(?<=[a-z)]),? (?P<said>(?:based on|capable of|conditioned on|composed of|suited to|free of) )",
        _that_is,
    ),
    _seam(r", (?:named|termed|dubbed|called) (?=[A-Z])", _which_is_called),
    _seam(
        rf"(?P<system>\b(?P<noun>(?i:{_SYSTEM}))(?: \([A-Z][\w-]*\))?) with (?!which|respect|regard|whom|"
        rf"the help|[^,;:]{{3,40}} in mind)",
        _that_has,
    ),
    _seam(r" using (?=[a-z])", _by_means_of),
    _seam(rf" when (?={_DETERMINED} )", _in_cases_where),
    _seam(r" by (?=[a-z]{3,}ing [a-z])", _by_way_of),
    _seam(r"(?P<comma>,?) while (?P<doing>(?:still )?[a-z]+ing)(?= \w)", _at_the_same_time),
    _seam(r" and then ", _subsequently),
    _seam(r" to (?P<verb>[a-z]{3,})(?= [a-z])", _in_order_to),
    _seam(r",? and ", _as_well_as),
    _seam(r" for (?=[a-z])", _for_the_purpose_of),
)
"""The lightest first."""
