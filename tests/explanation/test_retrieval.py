from __future__ import annotations

import re
import time

import pytest

from cnaps.explanation import Fit, Role, explain_question
from cnaps.explanation.catalogue import built_in_catalogue
from cnaps.explanation.retrieval import named_in, relevance
from tests.explanation.checks import check_answer, section

ENTRIES = built_in_catalogue().entries

FOUND = [
    ("How do I remove haze from a landscape photo?", {"DehazeNet", "“Dark Channel Prior”"}),
    ("Which architecture is best for low-light photos?", {"RetinexNet", "Retinexformer"}),
    ("Is there a dataset of real noisy smartphone photos?", {"SIDD"}),
    ("Which real-world blur dataset shows camera shake?", {"RealBlur"}),
    ("How are raindrops on a window removed?", {"DeRaindrop"}),
    ("How can rain streaks be removed?", {"JORDER"}),
    ("How is snow removed from a photo?", {"DesnowNet"}),
    ("How is a blur kernel made by an untrained network?", {"SelfDeblur"}),
    ("How are JPEG artefacts of unknown quality removed?", {"FBCNN"}),
    ("How is a photo that is out of focus sharpened?", {"IFAN"}),
    ("How does diffusion increase low resolution?", {"StableSR"}),
    ("Can the AI invent details of a face in a restored photo?", {"CodeFormer"}),
    ("Can I deblur a photo that was taken in the dark with motion blur?", {"LEDNet"}),
    ("Can a denoiser be trained without clean images?", {"Noise2Void"}),
    ("How does NAFNet compare with Restormer?", {"NAFNet", "Restormer"}),
]


@pytest.mark.parametrize(("question", "wanted"), FOUND, ids=[question for question, _ in FOUND])
def test_a_typical_question_finds_its_works(question: str, wanted: set[str]) -> None:
    explanation = explain_question(question)
    check_answer(explanation)
    assert wanted <= {item.source.short for item in explanation.sources}


def test_a_named_work_comes_first_whatever_its_task() -> None:
    found = named_in("Is DeblurGS better than swinir?", ENTRIES.values())
    assert [entry.id for entry in found] == ["deblurgs", "swinir"]


def test_a_plain_word_is_no_name() -> None:
    assert named_in("Can I hide the blur with a larger palette?", ENTRIES.values()) == []


def test_a_longer_name_is_not_taken_for_a_shorter_one() -> None:
    assert [entry.id for entry in named_in("What does Real-ESRGAN do?", ENTRIES.values())] == ["real-esrgan"]


@pytest.mark.parametrize("question", ["", "???", '"; DROP TABLE works', "NEAR(a b) AND * OR", "흐린 사진"])
def test_no_question_upsets_the_search(question: str) -> None:
    assert isinstance(relevance(question, "", (), ENTRIES.values()), dict)


def test_retrieval_takes_milliseconds() -> None:
    started = time.process_time()
    relevance("How is motion blur removed from a photo?", "motion deblurring", (), ENTRIES.values())
    assert time.process_time() - started < 0.2  # a few milliseconds are usual


def test_two_named_models_are_held_against_each_other() -> None:
    explanation = explain_question("What is the difference between MIMO-UNet and DreamClear?")
    check_answer(explanation)
    body = section(explanation.markdown, 1)
    assert body.count("whereas") >= 3
    assert "A measurement of MIMO-UNet against DreamClear on the same photos is not stated" in body


@pytest.mark.parametrize(
    ("question", "told", "third"),
    [
        ("What is the difference between PSNR and LPIPS?", "agrees with people better than PSNR", "BRISQUE"),
        ("PSNR과 LPIPS는 어떻게 다른가요?", "agrees with people better than PSNR", "BRISQUE"),
        (
            "What is the difference between MIMO-UNet and a GAN?",
            "A comparison of “MIMO-UNet” with “GAN” is not stated",
            "Stripformer",
        ),
        (
            "Is a diffusion model better than a transformer for denoising?",
            "with “transformer for denoising” is not stated",
            "BM3D",
        ),
        ("What is the difference between SSIM and PSNR?", "“SSIM” with “PSNR” is not stated", "BRISQUE"),
    ],
)
def test_nothing_is_held_against_a_work_that_is_on_neither_side(question: str, told: str, third: str) -> None:
    explanation = explain_question(question)
    check_answer(explanation)
    body = section(explanation.markdown, 1)
    assert told in body
    assert third not in body
    assert "whereas" not in body


def test_a_comparison_starts_with_what_is_asked() -> None:
    explanation = explain_question("Is MIMO-UNet faster than SwinIR?")
    check_answer(explanation)
    assert re.search(
        r"MIMO-UNet takes 0.130 s .* whereas SwinIR is not a real-time method", explanation.markdown
    )


def test_a_model_that_does_not_fit_is_said_not_to_fit_and_why() -> None:
    explanation = explain_question("Can SwinIR remove motion blur?")
    body = section(explanation.markdown, 1)
    assert (
        "SwinIR does not match this task: it is made for noise and JPEG artefacts, not for motion blur"
        in body
    )
    assert "MIMO-UNet is nearer to the question" in body
    assert "motion blur is not among them [M1]" in body
    assert "cannot be expected from it" in section(explanation.markdown, 2)


def test_weights_for_one_degradation_fit_a_double_question_in_part() -> None:
    explanation = explain_question("Why does a JPEG model not remove blur?", backend="swinir-jpeg20")
    assert explanation.sources[0].fit is Fit.PARTIAL
    assert "whereas blur is not part of its task" in section(explanation.markdown, 1)
    assert "after JPEG artefact removal by SwinIR" in section(explanation.markdown, 2)


def test_no_output_is_promised_that_the_catalogue_does_not_warrant() -> None:
    body = section(explain_question("How do I remove haze from a photo?").markdown, 2)
    assert "after dehazing by DreamClear" not in body
    assert "Whether it also treats haze is not stated in the catalogue" in body


def test_a_question_without_a_photo_is_not_told_what_its_photo_shows() -> None:
    markdown = explain_question("How fast is DreamClear, and does it run on a phone?").markdown
    assert "with blur, noise and JPEG artefacts" not in markdown
    assert "Whether it runs on a phone is not stated in the catalogue" in markdown


def test_the_size_of_a_network_is_found() -> None:
    body = section(explain_question("How many parameters does SwinIR have?").markdown, 1)
    assert "11.5 million parameters" in body


def test_a_quality_measure_is_explained_as_one() -> None:
    explanation = explain_question("What does LPIPS measure, and is it better than PSNR?")
    check_answer(explanation)
    assert explanation.sources[0].source.short == "LPIPS"
    assert "no restored photo" in section(explanation.markdown, 2)
    assert "agrees with people better than PSNR" in section(explanation.markdown, 1)


def test_what_a_model_does_not_tell_is_not_told_of_others() -> None:
    body = section(explain_question("How fast is it?", backend="shake-inversion").markdown, 1)
    assert "The processing time of DPIR is not stated in the catalogue" in body
    assert "[P1]" not in body


def test_scratches_of_an_old_photo_bring_the_works_that_fill_in_missing_areas() -> None:
    answer = explain_question("How can AI remove scratches from an old photo?")
    tasks = {entry.name: entry.tasks for entry in ENTRIES.values()}
    papers = [item.source for item in answer.sources if item.source.role is Role.PAPER]
    assert papers
    assert all("inpainting" in tasks[paper.name] for paper in papers)
