"""What an English answer takes from the question in the user's own words."""

from __future__ import annotations

import re

from cnaps.explanation.records import SubQuestion
from cnaps.explanation.sentences import STOPWORDS, words_of
from cnaps.explanation.tasks import RULED_OUT, topic_of

_PHOTO = re.compile(
    r"\b(?:snapshots?|photographs?|photos?|pictures?|images?|portraits?|selfies?|scans?|screenshots?|"
    r"videos?|clips?|films?|"
    r"(?<!to )(?<!by )frames?(?! (?:to|by) frame))\b",
    re.I,
)
_MODALITY = re.compile(
    r"\b(?:hyperspectral|multispectral|thermal|infrared|CT|MRI|X-ray|ultrasound|fluorescence|"
    r"SAR|radar|light[- ]field)"
    r"(?= (?:camera|image|picture|photo|scan|frame|slice|video|microscop)\w*)"
)
"""What kind of picture it is where it is no ordinary photo."""
_CONDITION = re.compile(
    r"\b(?:(?:very|severely|heavily|extremely|badly|slightly|too|highly|strongly|really|quite)\s+)?"
    r"(?:blurred|blurry|noisy|grainy|degraded|damaged|hazy|foggy|rainy|snowy|"
    r"dark(?! (?:\w+ )?(?:streak|spot|stripe|band|line|ring|patch|blotch|mark|fringe|halo))|"
    r"underexposed|overexposed|pixelated|blocky|"
    r"compressed|scratched|faded|low-light|low-resolution|low-quality|shaky|out of focus|unsharp)\b|"
    r"\b(?:(?:extreme|severe|heavy|strong|visible)\s+)?(?:motion blur|blur|noise|haze|rain|snow|artefacts|"
    r"artifacts|low light|glare|scratches)\b",
    re.I,
)
_APP = re.compile(
    r"\b(?:images?|photos?|pictures?)[- ](?=restor|process|enhanc|deblur|denois|edit|generat|quality)", re.I
)
_ADJECTIVE = re.compile(r"(?:ed|y|dark|low-\w+|focus|unsharp)$")
_STANDING = re.compile(
    r"most (?:popular|used|common|advanced)|popular|leading|lead|best|state[- ]of[- ]the[- ]art|top", re.I
)
_CONTRAST = re.compile(
    r"\b(?:different(?:ly)? (?:from|to|than)|differs? from|compar(?:e|es|ed|ing) (?:with|to)|versus|vs\.?|"
    r"than|the same (?:thing |kind |sort |job |task |trick )?(?:as|like)|"
    r"(?:gains?|advantages?|benefits?) over|difference (?:between|from))\s+(?P<other>[^,.;?]+)",
    re.I,
)
_OTHER_TOOL = re.compile(
    r"\b(?:is|would|could|can|does|will) (?:an?|the|my|our) (?P<other>[^,.;?]{2,60}?) "
    r"(?:also |then |just |be )?"
    r"(?:good enough|do the same|do as well|enough|suffice|serve as well)\b",
    re.I,
)
"""Whether something else would serve as well."""
_NAME = r"(?-i:[A-Z][\w+-]+)"
"""What is written as the name of a work is: PSNR, SwinIR, Restormer."""
_SIDES = re.compile(
    r"\bbetween\s+(?P<one>[^,.;?]{2,40}?)\s+and\s+(?P<other>[^,.;?]{2,40})|"
    r"\b(?P<left>[\w+-]{2,40})\s+(?:vs\.?|versus)\s+(?P<right>[\w+-]{2,40})|"
    rf"\b(?:is|are|was|does|do|did|will|can)\s+(?:an?\s+|the\s+)?(?P<work>{_NAME})\s+(?:[\w-]+\s+){{0,4}}?"
    r"(?:than|different\s+from|differs?\s+from|compared?\s+(?:to|with|against))\s+(?:an?\s+|the\s+)?"
    rf"(?P<than>{_NAME})",
    re.I,
)
"""“between A and B”, “A vs B”, or two names in “Is A better than B”."""
_WITH_ADJUNCT = re.compile(rf"({_NAME})\s+(?:for|at|on|in|when|if)\b.*")
"""A name, and under which conditions it is compared."""
_ASKING = re.compile(
    r"how|what|which|why|who|when|where|are|is|can|could|may|do|does|did|will|would|should|was|were", re.I
)
_PREPOSITION = re.compile(r"of|in|on|at|to|for|from|by|with|without|when|that|which|and", re.I)
_SUBORDINATE = re.compile(r"when|while|if|because|since|although|without|instead|than|so|unless|until", re.I)
_WHOLE = 9
"""Words of what the user wants done that are quoted without a cut."""
_DOING = re.compile(
    r"\b(?:(?:how|why)\s+)?(?:do|does|did|can|could|should|would)\s+(?:I|AI|it|they|one|you|we|something|"
    r"anyone|anybody|somebody|"
    r"(?:a|the|any) (?:computer|program|machine|app|thing)|"
    r"(?:a |the |these |such |modern )?"
    r"(?:AI )?(?:networks?|models?|tools?|software|methods?|phone))\s+(?:models?\s+|tools?\s+)?(?P<what>.+)",
    re.I,
)
_FIRST_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.I)
_URL = re.compile(r"\S*(?:https?:|www\.)\S*", re.I)


def photo(question: str) -> str:
    """What the user calls the picture, with the kind of camera it is from; ``photo`` when nothing is said."""
    plain = _URL.sub(" ", question)
    match = _PHOTO.search(_APP.sub(" ", plain))
    kind = _MODALITY.search(plain)
    if not kind:
        return match.group().lower() if match else "photo"
    several = bool(match and match.group().lower().endswith("s"))
    return f"{kind.group()} {'images' if several else 'image'}"


def condition_words(question: str) -> str:
    """How the user describes its state, such as ``severely blurred``; empty when nothing is said."""
    found = _CONDITION.findall(RULED_OUT.sub(" ", _URL.sub(" ", question)))
    if not found:
        return ""
    best = str(max(found, key=lambda words: (" " in words, -found.index(words)))).lower()
    others = [words.lower() for words in found if describes(words) and _kind(words) != _kind(best)]
    return f"{best} and {others[0]}" if others and describes(best) and " " not in best else best


def describes(condition: str) -> bool:
    """Whether words of condition can stand before a noun, as "blurred" can and "haze" cannot."""
    return bool(_ADJECTIVE.search(condition))


def _kind(words: str) -> str:
    """What a word of condition is about, so that "blurred" and "blurry" are one."""
    return topic_of(words).noun or words


def done_words(subquestion: SubQuestion) -> str:
    """What the user wants done, such as ``strip the streaks from such pictures``; empty where not said."""
    match = _DOING.search(_URL.sub(" ", subquestion.text))
    if not match:
        return ""
    told = re.sub(r"^do (?:to|in order to|with) ", "", match["what"])
    clause = re.split(r"[,;.?]", re.sub(r"[\[\]*_`<>|\\\"“”]", " ", told))[0].split()
    words = clause if len(clause) <= _WHOLE else _main_words(clause)[:7]
    ends = [i for i, word in enumerate(words) if _PREPOSITION.fullmatch(word) and i > 1]
    words = words[: ends[-1]] if len(clause) > _WHOLE and len(words) == 7 and ends else words
    while words and (set(words_of(words[-1])) <= STOPWORDS or words[-1].lower() in {"next", "close", "near"}):
        words.pop()
    return " ".join(words) if len(words) > 1 else ""


def _main_words(words: list[str]) -> list[str]:
    """Without a subordinate clause at the end, where enough stands before it."""
    ends = [i for i, word in enumerate(words) if _SUBORDINATE.fullmatch(word) and i > 2]
    return words[: ends[0]] if ends else words


def key_words(text: str, most: int = 8) -> str:
    """The last words of a question that carry its meaning, quoted as they stand; safe in Markdown."""
    plain = re.sub(r"[\[\]*_`<>|\\\"“”]", " ", _URL.sub(" ", text))
    plain = re.split(r"(?<=\w{3}),? or (?:does|do|did|is|are|will|would|can|could)\b", plain)[0]
    words = plain.replace("?", " ").split()
    words = words[1:] if words and words[0].lower() in {"and", "so", "but", "also"} else words
    if words and _ASKING.fullmatch(words[0]):
        words = words if len(words) <= most + 4 else _main_words(words)[: most + 4]
        return " ".join(words).strip(" ,;:.")[:120]
    if len(words) > most:
        starts = [i for i, word in enumerate(words) if not set(words_of(word)) <= STOPWORDS and i >= 1]
        first = starts[0] if starts else 0
        words = words[max(0, min(first, len(words) - most)) :][:most]
    return " ".join(words)[:120].strip(" ,;:.") or "the question"


def standing_word(text: str) -> str:
    """The word by which the user asks for a ranking."""
    match = _STANDING.search(text)
    return match.group().lower() if match else "leading"


def contrast_words(text: str) -> str:
    """The other side of a comparison, at most eight words of the user; empty when it is not named."""
    match = _CONTRAST.search(text) or _OTHER_TOOL.search(text)
    plain = (
        re.sub(r"^(?:(?:from|with|in|on|for|to|by)\s+)?(?:the|a|an)\s+", "", match.group("other"))
        if match
        else ""
    )
    return key_words(_WITH_ADJUNCT.sub(r"\1", plain)) if match else ""


def compared_words(text: str) -> tuple[str, str] | None:
    """The two sides that a question names, at most five words each; None where it does not name both."""
    match = _SIDES.search(_URL.sub(" ", text))
    if not match:
        return None
    sides = next(pair for pair in (match.group(1, 2), match.group(3, 4), match.group(5, 6)) if pair[0])
    first, second = (key_words(_FIRST_ARTICLE.sub("", side), 5) for side in sides)
    return f"“{first}”", f"“{second}”"
