from __future__ import annotations

import re

import pytest

from cnaps.explanation.catalogue import CatalogueEntry, built_in_catalogue
from cnaps.explanation.predicates import finite_verb_follows
from cnaps.explanation.realise import realise
from cnaps.explanation.records import Draft, Role, Source, Voice

NOUNS = ["weights", "models", "networks", "layers", "blocks", "windows", "features", "results", "samples"]
NOUNS += ["steps", "inputs", "outputs", "filters", "channels", "images", "photos", "pairs", "experiments"]
ENTRIES = list(built_in_catalogue().entries.values())
FACTS = [(entry, fact.text) for entry in ENTRIES for fact in entry.facts]


def second_of(entry: CatalogueEntry, text: str) -> str:
    """`text` as it reads behind another sentence about the same work."""
    source = Source(id="P1", role=Role.PAPER, name=entry.title, short=entry.prose_name)
    drafts = [
        Draft(text=each, section=1, paragraph="a", sources=("P1",), voice=Voice.EVIDENCE)
        for each in (f"{entry.short} is a method.", text)
    ]
    return realise(drafts, {"P1": source})[1].text


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
@pytest.mark.parametrize("noun", NOUNS)
def test_a_name_before_a_noun_is_never_turned_into_a_pronoun(entry: CatalogueEntry, noun: str) -> None:
    for rest in (f"{noun} cover three noise levels.", f"{noun} with narrow tokens are shipped."):
        sentence = f"{entry.short} {rest}"
        assert second_of(entry, sentence) == sentence


def test_every_pronoun_of_the_catalogue_stands_before_a_verb() -> None:
    for entry, text in FACTS:
        told = second_of(entry, text)
        if told.startswith("It "):
            word, behind = told.split()[1], " ".join(told.split()[2:])
            assert told == "It" + text[len(entry.short) :]
            assert word not in NOUNS or re.match(r"the|an?|its|each|every|all|one|two|several", behind), told


def test_the_catalogue_is_told_with_pronouns() -> None:
    subjects = [(entry, text) for entry, text in FACTS if text.startswith(f"{entry.short} ")]
    told = [text for entry, text in subjects if second_of(entry, text).startswith("It ")]
    assert len(told) > 0.95 * len(subjects)


@pytest.mark.parametrize(
    ("rest", "verb"),
    [
        ("weighs the features", True),
        ("weights cover the noise levels", False),
        ("weights the features of each stage", True),
        ("first makes a reference", True),
        ("dynamically integrates experts", True),
        ("models of two sizes exist", False),
        ("and HAIR differ", False),
        ("", False),
    ],
)
def test_a_verb_is_told_from_a_plural_noun(rest: str, verb: bool) -> None:
    assert finite_verb_follows(rest) is verb
