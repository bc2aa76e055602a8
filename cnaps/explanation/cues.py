"""The words by which a text shows what it tells of: for each kind of question, and for praise."""

from __future__ import annotations

import re
from collections.abc import Collection

from cnaps.explanation.records import Aspect

CUES: tuple[tuple[Aspect, re.Pattern[str]], ...] = tuple(
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
            r"fewer parameters|\bFLOPs\b|training (computational )?costs?|efficien(t|cy)\b|light-?weight|"
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
            r"(fewer|number of|of the) parameters|\bparameters\b[^.;]{0,40}\b(?:less|lesser|fewer|"
            r"smaller)\b|(stays|is|very) (small|compact)\b|light-?weight",
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
    for aspect, cue in CUES
)
"""The same for text in lower case, in which they are found in half the time."""

OF_METHODS = re.compile(
    r"\b(?:methods?|algorithms?|approach(?:es)?|networks?|models?|performance|training|overfit\w*|"
    r"results? (?:in|from))\b",
    re.I,
)
"""With these, a cause is that of a method's trouble and not of the picture's."""

_PRAISE = re.compile(
    r"\b(?:outperform|state[- ]of[- ]the[- ]arts? (?:\w+ ){0,3}(?:results?|performance|quality|accuracy)|"
    r"(?:achiev|reach|obtain|advanc|attain|exceed|set|new|to|with|than|over|"
    r"improv)\w* [^.]{0,30}state[- ]of[- ]the[- ]art|"
    r"superior|surpass|remarkable generali[sz]|experiments? (?:\w+ "
    r")?(?:confirm|show|"
    r"demonstrate|underscore|verify|validate)|comparable (performance|results)|efficacy|"
    r"(?:demonstrat|show|verif|validat|confirm|prov)\w* (?:the|its|their) (?:\w+ )?(?:effectiveness|"
    r"superiority|"
    r"advantages?|potential)|effectiveness of (?:our|the proposed)|promising results|performs? well\b)",
)


_OFFERED = re.compile(r"\b(?:propos|present|introduc|develop)\w* an? state[- ]of[- ]the[- ]art ")
"""What a work is called when it is announced, which reports no result."""
DATA_MADE = re.compile(
    r"(?:propos|introduc|collect|construct|contain|consist|build|built|provid|assembl)\w*\b[^.;]{0,60}"
    r"\b(?:data ?sets?|pairs)\b",
    re.I,
)


def praises(text: str) -> bool:
    """Whether `text` speaks well of its own results."""
    return _PRAISE.search(_OFFERED.sub(" ", text.lower())) is not None


def aspects_in(text: str, among: Collection[Aspect] = tuple(Aspect)) -> set[Aspect]:
    """What `text` tells of."""
    folded = text.lower()
    return {aspect for aspect, cue in _FOLDED if aspect in among and cue.search(folded)}
