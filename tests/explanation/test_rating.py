"""How far a paper bears on a question."""

from __future__ import annotations

import pytest

from cnaps.explanation import explain_prompt
from cnaps.explanation.names import names_in
from cnaps.explanation.rating import rate_model, rate_paper, rated_by_words
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


@pytest.mark.parametrize(
    ("question", "text", "fit"),
    [
        ("Do GANs help?", "Adversarial nets (GANs) approach the bound.", Fit.PARTIAL),
        ("do gans help?", "Adversarial nets (GANs) approach the bound.", Fit.PARTIAL),
        ("Is GoPro enough for NAFNet, PSNR and SSIM?", "Tests on GoPro show a gain.", Fit.UNSUPPORTIVE),
        ("Does any of it help?", "Adversarial nets (GANs) help to approach the bound.", Fit.UNSUPPORTIVE),
    ],
)
def test_a_question_of_no_task_is_shared_by_its_names(question: str, text: str, fit: Fit) -> None:
    assert rated_by_words("P1", text, question).fit is fit


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Does Real-ESRGAN need a PSNR above that of Restormer?", {"Real-ESRGAN", "PSNR", "Restormer"}),
        ("Noise2Noise는 어떻게 학습하나요?", {"Noise2Noise"}),
        ("What data is My Photo trained on? I am lost.", set()),
    ],
)
def test_a_name_has_a_capital_or_a_figure_inside(text: str, names: set[str]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(("named", "fit"), [("RainNet", Fit.PARTIAL), ("the network", Fit.UNSUPPORTIVE)])
def test_a_work_that_the_question_names_bears_on_it_whatever_its_task(named: str, fit: Fit) -> None:
    prompt = (
        f'A user has asked the following question:\n"How can blur be removed, and how is {named} trained?"\n'
        "### Recommended AI Models:\nModel: Deblur-NAFNet-GoPro\n\n### Related Papers:\n"
        "Model: RainNet: Removing Streaks\nSummary: RainNet removes rain. It is trained on synthetic pairs.\n"
    )
    assert explain_prompt(prompt).sources[-1].fit is fit
