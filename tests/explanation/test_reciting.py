"""Clauses that are handed over in short quotations."""

from __future__ import annotations

import re

import pytest

from cnaps.explanation.pointers import goes_further, pointers
from cnaps.explanation.reciting import recited
from cnaps.explanation.runs import LONGEST_RUN
from cnaps.explanation.sentences import tokens_of

CLAUSE = (
    "one decoder branch predicts the mask of the overlaid mark with its border, and another branch paints "
    "the background that lies below the mark"
)


def test_a_long_clause_is_handed_over_in_pieces_short_enough_to_be_quoted() -> None:
    pieces = re.findall(r"“([^”]+)”", recited(CLAUSE, "MarkNet", "", ""))
    assert len(pieces) > 1
    assert all(
        len(tokens_of(piece)) <= LONGEST_RUN and piece.rstrip(" …").lower() in CLAUSE.lower()
        for piece in pieces
    )


def test_what_an_it_stands_for_is_named_or_nothing_is_quoted() -> None:
    clause = "it takes the raw mosaic and predicts the picture"
    assert "that the network “takes" in recited(clause, "X", "We train one network: ", "")
    assert recited(clause, "X", "", "") == ""


def test_a_negation_is_not_left_off() -> None:
    clause = (
        "the net works on faces of any size in daylight from the front with glasses on but never at night"
    )
    said = recited(clause, "X", "", "")
    assert not said or "never" in said


def test_words_without_a_verb_of_their_own_are_not_quoted() -> None:
    assert recited("a small network that blends pictures", "X", "", "") == ""


def test_that_a_list_follows_is_not_quoted_without_the_list() -> None:
    assert recited("the architecture of the network consists of three key components", "X", "", "") == ""


def test_a_name_is_not_parted_by_the_end_of_a_quotation() -> None:
    clause = (
        "we then train a Temporal and Spatial Attention fusion module that weighs the frames for each pixel"
    )
    assert "Temporal”" not in recited(clause, "X", "", "")


def test_a_quotation_in_two_pieces_reads_as_one_with_its_source_named_between() -> None:
    said = recited(CLAUSE, "MarkNet", "", "")
    assert re.match(r"“[A-Z][^”]+”, the summary of MarkNet says, “[^”]+”", said)


def test_what_joins_two_pieces_is_quoted_with_the_second() -> None:
    clause = "we prove mathematically that distortion and perceptual quality are at odds with each other"
    assert recited(clause, "X", "", "").endswith(", “and perceptual quality are at odds with each other”.")


def test_a_concession_stays_with_its_main_clause() -> None:
    clause = (
        "While the Transformer mitigates the shortcomings of networks with convolutions, its complexity "
        "grows quadratically with the number of pixels"
    )
    said = recited(clause, "X", "", "")
    assert said.startswith("“While the Transformer mitigates")
    assert "its complexity grows quadratically" in said
    assert recited("while the first branch paints the border of the mark", "X", "", "").startswith(
        "The summary of X says: “the first branch"
    )


@pytest.mark.parametrize(
    ("clause", "start"),
    [
        ("it is not possible to recover regions that are fully covered by haze", "“It is not possible"),
        ("It is hard to remove haze from a photo because depth is unknown to all", "“It is hard to remove"),
        (
            "it is trained to remove haze from a photo of any size",
            "The summary of X says that the network “is",
        ),
        (
            "it is hard to train on a graphics card with such memory",
            "The summary of X says that the network “is",
        ),
    ],
)
def test_an_it_that_stands_for_no_thing_gets_no_name(clause: str, start: str) -> None:
    assert recited(clause, "X", "We train one network: ", "").startswith(start)


LONG = (
    "one decoder branch predicts the mask of the mark and another branch paints the background below the "
    "mark in the colours of the border"
)


def test_a_clause_that_narrows_a_statement_is_not_left_off() -> None:
    veil = "a veil of mist thin enough to be seen through by anyone who walks there"
    assert recited(f"{LONG} for photographs of {veil}", "X", "", "").endswith(" …”.")
    assert recited(f"{LONG} for all the photographs that show {veil}", "X", "", "") == ""


@pytest.mark.parametrize(
    ("kept", "rest", "further"),
    [
        ("it is not possible to recover regions", "that are covered by haze", True),
        ("it is not possible to recover regions", ".", False),
        ("it needs no depth, and it recovers regions", "behind haze", False),
        ("it works without image priors", "or models of the noise", False),
        ("it recovers regions", "behind haze", False),
    ],
)
def test_a_negation_ends_where_the_source_ends_it(kept: str, rest: str, further: bool) -> None:
    assert goes_further(kept, rest) is further


def test_a_few_words_with_a_negation_reach_to_its_end() -> None:
    haze = re.compile("haze")
    assert list(pointers("Through haze it does not see far.", haze)) == ["Through haze it does not see far"]
    assert not list(pointers("Haze is not a thing in regions that lie very near to the camera lens.", haze))
