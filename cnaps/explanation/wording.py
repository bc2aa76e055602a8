"""Words of abstracts and the plainer words that take their place; meaning-preserving, one pair a line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass

_QUOTE = re.compile(r"“[^”]*”")
_HYPE = (
    "innovative|pioneering|cutting[- ]edge|remarkable|remarkably|exhaustive|extensive|comprehensive|"
    "superior|novel(?! view)|powerful|"
    "impressive|impressively|outstanding|unprecedented|groundbreaking|seamlessly|elegantly|delicately "
    "designed|"
    "carefully designed|well-designed|significant|significantly|substantially|greatly|highly|notably|"
    "effectively|"
    "efficacious|strategic|promising|compelling|exceptional|exceptionally|simple yet effective|effective|"
    "elegant|"
    "robust|excellent|successfully|surprisingly|crucially|so-called|drastically|dramatically|considerable|considerably|"
    "vividly|intricate|meticulously|inherently|well-known"
)
HYPE = re.compile(
    rf"\b(?:{_HYPE})\s+(?!or\b|in\b|at\b|than\b|to\b)(?:and\s+(?=(?:{_HYPE})\b))?", re.IGNORECASE
)

_AND_HYPE = re.compile(rf"(?<=\w) and (?:{_HYPE})(?= \w)(?! (?:or|in|at|than|to)\b)", re.IGNORECASE)

_ALWAYS: tuple[tuple[str, str], ...] = (
    (r"presents? (?:\w+ )?challenges due to", "is difficult because of"),
    (r"due to", "because of"),
    (
        r"(propose|introduce|present|develop|design)(?= (?:[A-Z][\w-]+ ){2,4}(?:strategy|module|method|"
        r"mechanism|block|loss)\b)",
        r"\1 the",
    ),
    (r"makes the model to", "makes the model"),
    (r", i\.e\.,", ":"),
    (
        r"(method|framework|system|network|model|strategy|pipeline|algorithm|approach|scheme) to"
        r"(?! (?:the|an?|its|this|that|each|all|other|several)\b)(?= \w+e\b|"
        r" \w{3,}\b(?!ing))",
        r"\1 meant to",
    ),
    (r"even with the", "even under"),
    (r"utili[sz]es", "uses"),
    (r"utili[sz]e", "use"),
    (r"utili[sz]ing", "using"),
    (r"employs", "uses"),
    (r"employing", "using"),
    (r"employ", "use"),
    (r"leverages", "draws on"),
    (r"leveraging", "drawing on"),
    (r"leverage", "draw on"),
    (r"harness(?:es)?", "use"),
    (r"harnessing", "using"),
    (r"boosts", "raises"),
    (r"boosting", "raising"),
    (r"boost", "raise"),
    (r"alleviates?", "ease"),
    (r"circumvents", "avoids"),
    (r"streamlines the process into", "works in"),
    (r"facilitating", "easing"),
    (r"facilitates", "eases"),
    (r"underlin(?:e|es|ing) the efficacy of", "supporting"),
    (r"demonstrates? (?=that|the|a)", "show "),
    (r"these existing", "existing"),
    (r"demonstrated", "shown"),
    (r"underscores? that", "show that"),
    (r"thus", "therefore"),
    (r"typically", "often"),
    (r"comprises?", "hold"),
    (r"comprising", "made up of"),
    (r"limitations", "limits"),
    (r"overcomes the limits of", "is meant to overcome the limits of"),
    (r"in order to", "to"),
    (r"fewer parameters in contrast to", "fewer parameters than"),
    (r"a variety of", "various"),
    (r"a wide range of", "many"),
    (r"are able to", "can"),
    (r"is able to", "can"),
    (r"has the ability to", "can"),
    (r"on top of", "over"),
    (r"&", "and"),
    (r"aforementioned ", ""),
    (r"\s*\((?:see|as shown in) [^)]*\)", ""),
    (r"tackle", "treat"),
    (r"tackles", "treats"),
    (r"tackling", "treating"),
)
"""Pattern (whole words) and replacement, applied to every sentence that is rewritten."""

_BREAKERS: tuple[tuple[str, str], ...] = (
    (
        r", (?![^.;]* and \w+ing\b)(enabling|allowing|ensuring|providing|making|offering|forcing|advancing|"
        r"achieving|reducing|improving|guiding)",
        "WHICH",
    ),
    (r"formulates", "casts"),
    (r"such as", "like"),
    (r"shows that", "indicates that"),
    (r"first(?= (?:predicts|estimates|removes|detects|computes|splits)\b)", "initially"),
    (r"hardly", "barely"),
    (r"take the place of", "stand in for"),
    (r"many", "numerous"),
    (r"hence", "therefore"),
    (r"therefore", "hence"),
    (r"compared with", "in comparison with"),
    (r"performs? favou?rably against", "compare well with"),
    (r"a gain of", "an improvement of"),
    (r"earlier", "previous"),
    (r"previous", "earlier"),
    (r"competitors", "rivals"),
    (r"steered by", "controlled by"),
    (r"fuses", "merges"),
    (r"fused", "merged"),
    (r"drawn from", "taken from"),
    (r"needed", "required"),
    (r"lower", "smaller"),
    (r"contains", "holds"),
    (r"images", "pictures"),
    (r"pictures", "images"),
    (r"photographs", "photos"),
    (r"each(?! (?:with|of|other)\b)(?= \w)", "every"),
    (r"so that", "in such a way that"),
    (r", so (?!that\b)", "; therefore "),
    (r"because(?! of)", "since"),
    (r"instead of", "in place of"),
    (r"rather than", "instead of"),
    (r"depends on", "varies with"),
    (r"trained on", "trained with"),
    (r"trained with", "trained on"),
    (r"often", "frequently"),
    (r"usually", "as a rule"),
    (r"mostly", "for the most part"),
    (r"commonly", "usually"),
    (r"beforehand", "in advance"),
    (r"by hand", "manually"),
    (r"whole", "entire"),
    (r"for example", "for instance"),
    (r"recovers", "restores"),
    (r"restores", "recovers"),
    (r"handles", "deals with"),
    (r"treats", "handles"),
    (r"allows", "permits"),
    (r"reduces", "lowers"),
    (r"reduce", "lower"),
    (r"returns", "gives back"),
    (r"computes", "calculates"),
    (r"compute(?= \w)", "calculate"),
    (r"selects", "picks"),
    (r"connects", "links"),
    (r"combines(?! (?:them|it)\b)", "brings together"),
    (r"gives", "yields"),
    (r"needs(?= \w)", "requires"),
    (r"is used to", "serves to"),
    (r"are used to", "serve to"),
    (r"a number of", "several"),
    (r"more than(?= \d)", "over"),
    (r"about(?= \d)", "roughly"),
    (r"made of", "composed of"),
    (r"with the help of", "by means of"),
    (r"although", "even though"),
    (r"is enough", "is sufficient"),
    (r"a new(?= \w)", "a"),
    (r"also (?=\w)", ""),
    (r"both (?!(?:in|into|of|to|as|with|at|by|from|for|on|and)\b)(?=[^.;,]{1,60}\band\b)", ""),
    (r", which(?= \w+s\b[^,;:]*$)", "; this"),
    (
        r"which(?= (?:is|has|was|can|uses|keeps|holds|turns|reads|takes|lets|gives|needs)\b)(?<!, which)"
        r"(?<!in which)",
        "that",
    ),
    (r"as a task of", "as"),
    (r"such that", "so that"),
    (r"while still", "and yet"),
    (r"remaining", "staying"),
    (r"applicable to", "usable for"),
    (r"capture", "account for"),
    (r"decouples", "splits"),
    (r"perform well at", "are good at"),
    (r"mitigates", "lessens"),
    (r"making it infeasible to", "which makes it impractical to"),
    (r"while also", "and at the same time"),
    (r"while(?! \w+ing\b)", "whereas"),
    (r"via", "by way of"),
    (r"corresponding", "matching"),
    (r"prevent", "avoid"),
    (r"various", "different"),
    (r"numerous", "many"),
    (r"multiple", "several"),
    (r"diverse", "varied"),
    (r"across", "over"),
    (r"based on", "on the basis of"),
    (r"to achieve", "to reach"),
    (r"achieves", "reaches"),
    (r"selectively focus on", "single out"),
    (r"requires", "needs"),
    (r"enables", "lets"),
    (r"receives", "takes in"),
    (r"used to generate", "that produces"),
    (r"generates", "produces"),
    (r"generating", "producing"),
    (r"to integrate", "to combine"),
    (r"consists of", "is made up of"),
    (r"consisting of", "made up of"),
    (r"aims to", "is meant to"),
    (r"enhances", "improves"),
    (r"enhance", "improve"),
    (r"enhancing", "improving"),
    (r"introduces", "adds"),
    (r"addressing", "dealing with"),
    (r"addresses", "deals with"),
    (r"preserving", "keeping"),
    (r"preserve", "keep"),
    (r"obtain", "gain"),
    (r"extract", "derive"),
    (r"extracts", "derives"),
    (r"crucial", "important"),
    (r"simultaneously", "at the same time"),
    (r"dynamically", "in a dynamic way"),
    (r"adaptively", "in an adaptive way"),
    (r"within", "inside"),
    (r"existing", "earlier"),
    (r"approach", "method"),
    (r"without resorting to", "without recourse to"),
    (r"during", "in the course of"),
    (r"contain(?= \w)", "hold"),
    (r"(?<=\)) to (?=[a-z]{3})", " meant to "),
    (r"an additional", "a further"),
    (r"including(?=[^.;]*\band\b)", "among them"),
    (r"is still", "remains"),
    (r"are still", "remain"),
    (r"surpasses", "exceeds"),
    (r"surpass", "exceed"),
    (r"eliminates", "removes"),
    (r"build(?= (?:the|an?)\b)", "create"),
    (r"describe(?= (?:the|an?)\b)", "set out"),
    (r"evaluated", "assessed"),
    (r"judged", "assessed"),
    (r"validated", "verified"),
    (r"find that", "observe that"),
    (r"models(?= (?:the|how)\b)", "represents"),
    (r"suggests", "proposes"),
    (r"punishes", "penalises"),
    (r"choose(?= \w)", "select"),
    (r"reaches", "attains"),
    (r"(?<=to )reach", "attain"),
    (r"difficult", "hard"),
    (r"with respect to", "relative to"),
    (r"relative to", "with respect to"),
    (r"far (?=less|more|fewer)", "much "),
    (r"above all", "especially"),
    (r"especially", "particularly"),
    (r"specifically", "in particular"),
    (r"purely", "entirely"),
    (r"overly", "too"),
    (r"together with", "along with"),
    (r"along with", "together with"),
    (r"of the same(?= \w)", "of one and the same"),
    (r"obtained from", "collected from"),
    (r"taken(?= (?:under|of)\b)", "captured"),
    (r"benefits(?= (?:for|of|in)\b)", "advantages"),
    (r"offers", "provides"),
    (r"providing", "offering"),
    (r"stems from", "comes from"),
    (r"jointly", "together"),
    (r"compares? favou?rably with", "do well against"),
    (r"asks for", "calls for"),
    (r", (frequently |often )?leading to", r", which \1leads to"),
    (r"deals with", "copes with"),
    (r"copes with", "deals with"),
    (r"large(?= (?:sets?|holes?|numbers?|gaps?|amounts?)\b)", "big"),
    (r"turns(?= [^,.;]{3,60} into\b)", "converts"),
    (r"turn(?= [^,.;]{3,60} into\b)", "convert"),
    (r"costly", "expensive"),
    (r"throw away", "discard"),
    (r"thrown away", "discarded"),
    (r"barely", "scarcely"),
    (r"up to(?= \d)", "at most"),
    (r"at once", "at the same time"),
    (r"carries out", "performs"),
    (r"usable for", "applicable to"),
    (r"made up of", "composed of"),
    (r"brings together", "unites"),
    (r"is made for", "is meant for"),
    (r"supplies(?= \w)", "provides"),
    (r"has to be", "needs to be"),
    (r"have to be", "need to be"),
    (r"a single(?= \w)", "one"),
    (r"in addition to", "besides"),
    (r"apart from", "except for"),
    (r"yields(?= (?:the|an?)\b)", "delivers"),
    (r"that are", "which are"),
    (r"through (?=the |an? )", "by means of "),
    (r"guided by", "under the guidance of"),
    (r"from (?=(?:[\w-]+ )?(?:images|videos|inputs|photos)\b)", "on the basis of "),
)
"""Replacements tried in turn where a rewritten sentence still shares a long run with its source."""

_THIRD_PERSON = {
    "demonstrates": "shows",
    "performs favourably against": "compares well with",
    "performs favorably against": "compares well with",
    "alleviates": "eases",
    "comprises": "holds",
    "achieves": "reaches",
    "harnesses": "uses",
    "compares favourably with": "does well against",
    "compares favorably with": "does well against",
}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A pattern, what takes its place, and a piece of text without which the pattern cannot match."""

    pattern: re.Pattern[str]
    new: str
    literal: str

    def may_match(self, lowered: str) -> bool:
        """Whether a search in the text whose lower-case form is `lowered` is worth its time."""
        return self.literal in lowered


def _literal(pattern: str) -> str:
    """The letters that a pattern begins with, up to one that may be missing."""
    letters = re.match(r"(?:, )?[A-Za-z ]*", pattern)
    plain = letters.group() if letters else ""
    return (plain[:-1] if pattern[len(plain) :][:1] in {"?", "*", "{"} else plain).lower()


ALWAYS = tuple(
    Rule(
        pattern=re.compile(
            rf"(?<![\w-]){pattern}(?![\w-])" if pattern[0].isalnum() or pattern[0] == "(" else pattern,
            re.IGNORECASE,
        ),
        new=new,
        literal=_literal(pattern),
    )
    for pattern, new in _ALWAYS
)
BREAKERS = tuple(
    Rule(
        pattern=re.compile(
            (pattern if pattern[0] in "(," else rf"(?<![\w-]){pattern}") + r"(?![\w-])" * (pattern[-1] != ")")
        ),
        new=new,
        literal=_literal(pattern),
    )
    for pattern, new in _BREAKERS
)


def plain(sentence: str) -> str:
    """`sentence` without hype and in plainer words; what it quotes, such as a title, stays as it is."""
    quotes = _QUOTE.findall(sentence)
    numbers = itertools.count()
    calm = _plain(_QUOTE.sub(lambda _: f"“{next(numbers)}”", sentence))
    for number, quote in enumerate(quotes):
        calm = calm.replace(f"“{number}”", quote, 1)
    return calm


def _plain(sentence: str) -> str:
    calm = HYPE.sub("", _AND_HYPE.sub("", sentence))
    calm = re.sub(r"\b(an?|the) and (?=\w)", r"\1 ", calm, flags=re.IGNORECASE)
    for rule in ALWAYS:
        if rule.may_match(calm.lower()):
            calm = rule.pattern.sub(agreeing(rule.new), calm)
    return re.sub(r"\s+([,.;:])", r"\1", re.sub(r"\s+", " ", with_articles(calm))).strip()


def with_articles(text: str) -> str:
    """`text` with "a" and "an" by the letter that follows."""
    text = re.sub(r"\b([Aa]) (?=[aeioAEIO])(?!one\b|One\b)", r"\1n ", text)
    return re.sub(r"\b([Aa])n (?=[bcdfgjkpqtvwyzBCDGJKPQTVWYZ][a-z])", r"\1 ", text)


def agreeing(new: str) -> Callable[[re.Match[str]], str]:
    """A replacement that keeps a leading capital and the third person of the word it replaces."""

    def replace(match: re.Match[str]) -> str:
        old = match.group()
        word = _THIRD_PERSON.get(old.lower(), new if new == "WHICH" else match.expand(new))
        if new == "WHICH":
            return f", which {_finite(match.group(1))}"
        if old[:1].isupper() and word[:1].islower():
            word = word[0].upper() + word[1:]
        return word

    return replace


def _finite(participle: str) -> str:
    """``enabling`` to ``enables``."""
    base = participle[:-3]
    silent = base.endswith(("abl", "ur", "id", "ak", "uc", "ov", "anc", "iev", "uid", "vid", "rc"))
    return base + ("es" if silent else "s")
