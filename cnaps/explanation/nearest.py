"""Where the raw text of a source speaks of a thing before it is called not stated."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cnaps.explanation.kindred import alike
from cnaps.explanation.material import Material
from cnaps.explanation.names import system_names
from cnaps.explanation.pointers import pointers
from cnaps.explanation.rank import ASKING_WORDS, QUALITY_WORDS
from cnaps.explanation.records import Aspect, Draft, Fact, Fit, Quote, Source, SubQuestion, Voice
from cnaps.explanation.sentences import content_stems

RUN_TIME = re.compile(
    r"real[- ]time|\bfps\b|per second|latency|inference (time|speed)|run[- ]?time|\bms\b|"
    r"\b(?:milli|several |few |some |\d )seconds?\b|\bseconds\b|"
    r"\b(?:a|one|under a|every) second\b(?! [a-z]+)|\d s\b",
    re.I,
)
DEVICE = re.compile(
    r"\b(?:runs?|works?|live)\b[^.?]*\bon (?:a|an|my|the) (?:\w+ )?"
    r"(phone|smartphone|laptop|tablet|camera|browser)\b",
    re.I,
)
OBJECT = re.compile(
    r"\b(?:works?|tried|tested|checked) (?:also |equally |just as well )?(?:on|with|for) "
    r"(?:my|our|the|an?|such|these|those)? ?"
    r"(?P<what>(?:(?:images|pictures|photos|videos|faces) (?:that|which) [^?,;]+|(?:[\w-]+ ){0,2}[\w-]+))",
    re.I,
)
"""The thing that a question is about; where it is only a picture, with the clause that tells which."""
_RANKED = re.compile(
    r"(?<!to be )\b(?:popular|widely used|most used|most common|dominant|de facto|prevailing)\b",
    re.I,
)
_MOST = re.compile(r"popular|most (?:used|common)|dominant|de facto", re.I)
_CONTRASTED = re.compile(
    r"\b(?:whereas|unlike|in contrast|instead of|rather than|compared (?:with|to)|differs?|other than)\b",
    re.I,
)
_OF_MODEL = {
    Aspect.DATA: r"data ?sets?|trained|training|pairs",
    Aspect.STRUCTURE: r"architecture|layers?|blocks?|based on|built on|integrat|encoder|attention",
    Aspect.SPEED: r"fast|slow|speed|real[- ]time|second|\bms\b|fps|cost|FLOPs|MACs|multiply-adds|computat",
    Aspect.SIZE: r"parameters?|weights|small|large",
    Aspect.RESULT: r"PSNR|SSIM|accura|dB\b|%|outperform|better|score|best",
    Aspect.LIMIT: r"limit|fail|cannot|badly|struggle|worse|ignor|artefact|artifact",
    Aspect.MECHANISM: r"works|uses?\b|learns?|estimat|predict|attention|integrat",
}
_OUTSIDE = (
    (
        r"licen[cs]|commercial|legal",
        r"licen[cs]\w*|commercial(?:ly)? (?:use|available|purposes?|applications?)|open[- ]source",
    ),
    (r"price|\bbuy\b|subscription|how much", r"\bprices?\b|free of charge|subscription|[$€£] ?\d"),
    (r"who (?:invented|made|created|developed)", r"(?:invented|created|developed) (?:by|at)"),
    (r"when (?:was|were|did)", r"\b(?:19|20)\d\d\b"),
    (r"privacy|identity", r"privacy|identit\w+"),
    (
        r"\b(?:code|checkpoints?|pre-?trained weights)\b|\bopen[- ]source\b",
        r"\b(?:source |public )?code\b(?! ?book)|pre-?trained (?:models|weights)|checkpoints|open[- ]source",
    ),
)
"""What the question asks outside the field, and how a text speaks of it."""
OPEN = frozenset({Aspect.OTHER, Aspect.CAUSE, Aspect.FIDELITY, Aspect.CHOICE})
"""Kinds of question of which no kind of fact tells for certain, so that its own words are looked for."""
_LEAST_SHARED = 2
"""Content words that a sentence has to share with a question of no known kind."""


@dataclass(frozen=True, kw_only=True)
class Nearest:
    """A sentence of a source that touches on what is asked, and its words on it."""

    source: Source
    quote: Quote
    words: str
    strong: bool
    """Whether the sentence speaks of the missing thing itself, and not only of what is near to it."""


def nearest(
    material: Material, subquestion: SubQuestion, aspect: Aspect, told: list[Fact], silent: list[Source]
) -> Nearest | None:
    """The first sentence, not yet told, that speaks of `aspect` of `subquestion`; None where none does."""
    used = {(fact.quote.start, fact.quote.end) for fact in told}
    for source in material.papers:
        for quote in material.passages.get(source.id, ()):
            cue = _cue(material, subquestion, aspect, quote.text, silent)
            words = next(pointers(quote.text, cue), "") if cue else ""
            if words and (quote.start, quote.end) not in used:
                strong = _is_strong(aspect, subquestion, quote.text, silent)
                if strong or material.fit(source) is not Fit.UNSUPPORTIVE:
                    return Nearest(source=source, quote=quote, words=words, strong=strong)
    return None


def nearest_draft(material: Material, found: Nearest, subquestion: SubQuestion, label: str) -> Draft:
    """The sentence that hands it over, saying so where its source does not support the answer."""
    phrases, language = material.language.phrases.gaps, material.language
    off = material.fit(found.source) is Fit.UNSUPPORTIVE
    text = language.say(
        phrases.nearest_elsewhere if off else phrases.nearest,
        asked=language.speech.title_within(subquestion),
        work=found.source.short,
        words=found.words,
        stock=material.provided,
    )
    return Draft(
        text=text,
        section=1,
        paragraph=label,
        sources=(found.source.id,),
        voice=Voice.NAME,
        quotes=(found.quote,),
    )


def unstated_but_near(material: Material, found: Nearest, subquestion: SubQuestion, unstated: str) -> str:
    """The sentence that something is not stated, with what comes nearest to it."""
    language, work = material.language, found.source.short
    phrases = language.phrases.gaps
    if subquestion.aspects[0] in OPEN:
        words = language.speech.key_words(subquestion.words)
        return language.say(
            phrases.answer_nearest, words=words, stock=material.provided, work=work, quote=found.words
        )
    return language.say(
        phrases.nearest_to_unstated, unstated=unstated.rstrip("."), work=work, words=found.words
    )


def naming_source(material: Material, model: Source) -> Source | None:
    """The paper whose summary speaks of `model` by the name of its system; None where none does."""
    for source in material.papers:
        for quote in material.passages.get(source.id, ()):
            if any(name.search(quote.text) for name in system_names(model)):
                return source
    return None


def compared_somewhere(material: Material) -> bool:
    """Whether a summary names another listed work, so that single comparisons may stand in it."""
    return any(
        name.search(quote.text)
        for other in material.sources
        for name in system_names(other)
        for source in material.papers
        if source.id not in {other.id, other.twin}
        for quote in material.passages.get(source.id, ())
    )


def _is_strong(aspect: Aspect, subquestion: SubQuestion, text: str, silent: list[Source]) -> bool:
    if aspect in OPEN:
        wanted = content_stems(subquestion.text) - QUALITY_WORDS - ASKING_WORDS
        held = content_stems(text)
        shared = sum(bool(alike(word) & held) for word in wanted)
        outside = any(re.search(spoken, text, re.I) for _, spoken in _asked_outside(subquestion.text))
        return outside or shared >= 0.6 * max(1, len(wanted))
    if aspect is Aspect.STANDING:
        return bool(_MOST.search(text))
    return aspect is not Aspect.DIFFERENCE or _named_model(text, aspect, silent) is not None


def _asked_outside(question: str) -> list[tuple[str, str]]:
    return [pair for pair in _OUTSIDE if re.search(pair[0], question, re.I)]


def _cue(
    material: Material, subquestion: SubQuestion, aspect: Aspect, text: str, silent: list[Source]
) -> re.Pattern[str] | None:
    """What to quote `text` around, where it touches on the question."""
    if named := _named_model(text, aspect, silent):
        return named
    question = subquestion.text
    if aspect is Aspect.SPEED:
        device = DEVICE.search(material.in_terms)
        return _found(_literal(device.group(1)) if device else RUN_TIME, text) or _found(RUN_TIME, text)
    if aspect is Aspect.STANDING:
        return _found(_RANKED, text)
    if aspect is Aspect.DIFFERENCE:
        return _CONTRASTED if _shared(material.in_terms, text) and _CONTRASTED.search(text) else None
    if aspect is Aspect.SCOPE:
        return _any_of(words_on_object(question, text))
    return _of_no_kind(question, text) if aspect in OPEN else None


def words_on_object(question: str, text: str) -> frozenset[str]:
    """Stems of `text` for the thing that a question for the range of a method names."""
    found = OBJECT.search(question)
    held = content_stems(text)
    wanted = content_stems(found["what"]) - QUALITY_WORDS if found else frozenset[str]()
    return frozenset[str]().union(*(alike(word) & held for word in wanted))


def _any_of(stems: frozenset[str]) -> re.Pattern[str] | None:
    return re.compile(rf"\b(?:{'|'.join(sorted(stems))})", re.I) if stems else None


def _named_model(text: str, aspect: Aspect, silent: list[Source]) -> re.Pattern[str] | None:
    if aspect not in _OF_MODEL or not re.search(_OF_MODEL[aspect], text, re.I):
        return None
    names = [name for model in silent for name in system_names(model)]
    return next((name for name in names if name.search(text)), None)


def _of_no_kind(question: str, text: str) -> re.Pattern[str] | None:
    for _, spoken in _asked_outside(question):
        if re.search(spoken, text, re.I):
            return re.compile(spoken, re.I)
    return _any_of(_shared(question, text))


def _shared(question: str, text: str) -> frozenset[str]:
    """Stems of `text` that the question holds too; none where they are too few to tell anything."""
    wanted = content_stems(question) - QUALITY_WORDS - ASKING_WORDS
    held = content_stems(text)
    shared = [stems for word in wanted if (stems := alike(word) & held)]
    least = min(_LEAST_SHARED, max(1, len(wanted)))
    return frozenset[str]().union(*shared) if len(shared) >= least else frozenset()


def _found(cue: re.Pattern[str], text: str) -> re.Pattern[str] | None:
    return cue if cue.search(text) else None


def _literal(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}", re.I)
