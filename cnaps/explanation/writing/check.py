"""What a sentence of a language model has to pass beside the check that every sentence passes.

The planned sentences are written from their sources; a proposed one is only claimed to be. It is therefore
held against the points that it names, and against nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cnaps.explanation.injection import addresses_reader
from cnaps.explanation.material import Material
from cnaps.explanation.records import Draft
from cnaps.explanation.sentences import STOPWORDS, content_stems, split_sentences, stem, words_of
from cnaps.explanation.tasks import topic_of
from cnaps.explanation.verify import objections
from cnaps.explanation.word_pairs import HYPE
from cnaps.explanation.writing.outline import Kind, Outline, Part, Point
from cnaps.explanation.writing.polarity import disagreement
from cnaps.explanation.writing.reply import Proposal

SHORTEST, LONGEST = 4, 60
"""Words of a sentence."""
MOST_POINTS = 3
"""Points that one sentence may rest on."""
LEAST_OVERLAP = {Kind.FACT: 0.7, Kind.JUDGEMENT: 0.75, Kind.UNSTATED: 0.9}
"""Share of the words of meaning that the points must hold."""
LEAST_KEPT = {Kind.FACT: 0.25, Kind.JUDGEMENT: 0.6, Kind.UNSTATED: 0.7}
"""Share of the words of meaning of each point that the sentence must keep."""
SAME = 0.8
"""Share of common words from which two sentences are one."""

_REACH = 5
"""Words behind a number among which stands what it counts."""
_MARKUP = frozenset("[]<>{}|\\`*#~^\n\r\t")
_PLAIN = re.compile(r"[A-Za-z0-9 .,;:'\"“”‘’()%/+&=×–—-]")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NUMBER_WORDS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds
thousand thousands million millions billion billions trillion dozen dozens score half halves third
thirds quarter quarters double triple quadruple twice thrice twofold threefold fourfold tenfold
percent second fourth fifth majority several many few couple single
"""
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS.split())})\b", re.I)
_UNCOUNTED = re.compile(r"\b(?:one of|the one|no one|one another|which one|this one)\b", re.I)
_NAME = re.compile(r"[\w+-]*[A-Z][\w+-]*")
_DOMAIN = re.compile(
    r"\b[\w-]+\.(?:com|org|net|io|ai|co|dev|app|edu|gov|info|me|ly|gg|xyz|site|pdf|html)\b|@", re.I
)
_PERSON = re.compile(r"\b(?:we|our|ours|you|your|yours|my|me|us)\b|\bI\b", re.I)
_POINTING = re.compile(r"(?:It|Its|They|Their|This|These|That|Those|He|She|Here|There|Such)\b")
_ABSENCE = re.compile(
    r"\bnot (?:\w+ )?(?:stated|given|provided|mentioned|specified|reported|described|disclosed|documented|"
    r"available|discussed|covered|known)\b|\bno (?:listed )?(?:source|entry|paper|summary)\b|"
    r"\b(?:unclear|unspecified|undisclosed|unstated|unreported|undocumented)\b|"
    r"\b(?:do(?:es)?|did) not (?:say|state|tell|mention|report|specify|discuss|describe|disclose|give)\b",
    re.I,
)
_ABSENT_WHERE = re.compile(r"not stated in the \w+")
_ATTRIBUTED = re.compile(r"\bauthors?\b|\bthe summary of\b", re.I)
_ATTRIBUTING = re.compile(
    r"\bauthors?\b|\bsummary\b|\breport|\bclaim|\bstates?\b|\bstated by\b|\bargue|\baccording to\b", re.I
)
_STRONG = re.compile(
    r"\b(?:always|all|every|any|entire(?:ly)?|complete(?:ly)?|perfect(?:ly)?|guarante\w+|prov(?:e|es|ed|en)|"
    r"certain(?:ly)?|clear(?:ly)|obvious(?:ly)?|undoubted(?:ly)?|real[- ]time|instant(?:ly)?|fast|"
    r"quick(?:ly)?|first|unique(?:ly)?|popular|leading|standard|state[- ]of[- ]the[- ]art|ideal(?:ly)?|"
    r"optimal|accurate(?:ly)?|reliabl[ey]|safe(?:ly)?|probabl[ey]|likely|typical(?:ly)?|usual(?:ly)?|"
    r"presumabl[ey]|perhaps|must|should)\b",
    re.I,
)
_CAUSE = re.compile(r"\b(?:because|therefore|thus|hence|so|causes?|caused|leads? to|due to)\b", re.I)
"""Judgements come with their reason; between two facts a reason would be invented."""
_FLUFF = re.compile(
    r"\b(?:it is (?:worth|important|crucial|essential|interesting)|in conclusion|in summary|to sum up|"
    r"overall|in today['’]s|delv(?:e|es|ing)|harness\w*|game[- ]chang\w+|revolution\w*|ground-?breaking|"
    r"seamless\w*|landscape|realm|unlock\w*|unleash\w*|tapestry|paradigm shift|plays? an? \w+ role|"
    r"look no further|state of the art|as an ai|language model i)\b",
    re.I,
)
_OPENERS = """
according after although another at because before beyond both building by concerning consequently
finally for from further furthermore given here how however in input inside instead its likewise
meanwhile moreover nor on once only open out output regarding second similarly since still taken
that the then therefore third this though through to together trained training two unlike what when
where whereas whether which while why with within working
"""
_JOINING_WORDS = """
accord addition additional allow also answer approach aspect author base basis bear call carry case
cite claim come concern consist contain describe detail differ direct each enable entry evidence
explain first follow form found further give given go hold however image include input instead kind
lie list make mean meant method mention model name note offer operate output paper part particular
pass photo picture place present process produce provide provided purpose question recommend regard
related remain report represent respectively rest result rely say see serve set show source stand
start state step summary support take task tell thing thus turn type user way well whole word work
"""
_OPENING = frozenset(words_of(_OPENERS)) | STOPWORDS
_JOINING = frozenset(stem(word) for word in words_of(_JOINING_WORDS))


@dataclass(frozen=True, kw_only=True)
class Case:
    """A proposed sentence with the points that it names."""

    text: str
    points: tuple[Point, ...]
    material: Material

    @property
    def kind(self) -> Kind:
        """What it tells."""
        return self.points[0].kind

    @property
    def part(self) -> Part:
        """Where it stands."""
        return self.points[0].part

    @property
    def planned(self) -> str:
        """The sentences of its points."""
        return " ".join(point.draft.text for point in self.points)

    @property
    def quoted(self) -> str:
        """The words of the sources behind its points."""
        return " ".join(quote.text for point in self.points for quote in point.draft.quotes)

    @property
    def ground(self) -> str:
        """All words that it may rest on: its points, their quotes and the names of the works they cite."""
        cited = {source for point in self.points for source in point.draft.sources}
        names = [f"{source.name} {source.short}" for source in self.material.sources if source.id in cited]
        return " ".join((self.planned, self.quoted, *names))

    @property
    def draft(self) -> Draft:
        """The sentence as it would stand in the answer."""
        drafts = [point.draft for point in self.points]
        return Draft(
            text=self.text,
            section=self.part.section,
            paragraph=self.part.title,
            sources=tuple(dict.fromkeys(source for draft in drafts for source in draft.sources)),
            voice=drafts[0].voice,
            quotes=tuple(dict.fromkeys(quote for draft in drafts for quote in draft.quotes)),
        )


def case_of(proposal: Proposal, outline: Outline, material: Material) -> Case | str:
    """The sentence with its points, or why it cannot be told what it rests on."""
    points = outline.points
    unknown = [identifier for identifier in proposal.points if identifier not in points]
    if unknown:
        return "it names a point that does not exist"
    if not 1 <= len(proposal.points) <= MOST_POINTS:
        return f"it names {len(proposal.points)} points; one to {MOST_POINTS} are allowed"
    named = tuple(points[identifier] for identifier in proposal.points)
    if len({point.kind for point in named}) > 1 or len({point.draft.voice for point in named}) > 1:
        return "it mixes points of different kinds; write a sentence for each kind"
    if len({point.part for point in named}) > 1:
        return "its points belong to different parts; write a sentence for each part"
    if named[0].part.section != proposal.section:
        return f"its points belong to section {named[0].part.section}"
    return Case(text=proposal.text, points=named, material=material)


def reasons_against(case: Case, others: Sequence[Draft]) -> tuple[str, ...]:
    """Why the sentence may not be printed beside `others`; empty when it may."""
    own = [reason for check in _CHECKS if (reason := check(case))]
    if any(_same(case.text, other.text) for other in others):
        own.append("it says again what another sentence says")
    return (*own, *objections(case.draft, case.material))


def _form(case: Case) -> str:
    words = len(case.text.split())
    if not SHORTEST <= words <= LONGEST:
        return f"it has {words} words; {SHORTEST} to {LONGEST} are allowed"
    if not case.text.endswith(".") or len(list(split_sentences(case.text))) != 1:
        return "it is not one sentence that ends in a full stop"
    strange = {sign for sign in case.text if not _PLAIN.match(sign)} - (set(case.ground) - _MARKUP)
    return f"it holds the sign {min(strange)!a}; use plain text without marks" if strange else ""


def _address(case: Case) -> str:
    if addresses_reader(case.text) or set(_PERSON.findall(case.text)) - set(_PERSON.findall(case.planned)):
        return "it speaks of “we”, “you” or to the reader; write in the third person"
    return (
        "it holds a link or an address"
        if set(_DOMAIN.findall(case.text)) - set(_DOMAIN.findall(case.ground))
        else ""
    )


def _standing(case: Case) -> str:
    """Each sentence stands by itself, since the one before it may be replaced."""
    first = _POINTING.match(case.text)
    if first and not _POINTING.match(case.points[0].draft.text):
        return f"it begins with “{first.group()}”; name the work instead"
    return ""


def _fluff(case: Case) -> str:
    for pattern in (_FLUFF, HYPE):
        held = {found.group().strip().lower() for found in pattern.finditer(case.planned)}
        for found in pattern.finditer(case.text):
            if found.group().strip().lower() not in held:
                return f"it uses the empty or praising words “{found.group().strip()}”"
    return ""


def _strength(case: Case) -> str:
    for pattern in (_STRONG, _CAUSE) if case.kind is Kind.FACT else (_STRONG,):
        held = {found.lower() for found in pattern.findall(case.ground)}
        added = [found for found in pattern.findall(case.text) if found.lower() not in held]
        if added:
            return f"it says “{added[0]}”, which its points do not say"
    return ""


def _numbers(case: Case) -> str:
    held = _counted(case.ground)
    for number, counted in _counted(case.text):
        others = [behind for value, behind in held if value == number]
        if not others:
            return f"it holds the number {number}, which its points do not hold"
        if counted and not any(counted[0] in behind for behind in others):
            return f"the number {number} counts something else in its points"
    return ""


def _counted(text: str) -> list[tuple[str, list[str]]]:
    """Numbers and number words, each with the stems of the words of meaning close behind it."""
    plain = _UNCOUNTED.sub(" ", text)
    found = [*_NUMBER.finditer(plain), *_NUMBER_WORD.finditer(plain)]
    return [(match.group().lower(), _behind(plain[match.end() :])) for match in found]


def _behind(text: str) -> list[str]:
    words = [word.lower() for word in re.findall(r"[A-Za-z]+|%", re.split(r"[,;:.]\s", text, maxsplit=1)[0])]
    return [stem(word) for word in words[:_REACH] if word not in STOPWORDS]


def _names(case: Case) -> str:
    known = set(words_of(case.ground))
    for match in _NAME.finditer(case.text):
        words = words_of(match.group())
        opening = match.start() == 0 and not re.search("[A-Z]", match.group()[1:]) and set(words) <= _OPENING
        if not opening and not set(words) <= known:
            return f"it holds “{match.group()}”, which its points do not name"
    return ""


def _subject(case: Case) -> str:
    """Other degradations than those of the points are not brought in."""
    told, held = topic_of(case.text), topic_of(case.ground)
    foreign = [task.noun for task in told.tasks if task.key not in held.keys]
    return f"it speaks of {foreign[0]}, which its points do not" if foreign else ""


def _polarity(case: Case) -> str:
    return disagreement(case.text, case.planned, case.quoted)


def _attribution(case: Case) -> str:
    claimed = any(_ATTRIBUTED.search(point.draft.text) for point in case.points)
    if claimed and not _ATTRIBUTING.search(case.text):
        return "it tells as certain what only the authors report"
    return ""


def _overlap(case: Case) -> str:
    own = content_stems(case.text)
    foreign = own - content_stems(case.ground) - _JOINING
    if own and len(foreign) / len(own) > 1 - LEAST_OVERLAP[case.kind]:
        words = [word for word in words_of(case.text) if stem(word) in foreign]
        return f"its points do not hold these words: {', '.join(dict.fromkeys(words))}"
    return ""


def _kept(case: Case) -> str:
    own = content_stems(case.text)
    for point in case.points:
        wanted = content_stems(point.draft.text) - _JOINING
        if wanted and len(wanted & own) / len(wanted) < LEAST_KEPT[case.kind]:
            return f"it does not tell what {point.id} tells"
    return ""


def _absence(case: Case) -> str:
    if case.kind is Kind.UNSTATED:
        wanted = {found for point in case.points for found in _ABSENT_WHERE.findall(point.draft.text)}
        missing = [phrase for phrase in wanted if phrase not in case.text]
        return f"it must say “{missing[0]}”" if missing else ""
    if _ABSENCE.search(case.text) and not _ABSENCE.search(case.planned):
        return "it calls something not stated for which no such point is named"
    return ""


def _same(text: str, other: str) -> bool:
    first, second = content_stems(text), content_stems(other)
    return len(first & second) >= SAME * max(1, len(first), len(second))


_CHECKS: tuple[Callable[[Case], str], ...] = (
    _form,
    _address,
    _standing,
    _fluff,
    _strength,
    _numbers,
    _names,
    _subject,
    _polarity,
    _attribution,
    _overlap,
    _kept,
    _absence,
)
