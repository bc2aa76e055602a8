"""Catalogue entries and run records laid out as one text, so that every quote has a span."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cnaps.explanation.catalogue import CatalogueEntry
from cnaps.explanation.languages import ENGLISH, Language
from cnaps.explanation.records import Aspect, Draft, Fact, Quote, Role, Source, Voice


@dataclass(kw_only=True)
class Evidence:
    """The text while it grows, and what stands where."""

    language: Language = ENGLISH
    """Of the answer, in which a translated fact is told."""
    text: str = ""
    sources: list[Source] = field(default_factory=list)
    facts: dict[str, tuple[Fact, ...]] = field(default_factory=dict)
    holdings: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[Quote]] = field(default_factory=dict)
    """By record, each of its lines as a quote."""

    def add_entry(self, identifier: str, role: Role, entry: CatalogueEntry) -> None:
        """Lay out an entry under the id that citations use."""
        start = len(self.text)
        quotes = [self._line(identifier, fact.text) for fact in entry.facts]
        self.sources.append(
            Source(
                id=identifier,
                role=role,
                name=entry.name,
                short=entry.prose_name,
                paper=entry.paper,
                github=entry.github,
                further_links=entry.further_links,
                published=entry.published,
                summary=self.text[start:].rstrip("\n"),
                start=start,
            )
        )
        self.facts[identifier] = tuple(
            Fact(
                source=identifier,
                aspects=fact.aspects,
                sentence=fact.text,
                quote=quote,
                order=order,
                translation=fact.translations.get(self.language.code, ""),
            )
            for order, (fact, quote) in enumerate(zip(entry.facts, quotes, strict=True))
        )
        told = (part for fact in self.facts[identifier] for part in (fact.sentence, fact.translation) if part)
        self.holdings[identifier] = " ".join((entry.name, entry.published, *told))

    def add_record(self, identifier: str, lines: Sequence[str]) -> None:
        """Lay out the lines of a run's record or of a diagnosis."""
        self.lines[identifier] = [self._line(identifier, line) for line in lines]
        self.holdings[identifier] = " ".join(lines)

    def _line(self, identifier: str, text: str) -> Quote:
        start = len(self.text)
        self.text += text + "\n"
        return Quote(source=identifier, text=text, start=start, end=start + len(text))


def evidence_draft(fact: Fact, *, section: int, paragraph: str, answers: tuple[Aspect, ...] = ()) -> Draft:
    """The sentence of a fact at its place; `answers` is what the fact was looked up for."""
    return Draft(
        text=fact.sentence,
        section=section,
        paragraph=paragraph,
        sources=(fact.source,),
        voice=Voice.EVIDENCE,
        quotes=(fact.quote,),
        facts=(fact,),
        answers=answers,
    )
