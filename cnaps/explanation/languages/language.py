"""What a language has to bring along: how it is read, how it is spoken, and its phrases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from cnaps.explanation.languages.phrases import Phrases
from cnaps.explanation.records import Draft, Source, SubQuestion
from cnaps.explanation.task_list import Task
from cnaps.explanation.tasks import Scope, Topic

if TYPE_CHECKING:
    from cnaps.diagnosis.findings import Degradation, Finding, Grade


@dataclass(frozen=True, kw_only=True)
class PromptCues:
    """Fragments of patterns by which the frame of a pasted prompt is known."""

    models: str
    """The heading above the recommended models."""
    papers: str
    """The heading above the related papers."""
    asked: str
    """What stands before the question."""
    answer: str
    frame: str
    """How a line begins that belongs to the frame and not to the question."""
    labels: Mapping[str, str]
    """By field (name, paper, github, summary), the labels that announce it."""
    missing: str
    """What stands in a field for which there is no value."""


class Reader(Protocol):
    """How a question is understood."""

    def gloss(self, question: str) -> str:
        """The question in the English terms of the field, which task list and catalogue know."""

    def split(self, question: str) -> tuple[SubQuestion, ...]:
        """The sub-questions, each with its gloss and with what it asks for."""

    def things(self, question: str) -> frozenset[str]:
        """What the words of `question` name: stems of English terms, a word without one as it stands."""


class Speech(Protocol):
    """How things are named and sentences put together."""

    def fill(self, template: str, /, **parts: object) -> str:
        """`template` with its parts; the language agrees its words with them."""

    def listed(self, names: Sequence[str]) -> str:
        """Several names as one phrase."""

    def lettered(self, names: Sequence[str]) -> str:
        """Several names with the letters of their paragraphs; one name stands without a letter."""

    def label(self, index: int, title: str) -> str:
        """The run-in label of paragraph `index`."""

    def chained(self, clauses: Sequence[str]) -> str:
        """A clause and what qualifies it as one clause."""

    def of_work(self, work: str, reason: str) -> str:
        """The clause `reason` with `work` as its subject."""

    def contrast(self, first: str, second: str) -> str:
        """Two sentences side by side as one."""

    def topic_title(self, topic: Topic) -> str:
        """The task in words; empty when none was recognised."""

    def topic_noun(self, topic: Topic) -> str:
        """The degradation in words; empty when none was recognised."""

    def task_noun(self, topic: Topic, task: Task) -> str:
        """One task of `topic` as the thing that is treated."""

    def severity(self, topic: Topic) -> str:
        """How strong a degradation is said to be, ready to stand before its noun."""

    def scope(self, scope: Scope) -> str:
        """What a method is bound to."""

    def term(self, english: str) -> str:
        """A word that was recognised in the gloss."""

    def title(self, subquestion: SubQuestion) -> str:
        """What a sub-question asks for, as a title."""

    def title_within(self, subquestion: SubQuestion) -> str:
        """The title inside a sentence."""

    def done_words(self, subquestion: SubQuestion) -> str:
        """What the user wants done, as the user says it; empty where it is not said."""

    def sides(self, subquestion: SubQuestion) -> tuple[str, str] | None:
        """The two sides of a comparison as the user names them; None where there are no two."""

    def other_side(self, subquestion: SubQuestion) -> str:
        """What is compared with, as the user names it; empty where it is not named."""

    def key_words(self, text: str) -> str:
        """Words of the user that carry the meaning of a question."""

    def complaint(self, question: str) -> str:
        """What is wrong in the user's own words, at most a dozen of them."""

    def whether(self, subquestion: SubQuestion) -> str:
        """A question for yes or no as a clause, such as ``whether it needs a clear day``; else empty."""

    def photo(self, question: str) -> str:
        """What the user calls the picture."""

    def one_photo(self, question: str) -> str:
        """The same for one picture."""

    def situation(self, question: str, topic: Topic) -> str:
        """The user's photo and its state in the user's own words."""

    def photo_phrase(self, question: str, topic: Topic) -> str:
        """The photo and its state in a few words."""

    def fault(self, degradation: Degradation) -> str:
        """What the diagnosis looks for."""

    def grade(self, grade: Grade) -> str:
        """How bad a finding is."""

    def measure(self, finding: Finding) -> str:
        """The value of a finding with its unit."""

    def finding(self, finding: Finding) -> str:
        """A finding as a sentence."""

    def recorded(self, text: str) -> str:
        """A piece of a record as the program wrote it, without its full stop."""

    def realise(self, drafts: Sequence[Draft], sources: Mapping[str, Source]) -> list[Draft]:
        """The planned sentences as running prose, in the same order."""


@dataclass(frozen=True, kw_only=True)
class Language:
    """A language that answers are written in."""

    code: str
    """As in ISO 639-1; the catalogue's translations are filed under it."""
    letters: re.Pattern[str]
    """A letter of its script."""
    phrases: Phrases
    reader: Reader
    speech: Speech
    cues: PromptCues
    unstated: re.Pattern[str]
    """The form of a sentence that says that something is not stated."""
    number_words: re.Pattern[str]

    def say(self, template: str, /, **parts: object) -> str:
        """A phrase of this language with its parts."""
        return self.speech.fill(template, **parts)
