"""What is called not stated, and what a source states is not."""

from __future__ import annotations

import pytest

from cnaps.explanation import explain_prompt

DENOISE = "Denoise-SwinIR-Noise25"
GATED = "GatedNet: Denoising with Gates\nSummary: "
FORMER = "DenoFormer: Denoising with Attention\nSummary: "


def first_part(question: str, *papers: str, model: str = DENOISE) -> str:
    """The first part of the answer from those papers alone."""
    entries = "\n\n".join(f"Model: {paper}" for paper in papers)
    prompt = (
        f'A user has asked the following question:\n"{question}"\n\n'
        f"### Recommended AI Models:\nModel: {model}\n\n### Related Papers:\n{entries}\n"
    )
    return explain_prompt(prompt).markdown.split("### 2")[0]


RESULTS = (
    f"{GATED}GatedNet is a convolutional denoiser with gates. GatedNet reaches 28.1 dB on CBSD68 at noise "
    "level 50 and outperforms DenoFormer by 0.3 dB.",
    f"{FORMER}DenoFormer is a transformer denoiser. DenoFormer reaches 28.4 dB on CBSD68 at noise level 50 "
    "and outperforms GatedNet by 0.3 dB.",
)


def test_two_works_that_are_compared_are_told_by_what_each_says_of_the_other() -> None:
    told = first_part("Does GatedNet work better than DenoFormer at level 50?", *RESULTS)
    assert "28.1 dB" in told
    assert "28.4 dB" in told
    assert "not stated" not in told.split("(a)")[-1]


def test_a_comparison_that_no_source_makes_is_not_stated() -> None:
    alone = (f"{GATED}GatedNet is a convolutional denoiser with gates that removes noise from photos.",)
    told = first_part("Does GatedNet work better than DenoFormer at level 50?", *alone)
    assert "is not stated" in told


TESTED = (
    f"{GATED}We propose a denoiser with gates that removes noise from photos. Results on the SIDD and "
    "DarkNoise data sets were looked at by twelve people who had taken such photos. There is no public code."
)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "How is noise removed, was it tested on DarkNoise?",
            "“Results on the SIDD and DarkNoise",
        ),
        ("How is noise removed, and is code available?", "“There is no public code”"),
    ],
)
def test_what_a_source_says_is_handed_over_and_not_called_unstated(question: str, words: str) -> None:
    told = first_part(question, TESTED).split("**(b)")[-1]
    assert words in told
    assert "Whether" not in told
    assert "An answer to" not in told


def test_what_no_source_says_is_not_stated() -> None:
    told = first_part("How is noise removed, was it tested on MoonSet, and is code available?", TESTED[:-27])
    assert "Whether it was tested on MoonSet is not stated" in told
    assert "An answer to “is code available” is not stated" in told


def test_the_very_name_that_is_asked_for_is_found_in_any_kind_of_fact() -> None:
    tradeoff = (
        "The Tradeoff\nSummary: We prove that distortion and perceptual quality are at odds with each other. "
        "Generative nets (GANs) provide a principled way to approach the bound between the two."
    )
    assert "principled way" in first_part("Can a method be faithful and pretty, and do GANs help?", tradeoff)
    assert "principled way" not in first_part(
        "Can a method be faithful and pretty, and do CNNs help?", tradeoff
    )
