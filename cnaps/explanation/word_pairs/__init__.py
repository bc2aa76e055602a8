"""Words of abstracts and the plainer words that take their place; each pair keeps sense, number and article.

A pair is a pattern of whole words and its replacement. `ALWAYS` holds for every sentence that is rewritten;
`BREAKERS` are tried in their order where a rewritten sentence still shares a long run with its source. A word
that is right beside some neighbours only names them in its pattern: "fails" before "to", "approach" not
before "to".
"""

from __future__ import annotations

from cnaps.explanation.word_pairs import connectives, nouns, verbs
from cnaps.explanation.word_pairs.hype import AND_HYPE, HYPE, PRAISING
from cnaps.explanation.word_pairs.verbs import ADVERB

Pair = tuple[str, str]

ALWAYS: tuple[Pair, ...] = (*verbs.ALWAYS, *connectives.ALWAYS, *nouns.ALWAYS)
BREAKERS: tuple[Pair, ...] = (*connectives.BREAKERS, *verbs.BREAKERS, *nouns.BREAKERS)

__all__ = ["ADVERB", "ALWAYS", "AND_HYPE", "BREAKERS", "HYPE", "PRAISING"]
