"""A pasted prompt to its answer, from that prompt alone."""

from __future__ import annotations

import re

from cnaps.explanation.compose import compose
from cnaps.explanation.facts import Reading, read_source
from cnaps.explanation.languages import Language, language_notice, language_of
from cnaps.explanation.material import Material
from cnaps.explanation.names import name_topic
from cnaps.explanation.parse import parse_prompt
from cnaps.explanation.rank import rate_model, rate_paper
from cnaps.explanation.records import Explanation, Prompt, Rating, Role, Source
from cnaps.explanation.tasks import Topic, asked_topic, restricted
from cnaps.explanation.writing.writer import Writer

_PICTURE = re.compile(r"\b(?:photo|picture|image|shot|scan|video|frame|portrait)", re.I)


def explain_prompt(text: str, *, writer: Writer | None = None) -> Explanation:
    """Answer a pasted prompt in the seeds' format from that prompt alone.

    Every sentence cites an entry or says that something is not stated; links are those of the entries.
    `writer` puts the answer into words; CNAPS itself where none is given.
    Raises `PromptError` when the prompt holds no question or no recommended model.
    """
    prompt = parse_prompt(text)
    readings = {source.id: read_source(source) for source in prompt.sources}
    language = language_of(prompt.question)
    material = _material(prompt, readings, language)
    addressed = (
        language.say(language.phrases.page.addressed, work=source.short)
        for source in prompt.sources
        if readings[source.id].dropped
    )
    remarks = tuple(remark for remark in (language_notice(prompt.question), *addressed) if remark)
    return compose(material, text=prompt.text, report=prompt.report, remarks=remarks, writer=writer)


def _material(prompt: Prompt, readings: dict[str, Reading], language: Language) -> Material:
    gloss = language.reader.gloss(prompt.question)
    topic, read_as = _topic(gloss, prompt)
    return Material(
        question=prompt.question,
        topic=topic,
        subquestions=language.reader.split(prompt.question),
        sources=prompt.sources,
        facts={source.id: readings[source.id].facts for source in prompt.sources},
        ratings={
            source.id: _rate(source, readings[source.id], gloss, topic, language) for source in prompt.sources
        },
        holdings={source.id: _holdings(source, readings[source.id]) for source in prompt.sources},
        passages={source.id: readings[source.id].passages for source in prompt.sources},
        provided=language.phrases.page.sources,
        language=language,
        gloss=gloss,
        read_as=read_as,
    )


def _topic(question: str, prompt: Prompt) -> tuple[Topic, str]:
    """What the question is about; of a picture and no task, the task in the name of the first model with one.

    With the id of that model, or nothing.
    """
    topic = asked_topic(question)
    if topic.tasks or topic.general or not _PICTURE.search(question):
        return topic, ""
    for source in prompt.sources:
        named = name_topic(source)
        if source.role is Role.MODEL and named.specific:
            return restricted(topic, named.specific), source.id
    return topic, ""


def _rate(source: Source, reading: Reading, question: str, topic: Topic, language: Language) -> Rating:
    if source.role is Role.MODEL and not reading.facts:
        return rate_model(source, topic, language)
    return rate_paper(source, reading.usable_text, question, topic, language)


def _holdings(source: Source, reading: Reading) -> str:
    return " ".join((source.name, *source.links, reading.usable_text))
