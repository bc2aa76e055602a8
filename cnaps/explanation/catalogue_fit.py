"""How far an entry of the catalogue fits a question, and what of the question it leaves open."""

from __future__ import annotations

from cnaps.explanation.catalogue import CatalogueEntry
from cnaps.explanation.languages import ENGLISH, Language
from cnaps.explanation.rating import rated_by_words
from cnaps.explanation.records import Fit, Rating
from cnaps.explanation.task_list import GENERAL, Task
from cnaps.explanation.tasks import Scope, Topic, restricted, scope_of, topic_of

_RESTORATION = topic_of(GENERAL.title)


def rate_entry(
    entry: CatalogueEntry,
    identifier: str,
    question: str,
    topic: Topic,
    tasks: str = "",
    language: Language = ENGLISH,
) -> Rating:
    """Class of an entry: direct, partial or not supporting, with the reason as a clause.

    `tasks`: what a backend is for where that is less than what its model is for, such as one set of weights.
    """
    narrowed, whole = topic_of(tasks), topic_of(", ".join(entry.tasks))
    own = narrowed if narrowed.specific else whole
    shared = tuple(task for task in topic.tasks if task.key in own.keys and _same_kind(task, topic, own))
    lacking = tuple(task for task in topic.tasks if task not in shared)
    if not topic.tasks:
        return _rated_without_task(entry, identifier, question, topic, own, language)
    scope = scope_of(entry.setting, entry.setting * 2, question)
    elsewhere = tuple(task for task in lacking if task.key in whole.keys and _same_kind(task, topic, whole))
    if elsewhere and elsewhere == lacking:
        return _rated_by_weights(identifier, topic, own, elsewhere, language)
    if shared or any(task.key in own.keys for task in lacking):
        return _rated_by_task(identifier, topic, own, shared, scope, language)
    noun, phrases = language.speech.topic_noun(topic), language.phrases.ratings
    if own.general and topic.specific:
        reason = language.say(phrases.entry_unnamed, noun=noun)
        if scope:
            within = language.speech.scope(scope)
            reason = language.say(phrases.entry_unnamed_within, noun=noun, scope=within)
        return Rating(
            source=identifier,
            fit=Fit.PARTIAL,
            reason=reason,
            covered=_RESTORATION,
            lacking=topic,
            unnamed=True,
        )
    made_for = language.speech.topic_noun(own) or phrases.another_purpose
    reason = language.say(phrases.made_for, own=made_for, noun=noun)
    return Rating(source=identifier, fit=Fit.UNSUPPORTIVE, reason=reason, covered=_named(own))


def _rated_by_weights(
    identifier: str, topic: Topic, own: Topic, elsewhere: tuple[Task, ...], language: Language
) -> Rating:
    """A model that treats `elsewhere` too, but not with the weights that the question is put to."""
    missing, speech = restricted(topic, elsewhere), language.speech
    reason = language.say(
        language.phrases.ratings.other_weights, own=speech.topic_noun(own), noun=speech.topic_noun(missing)
    )
    return Rating(
        source=identifier,
        fit=Fit.PARTIAL,
        reason=reason,
        covered=_named(own),
        lacking=missing,
        other_weights=True,
    )


def _named(topic: Topic) -> Topic | None:
    return topic if topic.title else None


def _same_kind(task: Task, topic: Topic, own: Topic) -> bool:
    """Motion blur and defocus blur are two things; where only blur is asked for, either will do."""
    if task.key != "blur":
        return True
    asked_for_one = (topic.motion and not own.motion) or (
        topic.defocus and not topic.motion and not own.defocus
    )
    return not asked_for_one


def _one_kind_of_blur(topic: Topic, own: Topic) -> bool:
    """Defocus is the rarer meaning of a plain "blur"."""
    plain = "blur" in topic.keys and not topic.motion and not topic.defocus
    return plain and own.defocus and not own.motion


def _rated_by_task(
    identifier: str,
    topic: Topic,
    own: Topic,
    shared: tuple[Task, ...],
    scope: Scope | None,
    language: Language,
) -> Rating:
    phrases, speech = language.phrases.ratings, language.speech
    lacking = tuple(task for task in topic.tasks if task not in shared)
    treated = [task for task in (*shared, *lacking) if task.key in own.keys]
    covered = restricted(own, treated)
    missing = restricted(topic, lacking) if lacking else None
    lead = phrases.treats if any(task.restores for task in treated) else phrases.about
    clauses = [language.say(lead, nouns=speech.topic_noun(covered))]
    if missing:
        but = phrases.but_unnamed if own.general else phrases.but_not_its_task
        clauses.append(language.say(but, noun=speech.topic_noun(missing)))
    if scope:
        clauses.append(language.say(phrases.but_within, scope=speech.scope(scope)))
    if _one_kind_of_blur(topic, own):
        clauses.append(phrases.one_kind_of_blur)
    return Rating(
        source=identifier,
        fit=Fit.PARTIAL if len(clauses) > 1 else Fit.DIRECT,
        reason=speech.chained(clauses),
        covered=covered,
        lacking=missing,
        unnamed=own.general,
    )


def _rated_without_task(
    entry: CatalogueEntry, identifier: str, question: str, topic: Topic, own: Topic, language: Language
) -> Rating:
    phrases, speech = language.phrases.ratings, language.speech
    if not topic.general:
        return rated_by_words(identifier, f"{entry.name} {entry.summary}", question, language)
    if scope := scope_of(entry.setting, entry.setting * 2, question):
        reason = language.say(phrases.within, scope=speech.scope(scope))
        return Rating(source=identifier, fit=Fit.PARTIAL, reason=reason, covered=_named(own))
    if own.general:
        reason = (
            language.say(phrases.setting, setting=speech.recorded(entry.setting))
            if entry.setting
            else phrases.varied
        )
        return Rating(source=identifier, fit=Fit.DIRECT, reason=reason, covered=_RESTORATION)
    if own.specific:
        reason = language.say(phrases.one_kind, noun=speech.topic_noun(own))
        return Rating(source=identifier, fit=Fit.PARTIAL, reason=reason, covered=_named(own))
    about = speech.topic_title(own) or phrases.another_subject
    reason = language.say(phrases.concerns_entry, about=about, noun=speech.topic_noun(topic))
    return Rating(source=identifier, fit=Fit.UNSUPPORTIVE, reason=reason)
