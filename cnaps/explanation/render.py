"""Checked sentences and rated sources to Markdown and claims."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cnaps.explanation.languages import ENGLISH
from cnaps.explanation.languages.phrases import PagePhrases
from cnaps.explanation.records import Claim, Draft, Fit, ListedSource, Role, Voice


def _group(item: ListedSource, phrases: PagePhrases) -> str:
    if item.source.role is Role.MODEL:
        return phrases.recommended
    by_fit = {
        Fit.DIRECT: phrases.direct,
        Fit.PARTIAL: phrases.partial,
        Fit.UNSUPPORTIVE: phrases.unsupportive,
    }
    return by_fit[item.fit] if item.fit else phrases.records


def claims_of(drafts: Sequence[Draft]) -> tuple[Claim, ...]:
    """Finished claims, citations included."""
    return tuple(
        Claim(
            sentence=_cited(draft),
            section=draft.section,
            paragraph=draft.paragraph,
            source_ids=draft.sources,
            quotes=draft.quotes,
            stated=draft.voice is not Voice.UNSTATED,
        )
        for draft in drafts
    )


def render(
    drafts: Sequence[Draft],
    listing: Sequence[ListedSource],
    remarks: Sequence[str],
    asked: str = "",
    phrases: PagePhrases = ENGLISH.phrases.page,
) -> str:
    """The answer: three headings, prose by paragraph, and the list of sources with their links verbatim."""
    task, workflow, papers = (f"### {heading}" for heading in phrases.headings)
    parts = [task, *_paragraphs(drafts, 1), workflow, *_paragraphs(drafts, 2), papers]
    groups = (
        phrases.recommended,
        phrases.direct,
        phrases.partial,
        phrases.unsupportive,
        phrases.records,
    )
    for title in groups:
        items = [item for item in listing if _group(item, phrases) == title]
        if items:
            parts.append("\n".join((f"**{title}**", "", *(_listed(item, phrases) for item in items))))
    parts += [f"[Q] {asked}"] * bool(asked)
    parts += [f"*{remark}*" for remark in remarks]
    return "\n\n".join(parts) + "\n"


def _paragraphs(drafts: Sequence[Draft], section: int) -> list[str]:
    paragraphs: dict[str, list[str]] = {}
    for draft in drafts:
        if draft.section == section:
            paragraphs.setdefault(draft.paragraph, []).append(_cited(draft))
    return [(f"**{label}** " if label else "") + " ".join(lines) for label, lines in paragraphs.items()]


def _cited(draft: Draft) -> str:
    if not draft.sources:
        return draft.text
    return f"{draft.text.rstrip('.')} [{', '.join(draft.sources)}]."


def _listed(item: ListedSource, phrases: PagePhrases) -> str:
    source = item.source
    if source.role in {Role.RUN, Role.DIAGNOSIS}:
        return f"- [{source.id}] {item.reason}"
    published = f" ({source.published})" if source.published else ""
    lines = [
        f"- [{source.id}] **{source.name}**{published}: {item.reason}.",
        f"  - {phrases.paper}: {source.paper or phrases.not_provided}",
        f"  - {phrases.github}: {source.github or phrases.not_provided}",
    ]
    lines += [f"  - {phrases.also_given}: {link}" for link in source.further_links]
    return "\n".join(lines)


def word_count(markdown: str) -> int:
    """Words of an answer as a reader counts them, links left out."""
    return len(re.findall(r"[\w'’-]+", re.sub(r"https?://\S+", " ", markdown)))
