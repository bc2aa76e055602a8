from __future__ import annotations

import pytest

from cnaps.explanation.facts import read_source
from cnaps.explanation.material import Material
from cnaps.explanation.records import Draft, Fit, Quote, Rating, Role, Source, Voice
from cnaps.explanation.subquestions import split_question
from cnaps.explanation.tasks import topic_of
from cnaps.explanation.verify import objections

SUMMARY = (
    "We propose RainFormer, a transformer that removes 12 kinds of rain streaks, but not fog, "
    "from single images."
)
QUESTION = "How is rain removed?"


def material() -> Material:
    paper = Source(id="P1", role=Role.PAPER, name="RainFormer", short="RainFormer", summary=SUMMARY)
    return Material(
        question=QUESTION,
        topic=topic_of(QUESTION),
        subquestions=split_question(QUESTION),
        sources=(paper,),
        facts={"P1": read_source(paper).facts},
        ratings={"P1": Rating(source="P1", fit=Fit.DIRECT, reason="it treats rain")},
        holdings={"P1": f"RainFormer {SUMMARY}"},
    )


def draft(text: str, sources: tuple[str, ...] = ("P1",), voice: Voice = Voice.EVIDENCE) -> Draft:
    quote = Quote(source="P1", text=SUMMARY, start=0, end=len(SUMMARY))
    return Draft(text=text, section=1, paragraph="", sources=sources, voice=voice, quotes=(quote,))


def test_a_supported_sentence_passes() -> None:
    assert (
        objections(
            draft("RainFormer is a transformer that removes rain streaks out of single images."), material()
        )
        == ()
    )


@pytest.mark.parametrize(
    ("text", "objection"),
    [
        ("RainFormer removes 13 kinds of rain streaks.", "number 13"),
        ("RainFormer removes three kinds of rain streaks.", "number word three"),
        ("RainFormer removes rain streaks better than Restormer.", "name Restormer"),
        ("RainFormer removes rain streaks, see https://example.org for images.", "link"),
        ("RainFormer is a popular commercial product for professional photographers worldwide.", "too few"),
        ("RainFormer removes rain streaks, and only from single images.", "adds “only”"),
        (
            "A transformer that removes 12 kinds of rain streaks but not fog from single images.",
            "too long a run",
        ),
    ],
)
def test_what_its_source_does_not_hold_is_refused(text: str, objection: str) -> None:
    assert any(objection in found for found in objections(draft(text), material()))


def test_an_unknown_source_is_refused() -> None:
    assert "it cites P9, which does not exist" in objections(
        draft("RainFormer removes rain.", ("P9",)), material()
    )


def test_a_sentence_without_a_source_must_say_that_something_is_not_stated() -> None:
    bare = draft("RainFormer removes rain.", ())
    assert objections(bare, material())
    declared = draft("The speed of RainFormer is not stated in the provided sources.", (), Voice.UNSTATED)
    assert objections(declared, material()) == ()
