"""Answer the example prompts again: ``python -m examples.explain``, or ``make examples``.

The answers are kept to be read; a test sees to it that they are what the program gives today.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cnaps.explanation import explain_prompt

PROMPTS = Path(__file__).parent / "prompts"
ANSWERS = Path(__file__).parent / "explanations"


def answers() -> Iterator[tuple[Path, str]]:
    """Where the answer to each example prompt is kept, and the answer of today."""
    for prompt in sorted(PROMPTS.glob("*.txt")):
        number = prompt.name.split("-")[0]
        yield ANSWERS / f"{number}.md", explain_prompt(prompt.read_text(encoding="utf-8")).markdown


def main() -> None:
    """Write all answers."""
    ANSWERS.mkdir(exist_ok=True)
    for path, answer in answers():
        path.write_text(answer, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
