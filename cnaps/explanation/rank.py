"""Which facts of the sources answer a sub-question best."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from cnaps.explanation.cues import OF_METHODS, aspects_in
from cnaps.explanation.kindred import alike, is_term
from cnaps.explanation.names import names_in
from cnaps.explanation.records import Aspect, Fact, Fit, Source, SubQuestion, Zone
from cnaps.explanation.sentences import content_stems, stem
from cnaps.explanation.tasks import Topic

ANSWERING: dict[Aspect, tuple[Aspect, ...]] = {
    Aspect.DATA: (Aspect.DATA,),
    Aspect.STRUCTURE: (Aspect.STRUCTURE,),
    Aspect.STANDING: (Aspect.RESULT,),
    Aspect.MECHANISM: (Aspect.MECHANISM, Aspect.STRUCTURE),
    Aspect.SPEED: (Aspect.SPEED,),
    Aspect.SIZE: (Aspect.SIZE,),
    Aspect.MEMORY: (Aspect.MEMORY,),
    Aspect.DIFFERENCE: (Aspect.MECHANISM, Aspect.STRUCTURE, Aspect.SCOPE, Aspect.CAUSE),
    Aspect.RESULT: (Aspect.RESULT,),
    Aspect.LIMIT: (Aspect.LIMIT,),
    Aspect.SCOPE: (Aspect.SCOPE, Aspect.LIMIT, Aspect.TASK),
    Aspect.TASK: (Aspect.TASK, Aspect.SCOPE),
    Aspect.INPUT: (Aspect.INPUT,),
    Aspect.OUTPUT: (Aspect.OUTPUT,),
    Aspect.CAUSE: (Aspect.CAUSE,),
    Aspect.FIDELITY: (Aspect.FIDELITY,),
    Aspect.CHOICE: (),
    Aspect.MEASURED: (),
    Aspect.OTHER: (),
}
"""Which kinds of fact may answer which kind of question."""

_DEFINING = re.compile(r"^(?:The )?[\w“”+ -]{2,60} is an? |\b(?:propose|present|introduce|design|develop)\b")
_ATTRIBUTED = re.compile(r" state that |according to the authors of")
"""What is told as its authors' view, because it does not speak of their work."""
_STEPS = re.compile(
    r"\b(?:first|initially|then|finally|through|into|attention|prior|priors|module|block|layer|encod\w+|"
    r"decod\w+|"
    r"estimat\w+|predict\w+|fus(?:es?|ed|ing)|blend\w*|warp\w*|maps?|transforms?|decompos\w+|separat\w+|"
    r"guid\w+|match\w*|"
    r"replac\w+|reconstruct\w+|detect\w*|iterat\w+|weight\w*|dictionary|codebook|features?)\b",
    re.I,
)
"""What is done step by step, and with which parts."""
_REFERRING = re.compile(
    r"\b(?:suggest|call|release|apply|evaluate|compare)s? (?:it|them)\b|\b(?:by|into|of|with|from|to|for|"
    r"in|on) (?:that|this|these|those) \w+"
)
"""A thing that an earlier sentence of the source has named."""
_LOOSE_QUOTE = re.compile(
    r"says: “(?:It|They|This|These|Both)\b|\b(?:with|by|of|for|to|from) (?:them|these|those)”"
)
"""Quoted words whose subject or object stands in an earlier sentence."""
_SAYING = content_stems(
    "authors state summary says propose present take takes way improves both "
    "method paper network model approach framework remedy design"
)
_FEWEST_SAID = 2
"""Words with which a work is only announced, and how many others a sentence needs to tell anything."""
_NEAR_BEST = 0.6
"""Share of the best score by words that a further fact needs."""
_MOST_OF_IT = 0.45
"""Share of the words of a sentence that a quotation has to hold."""
_ANOTHER, _LEADING, _WORTH_TELLING = 1.5, 20.0, 5.0
QUALITY_WORDS = frozenset(
    content_stems("image images photo photos picture AI model models high quality method result")
)
_BY_ZONE: dict[Aspect, dict[Zone, float]] = {
    Aspect.MECHANISM: {Zone.APPROACH: 0.5, Zone.BACKGROUND: -3.0, Zone.RESULT: -2.5, Zone.RESERVATION: -2.0},
    Aspect.STRUCTURE: {Zone.BACKGROUND: -2.0},
    Aspect.DIFFERENCE: {Zone.APPROACH: 0.4, Zone.BACKGROUND: -0.5, Zone.RESULT: -2.0, Zone.RESERVATION: -1.0},
    Aspect.CAUSE: {Zone.BACKGROUND: 2.0, Zone.RESULT: -2.0, Zone.RESERVATION: -1.0},
    Aspect.LIMIT: {Zone.BACKGROUND: -2.5, Zone.RESERVATION: 1.5},
    Aspect.FIDELITY: {Zone.BACKGROUND: -1.5, Zone.RESERVATION: 1.0},
    Aspect.SCOPE: {Zone.BACKGROUND: -1.5},
    Aspect.DATA: {Zone.BACKGROUND: -1.5, Zone.RESULT: -1.0},
    Aspect.INPUT: {Zone.BACKGROUND: -1.5, Zone.RESULT: -0.5},
}
"""What a part of an abstract counts as the answer to a kind of question."""
_AMOUNT = re.compile(r"(?<![\w-])\d[\d.,]*(?![\w-])|\b(?:million|thousand|hundred)\b")
"""A figure that stands for itself, not in a name such as Flare7K."""
_TITLE = re.compile(r"\b(?:of|paper) “[^”]+”")
"""Whose words a sentence tells, which says nothing of what it tells."""
_DEMANDED = re.compile(r"\b(?:without|needs?|must|have to|has to|requires?|necessary)\b", re.I)
_DEMANDING = re.compile(
    r"\b(?:needs? no|no [\w -]{2,40} (?:is|are) (?:needed|required|necessary)|without|requires?|required|"
    r"must be|beforehand|in advance|prior (?:information|knowledge)|supplied by|calibrat\w+|suffices?)\b",
    re.I,
)
"""How a question asks for what is needed, and how a text tells it."""
_CONTRASTING = re.compile(
    r"\b(?:whereas|unlike|in contrast|instead|rather than|does not|do not|other than|differs?|contrary)\b",
    re.I,
)
"""How a text holds two things against each other."""
_IN_FIGURES = frozenset({Aspect.MEMORY, Aspect.SPEED, Aspect.SIZE})
"""What is best told in figures, even where a work praises itself with them."""
_OF_RESULTS = re.compile(
    r"\b(?:results?|outputs?|reconstructions?|restorations?|restored|repaired|enhanced|upscaled|filled|AI)\b",
    re.I,
)
"""How a question speaks of what a method gives back, whose trouble is the method's own."""
_TROUBLE = (Aspect.CAUSE, Aspect.LIMIT)
_CAPABLE = re.compile(r"(?:and |but |so )?(?:can|could|is it possible)\b", re.I)
"""A question whether something can be done, to which it belongs how true the result is."""
_WHY = re.compile(r"(?:and |but |so )?why\b", re.I)
ASKING_WORDS = content_stems(
    "role play part happen happens something suffice need many much often kind type way does tell explain "
    "mean please want know right wrong still afterwards really actually ever even"
)


def best_facts(
    subquestion: SubQuestion,
    sources: Iterable[tuple[Source, Fit]],
    facts: Mapping[str, Sequence[Fact]],
    topic: Topic,
    told: Sequence[Fact],
    most: int,
) -> list[Fact]:
    """At most `most` facts that answer `subquestion` and are not `told`, in the order of the sources."""
    contrast = Aspect.DIFFERENCE in subquestion.aspects
    # What two things differ in is seldom told in the words of the question.
    rare = frozenset[str]() if contrast else _rare_stems(subquestion, facts)
    scored: list[tuple[float, Fact]] = []
    ranks: dict[str, int] = {}
    direct: set[str] = set()
    for rank, (source, fit) in enumerate(sources):
        ranks[source.id] = rank
        direct |= {source.id} if fit is Fit.DIRECT else set()
        for fact in facts.get(source.id, []):
            told_of = len(rare & content_stems(fact.quote.text))
            fitting = (
                _may_answer(fact, subquestion)
                or _explains(fact, told_of, subquestion)
                or 2 <= told_of >= len(rare) / 2
                or (contrast and _on_both(fact, subquestion))
                or _names_the_thing(fact, rare, subquestion)
            )
            if fitting and not any(repeats(fact, other) for other in told):
                scored.append((_score(fact, fit, subquestion, topic, source) + 0.8 * told_of, fact))
    scored = _without_needless_quotes(_of_the_right_part(scored, subquestion), subquestion, direct)
    scored.sort(key=lambda pair: (-pair[0], ranks[pair[1].source], pair[1].order))
    leaders = [(score + _LEADING, fact) for score, fact in _leaders(scored, subquestion)]
    scored = [*leaders, *(pair for pair in scored if pair[0] >= scored[0][0] - _WORTH_TELLING)]
    chosen = _spread(scored, 2 if contrast else most, 1 if contrast else 2)
    if not contrast and len(chosen) < most:
        left = [pair for pair in scored if not any(repeats(pair[1], fact) for fact in chosen)]
        chosen += _spread(left, most - len(chosen), most)
    return sorted(chosen, key=lambda fact: (ranks[fact.source], fact.order))


def _may_answer(fact: Fact, subquestion: SubQuestion) -> bool:
    """Whether a fact is of a kind that answers `subquestion`."""
    allowed = {aspect for asked in subquestion.aspects for aspect in ANSWERING[asked]}
    allowed |= {Aspect.FIDELITY} if _CAPABLE.match(subquestion.text) else set()
    allowed |= {Aspect.CAUSE} if _WHY.match(subquestion.text) else set()
    return bool(fact.aspects & allowed) or _tells_the_trouble(fact, subquestion)


def _explains(fact: Fact, told_of: int, subquestion: SubQuestion) -> bool:
    """Whether a fact tells of the thing whose cause is asked for, where the trouble is a method's."""
    return Aspect.CAUSE in subquestion.aspects and fact.zone is Zone.BACKGROUND and told_of > 0


def _names_the_thing(fact: Fact, rare: frozenset[str], subquestion: SubQuestion) -> bool:
    """Whether a fact holds the very name of which a question for yes or no asks, such as "do GANs help"."""
    named = {stem(name.lower()) for name in names_in(fact.quote.text)}
    return Aspect.SCOPE in subquestion.aspects and bool(rare & named)


def _on_both(fact: Fact, subquestion: SubQuestion) -> bool:
    """Whether a fact speaks of two things that the question names, and so compares them."""
    return len(names_in(subquestion.text) & names_in(fact.quote.text)) > 1


def _of_the_right_part(
    scored: list[tuple[float, Fact]], subquestion: SubQuestion
) -> list[tuple[float, Fact]]:
    """Without praise, background and data where those are not asked for and something else is at hand."""
    asked = set(subquestion.aspects)
    if Aspect.DIFFERENCE in asked and (both := [pair for pair in scored if _on_both(pair[1], subquestion)]):
        return both
    if Aspect.DIFFERENCE in asked:
        apart = {Aspect.RESULT, Aspect.SPEED, Aspect.SIZE} - asked
        scored = [pair for pair in scored if not (pair[1].claimed or pair[1].aspects & apart)]
    if not asked & {Aspect.RESULT, Aspect.STANDING}:
        figures = bool(asked & _IN_FIGURES)
        scored = [
            pair
            for pair in scored
            if not pair[1].claimed
            or (figures and (pair[1].aspects & asked or re.search(r"\d", pair[1].sentence)))
        ] or scored
    if asked & {Aspect.DATA, Aspect.LIMIT}:
        scored = _without(scored, Zone.BACKGROUND)
    if Aspect.CAUSE in asked:
        scored = _without(_without(scored, Zone.RESERVATION), Zone.RESULT)
    if subquestion.aspects == (Aspect.MECHANISM,):
        scored = [pair for pair in scored if not _tells_of_others(pair[1])] or scored
    return scored


def _without(scored: list[tuple[float, Fact]], zone: Zone) -> list[tuple[float, Fact]]:
    """Without the facts from one part of an abstract, where the same abstract has others."""
    others = {fact.source for _, fact in scored if fact.zone is not zone}
    return [pair for pair in scored if pair[1].zone is not zone or pair[1].source not in others]


def _tells_the_trouble(fact: Fact, subquestion: SubQuestion) -> bool:
    """Whether a fact may be the first half of a cause: how things are before anything is done about them."""
    background = fact.zone is Zone.BACKGROUND and (hands_over(fact) or not fact.quoted)
    if Aspect.CAUSE not in subquestion.aspects or not background:
        return False
    if _OF_RESULTS.search(subquestion.text):
        return bool(aspects_in(fact.quote.text, _TROUBLE))
    return not OF_METHODS.search(fact.quote.text)


def _tells_of_others(fact: Fact) -> bool:
    """Whether a fact tells what the task is or what others did, and nothing of how this work does it."""
    return fact.zone is not Zone.APPROACH


def _without_needless_quotes(
    scored: list[tuple[float, Fact]], subquestion: SubQuestion, direct: Collection[str]
) -> list[tuple[float, Fact]]:
    """Quoted words stand for a thing that no sentence of ours tells, or once for a silent direct source."""
    plain = [fact for _, fact in scored if not fact.quoted or hands_over(fact)]
    asked = set(subquestion.aspects)
    missing = asked - {aspect for fact in plain for aspect in fact.aspects}
    telling = {fact.source for fact in plain if fact.aspects & asked}
    quoted = [pair for pair in scored if pair[1] not in plain]
    silent = [
        pair
        for pair in quoted
        if pair[1].aspects & asked and pair[1].source in direct and pair[1].source not in telling
    ]
    kept = [pair for pair in quoted if pair[1].aspects & missing]
    if asked != {Aspect.MECHANISM} or not telling:
        kept = kept or sorted(silent, key=lambda pair: -pair[0])[:1]
    return [*(pair for pair in scored if pair[1] in plain), *kept]


def hands_over(fact: Fact) -> bool:
    """Whether a quotation holds a whole clause or much of its sentence, and so tells as well as our words."""
    whole = content_stems(fact.quote.text)
    much = len(content_stems(fact.sentence) & whole) >= _MOST_OF_IT * len(whole)
    return fact.quoted and (much or "…" not in fact.sentence)


def _rare_stems(subquestion: SubQuestion, facts: Mapping[str, Sequence[Fact]]) -> frozenset[str]:
    """Stems of the question that at most two facts hold, which therefore tell the right ones."""
    stems = content_stems(subquestion.text) - QUALITY_WORDS - ASKING_WORDS
    texts = [content_stems(fact.quote.text) for group in facts.values() for fact in group]
    return frozenset(word for word in stems if sum(word in text for text in texts) <= 2)


def facts_by_words(
    subquestion: SubQuestion,
    sources: Iterable[tuple[Source, Fit]],
    facts: Mapping[str, Sequence[Fact]],
    told: Sequence[Fact],
    most: int,
) -> list[Fact]:
    """Facts for a question of no known kind: those that hold most of its words, and at least two of them."""
    stems = content_stems(subquestion.text) - QUALITY_WORDS - ASKING_WORDS
    found: list[tuple[float, Fact]] = []
    for source, _ in sources:
        wanted = stems - content_stems(source.short)
        least = max(min(2, len(wanted)), 0.5 * len(wanted))
        for fact in facts.get(source.id, ()):
            if fact.quoted and not hands_over(fact):
                continue
            held = content_stems(fact.quote.text)
            shared = sum((1 + is_term(word)) * bool(alike(word) & held) for word in wanted)
            if wanted and shared >= least and not any(repeats(fact, other) for other in told):
                in_ours = len(wanted & content_stems(fact.sentence))
                found.append((shared + in_ours / 2 - (fact.zone is Zone.BACKGROUND), fact))
    best = max((score for score, _ in found), default=0.0)
    found = sorted((pair for pair in found if pair[0] >= _NEAR_BEST * best), key=lambda pair: -pair[0])
    return _spread(found, most, most)


def _score(fact: Fact, fit: Fit, subquestion: SubQuestion, topic: Topic, source: Source) -> float:
    asked = {*subquestion.aspects, *([Aspect.CAUSE] * bool(_WHY.match(subquestion.text)))}
    score = 2.0 * len(fact.aspects & asked) + (1.0 if fit is Fit.DIRECT else 0.0)
    stems = content_stems(subquestion.text) - QUALITY_WORDS - ASKING_WORDS
    held = content_stems(fact.quote.text)
    score += 0.6 * sum(bool(alike(word) & held) for word in stems)
    score += sum(_BY_ZONE.get(aspect, {}).get(fact.zone, 0.0) for aspect in asked)
    score += 1.5 * bool(_DEMANDED.search(subquestion.text) and _DEMANDING.search(fact.quote.text))
    score += 1.0 * any(task.pattern.search(fact.quote.text) for task in topic.specific)
    score += _by_what_is_asked(fact, asked, source)
    score -= (0.2 if hands_over(fact) else 1.5) * fact.quoted + 0.8 * bool(_REFERRING.search(fact.sentence))
    score -= 3.0 * (len(content_stems(fact.sentence.replace(source.short, " ")) - _SAYING) < _FEWEST_SAID)
    score -= 1.5 * bool(_LOOSE_QUOTE.search(fact.sentence))
    score -= 0.1 * bool(_ATTRIBUTED.search(fact.sentence)) + 0.5 * (fact.zone is Zone.BACKGROUND)
    if not asked & {Aspect.RESULT, Aspect.SPEED}:
        score -= 2.5 * fact.claimed + 1.0 * (Aspect.RESULT in fact.aspects)
    if not asked & {Aspect.LIMIT, Aspect.SCOPE, Aspect.DIFFERENCE}:
        score -= 1.0 * (Aspect.LIMIT in fact.aspects)
    return score


def _by_what_is_asked(fact: Fact, asked: set[Aspect], source: Source) -> float:
    """What speaks for or against a fact as the answer to one kind of question."""
    score = 0.0
    if asked & _IN_FIGURES:
        score += 1.5 * bool(re.search(r"\d", fact.sentence)) - 2.0 * (fact.zone is Zone.BACKGROUND)
    if Aspect.DATA in asked:
        score += 2.0 * bool(_AMOUNT.search(fact.sentence))
    if asked & {Aspect.STRUCTURE, Aspect.STANDING}:
        score -= 2.0 * (Aspect.DATA in fact.aspects and Aspect.DATA not in asked)
        score += 2.0 * bool(_DEFINING.search(fact.sentence)) + 1.0 * fact.sentence.startswith(source.short)
    if Aspect.MECHANISM in asked:
        score += 0.4 * min(4, len(_STEPS.findall(fact.quote.text))) + 0.8 * (Aspect.STRUCTURE in fact.aspects)
        score += 0.5 * bool(_DEFINING.search(fact.sentence)) - 2.0 * (Aspect.DATA in fact.aspects)
    if Aspect.DIFFERENCE in asked:
        score -= 2.0 * (Aspect.DATA in fact.aspects)
        score += 0.3 * min(4, len(_STEPS.findall(fact.quote.text)))
        score += 2.0 * bool(_CONTRASTING.search(fact.quote.text))
    if Aspect.LIMIT in asked and Aspect.SPEED not in asked:
        score -= 1.5 * (Aspect.SPEED in fact.aspects)
    return score


def _leaders(scored: Sequence[tuple[float, Fact]], subquestion: SubQuestion) -> list[tuple[float, Fact]]:
    """The best fact for each thing asked, so that no part of a double question is crowded out."""
    first = (
        next((pair for pair in scored if pair[1].aspects & set(ANSWERING[aspect])), None)
        for aspect in (*subquestion.aspects, *([Aspect.FIDELITY] * bool(_CAPABLE.match(subquestion.text))))
        if aspect is not Aspect.STANDING  # what a work says of its own results ranks nothing
    )
    return [pair for pair in first if pair]


def _spread(scored: Sequence[tuple[float, Fact]], most: int, share: int) -> list[Fact]:
    """The best facts, none twice, at most `share` from one source, so that no abstract fills the answer.

    A further fact of a source has to be better by `_ANOTHER` than the first one of another source.
    """
    chosen: list[Fact] = []
    left = list(scored)
    while left and len(chosen) < most:
        counts = Counter(fact.source for fact in chosen)
        score, fact = max(left, key=lambda pair: pair[0] - _ANOTHER * counts[pair[1].source])
        left.remove((score, fact))
        if counts[fact.source] < share and not any(repeats(fact, other) for other in chosen):
            chosen.append(fact)
    return chosen


@lru_cache(maxsize=1024)
def _said(sentence: str) -> frozenset[str]:
    """The stems of a sentence without those of the title of its work."""
    return content_stems(_TITLE.sub(" ", sentence))


def _figures(fact: Fact) -> frozenset[str]:
    return frozenset(_AMOUNT.findall(fact.sentence))


def repeats(fact: Fact, other: Fact) -> bool:
    """Whether one of the two facts tells little that the other does not, such as a figure of its own."""
    if fact.source != other.source and _figures(fact) != _figures(other):
        return False
    first, second = _said(fact.sentence), _said(other.sentence)
    return len(first & second) >= 0.75 * max(1, min(len(first), len(second)))
