"""What the sources do not tell, each missing thing by its name."""

from __future__ import annotations

import re

from cnaps.explanation.kindred import alike, is_term
from cnaps.explanation.languages import Language
from cnaps.explanation.languages.english.quoting import compared_words, contrast_words, standing_word
from cnaps.explanation.material import Material
from cnaps.explanation.names import names_in, structure_part
from cnaps.explanation.nearest import (
    DEVICE,
    OBJECT,
    OPEN,
    RUN_TIME,
    Nearest,
    compared_somewhere,
    nearest,
    nearest_draft,
    unstated_but_near,
    words_on_object,
)
from cnaps.explanation.rank import ANSWERING, ASKING_WORDS, QUALITY_WORDS
from cnaps.explanation.records import Aspect, Draft, Fact, Fit, Source, SubQuestion, Voice
from cnaps.explanation.sentences import content_stems

_IN_FIGURES = re.compile(r"\d\s?(?:s|ms|fps|seconds?|minutes?)\b|frames per second", re.I)
_LOOKED_UP = {Aspect.DATA, Aspect.SPEED, Aspect.RESULT, Aspect.LIMIT, Aspect.SIZE}
"""What the catalogue calls not stated only where no entry at all states it."""


def unstated_drafts(
    material: Material, subquestion: SubQuestion, facts: list[Fact], label: str
) -> list[Draft]:
    """Sentences on what the sources leave open of `subquestion`; `facts` are those that answer it."""
    silent = [model for model in material.models if not material.described(model)]
    drafts: list[Draft] = []
    for aspect in subquestion.aspects:
        text = _missing(aspect, material, subquestion, silent, facts)
        near = nearest(material, subquestion, aspect, facts, silent) if text else None
        if near and not near.strong:
            drafts.append(_unstated(unstated_but_near(material, near, subquestion, text), label, near))
            continue
        elsewhere = near and aspect is Aspect.SPEED and material.fit(near.source) is Fit.UNSUPPORTIVE
        if text and (elsewhere or not near):
            drafts.append(_unstated(text, label))
        if near:
            drafts.append(nearest_draft(material, near, subquestion, label))
    return drafts


def _unstated(text: str, label: str, near: Nearest | None = None) -> Draft:
    return Draft(
        text=text,
        section=1,
        paragraph=label,
        sources=(near.source.id,) if near else (),
        voice=Voice.UNSTATED,
        quotes=(near.quote,) if near else (),
    )


def _missing(
    aspect: Aspect, material: Material, subquestion: SubQuestion, silent: list[Source], facts: list[Fact]
) -> str:
    language, stock = material.language, material.provided
    phrases, speech = language.phrases.gaps, language.speech
    names = speech.listed([model.short for model in silent])
    looked_at = material.models if material.about_model else material.supportive
    known = [fact for source in looked_at for fact in material.facts[source.id]]
    known = known if aspect in _LOOKED_UP or not material.own_words else facts
    answered = [fact for fact in known if aspect in fact.aspects]
    if aspect is Aspect.DATA:
        return _missing_data(names, answered, material)
    if aspect is Aspect.STRUCTURE:
        return _missing_structure(silent, answered, language, stock)
    if aspect is Aspect.SPEED:
        return _missing_speed(names, answered, material)
    if aspect is Aspect.STANDING:
        word = speech.term(standing_word(subquestion.text))
        template = phrases.standing_of_pairs if compared_somewhere(material) else phrases.standing
        return language.say(template, word=word, stock=stock)
    if aspect is Aspect.DIFFERENCE:
        return _missing_comparison(material, subquestion, facts)
    if aspect is Aspect.RESULT:
        whose = names or speech.listed([model.short for model in material.models])
        return language.say(phrases.accuracy, names=whose, stock=stock) if not _numbers(answered) else ""
    if aspect in OPEN or (aspect is Aspect.SCOPE and OBJECT.search(subquestion.text)):
        return "" if _takes_up(aspect, subquestion, facts) else _no_answer(subquestion, material)
    return _missing_plain(aspect, names, [*answered, *_related(aspect, facts)], material)


def _takes_up(aspect: Aspect, subquestion: SubQuestion, facts: list[Fact]) -> bool:
    """Whether `facts` answer the question; for what stays as it was, they have to speak of the same thing."""
    if aspect is Aspect.SCOPE:
        return _on_object(subquestion, facts)
    if aspect is not Aspect.FIDELITY or subquestion.text.lower().startswith(("what", "where")):
        return bool(facts)
    wanted = content_stems(subquestion.text) - QUALITY_WORDS - ASKING_WORDS
    return any(wanted & content_stems(fact.quote.text) for fact in facts)


def _on_object(subquestion: SubQuestion, facts: list[Fact]) -> bool:
    """Whether a fact speaks of the thing that is named, as in "work on my slides"."""
    return any(speaks_of_object(subquestion, fact) for fact in facts)


def speaks_of_object(subquestion: SubQuestion, fact: Fact) -> bool:
    """Whether a fact holds a word for the thing that a question for the range of a method names."""
    return bool(words_on_object(subquestion.text, fact.quote.text))


def _no_answer(subquestion: SubQuestion, material: Material) -> str:
    """That a question is not answered: as a clause where it is one for yes or no, else in its own words."""
    language, stock = material.language, material.provided
    phrases, speech = language.phrases.gaps, language.speech
    if Aspect.CAUSE in subquestion.aspects:
        noun = speech.topic_noun(material.topic) or phrases.this_case
        return language.say(phrases.cause, noun=noun, stock=stock)
    if clause := speech.whether(subquestion):
        return language.say(phrases.whether, clause=clause, stock=stock)
    return language.say(phrases.answer, words=speech.key_words(subquestion.words), stock=stock)


def _short_name(material: Material, identifier: str) -> str:
    return next(source.short for source in material.sources if source.id == identifier)


def names_other_side(subquestion: SubQuestion, fact: Fact) -> bool:
    """Whether a fact speaks of what the question compares with, such as PSNR."""
    other = contrast_words(subquestion.text)
    if len(other) > 2 and re.search(rf"\b{re.escape(other)}\b", fact.quote.text, re.I):
        return True
    if not compared_words(subquestion.text) and names_in(other) & names_in(fact.quote.text):
        return True
    wanted = [word for word in content_stems(other) - QUALITY_WORDS if is_term(word)]
    return any(alike(word) & content_stems(fact.quote.text) for word in wanted)


def _missing_comparison(material: Material, subquestion: SubQuestion, facts: list[Fact]) -> str:
    language, stock = material.language, material.provided
    phrases, speech = language.phrases.gaps, language.speech
    sides = speech.sides(subquestion)
    if len(material.compared) == 2:
        first, second = (_short_name(material, identifier) for identifier in material.compared)
        return language.say(phrases.measured_against, first=first, second=second, stock=stock)
    if any(names_other_side(subquestion, fact) or _compares(material, sides, fact) for fact in facts):
        return ""
    named = _short_name(material, material.compared[0]) if material.compared else ""
    first, second = sides or (
        named or speech.topic_title(material.topic) or phrases.case_in_question,
        speech.other_side(subquestion) or phrases.other_case,
    )
    return language.say(phrases.comparison, first=first, second=second, stock=stock)


def _compares(material: Material, sides: tuple[str, str] | None, fact: Fact) -> bool:
    """Whether a fact of one of the two works that are compared names the other."""
    own = _short_name(material, fact.source).lower()
    one, other = (side.strip("“”") for side in sides or ("", ""))
    against = {one.lower(): other, other.lower(): one}.get(own, "")
    return bool(against) and re.search(rf"\b{re.escape(against)}\b", fact.quote.text, re.I) is not None


def _related(aspect: Aspect, facts: list[Fact]) -> list[Fact]:
    """Facts of a kind that answers as well, such as a structure where a principle is asked for."""
    return [fact for fact in facts if fact.aspects & set(ANSWERING[aspect])]


def _missing_plain(aspect: Aspect, names: str, answered: list[Fact], material: Material) -> str:
    language, stock = material.language, material.provided
    phrases = language.phrases.gaps
    what = phrases.aspects[aspect]
    if names:
        return language.say(phrases.aspect_of, what=what, names=names, stock=stock)
    if answered:
        return ""
    if material.about_model:
        return language.say(phrases.aspect_of, what=what, names=_asked_work(material), stock=stock)
    noun = language.speech.topic_noun(material.topic) or phrases.this_case
    return language.say(phrases.aspect_for, what=what, noun=noun, stock=stock)


def _asked_work(material: Material) -> str:
    """The model that the question is put to, else all that is listed."""
    return material.models[0].short if material.about_model else material.language.phrases.gaps.any_work


def _missing_structure(silent: list[Source], answered: list[Fact], language: Language, stock: str) -> str:
    phrases = language.phrases.gaps
    hints = [
        language.say(phrases.structure_hint, model=model.short, part=part)
        for model in silent
        if (part := structure_part(model))
    ]
    if hints:
        template = phrases.hinted_layers if len(silent) == 1 else phrases.hinted_layers_of_several
        return language.say(template, hints="; ".join(hints), stock=stock)
    if silent:
        names = language.speech.listed([model.short for model in silent])
        return language.say(phrases.layers, names=names, stock=stock)
    return "" if answered else language.say(phrases.structure, stock=stock)


def _missing_data(names: str, answered: list[Fact], material: Material) -> str:
    topic, language, stock = material.topic, material.language, material.provided
    phrases, noun = language.phrases.gaps, language.speech.topic_noun(topic)
    own = any(task.pattern.search(fact.quote.text) for fact in answered for task in topic.specific)
    paired = any(_treats_the_task(fact, material) for fact in answered)
    specific = not (own or paired) and bool(topic.specific)
    if names:
        template = phrases.data_and_pairs if specific else phrases.data
        return language.say(template, names=names, noun=noun, stock=stock)
    return language.say(phrases.pairs, noun=noun, stock=stock) if specific else ""


def _treats_the_task(fact: Fact, material: Material) -> bool:
    """Whether the data of which `fact` tells are those of a work on the very task."""
    if material.own_words:
        return bool(material.ratings[fact.source].covered)
    return any(task.pattern.search(material.holdings[fact.source]) for task in material.topic.specific)


def _missing_speed(names: str, answered: list[Fact], material: Material) -> str:
    language, stock, question = material.language, material.provided, material.in_terms
    phrases, speech = language.phrases.gaps, language.speech
    device = DEVICE.search(question)
    if device and not any(re.search(device.group(1), fact.quote.text, re.I) for fact in answered):
        return language.say(phrases.device, device=speech.term(device.group(1).lower()), stock=stock)
    run_time = _IN_FIGURES if material.own_words else RUN_TIME
    if any(run_time.search(fact.quote.text) for fact in answered):
        return language.say(phrases.time, whose=names, stock=stock) if names else ""
    timed = any(RUN_TIME.search(quote.text) for quotes in material.passages.values() for quote in quotes)
    every = phrases.supporting_work if timed else _asked_work(material)
    whose = names if names and timed else language.say(phrases.or_any_paper, names=names) if names else every
    wish = re.search(r"(?:near-)?real[- ]time", question, re.I)
    if wish:
        words = speech.term(wish.group().lower())
        return language.say(phrases.time_wished, whose=whose, wish=words, stock=stock)
    return language.say(phrases.time, whose=whose, stock=stock)


def _numbers(facts: list[Fact]) -> bool:
    return any(
        re.search(r"\d", fact.sentence) and re.search(r"PSNR|SSIM|dB|%", fact.sentence) for fact in facts
    )
