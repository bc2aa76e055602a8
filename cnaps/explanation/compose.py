"""The common end of every answer: plan, write, verify, render."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cnaps.explanation.languages.phrases import PagePhrases
from cnaps.explanation.material import Material
from cnaps.explanation.records import Draft, Explanation, Fact, ListedSource, ParseReport, Quote, Voice
from cnaps.explanation.render import claims_of, render, word_count
from cnaps.explanation.task_section import task_drafts, used_quotes
from cnaps.explanation.verify import objections
from cnaps.explanation.workflow_section import workflow_drafts
from cnaps.explanation.writing.writer import BY_ITSELF, Plan, Writer

LONGEST_ANSWER = 600
"""Words, links not counted."""

Section = Callable[[Material, list[Draft]], list[Draft]]
"""Plans section 2 from the material and the sentences of section 1."""


@dataclass(frozen=True, kw_only=True)
class RunRecords:
    """The records of a run and its diagnosis, which are no literature."""

    listed: tuple[ListedSource, ...] = ()
    lines: Mapping[str, Sequence[Quote]] = field(default_factory=dict)
    """By source id, their lines as quotes."""


NO_RECORDS = RunRecords()


def compose(
    material: Material,
    *,
    text: str,
    report: ParseReport | None = None,
    remarks: Sequence[str] = (),
    asked: str = "",
    workflow: Section = workflow_drafts,
    records: RunRecords = NO_RECORDS,
    writer: Writer | None = None,
) -> Explanation:
    """The answer to what `material` asks.

    `asked`: what the mark [Q] stands for, where it is not the user's question. `text`: what the quotes
    index. `workflow`: plans section 2. `records`: what is cited and listed beside the literature.
    `writer`: puts the plan into words; CNAPS itself where none is given. A sentence that the check refuses
    is left out with a warning.
    """
    grounded = replace(
        material, facts={source: _held(facts, material) for source, facts in material.facts.items()}
    )
    first = [_with_line(draft, records.lines) for draft in task_drafts(grounded)]
    told = {draft.text for draft in first if draft.voice is Voice.MEASURED}
    second = [
        _with_line(draft, records.lines) for draft in workflow(grounded, first) if draft.text not in told
    ]
    written = (writer or BY_ITSELF).write(Plan(material=grounded, drafts=(*first, *second)))
    held = [draft for draft in written.drafts if not objections(draft, material)]
    listing, phrases = (*_listing(material), *records.listed), material.language.phrases.page
    told_of = asked or phrases.asked
    kept = _within_length(held, listing, remarks, told_of, phrases)
    note = (phrases.evidence_note,) if phrases.evidence_note and _untranslated(kept) else ()
    return Explanation(
        markdown=render(kept, listing, (*remarks, *note), told_of, phrases),
        question=material.question,
        language=material.language.code,
        headings=phrases.headings,
        claims=claims_of(kept),
        warnings=(
            *(report.warnings if report else ()),
            *remarks,
            *_refused(len(written.drafts) - len(held), phrases),
        ),
        sources=listing,
        text=text,
        report=report,
        authorship=written.authorship,
    )


def _within_length(
    drafts: list[Draft],
    listing: Sequence[ListedSource],
    remarks: Sequence[str],
    asked: str,
    phrases: PagePhrases,
) -> list[Draft]:
    """Leave off evidence while the answer is too long, where a paragraph has most, section 2 first.

    What is not stated is never left off.
    """
    kept = list(drafts)
    while word_count(render(kept, listing, remarks, asked, phrases)) > LONGEST_ANSWER:
        spare = [i for i, draft in enumerate(kept) if draft.voice is Voice.EVIDENCE and _accompanied(kept, i)]
        if not spare:
            break
        del kept[
            max(spare, key=lambda i: (kept[i].section, _told_of_it(kept, i), not _in_figures(kept[i]), i))
        ]
    return kept


def _accompanied(drafts: Sequence[Draft], index: int) -> bool:
    """Whether the paragraph keeps another piece of evidence; the opening paragraph needs none."""
    label = drafts[index].paragraph
    if not label:
        return True
    return _told_of_it(drafts, index)[1] > 1


def _in_figures(draft: Draft) -> bool:
    """Whether a piece of evidence holds a figure, which no other sentence replaces."""
    return any(re.search(r"\d|\b(?:million|thousand)\b", fact.sentence) for fact in draft.facts)


def _told_of_it(drafts: Sequence[Draft], index: int) -> tuple[int, int]:
    """How many pieces of evidence the paragraph of a draft holds: of the same source, and of any."""
    own = drafts[index]
    beside = [draft for draft in drafts if draft.paragraph == own.paragraph and draft.voice is Voice.EVIDENCE]
    return sum(draft.sources == own.sources for draft in beside), len(beside)


def untold(material: Material, source: str, drafts: list[Draft]) -> tuple[Fact, ...]:
    """Facts of `source` that no sentence of `drafts` tells."""
    used = used_quotes(drafts)
    return tuple(fact for fact in material.facts[source] if (fact.quote.start, fact.quote.end) not in used)


def _held(facts: Sequence[Fact], material: Material) -> tuple[Fact, ...]:
    """The facts whose sentences pass the check, so that no plan rests on one that would be refused."""
    return tuple(fact for fact in facts if not objections(_alone(fact), material, of_fact=True))


def _alone(fact: Fact) -> Draft:
    return Draft(
        text=fact.sentence,
        section=1,
        paragraph="",
        sources=(fact.source,),
        voice=Voice.EVIDENCE,
        quotes=(fact.quote,),
    )


def _with_line(draft: Draft, lines: Mapping[str, Sequence[Quote]]) -> Draft:
    """`draft` with the line of the record it states."""
    quotes = tuple(
        quote for source in draft.sources for quote in lines.get(source, ()) if quote.text == draft.text
    )
    return replace(draft, quotes=(*draft.quotes, *quotes)) if quotes else draft


def _listing(material: Material) -> tuple[ListedSource, ...]:
    ratings = material.ratings
    return tuple(
        ListedSource(source=source, fit=ratings[source.id].fit, reason=ratings[source.id].reason)
        for source in material.sources
    )


def _untranslated(drafts: Sequence[Draft]) -> bool:
    """Whether evidence is given in the language of its source."""
    return any(not fact.translation for draft in drafts for fact in draft.facts)


def _refused(number: int, phrases: PagePhrases) -> tuple[str, ...]:
    template = phrases.refused_one if number == 1 else phrases.refused_many
    return (template.format(number=number),) if number else ()
