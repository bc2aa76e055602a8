"""Which "not stated" of an answer does the raw text of its sources contradict?

    python -m tests.explanation.silence         every seed and every prompt of our own

The probes read the summaries themselves and know nothing of how facts are made from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cnaps.explanation import Claim, Explanation, Fit, Source, explain_prompt
from cnaps.explanation.facts import read_source
from cnaps.explanation.sentences import split_sentences, words_of
from tests.explanation.rubric import prompt_paths

PROBES = (
    (r"number of parameters for", r"\d[\d.,]* ?(?:M|K|million)? ?parameters"),
    (
        r"^training pairs made for|nor are training pairs",
        r"\bpairs\b.*\b(?:captured|collected|recorded|taken)|(?:captured|collected|recorded|taken)\b.*\bpairs\b|"
        r"noisy images is required|trained on \d",
    ),
    (
        r"processing time of any listed \w+(?! that)\b",
        r"\d ?(?:fps|ms|milliseconds|seconds)\b|frames per second|real time",
    ),
    (r"limits for", r"\bfails?\b|left over|make things up|amplified|struggle|cannot\b|break down"),
    (r"a model structure for this task", r"transformer|network|encoder|attention"),
    (r"whether it runs on a phone", r"\bphones?\b"),
)
"""What a sentence denies, and what a supporting summary must not hold then."""
COMMON = frozenset(words_of("what which does with that this from have they when your photo image network"))


def contradictions(explanation: Explanation) -> Iterator[tuple[str, str]]:
    """The claims that something is not stated, each with a sentence of a source that states it."""
    sources = [item.source for item in explanation.sources if item.fit is not Fit.UNSUPPORTIVE]
    everything = [item.source for item in explanation.sources]
    for claim in explanation.claims:
        if not claim.stated and not claim.quotes:
            yield from _denied(claim, everything if "listed" in claim.sentence else sources)


def _denied(claim: Claim, sources: list[Source]) -> Iterator[tuple[str, str]]:
    asked = re.search(r"An answer to “([^”]+)”", claim.sentence)
    for sentence in (sentence.text for source in sources for sentence in split_sentences(source.summary)):
        spoken = any(
            re.search(denied, claim.sentence, re.I) and re.search(stated, sentence, re.I)
            for denied, stated in PROBES
        )
        if spoken or (asked and _shares_most(asked.group(1), sentence)):
            yield claim.sentence, sentence


def _shares_most(asked: str, sentence: str) -> bool:
    wanted = {word[:4] for word in words_of(asked) if len(word) > 3 and word not in COMMON}
    held = {word[:4] for word in words_of(sentence)}
    return len(wanted) > 1 and len(wanted & held) > 0.5 * len(wanted)


def told_share(explanation: Explanation) -> tuple[int, int]:
    """Of the sentences that describe a work, how many are told by some fact, and how many there are."""
    readings = [read_source(item.source) for item in explanation.sources]
    told = {fact.quote.start for reading in readings for fact in reading.facts}
    starts = {
        sentence.start
        for item in explanation.sources
        for sentence in split_sentences(item.source.summary, item.source.start)
        if not sentence.text.endswith("?") and "http" not in sentence.text
    }
    return len(told & starts), len(starts)


def main() -> None:
    """Print every contradiction and the two figures."""
    found = told = usable = denials = 0
    for path in prompt_paths():
        explanation = explain_prompt(path.read_bytes().decode("utf-8"))
        shares = told_share(explanation)
        told, usable = told + shares[0], usable + shares[1]
        denials += sum(not claim.stated for claim in explanation.claims)
        for claim, sentence in contradictions(explanation):
            found += 1
            print(f"{path.stem}: {claim}\n    {sentence}")  # noqa: T201
    print(f"{found} contradictions of {denials} denials; {told} of {usable} sentences told")  # noqa: T201


if __name__ == "__main__":
    main()
