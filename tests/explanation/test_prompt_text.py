"""A prompt that is written can be read, and says the same."""

from __future__ import annotations

import pytest

from cnaps.explanation import explain_prompt, explain_question
from cnaps.explanation.parse import parse_prompt
from cnaps.explanation.prompt_text import write_prompt
from tests.explanation.checks import check_answer

QUESTION = "How does SwinIR remove noise,\nand what was it trained on?"


@pytest.mark.parametrize("backend", ["swinir-noise25", "dreamclear", "shake-inversion"])
def test_the_prompt_behind_an_answer_reads_back_with_every_source(backend: str) -> None:
    sources = [item.source for item in explain_question(QUESTION, backend=backend).sources]
    prompt = parse_prompt(write_prompt(QUESTION, sources))
    assert prompt.question == " ".join(QUESTION.split())
    assert [(s.id, s.name, s.paper, s.github) for s in prompt.sources] == [
        (s.id, s.name, s.paper, s.github) for s in sources
    ]
    assert not prompt.report.warnings


def test_the_prompt_behind_an_answer_can_be_answered_by_itself() -> None:
    sources = [item.source for item in explain_question(QUESTION, backend="swinir-noise25").sources]
    answer = explain_prompt(write_prompt(QUESTION, sources))
    check_answer(answer)
    assert any("M1" in claim.source_ids and claim.quotes for claim in answer.claims)
