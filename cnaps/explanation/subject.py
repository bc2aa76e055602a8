"""What a question is about where it describes its trouble in everyday words: those words and the sources."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cnaps.explanation.names import name_topic
from cnaps.explanation.records import Role, Source
from cnaps.explanation.sentences import STOPWORDS, split_sentences, words_of
from cnaps.explanation.symptoms import Description, described
from cnaps.explanation.task_list import Task
from cnaps.explanation.tasks import (
    Topic,
    asked_topic,
    circumstantial,
    restricted,
    topic_of,
    without_comparison,
)

_DESCRIBED, _POSSIBLE, _IN_PASSING, _UNHEARD = 1.5, 1.0, 1.0, 0.6
_BY_TITLE, _BY_NAME, _BY_TEXT = 1.0, 0.75, 0.5
"""What counts how much: words of the question, fewer where no source takes them up; titles, names, texts."""
_EVERYDAY = frozenset({"low-light", "age", "snow", "haze", "rain", "shadow", "reflection", "obstruction"})
"""Tasks whose terms are words of every day too, such as "dark", "old photo", "snow" and "fence"."""
_SCENERY = _EVERYDAY | {"speckle", "dust", "smoke"}
"""Tasks whose terms often only tell what is to be seen: "grey shadows", "full of speckles"."""
_OUTWEIGHED = 3.0
"""How much more a sentence is like complaints of another trouble where such a word is said in passing."""
_OF_A_PICTURE = re.compile(
    r"\b(?:photo|picture|image|shot|snap|scan|video|clip|film|footage|frame|portrait|face|camera|lens|"
    r"screen|print|slide|"
    r"negative|record)",
    re.I,
)
"""Without these, a question is about a method and not about a picture."""
_OF_A_METHOD = re.compile(
    r"\b(?:public|available|released|training|trained|models?|networks?|transformers?|architecture|"
    r"datasets?|PSNR|SSIM|LPIPS)\b",
    re.I,
)
"""What a question about a method speaks of, also where it names no work."""
_OF_TROUBLE = re.compile(
    r"\b(?:can|could|will|would|my|our|remov\w+|restor\w+|repair\w*|fix\w*|clean\w*|recover\w*|"
    r"get\w* rid)\b",
    re.I,
)
"""How a question asks for a repair, or speaks of what the user has."""
_DONE = re.compile(
    r"(?P<what>(?:[A-Za-z][\w-]+\s){1,5})(?P<done>removal|correction|suppression|reduction|compensation|"
    r"rectification|enhancement|restoration|reconstruction|recovery|mitigation|completion|relighting)\b",
    re.I,
)
_MOST_WORDS = 2
"""Words of a title that name what is wrong."""
_PLAIN = frozenset(
    words_of(
        "image images photo photos picture video deep single real world blind learning learned neural "
        "network "
        "networks fast efficient unsupervised supervised robust general unified joint multi scale "
        "quality high "
        "detection recognition estimation segmentation classification joint jointly text aware free "
        "simultaneous "
        "low data model models method adaptive guided progressive based towards toward online automatic"
    )
)
"""Words of a title that say nothing of what is wrong with a picture."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a question is about, and how that is known."""

    topic: Topic
    inferred: bool = False
    """Whether it is read from a description, because the question has no term of the field for it."""
    named_by: tuple[str, ...] = ()
    """Ids of the sources whose names say the inferred task."""


def subject_of(
    question: str, sources: Sequence[Source], texts: Mapping[str, str], *, of_a_work: bool = False
) -> Subject:
    """The subject of `question`; `texts` are the usable summaries of `sources` by id.

    Terms of the field settle it. Without them the trouble that the question describes is weighed together
    with what the sources name as their task. `of_a_work`: the question calls a work by its name.
    """
    topic = asked_topic(question)
    plain = without_comparison(question)
    description = described(plain)
    troubled = bool(description.named) and not _only_of_a_method(question, of_a_work)
    if troubled and not topic_of(plain).specific:
        topic = asked_topic(plain)
    outweighed = _outweighed(topic, description, plain)
    passing = () if outweighed else circumstantial(question, topic)
    settled = not passing and not outweighed
    if topic.specific and settled and not _overruled(topic, question, sources):
        return Subject(topic=_with_described(_without_scenery(topic, sources), description, sources))
    if (topic.tasks and settled) or (topic.general and not troubled):
        return Subject(topic=topic)
    if not troubled and not passing and not speaks_of_a_picture(question):
        return Subject(topic=topic)
    weights: dict[str, float] = {}
    tasks: dict[str, Task] = {}
    for task, weight in _weighed(description, passing, sources, texts):
        tasks.setdefault(task.key, task)
        weights[task.key] = weights.get(task.key, 0.0) + weight
    if not weights:
        return Subject(topic=topic)
    best = tasks[max(weights, key=lambda key: weights[key])]
    if best in passing:
        return Subject(topic=topic)
    named_by = tuple(source.id for source in sources if best.key in _named_keys(source))
    return Subject(topic=restricted(topic, (best,)), inferred=True, named_by=named_by)


def speaks_of_a_picture(question: str) -> bool:
    """Whether `question` names a picture, or what takes or shows one."""
    return _OF_A_PICTURE.search(question) is not None


def _only_of_a_method(question: str, of_a_work: bool) -> bool:
    """Whether a question asks about a method or a work, and tells of no picture and no trouble."""
    if speaks_of_a_picture(question) or _OF_TROUBLE.search(question):
        return False
    asked = "?" in question
    told = any("?" not in sentence.text for sentence in split_sentences(question)) if asked else False
    return not told and (of_a_work or _OF_A_METHOD.search(question) is not None)


def _overruled(topic: Topic, question: str, sources: Sequence[Source]) -> bool:
    """Whether the terms of a question stand in what it asks only, no source names them, and several agree."""
    told = " ".join(
        sentence.text for sentence in split_sentences(question) if not sentence.text.endswith("?")
    )
    if asked_topic(told).specific or not told:
        return False
    names = [_named_keys(source) for source in sources]
    if any(topic.keys & keys for keys in names):
        return False
    papers = [keys for source, keys in zip(sources, names, strict=True) if source.role is Role.PAPER]
    return any(sum(key in keys for keys in papers) > 1 for key in set().union(*papers))


def _without_scenery(topic: Topic, sources: Sequence[Source]) -> Topic:
    """`topic` without what may merely tell how the scene looks, where sources name another of its tasks."""
    named = set().union(*map(_named_keys, sources))
    kept = tuple(task for task in topic.tasks if task.key in named or task.key not in _SCENERY)
    return replace(topic, tasks=kept) if named & {task.key for task in kept} else topic


def _outweighed(topic: Topic, description: Description, question: str) -> bool:
    """Whether the terms of `topic` stand only in a sentence that describes another trouble."""
    if not description.named or not topic.specific or not topic.keys <= _EVERYDAY:
        return False
    elsewhere = asked_topic(question.replace(description.sentence, " "))
    return not elsewhere.specific and description.lead(topic.specific) > _OUTWEIGHED


def _with_described(topic: Topic, description: Description, sources: Sequence[Source]) -> Topic:
    """`topic` with what the question also describes in everyday words and a title names by its term."""
    named = set().union(*(_named_keys(source) for source in sources if source.role is Role.PAPER))
    further = [task for task in description.possible if task.key in named - topic.keys]
    return replace(topic, tasks=(*topic.specific, *further, *topic.neighbouring)) if further else topic


def _weighed(
    description: Description,
    passing: Sequence[Task],
    sources: Sequence[Source],
    texts: Mapping[str, str],
) -> list[tuple[Task, float]]:
    votes: list[tuple[Task, float]] = []
    for source in sources:
        named = _named(source)
        votes += [(task, _BY_NAME if source.role is Role.MODEL else _BY_TITLE) for task in named]
        if not named and not topic_of(source.name).neighbouring:
            text = texts.get(source.id, "")
            votes += [
                (task, _BY_TEXT) for task in topic_of(text).specific if len(task.pattern.findall(text)) > 1
            ]
    heard = {task.key for task, _ in votes}
    votes += [(task, _IN_PASSING) for task in passing]
    votes += [(task, _DESCRIBED if task.key in heard else _UNHEARD) for task in description.named]
    likely = [task for task in description.possible if task not in description.named]
    return [*votes, *((task, _POSSIBLE) for task in likely if task.key in heard)]


def _named(source: Source) -> tuple[Task, ...]:
    """The tasks that a name says; one that the task list does not hold is made from its words."""
    known = name_topic(source).specific
    if known or topic_of(source.name).neighbouring:
        return known
    found = _DONE.search(source.name)
    words = (
        [word for word in found["what"].split() if word.lower() not in _PLAIN | STOPWORDS] if found else []
    )
    if not found or not words:
        return ()
    words = words[-_MOST_WORDS:]
    task = " ".join(word if word.isupper() else word.lower() for word in words)
    several = re.search(rf"\b{re.escape(words[-1])}s\b", source.summary, re.I) is not None
    head = re.escape(words[-1].rstrip("s"))
    pattern = r"[\s-]".join(re.escape(word) for word in words) + (rf"|{head}s?\b" if len(head) > 5 else "")
    return (
        Task(
            key=task.lower(),
            noun=f"{task}s" if several else task,
            title=f"{task} {found['done'].lower()}",
            pattern=re.compile(rf"\b(?:{pattern})", re.I),
            ad_hoc=True,
        ),
    )


def _named_keys(source: Source) -> set[str]:
    return {task.key for task in _named(source)}
