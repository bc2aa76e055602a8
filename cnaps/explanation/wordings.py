"""Everyday wordings of each trouble: how people complain of it, from files that need no programmer."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cnaps.errors import CnapsError
from cnaps.explanation.sentences import words_of
from cnaps.explanation.task_list import SPECIFIC

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).resolve().parent.parent / "wordings"
KINDS_FILE = "kinds.toml"
NO_REPAIR = "none"
"""The key of questions that ask for no repair."""
_KEYS = frozenset({NO_REPAIR, *(task.key for task in SPECIFIC)})
_FEWEST = 20
_LONGEST = 200


class WordingError(CnapsError):
    """A file of wordings cannot be used; the message names file, key and line."""


@dataclass(frozen=True, kw_only=True)
class Wordings:
    """Complaints by the key of their task, and words by the kind of thing they stand for."""

    complaints: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, tuple[str, ...]]


def load_wordings(folder: Path) -> Wordings:
    """Read and check every file of `folder`; raises `WordingError` naming file, key and line."""
    complaints: dict[str, tuple[str, ...]] = {}
    said_under: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        for key, lines in _lists(path) if path.name != KINDS_FILE else ():
            for problem in _problems(key, lines, complaints, said_under):
                raise WordingError(f"{path.name}: “{key}” {problem}")
            complaints[key] = lines
    missing = ", ".join(sorted(_KEYS - complaints.keys()))
    if missing:
        raise WordingError(f"{folder.name}: wordings are missing for {missing}.")
    return Wordings(complaints=complaints, kinds=dict(_kinds(folder / KINDS_FILE)))


def _kinds(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, lines in _lists(path):
        words = tuple(" ".join(lines).split())
        for word in words:
            if words_of(word) != [word]:
                raise WordingError(
                    f"{path.name}: “{key}” holds {word!r}; single words in small letters are wanted."
                )
        yield key, words


def _lists(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WordingError(f"{path.name} cannot be read as TOML: {error}") from error
    for key, text in tables.items():
        if not isinstance(text, str):
            raise WordingError(f"{path.name}: “{key}” holds {text!r}; lines between ''' and ''' are wanted.")
        yield key, tuple(line.strip() for line in text.splitlines() if line.strip())


def _problems(
    key: str, lines: tuple[str, ...], complaints: Mapping[str, object], said_under: dict[str, str]
) -> Iterator[str]:
    """What is wrong with the wordings of `key`; `said_under` remembers every line that was met."""
    if key not in _KEYS:
        yield f"is no task; the tasks are {', '.join(sorted(_KEYS))}."
    if key in complaints:
        yield "stands twice; write all its wordings under one key."
    if len(lines) < _FEWEST:
        yield f"has {len(lines)} wordings; at least {_FEWEST} are wanted."
    for line in lines:
        if len(line) > _LONGEST:
            yield f"holds {line!r}; at most {_LONGEST} characters are wanted."
        if line.lower() in said_under:
            yield f"holds {line!r}, which stands under “{said_under[line.lower()]}” already."
        said_under[line.lower()] = key
