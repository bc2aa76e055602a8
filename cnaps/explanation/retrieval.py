"""Which entries of the catalogue speak of a question: BM25 over title, tasks and facts, by SQLite's FTS5.

Where an embedding is at hand, its ranking is fused with that of BM25.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing

from cnaps.explanation.catalogue import CatalogueEntry
from cnaps.explanation.embeddings import Embedding
from cnaps.explanation.records import Aspect
from cnaps.explanation.sentences import STOPWORDS, words_of

_TABLE = "CREATE VIRTUAL TABLE works USING fts5(id UNINDEXED, title, tasks, facts, tokenize = 'porter')"
_BY_RELEVANCE = "SELECT id, -bm25(works, 0.0, 4.0, 3.0, 1.0) FROM works WHERE works MATCH ?"
_EVERYWHERE = frozenset(
    words_of("image images photo photos picture pictures model models network method app ai please")
)
"""Words that tell no entry from another."""
_SILENT = (STOPWORDS | _EVERYWHERE) - {"without"}
_NEAREST = 20
"""Entries that an embedding may bring in; every entry has some nearness to every question."""
_ASPECT_BONUS = 1.5
"""What an entry gains for a fact of the kind that is asked for; about a third of a matching rare word."""


def relevance(
    question: str,
    topic_words: str,
    aspects: Collection[Aspect],
    entries: Iterable[CatalogueEntry],
    embedding: Embedding | None = None,
) -> dict[str, float]:
    """By entry id, how much an entry has to do with the question; entries without any relation are left out.

    `topic_words`: the names of the tasks that were recognised in the question.
    `embedding`: also finds entries that say the same in other words.
    Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
    """
    held = {entry.id: entry for entry in entries}
    found = _matches(_query(f"{question} {topic_words}"), held)
    scores = {
        identifier: score + _ASPECT_BONUS * _told(held[identifier], aspects)
        for identifier, score in found.items()
    }
    if embedding is None or not question.strip():
        return scores
    texts = {entry.id: f"{entry.name}. {', '.join(entry.tasks)}. {entry.summary}" for entry in held.values()}
    near = embedding.nearness(f"{question} {topic_words}", texts)
    nearest = sorted(near, key=lambda identifier: -near[identifier])[:_NEAREST]
    return fused(scores, {identifier: near[identifier] for identifier in nearest})


def fused(*rankings: Mapping[str, float]) -> dict[str, float]:
    """By id, the sum over the rankings of 1 / (60 + rank).

    Source: Cormack, Clarke and Büttcher, Reciprocal Rank Fusion, SIGIR 2009.
    """
    total: dict[str, float] = {}
    for scores in rankings:
        ordered = sorted(scores, key=lambda identifier: (-scores[identifier], identifier))
        for rank, identifier in enumerate(ordered, start=1):
            total[identifier] = total.get(identifier, 0.0) + 1.0 / (60 + rank)
    return total


def named_in(question: str, entries: Iterable[CatalogueEntry]) -> list[CatalogueEntry]:
    """Entries that the question calls by their short name, in the order in which it does."""
    places = [(_place(entry.short, question), entry) for entry in entries]
    found = sorted((pair for pair in places if pair[0] >= 0), key=lambda pair: (pair[0], -len(pair[1].short)))
    taken: dict[int, CatalogueEntry] = {}
    for place, entry in found:
        taken.setdefault(place, entry)
    return list(taken.values())


def _place(name: str, question: str) -> int:
    """Where a name stands as a word of its own; a name in small letters counts only where it is no word."""
    plain = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", question)
    any_case = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", question, re.I)
    match = plain or (any_case if len(name) > 4 and name.lower() not in _WORDS else None)
    return match.start() if match else -1


_WORDS = frozenset({"unprocessing", "palette", "maxim", "hide"})
"""Short names that are also plain words, and therefore count only as they are written."""


def _query(text: str) -> str:
    words = [word for word in words_of(text) if word not in _SILENT and len(word) > 1]
    return " OR ".join(f'"{word}"' for word in dict.fromkeys(words))


def _matches(query: str, entries: Mapping[str, CatalogueEntry]) -> dict[str, float]:
    if not query:
        return {}
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(_TABLE)
        rows = [(entry.id, entry.name, ", ".join(entry.tasks), entry.summary) for entry in entries.values()]
        connection.executemany("INSERT INTO works VALUES (?, ?, ?, ?)", rows)
        return dict(connection.execute(_BY_RELEVANCE, (query,)))


def _told(entry: CatalogueEntry, aspects: Collection[Aspect]) -> int:
    told = {aspect for fact in entry.facts for aspect in fact.aspects}
    return len(told & set(aspects))
