"""Clauses of the user's question: the one that tells what is wrong, and yes-or-no as "whether …"."""

from __future__ import annotations

import re

from cnaps.explanation.predicates import is_verb
from cnaps.explanation.sentences import STOPWORDS, content_stems, words_of
from cnaps.explanation.symptoms import complaint as complaining_sentence
from cnaps.explanation.symptoms import telling

LONGEST_CLAUSE = 14
"""Words of the user that an opening quotes."""
_MARKS = re.compile(r"[\[\]*_`<>|\\\"“”]")
_URL = re.compile(r"\S*(?:https?:|www\.)\S*", re.I)
_JOINT = re.compile(
    r"[,;:.!?]\s+(?:(?:and|but|so|yet)\s+)?|\s[–—]\s|\s(?:and|but|so|yet)\s(?=\w+ (?:\w+ )?(?:is|are|was|"
    r"were)\b)"
)
_TROUBLE = re.compile(
    r"\b(?:hardly|only|no longer|all|every\w*|full of|not|too|gone|instead|across|never|always|like|"
    r"nothing|just|"
    r"\w+n't|as if|cannot)\b",
    re.I,
)
_STARTS = re.compile(r"the|my|our|a|an|every\w*|all|there|it|they|this|these|its|his|her|some", re.I)
_LEADING = re.compile(
    r"through|under|across|behind|near|after|before|during|without|into|onto|upon|as|between|around|along",
    re.I,
)
_BREAK = re.compile(r"in|on|at|from|with|of|by|over|out|for|to|that|which|when|where|while|and|but", re.I)

_AUXILIARIES = r"will|would|can|could|does|do|did|is|are|was|were|has|have|should|may|must|might"
_PRONOUN = r"it|they|he|she|this|that|these|those|there|someone|something|anything|anybody|AI"
_YES_OR_NO = re.compile(
    rf"^(?:and |but |so |or )?(?P<verb>{_AUXILIARIES})\s+(?:(?P<pronoun>{_PRONOUN})\s+)?(?P<rest>.+)$", re.I
)
_ALTERNATIVE = re.compile(rf",? (?:or|and) (?:{_AUXILIARIES}|how|what|why|which|where)\b", re.I)
_DETERMINER = re.compile(r"(?:my|the|an?|its|their|our|such|this|these|that|those|any|every|each|no)\b", re.I)
_THIRD_PERSON = re.compile(r"\b(?:I|you|we|us|your)\b")
_OWN = {"my": "the user's", "our": "the users'", "me": "the user", "mine": "the user's"}
_LONGEST_SUBJECT = 5
_PLAIN_VERBS = frozenset(
    words_of(
        "be look vanish still also ever stay keep get go make put leave come need take work have "
        "really  always disappear  survive show suffer help matter end die fade "
    )
)


def complaint(question: str) -> str:
    """The clause in which the user tells what is wrong, at most a dozen words as they stand."""
    plain = " ".join(_MARKS.sub(" ", _URL.sub(" ", question)).split())
    sentence = complaining_sentence(plain) or plain
    clauses = [clause for part in _JOINT.split(sentence) if (clause := part.strip(" ,;:.!?"))]
    best = max(clauses, key=_weight, default=sentence)
    return _shortened(best) or "the question"


def _weight(clause: str) -> float:
    short = 2.0 * (len(clause.split()) < 4)
    return (
        2.0 * telling(clause)
        + bool(_TROUBLE.search(clause))
        + 0.2 * min(8, len(content_stems(clause)))
        - short
    )


def _shortened(clause: str) -> str:
    """At most a dozen words around what is wrong, begun and ended at a phrase where the clause is longer."""
    words = clause.split()
    if len(words) > LONGEST_CLAUSE:
        starts = [
            0,
            *(
                i
                for i in range(1, len(words))
                if _STARTS.fullmatch(words[i])
                and not (_BREAK.fullmatch(words[i - 1]) or _LEADING.fullmatch(words[i - 1]))
            ),
        ]
        windows = [
            words[start:end]
            for start in starts
            for end in (len(words), *(i for i in range(start + 6, len(words)) if _BREAK.fullmatch(words[i])))
            if 5 <= end - start <= LONGEST_CLAUSE
        ]
        words = max(windows, key=_worth, default=words[:LONGEST_CLAUSE])
    while len(words) > 3 and _BREAK.fullmatch(words[-1]):
        words = words[:-1]
    return " ".join(words)[:120].strip(" ,;:.")


def _worth(words: list[str]) -> tuple[float, int]:
    text = " ".join(words)
    whole = telling(text) + 0.5 * bool(_TROUBLE.search(text)) + 0.5 * any(map(is_verb, words))
    return whole, len(words)


def whether_clause(text: str) -> str:
    """``Does it need a clear day?`` to ``whether it needs a clear day``; empty where that is not certain."""
    plain = " ".join(_MARKS.sub(" ", _URL.sub(" ", text)).split()).rstrip(" ?.!")
    single = "?" not in plain and not _ALTERNATIVE.search(plain)
    asked = _YES_OR_NO.match(plain) if single else None
    if not asked or _THIRD_PERSON.search(plain):
        return ""
    subject, rest = asked["pronoun"] or "", asked["rest"]
    if not subject:
        subject, rest = _parted(rest)
    if not subject or rest.lower() in STOPWORDS:
        return ""
    predicate = _predicate(asked["verb"].lower(), rest)
    clause = f"{subject} {predicate}" if predicate else ""
    owned = re.sub(r"\b(?:my|our|me|mine)\b", lambda match: _OWN[match.group().lower()], clause, flags=re.I)
    return f"whether {owned[:160]}" if owned else ""


def _parted(rest: str) -> tuple[str, str]:
    """Subject and predicate of what follows the auxiliary: a noun phrase up to the first verb."""
    words = rest.split()
    if not _DETERMINER.match(rest):
        return "", rest
    for i in range(2, min(_LONGEST_SUBJECT, len(words))):
        word = words[i].lower()
        known = not word.endswith("s") and (is_verb(f"{word}s") or is_verb(f"{word}es"))
        if word in _PLAIN_VERBS or known:
            return " ".join(words[:i]), " ".join(words[i:])
    return "", rest


def _predicate(verb: str, rest: str) -> str:
    if verb == "do":
        return rest
    if verb == "did":
        return ""
    if verb != "does":
        return f"{verb} {rest}"
    first, _, others = rest.partition(" ")
    if not set(words_of(first)) or first.lower() in {"still", "also", "ever", "really", "always", "not"}:
        return ""
    return f"{_inflected(first)} {others}".strip()


def _inflected(verb: str) -> str:
    if verb in {"have", "go", "do"}:
        return {"have": "has", "go": "goes", "do": "does"}[verb]
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return f"{verb}es"
    if re.search(r"[^aeiou]y$", verb):
        return f"{verb[:-1]}ies"
    return f"{verb}s"
