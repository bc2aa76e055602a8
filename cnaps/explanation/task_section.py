"""Section 1: the task, how the recommended models fit it, and an answer to every sub-question."""

from __future__ import annotations

import re
from dataclasses import replace

from cnaps.explanation.answers import answer_drafts
from cnaps.explanation.evidence import evidence_draft
from cnaps.explanation.labels import wanted
from cnaps.explanation.languages import Language
from cnaps.explanation.material import Material
from cnaps.explanation.names import level_in_name, name_topic, telling_link_words, telling_part
from cnaps.explanation.records import Aspect, Draft, Fact, Fit, Source, SubQuestion, Voice
from cnaps.explanation.task_list import GENERAL
from cnaps.explanation.tasks import Topic

_MOST_NAMED = 3
"""Sources that the opening names for what the task is."""


def task_drafts(material: Material) -> list[Draft]:
    """Sentences of section 1 in order."""
    drafts = [_task_sentence(material)]
    told: list[Fact] = []
    for model in material.models:
        drafts += _fit_sentences(material, model)
        drafts += _introduction(material, model, told)
    noted: set[str] = set()
    for i, subquestion in enumerate(material.subquestions):
        answer = answer_drafts(material, subquestion, i, told, noted)
        drafts += _in_own_words(answer, drafts, material, subquestion)
    return once(drafts)


def _in_own_words(
    answer: list[Draft], before: list[Draft], material: Material, subquestion: SubQuestion
) -> list[Draft]:
    """`answer`; where all of it is not stated and said before, that the user's own question is not "
    "answered."""
    said = {draft.text for draft in before}
    if not answer or any(draft.voice is not Voice.UNSTATED or draft.text not in said for draft in answer):
        return answer
    language = material.language
    words = language.speech.key_words(subquestion.words)
    text = language.say(language.phrases.gaps.answer, words=words, stock=material.provided)
    return [replace(answer[0], text=text, sources=(), quotes=())]


def once(drafts: list[Draft]) -> list[Draft]:
    """`drafts` without a sentence that stands already, unless its paragraph would be empty without it."""
    kept: list[Draft] = []
    for i, draft in enumerate(drafts):
        again = draft.text in {other.text for other in kept}
        alone = [other for other in (*kept, *drafts[i + 1 :]) if other.paragraph == draft.paragraph] == []
        if not again or alone:
            kept.append(draft)
    return kept


def used_quotes(drafts: list[Draft]) -> set[tuple[int, int]]:
    """Spans that already stand behind a sentence."""
    return {(quote.start, quote.end) for draft in drafts for quote in draft.quotes}


def _draft(text: str, sources: tuple[str, ...], voice: Voice) -> Draft:
    return Draft(text=text, section=1, paragraph="", sources=sources, voice=voice)


def _task_sentence(material: Material) -> Draft:
    topic, language = material.topic, material.language
    phrases, speech = language.phrases.task, language.speech
    asked = speech.lettered([wanted(subquestion, material) for subquestion in material.subquestions])
    if material.assumed and not material.photo:
        return _model_sentence(material, asked)
    if material.inferred:
        return _read_sentence(material, asked)
    if material.foreign:
        return _draft(language.say(phrases.no_task, wanted=asked), ("Q",), Voice.QUESTION)
    task = speech.topic_title(topic) or language.say(
        phrases.described_as, words=speech.complaint(material.question)
    )
    if not topic.tasks and not topic.general:
        return _draft(language.say(phrases.task_unknown, task=task, wanted=asked), ("Q",), Voice.QUESTION)
    text = language.say(
        phrases.task if material.typed else phrases.task_untyped,
        real=phrases.real_world if topic.real and topic.specific else "",
        task=task,
        setting=material.photo or speech.situation(material.question, topic),
        wanted=asked,
    )
    return _draft(text, ("Q",), Voice.QUESTION)


def _model_sentence(material: Material, asked: str) -> Draft:
    """The opening where the question speaks of a model and of no photo."""
    model, language = material.models[0], material.language
    phrases = language.phrases.task
    purpose = language.speech.topic_title(material.ratings[model.id].covered or material.topic)
    template = phrases.about_model if material.typed else phrases.about_model_untyped
    text = language.say(template, model=model.short, purpose=purpose, wanted=asked)
    return _draft(text, ("Q", model.id), Voice.QUESTION)


def _read_sentence(material: Material, asked: str) -> Draft:
    """The opening where the task is read from a description, and from the names of sources that say it."""
    language = material.language
    phrases, speech = language.phrases.task, language.speech
    words, own = speech.complaint(material.question), speech.topic_title(material.topic)
    named = [source for source in material.sources if source.id in material.named_by]
    if not named:
        return _draft(
            language.say(phrases.task_read, words=words, own=own, wanted=asked), ("Q",), Voice.QUESTION
        )
    works = speech.listed([source.short for source in named[:_MOST_NAMED]])
    template = phrases.task_read_as if len(named) == 1 else phrases.task_read_as_several
    text = language.say(template, words=words, own=own, works=works, wanted=asked)
    return _draft(text, ("Q", *(source.id for source in named[:_MOST_NAMED])), Voice.QUESTION)


def _fit_sentences(material: Material, model: Source) -> list[Draft]:
    if (material.assumed and not material.photo) or model.id in material.named_by or material.foreign:
        return []
    if material.described(model) and not material.facts.get(model.twin):
        return [_described_fit(material, model)]
    topic, fit, language = material.topic, material.fit(model), material.language
    phrases, speech, named = language.phrases.task, language.speech, name_topic(model)
    if named.specific and not topic.title:
        own = speech.topic_title(named)
        text = language.say(phrases.name_unasked, model=model.short, own=own, stock=material.provided)
        return [_draft(text, (), Voice.UNSTATED)]
    if fit is Fit.UNSUPPORTIVE and not speech.topic_title(named):
        return [_described_fit(material, model)]
    if fit is Fit.UNSUPPORTIVE:
        own, asked = speech.topic_title(named), speech.topic_title(topic)
        text = language.say(phrases.name_mismatch, model=model.short, own=own, asked=asked)
        return [_draft(text, (model.id, "Q"), Voice.MISMATCH)]
    return _by_name(material, model, named)


def _by_name(material: Material, model: Source, named: Topic) -> list[Draft]:
    """How a model of which only its name and its paper tell fits the question, where it is no mismatch."""
    topic, language = material.topic, material.language
    phrases, speech = language.phrases.task, language.speech
    if _wider(named, topic):
        own, asked = speech.topic_title(named), speech.topic_noun(topic)
        text = language.say(
            phrases.name_wider, model=model.short, own=own, asked=asked, stock=material.provided
        )
        return [_draft(text, (model.id,), Voice.UNSTATED)]
    if twin := _telling_twin(material, model):
        reason = speech.of_work(twin.short, material.ratings[twin.id].reason)
        text = language.say(phrases.fits_by_twin, model=model.short, reason=reason)
        return [_draft(text, (model.id, twin.id), Voice.NAME)]
    drafts = [_draft(_name_sentence(model, topic, language), (model.id,), Voice.NAME)]
    level = level_in_name(model)
    if material.fit(model) is Fit.PARTIAL and level:
        asked = speech.severity(topic) + speech.topic_noun(topic)
        text = language.say(phrases.level, level=level, asked=asked, stock=material.provided)
        drafts.append(_draft(text, (model.id, "Q"), Voice.UNSTATED))
    return drafts


def _wider(named: Topic, topic: Topic) -> bool:
    """Whether the task of a name may hold the one asked for, without being the same."""
    return bool(named.specific and topic.specific) and not {task.key for task in named.specific} & topic.keys


def _telling_twin(material: Material, model: Source) -> Source | None:
    """The entry of the same paper, where the model's own name says nothing and that entry fits."""
    if telling_part(model) or telling_link_words(model):
        return None
    twins = (source for source in material.sources if source.id == model.twin)
    return next((twin for twin in twins if material.fit(twin) is Fit.DIRECT), None)


def _described_fit(material: Material, model: Source) -> Draft:
    rating, phrases = material.ratings[model.id], material.language.phrases.task
    template = {
        Fit.DIRECT: phrases.fits,
        Fit.PARTIAL: phrases.fits_partly,
        Fit.UNSUPPORTIVE: phrases.fits_not,
    }[rating.fit]
    text = material.language.say(template, model=model.short, reason=rating.reason)
    return _draft(text, (model.id,), Voice.MISMATCH if rating.fit is Fit.UNSUPPORTIVE else Voice.NAME)


def _introduction(material: Material, model: Source, told: list[Fact]) -> list[Draft]:
    """What the model is, before it is spoken of; and which model would fit better where it does not fit."""
    if not material.own_words:
        return []
    drafts = _nearest(material, model)
    fact = next((fact for fact in material.facts[model.id] if Aspect.TASK in fact.aspects), None)
    asked = {aspect for subquestion in material.subquestions for aspect in subquestion.aspects}
    if fact and len(material.compared) < 2 and Aspect.TASK not in asked:
        told.append(fact)
        drafts.append(evidence_draft(fact, section=1, paragraph=""))
    return drafts


def _nearest(material: Material, model: Source) -> list[Draft]:
    """Where the model does not fit without reserve: which one of this program does, or that none does."""
    language, topic = material.language, material.topic
    phrases, speech = language.phrases.task, language.speech
    if material.fit(model) is Fit.DIRECT or material.ratings[model.id].other_weights:
        return []
    nearer = next((source for source in material.papers if source.id in material.nearer), None)
    if nearer:
        text = language.say(phrases.nearer, model=nearer.short, reason=material.ratings[nearer.id].reason)
        return [_draft(text, (nearer.id,), Voice.NAME)]
    if not topic.specific:
        return []
    lacking = speech.topic_noun(material.ratings[model.id].lacking or topic)
    whole = lacking == speech.topic_noun(topic)
    text = language.say(phrases.none_made if whole else phrases.none_made_for_all, wanted=lacking)
    return [_draft(text, (model.id,), Voice.NAME)]


def _name_sentence(model: Source, topic: Topic, language: Language) -> str:
    part, words, own = telling_part(model), telling_link_words(model), name_topic(model)
    phrases, task = language.phrases.task, language.speech.topic_title(topic)
    if not part and not words:
        return language.say(phrases.name_silent, model=model.short, wanted=task or phrases.this_task)
    several = len(topic.specific) + topic.degraded > 1
    together = several and re.search(r"all[- ]?in[- ]?one", model.name, re.I)
    if not own.specific and own.general and topic.title != GENERAL.title and not together:
        return language.say(phrases.name_general, model=model.short, task=task)
    if words:
        return language.say(phrases.name_and_link_fit, model=model.short, part=part, words=words)
    return language.say(phrases.name_fits, model=model.short, part=part)
