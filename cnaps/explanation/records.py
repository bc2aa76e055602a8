"""The vocabulary of the grounded explanation: sources, questions, facts, drafts and the finished answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from cnaps.explanation.tasks import Topic


class Role(str, Enum):
    """What a source is to the answer."""

    MODEL = "recommended model"
    PAPER = "related paper"
    RUN = "measured run"
    DIAGNOSIS = "measured diagnosis"


class Fit(str, Enum):
    """How far a source bears on the question."""

    DIRECT = "direct"
    PARTIAL = "partial"
    UNSUPPORTIVE = "does not support"


class Aspect(str, Enum):
    """What a sub-question asks for, and equally what a fact can tell."""

    TASK = "task"
    DATA = "training data"
    STRUCTURE = "structure"
    STANDING = "standing"
    MECHANISM = "mechanism"
    SPEED = "speed"
    SIZE = "network size"
    MEMORY = "memory needed"
    DIFFERENCE = "difference"
    RESULT = "result"
    LIMIT = "limit"
    SCOPE = "scope"
    INPUT = "input"
    OUTPUT = "output"
    CAUSE = "cause"
    """How the trouble comes about."""
    FIDELITY = "faithfulness"
    """Whether what was there stays as it was."""
    CHOICE = "choice"
    """Which of the recommended models to take."""
    MEASURED = "record"
    """What the record of a run or of a diagnosis answers by itself."""
    OTHER = "other"


class Zone(str, Enum):
    """Which part of an abstract a sentence belongs to, as abstracts are commonly built."""

    BACKGROUND = "background"
    """The trouble, and what others did."""
    APPROACH = "approach"
    """What the work itself does."""
    RESULT = "result"
    """How well it did, and against what."""
    RESERVATION = "reservation"
    """What it leaves open or demands."""


class Voice(str, Enum):
    """How a sentence is warranted."""

    EVIDENCE = "evidence"
    """Rewritten from the cited span."""
    NAME = "name"
    """Read from a name or a link of the cited entry, and marked as such."""
    QUESTION = "question"
    """Restates what the user wrote."""
    UNSTATED = "unstated"
    """Says that something is not stated in the provided sources."""
    MISMATCH = "mismatch"
    """Says that a source does not bear on the question."""
    MEASURED = "measured"
    """A figure of this run."""


@dataclass(frozen=True, kw_only=True)
class Quote:
    """A span of the text an answer was made from: ``explanation.text[start:end] == text``."""

    source: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Source:
    """One entry of the answer's list of sources."""

    id: str
    """``M1``.. for models, ``P1``.. for papers, ``R`` and ``D`` for a run and its diagnosis."""
    role: Role
    name: str
    short: str
    """The name that prose uses."""
    paper: str = ""
    """The link exactly as given; empty when none was given."""
    github: str = ""
    further_links: tuple[str, ...] = ()
    """Other spellings of the links above, given for the same work."""
    summary: str = ""
    start: int = 0
    """Where `summary` begins in the text that quotes index."""
    published: str = ""
    """Venue and year, such as ``ECCV 2022``; empty when not known."""
    twin: str = ""
    """Id of another entry with the same paper, which therefore describes this one too."""

    @property
    def links(self) -> tuple[str, ...]:
        """Every link of the entry, verbatim, in the order in which a page lists them."""
        return tuple(link for link in (self.paper, self.github, *self.further_links) if link)


@dataclass(frozen=True, kw_only=True)
class ParseReport:
    """What was understood of a pasted prompt."""

    question_found: bool
    models: int
    papers: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """A pasted prompt, read."""

    text: str
    """The normalised text, which all spans index."""
    question: str
    question_start: int
    sources: tuple[Source, ...]
    report: ParseReport

    @property
    def models(self) -> tuple[Source, ...]:
        """The recommended models, in order."""
        return tuple(source for source in self.sources if source.role is Role.MODEL)

    @property
    def papers(self) -> tuple[Source, ...]:
        """The related papers, in order."""
        return tuple(source for source in self.sources if source.role is Role.PAPER)


@dataclass(frozen=True, kw_only=True)
class SubQuestion:
    """One thing the user wants to know."""

    text: str
    """In the English terms of the field, which is the user's own text where that is English."""
    aspects: tuple[Aspect, ...]
    """What it asks for, the most specific first."""
    asked: str = ""
    """In the user's words; empty where `text` holds them."""

    @property
    def words(self) -> str:
        """What the user wrote."""
        return self.asked or self.text


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A sentence that one source warrants, in our words."""

    source: str
    aspects: frozenset[Aspect]
    sentence: str
    """Without citation, ending in a full stop."""
    quote: Quote
    claimed: bool = False
    """Praise of its own results by the source."""
    quoted: bool = False
    """A few words of the source in quotation marks, because the sentence could not be put into ours."""
    zone: Zone = Zone.APPROACH
    """Which part of its summary it is taken from."""
    order: int = 0
    """Position within its source."""
    translation: str = ""
    """The sentence in the language of the answer; empty where that is English or nobody has translated it."""


@dataclass(frozen=True, kw_only=True)
class Rating:
    """How a source bears on the question, and why."""

    source: str
    fit: Fit
    reason: str
    """A clause for the list of sources."""
    covered: Topic | None = None
    """What it does of what the question asks; None where not known."""
    lacking: Topic | None = None
    """What the question asks beyond that."""
    compared: bool = False
    """Whether the source treats only what the question compares with."""
    unnamed: bool = False
    """Whether the source is so general that `lacking` is not excluded, only not named."""
    other_weights: bool = False
    """Whether other weights of the same model treat what is `lacking`."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A sentence that is planned but not yet checked."""

    text: str
    section: int
    paragraph: str
    """Run-in label of the paragraph it stands in; sentences of one label stand together."""
    sources: tuple[str, ...]
    voice: Voice
    quotes: tuple[Quote, ...] = ()
    facts: tuple[Fact, ...] = ()
    """What a sentence of evidence tells."""
    answers: tuple[Aspect, ...] = ()
    """What the evidence was looked up for."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A sentence of the answer and what it rests on."""

    sentence: str
    """As it stands in the Markdown, citation included."""
    section: int
    paragraph: str
    """Run-in label of its paragraph; empty where it has none."""
    source_ids: tuple[str, ...]
    quotes: tuple[Quote, ...]
    stated: bool
    """False where the sentence says that the sources do not tell."""


@dataclass(frozen=True, kw_only=True)
class ListedSource:
    """A source as a page shows it."""

    source: Source
    fit: Fit | None
    """None for the run and the diagnosis, which are records and not literature."""
    reason: str


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One box of the diagram."""

    title: str
    details: tuple[str, ...]
    """Figures of this run, a few words each."""
    measured: tuple[str, ...] = ()
    """What the diagnosis finds in this state of the photo."""


@dataclass(frozen=True, kw_only=True)
class Authorship:
    """Who put an answer into words."""

    model: str = ""
    """The language model that wrote; empty where CNAPS wrote by itself."""
    replaced: int = 0
    """Sentences of the language model that CNAPS had to replace or to add."""
    fallback: str = ""
    """Why the language model that was asked did not write, as a sentence; empty where nothing went wrong."""

    @property
    def in_words(self) -> str:
        """One line for a reader."""
        if self.fallback:
            return self.fallback
        if not self.model:
            return "Written by CNAPS itself, without a language model."
        noun = "sentence comes" if self.replaced == 1 else "sentences come"
        rest = f"; {self.replaced} {noun} from CNAPS itself" if self.replaced else ""
        return f"Written with {self.model}, each sentence checked against its sources{rest}."


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A three-part answer, every sentence of which is cited or says that something is not stated."""

    markdown: str
    question: str
    """What is answered."""
    language: str
    """In which it is written, as in ISO 639-1."""
    headings: tuple[str, str, str]
    claims: tuple[Claim, ...]
    warnings: tuple[str, ...]
    sources: tuple[ListedSource, ...]
    text: str
    """What the spans of the quotes index: the normalised prompt, or the catalogue text that was used."""
    way: tuple[Stage, ...] = ()
    """The way of the photo through the model, where one was restored."""
    report: ParseReport | None = field(default=None)
    """How a pasted prompt was read; None for an answer from the catalogue."""
    authorship: Authorship = field(default=Authorship())
    """Who put it into words."""
