"""The sources of an answer as BibTeX."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from cnaps.explanation.records import Source

_ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{4,5})", re.I)
_PUBLISHED = re.compile(r"(?P<venue>.*?)\s*(?P<year>(?:19|20)\d\d)$")
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: "\\" + character for character in "&%$#_{}"},
}


def bibtex(sources: Iterable[Source]) -> str:
    """An entry for each source that has a link; authors are left out, for no source names them.

    Titles stand in double braces, so that no style changes their capitals; links are verbatim.
    """
    entries: dict[str, str] = {}
    for source in sources:
        if source.links:
            key = _unused(_key(source), entries)
            entries[key] = _entry(key, source)
    return "\n\n".join(entries.values()) + ("\n" if entries else "")


def _entry(key: str, source: Source) -> str:
    arxiv, published = _ARXIV.search(" ".join(source.links)), _PUBLISHED.match(source.published)
    fields = {
        "title": "{" + _escaped(source.name) + "}",
        "howpublished": _escaped(published["venue"]) if published else "",
        "year": published["year"] if published else "",
        "eprint": arxiv[1] if arxiv else "",
        "archiveprefix": "arXiv" if arxiv else "",
        "url": source.paper or source.github,
        "note": rf"Code: \url{{{source.github}}}" if source.github and source.paper else "",
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join((f"@misc{{{key},", *lines, "}"))


def _key(source: Source) -> str:
    plain = unicodedata.normalize("NFKD", source.short or source.name).encode("ascii", "ignore").decode()
    year = _PUBLISHED.match(source.published)
    return (re.sub(r"[^a-z0-9]+", "", plain.lower())[:40] or source.id.lower()) + (
        year["year"] if year else ""
    )


def _unused(key: str, taken: Iterable[str]) -> str:
    known, number, free = set(taken), 2, key
    while free in known:
        free, number = f"{key}-{number}", number + 1
    return free


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(character, character) for character in text)
