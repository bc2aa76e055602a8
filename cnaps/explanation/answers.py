"""The answer to one sub-question: the run's own record first, then evidence, then what is not stated."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cnaps.explanation.evidence import evidence_draft
from cnaps.explanation.kindred import alike, is_term
from cnaps.explanation.labels import label as label_of
from cnaps.explanation.languages.english.quoting import compared_words, contrast_words
from cnaps.explanation.material import Material
from cnaps.explanation.rank import ASKING_WORDS, QUALITY_WORDS, best_facts, facts_by_words
from cnaps.explanation.records import Aspect, Draft, Fact, Fit, Role, Source, SubQuestion, Voice
from cnaps.explanation.sentences import content_stems, words_of
from cnaps.explanation.unstated import names_other_side, speaks_of_object, unstated_drafts

_RESERVED = {
    *(Aspect.LIMIT, Aspect.DATA, Aspect.SPEED, Aspect.RESULT),
    *(Aspect.INPUT, Aspect.CAUSE, Aspect.FIDELITY),
}
"""What is kept for the sub-question that asks for it."""
_SUPPOSING = re.compile(r"(?:and |but |so )?what (?:if|happens|about)\b", re.I)
_LIMITS_ASKED = re.compile(r"limit|drawback|weakness|disadvantage", re.I)
_WITHOUT = re.compile(r"\bwithout\b|\bneeds? no\b|\bno (?:training|clean|pairs|reference)", re.I)
_COMPARED = (Aspect.TASK, Aspect.STRUCTURE, Aspect.DATA, Aspect.LIMIT)
"""In what respects two named works are held against each other, in this order."""


def answer_drafts(
    material: Material, subquestion: SubQuestion, index: int, told: list[Fact], noted: set[str]
) -> list[Draft]:
    """Sentences that answer the sub-question of number `index`.

    `told` and `noted` grow: facts that were used, and sources whose distance to the question was named.
    """
    label = label_of(subquestion, index, material)
    measured = _measured(material, subquestion, label)
    if Aspect.MEASURED in subquestion.aspects:
        return measured
    if Aspect.CHOICE in subquestion.aspects and len(material.models) > 1:
        return _choice(material, label)
    pairs = _compared_facts(material, subquestion)
    facts = [fact for pair in pairs for fact in pair] or _looked_up(
        material, subquestion, told, len(measured)
    )
    facts = facts or ([] if measured else _told_again(material, subquestion))
    if Aspect.DIFFERENCE in subquestion.aspects and len(facts) == 1 and not material.own_words:
        facts = [fact for fact in facts if names_other_side(subquestion, fact)]
    told += facts
    if material.own_words and Aspect.DIFFERENCE in subquestion.aspects and not pairs:
        pairs = _opposed(material, subquestion, facts)
    drafts = [_contrast(material, first, second, label) for first, second in pairs]
    drafts = drafts or [
        evidence_draft(fact, section=1, paragraph=label, answers=subquestion.aspects) for fact in facts
    ]
    drafts += _reservations(material, facts, label, noted)
    if not measured:
        drafts += unstated_drafts(material, subquestion, facts, label)
    return [*measured, *drafts]


def _measured(material: Material, subquestion: SubQuestion, label: str) -> list[Draft]:
    """What the record of the run says on `subquestion`."""
    return [
        Draft(text=line.text, section=1, paragraph=label, sources=line.sources, voice=Voice.MEASURED)
        for line in material.measured
        if line.answers(subquestion.text)
    ]


def _choice(material: Material, label: str) -> list[Draft]:
    """Which of the recommended models is nearer to the task, judged by what the entries say of them."""
    language, phrases = material.language, material.language.phrases.task
    order = {Fit.DIRECT: 0, Fit.PARTIAL: 1, Fit.UNSUPPORTIVE: 2}
    ranked = sorted(material.models, key=lambda model: order[material.fit(model)])
    best, others = ranked[0], ranked[1:]
    clauses = [
        language.say(phrases.chosen_clause, model=model.short, reason=material.ratings[model.id].reason)
        for model in others
    ]
    clear = material.fit(best) is not material.fit(others[0])
    text = language.say(
        phrases.chosen if clear else phrases.chosen_none,
        model=best.short,
        reason=material.ratings[best.id].reason,
        others=language.speech.listed(clauses),
    )
    chosen = Draft(
        text=text,
        section=1,
        paragraph=label,
        sources=tuple(model.id for model in ranked),
        voice=Voice.NAME,
    )
    unmeasured = language.say(
        language.phrases.gaps.measured_against,
        first=best.short,
        second=others[0].short,
        stock=material.provided,
    )
    open_draft = Draft(text=unmeasured, section=1, paragraph=label, sources=(), voice=Voice.UNSTATED)
    return [chosen, open_draft]


def _looked_up(material: Material, subquestion: SubQuestion, told: list[Fact], measured: int) -> list[Fact]:
    few = 2 if material.photo or measured else 4
    most = few if material.photo or measured or len(material.subquestions) > 1 else 5
    most = min(most, 3) if len(material.subquestions) > 2 else most
    most = min(most, 2) if subquestion.aspects[0] in {Aspect.CAUSE, Aspect.FIDELITY} else most
    ranked = [(source, material.fit(source)) for source in _consulted(material, subquestion)]
    open_facts = _telling(material, subquestion, _unreserved(material, subquestion))
    on_object = _on_its_object(open_facts, subquestion) if Aspect.SCOPE in subquestion.aspects else []
    if on_object and not material.own_words:
        near = {source: [fact for fact in group if fact in on_object] for source, group in open_facts.items()}
        return best_facts(subquestion, ranked, near, material.topic, told, most)
    if subquestion.aspects == (Aspect.OTHER,):
        return facts_by_words(subquestion, ranked, open_facts, told, most) or _in_that_case(
            subquestion, ranked, open_facts, material
        )
    return best_facts(subquestion, ranked, open_facts, material.topic, told, most)


def _in_that_case(
    subquestion: SubQuestion,
    ranked: list[tuple[Source, Fit]],
    facts: dict[str, list[Fact]],
    material: Material,
) -> list[Fact]:
    """What is told of the range of a work, where a question "what if" shares a word with it."""
    if material.own_words or not _SUPPOSING.match(subquestion.text):
        return []
    wanted = content_stems(subquestion.text) - QUALITY_WORDS - ASKING_WORDS
    near = {
        source: [fact for fact in group if wanted & content_stems(fact.quote.text) and not fact.quoted]
        for source, group in facts.items()
    }
    asked = replace(subquestion, aspects=(Aspect.SCOPE,))
    return best_facts(asked, ranked, near, material.topic, (), 1)


def _told_again(material: Material, subquestion: SubQuestion) -> list[Fact]:
    """The one fact of a pasted prompt that answers best, also where another sub-question was given it."""
    if material.own_words or subquestion.aspects == (Aspect.OTHER,):
        return []
    ranked = [(source, material.fit(source)) for source in material.supportive]
    return best_facts(subquestion, ranked, material.facts, material.topic, (), 1)


def _telling(
    material: Material, subquestion: SubQuestion, facts: dict[str, list[Fact]]
) -> dict[str, list[Fact]]:
    """From our own facts, those on the point: on the other side of a comparison, on what is to be handled."""
    if not material.own_words:
        return facts
    everything = [fact for group in facts.values() for fact in group]
    wanted = everything
    if Aspect.SPEED not in subquestion.aspects and not _LIMITS_ASKED.search(subquestion.text):
        asked = set(subquestion.aspects) - {Aspect.LIMIT, Aspect.SCOPE}
        wanted = [fact for fact in wanted if Aspect.SPEED not in fact.aspects or asked & fact.aspects]
    if Aspect.DIFFERENCE in subquestion.aspects and any(_sides(subquestion)):
        beside = set(subquestion.aspects) - {Aspect.DIFFERENCE}
        wanted = [fact for fact in wanted if beside & fact.aspects or _sides_of(material, subquestion, fact)]
    if Aspect.DATA in subquestion.aspects and _WITHOUT.search(subquestion.text):
        wanted = [fact for fact in wanted if _WITHOUT.search(fact.sentence)] or wanted
    if Aspect.SCOPE in subquestion.aspects:
        wanted = [fact for fact in wanted if _on_topic(material, fact)] or wanted
    return {source: [fact for fact in group if fact in wanted] for source, group in facts.items()}


def _on_topic(material: Material, fact: Fact) -> bool:
    lacking = material.ratings[fact.source].lacking
    asked = [task for task in material.topic.specific if lacking and task in lacking.tasks]
    return any(task.pattern.search(fact.quote.text) for task in asked or material.topic.specific)


def _unreserved(material: Material, subquestion: SubQuestion) -> dict[str, list[Fact]]:
    """The facts without those that another sub-question asks for, such as limits.

    A fact that serves two sub-questions is kept for the later one.
    """
    own = set(subquestion.aspects)
    place = material.subquestions.index(subquestion)
    before, behind = (
        {other.aspects[0] for other in others} & _RESERVED - own
        for others in (material.subquestions[:place], material.subquestions[place + 1 :])
    )
    later = material.subquestions[place + 1 :]
    kept = _kept_by_words(material, later)
    chosen = _chosen_for(material, later)
    return {
        source: [
            fact
            for fact in facts
            if fact not in kept
            and not (behind & fact.aspects and (material.own_words or fact in chosen))
            and (own & fact.aspects or not before & fact.aspects)
        ]
        for source, facts in material.facts.items()
    }


def _chosen_for(material: Material, later: Sequence[SubQuestion]) -> list[Fact]:
    """The facts of a pasted prompt that answer each later question best."""
    if material.own_words:
        return []
    ranked = [(source, material.fit(source)) for source in material.supportive]
    return [
        fact
        for other in later
        if other.aspects[0] in _RESERVED
        for fact in best_facts(other, ranked, material.facts, material.topic, (), 4)
    ]


def _kept_by_words(material: Material, later: Sequence[SubQuestion]) -> list[Fact]:
    """The one fact that each later question of no known kind is answered by, in a pasted prompt."""
    if material.own_words:
        return []
    ranked = [(source, material.fit(source)) for source in material.supportive]
    asked = [subquestion for subquestion in later if subquestion.aspects == (Aspect.OTHER,)]
    ranged = [subquestion for subquestion in later if subquestion.aspects == (Aspect.SCOPE,)]
    return [
        *(fact for other in ranged for fact in _on_its_object(material.facts, other)),
        *(fact for other in asked for fact in facts_by_words(other, ranked, material.facts, (), 1)),
    ]


def _on_its_object(facts: Mapping[str, Sequence[Fact]], subquestion: SubQuestion) -> list[Fact]:
    """The facts that speak of the thing for which a question asks whether a method serves."""
    return [fact for group in facts.values() for fact in group if speaks_of_object(subquestion, fact)]


def _consulted(material: Material, subquestion: SubQuestion) -> list[Source]:
    """Where to look: everywhere, but in the catalogue first at the model that the question is put to."""
    supportive = list(material.supportive)
    wide = {Aspect.DIFFERENCE, Aspect.STANDING, Aspect.OTHER}
    asked = set(subquestion.aspects)
    if not material.own_words:
        aside = Aspect.DIFFERENCE not in asked
        return [source for source in supportive if not (aside and material.ratings[source.id].compared)]
    if material.about_model and not asked & wide:
        return list(material.models)
    near = [source for source in supportive if not material.ratings[source.id].unnamed]
    near = near if len(near) > 1 else supportive
    if asked & {Aspect.DATA, Aspect.STANDING, Aspect.RESULT} and not material.about_model:
        return sorted(near, key=lambda source: source.role is Role.MODEL)
    return near


def _compared_facts(material: Material, subquestion: SubQuestion) -> list[tuple[Fact, Fact]]:
    """One fact of each of two named works, respect by respect; empty where no two works are named."""
    if Aspect.DIFFERENCE not in subquestion.aspects or not material.compared:
        return []
    if len(material.compared) == 1:
        return _other_side(material, subquestion)
    first, second = ([*material.facts[source]] for source in material.compared)
    pairs: list[tuple[Fact, Fact]] = []
    asked = [aspect for aspect in subquestion.aspects if aspect in {Aspect.SPEED, Aspect.SIZE, Aspect.RESULT}]
    for aspect in (*asked, *_COMPARED):
        one, other = _first(first, aspect), _first(second, aspect)
        if one and other:
            pairs.append((one, other))
            first.remove(one)
            second.remove(other)
    return pairs[:3]


def _other_side(material: Material, subquestion: SubQuestion) -> list[tuple[Fact, Fact]]:
    """What the one named work is, beside what another source says of the other side."""
    named = material.compared[0]
    work = next(source.short for source in material.sources if source.id == named)
    other = next((side for side in reversed(_sides(subquestion)) if work.lower() not in side.lower()), "")
    own = _first(list(material.facts[named]), Aspect.TASK)
    others = [
        fact
        for source in material.supportive
        if source.id != named
        for fact in material.facts[source.id]
        if _speaks_of(material, other, work, fact) and not _speaks_of(material, work, other, fact)
    ]
    says_it = any(_speaks_of(material, other, work, fact) for fact in material.facts[named])
    return [(own, others[0])] if own and others and not says_it else []


def _opposed(material: Material, subquestion: SubQuestion, facts: list[Fact]) -> list[tuple[Fact, Fact]]:
    """Two facts, each of which speaks of one of two sides only, as a pair; none where they are not that."""
    if len(facts) != 2:
        return []
    first, second = (_sides_of(material, subquestion, fact) for fact in facts)
    opposed = len(first) == len(second) == 1 and first != second
    return [(facts[0], facts[1])] if opposed else []


def _sides_of(material: Material, subquestion: SubQuestion, fact: Fact) -> set[str]:
    """Of the sides that a question compares, those that `fact` speaks of."""
    one, other = _sides(subquestion)
    sides = ((one, other), (other, one))
    return {side for side, against in sides if _speaks_of(material, side, against, fact)}


def _sides(subquestion: SubQuestion) -> tuple[str, str]:
    """The two things that a question compares; the first is empty where only the other is named."""
    first, second = compared_words(subquestion.text) or ("", contrast_words(subquestion.text))
    return first.strip("“”"), second.strip("“”")


def _speaks_of(material: Material, side: str, against: str, fact: Fact) -> bool:
    """Whether `fact` has a word for a side of a comparison that neither the other nor the task has too."""
    common = content_stems(f"{against} {material.topic.title} {material.topic.noun}")
    wanted = [word for word in words_of(side) if content_stems(word) - common - QUALITY_WORDS]
    # Whole words, since a transformer is no transform; by their stems only those of which others are known.
    held, stems = {word.rstrip("s") for word in words_of(fact.quote.text)}, content_stems(fact.quote.text)
    return any(
        word.rstrip("s") in held or any(is_term(stem) and alike(stem) & stems for stem in content_stems(word))
        for word in wanted
    )


def _first(facts: list[Fact], aspect: Aspect) -> Fact | None:
    return next((fact for fact in facts if aspect in fact.aspects), None)


def _contrast(material: Material, first: Fact, second: Fact, label: str) -> Draft:
    """Two facts of two sources side by side."""
    return Draft(
        text=material.language.speech.contrast(first.sentence, second.sentence),
        section=1,
        paragraph=label,
        sources=(first.source, second.source),
        voice=Voice.EVIDENCE,
        quotes=(first.quote, second.quote),
        facts=(first, second),
    )


def _reservations(material: Material, facts: list[Fact], label: str, noted: set[str]) -> list[Draft]:
    """What separates partial sources from the question, said once for each source that is used."""
    used = {fact.source for fact in facts} - noted
    partial = [
        source for source in material.papers if source.id in used and material.fit(source) is Fit.PARTIAL
    ]
    noted |= {source.id for source in partial}
    if not partial:
        return []
    language = material.language
    reasons = [
        language.speech.of_work(source.short, material.ratings[source.id].reason) for source in partial
    ]
    text = language.say(language.phrases.task.partial, reasons="; ".join(reasons))
    sources = tuple(source.id for source in partial)
    return [Draft(text=text, section=1, paragraph=label, sources=sources, voice=Voice.NAME)]
