"""The parts of an abstract: the trouble and earlier work, what is done, how well it did, what is left open.

Abstracts are built alike: background comes until the work is announced, then what it does, then trials and
reservations. So the part that a sentence belongs to says more of what it can answer than its words do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cnaps.explanation.records import Zone

_ANNOUNCING = re.compile(
    r"^(?:For this (?:reason|purpose)|To this end|Therefore|Hence|Instead)\b|"
    r"\b(?:we|our|us)\b|\b(?:this|the present) (?:paper|work|study|article|review|report|release)\b|"
    r"\bthe (?:study|paper|work|authors|article) \w+s?\b|\b(?:is|are) (?:here )?(?:proposed|presented|"
    r"introduced|put forward)\b|\bin this (?:paper|work|study|article|review)\b",
    re.I,
)
"""How a work begins to speak of itself."""
_SYSTEM_ACTS = re.compile(
    r"(?:The )?(?:[A-Z][a-z]*\d*[A-Z][\w+-]*|"
    r"[A-Z]\w*-[A-Z][\w+-]*|[A-Z][a-z]+(?:former|Net|GAN))(?: \w+ly)? [a-z]+(?:s|ed)\b"
)
"""A system with a name of its own does something."""
_EARLIER = re.compile(
    r"(?:[Ee]arlier|[Pp]revious|[Ee]xisting|[Tt]raditional|[Cc]onventional|[Cc]urrent|[Pp]rior|[Rr]ecent|"
    r"[Cc]lassical|[Oo]ther|[Mm]ost|[Mm]any|[Uu]sual) (?:[\w-]+ ){0,4}?(?:methods?|approach(?:es)?|works?|"
    r"networks?|models?|techniques?|algorithms?|systems?|solutions?|trackers?|papers?|attempts?)\b"
    r"(?! (?:of|from) (?:the|our))"
)
_OF_OTHERS = re.compile(
    rf"^(?:(?:However|But|Yet|So far|Until now|Hitherto), )?(?:{_EARLIER.pattern})|"
    r"^[\w\s-]{3,60} (?:usually|commonly|often|mostly|typically|mainly) (?:\w+ed|done|made|begun)\b|"
    r"^[\w\s-]{3,60} (?:have|has) (?:been|long been|recently|so far)\b|"
    r"^(?:Until recently|So far|Up to now|To date|In recent years|In the (?:last|past) \w+ years|"
    r"Traditionally|Recently),?"
    r"(?!.*\b(?:we|our)\b)|"
    r"^(?:Although|Even though|While|Despite) "
    r"(?!(?:it|we|our|this|the (?:method|network|model|approach)|being|its)\b)"
)
"""A sentence that tells what others do."""
_TRIED = re.compile(
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|state[- ]of[- ]the[- ]art|superior\w*|"
    r"(?:our|extensive|comprehensive|the) experiments?|"
    r"experiments? (?:on|show|confirm|demonstrate|support|verify|prove)|PSNR|SSIM|"
    r"dB|evaluat\w+|accuracy|benchmarks?|competitive|comparabl[ey]|favou?rabl[ey]|on (?:a )?par|first place|"
    r"benefit for|benefits|effectiveness|efficacy|user study|better than|faster than|fewer \w+ than|"
    r"less \w+ than|improvements? (?:of|in|over)|compare (?:our|the|it|this|them) |"
    r"compared with|proves? better|"
    r"in (?:our|the) (?:tests?|trials?|comparison|evaluation)|tests? (?:on|with|of|show)|"
    r"results? (?:show|indicate|confirm|demonstrate|support)|considerably (?:better|harder)|"
    r"(?:is|are) \w+ well|\d\s?%|gains? (?:over|of|more)|rises? from)\b",
    re.I,
)
_LEFT_OPEN = re.compile(
    r"\b(?:(?:is|are|was|were|does|do|did|has|have|been) not(?: \w+)? (?:\w+ed|given|told|known|shown|taken|"
    r"part|distinguish\w*|suffice|support|touch)|cannot|can not|can,? however|fails?|remains? (?:difficult|"
    r"visible|open|unsolved)|(?:is|are) (?:left over|lost|missed|wrong)|limited to|only (?:inspected|tested)|"
    r"must (?:be|stand|have|not|lie)|advise against|not \w+ separately|no promise|beyond the scope|"
    r"struggles?|(?:is|are|may|can|might|be) hallucinat\w+|unsatisfactor\w+|"
    r"most frequent failure|break(?:s)? down)\b",
    re.I,
)
_HOW_DONE = re.compile(
    r"\b(?:first|then|finally|next|estimat|predict|encod|decod|fus|extract|separat|generat|synthesi[sz]|map|"
    r"warp|align|combin|split|replac|iterat|optimi[sz]|transfer|attend|takes?|receives?|outputs?|"
    r"produces?)\w*\b",
    re.I,
)

_MANY_STEPS = 3
"""Steps of a method in one sentence, with which it tells how something is done, whatever else it says."""


def zones_of(sentences: Sequence[str], name: str) -> list[Zone]:
    """The part that each of `sentences` belongs to; `name` is what the work calls itself."""
    announced = next((i for i, text in enumerate(sentences) if _announces(text, name)), 0)
    return [Zone.BACKGROUND if i < announced else _zone(text) for i, text in enumerate(sentences)]


def _announces(text: str, name: str) -> bool:
    speaks = (
        _ANNOUNCING.search(text)
        or _SYSTEM_ACTS.match(text)
        or (name and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text))
    )
    return bool(speaks) and not _OF_OTHERS.search(text)


def _zone(text: str) -> Zone:
    """The part of a sentence that stands where the work already speaks of itself."""
    if _OF_OTHERS.search(text):
        return Zone.BACKGROUND
    steps = len(_HOW_DONE.findall(text))
    if _LEFT_OPEN.search(text) and steps < _MANY_STEPS and not re.search(r"\bso that\b|\bwithout\b", text):
        return Zone.RESERVATION
    return Zone.RESULT if _TRIED.search(text) and steps < _MANY_STEPS else Zone.APPROACH
