"""What a prompt of a kind not met before brought to light."""

from __future__ import annotations

from cnaps.explanation import explain_prompt
from cnaps.explanation.clauses import statements
from cnaps.explanation.parse import parse_prompt
from cnaps.explanation.records import Aspect
from cnaps.explanation.subquestions import aspects_of
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
