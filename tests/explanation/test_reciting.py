"""Clauses that are handed over in short quotations."""

from __future__ import annotations

import re

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
