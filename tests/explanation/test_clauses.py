from __future__ import annotations

import pytest

from cnaps.explanation.clauses import statements
from cnaps.explanation.reshaping import last_reshapings, reshapings
from cnaps.explanation.runs import LONGEST_RUN, fitted, too_long_runs
from cnaps.explanation.sentences import long_run, tokens_of


def reshaped(text: str) -> str | None:
    """`text` in the first other order that is safe."""
    changed = (*reshapings(text, 0, len(text)), *last_reshapings(text, 0, len(text)))
    return changed[0] if changed else None


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "The network estimates a mask, and the decoder fills the holes.",
            ["The network estimates a mask.", "The decoder fills the holes."],
        ),
        (
            "FooNet reads the image, decomposes it into bands, and then merges the bands.",
            ["FooNet reads the image.", "FooNet decomposes it into bands.", "FooNet merges the bands."],
        ),
        (
            "We propose Foo Bar (FBNet), which first predicts a flow, and then removes the blur.",
            ["FBNet predicts a flow.", "FBNet removes the blur."],
        ),
        ("We collect a LineSet, a MaskSet, and a third set.", []),
        ("Rain, snow and fog lower the contrast.", []),
    ],
)
def test_a_sentence_is_taken_apart_into_its_statements(sentence: str, parts: list[str]) -> None:
    assert statements(sentence) == parts


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        (
            "The decoder merges the features captured by the encoder",
            "The decoder merges the features that are captured by the encoder",
        ),
        (
            "The module weighs both branches, forming one map",
            "The module weighs both branches, which forms one map",
        ),
        (
            "When the shutter is open for long, the stars become lines",
            "The stars become lines when the shutter is open for long",
        ),
        (
            "The set holds dusk scenes, portraits and streets",
            "The set holds dusk scenes, streets and portraits",
        ),
        ("The blur (here called smear) grows", "The blur grows"),
    ],
)
def test_words_are_put_into_another_order(text: str, changed: str) -> None:
    assert reshaped(text) == changed


def test_two_adjectives_of_one_noun_keep_their_order() -> None:
    assert reshaped("The set holds frames, clean and noisy images") is None


def test_an_order_that_would_change_a_negation_is_left_alone() -> None:
    assert reshaped("The paper does not train the network by adding noise") is None


@pytest.mark.parametrize(
    "sentence",
    [
        "The decoder merges the features captured by the encoder and returns images, videos and maps",
        "X first finds the cleanest frames of each video through prompts describing what is wrong",
    ],
)
def test_a_rewritten_sentence_shares_no_long_run_with_its_source(sentence: str) -> None:
    text = fitted(sentence, too_long_runs(tokens_of(sentence)))
    assert text
    assert long_run(tokens_of(text), tokens_of(sentence), LONGEST_RUN) == (0, 0)
