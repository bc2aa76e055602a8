"""How far a source bears on the question, and which of its facts answer a sub-question."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from cnaps.explanation.languages import ENGLISH, Language
from cnaps.explanation.names import name_topic
from cnaps.explanation.records import Aspect, Fact, Fit, Rating, Role, Source, SubQuestion
from cnaps.explanation.sentences import content_stems, stem, words_of
from cnaps.explanation.task_list import OF_A_KIND_OF_PICTURE, Task, served_by
from cnaps.explanation.tasks import Scope, Topic, restricted, scope_of, topic_of

ANSWERING: dict[Aspect, tuple[Aspect, ...]] = {
    Aspect.DATA: (Aspect.DATA,),
    Aspect.STRUCTURE: (Aspect.STRUCTURE,),
    Aspect.STANDING: (Aspect.RESULT,),
    Aspect.MECHANISM: (Aspect.MECHANISM, Aspect.STRUCTURE),
    Aspect.SPEED: (Aspect.SPEED,),
    Aspect.SIZE: (Aspect.SIZE,),
    Aspect.DIFFERENCE: (Aspect.MECHANISM, Aspect.SCOPE),
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
BACKGROUND = re.compile(
    r"To \w+ [^,]{3,90}, (?:many|most|several|numerous|recent|existing|previous|earlier|some)\b|"
    r"(?:Current|Traditional|Conventional|Learning-based|Machine learning) |"
    r"(?:Although|Even though|While|The primary|The main|Most|Many|Previous|Earlier|Recent|Existing)\b|"
    r"[\w\s-]{3,60} (?:usually|commonly|often|mostly|typically) "
)
"""How a summary begins to tell of what others did before."""
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
_PROBLEM = re.compile(
    r"^(?:\*\*\w+\*\*:? )?[A-Z][\w\s()-]{3,70}? (?:aims?|seeks?|refers?|tries|attempts?|is|are|remains?|"
    r"has been|have been) "
    r"(?:at|to|an? (?:\w+ ){0,3}(?:problem|task|area|field|challenge|challenging)|challenging|difficult|"
    r"crucial|ill-posed|"
    r"essential|important|often|often seen|widely)\b"
)
"""A sentence that only says what the task is or that it is hard."""
_ANOTHER, _LEADING, _WORTH_TELLING = 1.2, 20.0, 4.0
QUALITY_WORDS = frozenset(
    content_stems("image images photo photos picture AI model models high quality method result")
)
PLAIN = topic_of("")
"""A topic without any qualifier."""
_ALIKE = tuple(
    content_stems(words)
    for words in (
        "shake shaking tremor jitter",
        "move moves moving movement motion",
        "quick fast speed rapid",
    )
)
"""Words for the same thing, of which the question may use one and a source another."""
ASKING_WORDS = content_stems(
    "role play part happen happens something suffice need many much often kind type way does tell explain "
    "mean please want know right wrong still afterwards really actually ever even"
)


def rate_paper(
    source: Source, usable_text: str, question: str, topic: Topic, language: Language = ENGLISH
) -> Rating:
    """Class of a described source: direct (task and setting match), partial, or not supporting."""
    own = topic_of(f"{source.name}. {usable_text}")
    title = topic_of(source.name)
    shared = [
        task for task in topic.specific or topic.tasks if _treats(task, own, title, source.name, usable_text)
    ]
    scope = scope_of(source.name, usable_text, question)
    if shared:
        return _rated_by_task(source, own, shared, scope, language)
    if not topic.tasks and not topic.general:
        return rated_by_words(source.id, f"{source.name} {usable_text}", question, language)
    if _restores_generally(own, title) and (topic.specific or topic.general):
        return _rated_as_general(source, topic, scope, language)
    phrases, speech = language.phrases.ratings, language.speech
    reason = language.say(
        phrases.concerns,
        about=speech.topic_title(title) or speech.topic_title(own) or phrases.another_subject,
        noun=speech.topic_noun(topic) or phrases.the_question,
    )
    return Rating(source=source.id, fit=Fit.UNSUPPORTIVE, reason=reason)


def rate_model(source: Source, topic: Topic, language: Language = ENGLISH) -> Rating:
    """Class of a model that only its name and links describe; the reason says that it is read from them."""
    own, phrases = name_topic(source), language.phrases.ratings
    ad_hoc = [task for task in topic.specific if task.ad_hoc and task.pattern.search(source.name)]
    own = restricted(own, ad_hoc) if ad_hoc else own
    named, asked = {task.key for task in own.specific}, set(topic.keys)
    in_words = language.speech.topic_title(own)
    if named and not named & asked and any(served_by(task) & named for task in topic.specific):
        reason = language.say(phrases.by_name_open, own=in_words, asked=_asked_for(topic, language))
        return Rating(source=source.id, fit=Fit.PARTIAL, reason=reason)
    by_name = language.say(phrases.by_name, own=in_words)
    if named and asked and not named & asked:
        reason = language.say(phrases.name_elsewhere, own=in_words, asked=language.speech.topic_title(topic))
        return Rating(source=source.id, fit=Fit.UNSUPPORTIVE, reason=reason)
    if named & asked and not topic.extreme:
        return Rating(source=source.id, fit=Fit.DIRECT, reason=by_name)
    if named and not asked and not topic.general:
        return Rating(source=source.id, fit=Fit.PARTIAL, reason=by_name)
    if named:
        reason = language.say(phrases.by_name_open, own=in_words, asked=_asked_for(topic, language))
        return Rating(source=source.id, fit=Fit.DIRECT if not _level(source) else Fit.PARTIAL, reason=reason)
    if own.general:
        return Rating(source=source.id, fit=Fit.PARTIAL, reason=phrases.name_of_restoration)
    fit = Fit.DIRECT if own.keys & topic.keys else Fit.PARTIAL
    return Rating(source=source.id, fit=fit, reason=by_name if in_words else phrases.name_of_nothing)


def best_facts(
    subquestion: SubQuestion,
    sources: Iterable[tuple[Source, Fit]],
    facts: Mapping[str, Sequence[Fact]],
    topic: Topic,
    told: Sequence[Fact],
    most: int,
) -> list[Fact]:
    """At most `most` facts that answer `subquestion` and are not `told`, in the order of the sources."""
    allowed = {aspect for asked in subquestion.aspects for aspect in ANSWERING[asked]}
    apart = {Aspect.RESULT, Aspect.SPEED} - set(subquestion.aspects)
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
            fitting = fact.aspects & allowed or 2 <= told_of >= len(rare) / 2
            if fitting and not any(repeats(fact, other) for other in told):
                scored.append((_score(fact, fit, subquestion, topic, source) + 0.8 * told_of, fact))
    if contrast:
        scored = [pair for pair in scored if not (pair[1].claimed or pair[1].aspects & apart)]
    if not set(subquestion.aspects) & {Aspect.RESULT, Aspect.STANDING}:
        scored = [pair for pair in scored if not pair[1].claimed] or scored
    if subquestion.aspects == (Aspect.MECHANISM,):
        scored = [pair for pair in scored if not _tells_of_others(pair[1])] or scored
    scored = _without_needless_quotes(scored, subquestion, direct)
    scored.sort(key=lambda pair: (-pair[0], ranks[pair[1].source], pair[1].order))
    leaders = [(score + _LEADING, fact) for score, fact in _leaders(scored, subquestion)]
    scored = [*leaders, *(pair for pair in scored if pair[0] >= scored[0][0] - _WORTH_TELLING)]
    chosen = _spread(scored, 2 if contrast else most, 1 if contrast else 2)
    if not contrast and len(chosen) < most:
        left = [pair for pair in scored if not any(repeats(pair[1], fact) for fact in chosen)]
        chosen += _spread(left, most - len(chosen), most)
    return sorted(chosen, key=lambda fact: (ranks[fact.source], fact.order))


def _tells_of_others(fact: Fact) -> bool:
    """Whether a fact tells what the task is or what others did, and nothing of how this work does it."""
    return bool(_PROBLEM.match(fact.quote.text) or BACKGROUND.match(fact.quote.text))


def _without_needless_quotes(
    scored: list[tuple[float, Fact]], subquestion: SubQuestion, direct: Collection[str]
) -> list[tuple[float, Fact]]:
    """Quoted words stand for a thing that no sentence of ours tells, or once for a silent direct source."""
    plain = [fact for _, fact in scored if not fact.quoted]
    asked = set(subquestion.aspects)
    missing = asked - {aspect for fact in plain for aspect in fact.aspects}
    telling = {fact.source for fact in plain if fact.aspects & asked}
    quoted = [pair for pair in scored if pair[1].quoted]
    silent = [
        pair
        for pair in quoted
        if pair[1].aspects & asked and pair[1].source in direct and pair[1].source not in telling
    ]
    kept = [pair for pair in quoted if pair[1].aspects & missing]
    if asked != {Aspect.MECHANISM} or not telling:
        kept = kept or sorted(silent, key=lambda pair: -pair[0])[:1]
    return [*(pair for pair in scored if not pair[1].quoted), *kept]


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
        for fact in facts.get(source.id, ()):
            if fact.quoted:
                continue
            held = content_stems(fact.quote.text)
            shared = sum(bool(alike(word) & held) for word in wanted)
            if (
                wanted
                and shared >= max(min(2, len(wanted)), 0.6 * len(wanted))
                and not any(repeats(fact, other) for other in told)
            ):
                in_ours = len(wanted & content_stems(fact.sentence))
                found.append((shared + in_ours / 2, fact))
    found.sort(key=lambda pair: -pair[0])
    return _spread(found, most, most)


def alike(word: str) -> frozenset[str]:
    """`word` and the stems that mean the same."""
    return next((group for group in _ALIKE if word in group), frozenset({word}))


def _score(fact: Fact, fit: Fit, subquestion: SubQuestion, topic: Topic, source: Source) -> float:
    asked = set(subquestion.aspects)
    score = 2.0 * len(fact.aspects & asked) + (1.0 if fit is Fit.DIRECT else 0.0)
    stems = content_stems(subquestion.text) - QUALITY_WORDS
    score += 0.4 * len(stems & content_stems(fact.quote.text))
    score += 1.0 * any(task.pattern.search(fact.quote.text) for task in topic.specific)
    score += _by_what_is_asked(fact, asked, source)
    score -= 1.5 * fact.quoted + 0.8 * bool(_REFERRING.search(fact.sentence))
    score -= 0.1 * bool(_ATTRIBUTED.search(fact.sentence)) + 1.5 * bool(BACKGROUND.match(fact.quote.text))
    if not asked & {Aspect.RESULT, Aspect.SPEED}:
        score -= 2.5 * fact.claimed + 1.0 * (Aspect.RESULT in fact.aspects)
    if not asked & {Aspect.LIMIT, Aspect.SCOPE, Aspect.DIFFERENCE}:
        score -= 1.0 * (Aspect.LIMIT in fact.aspects)
    return score


def _by_what_is_asked(fact: Fact, asked: set[Aspect], source: Source) -> float:
    """What speaks for or against a fact as the answer to one kind of question."""
    score = 0.0
    if Aspect.DATA in asked:
        score += 1.5 * bool(re.search(r"\d|\b(?:million|thousand|hundred)\b", fact.sentence))
    if asked & {Aspect.STRUCTURE, Aspect.STANDING}:
        score -= 2.0 * (Aspect.DATA in fact.aspects and Aspect.DATA not in asked)
        score += 2.0 * bool(_DEFINING.search(fact.sentence)) + 1.0 * fact.sentence.startswith(source.short)
    if Aspect.MECHANISM in asked:
        score += 0.4 * min(4, len(_STEPS.findall(fact.quote.text))) + 0.8 * (Aspect.STRUCTURE in fact.aspects)
        score -= 2.5 * bool(_PROBLEM.match(fact.quote.text))
        score += 0.5 * bool(_DEFINING.search(fact.sentence)) - 2.0 * (Aspect.DATA in fact.aspects)
    if Aspect.DIFFERENCE in asked:
        score -= 2.0 * (Aspect.DATA in fact.aspects)
    if Aspect.LIMIT in asked:
        score -= 2.0 * bool(_PROBLEM.match(fact.quote.text))
    if Aspect.LIMIT in asked and Aspect.SPEED not in asked:
        score -= 1.5 * (Aspect.SPEED in fact.aspects)
    return score


def _leaders(scored: Sequence[tuple[float, Fact]], subquestion: SubQuestion) -> list[tuple[float, Fact]]:
    """The best fact for each thing asked, so that no part of a double question is crowded out."""
    first = (
        next((pair for pair in scored if pair[1].aspects & set(ANSWERING[aspect])), None)
        for aspect in subquestion.aspects
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


def repeats(fact: Fact, other: Fact) -> bool:
    """Whether one of the two facts tells little that the other does not."""
    first, second = content_stems(fact.sentence), content_stems(other.sentence)
    return len(first & second) >= 0.75 * max(1, min(len(first), len(second)))


def _treats(task: Task, own: Topic, title: Topic, name: str, text: str) -> bool:
    """A task counts when the title names it, or the text does and the title names no other field."""
    if task.ad_hoc:
        return bool(task.pattern.search(name)) or len(task.pattern.findall(text)) > 1
    return task.key in title.keys or (
        task.key in own.keys and not (title.neighbouring and not title.specific)
    )


def _restores_generally(own: Topic, title: Topic) -> bool:
    specific = any(task.key not in OF_A_KIND_OF_PICTURE for task in title.specific)
    foreign = specific or (title.neighbouring and not title.general)
    return own.general and not foreign and bool(title.general or not own.specific or len(own.specific) > 1)


def _rated_by_task(
    source: Source, own: Topic, shared: Sequence[Task], scope: Scope | None, language: Language
) -> Rating:
    nouns = language.speech.listed([language.speech.task_noun(own, task) for task in shared])
    phrases = language.phrases.ratings
    if scope:
        reason = language.say(phrases.treats_within, nouns=nouns, scope=language.speech.scope(scope))
        return Rating(source=source.id, fit=Fit.PARTIAL, reason=reason)
    return Rating(source=source.id, fit=Fit.DIRECT, reason=language.say(phrases.treats, nouns=nouns))


def _rated_as_general(source: Source, topic: Topic, scope: Scope | None, language: Language) -> Rating:
    phrases, speech = language.phrases.ratings, language.speech
    if scope:
        reason = language.say(phrases.restores_within, scope=speech.scope(scope))
        return Rating(source=source.id, fit=Fit.PARTIAL, reason=reason)
    if topic.general and _asks_generally(topic):
        reason = phrases.restores_as_asked
        if topic.specific:
            first = topic.specific[0]
            reason = language.say(phrases.restores_as_asked_unnamed, noun=speech.task_noun(PLAIN, first))
        return Rating(source=source.id, fit=Fit.DIRECT, reason=reason)
    reason = language.say(phrases.restores_unnamed, noun=speech.topic_noun(topic))
    return Rating(source=source.id, fit=Fit.PARTIAL, reason=reason)


def _asks_generally(topic: Topic) -> bool:
    """The question speaks of degradation as such and not only of restoring one named kind."""
    return not topic.specific or topic.degraded


def rated_by_words(identifier: str, text: str, question: str, language: Language = ENGLISH) -> Rating:
    """Without a recognised task, what matters is whether the source speaks of the same things at all."""
    shared = (content_stems(question) - QUALITY_WORDS) & content_stems(text)
    phrases = language.phrases.ratings
    if len(shared) >= 3:
        words = [word for word in dict.fromkeys(words_of(question)) if stem(word) in shared][:3]
        quoted = language.speech.listed([f"“{word}”" for word in words])
        reason = language.say(phrases.shares_terms, words=quoted)
        return Rating(source=identifier, fit=Fit.PARTIAL, reason=reason)
    return Rating(source=identifier, fit=Fit.UNSUPPORTIVE, reason=phrases.untreated)


def _asked_for(topic: Topic, language: Language) -> str:
    noun = language.speech.severity(topic) + language.speech.topic_noun(topic)
    if topic.degraded and topic.specific:
        return language.say(language.phrases.ratings.and_other_degradation, asked=noun)
    return noun


def _level(source: Source) -> bool:
    return source.role is Role.MODEL and bool(re.search(r"\d", source.name))
