from __future__ import annotations

from pathlib import Path

from examples.explain import ANSWERS, PROMPTS, answers

SEEDS = Path(__file__).parent / "seeds"


def test_the_kept_answers_are_those_of_today() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in ANSWERS.glob("*.md")}
    assert kept == {path.name: answer for path, answer in answers()}, "run: python -m examples.explain"


def test_the_example_prompts_are_the_four_seeds() -> None:
    seeds = {path.read_text(encoding="utf-8") for path in SEEDS.glob("*.txt") if path.name[:3] != "003"}
    assert {path.read_text(encoding="utf-8") for path in PROMPTS.glob("*.txt")} == seeds
