"""Sentences of abstracts in our words: what they point to, what they name, what they must not come to say."""

from __future__ import annotations

import pytest

from cnaps.explanation.rewriting import rewrite, system_in
from cnaps.explanation.runs import too_long_runs
from cnaps.explanation.sentences import tokens_of
from cnaps.explanation.third_person import Speaker


def rewritten(sentence: str, *, subject: str = "", short: str = "“Clear Nights”") -> str:
    """`sentence` in our words; empty where it is not told."""
    found = rewrite(sentence, Speaker(short=short, subject=subject), too_long_runs(tokens_of(sentence)))
    return found.text if found else ""


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "This is achieved through a set of loss functions that judge colour and contrast.",
            "The method of “Clear Nights” works through a set of loss functions",
        ),
        (
            "We solve this problem by creating a network that reads the table of the file.",
            "create a network",
        ),
        (
            "We propose DuskNet: a small network that brightens dark photos of streets.",
            "DuskNet is a small network that brightens dark photos",
        ),
        (
            "We propose Sturdy Robust Haze Remover (SRHR) to take the veil off photos.",
            "Sturdy Robust Haze Remover",
        ),
        (
            "And the translation between both spaces is learned from synthetic pairs of photos.",
            "The translation between both spaces, according to",
        ),
        (
            "The weights of DuskNet are ~5 times fewer than those of the earlier network.",
            "about 5 times fewer",
        ),
        (
            "We propose a network that reads bands of light to address these challenges.",
            "a network that reads bands of light [",
        ),
        (
            "The method sharpens scenes from blurred photos, even with the noisy camera pose estimate.",
            "even when the camera pose estimate is noisy",
        ),
        (
            "To this issue, this paper firstly proposes a paradigm that learns from real rain.",
            "propose a paradigm that learns from real rain",
        ),
        (
            "This paper shows the limits of networks for dark photos and suggests a way to brighten them.",
            "suggest a way",
        ),
        (
            "Here we present a framework that is able to repair and to colorize old pictures.",
            "a framework that can repair and to colorize old pictures",
        ),
    ],
)
def test_what_a_sentence_points_to_is_named_or_left_out(sentence: str, told: str) -> None:
    text = rewritten(sentence)
    assert told.removesuffix(" [") in text
    assert not told.endswith(" [") or "challenges" not in text


def test_names_of_parts_are_not_taken_for_the_name_of_the_whole() -> None:
    sentence = (
        "We propose a Restoration Network (RestNet) consisting of two modules, named Degraded Encoder (DE) "
        "and Guided Decoder (GD)."
    )
    assert not rewritten(sentence).startswith("Degraded Encoder")


def test_examples_of_one_thing_are_not_given_to_another() -> None:
    sentence = (
        "We design a global branch for structured defects, such as scratches and dust spots, and a local "
        "branch for unstructured defects, such as noise and blur in the faded print of an old album."
    )
    assert "structured defects for example noise" not in rewritten(sentence)
    assert "structured defects, for example noise" not in rewritten(sentence)


def test_an_adjective_with_a_word_of_its_own_keeps_its_place() -> None:
    sentence = (
        "Our network profits from the advantages of both physical model-based and learning-based methods for "
        "underwater pictures of the reef."
    )
    assert "learning-based and model-based" not in rewritten(sentence)


def test_a_name_that_stands_inside_its_sentence_keeps_its_capital() -> None:
    sentence = "We present an enhancement network via guided embedding of colour spaces, called Ucolor."
    assert "ucolor" not in rewritten(sentence)


def test_a_file_format_is_no_system_with_authors() -> None:
    sentence = (
        "The JPEG compression algorithm is the most popular method of compression because of its ratio."
    )
    assert "its authors" not in rewritten(sentence)


def test_a_system_is_known_that_a_paper_and_not_a_we_introduces() -> None:
    sentence = "This paper proposes a dehazing model, called All-in-One Dehazing Network (AOD-Net)."
    assert system_in(sentence, "“Title”") == "AOD-Net"


def test_a_name_with_odd_signs_is_no_pattern() -> None:
    sentence = "This is achieved through a set of loss functions that judge colour and contrast."
    assert "works through" in rewritten(sentence, short=r"“A \1 \g<0> Method”")
