from __future__ import annotations

import pytest

from cnaps.explanation import explain_prompt, explain_question
from tests.explanation.checks import check_answer
from tests.explanation.test_pasted_prompts import build

JAPANESE = "この写真のぼけを取り除くにはどうすればよいですか？"
CHINESE = "如何去除照片的噪声？"


@pytest.mark.parametrize(("question", "word"), [(JAPANESE, "日本語"), (CHINESE, "中文")])
def test_a_question_in_an_unwritten_language_is_told_so_in_that_language(question: str, word: str) -> None:
    for answer in (explain_question(question), explain_prompt(build(question))):
        check_answer(answer)
        assert word in answer.warnings[0]
        assert word in answer.markdown


@pytest.mark.parametrize("question", ["How is noise removed?", "사진의 노이즈는 어떻게 제거하나요?"])
def test_a_question_in_a_written_language_needs_no_notice(question: str) -> None:
    assert not explain_question(question).warnings


def test_a_borrowed_character_in_an_english_question_is_no_other_language() -> None:
    assert not explain_question("What does the sign 写真 mean on my noisy photo?").warnings
