"""The writer that asks a language model, and writes by itself whenever that does not hold."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from dataclasses import dataclass, replace
from threading import BoundedSemaphore

from cnaps.explanation.records import Authorship
from cnaps.explanation.writing.connection import UNREADABLE, Message, NoReplyError, ask, late
from cnaps.explanation.writing.outline import Outline, outline
from cnaps.explanation.writing.reply import Proposal, UnreadableReplyError, read_reply
from cnaps.explanation.writing.request import opening_messages, repair_messages
from cnaps.explanation.writing.settings import Settings
from cnaps.explanation.writing.verdicts import Judgement, assembled, judge
from cnaps.explanation.writing.writer import BY_ITSELF, Plan, Written

CONVERSATIONS_AT_ONCE = 3
"""Who comes next is answered without the language model instead of waiting."""
MOST_FAILURES = 0.3
"""Share of failing sentences up to which the others are kept."""
LEAST_LATIN = 0.7
"""Share of Latin letters from which a plan is taken to be English."""


class LanguageModel:
    """Asks the language model of `settings`; what it proposes is checked like every other sentence."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._free = BoundedSemaphore(CONVERSATIONS_AT_ONCE)
        self._pool = ThreadPoolExecutor(CONVERSATIONS_AT_ONCE, thread_name_prefix="language-model")

    @property
    def name(self) -> str:
        """How a reader is told of the language model."""
        return self._settings.name

    def write(self, plan: Plan) -> Written:
        """The plan in the words of the language model, or in ours with the reason why."""
        points = outline(plan.drafts)
        if not points.points:
            return BY_ITSELF.write(plan)
        try:
            return self._in_time(_Conversation(settings=self._settings, plan=plan, outline=points))
        except NoReplyError as failure:
            authorship = Authorship(fallback=f"{failure}, so CNAPS wrote this answer itself.")
            return replace(BY_ITSELF.write(plan), authorship=authorship)

    def _in_time(self, conversation: _Conversation) -> Written:
        """Wait no longer than was promised, even where a server sends its reply byte by byte."""
        if not self._free.acquire(blocking=False):
            raise NoReplyError("The language model is busy with other questions")
        running = self._pool.submit(conversation.held)
        running.add_done_callback(lambda _: self._free.release())
        try:
            return running.result(self._settings.seconds)
        except LateError:
            raise NoReplyError(late(self._settings)) from None


@dataclass(frozen=True, kw_only=True)
class _Conversation:
    """One question to the language model, and at most one request to mend its answer."""

    settings: Settings
    plan: Plan
    outline: Outline

    def held(self) -> Written:
        """The answer; raises `NoReplyError` where it cannot be used."""
        if _latin_share(self.plan) < LEAST_LATIN:
            raise NoReplyError("The language model writes English only")
        end = time.monotonic() + self.settings.seconds
        messages = opening_messages(self.outline, self.plan.material)
        reply = self._reply(messages, end)
        proposals = _read(reply)
        judgement = self._judged(proposals)
        if judgement.failures:
            refused = [(verdict.proposal, verdict.reasons) for verdict in judgement.refused]
            messages += [
                Message(role="assistant", content=reply),
                *repair_messages(refused, judgement.missing),
            ]
            judgement = self._judged(_mended(judgement, _read(self._reply(messages, end))))
        _accept(judgement)
        authorship = Authorship(model=self.settings.name, replaced=judgement.failures)
        return Written(drafts=assembled(judgement), authorship=authorship)

    def _reply(self, messages: list[Message], end: float) -> str:
        left = end - time.monotonic()
        if left <= 0:
            raise NoReplyError(late(self.settings))
        return ask(self.settings, messages, left)

    def _judged(self, proposals: tuple[Proposal, ...]) -> Judgement:
        return judge(proposals, self.outline, self.plan.material)


def _read(reply: str) -> tuple[Proposal, ...]:
    try:
        return read_reply(reply)
    except UnreadableReplyError:
        raise NoReplyError(UNREADABLE) from None


def _mended(judgement: Judgement, mended: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """The first reply with its refused sentences replaced in turn, and what was missing behind it.

    What was told already is passed over, so that a model may as well repeat its whole answer.
    """
    new = iter([proposal for proposal in mended if not judgement.told.issuperset(proposal.points)])
    kept = [
        verdict.proposal if verdict.draft else next(new, verdict.proposal) for verdict in judgement.verdicts
    ]
    return (*kept, *new)


def _accept(judgement: Judgement) -> None:
    if judgement.unanswered:
        titles = ", ".join(part.title.split(" ")[0] for part in judgement.unanswered)
        raise NoReplyError(f"The language model left part {titles} of the question open")
    if judgement.failures > MOST_FAILURES * judgement.total:
        raise NoReplyError(
            f"{judgement.failures} of {judgement.total} sentences of the language model did not hold against "
            "the sources"
        )


def _latin_share(plan: Plan) -> float:
    letters = [sign for draft in plan.drafts for sign in draft.text if sign.isalpha()]
    return sum(sign < "ɐ" for sign in letters) / max(1, len(letters))
