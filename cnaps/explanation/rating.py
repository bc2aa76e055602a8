"""How far a source bears on the question: directly, in part, or not at all, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cnaps.explanation.languages import ENGLISH, Language
from cnaps.explanation.names import name_topic, names_in
from cnaps.explanation.rank import QUALITY_WORDS
from cnaps.explanation.records import Fit, Rating, Role, Source
from cnaps.explanation.sentences import content_stems, stem, words_of
from cnaps.explanation.task_list import OF_A_KIND_OF_PICTURE, PICTURES, Task, served_by
from cnaps.explanation.tasks import Scope, Topic, restricted, scope_of, topic_of

_OFTEN = 3
"""Times that a work has to speak of a kind of picture that it is about."""
_ANALYSES = frozenset(
    {"annotation", "segmentation", "detection", "tracking", "classification", "pose", "depth", "captioning"}
)
"""Neighbouring tasks that look at a picture and give no picture back."""
_IMPROVES = re.compile(
    r"restor|enhanc|remov|reduc|correct|super-?resol|upscal|inpaint|colou?ri[sz]|reconstruct|recover|"
    r"brighten|sharpen|"
    r"\bde-?(?:nois|blur|rain|haz|fog|snow|moir|block|flick|shadow|reflect|warp|screen|speckl|interlac)|"
    r"suppress|clean",
    re.IGNORECASE,
)
"""How a work speaks of giving back a better picture."""
_FEWEST_SHARED = 3
"""Words that a source shares with a question of no known task which it bears on; one name is enough."""
PLAIN = topic_of("")
"""A topic without any qualifier."""


def rate_paper(
    source: Source, usable_text: str, question: str, topic: Topic, language: Language = ENGLISH
) -> Rating:
    """Class of a described source: direct (task and setting match), partial, or not supporting."""
    own = topic_of(f"{source.name}. {usable_text}")
    title = topic_of(source.name)
    if topic.specific and (only := _looked_at(title, source.name, usable_text)):
        return _unsupportive(source, only, topic, language)
    shared = [
        task for task in topic.specific or topic.tasks if _treats(task, own, title, source.name, usable_text)
    ]
    scope = scope_of(source.name, usable_text, question)
    if shared:
        return _rated_by_task(source, own, shared, scope, language)
    if wider := _of_the_same_pictures(topic, own, f"{source.name}. {usable_text}"):
        return _rated_by_task(source, own, wider, scope, language)
    if narrower := [task for task in own.specific if _of_such_pictures(task, topic, question)]:
        return _rated_by_task(source, own, narrower, scope, language)
    if not topic.tasks and not topic.general:
        return rated_by_words(source.id, f"{source.name} {usable_text}", question, language)
    if _restores_generally(own, title) and (topic.specific or topic.general):
        return _rated_as_general(source, topic, scope, language)
    return _unsupportive(source, title if title.tasks else own, topic, language)


def _unsupportive(source: Source, about: Topic, topic: Topic, language: Language) -> Rating:
    phrases, speech = language.phrases.ratings, language.speech
    reason = language.say(
        phrases.concerns,
        about=speech.topic_title(about) or phrases.another_subject,
        noun=speech.topic_noun(topic) or phrases.the_question,
    )
    return Rating(source=source.id, fit=Fit.UNSUPPORTIVE, reason=reason)


def _looked_at(title: Topic, name: str, text: str) -> Topic | None:
    """The task of a work that looks at such pictures and improves none; None where it may improve them."""
    analyses = [task for task in title.neighbouring if task.key in _ANALYSES]
    if not analyses or _IMPROVES.search(name) or len(_IMPROVES.findall(text)) > 1:
        return None
    return restricted(title, analyses)


def rate_model(source: Source, question: str, topic: Topic, language: Language = ENGLISH) -> Rating:
    """Class of a model that only its name and links describe; the reason says that it is read from them."""
    own, phrases = name_topic(source), language.phrases.ratings
    ad_hoc = [task for task in topic.specific if task.ad_hoc and task.pattern.search(source.name)]
    own = restricted(own, ad_hoc) if ad_hoc else own
    named, asked = {task.key for task in own.specific}, set(topic.keys)
    in_words = language.speech.topic_title(own)
    wider = any(served_by(task) & named for task in topic.specific)
    narrower = any(_of_such_pictures(task, topic, question) for task in own.specific)
    if named and not named & asked and (wider or narrower):
        reason = language.say(phrases.by_name_open, own=in_words, asked=_asked_for(topic, language))
        return Rating(source=source.id, fit=Fit.PARTIAL, reason=reason)
    by_name = language.say(phrases.by_name, own=in_words)
    if named and asked and not named & asked:
        reason = language.say(phrases.name_elsewhere, own=in_words, asked=language.speech.topic_title(topic))
        return Rating(source=source.id, fit=Fit.UNSUPPORTIVE, reason=reason)
    if named & asked and not topic.extreme:
        return Rating(source=source.id, fit=Fit.DIRECT, reason=by_name)
    if named and not asked and not topic.general:
        return Rating(source=source.id, fit=Fit.PARTIAL, reason=by_name)
    if named:
        reason = language.say(phrases.by_name_open, own=in_words, asked=_asked_for(topic, language))
        return Rating(source=source.id, fit=Fit.DIRECT if not _level(source) else Fit.PARTIAL, reason=reason)
    if own.general:
        return Rating(source=source.id, fit=Fit.PARTIAL, reason=phrases.name_of_restoration)
    fit = Fit.DIRECT if own.keys & topic.keys else Fit.PARTIAL
    return Rating(source=source.id, fit=fit, reason=by_name if in_words else phrases.name_of_nothing)


def _treats(task: Task, own: Topic, title: Topic, name: str, text: str) -> bool:
    """A task counts when the title names it, or the text does and the title names no other field."""
    if task.ad_hoc:
        return bool(task.pattern.search(name)) or len(task.pattern.findall(text)) > 1
    return task.key in title.keys or (
        task.key in own.keys and not (title.neighbouring and not title.specific)
    )


def _of_the_same_pictures(topic: Topic, own: Topic, text: str) -> list[Task]:
    """The tasks of a work on the kind of picture that is asked about, such as super-resolution of faces."""
    return [
        task
        for wanted in topic.specific
        if wanted.key in PICTURES and len(PICTURES[wanted.key].findall(text)) >= _OFTEN
        for task in own.specific
        if task.key in served_by(wanted)
    ]


def _of_such_pictures(task: Task, topic: Topic, question: str) -> bool:
    """Whether a task restores the kind of picture that is asked about, such as text where letters are "
    "blurred."""
    kind = PICTURES.get(task.key)
    return kind is not None and bool(served_by(task) & topic.keys and kind.search(question))


def _restores_generally(own: Topic, title: Topic) -> bool:
    specific = any(task.key not in OF_A_KIND_OF_PICTURE for task in title.specific)
    foreign = specific or (title.neighbouring and not title.general)
    return own.general and not foreign and bool(title.general or not own.specific or len(own.specific) > 1)


def _rated_by_task(
    source: Source, own: Topic, shared: Sequence[Task], scope: Scope | None, language: Language
) -> Rating:
    nouns = language.speech.listed([language.speech.task_noun(own, task) for task in shared])
    phrases = language.phrases.ratings
    if scope:
        reason = language.say(phrases.treats_within, nouns=nouns, scope=language.speech.scope(scope))
        return Rating(source=source.id, fit=Fit.PARTIAL, reason=reason)
    return Rating(source=source.id, fit=Fit.DIRECT, reason=language.say(phrases.treats, nouns=nouns))


def _rated_as_general(source: Source, topic: Topic, scope: Scope | None, language: Language) -> Rating:
    phrases, speech = language.phrases.ratings, language.speech
    if scope:
        reason = language.say(phrases.restores_within, scope=speech.scope(scope))
        return Rating(source=source.id, fit=Fit.PARTIAL, reason=reason)
    if topic.general and _asks_generally(topic):
        reason = phrases.restores_as_asked
        if topic.specific:
            first = topic.specific[0]
            reason = language.say(phrases.restores_as_asked_unnamed, noun=speech.task_noun(PLAIN, first))
        return Rating(source=source.id, fit=Fit.DIRECT, reason=reason)
    reason = language.say(phrases.restores_unnamed, noun=speech.topic_noun(topic))
    return Rating(source=source.id, fit=Fit.PARTIAL, reason=reason)


def _asks_generally(topic: Topic) -> bool:
    """The question speaks of degradation as such and not only of restoring one named kind."""
    return not topic.specific or topic.degraded


def rated_by_words(identifier: str, text: str, question: str, language: Language = ENGLISH) -> Rating:
    """Without a recognised task, what matters is whether the source speaks of the same things at all."""
    shared = (content_stems(question) - QUALITY_WORDS) & content_stems(text)
    phrases = language.phrases.ratings
    named = shared & {stem(name.lower()) for name in names_in(text)}
    if len(shared) >= _FEWEST_SHARED or (named and 2 * len(named) >= len(names_in(question))):
        words = [word for word in dict.fromkeys(words_of(question)) if stem(word) in shared]
        words = sorted(words, key=lambda word: stem(word) not in named)[:_FEWEST_SHARED]
        quoted = language.speech.listed([f"“{word}”" for word in words])
        reason = language.say(phrases.shares_terms, words=quoted)
        return Rating(source=identifier, fit=Fit.PARTIAL, reason=reason)
    return Rating(source=identifier, fit=Fit.UNSUPPORTIVE, reason=phrases.untreated)


def _asked_for(topic: Topic, language: Language) -> str:
    noun = language.speech.severity(topic) + language.speech.topic_noun(topic)
    if topic.degraded and topic.specific:
        return language.say(language.phrases.ratings.and_other_degradation, asked=noun)
    return noun


def _level(source: Source) -> bool:
    return source.role is Role.MODEL and bool(re.search(r"\d", source.name))
