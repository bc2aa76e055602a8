"""The entries of a prompt: labelled lines to sources with a name, their links verbatim, and a summary."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby

from cnaps.explanation.injection import addresses_reader
from cnaps.explanation.languages import LANGUAGES
from cnaps.explanation.records import Role, Source

MOST_ENTRIES = 50
LONGEST_SUMMARY = 40_000
"""Characters; more is cut with a warning."""

_LABELS = {
    kind: "|".join(language.cues.labels[kind] for language in LANGUAGES)
    for kind in ("name", "paper", "github", "summary")
}
_LABEL = re.compile(
    r"^[\s>]*(?:[-*•+]\s+|\d+[.)]\s+|#{1,6}\s+)?[*_]*\s*(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _LABELS.items())
    + r")\s*[*_]*\s*(?:[:：]|\s[-–—]\s)[*_]*[ \t]*(?P<value>.*)$",
    re.I,
)
_BULLET = re.compile(r"^\s*(?:[-*•+]|\d+[.)]|#{3,6})\s+(?P<value>\S.*)$")
_MISSING = re.compile(rf"^(?:{'|'.join(language.cues.missing for language in LANGUAGES)}|-+|–)\.?$", re.I)
_MARKDOWN_LINK = re.compile(r"\[([^\]]*)\]\(\s*<?(https?://[^\s<>\"'`]+?)>?\s*\)", re.I)
_URL = re.compile(r"https?://[^\s<>\"'`\\\]|{}^]+", re.I)
_SCHEMELESS = re.compile(r"^(?:www\.)?(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>\"'`\\\]|{}^]+$", re.I)
_ARXIV = re.compile(r"arxiv\.org/(?:pdf|abs|html)/(\d{4}\.\d{4,5})", re.I)
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.S)
_LONGEST_SHORT = 60
"""Characters of what prose calls a work."""
_CLAUSE_END = re.compile(
    r"\s+(?:for|in|with|from|via|of|using|by|on|towards?|through|under|against|as)\s+", re.I
)


@dataclass(kw_only=True)
class RawEntry:
    """An entry while its lines are being read."""

    name: str = ""
    links: dict[str, list[str]] = field(default_factory=lambda: {"paper": [], "github": []})
    summary: list[tuple[int, str]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    open: str = ""
    """The field that a following unlabelled line belongs to."""


def read_entries(lines: list[tuple[int, str]], warnings: list[str]) -> list[RawEntry]:
    """Entries of one section; each line comes with its offset in the prompt."""
    entries: list[RawEntry] = []
    blank_before = True
    by_block = _one_entry_a_block([line for _, line in lines])
    for offset, line in lines:
        label = _LABEL.match(line)
        if label:
            _read_label(entries, label, offset, blank_before, by_block=by_block)
        elif line.strip():
            _read_unlabelled(entries, offset, line)
        blank_before = not line.strip()
    named = [entry for entry in entries if entry.name]
    if len(named) < len(entries):
        warnings.append("An entry without a name was left out.")
    if len(named) > MOST_ENTRIES:
        warnings.append(f"Only the first {MOST_ENTRIES} entries of a section were read.")
    return named[:MOST_ENTRIES]


def _one_entry_a_block(lines: list[str]) -> bool:
    """Whether blank lines alone tell the entries apart: each block of labelled lines holds one name."""
    blocks = [list(group) for blank, group in groupby(lines, _is_blank) if not blank]
    named = [[_kind(label) for line in block if (label := _LABEL.match(line))] for block in blocks]
    return all(kinds.count("name") == 1 for kinds in named if kinds)


def _is_blank(line: str) -> bool:
    return not line.strip()


def _kind(label: re.Match[str]) -> str:
    return next(name for name in _LABELS if label.group(name))


def _read_label(
    entries: list[RawEntry], label: re.Match[str], offset: int, blank_before: bool, *, by_block: bool
) -> None:
    kind = _kind(label)
    starts = blank_before if by_block else bool(entries) and _starts_entry(entries[-1], kind, blank_before)
    if not entries or starts:
        entries.append(RawEntry())
    entry = entries[-1]
    _store(entry, kind, label.group("value"), offset + label.start("value"))
    entry.seen.add(kind)


def _starts_entry(entry: RawEntry, kind: str, blank_before: bool) -> bool:
    if kind == "name":
        return "name" in entry.seen
    return kind in entry.seen and blank_before and kind != "summary"


def _read_unlabelled(entries: list[RawEntry], offset: int, line: str) -> None:
    entry = entries[-1] if entries else None
    if entry and entry.open:
        _store(entry, entry.open, line, offset)
        return
    bullet = _BULLET.match(line)
    if bullet and _URL.search(line) and not addresses_reader(line):
        entries.append(RawEntry(seen={"name"}))
        _store(entries[-1], "name", bullet.group("value"), offset)
        entries[-1].links["paper"] += links_in(line)


def _store(entry: RawEntry, kind: str, value: str, offset: int) -> None:
    """Put `value` into its field; an empty value leaves the field open for the next line."""
    if kind == "summary":
        entry.open = "summary"
        if not _is_missing(value):
            entry.summary.append((offset, value))
        return
    entry.open = "" if value.strip(" *_") else kind
    if kind == "name":
        entry.name = entry.name or clean_name(value)
    elif not _is_missing(value):
        found = links_in(value)
        entry.links[kind] += found
        if kind == "paper" and not found and not entry.name:
            entry.name = clean_name(value)


def _is_missing(value: str) -> bool:
    plain = value.strip(" *_`")
    return not plain or bool(_MISSING.match(plain))


def links_in(value: str) -> list[str]:
    """The http(s) links of a field, verbatim; one without its scheme only when it is the whole value."""
    marked = [match.group(2) for match in _MARKDOWN_LINK.finditer(value)]
    found = marked or [_without_tail(match.group()) for match in _URL.finditer(value)]
    plain = value.strip(" *_`<>")
    if not found and _SCHEMELESS.match(plain):
        found = [_without_tail(plain)]
    return list(dict.fromkeys(link for link in found if len(link) > len("https://")))


def _without_tail(url: str) -> str:
    while url and (url[-1] in ".,;:!?*_" or (url[-1] == ")" and url.count(")") > url.count("("))):
        url = url[:-1]
    return url


def clean_name(value: str) -> str:
    """A name that is safe in Markdown: no link, no tag, no brackets, at most 200 characters."""
    text = _MARKDOWN_LINK.sub(r"\1", value)
    text = _TAG.sub(" ", _URL.sub(" ", text))
    text = re.sub(r"[*`<>|\\]|(?<!\w)_|_(?!\w)", " ", text).translate(str.maketrans("[]", "()"))
    return re.sub(r"\s+", " ", text).strip(' -–:"“”')[:200].strip()


def short_name(name: str) -> str:
    """What prose calls a work: its title up to the colon, or up to the first preposition, and no more."""
    head = re.split(r":\s|\s[-–—]\s", name)[0].rstrip(":")
    if len(head.split()) > 5:
        ends = [match.start() for match in _CLAUSE_END.finditer(head) if _is_whole(head, match)]
        head = " ".join(head[: ends[0] if ends else len(head)].split()[:6])
    if len(head) > _LONGEST_SHORT and " " in head[:_LONGEST_SHORT]:
        head = head[:_LONGEST_SHORT].rsplit(" ", 1)[0]
    head = head[:_LONGEST_SHORT].strip(" ,;.") or name[:_LONGEST_SHORT]
    return f"“{head}”" if " " in head else head


def _is_whole(head: str, end: re.Match[str]) -> bool:
    """Whether the words before a preposition can stand for the title: no "Removal" without its "of …"."""
    words = len(head[: end.start()].split())
    return words > 2 or (words == 2 and end.group().strip().lower() != "of")


def to_sources(
    models: list[RawEntry], papers: list[RawEntry], text: str, warnings: list[str]
) -> tuple[Source, ...]:
    """Numbered sources; an entry given twice becomes one; entries that share a paper know each other."""
    kept: list[Source] = []
    for role, entries in ((Role.MODEL, models), (Role.PAPER, papers)):
        for entry in entries:
            _add(kept, _source(entry, role, text, warnings), warnings)
    return tuple(_with_twin(source, kept) for source in kept)


def _add(kept: list[Source], new: Source, warnings: list[str]) -> None:
    for i, old in enumerate(kept):
        if _same_name(old, new):
            kept[i] = _merged(old, new)
            warnings.append(f"“{new.short.strip('“”')}” is given twice; it is listed once.")
            return
    letter = "M" if new.role is Role.MODEL else "P"
    number = 1 + sum(source.role is new.role for source in kept)
    kept.append(replace(new, id=f"{letter}{number}"))


def _same_name(old: Source, new: Source) -> bool:
    return old.name.lower() == new.name.lower() and (
        not old.paper or not new.paper or _work(old.paper) == _work(new.paper)
    )


def _merged(old: Source, new: Source) -> Source:
    own = {old.paper, old.github}
    further = tuple(dict.fromkeys(link for link in (*old.further_links, *new.links) if link not in own))
    paper, github = old.paper or new.paper, old.github or new.github
    summary, start = (old.summary, old.start) if old.summary else (new.summary, new.start)
    further = tuple(link for link in further if link not in {paper, github})
    return replace(old, paper=paper, github=github, further_links=further, summary=summary, start=start)


def _with_twin(source: Source, kept: list[Source]) -> Source:
    for other in kept:
        if other is not source and source.paper and _work(other.paper) == _work(source.paper):
            return replace(source, twin=other.id)
    return source


def _work(link: str) -> str:
    """What a link points to: its arXiv number, else the link without scheme and case."""
    arxiv = _ARXIV.search(link)
    return arxiv.group(1) if arxiv else re.sub(r"^https?://(www\.)?", "", link.lower()).rstrip("/")


def _source(entry: RawEntry, role: Role, text: str, warnings: list[str]) -> Source:
    summary, start = _summary(entry, text, warnings)
    papers, codes = entry.links["paper"], entry.links["github"]
    return Source(
        id="",
        role=role,
        name=entry.name,
        short=short_name(entry.name),
        paper=papers[0] if papers else "",
        github=codes[0] if codes else "",
        further_links=tuple(dict.fromkeys((*papers[1:], *codes[1:]))),
        summary=summary,
        start=start,
    )


def _summary(entry: RawEntry, text: str, warnings: list[str]) -> tuple[str, int]:
    if not entry.summary:
        return "", 0
    start = entry.summary[0][0]
    last_offset, last = entry.summary[-1]
    end = last_offset + len(last)
    if end - start > LONGEST_SUMMARY:
        warnings.append(
            f"The summary of “{short_name(entry.name)}” was cut after {LONGEST_SUMMARY} characters."
        )
    return text[start : min(end, start + LONGEST_SUMMARY)].rstrip(), start
