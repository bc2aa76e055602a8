"""A sentence of an abstract in the third person: whose "we" and "this" stand for what, or not told at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from cnaps.explanation.predicates import base_form, finite_form, finite_verb_follows, is_verb
from cnaps.explanation.sentences import words_of
from cnaps.explanation.wording import plain

_ASIDE = re.compile(
    r"^\(\d\)\s+|^(?:It is (?:\w+ )?(?:worth|important|notable|interesting) (?:\w+ing |"
    r"to note )?(?:here )?that|"
    r"(?:We |Please )?note that|Interestingly,|Importantly,|Overall,|In short,|In summary,|In essence,|"
    r"That is,)\s+|"
    r"^(?:For|In) the (?:former|latter|first|second)(?: case| one)?, |"
    r"^(?:In|For|With|On|To) (?:this|that|such an?) (?:purpose|way|regard|aim|goal|view|spirit|sense|"
    r"respect|context|issue|problem)s?,?\s+|"
    r"^(?:However|Unfortunately|(?:And|But|Yet)(?=,? (?:the|it|we|they|our|this|an?)\b)|"
    r"More (?:specifically|importantly|concretely|precisely|generally)|Furthermore|Further(?=,)|Also(?=,)|"
    r"Here(?=,| we)|Moreover|Additionally|In "
    r"addition|Specifically|Notably|Therefore|Thus|Hence|"
    r"Besides(?=,)|"
    r"In particular|Finally|Instead(?=,)|To this end|In this (?:paper|work|study|article)|Accordingly|"
    r"Consequently|Concretely|"
    r"First(?:ly)?|Second(?:ly)?|Third(?:ly)?|Lastly|Then|Meanwhile|As a result|Based on (?:this|"
    r"these)[^,]*|Inspired by [^,]*|"
    r"Motivated by [^,]*|To (?:\w+ly )?(?:address|tackle|alleviate|overcome|solve|mitigate|bridge|handle|"
    r"resolve|fill|remedy)"
    r"\s+(?:this|these|the above|the aforementioned|such|those|it)\b[^,]*),?\s+(?:that\s+)?|"
    r"^(?:With|On|For|In|By|From|Using|Given) (?:this|these|that|such)(?: \w+){0,2},? (?=we\b|our\b)",
)
_HOWEVER = re.compile(r"(?<=\w), (?:however|moreover|furthermore|in turn|of course|for instance|in fact), ")
_APPOSITIVE = re.compile(r",\s+our\s+[^,]{3,60},\s+(?=is\b|are\b)", re.I)
_CONTRIBUTION = re.compile(r"^Our\s+(?:\w+\s+){1,2}contribution,\s+([^,]+),\s+(?=is\b)", re.I)
_INTRODUCED = re.compile(
    r"^we (?:\w+ )?(?:propose|present|introduce|develop|design|devise|describe|build)\s+(?:the\s+)?"
    r"(?P<name>(?-i:[A-Z][\w-]*(?:[A-Z\d]|GS|Net|[a-z])[\w+-]*)(?:\s\([^)]*\))?)(?:,|:)\s+(?P<rest>(?:an?|"
    r"one)\s.+)$",
    re.I,
)
_PAPER = re.compile(
    r"^(?:In this (?:paper|work),\s+)?(?:The|This|Our) (?:present )?(?:paper|work|study|"
    r"article) (?:first(?:ly)? )?"
    r"(?P<verb>presents|proposes|introduces|describes|studies|explores|addresses|investigates|focuses|"
    r"aims|shows|develops|reports|explains|examines|provides|offers|compares|discusses|applies|establishes)\b"
)
_FURTHER_VERB = re.compile(
    r"(?P<joint>\band (?:also |then )?)(?P<verb>[a-z]+s)(?= (?:the|an?|how|its|[\w-]+s|[a-z]+ [a-z]+)\b)"
)
"""What else a subject does."""
_OF_A_KIND = re.compile(
    r"^we (?:propose|present|introduce|develop|describe) (?P<kind>an?\s[\w\s-]{3,60}?),\s+"
    r"(?:namely |called |named |termed |dubbed )?"
    r"(?P<name>(?-i:[A-Z])[^,]{2,80}?),\s+(?P<rest>(?:which|that)\s.+)$",
    re.I,
)
_DOES = re.compile(
    r"^we (?:\w+ )?(?:propose|present|introduce|develop|design|devise|describe) (?P<name>(?-i:(?:the "
    r")?[A-Z][\w+-]*"
    r"(?: [A-Za-z][\w-]*){0,5}(?: \([A-Z][^()]*\))?|the (?:[a-z][\w-]* ){1,6}\([A-Z][^()]*\))), which "
    r"(?P<rest>\w+s .+)$",
    re.I,
)
"""A system that is introduced together with what it does."""
_CALLED = re.compile(
    r"^we (?:\w+ly )?(?:propose|present|introduce|develop|design|devise)\s+(?P<rest>an?\s[^,]+?),?\s+"
    r"(?:called|named|termed|dubbed|namely|referred to as|denoted(?: as)?)\s+"
    r"(?P<name>(?-i:[A-Z][\w+-]*(?:\s+(?:for\s+)?[A-Z][\w+-]*)*(?:\s\([A-Z][^()]*\))?))(?P<tail>.*)$",
    re.I,
)
_OFFERED = re.compile(r"\b((?:propose|present|introduce|develop|describe)s? an? )state[- ]of[- ]the[- ]art ")
_SEVERAL = re.compile(r"\b(?:two|three|four|both|several)\b[^,]*$")
"""Behind these, names are those of the parts and not of the whole."""
_ACHIEVED = re.compile(
    r"^This is (?:\w+ly )?(?:achieved|reali[sz]ed|accomplished|attained|done) (?=(?:through|by|via|with|"
    r"using)\b)"
)
_AUTHORS = re.compile(r"\b(?:the|its|their) authors\b(?! of)", re.I)
_BESIDES = re.compile(r"^we \w+ [^,]{3,60} and (?=(?:propose|present|introduce) [A-Z])", re.I)
"""What is done before a system is introduced."""
_ABLE = re.compile(
    r"^we (?=(?:still )?(?:cannot|can|do not|fail to|are unable to) (?:handle|treat|deal|cope|process|"
    r"recover|restore|"
    r"remove|run|work)\b)",
    re.I,
)
"""What the system can do and not its authors."""
_ANSWER = re.compile(r"^Their (answer|solution|remedy|idea)(?= is )")
_THIS_WORK = re.compile(
    r"^(?:This|The present) (?:paper|work|study|article|technique|approach|method)(?= (?:\w+ly )?\w+s\b)|"
    r"^The (?:paper|study|article|technique|approach|method|system|pipeline)(?= (?:\w+ly )?\w+s\b)"
)
_THEY_PROPOSE = re.compile(
    r"\b[Tt]hey (?=(?:also |further |then )?(?:propose|introduce|present|design|develop|report|argue|"
    r"collect)\b)"
)
_LOOSE_PURPOSE = re.compile(
    r"^(?:To|For|By|With|In|On) [^,]{0,80}\b(?:it|them|this|these|those|they)\b[^,]*, (?=(?:we|our)\b)"
)
"""A lead that points back, before what the authors do."""
_THIS = re.compile(r"^(?:This|These|Such an?) ")
"""Before a thing that is called by a phrase of its own, which stays clear without the sentence before."""
_SEEN_THINGS = frozenset(
    words_of(
        "steps contours artifacts artefacts distortions flares shadows reflections patterns stripes "
        "degradations defects highlights occlusions obstructions streaks drops blur noise haze "
        "distortion degradation "
    )
)
"""What is seen in a picture, and so known without the sentence before."""
_LOOSE_CLAUSE = re.compile(
    r"\s(?:that|which) \w+ (?:them|it|(?:all|each|both|any) of (?:these|those|them)(?: \w+)?)(?=[:.,;]|$)"
)
"""A relative clause whose object stands in an earlier sentence."""
_LOOSE_LEAD = re.compile(
    r"^(?:With|Compared (?:with|to)|Starting from|For|To|By|In|On|Without|Unlike|Besides|From|Of|After|"
    r"Before|Because of)\b"
    r"[^,]{0,60}\b(?:it|them|this|these|those|they)\b"
)
"""An opening that points back to an earlier sentence."""
_OUR_SYSTEM = re.compile(
    r"\b[Oo]ur (?:(?:proposed|full|final|new|overall)\s+)?"
    r"(?:approach|method|model|framework|network|system|algorithm|pipeline|solution|architecture|"
    r"DNN)\b(?!\s*,|\s+[A-Z]|s\b)"
)
_THE_SYSTEM = re.compile(
    r"^(?:It|This (?:approach|method|pipeline|framework|model|strategy|system|network|design|module|"
    r"mechanism)|"
    r"The (?:proposed|resulting) (?:approach|method|model|framework|network|"
    r"system))(?=\s+(?:\w+ly\s+)?\w+(?:s|n)\b)"
)
_UNCLEAR = re.compile(
    r"\b(?:each|all|both|any|some|one|none) of (?:these|those|them|this)\b|"
    r"\bthat this (?:problem|issue|challenge|task|result)\b|"
    r"\b(?:than|like|against) (?:these|those|them|this)(?=[.,;]|$)|\bthe two(?! [\w-]+s\b)"
)
"""What stands for things of an earlier sentence."""
_THAT_THING = re.compile(
    r"\b(?:by|of|into|with|from|on|turns|uses|takes|builds) (?:that|those) (?P<noun>(?!(?:is|are|can|has|"
    r"have|was|were)\b)[a-z]+)"
    r"(?=[,.;:]|$| (?:and|into|to|by|with|for|in|at|from)\b)"
)
_EXCEEDING = re.compile(r" (?:that|which) \w+s? (?:them|it|these|those) and (?=\w)")
"""The first of two things that are told of a system, where its object stands in an earlier sentence."""
_POINTING_BACK = re.compile(
    r"(?P<before>[^,;:]{3,90}?) (?:therefore|thus|hence|consequently|accordingly|nevertheless|moreover|"
    r"furthermore|"
    r"further|likewise|also|instead) (?=[a-z])(?!of\b)"
)
_JOINING_TO_WORDS = """
that which by of and or as than from with for in on to the a an where when
"""
_JOINING_TO = frozenset(_JOINING_TO_WORDS.split())
"""Words with which no lead ends."""
_DANGLING = re.compile(
    r"^.*\b(?:for|in) this (?:case|way|respect)\b|"
    r"^.*\bof (?:this|that) kind\b|^.*\bthere$|^.*\bpresented here\b|"
    r"^(?:An?|The) (?:\w+ )?(?:one|other|others|ones|latter|former|rest)\b|"
    r"^The (?:\w+ )?(?:first|second|third)(?:,| (?:is|are|of|uses|takes|has|can|does|predicts|estimates|"
    r"removes)\b)|"
    r"^(?:An?) (?:earlier|later|second|smaller|larger) (?:version|variant)\b|"
    r"^(?:With|From|Of|By|In) (?:the|this) (?:work|paper)\b|^\w+ (?:it|they) (?:is|are)\b|"
    r"^[^,]{3,60} (?:with|of|for|on|to|in|from) (?:it|them)\b|"
    r"^(?:As [^,]{3,60}, )?(?:[Ff]or|[Ii]n|[Oo]n|[Ww]ith) (?:some|many|most|other) [a-z]+,? (?:it|they) \w+|"
    r"^(?:This|These|Such|They|Those|It|Its|Their|Here|There|That|Both|The (?:former|latter)|In this|With "
    r"this)\b"
)
_EMPTY_PURPOSE = re.compile(
    r",? to (?:\w+ly )?(?:address|solve|tackle|overcome|alleviate|mitigate|remedy|resolve|handle|bridge) "
    r"(?:this|these|that|such an?|the above|such)(?: \w+)? ?(?:problems?|challenges?|issues?|gaps?|"
    r"limitations?|"
    r"difficult(?:y|ies)|drawbacks?|shortcomings?|goals?|tasks?)?(?=[.,;]|$)"
)
"""A purpose that only points to a trouble named before."""
_SOLVED_BY = re.compile(
    r"(?:solve|address|tackle|overcome|alleviate|mitigate|remedy|resolve|handle|do|achieve) (?:this|these|"
    r"that|it)"
    r"(?: problems?| challenges?| issues?| goals?)? by (?P<doing>[a-z]+ing)\b"
)
_THESE = re.compile(
    r"(?<=[a-z] )(?:these|this) (?=(?!(?:is|are|was|has|can|end|work|paper|article|study)\b)[a-z-]+(?:ed|"
    r"ing|al|ive|ous|ent|ant|ic|ary) [a-z-]+s?\b)"
)
"""Before a thing that is called by an adjective and a noun, and so clear without the sentence before."""
SYSTEM = re.compile(
    r"\b(?:[A-Z][a-z]*\d*[A-Z][\w+-]*|[A-Z][a-z]+-[A-Z]{2,}[\w+-]*|[A-Z]{2,}[\w+-]*|[A-Z][a-z]*(?:former|"
    r"Net|GAN|GS|Clear|IR)|[A-Z][a-z]+ormer)\b"
)


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """Who an abstract speaks of."""

    short: str
    """The work."""
    subject: str
    """The system that the sentence before was about; empty where it is unclear."""


def third_person(sentence: str, speaker: Speaker) -> str | None:
    """`sentence` with its authors or its system as the subject; None where it points to another sentence."""
    text = _HOWEVER.sub(" ", _APPOSITIVE.sub(" ", _ASIDE.sub("", sentence))).strip()
    text = _OFFERED.sub(r"\1", text)
    text = _CONTRIBUTION.sub(r"\1 ", _ASIDE.sub("", text[:1].upper() + text[1:]))
    ours, known = _our_system(speaker.short), _our_system(speaker.subject or speaker.short)
    text = _ACHIEVED.sub(lambda _: f"{capitalised(known)} works ", text)
    text = _ABLE.sub(lambda _: f"{capitalised(ours)} ", _said_by_authors(text))
    text = _BESIDES.sub("we ", _AUTHORS.sub("we", _LOOSE_CLAUSE.sub("", text)))
    text = _ANSWER.sub(lambda found: f"The {found[1]} of the authors of {speaker.short}", text)
    text = _LOOSE_PURPOSE.sub("", _THEY_PROPOSE.sub("we ", text))
    text = _the_kind(_named(text[:1].upper() + text[1:]))
    text = _OUR_SYSTEM.sub(lambda _: ours, text)
    if (found := _THE_SYSTEM.match(text)) and (speaker.subject or " proposed " in found.group()):
        text = _THE_SYSTEM.sub(lambda _: capitalised(known), text)
        if speaker.subject and text.count(speaker.subject) > 1:
            return None
    text = _THIS_WORK.sub(_work_of(speaker), text)
    if speaker.subject:
        text = _owned(text, speaker.subject)
    if _UNCLEAR.search(text) or _points_back(text):
        return None
    text = _EXCEEDING.sub(" that ", text)
    text = re.sub(r"^The result is\b", lambda _: f"The result of {speaker.subject or speaker.short} is", text)
    if speaker.subject and not speaker.subject.startswith("“") and _LOOSE_LEAD.match(text):
        text = re.sub(r"\bit\b", lambda _: speaker.subject, text, count=1)
    if _DANGLING.match(text.rstrip(". ")) or _LOOSE_LEAD.match(text):
        return None
    text = re.sub(r"\b(?:lets|allows|enables) us (?:to )?", "makes it possible to ", text)
    authors = f"the authors of {speaker.short}"
    text = re.sub(r"\b[Ww]e\b", lambda _: authors, text, count=1)
    text = re.sub(r"\bwe\b", "they", re.sub(r"\b[Oo]ur\b", "their", text))
    if authors in text:
        head, tail = text.split(authors, 1)
        text = head + authors + tail.replace(f"the method of {speaker.short}", "their method")
    text = _SOLVED_BY.sub(_does, _EMPTY_PURPOSE.sub("", _THESE.sub("the ", text)))
    return _with_comma(_free(re.sub(r"\bus\b", "them", text)), speaker.short)


def _does(match: re.Match[str]) -> str:
    """``solve this problem by creating`` to ``create``."""
    finite = finite_form(match["doing"])
    return base_form(finite) if finite else match.group()


def _owned(text: str, subject: str) -> str:
    """``Its core is`` to ``The core of X is``; ``X's`` where it is not plain how far the thing is named."""
    words = text.split()
    if words[0] != "Its" or len(words) < 3:
        return text
    for i in range(2, min(len(words), 8)):
        if finite_verb_follows(" ".join(words[i:])):
            thing = " ".join(words[1:i])
            if not re.search(
                r"[(),;:]|\b(?:of|for|with|that|which|and|on|in)\b|(?:ly|likewise|also|then|too)$", thing
            ):
                return f"The {thing} of {subject} {' '.join(words[i:])}"
            break
    return text if subject.startswith("“") else f"{subject}'s {' '.join(words[1:])}"


def _points_back(text: str) -> bool:
    """Whether a "that sentence" stands for one that is not in `text`."""
    return any(match["noun"] not in text[: match.start()] for match in _THAT_THING.finditer(text))


def _free(text: str) -> str:
    """The main clause without a "therefore" or "also" that points back to what is not told."""
    match = _POINTING_BACK.match(text)
    if not match or re.search(r"\b(?:and|because|since|if|when|while|not only)\b", match["before"]):
        return text
    return f"{match['before']} {text[match.end() :]}"


def _with_comma(text: str, short: str) -> str:
    """``From pairs X learns`` to ``From pairs, X learns``."""
    match = re.match(
        rf"(?:In|On|For|To|With|From|Using|By|At|Under|Without|After|Unlike|Besides?) [^,;:]{{4,90}}? "
        rf"(?=the authors of |{re.escape(short)} )",
        text,
    )
    if not match:
        return text
    last, behind = match.group().split()[-1], text[match.end() + len(short) :].strip()
    joined = last.lower() in _JOINING_TO or (
        not text.startswith("the authors of", match.end()) and not finite_verb_follows(behind)
    )
    return text if joined else f"{match.group().rstrip()}, {text[match.end() :]}"


def _the_kind(text: str) -> str:
    """``This layer reconstruction module eases`` to ``The layer reconstruction module eases``."""
    words = text.split()
    for i in range(2, min(len(words), 7)) if _THIS.match(text) and not is_verb(words[1]) else ():
        agrees = is_verb(words[i]) or (words[i - 1].endswith("s") and is_verb(f"{words[i]}s"))
        if agrees and (i > 2 or words[1] in _SEEN_THINGS):
            return _THIS.sub("The ", text)
    return text


def _work_of(speaker: Speaker) -> Callable[[re.Match[str]], str]:
    """``The method`` to the name of the system, or to ``The method of “Title”`` where it has none."""

    def named(match: re.Match[str]) -> str:
        noun = match.group().split()[-1]
        if noun in {"paper", "work", "study", "article"}:
            return speaker.subject or speaker.short
        known = speaker.subject or speaker.short
        return f"The {noun} of {known}" if known.startswith("“") else known

    return named


def _our_system(short: str) -> str:
    return f"the method of {short}" if short.startswith("“") else short


def _we(match: re.Match[str]) -> str:
    """``This paper presents`` to ``We present``."""
    verb = match.group("verb")
    base = base_form(verb) if verb != "focuses" else "focus"
    return f"We {base}"


def _said_by_authors(text: str) -> str:
    """``This paper shows A and suggests B`` to ``We show A and suggest B``."""
    said = _PAPER.sub(_we, text)
    return said if said == text else _FURTHER_VERB.sub(_plural, said)


def _plural(match: re.Match[str]) -> str:
    return f"{match['joint']}{base_form(match['verb'])}" if is_verb(match["verb"]) else match.group()


def _named(text: str) -> str:
    introduced = _INTRODUCED.match(text)
    if introduced:
        kind = introduced.group("rest")
        return f"{introduced.group('name')} is {kind[0].lower()}{kind[1:]}"
    does = _DOES.match(text)
    if does and (re.search(r"[A-Z].*[A-Z]|\d", does["name"]) or "(" in does["name"]):
        return f"{does['name'][0].upper()}{does['name'][1:]} {does['rest']}"
    kind = _OF_A_KIND.match(text)
    if kind:
        return f"{kind.group('name')} is {plain(kind.group('kind'))} {kind.group('rest')}"
    called = _CALLED.match(text)
    if called and not (_SEVERAL.search(called["rest"]) or called["tail"].startswith((" and ", ","))):
        return f"{called.group('name')} is {called.group('rest')}{called.group('tail')}"
    return text


def capitalised(text: str) -> str:
    """`text` with a capital, unless it begins with the name of a system."""
    return text[0].upper() + text[1:] if text[0].islower() and not SYSTEM.match(text) else text
