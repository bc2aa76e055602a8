"""The last gate: a sentence whose number, name, link or wording its sources do not hold is refused."""

from __future__ import annotations

import re
from functools import lru_cache

from cnaps.explanation.material import Material
from cnaps.explanation.records import Draft, Fit, Voice
from cnaps.explanation.runs import LONGEST_RUN
from cnaps.explanation.sentences import content_stems, long_run, tokens_of, words_of

LEAST_OVERLAP = 0.6
"""Share of the content words of an evidence sentence that its source must hold."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"\b\w*[A-Z]\w*\b")
_URL = re.compile(r"https?:|www\.", re.I)
_MOJIBAKE = re.compile("â€|Ã[\u0080-\u00bf]|ðŸ|â†|Â[\u0080-\u00bf]")
_NEGATION = re.compile(r"\b(?:not|no|never|cannot|without|only|nor)\b", re.I)
_OUR_WORDS = content_stems(
    "authors state report show method meant different several further according combine works keep raise "
    "draw means produces "
    "summary says goes speed data structure method results limits scope size input output "
    "note add explain argue further "
    "also make other important because difficult limits restrict use treats earlier lets gain reach built"
)


def objections(draft: Draft, material: Material, *, of_fact: bool = False) -> tuple[str, ...]:
    """Why `draft` may not be printed; empty when it may. `of_fact`: its place does not matter yet."""
    checks = (
        (_numbers, _names, _links, _support, _wording)
        if of_fact
        else (_sources, _numbers, _names, _links, _support, _wording)
    )
    return tuple(objection for check in checks if (objection := check(draft, material)))


def _sources(draft: Draft, material: Material) -> str:
    unknown = [source for source in draft.sources if source != "Q" and source not in material.holdings]
    if unknown:
        return f"it cites {unknown[0]}, which does not exist"
    if not draft.sources and not material.language.unstated.search(draft.text):
        return "it cites nothing and does not say that something is not stated"
    off = [rating.source for rating in material.ratings.values() if rating.fit is Fit.UNSUPPORTIVE]
    if draft.voice is Voice.EVIDENCE and set(off) & set(draft.sources) & {
        source.id for source in material.papers
    }:
        return "it rests on a source that does not support the answer"
    return ""


def _held(draft: Draft, material: Material) -> tuple[str, ...]:
    """The texts that a sentence may rest on."""
    cited = [material.holdings[source] for source in draft.sources if source in material.holdings]
    if not cited or draft.voice in {Voice.UNSTATED, Voice.MISMATCH}:
        cited = list(material.holdings.values())
    return (*cited, material.question)


def _numbers(draft: Draft, material: Material) -> str:
    held = _held(draft, material)
    for number in _NUMBER.findall(draft.text):
        if not any(_stands_in(number, text) for text in held):
            return f"the number {number} is not in its source"
    pattern = material.language.number_words
    words = frozenset().union(*(_number_words(text, pattern) for text in held))
    for word in pattern.findall(draft.text):
        if word.lower() not in words:
            return f"the number word {word} is not in its source"
    return ""


def _stands_in(number: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\d){re.escape(number)}(?!\d)", text))


@lru_cache(maxsize=256)
def _number_words(text: str, pattern: re.Pattern[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in pattern.findall(text))


def _names(draft: Draft, material: Material) -> str:
    held = (*material.holdings.values(), material.question, *_titles(material))
    text = draft.text.replace("*", "")
    for i, match in enumerate(_NAME.finditer(text)):
        name = match.group()
        starts_sentence = match.start() == 0 or text[max(0, match.start() - 2) : match.start()] in {
            ": ",
            ". ",
        }
        if len(name) == 1 or ((starts_sentence or i == 0) and name[1:].islower()):
            continue
        if not all(any(word in _known_words(known) for known in held) for word in words_of(name)):
            return f"the name {name} is not in the sources"
    return ""


@lru_cache(maxsize=256)
def _known_words(text: str) -> frozenset[str]:
    return frozenset(words_of(text))


def _titles(material: Material) -> tuple[str, ...]:
    """Names of tasks that our own ontology writes with capitals."""
    return (*(task.title for task in material.topic.tasks), "JPEG HDR 3D I AI")


def _links(draft: Draft, material: Material) -> str:
    if _URL.search(draft.text):
        return "it holds a link, and links stand in section 3 only"
    return "it holds broken characters" if _MOJIBAKE.search(draft.text) else ""


def _support(draft: Draft, material: Material) -> str:
    if draft.voice is not Voice.EVIDENCE:
        return ""
    stems = content_stems(draft.text) - _OUR_WORDS
    held = frozenset().union(*(content_stems(text) for text in _held(draft, material)))
    if stems and len(stems & held) / len(stems) < LEAST_OVERLAP:
        return "too few of its words are in its source"
    quoted = {word.lower() for quote in draft.quotes for word in _NEGATION.findall(quote.text)}
    added = {word.lower() for word in _NEGATION.findall(_without_titles(draft, material))} - quoted
    return f"it adds “{min(added)}” to what its source says" if added else ""


def _without_titles(draft: Draft, material: Material) -> str:
    """The text without what its works are called: a "without" in a title denies nothing."""
    text = draft.text
    for source in material.sources:
        text = text.replace(source.short, " ") if source.id in draft.sources else text
    return text


def _wording(draft: Draft, material: Material) -> str:
    if draft.voice is not Voice.EVIDENCE or material.own_words:
        return ""
    for quote in draft.quotes:
        if long_run(tokens_of(draft.text), tokens_of(quote.text), LONGEST_RUN)[1]:
            return "it copies too long a run of its source"
    return ""
