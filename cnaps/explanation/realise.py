"""Drafts to running prose: the second sentence about a source does not repeat its name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cnaps.explanation.predicates import finite_verb_follows
from cnaps.explanation.records import Draft, Source, Voice
from cnaps.explanation.reporting import reported

_ABBREVIATION = re.compile(r"\b[A-Z][A-Za-z]*[A-Z][A-Za-z]*\b(?!-[A-Z])")
_OWN_ASIDE = ", according to its authors, "
_COMPONENT = re.compile(r"^(?:The )?(?P<name>[A-Z]\w*(?:[A-Z]|former|Net)[\w+-]*)(?= \w)")


def realise(drafts: Sequence[Draft], sources: Mapping[str, Source]) -> list[Draft]:
    """Drafts in the same order, with pronouns where the reference is clear, never twice in a row."""
    finished: list[Draft] = []
    for i, draft in enumerate(drafts):
        before = drafts[i - 1] if i else None
        linked = before is not None and _linked(before, draft)
        text = _linked_text(draft, before, finished[-1].text, sources) if linked and before else draft.text
        shown = " ".join(other.text for other in finished)
        placed = _placed(text, draft, shown, sources)
        finished.append(replace(draft, text=reported(placed, i, linked=linked)))
    return finished


def _glossed(text: str, summary: str, shown: str) -> str:
    """Spell out an abbreviation at its first mention, in the words of the same summary."""
    for match in _ABBREVIATION.finditer(text):
        short = match.group()
        long = re.search(rf"((?:[A-Z][\w-]* ){{2,5}})\({re.escape(short)}\)", summary)
        known = f"({short})" in shown or f"({short})" in text
        quoted = text[: match.start()].count("“") > text[: match.start()].count("”")
        owner = text[: match.start()].endswith("authors of ") or text[match.end() :].startswith("'s")
        if long and not (known or quoted or owner) and _spells(long.group(1), short):
            before, after = text[: match.start()], text[match.end() :]
            spelt = long.group(1).strip()
            led = after.startswith("-") or re.search(r"\b(?:[Tt]he|[Aa]n?) $", before)
            return f"{before}{spelt} ({short}){after}" if led else f"{before}{short} ({spelt}){after}"
    return text


def _spells(words: str, short: str) -> bool:
    """Whether the words are what an abbreviation stands for, letter by letter in order."""
    rest = iter(words.lower())
    return all(letter in rest for letter in short.lower()) and words[0] == short[0]


def _placed(text: str, draft: Draft, shown: str, sources: Mapping[str, Source]) -> str:
    """Say at its first mention which work a named component belongs to."""
    start = _COMPONENT.match(text)
    if draft.voice is not Voice.EVIDENCE:
        return text
    text = _glossed(text, sources[draft.sources[0]].summary, shown)
    if not start or not finite_verb_follows(text[start.end() :]):
        return text
    name, short = start.group("name"), sources[draft.sources[0]].short
    if name in short or name in shown or short in text or name.lower() in short.lower():
        return text
    if _OWN_ASIDE in text:
        return text.replace(_OWN_ASIDE, f", according to the authors of {short}, ")
    paper = f"paper {short}" if short.startswith("“") else f"{short} paper"
    return f"{start.group()}, from the {paper},{text[start.end() :]}"


def _linked(before: Draft, draft: Draft) -> bool:
    return (
        before.paragraph == draft.paragraph
        and before.section == draft.section
        and before.sources == draft.sources
        and before.voice is draft.voice is Voice.EVIDENCE
        and len(draft.sources) == 1
    )


def _linked_text(draft: Draft, before: Draft, shown: str, sources: Mapping[str, Source]) -> str:
    short = sources[draft.sources[0]].short
    aside, authors = f", according to the authors of {short}, ", f"he authors of {short} "
    if aside in draft.text:
        who = "they" if re.search(r"\b[Tt]hey\b|authors", shown) else "its authors"
        return draft.text.replace(aside, f", {who} note, ")
    if authors in draft.text:
        pronoun = "hey " if "authors" in shown else "ts authors "
        start = draft.text.index(authors)
        letter = {"hey ": "t", "ts authors ": "i"}[pronoun]
        lead = draft.text[start - 1]
        first = letter.upper() if lead.isupper() else letter
        return draft.text[: start - 1] + first + pronoun + draft.text[start + len(authors) :]
    summary = f"The summary of {short} says"
    if draft.text.startswith(summary) and summary in shown:
        return f"It also says{draft.text[len(summary) :]}"
    name = short.strip("“”")
    if shown.startswith("It ") or not (_is_subject(name, before.text) and _is_subject(name, draft.text)):
        return draft.text
    return "It" + draft.text[len(name) :]


def _is_subject(name: str, text: str) -> bool:
    """Whether `text` begins with `name` as its grammatical subject."""
    return text.startswith(f"{name} ") and finite_verb_follows(text[len(name) :])
