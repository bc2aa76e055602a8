"""Section 1: the task, how the recommended models fit it, and an answer to every sub-question."""

from __future__ import annotations

import re

from cnaps.explanation.answers import answer_drafts
from cnaps.explanation.material import Material
from cnaps.explanation.names import level_in_name, name_topic, telling_link_words, telling_part
from cnaps.explanation.phrases import done_words, key_words, lettered, situation, topic_words
from cnaps.explanation.records import Aspect, Draft, Fact, Fit, Source, SubQuestion, Voice
from cnaps.explanation.tasks import GENERAL


def task_drafts(material: Material) -> list[Draft]:
    """Sentences of section 1 in order."""
    drafts = [_task_sentence(material)]
    told: list[Fact] = []
    for model in material.models:
        drafts += _fit_sentences(material, model)
        drafts += _introduction(material, model, told)
    noted: set[str] = set()
    for i, subquestion in enumerate(material.subquestions):
        drafts += answer_drafts(material, subquestion, i, told, noted)
    return once(drafts)


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


def _task_sentence(material: Material) -> Draft:
    topic = material.topic
    wanted = lettered([_wanted(subquestion, material) for subquestion in material.subquestions])
    task = topic.title or f"described as “{key_words(material.question)}”"
    setting = material.photo or situation(material.question, topic)
    real = "real-world " if topic.real and topic.specific else ""
    text = f"The user's task is {real}{task} of {setting}; the question asks about {wanted}"
    if material.assumed and not material.photo:
        return _model_sentence(material, wanted)
    if not topic.tasks and not topic.general:
        text = f"The user's task is {task}; the question asks about {wanted}"
    return Draft(text=text + ".", section=1, paragraph="", sources=("Q",), voice=Voice.QUESTION)


def _wanted(subquestion: SubQuestion, material: Material) -> str:
    """What a sub-question asks for; in a pasted prompt with what the user wants done."""
    done = "" if material.own_words else done_words(subquestion.text)
    words = topic_words(subquestion)
    return f"{words} (“{done}”)" if done and "“" not in words else words


def _model_sentence(material: Material, wanted: str) -> Draft:
    """The opening where the question speaks of a model and of no photo."""
    model = material.models[0]
    purpose = material.ratings[model.id].covered or material.topic.title
    text = f"The user wants to know about {model.short}, a work on {purpose}; "
    text += f"the question asks about {wanted}."
    return Draft(text=text, section=1, paragraph="", sources=("Q", model.id), voice=Voice.QUESTION)


def _fit_sentences(material: Material, model: Source) -> list[Draft]:
    if material.assumed and not material.photo:
        return []
    if material.described(model) and not material.facts.get(model.twin):
        return [_described_fit(material, model)]
    topic, fit = material.topic, material.fit(model)
    own = name_topic(model)
    if own.specific and not topic.title:
        text = (
            f"Whether {model.short}, by its name a model for {own.title}, suits this question is not stated "
        )
        text += f"in {material.provided}."
        return [Draft(text=text, section=1, paragraph="", sources=(), voice=Voice.UNSTATED)]
    if fit is Fit.UNSUPPORTIVE:
        text = (
            f"The recommended model does not match this task: the name {model.short} points to {own.title}, "
            f"whereas the question is about {topic.title}."
        )
        return [Draft(text=text, section=1, paragraph="", sources=(model.id, "Q"), voice=Voice.MISMATCH)]
    drafts = [
        Draft(
            text=_name_sentence(model, topic.title),
            section=1,
            paragraph="",
            sources=(model.id,),
            voice=Voice.NAME,
        )
    ]
    level = level_in_name(model)
    if fit is Fit.PARTIAL and level:
        text = (
            f"Its name ends in {level}, while the question speaks of “{topic.severity}{topic.noun}”; "
            f"whether the model covers "
            f"such a level is not stated in {material.provided}."
        )
        drafts.append(
            Draft(text=text, section=1, paragraph="", sources=(model.id, "Q"), voice=Voice.UNSTATED)
        )
    return drafts


def _described_fit(material: Material, model: Source) -> Draft:
    rating = material.ratings[model.id]
    lead = {
        Fit.DIRECT: f"{model.short} fits this task: {rating.reason}.",
        Fit.PARTIAL: f"{model.short} fits this task in part: {rating.reason}.",
        Fit.UNSUPPORTIVE: f"{model.short} does not match this task: {rating.reason}.",
    }[rating.fit]
    voice = Voice.MISMATCH if rating.fit is Fit.UNSUPPORTIVE else Voice.NAME
    return Draft(text=lead, section=1, paragraph="", sources=(model.id,), voice=voice)


def _introduction(material: Material, model: Source, told: list[Fact]) -> list[Draft]:
    """What the model is, before it is spoken of; and which model would fit better where it does not fit."""
    if not material.own_words:
        return []
    drafts = []
    nearer = next((source for source in material.papers if source.id in material.nearer), None)
    wanted = material.ratings[model.id].lacking or material.topic.noun
    if not nearer and material.fit(model) is not Fit.DIRECT and material.topic.specific:
        whole = wanted == material.topic.noun
        text = f"No model of this program is made for {wanted}."
        if not whole:
            text = f"No model of this program is made for all of it; {wanted} would need another one."
        drafts.append(Draft(text=text, section=1, paragraph="", sources=(model.id,), voice=Voice.NAME))
    if nearer and material.fit(model) is not Fit.DIRECT:
        text = f"Of the models of this program, {nearer.short} is nearer to the question: "
        text += f"{material.ratings[nearer.id].reason}."
        drafts.append(Draft(text=text, section=1, paragraph="", sources=(nearer.id,), voice=Voice.NAME))
    fact = next((fact for fact in material.facts[model.id] if Aspect.TASK in fact.aspects), None)
    asked = {aspect for subquestion in material.subquestions for aspect in subquestion.aspects}
    if fact and len(material.compared) < 2 and Aspect.TASK not in asked:
        told.append(fact)
        drafts.append(
            Draft(
                text=fact.sentence,
                section=1,
                paragraph="",
                sources=(model.id,),
                voice=Voice.EVIDENCE,
                quotes=(fact.quote,),
            )
        )
    return drafts


def _name_sentence(model: Source, task: str) -> str:
    part, words, own = telling_part(model), telling_link_words(model), name_topic(model)
    if not part and not words:
        wanted = task or "this task"
        return f"{model.short} is recommended, but its name does not say whether it is meant for {wanted}."
    together = re.search(r"all[- ]?in[- ]?one", model.name, re.I) and " and " in task
    if not own.specific and own.general and task != GENERAL.title and not together:
        return f"{model.short} speaks of restoration in general by its name; it is not tied there to {task}."
    fits = f"{model.short} fits this task by its name, which contains “{part}”"
    return fits + (f", and its paper link reads “{words}”." if words else ".")
