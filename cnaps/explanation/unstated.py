"""What the sources do not tell, each missing thing by its name."""

from __future__ import annotations

import re

from cnaps.explanation.material import Material
from cnaps.explanation.names import structure_part
from cnaps.explanation.phrases import compared_words, contrast_words, key_words, listed, standing_word
from cnaps.explanation.rank import ANSWERING, be
from cnaps.explanation.records import Aspect, Draft, Fact, Source, SubQuestion, Voice

_RUN_TIME = re.compile(
    r"real[- ]time|\bfps\b|per second|latency|inference (time|speed)|run[- ]?time|\bms\b|\bseconds?\b|"
    r"\d s\b",
    re.I,
)
_IN_FIGURES = re.compile(r"\d\s?(?:s|ms|fps|seconds?|minutes?)\b|frames per second", re.I)
_DEVICE = re.compile(
    r"\bruns?\b[^.?]*\bon (?:a|an|my|the) (?:\w+ )?(phone|smartphone|laptop|tablet|camera|browser)\b", re.I
)
_WANTED = {
    Aspect.MECHANISM: "the working principle",
    Aspect.LIMIT: "the limits",
    Aspect.SCOPE: "the range of photos that suits the model",
    Aspect.SIZE: "the number of parameters",
}
_LOOKED_UP = {Aspect.DATA, Aspect.SPEED, Aspect.RESULT, Aspect.LIMIT, Aspect.SIZE}
"""What is called not stated only where no source at all states it."""


def unstated_drafts(
    material: Material, subquestion: SubQuestion, facts: list[Fact], label: str
) -> list[Draft]:
    """Sentences on what the sources leave open of `subquestion`; `facts` are those that answer it."""
    silent = [model for model in material.models if not material.described(model)]
    texts = [_missing(aspect, material, subquestion, silent, facts) for aspect in subquestion.aspects]
    return [
        Draft(text=text, section=1, paragraph=label, sources=(), voice=Voice.UNSTATED)
        for text in texts
        if text
    ]


def _missing(
    aspect: Aspect, material: Material, subquestion: SubQuestion, silent: list[Source], facts: list[Fact]
) -> str:
    end = f"not stated in {material.provided}"
    names = listed([model.short for model in silent])
    looked_at = material.models if material.about_model else material.supportive
    known = [fact for source in looked_at for fact in material.facts[source.id]]
    known = known if aspect in _LOOKED_UP else facts
    answered = [fact for fact in known if aspect in fact.aspects]
    if aspect is Aspect.DATA:
        return _missing_data(names, answered, material, end)
    if aspect is Aspect.STRUCTURE:
        return _missing_structure(silent, answered, end)
    if aspect is Aspect.SPEED:
        return _missing_speed(names, answered, material, end)
    if aspect is Aspect.STANDING:
        which = f"Which structure is {standing_word(subquestion.text)} today"
        return f"{which} is {end}, because no entry compares the listed works with one another."
    if aspect is Aspect.DIFFERENCE:
        return _missing_comparison(material, subquestion, facts, end)
    if aspect is Aspect.RESULT:
        whose = names or listed([model.short for model in material.models])
        return f"A measured accuracy of {whose} is {end}." if not _numbers(answered) else ""
    if aspect is Aspect.OTHER:
        return "" if facts else f"An answer to “{key_words(subquestion.text)}” is {end}."
    return _missing_plain(aspect, names, [*answered, *_related(aspect, facts)], material, end)


def _short_name(material: Material, identifier: str) -> str:
    return next(source.short for source in material.sources if source.id == identifier)


def names_other_side(subquestion: SubQuestion, fact: Fact) -> bool:
    """Whether a fact speaks of what the question compares with, such as PSNR."""
    other = contrast_words(subquestion.text)
    return len(other) > 2 and re.search(rf"\b{re.escape(other)}\b", fact.quote.text, re.I) is not None


def _missing_comparison(material: Material, subquestion: SubQuestion, facts: list[Fact], end: str) -> str:
    sides = compared_words(subquestion.text)
    if len(material.compared) == 2:
        first, second = (_short_name(material, identifier) for identifier in material.compared)
        return f"A measurement of {first} against {second} on the same photos is {end}."
    if any(names_other_side(subquestion, fact) for fact in facts):
        return ""
    if sides:
        return f"A comparison of {sides[0]} with {sides[1]} is {end}."
    other = contrast_words(subquestion.text)
    against = f"“{other}”" if other else "the other case"
    return f"A comparison of {material.topic.title or 'the case in question'} with {against} is {end}."


def _related(aspect: Aspect, facts: list[Fact]) -> list[Fact]:
    """Facts of a kind that answers as well, such as a structure where a principle is asked for."""
    return [fact for fact in facts if fact.aspects & set(ANSWERING[aspect])]


def _missing_plain(aspect: Aspect, names: str, answered: list[Fact], material: Material, end: str) -> str:
    what = _WANTED.get(aspect, f"the {aspect.value}")
    start = what[0].upper() + what[1:]
    if names:
        return f"{start} of {names} {'is' if aspect is Aspect.SIZE else be(what)} {end}."
    whose = (
        f"of {_asked_work(material)}" if material.about_model else f"for {material.topic.noun or 'this case'}"
    )
    return "" if answered else f"{start} {whose} {be(what)} {end}."


def _asked_work(material: Material) -> str:
    """The model that the question is put to, else all that is listed."""
    return material.models[0].short if material.about_model else "any listed work"


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


def _missing_data(names: str, answered: list[Fact], material: Material, end: str) -> str:
    topic = material.topic
    own = any(task.pattern.search(fact.quote.text) for fact in answered for task in topic.specific)
    paired = any(
        source.id == fact.source and material.ratings[source.id].covered
        for fact in answered
        for source in material.sources
    )
    specific = "" if own or paired or not topic.specific else f"training pairs made for {topic.noun}"
    if names:
        return f"The training data of {names} are {end}" + (f", nor are {specific}." if specific else ".")
    return f"{specific[0].upper()}{specific[1:]} are {end}." if specific else ""


def _missing_speed(names: str, answered: list[Fact], material: Material, end: str) -> str:
    device = _DEVICE.search(material.question)
    if device and not any(re.search(device.group(1), fact.quote.text, re.I) for fact in answered):
        return f"Whether it runs on a {device.group(1).lower()} is {end}."
    run_time = _IN_FIGURES if material.own_words else _RUN_TIME
    if any(run_time.search(fact.quote.text) for fact in answered):
        return f"The processing time of {names} is {end}." if names else ""
    whose = f"{names} or of any listed paper" if names else _asked_work(material)
    wish = re.search(r"(?:near-)?real[- ]time", material.question, re.I)
    rest = f", so {wish.group().lower()} operation remains unconfirmed" if wish else ""
    return f"The processing time of {whose} is {end}{rest}."


def _numbers(facts: list[Fact]) -> bool:
    return any(
        re.search(r"\d", fact.sentence) and re.search(r"PSNR|SSIM|dB|%", fact.sentence) for fact in facts
    )
