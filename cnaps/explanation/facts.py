"""The facts of a source: its summary, sentence by sentence, typed, rewritten and tied to its span."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from cnaps.explanation.clauses import statements
from cnaps.explanation.cues import CUES, DATA_MADE, OF_METHODS, aspects_in, praises
from cnaps.explanation.injection import usable
from cnaps.explanation.pointers import plain_words, pointers, pointing_sentence
from cnaps.explanation.reciting import recited
from cnaps.explanation.records import Aspect, Fact, Quote, Source
from cnaps.explanation.rewriting import rewrite, system_in, without_marks
from cnaps.explanation.runs import HEDGED, LONGEST_RUN, Runs, too_long_runs
from cnaps.explanation.sentences import Sentence, content_stems, split_sentences, token_spans, tokens_of
from cnaps.explanation.third_person import Speaker
from cnaps.explanation.zones import zones_of

MOST_FACTS = 60
"""Facts that are taken from one summary."""
_PLACES = 32
"""Facts of one sentence are told apart by their order, up to this many."""
MOST_POINTERS = 2
"""Stretches of one sentence that are quoted on one thing."""
_WELL_TOLD, _WORTH_PARTING = 0.6, 0.15
"""Share of a sentence's words that suffices, and the gain for which it is told clause by clause instead."""
MOST_CLAUSES = 3
"""Clauses of one sentence that are handed over in quotations."""
_LABELS = {
    "input": Aspect.INPUT,
    "output": Aspect.OUTPUT,
    "training": Aspect.DATA,
    "data": Aspect.DATA,
    "speed": Aspect.SPEED,
    "run": Aspect.SPEED,
    "size": Aspect.SIZE,
    "parameters": Aspect.SIZE,
}
_LABELLED = re.compile(
    r"[\s*_-]*(?P<label>inputs?|outputs?|training data|training|data|speed|run[- ]?time|parameters|"
    r"size)[\s*_]*:[\s*_]*"
    r"(?P<words>\d[^.;:]*|[a-z][^.;:]*)\.?$",
    re.I,
)
"""A line of a list of key facts, which has no verb of its own."""
_FEWEST_UNDER_LABEL = 2
LONGEST_SENTENCE = 1_000
"""Characters; longer text between two full stops is no sentence."""

_URL = re.compile(r"https?://|www\.", re.I)
_ASKED_APART = frozenset(
    {
        Aspect.DATA,
        Aspect.SPEED,
        Aspect.SIZE,
        Aspect.MEMORY,
        Aspect.RESULT,
        Aspect.LIMIT,
        Aspect.CAUSE,
        Aspect.FIDELITY,
        Aspect.INPUT,
    }
)
"""What a question asks for by itself, so that it may not be lost with the clause that tells it."""
_ANNOUNCED = frozenset({Aspect.DATA, Aspect.MECHANISM, Aspect.INPUT, Aspect.CAUSE})
_ANYTHING = re.compile(r"\w")
_TELLING: tuple[tuple[Aspect, re.Pattern[str]], ...] = (
    (Aspect.RESULT, re.compile(r"\d[\d.,]*\s?(?:dB|%)|\bPSNR\b|\bSSIM\b")),
    (
        Aspect.LIMIT,
        re.compile(r"limit|\bfails?\b|challeng|obstacle|difficult|struggle|drawback|cannot|suffer", re.I),
    ),
)
_CLAUSE_END = re.compile(
    r"[;:]\s|\.$|"
    r",\s(?=(?:which|whose|but|so|because|while|where|when|although|and (?:the|an?|it|they|then))\b)"
)
_CONTINUING = re.compile(
    r"(?:However, it|It|Its|The (?:result|approach|method)|This (?:approach|method)|"
    r"(?:In|For|On|At) (?:each|every|all|at least|the same|both)|Therefore)\b"
)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was taken from one summary."""

    facts: tuple[Fact, ...]
    passages: tuple[Quote, ...]
    """The sentences that describe the work; those that address the reader are left out."""
    dropped: int
    """Sentences left out because they address the reader."""

    @property
    def usable_text(self) -> str:
        """All passages."""
        return " ".join(passage.text for passage in self.passages)


def read_source(source: Source) -> Reading:
    """Facts of `source` in its order; a sentence that cannot be rewritten honestly gives none."""
    sentences = list(split_sentences(source.summary, source.start))
    allowed = usable([sentence.text for sentence in sentences])
    kept = [sentence for sentence, good in zip(sentences, allowed, strict=True) if good]
    text = " ".join(sentence.text for sentence in kept)
    return Reading(
        facts=tuple(_facts(source, kept, too_long_runs(tokens_of(text)))),
        passages=tuple(_quote(source, sentence) for sentence in kept),
        dropped=len(sentences) - len(kept),
    )


def _facts(source: Source, sentences: list[Sentence], runs: Runs) -> list[Fact]:
    facts: list[Fact] = []
    subject = ""
    zones = zones_of([sentence.text for sentence in sentences], source.short)
    for order, sentence in enumerate(sentences):
        unfit = len(sentence.text) > LONGEST_SENTENCE or _URL.search(sentence.text)
        if not unfit and len(facts) < MOST_FACTS:
            told = _told(source, sentence, subject, runs, order)
            facts += [
                replace(fact, order=order * _PLACES + place, zone=zones[order])
                for place, fact in enumerate(told)
            ]
        subject = system_in(sentence.text, source.short) or _kept_subject(sentence.text, subject)
    return [_as_data(fact, facts, source.short) for fact in facts]


def _told(source: Source, sentence: Sentence, subject: str, runs: Runs, order: int) -> list[Fact]:
    """What a sentence tells; a question tells nothing."""
    if sentence.text.endswith("?"):
        return []
    if labelled := _LABELLED.match(sentence.text):
        return _under_label(source, sentence, labelled, order)
    return _in_our_words(source, sentence, subject, runs, order)


def _in_our_words(source: Source, sentence: Sentence, subject: str, runs: Runs, order: int) -> list[Fact]:
    """The sentence in our words, and a few of its own for what those leave out."""
    asked = aspects_in(sentence.text) or {Aspect.SCOPE}
    fact = _fact(source, sentence, frozenset(asked), subject, runs, order)
    parts = _by_clause(source, sentence, asked, subject, runs, order) if _is_partial(fact) else []
    if not parts and _is_partial(fact):
        quoted = _quoted(source, sentence, frozenset(asked), subject, order)
        parts = [*([fact] if fact else []), *(part for part in quoted if not (fact and _repeats(part, fact)))]
    if parts and (fact is None or _share_told(parts) > _share_told([fact]) + _WORTH_PARTING):
        parts = _as_announced(parts) if ": " in sentence.text else parts
        parts = [_without_foreign_cause(part, sentence) for part in parts]
        left = asked - {aspect for part in parts for aspect in part.aspects}
        return [*parts, *_pointing(source, sentence, left, order)]
    if fact:
        asked &= _ASKED_APART
        asked -= aspects_in(_untitled(fact.sentence, source), asked)
        fact = replace(fact, aspects=(fact.aspects - asked) or fact.aspects)
    fact = _without_foreign_cause(fact, sentence) if fact else None
    if Aspect.DATA in asked and praises(sentence.text) and not DATA_MADE.search(sentence.text):
        asked -= {Aspect.DATA}  # a benchmark is no training data
    return [*([fact] if fact else []), *_pointing(source, sentence, asked, order)]


def _under_label(source: Source, sentence: Sentence, labelled: re.Match[str], order: int) -> list[Fact]:
    """What stands behind a label such as "Training data:" as a few words of the source."""
    first = re.split(r",(?!\d)|[;(]", labelled["words"].strip(" ."))[0].strip()
    spans = token_spans(first)
    if len(spans) < _FEWEST_UNDER_LABEL or HEDGED.search(labelled["words"]):
        return []
    words = first[: spans[min(len(spans), LONGEST_RUN) - 1][1]]
    whole = words == labelled["words"].strip(" .")
    text = pointing_sentence(source.short, plain_words(words) + " …" * (not whole))
    aspects = frozenset(
        {aspect for label, aspect in _LABELS.items() if labelled["label"].lower().startswith(label)}
    )
    quote = _quote(source, sentence)
    return [Fact(source=source.id, aspects=aspects, sentence=text, quote=quote, quoted=True, order=order)]


def _without_foreign_cause(fact: Fact, sentence: Sentence) -> Fact:
    """`fact` as no cause of the picture's trouble where its sentence is about methods."""
    if Aspect.CAUSE not in fact.aspects or not OF_METHODS.search(sentence.text):
        return fact
    return replace(fact, aspects=(fact.aspects - {Aspect.CAUSE}) or frozenset({Aspect.SCOPE}))


def _as_announced(parts: list[Fact]) -> list[Fact]:
    """What follows a colon tells of the same as what announces it."""
    shared = {aspect for part in parts for aspect in part.aspects} & _ANNOUNCED
    return [replace(part, aspects=part.aspects | shared) for part in parts]


def _is_partial(fact: Fact | None) -> bool:
    """Whether much of a sentence is left out of what is told of it."""
    return fact is None or _share_told([fact]) < _WELL_TOLD


def _repeats(part: Fact, fact: Fact) -> bool:
    """Whether much of what `part` hands over is told by `fact`, both of one sentence."""
    whole = content_stems(part.quote.text)
    handed = content_stems(part.sentence) & whole
    return 2 * len(handed & content_stems(fact.sentence)) > len(handed)


def _share_told(facts: list[Fact]) -> float:
    """Share of the words of a sentence that `facts` from it hold."""
    whole = content_stems(facts[0].quote.text)
    return len(whole & frozenset().union(*(content_stems(fact.sentence) for fact in facts))) / max(
        1, len(whole)
    )


def _by_clause(
    source: Source, sentence: Sentence, asked: set[Aspect], subject: str, runs: Runs, order: int
) -> list[Fact]:
    """One fact for each main clause that can be put into our words or handed over."""
    told: list[Fact] = []
    named = system_in(sentence.text, source.short) or subject
    for clause in statements(without_marks(sentence.text)):
        praising = praises(clause)
        text = rewrite(clause, Speaker(short=source.short, subject=named), runs, claimed=praising)
        kinds = aspects_in(_untitled(text.text, source)) if text else set()
        if not text:
            spoken = _recited(source, sentence, clause, frozenset(asked), named, order)
            told += [spoken] if spoken else []
        else:
            told.append(
                Fact(
                    source=source.id,
                    aspects=frozenset(kinds or asked - _ASKED_APART or {Aspect.SCOPE}),
                    sentence=text.text,
                    quote=_quote(source, sentence),
                    claimed=praising,
                    order=order,
                )
            )
    return told


def _pointing(source: Source, sentence: Sentence, asked: set[Aspect], order: int) -> list[Fact]:
    """One fact for each stretch of words that tells of some of `asked`."""
    found: dict[str, list[Aspect]] = {}
    for aspect, cue in CUES if asked != {Aspect.SCOPE} else ((Aspect.SCOPE, _ANYTHING),):
        if aspect in asked:
            for words in islice(pointers(sentence.text, cue, stating=True), MOST_POINTERS):
                if re.search(r"\d", words) or not praises(words):
                    found.setdefault(words, []).append(aspect)
    return [
        Fact(
            source=source.id,
            aspects=frozenset(aspects),
            sentence=pointing_sentence(source.short, words),
            quote=_quote(source, sentence),
            quoted=True,
            order=order,
        )
        for words, aspects in found.items()
    ]


def _untitled(text: str, source: Source) -> str:
    """`text` without the name of its work, whose words say nothing of what the sentence tells."""
    return text.replace(source.short, " ")


def _quote(source: Source, sentence: Sentence) -> Quote:
    return Quote(source=source.id, text=sentence.text, start=sentence.start, end=sentence.end)


def _as_data(fact: Fact, facts: list[Fact], short: str) -> Fact:
    """All that a summary tells of its data pipeline is about data, also where a sentence does not say so."""
    subject = fact.sentence.split(" ", 1)[0]
    if subject == short:
        return fact
    pipeline = any(
        other.sentence.startswith(f"{subject} is ") and Aspect.DATA in other.aspects and other is not fact
        for other in facts
    )
    return replace(fact, aspects=fact.aspects | {Aspect.DATA}) if pipeline else fact


def _kept_subject(sentence: str, subject: str) -> str:
    """The subject lives on through "It …", "The method …" and "In each …", and ends with other sentences."""
    return subject if _CONTINUING.match(sentence) else ""


def _fact(
    source: Source, sentence: Sentence, aspects: frozenset[Aspect], subject: str, runs: Runs, order: int
) -> Fact | None:
    claimed = praises(sentence.text)
    speaker = Speaker(short=source.short, subject=subject)
    rewritten = rewrite(sentence.text, speaker, runs, claimed=claimed)
    if rewritten is None:
        return None
    if claimed and not DATA_MADE.search(sentence.text):
        aspects -= {Aspect.DATA}  # a benchmark is no training data
    return Fact(
        source=source.id,
        aspects=aspects,
        sentence=rewritten.text,
        quote=_quote(source, sentence),
        claimed=claimed and (praises(rewritten.text) or " report" in rewritten.text),
        order=order,
    )


def _quoted(
    source: Source, sentence: Sentence, aspects: frozenset[Aspect], subject: str, order: int
) -> list[Fact]:
    """Short quotations of a sentence that cannot be rewritten, of the clauses that tell most."""
    clauses = [clause for clause in _CLAUSE_END.split(sentence.text) if clause]
    ordered = sorted(clauses, key=lambda clause: -_telling(clause, aspects))
    told = (_recited(source, sentence, clause, aspects, subject, order) for clause in ordered)
    return list(islice((fact for fact in told if fact), MOST_CLAUSES))


def _recited(
    source: Source, sentence: Sentence, clause: str, aspects: frozenset[Aspect], subject: str, order: int
) -> Fact | None:
    place = sentence.text.find(clause[1:].rstrip(" ."))
    text = recited(clause, source.short, sentence.text[:place], subject) if place > 0 else ""
    if not text:
        return None
    told = frozenset(aspects_in(_untitled(text, source), aspects))
    praising = praises(clause)
    if praising and not re.search(r"\d", text):
        return None
    told = (told - {Aspect.DATA} if praising else told) or frozenset({Aspect.SCOPE})
    quote = _quote(source, sentence)
    return Fact(
        source=source.id, aspects=told, sentence=text, quote=quote, claimed=praising, quoted=True, order=order
    )


def _telling(clause: str, aspects: frozenset[Aspect]) -> int:
    """How much a clause tells of `aspects`; results and limits first, since they are rarely rewritten."""
    urgent = any(aspect in aspects and cue.search(clause) for aspect, cue in _TELLING)
    return 10 * urgent + len(aspects_in(clause, aspects))
