"""What a text is about: the tasks of the field, the scopes they are set in, and the words for both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache


@dataclass(frozen=True, kw_only=True)
class Task:
    """A task of image restoration, or a neighbouring one that is mistaken for it."""

    key: str
    noun: str
    """What is wrong or wanted, as in "photos with …"."""
    title: str
    """The name of the task."""
    pattern: re.Pattern[str]
    restores: bool = True


def _task(key: str, noun: str, title: str, pattern: str, *, restores: bool = True) -> Task:
    compiled = re.compile(pattern, re.IGNORECASE)
    return Task(key=key, noun=noun, title=title, pattern=compiled, restores=restores)


SPECIFIC = (
    _task("blur", "blur", "deblurring", r"blur|deconvol|camera[- ]shake|out[- ]of[- ]focus|defocus|shaky"),
    _task("noise", "noise", "denoising", r"(?<!an)nois(e|y|es|ing)\b|denois|\bgrainy?\b"),
    _task(
        "jpeg",
        "JPEG artefacts",
        "JPEG artefact removal",
        r"\bjpe?g|compression (artefact|artifact|mark)|deblock|(over|heavily)[- ]compressed|\bblocky\b",
    ),
    _task(
        "rain",
        "rain",
        "deraining",
        r"\brain(y|drops?|[- ]?streaks?)?\b|derain|\b(water|rain) ?drops?\b|"
        r"drops? (of \w+ )?on (the|a|my) (\w+ )?lens|\bdrops that (adhere|stick)",
    ),
    _task("haze", "haze", "dehazing", r"\bhaz[ey]|dehaz|\bfogg?y?\b|defog"),
    _task("snow", "snow", "desnowing", r"\bsnow|desnow"),
    _task(
        "low-light",
        "low light",
        "low-light enhancement",
        r"low[- ]?light|\bdark(ness)?\b|night|under-?exposed|nocturnal",
    ),
    _task(
        "overexposure",
        "overexposure",
        "recovery of overexposed areas",
        r"over-?expos|\bhdr\b|high dynamic range|blown[- ]out|burnt[- ]out|autoexposure|several exposures|"
        r"camera clip|clipped (highlights|areas|pixels)|highlights? (are|is) (white|gone|lost)",
    ),
    _task(
        "resolution",
        "low resolution",
        "super-resolution",
        r"super-?\s?resol|upscal|\bzoom|thumbnail|(exceed|raise|increase|more) (the )?"
        r"resolution|upsampl|low[- ]resolution|pixelat|\bSISR\b|enlarg",
    ),
    _task(
        "inpainting",
        "missing areas",
        "inpainting",
        r"inpaint|torn|missing (parts?|areas?|regions?)|object removal",
    ),
    _task(
        "age",
        "damage of age",
        "old-photo restoration",
        r"scratch|\bold[- ]?(?:photo|foto|picture|print|album|film)|faded|vintage",
    ),
    _task("colour", "missing colour", "colourisation", r"colou?ri[sz]|black[- ]and[- ]white"),
    _task("shadow", "shadows", "shadow removal", r"shadow"),
    _task("reflection", "reflections", "reflection removal", r"reflection|glare"),
    _task("moire", "moiré patterns", "demoiréing", r"moir[eé]"),
    _task("underwater", "underwater colour casts", "underwater enhancement", r"underwater"),
)

GENERAL = _task(
    "restoration",
    "degradation",
    "image restoration",
    r"restor(?!ed?\s+(trust|order|session))|all[- ]in[- ]one|degrad|damaged|low[- ]quality|"
    r"(image|photo) enhancement",
)

NEIGHBOURING = tuple(
    _task(key, title, title, pattern, restores=False)
    for key, title, pattern in (
        ("annotation", "image annotation", r"annotat|crowdsourc|labell?ing"),
        ("segmentation", "segmentation", r"segment(ation|ed|ing)\b"),
        ("detection", "object detection", r"object detect|\bdetectors?\b|detecting|anomaly detection"),
        ("tracking", "object tracking", r"\btrack(ing|er|ers|ed|s)?\b"),
        (
            "video-generation",
            "video generation",
            r"(text|image)-to-video|video (generation|synthesis)|animat",
        ),
        (
            "image-generation",
            "image generation",
            r"text-to-image (generation|synthesis)|image (generation|synthesis)|generate images",
        ),
        (
            "quality",
            "image quality assessment",
            r"quality (assessment|metrics?|measures?|scores?|transformer|ratings?)|"
            r"\bIQA\b|perceptual (metric|similarity)|"
            r"(measure|judge|rate|assess)(s|d|ing)? (the )?(image |photo )?quality|\bLPIPS\b|\bNIQE\b",
        ),
        ("style", "style transfer", r"style transfer|styli[sz]"),
        ("pose", "pose estimation", r"\bpose[- ](estimation|to|guided|control)|human pose|skeleton|gesture"),
        ("view-synthesis", "novel view synthesis", r"novel[- ]view|view synthesis"),
        ("depth", "depth estimation", r"depth (estimation|map|prediction)|monocular depth"),
        (
            "classification",
            "image classification",
            r"image classif|recognition|classif(y|ying) images|classification accuracy|network robustness",
        ),
        ("captioning", "image captioning", r"caption(ing|s)?\b|visual question"),
        ("moderation", "content moderation", r"moderation|deepfake|unsafe content|nsfw"),
        ("medical", "medical imaging", r"\bMRI\b|\bCT scans?\b|radiolog|tumou?r|medical imag"),
        ("speech", "speech processing", r"speech|\bspeaker|\bvoice\b|audio"),
        (
            "language",
            "language modelling",
            r"machine translation|text summari[sz]|chatbot|question answering",
        ),
        ("forecasting", "forecasting", r"forecast|time[- ]series"),
        ("robotics", "robot control", r"\brobot|autonomous driving|navigation"),
        ("recommendation", "recommendation", r"recommender|recommendation system"),
    )
)

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
    r"\b(?:different(?:ly)? from|differs? from|compared (?:with|to)) [^,.;?]+", re.IGNORECASE
)
_FILE_FORMATS = re.compile(r"\braw\b[^.?]*\bjpe?g\b|\bjpe?g\b[^.?]*\braw\b", re.IGNORECASE)
_DARK = re.compile(r"low[- ]?light|\b(?:too )?dark\b|under-?exposed|brighten", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Scope:
    """A setting that a method is bound to and that a single photo does not offer."""

    key: str
    phrase: str
    """What the source works on, as in "it works on …"."""
    pattern: re.Pattern[str]


SCOPES = (
    Scope(
        key="scene",
        phrase="a 3D scene seen in several images",
        pattern=re.compile(
            r"\b3D\b|novel[- ]view|multi-?view|gaussian splatting|\bnerf\b|radiance field", re.I
        ),
    ),
    Scope(key="burst", phrase="a burst of frames", pattern=re.compile(r"\bburst|multi-?frame", re.I)),
    Scope(key="video", phrase="video", pattern=re.compile(r"\bvideos?\b|frame sequence", re.I)),
    Scope(key="event", phrase="event-camera data", pattern=re.compile(r"event[- ]camera|event-based", re.I)),
    Scope(
        key="medical", phrase="medical images", pattern=re.compile(r"\bMRI\b|\bCT\b|radiolog|microscop", re.I)
    ),
    Scope(
        key="face", phrase="faces", pattern=re.compile(r"\bfac(e|es|ial)\b(?! (the|a|many|several))", re.I)
    ),
)


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
        return tuple(task for task in self.tasks if task.restores)

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
    without_other = topic_of(_COMPARED_WITH.sub(" ", plain))
    topic = without_other if without_other.specific else topic
    spare = {"jpeg"} if _FILE_FORMATS.search(question) else set()
    if len(topic.specific) > 1 and not _DARK.search(question):
        spare.add("low-light")
    kept = tuple(task for task in topic.tasks if task.key not in spare)
    judged = not topic.specific and any(task.key == "quality" for task in kept)
    return replace(topic, tasks=kept or topic.tasks, general=topic.general and not judged)


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
        bound = scope.pattern.search(title) or len(scope.pattern.findall(summary)) >= 2
        if bound and not scope.pattern.search(question):
            return scope
    return None


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""
