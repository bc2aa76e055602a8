"""4: questions, prompts and answers."""

from __future__ import annotations

from functools import partial

import gradio as gr

from cnaps.explanation import Explanation
from cnaps.explanation.bibtex import bibtex
from cnaps.explanation.prompt_text import write_prompt
from cnaps.explanation.writing import Writer
from cnaps.interface import handlers, limits, wording
from cnaps.interface.answer import answer_panel
from cnaps.interface.events.shared import (
    ANSWERS,
    Update,
    chosen_backend,
    chosen_or_recommended,
)
from cnaps.interface.handlers import Found
from cnaps.interface.parts import Parts
from cnaps.interface.upload import told_to_visitor
from cnaps.pipeline import AUTOMATIC
from cnaps.registry import get_backend
from cnaps.result import Report


def answer_update(parts: Parts, explanation: Explanation) -> Update:
    """The answer, and what a visitor may take along of it."""
    part, sources = parts.explanation, [item.source for item in explanation.sources]
    prompt = explanation.text if explanation.report else write_prompt(explanation.question, sources)
    return {
        part.answer: answer_panel(explanation),
        part.copies: gr.Accordion(visible=True),
        part.as_markdown: wording.explanation_text(explanation),
        part.as_bibtex: bibtex(sources),
        part.as_prompt: prompt,
    }


def answer_outputs(parts: Parts) -> list[gr.components.Component | gr.blocks.BlockContext]:
    """What an answer writes to."""
    part = parts.explanation
    return [part.answer, part.copies, part.as_markdown, part.as_bibtex, part.as_prompt]


def connect_explanation(parts: Parts, writer: Writer) -> None:
    """Explain, for a question and for a whole prompt."""
    part = parts.explanation
    gr.on(
        [part.ask.click, part.question.submit],
        partial(_ask, parts, writer),
        inputs=[
            part.question, parts.run.family, parts.run.variant, parts.diagnosis.found, parts.result.report,
        ],
        outputs=answer_outputs(parts),
        concurrency_id=ANSWERS,
        concurrency_limit=limits.ANSWERS_AT_ONCE,
        api_visibility="private",
    )  # fmt: skip
    part.read.click(
        partial(_read, parts, writer),
        inputs=[part.prompt],
        outputs=answer_outputs(parts),
        concurrency_id=ANSWERS,
        concurrency_limit=limits.ANSWERS_AT_ONCE,
        api_visibility="private",
    )


def _ask(
    parts: Parts,
    writer: Writer,
    question: str,
    family: str,
    variant: str | None,
    found: Found | None,
    report: Report | None,
) -> Update:
    """Answer about the finished run; before there is one, about the model that is chosen or recommended."""
    with told_to_visitor():
        chosen, meant = chosen_backend(family, variant), chosen_or_recommended(family, variant, found)
        same = report and meant in (None, report.restoration.backend.name)
        answer = handlers.answer_question(
            question,
            backend=None if chosen == AUTOMATIC else get_backend(chosen).name,
            found=found,
            report=report if same else None,
            writer=writer,
        )
    return answer_update(parts, answer)


def ask_about_run(parts: Parts, writer: Writer, question: str, report: Report) -> Update:
    """The answer about a finished run in the words of `writer`."""
    with told_to_visitor():
        return answer_update(parts, handlers.answer_question(question, report=report, writer=writer))


def _read(parts: Parts, writer: Writer, prompt: str) -> Update:
    with told_to_visitor():
        return answer_update(parts, handlers.answer_prompt(prompt, writer=writer))
