"""Everything an answer may draw on, gathered before it is planned."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cnaps.explanation.languages import ENGLISH, Language
from cnaps.explanation.records import Fact, Fit, Quote, Rating, Role, Source, SubQuestion
from cnaps.explanation.tasks import Topic


@dataclass(frozen=True, kw_only=True)
class MeasuredLine:
    """A line of the run's record and the questions that it answers."""

    cue: str
    """Pattern of the questions."""
    text: str
    sources: tuple[str, ...]
    subject: str = ""
    """Pattern of the words for the one degradation that the line is about; empty where it is about all."""
    subjects: str = ""
    """Pattern of the words for any degradation."""
    final: bool = True
    """Whether the line is the answer, and not only a part of one to which the literature has more to say."""

    def answers(self, question: str) -> bool:
        """Whether `question` asks for this line: what is asked for, and no other degradation than its own."""
        if not re.search(self.cue, question, re.I):
            return False
        named = re.search(self.subjects, question, re.I) if self.subject else None
        return not named or bool(re.search(self.subject, question, re.I))


@dataclass(frozen=True, kw_only=True)
class Material:
    """The question, the sources, and what each of them warrants."""

    question: str
    topic: Topic
    subquestions: tuple[SubQuestion, ...]
    sources: tuple[Source, ...]
    facts: Mapping[str, tuple[Fact, ...]]
    """By source id, in the order of the source."""
    ratings: Mapping[str, Rating]
    holdings: Mapping[str, str]
    """By source id, all words that a sentence citing it may rest on: name, links and usable summary."""
    typed: bool = True
    """Whether the question is the user's own, and not the one that stands for an empty field."""
    photo: str = ""
    """What the photo is called where it is at hand; empty where only the question tells of it."""
    absent: frozenset[str] = frozenset()
    """Keys of the tasks for which the diagnosis of the photo sees no need."""
    passages: Mapping[str, tuple[Quote, ...]] = field(default_factory=dict)
    """By source id, every usable sentence of a summary as it stands; empty where facts are all there is."""
    own_words: bool = False
    """Whether the facts are our own sentences, which need no rewriting."""
    measured: tuple[MeasuredLine, ...] = ()
    """Lines of the records R and D that may answer a sub-question."""
    about_model: bool = False
    """Whether the question is put to one model, and not to the field."""
    assumed: bool = False
    """Whether the task is that of the model, because the question names none."""
    inferred: bool = False
    """Whether the task is read from a description, because the question has no term of the field for it."""
    named_by: tuple[str, ...] = ()
    """Ids of the sources whose names say the inferred task."""
    compared: tuple[str, ...] = ()
    """Ids of the sources that the question names and compares."""
    nearer: frozenset[str] = frozenset()
    """Ids of models of this program that fit the question without reserve."""
    provided: str = "the provided sources"
    """How the stock of sources is called."""
    language: Language = ENGLISH
    """In which the answer is written."""
    gloss: str = ""
    """The question in English terms; empty where it is English."""

    @property
    def models(self) -> tuple[Source, ...]:
        """The recommended models."""
        return tuple(source for source in self.sources if source.role is Role.MODEL)

    @property
    def papers(self) -> tuple[Source, ...]:
        """The related papers."""
        return tuple(source for source in self.sources if source.role is Role.PAPER)

    @property
    def supportive(self) -> tuple[Source, ...]:
        """Sources with facts that bear on the question, the direct ones first."""
        able = [source for source in self.sources if self.facts.get(source.id)]
        direct = [source for source in able if self.fit(source) is Fit.DIRECT]
        return (*direct, *(source for source in able if self.fit(source) is Fit.PARTIAL))

    def fit(self, source: Source) -> Fit:
        """How far `source` bears on the question."""
        return self.ratings[source.id].fit

    @property
    def foreign(self) -> bool:
        """Whether the question, put to the catalogue, is about no task that a work could fit."""
        return self.own_words and not self.topic.tasks and not self.topic.general

    @property
    def in_terms(self) -> str:
        """The question in the English terms of the field."""
        return self.gloss or self.question

    def described(self, model: Source) -> bool:
        """Whether anything beyond its name is known of `model`."""
        return bool(self.facts.get(model.id) or self.facts.get(model.twin))
