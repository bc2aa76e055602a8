"""What a text is about: the tasks of the field and the scopes they are set in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from cnaps.explanation.task_list import GENERAL, NEIGHBOURING, SPECIFIC, Task

_MOTION = re.compile(
    r"motion[- ]?blur|camera[- ](motion|shake)|fast[- ]moving|high[- ]speed|moving|\bmotion\b", re.IGNORECASE
)
_DEFOCUS = re.compile(r"defocus|out[- ]of[- ]focus|depth of field", re.IGNORECASE)
_REAL = re.compile(r"real[- ](life|world)|realistic|smartphone|in the wild", re.IGNORECASE)
_EXTREME = re.compile(
    r"\b(extreme(ly)?|sever(e|ely)|heav(y|ily)|strong(ly)?|badly|terribl[ey]|massive|intense)\b",
    re.IGNORECASE,
)
_ADJECTIVES = {
    "extremely": "extreme",
    "severely": "severe",
    "heavily": "heavy",
    "strongly": "strong",
    "badly": "bad",
    "terribly": "terrible",
}


RULED_OUT = re.compile(r"\b(?:without|free of|no) (?:(?:much|any|visible|more) )?\w+", re.IGNORECASE)
_COMPARED_WITH = re.compile(
    r"\b(?:different(?:ly)? from|differs? from|compared (?:with|to)|(?<!\bat )the same (?:\w+ )?as) [^,.;?]+|"
    r"\b(?:is|would|could|can|does|will) (?:an?|the|my|our) [^,.;?]{2,60}?\b(?:good enough|do the same|"
    r"do as well|be enough|suffice|serve as well)\b[^,.;?]*",
    re.IGNORECASE,
)
_FILE_FORMATS = re.compile(r"\braw\b[^.?]*\bjpe?g\b|\bjpe?g\b[^.?]*\braw\b", re.IGNORECASE)
_CIRCUMSTANCE = re.compile(r"\b(?:(?:at|by|last|in the|a|my|our) )?night(?:s|ly|time)?\b|\bnocturnal\b", re.I)
"""When a picture was taken, which is not yet what is wrong with it."""
_DARK = re.compile(r"low[- ]?light|\b(?:too )?dark\b|under-?exposed|brighten", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """A setting that a method is bound to and that a single photo does not offer."""

    key: str
    phrase: str
    """What the source works on, as in "it works on …"."""
    pattern: re.Pattern[str]
    asked: re.Pattern[str] | None = None
    """How a question speaks of the setting, where that is more than the pattern."""
    instead: str = "a single photo"
    """What it does not work on."""
    least: int = 2
    """Times that a summary has to speak of it."""


SCOPES = (
    Scope(
        key="scene",
        phrase="a 3D scene seen in several images",
        pattern=re.compile(
            r"\b3D\b|novel[- ]view|multi-?view|gaussian splatting|\bnerf\b|radiance field", re.I
        ),
    ),
    Scope(key="burst", phrase="a burst of frames", pattern=re.compile(r"\bburst|multi-?frame", re.I)),
    Scope(
        key="sequence",
        phrase="a sequence of images",
        pattern=re.compile(
            r"sequences? of (?:\w+ )?(?:images|frames|photos)|consecutive (?:\w+ ){0,3}(?:images|frames|"
            r"photos)|"
            r"multiple (?:input )?(?:frames|views)",
            re.I,
        ),
        asked=re.compile(r"\bvideos?\b|\bburst|frames|footage|\bclips?\b|\bfilm|\btape", re.I),
        least=1,
    ),
    Scope(
        key="video",
        phrase="video",
        pattern=re.compile(r"\bvideos?\b|frame sequence", re.I),
        asked=re.compile(
            r"television|cartoon|episode|movie|\bfilm|\btapes?\b|footage|\bclips?\b|camcorder", re.I
        ),
    ),
    Scope(key="event", phrase="event-camera data", pattern=re.compile(r"event[- ]camera|event-based", re.I)),
    Scope(
        key="medical",
        phrase="medical images",
        pattern=re.compile(r"\bMRI\b|\bCT\b|radiolog|microscop", re.I),
        least=4,  # fewer are mere examples of use
    ),
    Scope(
        key="face",
        phrase="faces",
        instead="any photo",
        asked=re.compile(
            r"\b(?:every(?:one|body)|people|person|famil(?:y|ies)|aunts?|uncles?|grand\w+|mother|father|"
            r"child\w*|bride|wedding|"
            r"portraits?|selfies?|group (?:photo|picture)|skin|smile)\b",
            re.I,
        ),
        pattern=re.compile(r"\bfac(e|es|ial)\b(?! (the|a|many|several))", re.I),
    ),
)


_NARROWER = {"resolution": "text", "overexposure": "merging", "noise": "speckle", "age": "film"}
"""Wider tasks that are not spoken of beside a narrower one that holds them."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """What a text is about."""

    tasks: tuple[Task, ...]
    """Specific restoration tasks first, then neighbouring ones."""
    general: bool
    """It speaks of restoration or degradation in general."""
    motion: bool
    defocus: bool
    real: bool
    degraded: bool
    """It speaks of degradation as such, beyond the kinds it names."""
    severity: str
    """``extreme`` or a like word as it stands in the text, with a space behind; empty without one."""

    @property
    def extreme(self) -> bool:
        """A strong degradation is spoken of."""
        return bool(self.severity)

    @property
    def specific(self) -> tuple[Task, ...]:
        """The named degradations."""
        named = {task.key for task in self.tasks}
        return tuple(
            task for task in self.tasks if task.restores and _NARROWER.get(task.key, "") not in named
        )

    @property
    def neighbouring(self) -> tuple[Task, ...]:
        """Tasks other than restoration."""
        return tuple(task for task in self.tasks if not task.restores)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all tasks."""
        return frozenset(task.key for task in self.tasks)

    @property
    def title(self) -> str:
        """The task in words, such as ``real-world motion deblurring``; empty when none was recognised."""
        names = [self.name(task) for task in self.specific]
        names += ["general image restoration" if names else GENERAL.title] * (
            self.degraded if names else self.general
        )
        names = names or [task.title for task in self.neighbouring[:1]]
        return _listed(names)

    @property
    def noun(self) -> str:
        """The degradation in words, such as ``motion blur``."""
        nouns = [self.degradation(task) for task in self.specific] or [GENERAL.noun] * self.general
        return _listed(nouns or [task.title for task in self.neighbouring[:1]])

    def name(self, task: Task) -> str:
        """The title of `task` with its qualifier: motion or defocus deblurring, image denoising."""
        if task.key == "blur":
            return (
                "motion deblurring"
                if self.motion
                else "defocus deblurring"
                if self.defocus
                else "image deblurring"
            )
        return "image denoising" if task.key == "noise" else task.title

    def degradation(self, task: Task) -> str:
        """The noun of `task` with its qualifier."""
        if task.key == "blur":
            return "motion blur" if self.motion else "defocus blur" if self.defocus else "blur"
        return task.noun


@lru_cache(maxsize=256)
def topic_of(text: str) -> Topic:
    """Recognise the tasks of `text`; word overlap plays no part, since "image" and "AI" match everything."""
    return Topic(
        tasks=tuple(task for task in (*SPECIFIC, *NEIGHBOURING) if task.pattern.search(text)),
        general=bool(GENERAL.pattern.search(text)),
        motion=bool(_MOTION.search(text)),
        defocus=bool(_DEFOCUS.search(text)),
        real=bool(_REAL.search(text)),
        degraded=bool(re.search(r"degrad|damaged|low[- ]quality", text, re.IGNORECASE)),
        severity=_severity(text),
    )


def asked_topic(question: str) -> Topic:
    """What a question is about, apart from what it only compares with, rules out or mentions in passing."""
    plain = RULED_OUT.sub(" ", question)
    topic = topic_of(plain)
    without_other = topic_of(without_comparison(plain))
    topic = without_other if without_other.specific else topic
    spare = {"jpeg"} if _FILE_FORMATS.search(question) else set()
    if len(topic.specific) > 1 and not _DARK.search(question):
        spare.add("low-light")
    kept = tuple(task for task in topic.tasks if task.key not in spare)
    judged = not topic.specific and any(task.key == "quality" for task in kept)
    return replace(topic, tasks=kept or topic.tasks, general=topic.general and not judged)


def compared_in(question: str) -> str:
    """What `question` compares with; empty where it compares nothing."""
    return " ".join(match.group() for match in _COMPARED_WITH.finditer(question))


def without_comparison(question: str) -> str:
    """`question` without what it only compares with."""
    return _COMPARED_WITH.sub(" ", question)


def circumstantial(question: str, topic: Topic) -> tuple[Task, ...]:
    """The tasks of `topic` where all of them rest on words for a circumstance, such as "at night"."""
    rest = asked_topic(_CIRCUMSTANCE.sub(" ", question))
    return topic.specific if topic.specific and not rest.tasks else ()


def restricted(topic: Topic, tasks: Sequence[Task]) -> Topic:
    """`topic` as far as it is about `tasks`, with the kind of blur that it speaks of."""
    return replace(topic, tasks=tuple(tasks), general=False, degraded=False)


def _severity(text: str) -> str:
    """The severity that stands before a degradation, else the first one."""
    found = list(_EXTREME.finditer(text))
    if not found:
        return ""
    near = [match for match in found if any(task.pattern.match(text, match.end() + 1) for task in SPECIFIC)]
    word = (near or found)[0].group().lower()
    return _ADJECTIVES.get(word, word) + " "


def scope_of(title: str, summary: str, question: str) -> Scope | None:
    """The scope that binds a source and that `question` does not ask for; None where there is no conflict."""
    for scope in SCOPES:
        asked = scope.pattern.search(question) or (scope.asked and scope.asked.search(question))
        if asked:
            continue
        if scope.pattern.search(title) or len(scope.pattern.findall(summary)) >= scope.least:
            return scope
    return None


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""
