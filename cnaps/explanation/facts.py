"""The facts of a source: its summary, sentence by sentence, typed, rewritten and tied to its span."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import islice

from cnaps.explanation.clauses import statements
from cnaps.explanation.injection import usable
from cnaps.explanation.pointers import plain_words, pointers, pointing_sentence
from cnaps.explanation.reciting import recited
from cnaps.explanation.records import Aspect, Fact, Quote, Source
from cnaps.explanation.rewriting import Speaker, rewrite, system_in, without_marks
from cnaps.explanation.runs import HEDGED, LONGEST_RUN, Runs, too_long_runs
from cnaps.explanation.sentences import Sentence, content_stems, split_sentences, token_spans, tokens_of
from cnaps.explanation.zones import zones_of

MOST_FACTS = 60
"""Facts that are taken from one summary."""
_PLACES = 32
"""Facts of one sentence are told apart by their order, up to this many."""
MOST_POINTERS = 2
"""Stretches of one sentence that are quoted on one thing."""
_WELL_TOLD, _WORTH_PARTING = 0.6, 0.15
"""Share of a sentence's words that suffices, and the gain for which it is told clause by clause instead."""
MOST_CLAUSES = 3
"""Clauses of one sentence that are handed over in quotations."""
_LABELS = {
    "input": Aspect.INPUT,
    "output": Aspect.OUTPUT,
    "training": Aspect.DATA,
    "data": Aspect.DATA,
    "speed": Aspect.SPEED,
    "run": Aspect.SPEED,
    "size": Aspect.SIZE,
    "parameters": Aspect.SIZE,
}
_LABELLED = re.compile(
    r"[\s*_-]*(?P<label>inputs?|outputs?|training data|training|data|speed|run[- ]?time|parameters|"
    r"size)[\s*_]*:[\s*_]*"
    r"(?P<words>\d[^.;:]*|[a-z][^.;:]*)\.?$",
    re.I,
)
"""A line of a list of key facts, which has no verb of its own."""
_FEWEST_UNDER_LABEL = 2
LONGEST_SENTENCE = 1_000
"""Characters; longer text between two full stops is no sentence."""

_URL = re.compile(r"https?://|www\.", re.I)
_CUES: tuple[tuple[Aspect, re.Pattern[str]], ...] = tuple(
    (aspect, re.compile(pattern, re.I))
    for aspect, pattern in (
        (
            Aspect.DATA,
            r"\b\d[\d,]{2,} (?:[\w-]+ ){0,5}(?:images|photos|photographs|pictures|frames|videos|scenes|"
            r"patches|clips)\b|"
            r"\bdata ?sets?\b|training data|(image|blur\w*|sharp)[- ](text )?pairs\b|synthetic data|"
            r"(?:pre|re)?trained (on|with)\b|"
            r"data curation|data synthesis|degradation pipeline|real-world data|\bpairs?\b|\bfor training\b|"
            r"trains? (on|with)\b|"
            r"Internet (photos|pictures|images)|"
            r"\b(?:were|was|also|we) recorded\b|recorded (?:data|pairs|images|videos|with)\b|"
            r"\btraining\b[^.;]{0,30}\buses?\b|"
            r"synthetic|without (clean|reference)|clean targets|images? (captured|collected)|"
            r"(un)?paired|"
            r"training (data|set|images|samples|pairs)|reference (images|pictures|photos)|"
            r"served for training|training took place|for (evaluation and )?training|ground truth|"
            r"(?:un)?supervis|"
            r"noisy images?\b|were (collected|captured)|are contained|"
            r"\bstandard sets?\b",
        ),
        (
            Aspect.STRUCTURE,
            r"transformer|network|\bDNN\b|\bCNN\b|\bGAN\b|diffusion model|hypernetwork|gaussian splatting|"
            r"\bu-?net\b|mamba|"
            r"state space|consists? of|components|framework|architecture|encoder|decoder|attention|module|"
            r"\bDiT\b|autoregressive|plug-and-play|\bloss\b|discriminator|generator|convolution|\bblocks?\b|"
            r"\blayers?\b|activation function",
        ),
        (
            Aspect.MECHANISM,
            r"\b(estimat|decompos|generat|modulat|predict|fus(e|es|ing)\b|select|guid|synthesi[sz]|"
            r"integrat|employ|utili[sz]|"
            r"leverag|introduc|extract|captur|learn|optimi[sz]|adapt|aggregat|combin|formulat|propos|"
            r"consist|receiv|align|"
            r"model(s|ing)\b|exploit|incorporat|apply|applies|prevent|avoid|protect|decid|divid|suppress|"
            r"blend|warp|replac|correct|transform|encod|decod|refin|reconstruct|restor|uses?\b|takes?\b|"
            r"process(?:es)?\b|gather|infer|fills?\b|merg|transfer|propagat|interpolat|averag|"
            r"present\b|associat|track|detect|classif|compar|match|separat|remov)",
        ),
        (
            Aspect.SPEED,
            r"real[- ]time|\bfps\b|frames per second|\bfast(er)?\b(?! R-CNN)|latency|\bspeed|computational|"
            r"inference time|"
            r"fewer parameters|\bFLOPs\b|training (computational )?costs?|efficien(t|cy)\b|lightweight|"
            r"\b\d+(\.\d+)? ?(ms|milliseconds|seconds?|minutes?|hours?)\b|\bslow|time costs?|"
            r"(computing|run|processing)[- ]?times?\b|less (time|memory)|"
            r"interactive (?:rate|speed)|on (?:the|a) mobile|"
            r"\bcheap|computation\b|\bcosts\b|multiply-adds|\bMACs\b|\w*fold\b|times as fast|"
            r"(sampling|diffusion|inference) steps|\b(single|one|few|fewer|fifteen|\d+) steps?\b",
        ),
        (Aspect.MEMORY, r"\bmemory\b|\b\d[\d.,]* ?(?:GB|GiB|MB|gigabytes?)\b|\bV?RAM\b"),
        (
            Aspect.SIZE,
            r"\d[\d.,]* ?(M|K|B|million|thousand|billion)?\b ?(parameters|weights)\b|"
            r"(fewer|number of|of the) parameters|(stays|is|very) (small|compact)\b|lightweight",
        ),
        (
            Aspect.RESULT,
            r"outperform|state[- ]of[- ]the[- ]art|superior|(?<!by )experiments?\b|\bPSNR\b|\bSSIM\b|"
            r"\bdB\b|achiev|"
            r"improves?\b|benchmark|surpass|on (a )?par\b|\bwon\b|compares? (well|favou?rably)|"
            r"\baccura|\b(FID|LPIPS|MOTA)\b|mean average precision|\bbeats?\b|first place",
        ),
        (
            Aspect.LIMIT,
            r"^however|occasionally|by mistake|mistaken|wrongly|\bfalse\b|disappoint|overfit|"
            r"\bpoor(ly)?\b|does worse|not guarantee|\bdrops\b|little use|"
            r"uncertaint|(?:un)?reliab|trustworth|rarely|\bgap\b|\bslow\b|ambigu|"
            r"\bbadly\b|left over|remains? visible|things up|hallucinat|\bat times\b|hard to|amplif|not suit|"
            r"\bcostly\b|breaks? down|"
            r"challeng|limit|\bfails?\b|overlook|obstacle|difficult|suffer|inaccura|struggle|drawback|cannot",
        ),
        (
            Aspect.SCOPE,
            r"real-world|unseen|generali[sz]|various|diverse|multiple (types|degradations)|all-in-one|"
            r"handle|video|3D|\bserves?\b|treats?\b|(one|single) (model|network)|any mask|"
            r"spatially variant|field-captured|unknown|users\b|tunable|extrapolat|never (?:occurred|seen)|"
            r"carr(?:y|ies) over|(?:was|were|been) not (?:tested|tried)|not (?:tested|tried)\b|arbitrary|"
            r"any (?:factor|scale|size|number)|controll?|applicable|without (model "
            r")?re-?training",
        ),
        (
            Aspect.INPUT,
            r"\b(?:two|three|several|multiple|consecutive|neighbou?ring|adjacent|one|single|pair of|"
            r"sequences? of|burst of)"
            r" (?:[\w-]+ ){0,3}?(?:images?|frames?|photos?|pictures?|shots?|views?|exposures?)\b|"
            r"multi-temporal|time[- ]series|\bregistered\b|\bRGB (?:image|photo|picture)|"
            r"\binput|\bfrom (motion-)?blur\w* images|takes? an?\b|reference frame|conditioned on",
        ),
        (
            Aspect.CAUSE,
            r"\bcasts? (?:a |an |the )?(?:\w+ )?(?:shadow|reflection|light)|\bcaus(?:e|es|ed|ing)\b|"
            r"\bdue to\b|stems? from|\barises?\b|originat|gives? rise|comes? from|"
            r"introduces? (?:an? )?(?:\w+ )?(?:\w+ )?(?:distortion|blur|noise|artifacts?|artefacts?)\b|"
            r"bends? the light|"
            r"\b(?:when|while|if) (?:a|the|an) (?:camera|sensor|lens|subject|object|light|shutter|photo)|"
            r"\bbecause\b|\bsince\b|\bappears?\b|\bshows? (?:up )?as\b|disagrees?\b|goes wrong|"
            r"\bspreads? (?:as|over)\b|depends? on|in dependence on|"
            r"\b(?:is|are) (?:attenuated|diffracted|refracted|scattered|absorbed|focused|bent|corrupted)\b|"
            r"\bcorrupts?\b|fluctuat\w*|"
            r"(?:leads?|leading|led) to|results? (?:in|from)|resulting (?:in|from)|is smeared|are smeared|"
            r"makes? [^.;]{0,40}\b(?:slant|wobbl|skew|nois|blur|hazy|dark)|introduced by|produced by|"
            r"may contain",
        ),
        (
            Aspect.FIDELITY,
            r"identit|fidelity|faithful|hallucinat|\binvent|\balter(?:s|ed|ing)?\b|preserv|authentic|"
            r"plausib|realness|"
            r"cannot be (?:observed|seen|known|recovered)|inferred from|made up|guess|"
            r"flatten|\b(?:loses?|lost|keeps?|retains?) (?:\w+ )?(?:identity|details?|structure|content|"
            r"information|text|"
            r"colou?rs?)\b|kept from being",
        ),
        (Aspect.OUTPUT, r"\boutputs?\b|photorealistic|sharp|clean image|high-quality image"),
    )
)
_WORDS = frozenset({Aspect.DATA, Aspect.LIMIT, Aspect.CAUSE, Aspect.SPEED, Aspect.FIDELITY, Aspect.RESULT})
"""Of these every cue begins with a word, so that it need not be tried inside of one."""


def _lowered(letter: re.Match[str]) -> str:
    return letter.group().lower()


def _at_words(aspect: Aspect, pattern: str) -> str:
    return rf"\b(?:{pattern})" if aspect in _WORDS else pattern


_FOLDED = tuple(
    (aspect, re.compile(_at_words(aspect, re.sub(r"(?<!\\)[A-Z]", _lowered, cue.pattern))))
    for aspect, cue in _CUES
)
"""The same for text in lower case, in which they are found in half the time."""
_ASKED_APART = frozenset(
    {
        Aspect.DATA,
        Aspect.SPEED,
        Aspect.SIZE,
        Aspect.MEMORY,
        Aspect.RESULT,
        Aspect.LIMIT,
        Aspect.CAUSE,
        Aspect.FIDELITY,
        Aspect.INPUT,
    }
)
"""What a question asks for by itself, so that it may not be lost with the clause that tells it."""
_ANNOUNCED = frozenset({Aspect.DATA, Aspect.MECHANISM, Aspect.INPUT, Aspect.CAUSE})
_ANYTHING = re.compile(r"\w")
_TELLING: tuple[tuple[Aspect, re.Pattern[str]], ...] = (
    (Aspect.RESULT, re.compile(r"\d[\d.,]*\s?(?:dB|%)|\bPSNR\b|\bSSIM\b")),
    (
        Aspect.LIMIT,
        re.compile(r"limit|\bfails?\b|challeng|obstacle|difficult|struggle|drawback|cannot|suffer", re.I),
    ),
)
_CLAUSE_END = re.compile(
    r"[;:]\s|\.$|"
    r",\s(?=(?:which|whose|but|so|because|while|where|when|although|and (?:the|an?|it|they|then))\b)"
)
_CONTINUING = re.compile(
    r"(?:However, it|It|Its|The (?:result|approach|method)|This (?:approach|method)|"
    r"(?:In|For|On|At) (?:each|every|all|at least|the same|both)|Therefore)\b"
)
_OF_METHODS = re.compile(
    r"\b(?:methods?|algorithms?|approach(?:es)?|networks?|models?|performance|training|overfit\w*|"
    r"results? (?:in|from))\b",
    re.I,
)
"""With these, a cause is that of a method's trouble and not of the picture's."""
_PRAISE = re.compile(
    r"\b(?:outperform|state[- ]of[- ]the[- ]art|superior|surpass|remarkable generali[sz]|experiments? (?:\w+ "
    r")?(?:confirm|show|"
    r"demonstrate|underscore|verify|validate)|comparable (performance|results)|efficacy|"
    r"(?:demonstrat|show|verif|validat|confirm|prov)\w* (?:the|its|their) (?:\w+ )?(?:effectiveness|"
    r"superiority|"
    r"advantages?|potential)|effectiveness of (?:our|the proposed)|promising results|performs? well\b)",
)


_DATA_MADE = re.compile(
    r"(?:propos|introduc|collect|construct|contain|consist|build|built|provid|assembl)\w*\b[^.;]{0,60}"
    r"\b(?:data ?sets?|pairs)\b",
    re.I,
)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was taken from one summary."""

    facts: tuple[Fact, ...]
    passages: tuple[Quote, ...]
    """The sentences that describe the work; those that address the reader are left out."""
    dropped: int
    """Sentences left out because they address the reader."""

    @property
    def usable_text(self) -> str:
        """All passages."""
        return " ".join(passage.text for passage in self.passages)


def read_source(source: Source) -> Reading:
    """Facts of `source` in its order; a sentence that cannot be rewritten honestly gives none."""
    sentences = list(split_sentences(source.summary, source.start))
    allowed = usable([sentence.text for sentence in sentences])
    kept = [sentence for sentence, good in zip(sentences, allowed, strict=True) if good]
    text = " ".join(sentence.text for sentence in kept)
    return Reading(
        facts=tuple(_facts(source, kept, too_long_runs(tokens_of(text)))),
        passages=tuple(_quote(source, sentence) for sentence in kept),
        dropped=len(sentences) - len(kept),
    )


def _facts(source: Source, sentences: list[Sentence], runs: Runs) -> list[Fact]:
    facts: list[Fact] = []
    subject = ""
    zones = zones_of([sentence.text for sentence in sentences], source.short)
    for order, sentence in enumerate(sentences):
        unfit = len(sentence.text) > LONGEST_SENTENCE or _URL.search(sentence.text)
        if not unfit and len(facts) < MOST_FACTS:
            told = _told(source, sentence, subject, runs, order)
            facts += [
                replace(fact, order=order * _PLACES + place, zone=zones[order])
                for place, fact in enumerate(told)
            ]
        subject = system_in(sentence.text, source.short) or _kept_subject(sentence.text, subject)
    return [_as_data(fact, facts, source.short) for fact in facts]


def _told(source: Source, sentence: Sentence, subject: str, runs: Runs, order: int) -> list[Fact]:
    """What a sentence tells; a question tells nothing."""
    if sentence.text.endswith("?"):
        return []
    if labelled := _LABELLED.match(sentence.text):
        return _under_label(source, sentence, labelled, order)
    return _in_our_words(source, sentence, subject, runs, order)


def _in_our_words(source: Source, sentence: Sentence, subject: str, runs: Runs, order: int) -> list[Fact]:
    """The sentence in our words, and a few of its own for what those leave out."""
    asked = _aspects_in(sentence.text) or {Aspect.SCOPE}
    fact = _fact(source, sentence, frozenset(asked), subject, runs, order)
    parts = _by_clause(source, sentence, asked, subject, runs, order) if _is_partial(fact) else []
    if not parts and _is_partial(fact):
        quoted = _quoted(source, sentence, frozenset(asked), subject, order)
        parts = [*([fact] if fact else []), *(part for part in quoted if not (fact and _repeats(part, fact)))]
    if parts and (fact is None or _share_told(parts) > _share_told([fact]) + _WORTH_PARTING):
        parts = _as_announced(parts) if ": " in sentence.text else parts
        parts = [_without_foreign_cause(part, sentence) for part in parts]
        left = asked - {aspect for part in parts for aspect in part.aspects}
        return [*parts, *_pointing(source, sentence, left, order)]
    if fact:
        asked &= _ASKED_APART
        asked -= _aspects_in(_untitled(fact.sentence, source), asked)
        fact = replace(fact, aspects=(fact.aspects - asked) or fact.aspects)
    fact = _without_foreign_cause(fact, sentence) if fact else None
    if Aspect.DATA in asked and _praises(sentence.text) and not _DATA_MADE.search(sentence.text):
        asked -= {Aspect.DATA}  # a benchmark is no training data
    return [*([fact] if fact else []), *_pointing(source, sentence, asked, order)]


def _under_label(source: Source, sentence: Sentence, labelled: re.Match[str], order: int) -> list[Fact]:
    """What stands behind a label such as "Training data:" as a few words of the source."""
    first = re.split(r",(?!\d)|[;(]", labelled["words"].strip(" ."))[0].strip()
    spans = token_spans(first)
    if len(spans) < _FEWEST_UNDER_LABEL or HEDGED.search(labelled["words"]):
        return []
    words = first[: spans[min(len(spans), LONGEST_RUN) - 1][1]]
    whole = words == labelled["words"].strip(" .")
    text = pointing_sentence(source.short, plain_words(words) + " …" * (not whole))
    aspects = frozenset(
        {aspect for label, aspect in _LABELS.items() if labelled["label"].lower().startswith(label)}
    )
    quote = _quote(source, sentence)
    return [Fact(source=source.id, aspects=aspects, sentence=text, quote=quote, quoted=True, order=order)]


def _without_foreign_cause(fact: Fact, sentence: Sentence) -> Fact:
    """`fact` as no cause of the picture's trouble where its sentence is about methods."""
    if Aspect.CAUSE not in fact.aspects or not _OF_METHODS.search(sentence.text):
        return fact
    return replace(fact, aspects=(fact.aspects - {Aspect.CAUSE}) or frozenset({Aspect.SCOPE}))


def _as_announced(parts: list[Fact]) -> list[Fact]:
    """What follows a colon tells of the same as what announces it."""
    shared = {aspect for part in parts for aspect in part.aspects} & _ANNOUNCED
    return [replace(part, aspects=part.aspects | shared) for part in parts]


def _is_partial(fact: Fact | None) -> bool:
    """Whether much of a sentence is left out of what is told of it."""
    return fact is None or _share_told([fact]) < _WELL_TOLD


def _repeats(part: Fact, fact: Fact) -> bool:
    """Whether much of what `part` hands over is told by `fact`, both of one sentence."""
    whole = content_stems(part.quote.text)
    handed = content_stems(part.sentence) & whole
    return 2 * len(handed & content_stems(fact.sentence)) > len(handed)


def _share_told(facts: list[Fact]) -> float:
    """Share of the words of a sentence that `facts` from it hold."""
    whole = content_stems(facts[0].quote.text)
    return len(whole & frozenset().union(*(content_stems(fact.sentence) for fact in facts))) / max(
        1, len(whole)
    )


def _by_clause(
    source: Source, sentence: Sentence, asked: set[Aspect], subject: str, runs: Runs, order: int
) -> list[Fact]:
    """One fact for each main clause that can be put into our words or handed over."""
    told: list[Fact] = []
    named = system_in(sentence.text, source.short) or subject
    for clause in statements(without_marks(sentence.text)):
        praising = _praises(clause)
        text = rewrite(clause, Speaker(short=source.short, subject=named), runs, claimed=praising)
        kinds = _aspects_in(_untitled(text.text, source)) if text else set()
        if not text:
            spoken = _recited(source, sentence, clause, frozenset(asked), named, order)
            told += [spoken] if spoken else []
        else:
            told.append(
                Fact(
                    source=source.id,
                    aspects=frozenset(kinds or asked - _ASKED_APART or {Aspect.SCOPE}),
                    sentence=text.text,
                    quote=_quote(source, sentence),
                    claimed=praising,
                    order=order,
                )
            )
    return told


def _pointing(source: Source, sentence: Sentence, asked: set[Aspect], order: int) -> list[Fact]:
    """One fact for each stretch of words that tells of some of `asked`."""
    found: dict[str, list[Aspect]] = {}
    for aspect, cue in _CUES if asked != {Aspect.SCOPE} else ((Aspect.SCOPE, _ANYTHING),):
        if aspect in asked:
            for words in islice(pointers(sentence.text, cue, stating=True), MOST_POINTERS):
                if re.search(r"\d", words) or not _praises(words):
                    found.setdefault(words, []).append(aspect)
    return [
        Fact(
            source=source.id,
            aspects=frozenset(aspects),
            sentence=pointing_sentence(source.short, words),
            quote=_quote(source, sentence),
            quoted=True,
            order=order,
        )
        for words, aspects in found.items()
    ]


def _praises(text: str) -> bool:
    """Whether `text` speaks well of its own results."""
    return _PRAISE.search(text.lower()) is not None


def _aspects_in(text: str, among: Collection[Aspect] = tuple(Aspect)) -> set[Aspect]:
    """What `text` tells of."""
    folded = text.lower()
    return {aspect for aspect, cue in _FOLDED if aspect in among and cue.search(folded)}


def _untitled(text: str, source: Source) -> str:
    """`text` without the name of its work, whose words say nothing of what the sentence tells."""
    return text.replace(source.short, " ")


def _quote(source: Source, sentence: Sentence) -> Quote:
    return Quote(source=source.id, text=sentence.text, start=sentence.start, end=sentence.end)


def _as_data(fact: Fact, facts: list[Fact], short: str) -> Fact:
    """All that a summary tells of its data pipeline is about data, also where a sentence does not say so."""
    subject = fact.sentence.split(" ", 1)[0]
    if subject == short:
        return fact
    pipeline = any(
        other.sentence.startswith(f"{subject} is ") and Aspect.DATA in other.aspects and other is not fact
        for other in facts
    )
    return replace(fact, aspects=fact.aspects | {Aspect.DATA}) if pipeline else fact


def _kept_subject(sentence: str, subject: str) -> str:
    """The subject lives on through "It …", "The method …" and "In each …", and ends with other sentences."""
    return subject if _CONTINUING.match(sentence) else ""


def _fact(
    source: Source, sentence: Sentence, aspects: frozenset[Aspect], subject: str, runs: Runs, order: int
) -> Fact | None:
    claimed = _praises(sentence.text)
    speaker = Speaker(short=source.short, subject=subject)
    rewritten = rewrite(sentence.text, speaker, runs, claimed=claimed)
    if rewritten is None:
        return None
    if claimed and not _DATA_MADE.search(sentence.text):
        aspects -= {Aspect.DATA}  # a benchmark is no training data
    return Fact(
        source=source.id,
        aspects=aspects,
        sentence=rewritten.text,
        quote=_quote(source, sentence),
        claimed=claimed and (_praises(rewritten.text) or " report" in rewritten.text),
        order=order,
    )


def _quoted(
    source: Source, sentence: Sentence, aspects: frozenset[Aspect], subject: str, order: int
) -> list[Fact]:
    """Short quotations of a sentence that cannot be rewritten, of the clauses that tell most."""
    clauses = [clause for clause in _CLAUSE_END.split(sentence.text) if clause]
    ordered = sorted(clauses, key=lambda clause: -_telling(clause, aspects))
    told = (_recited(source, sentence, clause, aspects, subject, order) for clause in ordered)
    return list(islice((fact for fact in told if fact), MOST_CLAUSES))


def _recited(
    source: Source, sentence: Sentence, clause: str, aspects: frozenset[Aspect], subject: str, order: int
) -> Fact | None:
    place = sentence.text.find(clause[1:].rstrip(" ."))
    text = recited(clause, source.short, sentence.text[:place], subject) if place > 0 else ""
    if not text:
        return None
    told = frozenset(_aspects_in(_untitled(text, source), aspects))
    praising = _praises(clause)
    if praising and not re.search(r"\d", text):
        return None
    told = (told - {Aspect.DATA} if praising else told) or frozenset({Aspect.SCOPE})
    quote = _quote(source, sentence)
    return Fact(
        source=source.id, aspects=told, sentence=text, quote=quote, claimed=praising, quoted=True, order=order
    )


def _telling(clause: str, aspects: frozenset[Aspect]) -> int:
    """How much a clause tells of `aspects`; results and limits first, since they are rarely rewritten."""
    urgent = any(aspect in aspects and cue.search(clause) for aspect, cue in _TELLING)
    return 10 * urgent + len(_aspects_in(clause, aspects))
