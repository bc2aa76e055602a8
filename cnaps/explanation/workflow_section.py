"""Section 2: input → model → output for the models named and for the photo in question."""

from __future__ import annotations

import re

from cnaps.explanation.evidence import evidence_draft
from cnaps.explanation.material import Material
from cnaps.explanation.names import name_topic
from cnaps.explanation.nearest import naming_source
from cnaps.explanation.rank import repeats
from cnaps.explanation.records import Aspect, Draft, Fact, Fit, Role, Source, Voice, Zone
from cnaps.explanation.task_section import used_quotes

_ASIDE = re.compile(r" state that |according to the authors of|\baim to\b|\bis meant to\b")


def workflow_drafts(material: Material, before: list[Draft]) -> list[Draft]:
    """Sentences of section 2; facts that already stand in `before` are not told again."""
    used = _told(material, before)
    drafts = [_chain(material, model) for model in material.models]
    drafts.append(_input(material))
    for model in material.models:
        drafts += _model(material, model, used)
    drafts += _documented_chain(material, used)
    outputs = [draft for model in material.models for draft in _output(material, model)]
    said = [draft for draft in outputs if draft.voice is not Voice.UNSTATED]
    return [*drafts, *said, *dict.fromkeys(draft for draft in outputs if draft.voice is Voice.UNSTATED)]


def _told(material: Material, drafts: list[Draft]) -> list[Fact]:
    quotes = used_quotes(drafts)
    return [
        fact
        for facts in material.facts.values()
        for fact in facts
        if (fact.quote.start, fact.quote.end) in quotes
    ]


def _draft(text: str, paragraph: str, sources: tuple[str, ...], voice: Voice) -> Draft:
    return Draft(text=text, section=2, paragraph=paragraph, sources=sources, voice=voice)


def _chain(material: Material, model: Source) -> Draft:
    """The whole way in one line."""
    language = material.language
    phrases, speech = language.phrases.workflow, language.speech
    photo, task = speech.photo(material.question), _task(material, model)
    refuted = material.absent & material.topic.keys
    entry = photo if material.assumed or refuted else speech.photo_phrase(material.question, material.topic)
    if material.inferred:
        entry = language.say(phrases.described_photo, photo=photo)
    if not _restores(material):
        result = language.say(phrases.outcome_of, task=task)
    else:
        result = language.say(phrases.photo_after, photo=photo, task=task) if task else photo
    text = language.say(phrases.chain, entry=entry, model=model.short, result=result)
    return _draft(text, phrases.chain_label, ("Q", model.id), Voice.NAME)


def _task(material: Material, model: Source) -> str:
    """What the model does: by its name, or by the catalogue where that describes it."""
    title, topic = material.language.speech.topic_title, material.topic
    if material.own_words:
        return title(material.ratings[model.id].covered or topic)
    fits = material.fit(model) is not Fit.UNSUPPORTIVE
    return title(name_topic(model)) or (title(topic) if fits else "")


def _restores(material: Material) -> bool:
    """Whether a photo comes out, and not a rating of one."""
    return bool(material.topic.specific or material.topic.general or not material.topic.tasks)


def _input(material: Material) -> Draft:
    language = material.language
    phrases = language.phrases.workflow
    if (material.assumed or material.foreign) and not material.photo:
        return _draft(phrases.input_unknown, phrases.input_label, ("Q",), Voice.QUESTION)
    setting = material.photo or _setting(material)
    return _draft(language.say(phrases.input, setting=setting), phrases.input_label, ("Q",), Voice.QUESTION)


def _setting(material: Material) -> str:
    """The user's photo, with nothing that was only inferred."""
    language, question = material.language, material.question
    if not material.inferred:
        return language.speech.situation(question, material.topic)
    words, photo = language.speech.complaint(question), language.speech.photo(question)
    return language.say(language.phrases.workflow.as_described, photo=photo, words=words)


def _left_open(material: Material, model: Source) -> list[Draft]:
    """What the question asks beyond the task of the model."""
    rating, language = material.ratings[model.id], material.language
    phrases = language.phrases.workflow
    if not rating.lacking:
        return []
    noun = language.speech.topic_noun(rating.lacking)
    if rating.unnamed:
        text = language.say(phrases.whether_also, noun=noun, stock=material.provided)
        return [_draft(text, phrases.output_label, (), Voice.UNSTATED)]
    template = phrases.weights_needed if rating.other_weights else phrases.not_expected
    text = language.say(template, noun=noun, model=model.short)
    return [_draft(text, phrases.output_label, (model.id, "Q"), Voice.MISMATCH)]


def _model(material: Material, model: Source, used: list[Fact]) -> list[Draft]:
    facts = _unused([*material.facts.get(model.id, ()), *material.facts.get(model.twin, ())], used)
    language = material.language
    phrases = language.phrases.workflow
    label = phrases.model_label
    if facts and not material.facts.get(model.twin):
        return [evidence_draft(fact, section=2, paragraph=label) for fact in facts[:4]]
    if material.described(model):
        told = [evidence_draft(fact, section=2, paragraph=label) for fact in facts[:3]]
        return [_same_work(material, model), *told]
    photo, task = language.speech.photo(material.question), language.speech.topic_title(name_topic(model))
    passed = language.say(phrases.passed, photo=photo, model=model.short)
    if task:
        passed = language.say(phrases.passed_by_name, photo=photo, model=model.short, task=task)
    named = naming_source(material, model)
    inside = language.say(
        phrases.inside_beyond if named else phrases.inside,
        work=named.short if named else "",
        model=model.short,
        stock=material.provided,
    )
    return [
        _draft(passed, label, (model.id, "Q"), Voice.NAME),
        _draft(inside, label, (), Voice.UNSTATED),
    ]


def _same_work(material: Material, model: Source) -> Draft:
    """Where the steps of a model stand that another entry or section 1 describes."""
    language = material.language
    phrases, photo = language.phrases.workflow, language.speech.photo(material.question)
    other = next((source for source in material.sources if source.id == model.twin), None)
    if other is None:
        text = language.say(phrases.as_above, photo=photo, model=model.short)
        return _draft(text, phrases.model_label, (model.id, "Q"), Voice.NAME)
    text = language.say(phrases.shared_link, photo=photo, model=model.short, other=other.short)
    return _draft(text, phrases.model_label, (model.id, other.id), Voice.NAME)


def _documented_chain(material: Material, used: list[Fact]) -> list[Draft]:
    """How the best described paper would do it, as far as section 1 has not told it."""
    for source in material.supportive:
        facts = _unused(material.facts[source.id], used)
        if source.role is Role.PAPER and facts and not source.twin.startswith("M"):
            label = material.language.say(material.language.phrases.workflow.documented, work=source.short)
            told = [*_opening(material, source, used), *facts][:3]
            return [evidence_draft(fact, section=2, paragraph=label) for fact in dict.fromkeys(told)]
    return []


def _opening(material: Material, source: Source, used: list[Fact]) -> list[Fact]:
    """What the work is, where the catalogue tells and nothing of it was told yet."""
    if not material.own_words or any(fact.source == source.id for fact in used):
        return []
    return [fact for fact in material.facts[source.id] if Aspect.TASK in fact.aspects][:1]


def _unused(facts: list[Fact] | tuple[Fact, ...], used: list[Fact]) -> list[Fact]:
    telling = {Aspect.MECHANISM, Aspect.INPUT, Aspect.OUTPUT}
    return [
        fact
        for fact in facts
        if fact.aspects & telling
        and not (fact.claimed or fact.quoted)
        and not fact.aspects & {Aspect.DATA, Aspect.SPEED}
        and not any(repeats(fact, other) for other in used)
        and not _ASIDE.search(fact.sentence)
        and fact.zone is Zone.APPROACH
    ]


def _output(material: Material, model: Source) -> list[Draft]:
    topic, rating, language = material.topic, material.ratings[model.id], material.language
    phrases, speech = language.phrases.workflow, language.speech
    own = speech.topic_title(rating.covered or name_topic(model)) or phrases.processing
    photo = speech.one_photo(material.question)
    if not _restores(material) and material.fit(model) is not Fit.UNSUPPORTIVE:
        text = language.say(phrases.outcome, task=own, photo=photo)
        return [_draft(text, phrases.output_label, (model.id, "Q"), Voice.NAME)]
    if material.fit(model) is Fit.UNSUPPORTIVE and speech.topic_title(topic):
        faults = topic.specific and not any(task.ad_hoc for task in topic.specific)
        text = language.say(
            phrases.at_most if faults else phrases.at_most_of_task,
            photo=photo,
            own=own,
            model=model.short,
            task=speech.topic_title(topic),
            noun=speech.topic_noun(topic),
        )
        return [_draft(text, phrases.output_label, (model.id, "Q"), Voice.MISMATCH)]
    task = _task(material, model) or own
    text = language.say(phrases.output, photo=photo, task=task, model=model.short)
    drafts = [
        _draft(text, phrases.output_label, (model.id, "Q"), Voice.NAME),
        *_left_open(material, model),
    ]
    if not material.described(model):
        text = language.say(phrases.closeness, photo=photo, stock=material.provided)
        drafts.append(_draft(text, phrases.output_label, (), Voice.UNSTATED))
    return drafts
