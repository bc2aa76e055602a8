from __future__ import annotations

import re

import pytest

from cnaps.explanation import explain_prompt
from cnaps.explanation.facts import read_source
from cnaps.explanation.parse import parse_prompt
from cnaps.explanation.pointers import pointers
from cnaps.explanation.runs import LONGEST_RUN
from cnaps.explanation.sentences import tokens_of
from tests.explanation.checks import check_answer, check_citations
from tests.explanation.rubric import prompt_paths
from tests.explanation.silence import contradictions, told_share
from tests.explanation.test_pasted_prompts import TRACKER, build

PATHS = {path.stem: path for path in prompt_paths()}
LEAST_TOLD = 0.8
"""Of the sentences that describe a work; words that say nothing by themselves are not quoted."""


def paper(summary: str) -> str:
    return f"Model: DropFormer: Deraining\nPaper: https://arxiv.org/abs/2301.04321\nSummary: {summary}"


@pytest.mark.parametrize("name", PATHS)
def test_nothing_is_called_not_stated_that_a_summary_states(name: str) -> None:
    assert not list(contradictions(explain_prompt(PATHS[name].read_bytes().decode("utf-8"))))


def test_most_sentences_of_a_summary_become_facts() -> None:
    shares = [told_share(explain_prompt(path.read_bytes().decode("utf-8"))) for path in PATHS.values()]
    assert sum(told for told, _ in shares) >= LEAST_TOLD * sum(usable for _, usable in shares)


def test_a_size_in_an_unusual_sentence_is_quoted() -> None:
    text = build(
        "How many parameters does the deraining network have?",
        papers=paper(
            "Rain hides what lies behind it. Its rain-removing U-Net with 3.4M parameters fits a chip."
        ),
    )
    answer = explain_prompt(text)
    check_answer(answer)
    assert "3.4M parameters" in answer.markdown


def test_a_speed_of_another_subject_is_named_as_such_and_not_denied() -> None:
    answer = explain_prompt(build("How fast is rain removed from a photo?", papers=TRACKER))
    check_citations(answer)
    assert "any listed paper" not in answer.markdown
    assert "which does not support the answer, touches on" in answer.markdown


def test_a_summary_that_names_the_recommended_model_is_not_passed_over() -> None:
    summary = "DropNet removes rain in two stages. Rain is taken out three times as fast as SwinIR does it."
    answer = explain_prompt(build("How fast is rain removed from a photo?", papers=paper(summary)))
    check_answer(answer)
    assert "Beyond what the summary of DropFormer says of it" in answer.markdown


def test_a_licence_that_a_summary_speaks_of_is_handed_over() -> None:
    summary = "DropNet removes rain in two stages. All weights come under a licence for research only."
    answer = explain_prompt(build("Which licence do the deraining weights have?", papers=paper(summary)))
    check_answer(answer)
    assert "under a licence for research only" in answer.markdown
    assert "An answer to" not in answer.markdown


@pytest.mark.parametrize("name", PATHS)
def test_quoted_words_are_few_and_stand_in_their_sentence(name: str) -> None:
    prompt = parse_prompt(PATHS[name].read_bytes().decode("utf-8"))
    facts = [fact for source in prompt.sources for fact in read_source(source).facts if fact.quoted]
    for fact in facts:
        said = re.split(r" says| speaks of", fact.sentence, maxsplit=1)[1]
        for quoted in re.findall(r"“([^”]+)”", said):
            words = tokens_of(quoted)
            assert len(words) <= LONGEST_RUN
            assert " ".join(words) in " ".join(tokens_of(fact.quote.text))


def test_a_negation_is_never_cut_from_quoted_words() -> None:
    cue = re.compile("large motion")
    assert all("not" in words for words in pointers("It does not work on scenes with large motion.", cue))
    assert not list(
        pointers("No network that was ever trained by anyone handles large motion.", re.compile("handles"))
    )
