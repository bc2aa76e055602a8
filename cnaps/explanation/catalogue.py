"""The built-in catalogue: one checked record for each model and paper that an answer may speak of."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cnaps.errors import CnapsError, UnknownBackendError
from cnaps.explanation.entries import short_name
from cnaps.explanation.records import Aspect

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).resolve().parent.parent / "catalogue"
BACKENDS_FILE = "backends.toml"

_KINDS = ("model", "paper")
_BASES = ("seed", "code", "paper", "readme", "issue", "run")
_REPAIRS = ("blur", "noise", "jpeg", "exposure")
_FIELDS = {
    "id": str,
    "kind": str,
    "title": str,
    "short": str,
    "paper": str,
    "github": str,
    "further_links": list,
    "tasks": list,
    "repairs": list,
    "setting": str,
    "compact": list,
    "facts": list,
}
_REQUIRED = ("id", "kind", "title", "short", "tasks", "facts")


class CatalogueError(CnapsError):
    """A file of the catalogue cannot be used; the message names file and field."""


@dataclass(frozen=True, kw_only=True)
class CatalogueFact:
    """One sentence of ours about a work."""

    text: str
    aspects: frozenset[Aspect]
    basis: str
    """Where it was read: ``seed``, ``code``, ``paper``, ``readme``, ``issue`` or ``run``."""


@dataclass(frozen=True, kw_only=True)
class CatalogueEntry:
    """What the catalogue holds of one work."""

    id: str
    kind: str
    title: str
    short: str
    paper: str
    github: str
    further_links: tuple[str, ...]
    tasks: tuple[str, ...]
    repairs: tuple[str, ...]
    setting: str
    compact: tuple[str, ...]
    """How the compact network of this program differs from the published one, one sentence each."""
    facts: tuple[CatalogueFact, ...]

    @property
    def prose_name(self) -> str:
        """The short name, in quotation marks where it is made of several words."""
        return short_name(self.short)


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All entries by id, and the entry that describes each backend."""

    entries: Mapping[str, CatalogueEntry]
    backends: Mapping[str, str]

    def entry_of(self, backend: str) -> CatalogueEntry:
        """The entry of a backend's or a model's name; raises `UnknownBackendError` for any other name."""
        identifier = self.backends.get(backend, backend)
        if identifier not in self.entries:
            known = ", ".join(self.backends)
            raise UnknownBackendError(f"“{backend}” is not in the catalogue; choose one of {known}.")
        return self.entries[identifier]


@cache
def built_in_catalogue() -> Catalogue:
    """The catalogue that ships with the package."""
    return load_catalogue(FOLDER)


def load_catalogue(folder: Path) -> Catalogue:
    """Read and check every file of `folder`; raises `CatalogueError` naming file and field."""
    entries = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name != BACKENDS_FILE:
            entries[path.stem] = _entry(path)
    return Catalogue(entries=entries, backends=_backends(folder / BACKENDS_FILE, entries))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{path.name} cannot be read as TOML: {error}") from error


def _entry(path: Path) -> CatalogueEntry:
    record = _read(path)
    for problem in _problems(record, path.stem):
        raise CatalogueError(f"{path.name}: {problem}")
    return CatalogueEntry(
        id=record["id"],
        kind=record["kind"],
        title=record["title"],
        short=record["short"],
        paper=record.get("paper", ""),
        github=record.get("github", ""),
        further_links=tuple(record.get("further_links", ())),
        tasks=tuple(record["tasks"]),
        repairs=tuple(record.get("repairs", ())),
        setting=record.get("setting", ""),
        compact=tuple(record.get("compact", ())),
        facts=tuple(_fact(fact) for fact in record["facts"]),
    )


def _problems(record: Mapping[str, Any], stem: str) -> Iterator[str]:
    """What is wrong with a file, one sentence each, the plainest first."""
    yield from _field_problems(record)
    if record.get("id") != stem:
        yield f"the field “id” holds {record.get('id')!r}; the name of the file, {stem!r}, is wanted."
    if record.get("kind") not in _KINDS:
        yield f"the field “kind” holds {record.get('kind')!r}; one of {', '.join(_KINDS)} is wanted."
    yield from _link_problems(record)
    yield from _list_problems(record)
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
    links = {"paper": [record.get("paper", "")], "github": [record.get("github", "")]}
    links["further_links"] = record.get("further_links", [])
    for name, values in links.items():
        for value in values:
            if value and not str(value).startswith(("https://", "http://")):
                yield f"the field “{name}” holds {value!r}; a link that starts with http is wanted."


def _list_problems(record: Mapping[str, Any]) -> Iterator[str]:
    for name in ("tasks", "repairs", "compact", "further_links"):
        for value in record.get(name, ()):
            if not isinstance(value, str) or not value.strip():
                yield f"the field “{name}” holds {value!r}; a text is wanted."
    for value in record.get("repairs", ()):
        if value not in _REPAIRS:
            yield f"the field “repairs” holds {value!r}; one of {', '.join(_REPAIRS)} is wanted."


def _fact_problems(fact: object) -> Iterator[str]:
    if not isinstance(fact, dict):
        yield f"{fact!r} is not a table; write [[facts]] above its fields."
        return
    text = fact.get("text")
    if not isinstance(text, str) or not text.endswith(".") or "\n" in text:
        yield f"the field “text” holds {text!r}; one sentence on one line with a full stop is wanted."
    aspects = {aspect.name.lower() for aspect in Aspect}
    given = fact.get("aspects")
    if not isinstance(given, list) or not given or not set(map(str, given)) <= aspects:
        yield f"the field “aspects” holds {given!r}; some of {', '.join(sorted(aspects))} are wanted."
    if fact.get("basis") not in _BASES:
        yield f"the field “basis” holds {fact.get('basis')!r}; one of {', '.join(_BASES)} is wanted."


def _fact(record: Mapping[str, Any]) -> CatalogueFact:
    aspects = frozenset(Aspect[name.upper()] for name in record["aspects"])
    return CatalogueFact(text=record["text"], aspects=aspects, basis=record["basis"])


def _backends(path: Path, entries: Mapping[str, CatalogueEntry]) -> dict[str, str]:
    backends = _read(path)
    for name, identifier in backends.items():
        if identifier not in entries:
            raise CatalogueError(
                f"{path.name}: the field “{name}” holds {identifier!r}; the name of an entry is wanted."
            )
    return backends
