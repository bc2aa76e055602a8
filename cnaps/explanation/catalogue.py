"""The built-in catalogue: one checked record for each model and paper that an answer may speak of."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from cnaps.errors import CnapsError, UnknownBackendError
from cnaps.explanation.catalogue_check import entry_problems
from cnaps.explanation.embeddings import Embedding, chosen_embedding
from cnaps.explanation.entries import short_name
from cnaps.explanation.records import Aspect

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).resolve().parent.parent / "catalogue"
BACKENDS_FILE = "backends.toml"


class CatalogueError(CnapsError):
    """A file of the catalogue cannot be used; the message names file and field."""


@dataclass(frozen=True, kw_only=True)
class CatalogueFact:
    """One sentence of ours about a work."""

    text: str
    aspects: frozenset[Aspect]
    basis: str
    """Where it was read: ``seed``, ``code``, ``paper``, ``readme``, ``issue`` or ``run``."""
    translations: Mapping[str, str]
    """By language code, the same sentence in that language."""


@dataclass(frozen=True, kw_only=True)
class CatalogueEntry:
    """What the catalogue holds of one work."""

    id: str
    kind: str
    title: str
    """As its authors published it."""
    short: str
    year: int
    venue: str
    paper: str
    github: str
    further_links: tuple[str, ...]
    tasks: tuple[str, ...]
    repairs: tuple[str, ...]
    setting: str
    compact: tuple[str, ...]
    """How the compact network of this program differs from the published one, one sentence each."""
    compact_translations: Mapping[str, tuple[str, ...]]
    """By language code, the sentences of `compact` in that language, in the same order."""
    facts: tuple[CatalogueFact, ...]

    @property
    def prose_name(self) -> str:
        """The short name, in quotation marks where it is made of several words."""
        return short_name(self.short)

    @property
    def name(self) -> str:
        """The title, preceded by the short name where it does not hold it."""
        return self.title if self.short.lower() in self.title.lower() else f"{self.short}: {self.title}"

    @property
    def published(self) -> str:
        """Venue and year, such as ``ECCV 2022``."""
        return f"{self.venue} {self.year}"

    @property
    def summary(self) -> str:
        """All facts as one paragraph."""
        return " ".join(fact.text for fact in self.facts)


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """All entries by id, and the entry that describes each backend."""

    entries: Mapping[str, CatalogueEntry]
    backends: Mapping[str, str]
    embedding: Embedding | None = None
    """Finds entries by meaning as well as by words."""

    def entry_of(self, backend: str) -> CatalogueEntry:
        """The entry of a backend's or a model's name; raises `UnknownBackendError` for any other name."""
        identifier = self.backends.get(backend, backend)
        if identifier not in self.entries:
            known = ", ".join(self.backends)
            raise UnknownBackendError(f"“{backend}” is not in the catalogue; choose one of {known}.")
        return self.entries[identifier]


@cache
def built_in_catalogue() -> Catalogue:
    """The catalogue that ships with the package, with the embedding that the environment asks for.

    Raises:
        SettingError: that embedding cannot be used.
    """
    return replace(load_catalogue(FOLDER), embedding=chosen_embedding())


def load_catalogue(folder: Path) -> Catalogue:
    """Read and check every file of `folder`; raises `CatalogueError` naming file and field."""
    entries = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name != BACKENDS_FILE:
            entries[path.stem] = _entry(path)
    _require_distinct(entries)
    return Catalogue(entries=entries, backends=_backends(folder / BACKENDS_FILE, entries))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{path.name} cannot be read as TOML: {error}") from error


def _entry(path: Path) -> CatalogueEntry:
    record = _read(path)
    for problem in entry_problems(record, path.stem):
        raise CatalogueError(f"{path.name}: {problem}")
    return CatalogueEntry(
        id=record["id"],
        kind=record["kind"],
        title=record["title"],
        short=record["short"],
        year=record["year"],
        venue=record["venue"],
        paper=record.get("paper", ""),
        github=record.get("github", ""),
        further_links=tuple(record.get("further_links", ())),
        tasks=tuple(record["tasks"]),
        repairs=tuple(record.get("repairs", ())),
        setting=record.get("setting", ""),
        compact=tuple(record.get("compact", ())),
        compact_translations={
            code: tuple(sentences) for code, sentences in record.get("compact_translations", {}).items()
        },
        facts=tuple(_fact(fact) for fact in record["facts"]),
    )


def _require_distinct(entries: Mapping[str, CatalogueEntry]) -> None:
    """Two works of one name could not be told apart in an answer."""
    for name in ("short", "title"):
        seen: dict[str, str] = {}
        for entry in entries.values():
            value = str(getattr(entry, name))
            other = seen.setdefault(value.lower(), entry.id)
            if other != entry.id:
                raise CatalogueError(
                    f"{entry.id}.toml: the field “{name}” holds {value!r}, which {other}.toml holds already."
                )


def _fact(record: Mapping[str, Any]) -> CatalogueFact:
    aspects = frozenset(Aspect[name.upper()] for name in record["aspects"])
    return CatalogueFact(
        text=record["text"],
        aspects=aspects,
        basis=record["basis"],
        translations=dict(record.get("translations", {})),
    )


def _backends(path: Path, entries: Mapping[str, CatalogueEntry]) -> dict[str, str]:
    backends = _read(path)
    for name, identifier in backends.items():
        if identifier not in entries:
            raise CatalogueError(
                f"{path.name}: the field “{name}” holds {identifier!r}; the name of an entry is wanted."
            )
    return backends
