"""Section 2: input → model → output for the models named and for the photo in question."""

from __future__ import annotations

import re
from dataclasses import replace

from cnaps.explanation.material import Material
from cnaps.explanation.names import name_topic
from cnaps.explanation.phrases import photo_phrase, photo_word, situation, with_article
from cnaps.explanation.rank import BACKGROUND, repeats
from cnaps.explanation.records import Aspect, Draft, Fact, Fit, Role, Source, Voice
from cnaps.explanation.task_section import used_quotes

_ASIDE = re.compile(r" state that |according to the authors of|\baim to\b|\bis meant to\b")
_INPUT, _MODEL, _OUTPUT = "Input.", "Model.", "Output."


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
    photo = photo_word(material.question)
    entry = photo if material.assumed else photo_phrase(material.question, material.topic)
    task = _task(material, model)
    result = f"{photo}{f' after {task}' if task else ''}" if _restores(material) else f"outcome of {task}"
    text = f"{entry[0].upper()}{entry[1:]} → {model.short} → {result}."
    return _draft(text, "Input → model → output.", ("Q", model.id), Voice.NAME)


def _task(material: Material, model: Source) -> str:
    """What the model does: by its name, or by the catalogue where that describes it."""
    fits = material.fit(model) is not Fit.UNSUPPORTIVE
    if material.own_words:
        return material.ratings[model.id].covered or material.topic.title
    return name_topic(model).title or (material.topic.title if fits else "")


def _restores(material: Material) -> bool:
    """Whether a photo comes out, and not a rating of one."""
    return bool(material.topic.specific or material.topic.general or not material.topic.tasks)


def _input(material: Material) -> Draft:
    if material.assumed and not material.photo:
        text = "The input is a photo, of which the question says no more."
        return _draft(text, _INPUT, ("Q",), Voice.QUESTION)
    text = f"The input consists of {material.photo or situation(material.question, material.topic)}."
    return _draft(text, _INPUT, ("Q",), Voice.QUESTION)


def _left_open(material: Material, model: Source) -> list[Draft]:
    """What the question asks beyond the task of the model."""
    rating = material.ratings[model.id]
    if rating.lacking and rating.unnamed:
        text = f"Whether it also treats {rating.lacking} is not stated in {material.provided}."
        return [_draft(text, _OUTPUT, (), Voice.UNSTATED)]
    if rating.lacking:
        text = f"An improvement with regard to {rating.lacking} cannot be expected from {model.short}."
        return [_draft(text, _OUTPUT, (model.id, "Q"), Voice.MISMATCH)]
    return []


def _model(material: Material, model: Source, used: list[Fact]) -> list[Draft]:
    facts = _unused([*material.facts.get(model.id, ()), *material.facts.get(model.twin, ())], used)
    if facts and not material.facts.get(model.twin):
        return [_evidence(fact) for fact in facts[:4]]
    if material.described(model):
        return [_same_work(material, model), *(_evidence(fact) for fact in facts[:3])]
    task = name_topic(model).title
    meant = f", by its name a model for {task}" if task else ""
    return [
        _draft(
            f"The {photo_word(material.question)} would be passed to {model.short}{meant}.",
            _MODEL,
            (model.id, "Q"),
            Voice.NAME,
        ),
        _draft(
            f"What happens inside {model.short}, from layers to training and processing time, is not "
            f"stated in {material.provided}.",
            _MODEL,
            (),
            Voice.UNSTATED,
        ),
    ]


def _same_work(material: Material, model: Source) -> Draft:
    """Where the steps of a model stand that another entry or section 1 describes."""
    photo = photo_word(material.question)
    other = next((source for source in material.sources if source.id == model.twin), None)
    if other is None:
        return _draft(
            f"The {photo} would pass through {model.short} as told above.",
            _MODEL,
            (model.id, "Q"),
            Voice.NAME,
        )
    text = (
        f"The {photo} would be passed to {model.short}, which shares its paper link with {other.short}; "
        "what is told of the one describes the other."
    )
    return _draft(text, _MODEL, (model.id, other.id), Voice.NAME)


def _documented_chain(material: Material, used: list[Fact]) -> list[Draft]:
    """How the best described paper would do it, as far as section 1 has not told it."""
    for source in material.supportive:
        facts = _unused(material.facts[source.id], used)
        if source.role is Role.PAPER and facts and not source.twin.startswith("M"):
            label = f"Documented alternative: {source.short}."
            told = [*_opening(material, source, used), *facts][:3]
            return [replace(_evidence(fact), paragraph=label) for fact in dict.fromkeys(told)]
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
        and not (_ASIDE.search(fact.sentence) or BACKGROUND.match(fact.quote.text))
    ]


def _evidence(fact: Fact) -> Draft:
    return Draft(
        text=fact.sentence,
        section=2,
        paragraph=_MODEL,
        sources=(fact.source,),
        voice=Voice.EVIDENCE,
        quotes=(fact.quote,),
    )


def _output(material: Material, model: Source) -> list[Draft]:
    topic, rating = material.topic, material.ratings[model.id]
    own = rating.covered or name_topic(model).title
    photo = photo_word(material.question).rstrip("s")
    if not _restores(material) and material.fit(model) is not Fit.UNSUPPORTIVE:
        text = f"The output is the outcome of {own}, and no restored {photo}."
        return [_draft(text, _OUTPUT, (model.id, "Q"), Voice.NAME)]
    if material.fit(model) is Fit.UNSUPPORTIVE:
        text = (
            f"The output is at most {with_article(photo)} after {own}; {model.short} does not match "
            f"{topic.title}, so {f'a removal of {topic.noun}' if topic.specific else topic.title} cannot be "
            "expected from it."
        )
        return [_draft(text, _OUTPUT, (model.id, "Q"), Voice.MISMATCH)]
    task = _task(material, model) or "processing"
    drafts = [
        _draft(
            f"The output is the same {photo} after {task} by {model.short}.",
            _OUTPUT,
            (model.id, "Q"),
            Voice.NAME,
        )
    ]
    drafts += _left_open(material, model)
    if not material.described(model):
        text = f"How closely that output approaches a clean {photo} is not stated in {material.provided}."
        drafts.append(_draft(text, _OUTPUT, (), Voice.UNSTATED))
    return drafts
