"""How far an entry of the catalogue fits a question, and what of the question it leaves open."""

from __future__ import annotations

from cnaps.explanation.catalogue import CatalogueEntry
from cnaps.explanation.rank import be, rated_by_words
from cnaps.explanation.records import Fit, Rating
from cnaps.explanation.tasks import Task, Topic, restricted, scope_of, topic_of


def rate_entry(
    entry: CatalogueEntry, identifier: str, question: str, topic: Topic, tasks: str = ""
) -> Rating:
    """Class of an entry: direct, partial or not supporting, with the reason as a clause.

    `tasks`: what a backend is for where that is less than what its model is for, such as one set of weights.
    """
    narrowed = topic_of(tasks)
    own = narrowed if narrowed.specific else topic_of(", ".join(entry.tasks))
    shared = tuple(task for task in topic.tasks if task.key in own.keys and _same_kind(task, topic, own))
    lacking = tuple(task for task in topic.tasks if task not in shared)
    if not topic.tasks:
        return _rated_without_task(entry, identifier, question, topic, own)
    scope = scope_of(entry.setting, entry.setting * 2, question)
    if shared or any(task.key in own.keys for task in lacking):
        return _rated_by_task(identifier, topic, own, shared, lacking, scope.phrase if scope else "")
    if own.general and topic.specific:
        where = f"works on {scope.phrase} rather than on a single photo, and " if scope else "and "
        noun = topic.noun
        reason = f"it addresses image restoration in general, {where}{noun} {be(noun)} not named in its entry"
        return Rating(
            source=identifier,
            fit=Fit.PARTIAL,
            reason=reason,
            covered="image restoration",
            lacking=noun,
            unnamed=True,
        )
    reason = f"it is made for {own.noun or 'another purpose'}, not for {topic.noun}"
    return Rating(source=identifier, fit=Fit.UNSUPPORTIVE, reason=reason, covered=own.title)


def _same_kind(task: Task, topic: Topic, own: Topic) -> bool:
    """Motion blur and defocus blur are two things; where only blur is asked for, either will do."""
    if task.key != "blur":
        return True
    asked_for_one = (topic.motion and not own.motion) or (
        topic.defocus and not topic.motion and not own.defocus
    )
    return not asked_for_one


def _one_kind_of_blur(topic: Topic, own: Topic) -> str:
    """Defocus is the rarer meaning of a plain "blur"."""
    plain = "blur" in topic.keys and not topic.motion and not topic.defocus
    return ", which is one kind of blur only" if plain and own.defocus and not own.motion else ""


def _rated_by_task(
    identifier: str, topic: Topic, own: Topic, shared: tuple[Task, ...], lacking: tuple[Task, ...], scope: str
) -> Rating:
    treated = [task for task in (*shared, *lacking) if task.key in own.keys]
    nouns = restricted(own, treated).noun
    covered, missing = restricted(own, treated).title, restricted(topic, lacking).noun
    reason = f"it treats {nouns}" if any(task.restores for task in treated) else f"it is about {nouns}"
    if missing:
        unnamed = "not named in its entry" if own.general else "not part of its task"
        reason += f", whereas {missing} {be(missing)} {unnamed}"
    if scope:
        reason += f", but works on {scope} rather than on any single photo"
    if narrow := _one_kind_of_blur(topic, own):
        reason += narrow
    fit = Fit.PARTIAL if missing or scope or narrow else Fit.DIRECT
    return Rating(
        source=identifier, fit=fit, reason=reason, covered=covered, lacking=missing, unnamed=own.general
    )


def _rated_without_task(
    entry: CatalogueEntry, identifier: str, question: str, topic: Topic, own: Topic
) -> Rating:
    if not topic.general:
        return rated_by_words(identifier, f"{entry.name} {entry.summary}", question)
    if scope := scope_of(entry.setting, entry.setting * 2, question):
        reason = f"it works on {scope.phrase} rather than on any single photo"
        return Rating(source=identifier, fit=Fit.PARTIAL, reason=reason, covered=own.title)
    if own.general:
        reason = "it addresses image restoration under varied degradation"
        reason = f"it works on {entry.setting}, which the question speaks of" if entry.setting else reason
        return Rating(source=identifier, fit=Fit.DIRECT, reason=reason, covered="image restoration")
    if own.specific:
        reason = f"it treats {own.noun}, one kind of what the question may mean"
        return Rating(source=identifier, fit=Fit.PARTIAL, reason=reason, covered=own.title)
    reason = f"it concerns {own.title or 'another subject'}, and {topic.noun} is not treated in its entry"
    return Rating(source=identifier, fit=Fit.UNSUPPORTIVE, reason=reason)
