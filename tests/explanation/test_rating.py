"""How far a paper bears on a question."""

from __future__ import annotations

import pytest

from cnaps.explanation.rating import rate_model, rate_paper
from cnaps.explanation.records import Fit, Role, Source
from cnaps.explanation.tasks import topic_of

QUESTION = "How can my underwater photos be enhanced?"


def fit_of(name: str, text: str, question: str = QUESTION) -> Fit:
    source = Source(id="P1", role=Role.PAPER, name=name, short=name, paper="", github="", summary=text)
    return rate_paper(source, text, question, topic_of(question)).fit


@pytest.mark.parametrize(
    ("name", "text", "fit"),
    [
        ("Segmentation of Underwater Imagery", "It labels fish and divers in each image.", Fit.UNSUPPORTIVE),
        ("Underwater Image Enhancement", "It corrects the colours of underwater images.", Fit.DIRECT),
        (
            "Joint Underwater Enhancement and Object Detection",
            "One network restores the colours and finds the fish.",
            Fit.DIRECT,
        ),
        (
            "Detecting Fish Underwater",
            "A first stage restores and enhances the underwater image, a second one finds the fish.",
            Fit.DIRECT,
        ),
    ],
)
def test_a_work_that_only_looks_at_such_pictures_restores_none(name: str, text: str, fit: Fit) -> None:
    assert fit_of(name, text) is fit


def test_a_work_on_the_kind_of_picture_asked_about_is_no_mismatch() -> None:
    question = "The text on my slide is blurred. How can the letters be made legible?"
    name = "Scene Text Super-Resolution"
    assert fit_of(name, "It enlarges text so that characters can be read.", question) is Fit.DIRECT
    model = Source(
        id="M1", role=Role.MODEL, name="TextSR-Net", short="TextSR-Net", paper="", github="", summary=""
    )
    assert rate_model(model, question, topic_of(question)).fit is Fit.PARTIAL
    other = "The lake in my picture is blurred. How can it be made sharp?"
    assert rate_model(model, other, topic_of(other)).fit is Fit.UNSUPPORTIVE


def test_a_question_for_an_analysis_is_answered_by_one() -> None:
    fit = fit_of("Object Tracking at Sea", "It tracks ships.", "Which network does object tracking at sea?")
    assert fit is not Fit.UNSUPPORTIVE
