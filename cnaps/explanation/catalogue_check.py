"""What may stand in a file of the catalogue; every mistake is named with its field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from cnaps.explanation.catalogue_translations import translation_problems
from cnaps.explanation.languages import ENGLISH, LANGUAGES
from cnaps.explanation.records import Aspect

_KINDS = ("model", "paper")
_BASES = ("seed", "code", "paper", "readme", "issue", "run", "field")
_REPAIRS = ("blur", "noise", "jpeg", "exposure")
_YEARS = range(1970, 2100)
_FIELDS = {
    "id": str,
    "kind": str,
    "title": str,
    "short": str,
    "year": int,
    "venue": str,
    "paper": str,
    "github": str,
    "further_links": list,
    "tasks": list,
    "repairs": list,
    "setting": str,
    "compact": list,
    "compact_translations": dict,
    "facts": list,
}
_REQUIRED = ("id", "kind", "title", "short", "year", "venue", "tasks", "facts")
_FACT_FIELDS = ("text", "aspects", "basis", "translations")
_CODES = tuple(language.code for language in LANGUAGES if language is not ENGLISH)
_LINK = re.compile(r"https?://[\w.-]+\.[a-z]{2,}/[^\s<>\"'`\\()\[\]{}|^]+")
_ARXIV = re.compile(r"https?://arxiv\.org/(?:abs|pdf)/\d{4}\.\d{4,5}(?:v\d+)?(?:\.pdf)?")
_GITHUB = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+")


def entry_problems(record: Mapping[str, Any], stem: str) -> Iterator[str]:
    """What is wrong with the file of name `stem`, one sentence each, the plainest first."""
    yield from _field_problems(record)
    if record.get("id") != stem:
        yield f"the field “id” holds {record.get('id')!r}; the name of the file, {stem!r}, is wanted."
    if record.get("kind") not in _KINDS:
        yield f"the field “kind” holds {record.get('kind')!r}; one of {', '.join(_KINDS)} is wanted."
    if record.get("year") not in _YEARS:
        yield f"the field “year” holds {record.get('year')!r}; a year such as 2024 is wanted."
    yield from _link_problems(record)
    yield from _list_problems(record)
    yield from _compact_problems(record)
    for number, fact in enumerate(record.get("facts", ()), start=1):
        yield from (f"fact {number}: {problem}" for problem in _fact_problems(fact))


def _field_problems(record: Mapping[str, Any]) -> Iterator[str]:
    for name in _REQUIRED:
        if not record.get(name):
            yield f"the field “{name}” is missing or empty."
    for name, value in record.items():
        if name not in _FIELDS:
            yield f"the field “{name}” is unknown; the fields are {', '.join(_FIELDS)}."
        elif not isinstance(value, _FIELDS[name]):
            yield f"the field “{name}” holds {value!r}; a {_FIELDS[name].__name__} is wanted."


def _link_problems(record: Mapping[str, Any]) -> Iterator[str]:
    if not record.get("paper") and not record.get("github"):
        yield "the fields “paper” and “github” are both empty; a link to the work is wanted."
    links = {"paper": [record.get("paper", "")], "github": [record.get("github", "")]}
    links["further_links"] = record.get("further_links", [])
    for name, values in links.items():
        for value in values:
            wanted = _wanted_form(name, str(value))
            if value and wanted:
                yield f"the field “{name}” holds {value!r}; {wanted} is wanted."


def _wanted_form(name: str, link: str) -> str:
    """What a link should look like; empty where it does."""
    if name == "github":
        return "" if _GITHUB.fullmatch(link) else "a link such as https://github.com/OWNER/NAME"
    if "arxiv.org" in link:
        return "" if _ARXIV.fullmatch(link) else "a link such as https://arxiv.org/abs/2108.10257"
    return "" if _LINK.fullmatch(link) else "a link that starts with http"


def _list_problems(record: Mapping[str, Any]) -> Iterator[str]:
    for name in ("tasks", "repairs", "compact", "further_links"):
        for value in record.get(name, ()):
            if not isinstance(value, str) or not value.strip():
                yield f"the field “{name}” holds {value!r}; a text is wanted."
    for value in record.get("repairs", ()):
        if value not in _REPAIRS:
            yield f"the field “repairs” holds {value!r}; one of {', '.join(_REPAIRS)} is wanted."


def _compact_problems(record: Mapping[str, Any]) -> Iterator[str]:
    compact = record.get("compact", ())
    for code, sentences in record.get("compact_translations", {}).items():
        if not isinstance(sentences, list) or len(sentences) != len(compact):
            wanted = f"{len(compact)} texts are wanted"
            yield f"the field “compact_translations.{code}” holds {sentences!r}; {wanted}."
            continue
        for english, text in zip(compact, sentences, strict=True):
            yield from translation_problems(str(english), {code: text}, _CODES)


def _fact_problems(fact: object) -> Iterator[str]:
    if not isinstance(fact, dict):
        yield f"{fact!r} is not a table; write [[facts]] above its fields."
        return
    for name in fact:
        if name not in _FACT_FIELDS:
            yield f"the field “{name}” is unknown; the fields are {', '.join(_FACT_FIELDS)}."
    text = fact.get("text")
    if not isinstance(text, str) or not text.endswith(".") or "\n" in text:
        yield f"the field “text” holds {text!r}; one sentence on one line with a full stop is wanted."
    aspects = {aspect.name.lower() for aspect in Aspect if aspect is not Aspect.MEASURED}
    given = fact.get("aspects")
    if not isinstance(given, list) or not given or not set(map(str, given)) <= aspects:
        yield f"the field “aspects” holds {given!r}; some of {', '.join(sorted(aspects))} are wanted."
    if fact.get("basis") not in _BASES:
        yield f"the field “basis” holds {fact.get('basis')!r}; one of {', '.join(_BASES)} is wanted."
    if isinstance(text, str):
        yield from translation_problems(text, fact.get("translations", {}), _CODES)
