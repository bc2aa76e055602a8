"""How an English answer names things, and speaks of the user's question and photo.

What it quotes of the question is offered here as well: a language speaks through one module.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from string import Formatter
from typing import TYPE_CHECKING

from cnaps.explanation.languages.english import clauses
from cnaps.explanation.languages.english.quoting import (
    compared_words,
    condition_words,
    contrast_words,
    describes,
)
from cnaps.explanation.languages.english.quoting import done_words as done_words
from cnaps.explanation.languages.english.quoting import key_words as key_words
from cnaps.explanation.languages.english.quoting import photo as photo
from cnaps.explanation.languages.english.quoting import standing_word as standing_word
from cnaps.explanation.realise import realise as with_pronouns
from cnaps.explanation.records import Aspect, Draft, Source, SubQuestion
from cnaps.explanation.task_list import Task
from cnaps.explanation.tasks import Scope, Topic, topic_of

if TYPE_CHECKING:
    from cnaps.diagnosis.findings import Degradation, Finding, Grade

_TITLES = {
    Aspect.DATA: "training data",
    Aspect.STRUCTURE: "model structures",
    Aspect.STANDING: "their standing",
    Aspect.MECHANISM: "how this works",
    Aspect.SPEED: "speed",
    Aspect.DIFFERENCE: "the difference asked for",
    Aspect.SIZE: "the size of the network",
    Aspect.MEMORY: "memory",
    Aspect.RESULT: "accuracy",
    Aspect.LIMIT: "limits",
    Aspect.SCOPE: "what can be handled",
    Aspect.TASK: "the task",
    Aspect.MEASURED: "what was recorded",
    Aspect.INPUT: "the input",
    Aspect.OUTPUT: "the output",
    Aspect.CAUSE: "how the trouble comes about",
    Aspect.FIDELITY: "faithfulness to what was there",
    Aspect.CHOICE: "the choice between the models",
}
_FAULTS = {"noise": "noise", "blur": "blur", "jpeg": "JPEG artefacts", "exposure": "exposure faults"}


class _Agreeing(Formatter):
    """Specs of a part: ``^`` its capital, ``a`` its article, ``be`` the verb that agrees with it."""

    def format_field(self, value: object, format_spec: str) -> str:
        text = str(value)
        if format_spec == "be":
            return _be(text)
        if format_spec == "a":
            return with_article(text)
        return _capitalised(text) if format_spec == "^" else text


_FORMATTER = _Agreeing()


def fill(template: str, /, **parts: object) -> str:
    """`template` with its parts."""
    return _FORMATTER.format(template, **parts)


def title(subquestion: SubQuestion) -> str:
    """A run-in title, such as ``Training data``; words of the user where the question has no known type."""
    if subquestion.aspects[0] in {Aspect.OTHER, Aspect.FIDELITY}:
        return f"“{key_words(subquestion.text)}”"
    if subquestion.aspects[0] is Aspect.DIFFERENCE and (sides := compared_words(subquestion.text)):
        return f"Difference between {sides[0]} and {sides[1]}"
    other = contrast_words(subquestion.text) if subquestion.aspects[0] is Aspect.DIFFERENCE else ""
    if other:
        return f"Difference from “{other}”"
    restoring = topic_of(subquestion.text).general or topic_of(subquestion.text).specific
    titles = {**_TITLES, Aspect.MECHANISM: "how the restoration works"} if restoring else _TITLES
    return _capitalised(" and ".join(titles[aspect] for aspect in subquestion.aspects[:2]))


def title_within(subquestion: SubQuestion) -> str:
    """The title inside a sentence."""
    full = title(subquestion)
    lowered = full[0].lower() + full[1:]
    return f"the {lowered}" if lowered.startswith("difference") else lowered


def complaint(question: str) -> str:
    """What is wrong in the user's own words."""
    return clauses.complaint(question)


def whether(subquestion: SubQuestion) -> str:
    """A question for yes or no as a clause; empty where it is none."""
    return clauses.whether_clause(subquestion.text)


def situation(question: str, topic: Topic) -> str:
    """The user's photo in the user's own words."""
    picture, condition = photo(question), condition_words(question)
    plural = picture.endswith("s")
    condition = condition.replace(" and ", "” and “")
    if condition and describes(condition):
        return f"{picture if plural else with_article(picture)} that the user describes as “{condition}”"
    with_what = f" with {condition}" if condition else f" with {topic.noun}" if topic.specific else ""
    return (picture if plural else with_article(picture)) + with_what


def photo_phrase(question: str, topic: Topic) -> str:
    """The photo and its state in a few words: ``blurry snapshot``, ``photo with noise``."""
    picture, condition = photo(question), condition_words(question)
    if condition and describes(condition):
        return f"{condition} {picture}"
    noun = condition or (topic.noun if topic.specific else "")
    return f"{picture} with {noun}" if noun else picture


def with_article(noun: str) -> str:
    """``a photo``, ``an image``."""
    return ("an " if noun[:1].lower() in "aeiou" else "a ") + noun


def lettered(names: Sequence[str]) -> str:
    """``(a) training data and (b) speed``; one name stands without a letter."""
    if len(names) == 1:
        return names[0]
    return listed([f"({_letter(i)}) {name}" for i, name in enumerate(names)])


def listed(names: Sequence[str]) -> str:
    """``a, b and c``."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""


def label(index: int, title: str) -> str:
    """The run-in label of paragraph `index`."""
    return f"({_letter(index)}) {title}."


def chained(clauses: Sequence[str]) -> str:
    """A clause and what qualifies it; an English qualifier brings its own conjunction."""
    return "".join(clauses)


def of_work(work: str, reason: str) -> str:
    """The clause with `work` in the place of its pronoun."""
    return re.sub(r"^it ", f"{work} ", reason)


def contrast(first: str, second: str) -> str:
    """Two sentences side by side as one."""
    plain = re.match(r"(?:The|To|In|By|With|For|Building|A|An|Most|On|Two|Their)\b", second)
    lowered = second[0].lower() + second[1:] if plain else second
    return f"{first.rstrip('.')}, whereas {lowered}"


def topic_title(topic: Topic) -> str:
    """The task, such as ``motion deblurring``."""
    return topic.title


def topic_noun(topic: Topic) -> str:
    """The degradation, such as ``motion blur``."""
    return topic.noun


def task_noun(topic: Topic, task: Task) -> str:
    """The degradation as `topic` speaks of it, so that motion blur is not credited to a source on blur."""
    return topic.degradation(task) if task.restores else task.title


def severity(topic: Topic) -> str:
    """``extreme `` or a like word of the text."""
    return topic.severity


def scope(scope: Scope) -> str:
    """What a method is bound to."""
    return f"{scope.phrase} rather than on {scope.instead}"


def term(english: str) -> str:
    """The word itself."""
    return english


def sides(subquestion: SubQuestion) -> tuple[str, str] | None:
    """The two sides of a comparison, quoted."""
    return compared_words(subquestion.text)


def other_side(subquestion: SubQuestion) -> str:
    """What is compared with, quoted."""
    other = contrast_words(subquestion.text)
    return f"“{other}”" if other else ""


def one_photo(question: str) -> str:
    """What the user calls the picture, in the singular."""
    return photo(question).rstrip("s")


def fault(degradation: Degradation) -> str:
    """What the diagnosis looks for."""
    return _FAULTS[degradation.value]


def grade(grade: Grade) -> str:
    """How bad a finding is."""
    return grade.value


def measure(finding: Finding) -> str:
    """The value of a finding with its unit."""
    return finding.measured


def finding(finding: Finding) -> str:
    """The summary of a finding as the diagnosis gives it."""
    plain = finding.summary.strip()
    return plain if plain.endswith((".", "!", "?")) else plain + "."


def recorded(text: str) -> str:
    """A piece of a record, which is English as well."""
    return text.strip().rstrip(".")


def realise(drafts: Sequence[Draft], sources: Mapping[str, Source]) -> list[Draft]:
    """The planned sentences as running prose."""
    return with_pronouns(drafts, sources)


def _letter(index: int) -> str:
    return chr(ord("a") + index)


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]


def _be(noun: str) -> str:
    """``is`` or ``are``."""
    head = noun.split(" of ")[0]
    plural = re.search(r"(?<![sui])s$", head) and not re.match(r"an? ", head)
    return "are" if plural or re.search(r"\band\b", noun) else "is"
