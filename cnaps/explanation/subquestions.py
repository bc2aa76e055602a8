"""The user's question to its sub-questions, each with what it asks for."""

from __future__ import annotations

import re

from cnaps.explanation.records import Aspect, SubQuestion
from cnaps.explanation.sentences import split_sentences

MOST_SUBQUESTIONS = 6

_ASKING = r"(?:how|what|which|why|who|when|where|are|is|can|could|do|does|did|will|would|should)\b"
_SPLIT = re.compile(
    rf"\s*(?:,\s*(?:and|or|but)\s+(?={_ASKING})|;\s+(?:and\s+)?|\s[–—]\s(?={_ASKING})|\?\s+and\s+)", re.I
)
_ASKS = re.compile(rf"^(?:[^,]{{0,60}}\b)?{_ASKING}|\?\s*$", re.I)
_LEADING = re.compile(rf"^(?:and|so|also|but|then)?,?\s*{_ASKING}", re.I)

_CUES: tuple[tuple[Aspect, str], ...] = (
    (
        Aspect.DATA,
        r"training (data|set|images|pairs|samples)|data ?sets?\b|trained on|kind of data|what data|annotat",
    ),
    (
        Aspect.DIFFERENCE,
        r"\bdiffer(s|ent(ly)?|ences?)?\b|\bversus\b|\bvs\b|compar(e|ed|ison)|distinguish|(better|more \w+) "
        r"than",
    ),
    (
        Aspect.SPEED,
        r"real[- ]?time|\bfast(er|est)?\b(?![- ]moving)|\bspeed\b(?!s? (movement|motion|sports))|latency|"
        r"how (long|quick)|quickly|efficien|"
        r"comput(e|ing|ational)|memory|lightweight|on (a|my|the) (smart)?phone\b.*\brun|run on|\bGPU|"
        r"mobile device",
    ),
    (
        Aspect.RESULT,
        r"\baccura|\bPSNR\b|\bSSIM\b|metric|benchmark|how (well|good)|measured|evaluat|performance",
    ),
    (
        Aspect.LIMIT,
        r"limit(s|ations?|ed)?\b|\bfail|drawback|weakness|risk|artefacts?|artifacts?|trust|hallucinat|invent|fake|danger",
    ),
    (
        Aspect.STRUCTURE,
        r"structure|architecture|network|model types?|which (ai )?models?|what (ai )?models?|backbone",
    ),
    (
        Aspect.MECHANISM,
        r"\bhow (does|do|did|is|are|was|were|has|have|can|could|will|would|should)\b|techniques?|methods?|"
        r"approach|mechanism|why\b|works?\b|possible|enabl|principle",
    ),
    (Aspect.SCOPE, r"^(can|could|will|would|does|do|is|are|should)\b|also (work|handle|remove)"),
)
_STANDING = re.compile(
    r"popular|\blead(s|ing)?\b|\bbest\b|state[- ]of[- ]the[- ]art|most (used|common|advanced)|\btop\b", re.I
)
_COMPILED = tuple((aspect, re.compile(pattern, re.I)) for aspect, pattern in _CUES)
_HOW = re.compile(r"\bhow (?:does|do|did|is|are|can|could)\b", re.I)
_OUTSIDE = re.compile(
    r"\bcosts? (me|how|to buy)|\bprices?\b|how much (does|do|is|would)|\blegal|\blaw(s|ful)?\b|licen[cs]|"
    r"copyright|"
    r"privacy|\bbuy\b|subscription|\bapp store|identity|medical advice|diagnos|who (invented|made|created|"
    r"developed)|"
    r"when (was|were|did)",
    re.I,
)


def split_question(question: str) -> tuple[SubQuestion, ...]:
    """The sub-questions of a text; a text that asks nothing is one as a whole."""
    whole = " ".join(question.split())
    sentences = [sentence.text for sentence in split_sentences(whole)]
    marked = [text for text in sentences if "?" in text]
    asking = marked or [text for text in sentences if _LEADING.match(text)]
    asked = [part for text in asking for part in _parts(text) if _ASKS.search(part)] or asking or [whole]
    return tuple(SubQuestion(text=text, aspects=aspects_of(text)) for text in asked[:MOST_SUBQUESTIONS])


def _parts(text: str) -> list[str]:
    return [part.strip(" ,;") for part in _SPLIT.split(text) if part and part.strip(" ,;?")]


def aspects_of(text: str) -> tuple[Aspect, ...]:
    """What `text` asks for, the most specific first; ``OTHER`` when it is nothing that sources tell."""
    if _OUTSIDE.search(text):
        return (Aspect.OTHER,)
    found = [aspect for aspect, pattern in _COMPILED if pattern.search(text)]
    if _STANDING.search(text):
        found.append(Aspect.STANDING)
        found = [aspect for aspect in found if aspect is not Aspect.MECHANISM]
    if found and found[0] in {Aspect.DATA, Aspect.DIFFERENCE, Aspect.SPEED}:
        keep_how = found[0] is Aspect.DATA and _HOW.search(text)
        found = [aspect for aspect in found if aspect is not Aspect.SCOPE]
        found = [aspect for aspect in found if keep_how or aspect is not Aspect.MECHANISM]
    if len(found) > 1 and Aspect.SCOPE in found:
        found.remove(Aspect.SCOPE)
    return tuple(found[:3]) or (Aspect.OTHER,)
