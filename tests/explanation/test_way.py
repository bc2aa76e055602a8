"""The way of a photo: every stage with the figures of its run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cnaps.explanation import explain_question
from cnaps.explanation.way import way_of, way_sentence
from tests.explanation.checks import section
from tests.explanation.test_questions import report


@pytest.mark.parametrize(
    ("name", "figure"),
    [
        ("mimo-unet", "3 scales"),
        ("swinir-noise25", "windows of 16 x 16 pixels"),
        ("dreamclear", "4 steps"),
        ("shake-inversion", "kernel of the shake"),
    ],
)
def test_each_family_shows_its_own_figures(name: str, figure: str) -> None:
    photo, tiles, model, restored = way_of(report(name))
    assert photo.details == restored.details == ("64 x 48 pixels",)
    assert tiles.title == "2 tiles"
    assert figure in model.details
    assert "1.23 s on cpu in fp32" in model.details
    assert "blur 12.3 pixels" in photo.measured
    assert "blur 3.4 pixels" in restored.measured


def test_the_figures_of_other_weights_are_not_guessed() -> None:
    model = way_of(report("mimo-unet", kind="official"))[2]
    assert model.details == ("1.23 s on cpu in fp32",)


def test_a_photo_in_one_piece_has_no_tiles() -> None:
    finished = report("mimo-unet")
    whole = replace(finished, restoration=replace(finished.restoration, tiles=1))
    assert [stage.title for stage in way_of(whole)][1:] == ["mimo-unet", "Restored photo"]


def test_the_second_part_opens_with_the_way() -> None:
    finished = report("mimo-unet")
    body = section(explain_question("", report=finished).markdown, 2)
    assert explain_question("", report=finished).way == way_of(finished)
    assert f"**Input → model → output.** {way_sentence(finished)[:-1]} [R]." in body


def test_the_way_is_told_in_the_language_of_the_question() -> None:
    answer = explain_question("이 사진은 어떻게 복원되었습니까?", report=report("mimo-unet"))
    assert answer.way[0].title == "사진"
    assert "64 x 48 픽셀" in section(answer.markdown, 2)
