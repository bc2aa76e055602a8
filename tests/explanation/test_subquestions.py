from __future__ import annotations

import pytest

from cnaps.explanation.records import Aspect
from cnaps.explanation.subquestions import MOST_SUBQUESTIONS, aspects_of, split_question


def test_two_questions_in_one_sentence_are_told_apart() -> None:
    parts = split_question("How is this possible, and are there techniques that run in real time?")
    assert [part.aspects[0] for part in parts] == [Aspect.MECHANISM, Aspect.SPEED]


def test_what_is_said_before_asking_is_no_question() -> None:
    assert (
        len(split_question("I took a photo. When I zoomed in, it was blurry. How can it be sharpened?")) == 1
    )


def test_a_text_without_a_question_is_one_question() -> None:
    assert [part.text for part in split_question("deblur my photo")] == ["deblur my photo"]


def test_a_list_of_questions_is_cut() -> None:
    assert len(split_question("What is blur? " * 40)) == MOST_SUBQUESTIONS


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("What kind of training data is used?", Aspect.DATA),
        ("Which architectures are currently leading?", Aspect.STANDING),
        ("How is it different from denoising?", Aspect.DIFFERENCE),
        ("How fast is it?", Aspect.SPEED),
        ("What are its limitations?", Aspect.LIMIT),
        ("How much does it cost?", Aspect.OTHER),
        ("Can it remove haze?", Aspect.SCOPE),
    ],
)
def test_a_question_is_known_by_what_it_asks_for(text: str, aspect: Aspect) -> None:
    assert aspect in aspects_of(text)
