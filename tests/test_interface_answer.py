"""The answer on the page: citations open what they rest on, and nothing from a source is taken for markup."""

from __future__ import annotations

import re
from html import unescape

import pytest

from cnaps.choice import choose_backend
from cnaps.diagnosis.findings import Grade
from cnaps.explanation import explain_prompt, explain_question
from cnaps.explanation.way import way_of
from cnaps.interface.answer import answer_panel
from cnaps.interface.handlers import Found, answer_question
from cnaps.registry import BACKENDS
from tests.explanation.test_questions import diagnosis, report

PROMPT = """A user has asked the following question:
"How does BlurAway deblur a photo, and how fast is it?"

### Recommended AI Models:
Model: BlurAway <script>alert(1)</script>
Paper: javascript:alert(1)
GitHub: https://example.org/blur"away

### Related Papers:
Model: EdgeNet
Paper: https://example.org/edgenet
Summary: EdgeNet is a network that deblurs photos with motion blur. EdgeNet estimates edges <b>first</b>.
"""


@pytest.fixture(scope="module")
def panel() -> str:
    return answer_panel(explain_prompt(PROMPT))


def test_every_citation_opens_something_that_says_what_it_rests_on(panel: str) -> None:
    explanation = explain_prompt(PROMPT)
    targets = re.findall(r"popovertarget='([\w-]+)'", panel)
    assert len(targets) == sum(len(claim.source_ids) for claim in explanation.claims)
    opened = dict(re.findall(r"<span popover id='([\w-]+)' class='quote'>(.*?)</span>", panel))
    assert set(targets) == set(opened)
    for index, claim in enumerate(explanation.claims):
        for quote in claim.quotes:
            assert f"“{quote.text}”" in unescape(opened[f"cite-{index}-{quote.source}"])


def test_the_words_of_a_prompt_are_never_markup(panel: str) -> None:
    assert "<script" not in panel
    assert "<b>" not in panel
    assert "href='javascript" not in panel
    assert not re.search(r"href='[^']*\"", panel)


def test_the_page_says_how_a_prompt_was_read_and_how_much_is_cited(panel: str) -> None:
    assert "its question, 1 recommended model and 1 related paper" in panel
    assert re.search(r"\d+ sentences? with citations, \d+ saying what the sources do not tell", panel)


def test_a_photo_that_was_only_measured_is_asked_about_as_on_the_command_line() -> None:
    found = diagnosis(12.3, Grade.STRONG)
    choice = choose_backend(found, BACKENDS.values())
    question = "My photo has JPEG blocks, how are they removed?"
    typed = explain_question(question, recommended=choice.backend, diagnosis=found)
    assert answer_question(question, found=Found(found, choice)).markdown == typed.markdown
    assert "it treats JPEG artefacts" in typed.markdown


def test_every_source_shows_its_class_and_its_links(panel: str) -> None:
    assert "Direct support" in panel
    assert "<a href='https://example.org/edgenet'" in panel
    assert panel.count("Recommended</span>") == 1


def test_the_way_of_the_photo_stands_in_the_second_part() -> None:
    finished = report("swinir-noise25")
    shown = answer_panel(explain_question("", report=finished))
    second = shown[shown.index("<h3>2.") : shown.index("<h3>3.")]
    assert second.count("<li>") == len(way_of(finished))
    assert "windows of 16 x 16 pixels" in second
    assert "<ol class='way'" not in answer_panel(explain_question("How does SwinIR work?"))


@pytest.mark.parametrize(
    ("question", "language"), [("How is noise removed?", "en"), ("노이즈는 어떻게 제거되나요?", "ko")]
)
def test_an_answer_is_marked_with_its_language_and_what_is_said_about_it_is_not(
    question: str, language: str
) -> None:
    answer = answer_panel(explain_question(question))
    spoken, about = re.fullmatch(rf"<div lang='{language}'>(.*)</div>(.*?)", answer, re.DOTALL).groups()
    assert spoken.count("<h3>") == 3
    assert "with citations" in about and "with citations" not in spoken
