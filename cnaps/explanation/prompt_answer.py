"""A pasted prompt to its answer, from that prompt alone."""

from __future__ import annotations

from cnaps.explanation.compose import compose
from cnaps.explanation.facts import Reading, read_source
from cnaps.explanation.material import Material
from cnaps.explanation.parse import parse_prompt
from cnaps.explanation.rank import rate_model, rate_paper
from cnaps.explanation.records import Explanation, Prompt, Rating, Role, Source
from cnaps.explanation.subquestions import split_question
from cnaps.explanation.tasks import Topic, asked_topic


def explain_prompt(text: str) -> Explanation:
    """Answer a pasted prompt in the seeds' format from that prompt alone.

    Every sentence cites an entry or says that something is not stated; links are those of the entries.
    Raises `PromptError` when the prompt holds no question or no recommended model.
    """
    prompt = parse_prompt(text)
    readings = {source.id: read_source(source) for source in prompt.sources}
    material = _material(prompt, readings)
    remarks = tuple(
        f"Part of the summary of {source.short} was addressed to the assistant and left out."
        for source in prompt.sources
        if readings[source.id].dropped
    )
    return compose(material, text=prompt.text, report=prompt.report, remarks=remarks)


def _material(prompt: Prompt, readings: dict[str, Reading]) -> Material:
    topic = asked_topic(prompt.question)
    subquestions = split_question(prompt.question)
    return Material(
        question=prompt.question,
        topic=topic,
        subquestions=subquestions,
        sources=prompt.sources,
        facts={source.id: readings[source.id].facts for source in prompt.sources},
        ratings={
            source.id: _rate(source, readings[source.id], prompt.question, topic) for source in prompt.sources
        },
        holdings={source.id: _holdings(source, readings[source.id]) for source in prompt.sources},
        provided="the provided sources",
    )


def _rate(source: Source, reading: Reading, question: str, topic: Topic) -> Rating:
    if source.role is Role.MODEL and not reading.facts:
        return rate_model(source, topic)
    return rate_paper(source, reading.usable_text, question, topic)


def _holdings(source: Source, reading: Reading) -> str:
    return " ".join((source.name, *source.links, reading.usable_text))
