"""What is wrong with a picture, told in everyday words, to the tasks of the field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cnaps.explanation.likeness import likeness
from cnaps.explanation.sentences import split_sentences
from cnaps.explanation.task_list import SPECIFIC, Task
from cnaps.explanation.wordings import NO_REPAIR

_CERTAIN = 1.75
"""How far the likeliest task lies before the next where it may be named; as the cross-validation has it."""
_POSSIBLE = 8.0
"""How far behind the likeliest a task may lie that other evidence could still speak for."""
_PLAIN_TELLING = 12.0
"""The likeness of a sentence that tells its trouble plainly."""
_TASKS = {task.key: task for task in SPECIFIC}


@dataclass(frozen=True, kw_only=True)
class Description:
    """The sentence of a question that tells its trouble most clearly, and what it is like."""

    sentence: str
    scores: Mapping[str, float]
    """By key of the task, how like its wordings the sentence is."""

    @property
    def margin(self) -> float:
        """How far the likeliest key lies before the next."""
        first, second, *_ = sorted(self.scores.values(), reverse=True)
        return first - second

    @property
    def named(self) -> tuple[Task, ...]:
        """The one task that is certain enough to be named; none where it is not."""
        likeliest = max(self.scores, key=lambda key: self.scores[key])
        certain = likeliest != NO_REPAIR and self.margin >= _CERTAIN
        return (_TASKS[likeliest],) if certain else ()

    @property
    def possible(self) -> tuple[Task, ...]:
        """The tasks that it may be, the likeliest first."""
        least = max(max(self.scores.values()) - _POSSIBLE, 0.0)
        keys = [key for key, score in self.scores.items() if score > least and key != NO_REPAIR]
        return tuple(_TASKS[key] for key in sorted(keys, key=lambda key: -self.scores[key]))

    def lead(self, tasks: tuple[Task, ...]) -> float:
        """How far the likeliest key lies before all of `tasks`."""
        return max(self.scores.values()) - max(self.scores[task.key] for task in tasks)


@lru_cache(maxsize=256)
def described(question: str) -> Description:
    """What `question` describes; what it only asks counts where nothing certain is told."""
    sentences = [sentence.text for sentence in split_sentences(question)] or [question]
    told = [text for text in sentences if "?" not in text] or sentences
    clearest, anywhere = _clearest(told), _clearest(sentences)
    return anywhere if anywhere.named and not clearest.named else clearest


def _clearest(sentences: Sequence[str]) -> Description:
    """Of the descriptions by `sentences` the one without doubt, as far as there is one that names a task."""
    return max(map(_description, sentences), key=lambda found: (len(found.named), found.margin))


def described_tasks(question: str) -> tuple[Task, ...]:
    """The task whose trouble `question` describes; empty where that is not certain."""
    return described(question).named


def complaint(question: str) -> str:
    """The sentence that describes the trouble, else the first one; what is asked comes last."""
    sentences = [sentence.text for sentence in split_sentences(question)]
    told = [text for text in sentences if "?" not in text] or sentences
    return max(told, key=telling, default="")


@lru_cache(maxsize=4096)
def telling(text: str) -> float:
    """How plainly `text` describes a trouble, 0 to 2."""
    scores = likeness().scores(text)
    no_repair = scores.pop(NO_REPAIR)
    return min(2.0, max(0.0, max(scores.values()) - max(0.0, no_repair)) / _PLAIN_TELLING)


@lru_cache(maxsize=1024)
def _description(sentence: str) -> Description:
    return Description(sentence=sentence, scores=likeness().scores(sentence))
