"""What questions in everyday words ask for."""

from __future__ import annotations

import pytest

from cnaps.explanation.asking import asked_of, aspects_of
from cnaps.explanation.languages.english.quoting import compared_words, contrast_words
from cnaps.explanation.records import Aspect, SubQuestion


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("Do these tools always need paired dark and bright photos?", (Aspect.DATA,)),
        ("Where do researchers get noisy and clean pairs from?", (Aspect.DATA,)),
        ("Where do these crisp details come from?", (Aspect.MECHANISM,)),
        ("Where do the stripes come from?", (Aspect.CAUSE,)),
        ("What does the network actually estimate to take the haze off?", (Aspect.MECHANISM,)),
        ("How does AI tell rain apart from real scene structures?", (Aspect.MECHANISM,)),
        ("Which kinds of priors do today's models rely on?", (Aspect.MECHANISM,)),
        ("Can I rely on the result?", (Aspect.LIMIT,)),
        ("Is the picture still true to the original scene?", (Aspect.FIDELITY,)),
        ("Does it recover the actual person?", (Aspect.FIDELITY,)),
        ("How do I know that it restored the right letters?", (Aspect.FIDELITY,)),
        ("Is it better to clean the RAW file than the finished picture?", (Aspect.DIFFERENCE,)),
        ("Is such a thing light enough for a drone?", (Aspect.SPEED,)),
        ("Does DreamClear have fewer parameters than SwinIR?", (Aspect.DIFFERENCE, Aspect.SIZE)),
        ("Can it be trained with fewer photos?", (Aspect.DATA,)),
        ("How much computation do such networks need?", (Aspect.SPEED,)),
        ("Does it also work on images that were saved twice?", (Aspect.SCOPE,)),
        ("How much compute do such networks need?", (Aspect.SPEED,)),
        ("How does it compute the kernel?", (Aspect.MECHANISM,)),
        ("Why does it compute a residual?", (Aspect.MECHANISM,)),
        ("Why does it take so long?", (Aspect.SPEED,)),
        ("Why does it look so grainy?", (Aspect.CAUSE,)),
        ("Why can't it be used in real time?", (Aspect.SPEED, Aspect.LIMIT)),
        ("Why can't it remove blur?", (Aspect.LIMIT, Aspect.SCOPE)),
        ("What did Restormer change about it?", (Aspect.MECHANISM,)),
        ("What did my camera change?", (Aspect.OTHER,)),
        ("What lets a simple network remove blur as well as large ones?", (Aspect.MECHANISM,)),
    ],
)
def test_a_question_is_known_by_what_it_asks_for(text: str, aspects: tuple[Aspect, ...]) -> None:
    assert aspects_of(text) == aspects


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("Is NAFNet better than Restormer for motion deblurring?", ("“NAFNet”", "“Restormer”")),
        ("How does DreamClear differ from a GAN?", ("“DreamClear”", "“GAN”")),
        ("What is the difference between PSNR and LPIPS?", ("“PSNR”", "“LPIPS”")),
        ("Is it better than Restormer at night?", None),
        ("Is removing haze harder than removing rain?", None),
    ],
)
def test_the_two_sides_of_a_comparison_are_named_without_their_circumstances(
    question: str, sides: tuple[str, str] | None
) -> None:
    assert compared_words(question) == sides


def test_a_name_is_compared_without_its_circumstances_and_other_words_with_them() -> None:
    assert contrast_words("Is it better than Restormer for photos at night?") == "Restormer"
    assert contrast_words("Is it harder than removing rain at night?") == "removing rain at night"


def test_the_other_side_of_a_comparison_is_named_without_its_preposition() -> None:
    assert contrast_words("Is it better to remove noise from RAW data than from the finished file?") == (
        "finished file"
    )


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("Why does SwinIR use shifted windows instead of global attention?", (Aspect.MECHANISM,)),
        ("Why does Palette colour a picture?", (Aspect.MECHANISM,)),
        ("What makes SwinIR so fast?", (Aspect.SPEED,)),
        ("Why is the wall in the photo by SwinIR blotchy?", (Aspect.CAUSE,)),
        ("Why is my palette of colours so pale?", (Aspect.CAUSE,)),
        ("Why is my photo grainy?", (Aspect.CAUSE,)),
    ],
)
def test_why_a_work_does_something_asks_for_its_reason(text: str, aspects: tuple[Aspect, ...]) -> None:
    asked = SubQuestion(text=text, aspects=aspects_of(text))
    assert asked_of(["Palette", "SwinIR"], asked).aspects == aspects
