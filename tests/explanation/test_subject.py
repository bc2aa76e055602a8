from __future__ import annotations

import pytest

from cnaps.explanation.records import Role, Source
from cnaps.explanation.subject import Subject, subject_of


def source(identifier: str, name: str, summary: str = "") -> Source:
    role = Role.MODEL if identifier.startswith("M") else Role.PAPER
    return Source(id=identifier, role=role, name=name, short=name.split(":")[0], summary=summary)


def subject(question: str, *sources: Source) -> Subject:
    return subject_of(question, sources, {each.id: each.summary for each in sources})


def test_a_term_of_the_field_settles_the_subject_whatever_the_sources_say() -> None:
    found = subject("How is haze removed from photos?", source("P1", "Deraining with Transformers"))
    assert [task.key for task in found.topic.specific] == ["haze"]
    assert not found.inferred


def test_described_trouble_is_read_with_the_names_of_the_sources() -> None:
    found = subject(
        "A grey veil lies over the picture of our valley. Can it be lifted?",
        source("M1", "SuperResolution-EDSR-x4"),
        source("P1", "Dehazing with Codebooks"),
    )
    assert [task.key for task in found.topic.specific] == ["haze"]
    assert found.inferred
    assert found.named_by == ("P1",)


def test_a_task_that_nobody_listed_is_taken_from_a_title() -> None:
    found = subject(
        "A shining patch swallows half of the picture.",
        source("P1", "Efficient Gleam Suppression for Polished Metal", "The gleams are masked."),
        source("P2", "Unsupervised Gleam Suppression"),
    )
    assert found.topic.title == "gleam suppression"
    assert found.named_by == ("P1", "P2")


def test_the_hour_of_a_picture_is_not_what_is_wrong_with_it() -> None:
    found = subject(
        "At night every street lamp has long rays in my photo.",
        source("P1", "Flare Removal for Phones"),
    )
    assert [task.key for task in found.topic.specific] == ["flare"]


def test_a_night_photo_without_another_trouble_is_a_matter_of_light() -> None:
    found = subject("How are photos taken at night improved?", source("P1", "Object Detection by Sets"))
    assert [task.key for task in found.topic.specific] == ["low-light"]


def test_a_question_about_a_method_is_not_read_as_one_about_a_picture() -> None:
    found = subject("How does attention work?", source("P1", "RainFormer: Deraining"))
    assert not found.topic.specific


def test_a_word_of_every_day_is_no_term_where_the_complaint_is_about_something_else() -> None:
    found = subject("The dark outline of my own head lies over the cake in my photo.")
    assert [task.key for task in found.topic.specific] == ["shadow"]
    assert found.inferred


def test_what_a_complaint_may_be_is_settled_by_the_sources() -> None:
    question = "There is something odd about the far hills in my photo, they look pale."
    by_haze = subject(question, source("P1", "Dehazing with Codebooks"))
    assert [task.key for task in by_haze.topic.specific] == ["haze"]
    assert by_haze.named_by == ("P1",)


def test_what_is_to_be_seen_is_no_task_where_the_sources_name_the_one_that_is_meant() -> None:
    question = "How is the fog removed from my picture, in which the boats are only grey shadows?"
    paper = source("P1", "Dehazing with Codebooks")
    assert [task.key for task in subject(question, paper).topic.specific] == ["haze"]
    both = subject(question, paper, source("P2", "Shadow Removal for Phones"))
    assert [task.key for task in both.topic.specific] == ["haze", "shadow"]


def test_everyday_speckles_are_noise_where_the_sources_speak_of_noise() -> None:
    question = "The sky is full of coloured speckles. Can this noise be taken away?"
    found = subject(question, source("P1", "Denoising with Deep Networks"))
    assert [task.key for task in found.topic.specific] == ["noise"]


@pytest.mark.parametrize(
    "question",
    ["SwinIR trained", "Is DreamClear's PSNR the highest in its paper?", "Is the code of SwinIR public?"],
)
def test_a_question_about_a_work_is_no_complaint_of_a_picture(question: str) -> None:
    assert not subject_of(question, (), {}, of_a_work=True).topic.tasks


def test_a_question_about_training_is_no_complaint_also_where_no_work_is_named() -> None:
    assert not subject("trained").topic.tasks
    assert not subject("Is the code public?").topic.tasks


@pytest.mark.parametrize(
    ("question", "task"),
    [
        ("Can MIMO-UNet straighten the leaning masts?", "rolling-shutter"),
        ("Does SwinIR remove the milky curtain over the valley?", "haze"),
        ("The far bank lies behind a milky curtain. Which windows does SwinIR use?", "haze"),
    ],
)
def test_trouble_is_heard_beside_the_name_of_a_work(question: str, task: str) -> None:
    assert [found.key for found in subject_of(question, (), {}, of_a_work=True).topic.tasks] == [task]
