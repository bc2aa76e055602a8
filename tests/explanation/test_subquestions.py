from __future__ import annotations

import pytest

from cnaps.explanation.asking import aspects_of
from cnaps.explanation.records import Aspect
from cnaps.explanation.subquestions import MOST_SUBQUESTIONS, split_question


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


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Who invented it and what does the app cost?", 2),
        ("Which model was used and why?", 1),
        ("How and why does it work?", 1),
        ("How does it work, what data is it trained on and how large is the network?", 3),
        ("Can I trust it? Does it invent detail?", 1),
        ("What is blur? What is haze?", 2),
        ("Can it run live, has it been tested on phones, and what are its limits?", 3),
        ("What data was it trained on and were the pairs real?", 2),
        ("What is its limit, which licence does it have, and how fast is it?", 3),
        ("How does a network that is small, and has few layers, remove blur?", 1),
        ("How large is the crop, which the program does see as a whole?", 1),
    ],
)
def test_a_question_is_split_where_it_asks_for_another_thing(text: str, parts: int) -> None:
    assert len(split_question(text)) == parts


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("How many parameters does the network have?", (Aspect.SIZE,)),
        ("Can it remove JPEG artefacts?", (Aspect.SCOPE,)),
        ("What artefacts does it leave?", (Aspect.LIMIT,)),
        ("Why does it not remove blur?", (Aspect.LIMIT, Aspect.SCOPE)),
        ("What is deconvolution?", (Aspect.TASK, Aspect.MECHANISM)),
        ("How many steps does it take?", (Aspect.SPEED,)),
        ("What does the app cost?", (Aspect.OTHER,)),
        ("Is it faster than SwinIR?", (Aspect.DIFFERENCE, Aspect.SPEED)),
        ("Rather than blur, can it remove noise?", (Aspect.SCOPE,)),
    ],
)
def test_a_word_that_only_seems_to_ask_does_not_count(text: str, aspects: tuple[Aspect, ...]) -> None:
    assert aspects_of(text) == aspects


@pytest.mark.parametrize(
    "wish",
    [
        "I'd also like to know whether the far boats are really there.",
        "I would like to understand whether the far boats are really there.",
        "And I wonder whether the far boats are really there.",
    ],
)
def test_a_wish_to_know_is_a_question_though_it_has_no_mark(wish: str) -> None:
    beside = split_question(f"How does dehazing work? {wish}")
    assert [each.text for each in beside] == [
        "How does dehazing work?", "whether the far boats are really there"
    ]  # fmt: skip
    assert len(split_question(f"My photo is foggy. {wish}")) == 1


def test_a_wish_for_a_better_photo_is_no_question() -> None:
    assert len(split_question("I would like to see my boat again. How does dehazing work?")) == 1
