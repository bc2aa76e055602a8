"""A sentence of an abstract to one of ours: third person, no praise, no long copied run."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cnaps.explanation.predicates import could_be_verb, finite_verb_follows, is_verb
from cnaps.explanation.runs import Runs, fitted
from cnaps.explanation.third_person import SYSTEM, Speaker, capitalised, third_person
from cnaps.explanation.wording import plain

_LABEL = re.compile(
    r"^[\s*_-]*(?:overview|background|motivation|problem|methods?|approach|main idea|(?:key |"
    r"main )?(?:ideas?|points?|findings?|"
    r"contributions?|results?|insights?|features?|takeaways?)|limitations?|summary|conclusions?|data|"
    r"training)[\s*_]*:[\s*_]*",
    re.I,
)
"""A heading inside a summary."""
_OF_THE_FIELD_WORDS = """
JPEG HDR LDR RAW CNN CNNs GAN GANs DNN DNNs SNR RGB PSNR SSIM LED LCD GPU ISO
"""
_OF_THE_FIELD = frozenset(_OF_THE_FIELD_WORDS.split())
"""What is written like the name of a system and is none."""
_EARLY = 6
"""Words within which a verb is expected, so that one that may be a noun as well is taken for it."""
_PLURAL = frozenset({"are", "were", "have", "do"})
_TITLED = re.compile(r"(?:[A-Z][\w-]+ )+(?:for |of |and )?(?:[A-Z][\w-]+ )*\([A-Z][\w+-]*\) ")
"""A system by its full name and its abbreviation."""
_ASSERTED = re.compile(
    r"\b(?:outperform|surpass|exceed|achieve|reach|obtain|improve|yield|set|lets?\b|can\b|is\b|are\b)"
)
_TORN = re.compile(r"\b(?:state|report) that (?:or|and|but|than)\b|\b(?:and|or|the|an?|of|than)$")
"""A sentence of which a part has been lost."""
_REPORTED = re.compile(
    r"^(?:The authors of [^.]{1,60}? (?:state|argue) that )?(?:(?:their|"
    r"the)\s+)?(?:\w+\s+)?(?:experiments?|experimental results|results|"
    r"evaluations?)(?:\s+\w+ly)?(?:\s+on\s+[^,]{3,60}?)?\s+(?:confirm|show|demonstrate|underscore|verify|"
    r"validate|prove|indicate)s?\s+(?:that\s+)?",
    re.I,
)


@dataclass(frozen=True, kw_only=True)
class Rewritten:
    """A rewritten sentence and what it is about."""

    text: str
    subject: str


def rewrite(sentence: str, speaker: Speaker, source: Runs, *, claimed: bool = False) -> Rewritten | None:
    """Rewrite `sentence`; None where that is not possible without copying, guessing or distorting.

    `source`: the runs of words that the whole summary holds and a sentence may not copy. `claimed`: the
    sentence praises its own results, so that it is reported.
    """
    resolved = None if sentence.rstrip().endswith("?") else third_person(without_marks(sentence), speaker)
    if resolved is None:
        return None
    calm = plain(resolved)
    text = _attributed(calm, speaker, sentence) if calm else None
    if text and claimed:
        text = _as_report(text, speaker.short)
    text = fitted(text.rstrip(" .!;:,"), source) if text else None
    if text is None or _TORN.search(text) or not _states_something(text):
        return None
    return Rewritten(text=capitalised(text.rstrip(" ;:,")) + ".", subject=_subject(text, speaker))


def _states_something(text: str) -> bool:
    """Whether a verb is left beside the one that reports."""
    bare = re.sub(r"^[Tt]he authors of (?:“[^”]+”|\S+) (?:state|report) that ", "", text)
    if re.match(r"[Tt]he authors of (?:“[^”]+”|\S+) \w+ \w", bare):
        return True
    tokens = [word.strip(",;:()") for word in re.sub(r"“[^”]*”", " ", bare).split()]
    return any(
        is_verb(token)
        or is_verb(f"{token}s")
        or is_verb(f"{token}es")
        or token in _PLURAL
        or (i < _EARLY and token.endswith("s") and could_be_verb(token))
        or finite_verb_follows(" ".join(tokens[i:]))
        for i, token in enumerate(tokens)
        if i
    )


def system_in(sentence: str, short: str) -> str:
    """The system that a sentence is about: one it introduces, else the one it begins with."""
    introduced = re.search(
        r"\b(?:we|(?:this|the) (?:paper|work|study)) (?:first(?:ly)? )?"
        r"(?:propose|present|introduce|design|develop|devise)s?\s+(?:the\s+|an?\s+)?(?P<what>.+)$",
        sentence,
        re.I,
    )
    if introduced:
        abbreviation = re.search(r"\(([A-Z][\w-]+)\)", introduced.group("what"))
        named = SYSTEM.match(introduced.group("what"))
        return abbreviation.group(1) if abbreviation else named.group() if named else short
    closing = re.search(r"\(([A-Z][a-z]*[A-Z]\w*)\)\.?$", sentence)
    if closing:
        return closing.group(1)
    start = re.match(r"^(?:The\s+|[A-Z][a-z]+ly,\s+|Our [\w\s]+,\s)?(" + SYSTEM.pattern + ")", sentence)
    if start:
        return start.group(1)
    return short if re.match(r"^(?:[^,]{3,80},\s)?(?:our|we)\b", sentence, re.I) else ""


def without_marks(sentence: str) -> str:
    """`sentence` without Markdown, headings and the numbers of its references."""
    text = re.sub(r"~\s?(?=\d)", "about ", sentence)
    text = re.sub(r"(?<=\s)\d\) (?=[A-Za-z])", "", re.sub(r"^\d\) ", "", text))
    text = re.sub(r"\bby \[\d+(?:,\s*\d+)*\]", "by others", text)
    text = re.sub(r"\b(in|of) \[\d+(?:,\s*\d+)*\]", r"\1 an earlier paper", text)
    text = re.sub(r"<[^>]*>|[*`#>|~]|\[\d+(?:,\s*\d+)*\]", " ", text)
    text = re.sub(
        r"\b((?:propose|present|introduce|develop|design)s?), (?=[A-Z])", r"\1 ", _LABEL.sub("", text)
    )
    return re.sub(r"\s+", " ", text).translate(str.maketrans("[]", "()")).strip()


def _attributed(text: str, speaker: Speaker, sentence: str) -> str:
    """Background that is not about the system is reported as the authors' view."""
    begins = (
        re.match(r"^(?:the |to )", text, re.I)
        and f"authors of {speaker.short}" in text[: 200 + len(speaker.short)]
    )
    about = _begins_with_system(text, speaker) or re.match(r"[Tt]he \w+ of “", text) is not None
    if begins or about or f"the authors of {speaker.short}" in text:
        return text
    word = text.split(" ", 1)[0]
    kept = SYSTEM.match(word) or _TITLED.match(text) or (len(word) > 1 and not word[1:].islower())
    if not kept and len(word) > 3:  # a name is written with a capital inside the sentence too
        kept = re.search(rf"\s{re.escape(word)}\b", sentence) is not None
    lowered = text if kept else text[0].lower() + text[1:]
    their = lowered.replace(f"the method of {speaker.short}", "their method")
    return f"The authors of {speaker.short} state that {their}"


def _begins_with_system(text: str, speaker: Speaker) -> bool:
    start = re.sub(
        r"^(?:The result of\s+|(?:To|By|With|For|From|In|At|On|Using|Under)\s[^,]+,\s+(?:the\s+)?|"
        r"The\s+)",
        "",
        text,
    )
    owned = re.match(r"(?:[\w-]+ ){1,6}of (?P<work>.+)", start) if text.startswith("The ") else None
    if owned and (owned["work"].startswith((speaker.short, "“")) or SYSTEM.match(owned["work"])):
        return True
    known = SYSTEM.match(start)
    known = None if known and known.group() in _OF_THE_FIELD else known
    known = known or _TITLED.match(start) or re.match(r"(?:[a-z][\w-]* ){1,6}\([A-Z]", start)
    return start.startswith(speaker.short) or bool(known)


def _subject(text: str, speaker: Speaker) -> str:
    match = SYSTEM.match(re.sub(r"^The ", "", text))
    return match.group() if match else speaker.short


def _as_report(text: str, short: str) -> str | None:
    """A result in the mouth of those who report it; None where no verb is left to report."""
    bare = re.sub(rf"^The authors of {re.escape(short)} (?:state|argue|show|report) that ", "", text)
    bare = re.sub(rf"^their (?={re.escape(short)}\b)", "", _REPORTED.sub("", bare))
    bare = re.split(r",? and that ", bare, maxsplit=1)[0]
    if bare.startswith(f"the authors of {short} "):
        return bare
    if not _ASSERTED.search(bare) or f"authors of {short}" in bare:
        return None
    bare = re.sub(rf"^{re.escape(short)} (?=\w)", "it ", bare)
    bare = re.sub(
        rf"\bthe (method|approach|network|system) of {re.escape(short)}", r"their \1", bare, flags=re.I
    )
    lowered = bare if re.match(r"\w*[A-Z]\w*[A-Z]|“", bare) else bare[0].lower() + bare[1:]
    return f"The authors of {short} report that {lowered}"
