"""A pasted prompt to its answer, from that prompt alone."""

from __future__ import annotations

from dataclasses import replace

from cnaps.explanation.asking import asked_of
from cnaps.explanation.compose import compose
from cnaps.explanation.facts import Reading, read_source
from cnaps.explanation.languages import Language, language_notice, language_of
from cnaps.explanation.material import Material
from cnaps.explanation.names import name_topic, names_in
from cnaps.explanation.parse import parse_prompt
from cnaps.explanation.rating import rate_model, rate_paper
from cnaps.explanation.records import Explanation, Fit, Prompt, Rating, Role, Source
from cnaps.explanation.subject import subject_of
from cnaps.explanation.symptoms import described_tasks
from cnaps.explanation.task_list import Task
from cnaps.explanation.tasks import Topic, compared_in, topic_of
from cnaps.explanation.writing.writer import Writer


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
    texts = {source.id: readings[source.id].usable_text for source in prompt.sources}
    names = [source.short for source in prompt.sources]
    subject = subject_of(gloss, prompt.sources, texts)
    return Material(
        question=prompt.question,
        topic=subject.topic,
        subquestions=tuple(asked_of(names, asked) for asked in language.reader.split(prompt.question)),
        sources=prompt.sources,
        facts={source.id: readings[source.id].facts for source in prompt.sources},
        ratings=_ratings(prompt, readings, gloss, subject.topic, language),
        holdings={source.id: _holdings(source, readings[source.id]) for source in prompt.sources},
        passages={source.id: readings[source.id].passages for source in prompt.sources},
        provided=language.phrases.page.sources,
        language=language,
        gloss=gloss,
        inferred=subject.inferred,
        named_by=subject.named_by,
    )


def _ratings(
    prompt: Prompt, readings: dict[str, Reading], gloss: str, topic: Topic, language: Language
) -> dict[str, Rating]:
    """How each source bears on the question; a model whose name says no task is told by its paper's entry."""
    ratings = {
        source.id: _rate(source, readings[source.id], gloss, topic, language) for source in prompt.sources
    }
    for source in prompt.sources:
        twin = next((other for other in prompt.sources if other.id == source.twin), None)
        if source.role is Role.MODEL and twin and twin.role is Role.PAPER and not name_topic(source).specific:
            by_paper = ratings[twin.id]
            if by_paper.fit is Fit.DIRECT and ratings[source.id].fit is not Fit.DIRECT:
                told = language.speech.of_work(twin.short, by_paper.reason)
                reason = language.say(language.phrases.ratings.by_paper, told=told)
                ratings[source.id] = replace(by_paper, source=source.id, reason=reason)
    return ratings


def _rate(source: Source, reading: Reading, question: str, topic: Topic, language: Language) -> Rating:
    if source.role is Role.MODEL and not reading.facts:
        return rate_model(source, question, topic, language)
    rating = rate_paper(source, reading.usable_text, question, topic, language)
    compared = _compared_tasks(source, question) if rating.fit is Fit.UNSUPPORTIVE else ()
    if not compared:
        return _as_named(rating, source, question, language)
    nouns = language.speech.listed([language.speech.task_noun(topic, task) for task in compared])
    reason = language.say(language.phrases.ratings.treats_compared, nouns=nouns)
    return replace(rating, fit=Fit.PARTIAL, reason=reason, compared=True)


def _as_named(rating: Rating, source: Source, question: str, language: Language) -> Rating:
    """`rating`, but in part where the question names the work itself, whatever task it is on."""
    if rating.fit is not Fit.UNSUPPORTIVE or not names_in(source.short) & names_in(question):
        return rating
    return replace(rating, fit=Fit.PARTIAL, reason=language.phrases.ratings.named)


def _compared_tasks(source: Source, question: str) -> tuple[Task, ...]:
    """The tasks of `source` that the question only compares with, by their terms or in everyday words."""
    other = compared_in(question)
    asked = {task.key for task in (*topic_of(other).specific, *described_tasks(other))} if other else set()
    return tuple(task for task in name_topic(source).specific if task.key in asked)


def _holdings(source: Source, reading: Reading) -> str:
    return " ".join((source.name, *source.links, reading.usable_text))
