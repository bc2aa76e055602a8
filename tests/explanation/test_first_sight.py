"""What a prompt of a kind not met before brought to light."""

from __future__ import annotations

import re

import pytest

from cnaps.explanation import explain_prompt
from cnaps.explanation.asking import aspects_of
from cnaps.explanation.clauses import statements
from cnaps.explanation.kindred import alike, is_term
from cnaps.explanation.parse import parse_prompt
from cnaps.explanation.records import Aspect
from cnaps.explanation.sentences import content_stems
from cnaps.explanation.subquestions import split_question
from cnaps.explanation.wording import plain

ASKED = 'A user has asked the following question:\n"How can noise be removed?"\n'
MODEL = "### Recommended AI Models:\nModel: Denoise-Net\n"


def test_the_fields_of_an_entry_may_stand_in_any_order_where_blank_lines_part_the_entries() -> None:
    papers = (
        "### Related Papers:\nSummary: It removes noise.\nModel: One\n\n"
        "GitHub: https://github.com/two/two\nModel: Two\nSummary: It removes rain.\n"
    )
    one, two = parse_prompt(f"{ASKED}{MODEL}{papers}").sources[1:]
    assert (one.name, one.github, one.summary) == ("One", "", "It removes noise.")
    assert (two.name, two.github, two.summary) == ("Two", "https://github.com/two/two", "It removes rain.")


def test_a_title_that_says_without_does_not_silence_its_paper() -> None:
    paper = (
        "### Related Papers:\nModel: Denoising Without Clean Targets\nPaper: https://example.org/p\n"
        "Summary: We introduce a denoising framework that learns from noisy photos alone.\n"
    )
    markdown = explain_prompt(f"{ASKED}{MODEL}{paper}").markdown
    assert "noisy photos alone" in markdown.split("### 2")[0]


def test_a_verb_behind_an_inserted_phrase_is_given_no_other_subject() -> None:
    text = "Interesting is the use in biology, in which a target, clean or noisy, is rarely at hand."
    assert not any(statement.startswith("Interesting is rarely") for statement in statements(text))


def test_a_model_guided_to_do_something_is_not_called_meant_to_do_it() -> None:
    assert "the model to learn" in plain("A prompt guides the model to learn the noise.")
    assert "network to every view" in plain("They apply a network to every view.")


def test_quick_enough_asks_for_speed_and_what_happens_asks_for_the_cause() -> None:
    assert aspects_of("Is the correction quick enough for a video call?") == (Aspect.SPEED,)
    assert aspects_of("What exactly happens to the light?") == (Aspect.CAUSE,)


@pytest.mark.parametrize(
    ("text", "aspects"),
    [
        ("How much memory does my computer need for it?", (Aspect.MEMORY,)),
        ("Does my graphics card with 8 GB stand it?", (Aspect.MEMORY,)),
        ("Does it need hours for a five minute clip?", (Aspect.SPEED,)),
        ("How many frames per second can I hope for?", (Aspect.SPEED,)),
        ("Is that the same as filling a hole?", (Aspect.DIFFERENCE,)),
        ("Would a normal blur filter do the same?", (Aspect.DIFFERENCE,)),
        ("What becomes of the hand under the numbers?", (Aspect.FIDELITY,)),
        ("What is my lens doing wrong?", (Aspect.CAUSE,)),
        ("Is it better to clean the grain before or after that?", (Aspect.OTHER,)),
        ("Would it also work on my old slides?", (Aspect.SCOPE,)),
        ("Is there a network that takes any number?", (Aspect.MECHANISM,)),
        ("Why do two programs show me two different men?", (Aspect.MECHANISM,)),
    ],
)
def test_a_question_in_everyday_words_is_known_by_what_it_asks_for(
    text: str, aspects: tuple[Aspect, ...]
) -> None:
    assert aspects_of(text) == aspects


def test_a_question_behind_a_comma_is_one_of_its_own_and_an_alternative_is_none() -> None:
    assert len(split_question("How does it know that, will it shimmer, and what does it cost?")) == 3
    assert len(split_question("How is it done, does it take long, and what is it trained on?")) == 3
    assert len(split_question("Is one shot enough, or must I keep the shutter pressed?")) == 1


def test_two_questions_of_one_kind_have_titles_of_their_own() -> None:
    question = '"How does AI remove noise from dark photos? How does it keep the stars in the sky?"'
    markdown = explain_prompt(ASKED.replace('"How can noise be removed?"', question) + MODEL).markdown
    titles = re.findall(r"^\*\*\([a-z]\) ([^*]+)\*\*", markdown, re.M)
    assert len(titles) == len(set(titles)) == 2


def test_what_a_question_only_compares_with_is_not_its_task_but_partial_evidence() -> None:
    question = '"An orange date is in the corner of my photo. Is taking it off the same as filling a hole?"'
    papers = (
        "### Related Papers:\nModel: MarkNet: Watermark Removal\nPaper: https://example.org/m\n"
        "Summary: We propose MarkNet, which predicts the mask of a watermark and the photo below it.\n\n"
        "Model: HoleNet: Image Inpainting\nPaper: https://example.org/h\n"
        "Summary: We propose HoleNet, which takes a photo with a hole and a mask and fills the hole.\n"
    )
    markdown = explain_prompt(
        ASKED.replace('"How can noise be removed?"', question) + MODEL + papers
    ).markdown
    assert "watermark removal" in markdown
    assert "missing areas, with which the question compares" in markdown


def test_a_mechanism_is_told_before_the_trouble_and_the_result() -> None:
    papers = (
        "### Related Papers:\nModel: QuietNet: Denoising\nPaper: https://example.org/q\n"
        "Summary: Removing noise from photos is difficult, since noise varies with the light. "
        "We propose QuietNet, which splits the photo into bands and averages similar patches. "
        "QuietNet surpasses all earlier networks in the removal of noise by 1 dB.\n"
    )
    section = explain_prompt(f"{ASKED}{MODEL}{papers}").markdown.split("### 2")[0]
    assert "bands" in section
    assert "surpasses" not in section
    assert "difficult" not in section


def test_the_same_thing_is_found_under_another_word() -> None:
    flicker, shimmer = content_stems("flicker"), content_stems("shimmer")
    assert flicker <= alike(*shimmer)
    assert is_term(*flicker)
    assert alike("zebra") == {"zebra"}
