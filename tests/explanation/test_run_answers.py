from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cnaps.diagnosis.findings import Grade
from cnaps.explanation import explain_question
from tests.explanation.checks import check_answer, section
from tests.explanation.test_questions import diagnosis, report

ASKED = [
    ("How many steps did it take?", "dreamclear", "took 4 steps for every tile [R]"),
    (
        "How many steps did it take?",
        "mimo-unet",
        "passed over every tile once; it has no diffusion steps [R]",
    ),
    ("How many tiles were used?", "mimo-unet", "in 2 tiles of at most 512 pixels a side [R]"),
    ("How long did it take?", "swinir-noise25", "The run took 1.23 s on cpu in fp32 [R]"),
    ("How many parameters does the network have?", "mimo-unet", "has 3,707,011 parameters [R]"),
    ("Which weights were used?", "mimo-unet", "the official checkpoint did not [R]"),
    ("What was the network trained on?", "mimo-unet", "crops of 400 photos with random camera shake [R]"),
    ("Can I get the same result again?", "dreamclear", "drawn with seed 7, so the run can be repeated [R]"),
    ("What is the size of my photo?", "mimo-unet", "has 64 x 48 pixels [R]"),
    ("Which model was used and why?", "mimo-unet", "The diagnosis recommended mimo-unet, which ran"),
    ("How blurred was my photo?", "mimo-unet", "The blur measures 12.3 pixels [D]"),
    ("Is it better now?", "mimo-unet", "12.3 pixels before (strong) and 3.4 pixels after (mild) [D]"),
    (
        "Can I trust the result?",
        "swinir-noise25",
        "is not meant for blur, so no change is promised there [D, R]",
    ),
]


@pytest.mark.parametrize(("question", "name", "answer"), ASKED, ids=[f"{q} {n}" for q, n, _ in ASKED])
def test_a_question_about_the_run_is_answered_from_its_record(question: str, name: str, answer: str) -> None:
    explanation = explain_question(question, report=report(name))
    check_answer(explanation)
    body = section(explanation.markdown, 1)
    assert answer in body
    assert "not stated" not in body


def test_an_answer_from_the_record_quotes_its_line() -> None:
    explanation = explain_question("How many tiles were used?", report=report("mimo-unet"))
    told = [claim for claim in explanation.claims if "worked on in 2 tiles" in claim.sentence]
    assert len(told) == 1
    assert told[0].quotes[0].source == "R"


def test_what_the_record_says_in_section_one_is_not_said_again() -> None:
    markdown = explain_question("How long did it take?", report=report("mimo-unet")).markdown
    assert markdown.count("The run took 1.23 s") == 1


def test_only_the_fault_that_is_asked_for_is_answered() -> None:
    body = section(explain_question("How noisy was my photo?", report=report("mimo-unet")).markdown, 1)
    assert "The noise measures 7.3 grey levels [D]" in body
    assert "The blur measures" not in body


def test_the_size_of_an_official_network_comes_from_the_catalogue() -> None:
    run = report("mimo-unet", kind="official")
    body = section(explain_question("How many parameters does it have?", report=run).markdown, 1)
    assert "6.8 million parameters" in body
    assert "3,707,011" not in body


def test_literature_is_added_where_the_record_is_half_the_answer() -> None:
    body = section(explain_question("What was it trained on?", report=report("mimo-unet")).markdown, 1)
    assert re.search(r"crops of 400 photos.*\[R\].*GoPro set of 2103 pairs.*\[M1\]", body)


def test_a_measured_photo_answers_without_a_run() -> None:
    explanation = explain_question("How blurred is my photo?", diagnosis=diagnosis(12.3, Grade.STRONG))
    check_answer(explanation)
    assert "The blur measures 12.3 pixels [D]" in section(explanation.markdown, 1)


def test_why_a_backend_was_recommended_is_told_by_the_findings_where_nothing_ran_yet() -> None:
    question = "Why was this backend chosen for my photo?"
    explanation = explain_question(question, backend="mimo-unet", diagnosis=diagnosis(12.3, Grade.STRONG))
    check_answer(explanation)
    assert "The blur measures 12.3 pixels [D]" in section(explanation.markdown, 1)
    of_authors = explain_question(
        "Why did the authors use attention?",
        backend="mimo-unet",
        diagnosis=diagnosis(12.3, Grade.STRONG),
    )
    assert "[D]" not in section(of_authors.markdown, 1)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Is my photo noisy?", "The noise measures 7.3 grey levels [D]"),
        ("Does this picture look blurred to you?", "The blur measures 12.3 pixels [D]"),
        ("Is there any JPEG damage in my photo?", "grades JPEG artefacts and exposure faults as none [D]"),
        ("How noisy is my photo and is it compressed?", "JPEG artefacts and exposure faults as none [D]"),
        ("제 사진에 노이즈가 있나요?", "약한 노이즈가 측정되었습니다"),
        ("이 사진은 흔들렸나요?", "강한 흐림이 측정되었습니다"),
    ],
)
def test_whether_a_measured_photo_has_a_fault_is_answered_by_the_diagnosis(
    question: str, answer: str
) -> None:
    explanation = explain_question(question, diagnosis=diagnosis(12.3, Grade.STRONG))
    check_answer(explanation)
    body = section(explanation.markdown, 1)
    assert answer in body
    assert not re.search(r"\(b\)|\(나\)|not stated|나와 있지 않", body)


@pytest.mark.parametrize(
    ("question", "chain"),
    [
        ("Is there any JPEG damage in my photo?", "Photo → MIMO-UNet → photo after motion deblurring"),
        ("My photo has JPEG blocks, how are they removed?", "Photo → SwinIR → photo after JPEG"),
        ("My photo is blurred, how is that removed?", "Blurred photo → MIMO-UNet"),
    ],
)
def test_the_photo_is_not_said_to_have_a_fault_that_its_diagnosis_did_not_find(
    question: str, chain: str
) -> None:
    found = diagnosis(12.3, Grade.STRONG)
    quiet = replace(found, noise=replace(found.noise, grade=Grade.NONE))
    assert chain in section(explain_question(question, diagnosis=quiet).markdown, 2)


@pytest.mark.parametrize(
    "question",
    [
        "Why is my photo noisy?",
        "Is my photo too noisy for SwinIR?",
        "Is there an AI that removes noise from my photo?",
        "Does it have a noise model?",
        "노이즈가 있는 사진에도 쓸 수 있나요?",
        "왜 사진에 노이즈가 있나요?",
    ],
)
def test_what_is_asked_of_a_method_or_a_cause_is_not_answered_by_the_diagnosis_alone(question: str) -> None:
    explanation = explain_question(question, diagnosis=diagnosis(12.3, Grade.STRONG))
    check_answer(explanation)
    assert "[D]" not in section(explanation.markdown, 1)


def test_a_question_about_the_field_is_not_answered_by_the_run() -> None:
    body = section(explain_question("How does SwinIR work?", report=report("swinir-noise25")).markdown, 1)
    assert "[R]" not in body
    assert "windows" in body


def test_passes_over_several_views_are_counted() -> None:
    finished = report("mimo-unet")
    averaged = replace(finished, restoration=replace(finished.restoration, passes=8))
    answer = explain_question("How many steps did it take?", report=averaged)
    assert "passed over every tile 8 times" in section(answer.markdown, 1)
