"""Section 1: the task, how the recommended models fit it, and an answer to every sub-question."""

from __future__ import annotations

import re

from cnaps.explanation.material import Material
from cnaps.explanation.names import (
    level_in_name,
    name_topic,
    structure_part,
    telling_link_words,
    telling_part,
)
from cnaps.explanation.phrases import (
    contrast_words,
    key_words,
    lettered,
    listed,
    situation,
    standing_word,
    title_of,
    topic_words,
)
from cnaps.explanation.rank import best_facts
from cnaps.explanation.records import Aspect, Draft, Fact, Fit, Role, Source, SubQuestion, Voice
from cnaps.explanation.tasks import GENERAL

_RUN_TIME = re.compile(
    r"real[- ]time|\bfps\b|per second|latency|inference (time|speed)|run[- ]?time|\bms\b|\bseconds?\b", re.I
)


_WANTED = {
    Aspect.MECHANISM: "the working principle",
    Aspect.LIMIT: "the limits",
    Aspect.SCOPE: "the range of photos that suits the model",
}
_RESERVED = {Aspect.LIMIT, Aspect.DATA, Aspect.SPEED, Aspect.RESULT}
"""What is kept for the sub-question that asks for it."""
_LOOKED_UP = {Aspect.DATA, Aspect.SPEED, Aspect.RESULT}
"""What is called not stated only where no source at all states it."""


def task_drafts(material: Material) -> list[Draft]:
    """Sentences of section 1 in order."""
    drafts = [_task_sentence(material)]
    for model in material.models:
        drafts += _fit_sentences(material, model)
    told: list[Fact] = []
    noted: set[str] = set()
    for i, subquestion in enumerate(material.subquestions):
        drafts += _answer(material, subquestion, i, told, noted)
    return drafts


def used_quotes(drafts: list[Draft]) -> set[tuple[int, int]]:
    """Spans that already stand behind a sentence."""
    return {(quote.start, quote.end) for draft in drafts for quote in draft.quotes}


def _task_sentence(material: Material) -> Draft:
    topic = material.topic
    wanted = lettered([topic_words(subquestion) for subquestion in material.subquestions])
    task = topic.title or f"described as “{key_words(material.question)}”"
    setting = material.photo or situation(material.question, topic)
    real = "real-world " if topic.real and topic.specific else ""
    text = f"The user's task is {real}{task} of {setting}; the question asks about {wanted}"
    if not topic.tasks and not topic.general:
        text = f"The user's task is {task}; the question asks about {wanted}"
    return Draft(text=text + ".", section=1, paragraph="", sources=("Q",), voice=Voice.QUESTION)


def _fit_sentences(material: Material, model: Source) -> list[Draft]:
    if material.described(model) and not material.facts.get(model.twin):
        return [_described_fit(material, model)]
    topic, fit = material.topic, material.fit(model)
    own = name_topic(model)
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


def _name_sentence(model: Source, task: str) -> str:
    part, words, own = telling_part(model), telling_link_words(model), name_topic(model)
    if not part and not words:
        wanted = task or "this task"
        return f"{model.short} is recommended, but its name does not say whether it is meant for {wanted}."
    if not own.specific and own.general and task != GENERAL.title:
        return f"{model.short} speaks of restoration in general by its name; it is not tied there to {task}."
    fits = f"{model.short} fits this task by its name, which contains “{part}”"
    return fits + (f", and its paper link reads “{words}”." if words else ".")


def _answer(
    material: Material, subquestion: SubQuestion, index: int, told: list[Fact], noted: set[str]
) -> list[Draft]:
    label = f"({chr(ord('a') + index)}) {title_of(subquestion)}."
    most = 2 if material.photo else 5 if len(material.subquestions) == 1 else 3
    ranked = [(source, material.fit(source)) for source in _consulted(material, subquestion)]
    facts = best_facts(subquestion, ranked, _unreserved(material, subquestion), material.topic, told, most)
    told += facts
    contrast = Aspect.DIFFERENCE in subquestion.aspects and len(facts) == 2
    drafts = [_contrast(facts, label)] if contrast else [_evidence(fact, label) for fact in facts]
    drafts += _reservations(material, facts, label, noted)
    drafts += [
        Draft(text=text, section=1, paragraph=label, sources=sources, voice=Voice.UNSTATED)
        for text, sources in _unstated(material, subquestion, facts)
    ]
    return drafts


def _unreserved(material: Material, subquestion: SubQuestion) -> dict[str, list[Fact]]:
    """The facts without those that another sub-question asks for, such as limits."""
    asked = {other.aspects[0] for other in material.subquestions} & _RESERVED - set(subquestion.aspects)
    return {
        source: [fact for fact in facts if not asked & fact.aspects]
        for source, facts in material.facts.items()
    }


def _consulted(material: Material, subquestion: SubQuestion) -> list[Source]:
    """Where to look: everywhere, but in the catalogue first at the model that is asked about."""
    supportive = list(material.supportive)
    if not material.own_words or set(subquestion.aspects) & {Aspect.DIFFERENCE, Aspect.STANDING}:
        return supportive
    own = [source for source in supportive if source.role is Role.MODEL]
    asked = set(subquestion.aspects)
    return (
        own
        if any(asked & fact.aspects for source in own for fact in material.facts[source.id])
        else supportive
    )


def _evidence(fact: Fact, label: str) -> Draft:
    return Draft(
        text=fact.sentence,
        section=1,
        paragraph=label,
        sources=(fact.source,),
        voice=Voice.EVIDENCE,
        quotes=(fact.quote,),
    )


def _contrast(facts: list[Fact], label: str) -> Draft:
    """Two facts of two sources side by side."""
    first, second = facts
    text = f"{first.sentence.rstrip('.')}, whereas {_lowered(second.sentence)}"
    sources, quotes = (first.source, second.source), (first.quote, second.quote)
    return Draft(text=text, section=1, paragraph=label, sources=sources, voice=Voice.EVIDENCE, quotes=quotes)


def _lowered(sentence: str) -> str:
    plain = re.match(r"(?:The|To|In|By|With|For|Building)\b", sentence)
    return sentence[0].lower() + sentence[1:] if plain else sentence


def _reservations(material: Material, facts: list[Fact], label: str, noted: set[str]) -> list[Draft]:
    """What separates partial sources from the question, said once for each source that is used."""
    used = {fact.source for fact in facts} - noted
    partial = [
        source for source in material.papers if source.id in used and material.fit(source) is Fit.PARTIAL
    ]
    noted |= {source.id for source in partial}
    if not partial:
        return []
    reasons = [re.sub(r"^it ", f"{source.short} ", material.ratings[source.id].reason) for source in partial]
    text = f"This evidence is partial: {'; '.join(reasons)}."
    sources = tuple(source.id for source in partial)
    return [Draft(text=text, section=1, paragraph=label, sources=sources, voice=Voice.NAME)]


def _unstated(
    material: Material, subquestion: SubQuestion, facts: list[Fact]
) -> list[tuple[str, tuple[str, ...]]]:
    """What the sources do not tell about `subquestion`, each missing thing by its name."""
    silent = [model for model in material.models if not material.described(model)]
    said: list[tuple[str, tuple[str, ...]]] = []
    for aspect in subquestion.aspects:
        text = _missing(aspect, material, subquestion, silent, facts)
        if text:
            said.append((text, ()))
    return said


def _missing(
    aspect: Aspect, material: Material, subquestion: SubQuestion, silent: list[Source], facts: list[Fact]
) -> str:
    end = f"not stated in {material.provided}"
    names = listed([model.short for model in silent])
    known = [fact for source in material.supportive for fact in material.facts[source.id]]
    answered = [fact for fact in (known if aspect in _LOOKED_UP else facts) if aspect in fact.aspects]
    topic = material.topic
    if aspect is Aspect.DATA:
        return _missing_data(topic.noun if topic.specific else "", names, answered, material, end)
    if aspect is Aspect.STRUCTURE:
        return _missing_structure(silent, answered, end)
    if aspect is Aspect.SPEED:
        return _missing_speed(names, answered, material, end)
    if aspect is Aspect.STANDING:
        which = f"Which structure is {standing_word(subquestion.text)} today"
        return f"{which} is {end}, because no entry compares the listed works with one another."
    if aspect is Aspect.DIFFERENCE:
        other = contrast_words(subquestion.text)
        against = f"“{other}”" if other else "the other case"
        return f"A comparison of {topic.title or 'the case in question'} with {against} is {end}."
    if aspect is Aspect.RESULT:
        whose = names or listed([model.short for model in material.models])
        return f"A measured accuracy of {whose} is {end}." if not _numbers(answered) else ""
    if aspect is Aspect.OTHER:
        return f"An answer to “{key_words(subquestion.text)}” is {end}."
    return _missing_plain(aspect, names, answered, topic.noun, end)


def _missing_plain(aspect: Aspect, names: str, answered: list[Fact], noun: str, end: str) -> str:
    what = _WANTED.get(aspect, f"the {aspect.value}")
    be = "are" if what.endswith("s") else "is"
    start = what[0].upper() + what[1:]
    if names:
        return f"{start} of {names} {be} {end}."
    return "" if answered else f"{start} for {noun or 'this case'} {be} {end}."


def _missing_structure(silent: list[Source], answered: list[Fact], end: str) -> str:
    hints = [
        f"for {model.short} only the part “{part}” of its name hints at a structure"
        for model in silent
        if (part := structure_part(model))
    ]
    names = listed([model.short for model in silent])
    if hints:
        text = "; ".join(hints) + f", and {'its' if len(silent) == 1 else 'their'} layers are {end}."
        return text[0].upper() + text[1:]
    if names:
        return f"The layers of {names} are {end}."
    return "" if answered else f"A model structure for this task is {end}."


def _missing_data(noun: str, names: str, answered: list[Fact], material: Material, end: str) -> str:
    own = any(task.pattern.search(fact.quote.text) for fact in answered for task in material.topic.specific)
    specific = "" if own or not noun else f"training pairs made for {noun}"
    if names:
        return f"The training data of {names} are {end}" + (f", nor are {specific}." if specific else ".")
    return f"{specific[0].upper()}{specific[1:]} are {end}." if specific else ""


def _missing_speed(names: str, answered: list[Fact], material: Material, end: str) -> str:
    if any(_RUN_TIME.search(fact.quote.text) for fact in answered):
        return f"The processing time of {names} is {end}." if names else ""
    whose = f"{names} or of any listed paper" if names else "any listed work"
    wish = re.search(r"(?:near-)?real[- ]time", material.question, re.I)
    rest = f", so {wish.group().lower()} operation remains unconfirmed" if wish else ""
    return f"The processing time of {whose} is {end}{rest}."


def _numbers(facts: list[Fact]) -> bool:
    return any(
        re.search(r"\d", fact.sentence) and re.search(r"PSNR|SSIM|dB|%", fact.sentence) for fact in facts
    )
