"""The phrases in which an answer speaks of the user's question and photo."""

from __future__ import annotations

import re

from cnaps.explanation.records import Aspect, SubQuestion
from cnaps.explanation.sentences import STOPWORDS, words_of
from cnaps.explanation.tasks import RULED_OUT, Topic, topic_of

_PHOTO = re.compile(
    r"\b(?:snapshots?|photographs?|photos?|pictures?|images?|portraits?|selfies?|scans?|screenshots?|videos?|clips?|frames?)\b",
    re.I,
)
_CONDITION = re.compile(
    r"\b(?:(?:very|severely|heavily|extremely|badly|slightly|too|highly|strongly|really|quite)\s+)?"
    r"(?:blurred|blurry|noisy|grainy|degraded|damaged|hazy|foggy|rainy|snowy|dark|underexposed|overexposed|pixelated|blocky|"
    r"compressed|scratched|faded|low-light|low-resolution|low-quality|shaky|out of focus|unsharp)\b|"
    r"\b(?:(?:extreme|severe|heavy|strong|visible)\s+)?(?:motion blur|blur|noise|haze|rain|snow|artefacts|"
    r"artifacts|low light|glare|scratches)\b",
    re.I,
)
_APP = re.compile(
    r"\b(?:images?|photos?|pictures?)[- ](?=restor|process|enhanc|deblur|denois|edit|generat|quality)", re.I
)
_ADJECTIVE = re.compile(r"(?:ed|y|dark|low-\w+|focus|unsharp)$")
_TITLES = {
    Aspect.DATA: "training data",
    Aspect.STRUCTURE: "model structures",
    Aspect.STANDING: "their standing",
    Aspect.MECHANISM: "how this works",
    Aspect.SPEED: "speed",
    Aspect.DIFFERENCE: "the difference asked for",
    Aspect.SIZE: "the size of the network",
    Aspect.RESULT: "accuracy",
    Aspect.LIMIT: "limits",
    Aspect.SCOPE: "what can be handled",
    Aspect.TASK: "the task",
    Aspect.MEASURED: "what was recorded",
    Aspect.INPUT: "the input",
    Aspect.OUTPUT: "the output",
}
_STANDING = re.compile(
    r"most (?:popular|used|common|advanced)|popular|leading|lead|best|state[- ]of[- ]the[- ]art|top", re.I
)
_CONTRAST = re.compile(
    r"\b(?:different(?:ly)? (?:from|to|than)|differs? from|compar(?:e|es|ed|ing) (?:with|to)|versus|vs\.?|"
    r"than|difference (?:between|from))\s+(?P<other>[^,.;?]+)",
    re.I,
)
_SIDES = re.compile(
    r"\bbetween\s+(?P<one>[^,.;?]{2,40}?)\s+and\s+(?P<other>[^,.;?]{2,40})|"
    r"\b(?P<left>[\w+-]{2,40})\s+(?:vs\.?|versus)\s+(?P<right>[\w+-]{2,40})",
    re.I,
)
_ASKING = re.compile(
    r"how|what|which|why|who|when|where|are|is|can|could|may|do|does|did|will|would|should|was|were", re.I
)
_PREPOSITION = re.compile(r"of|in|on|at|to|for|from|by|with|without|when|that|which|and", re.I)
_DOING = re.compile(
    r"\b(?:(?:how|why)\s+)?(?:do|does|did|can|could|should)\s+(?:I|AI|it|they|"
    r"(?:a |the |these |such |modern )?"
    r"(?:AI )?(?:networks?|models?|tools?|software|methods?|phone))\s+(?:models?\s+|tools?\s+)?(?P<what>.+)",
    re.I,
)
_FIRST_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.I)
_URL = re.compile(r"\S*(?:https?:|www\.)\S*", re.I)


def photo_word(question: str) -> str:
    """What the user calls the picture; ``photo`` when nothing is said."""
    match = _PHOTO.search(_APP.sub(" ", _URL.sub(" ", question)))
    return match.group().lower() if match else "photo"


def condition_words(question: str) -> str:
    """How the user describes its state, such as ``severely blurred``; empty when nothing is said."""
    found = _CONDITION.findall(RULED_OUT.sub(" ", _URL.sub(" ", question)))
    if not found:
        return ""
    best = str(max(found, key=lambda words: (" " in words, -found.index(words)))).lower()
    others = [words.lower() for words in found if _ADJECTIVE.search(words) and _kind(words) != _kind(best)]
    return f"{best} and {others[0]}" if others and _ADJECTIVE.search(best) and " " not in best else best


def _kind(words: str) -> str:
    """What a word of condition is about, so that "blurred" and "blurry" are one."""
    return topic_of(words).noun or words


def title_of(subquestion: SubQuestion) -> str:
    """A run-in title, such as ``Training data``; words of the user where the question has no known type."""
    if subquestion.aspects[0] is Aspect.OTHER:
        return f"“{key_words(subquestion.text)}”"
    if subquestion.aspects[0] is Aspect.DIFFERENCE and (sides := compared_words(subquestion.text)):
        return f"Difference between {sides[0]} and {sides[1]}"
    other = contrast_words(subquestion.text) if subquestion.aspects[0] is Aspect.DIFFERENCE else ""
    if other:
        return f"Difference from “{other}”"
    restoring = topic_of(subquestion.text).general or topic_of(subquestion.text).specific
    titles = {**_TITLES, Aspect.MECHANISM: "how the restoration works"} if restoring else _TITLES
    title = " and ".join(titles[aspect] for aspect in subquestion.aspects[:2])
    return title[0].upper() + title[1:]


def done_words(text: str) -> str:
    """What the user wants done, such as ``strip the streaks from such pictures``; empty where not said."""
    match = _DOING.search(_URL.sub(" ", text))
    if not match:
        return ""
    clause = re.split(r"[,;.?]", re.sub(r"[\[\]*_`<>|\\\"“”]", " ", match["what"]))[0].split()
    words = clause[:7]
    ends = [i for i, word in enumerate(words) if _PREPOSITION.fullmatch(word) and i > 1]
    words = words[: ends[-1]] if len(clause) > 7 and ends else words
    while words and set(words_of(words[-1])) <= STOPWORDS:
        words.pop()
    return " ".join(words) if len(words) > 1 else ""


def topic_words(subquestion: SubQuestion) -> str:
    """The title inside a sentence."""
    title = title_of(subquestion)
    lowered = title[0].lower() + title[1:]
    return f"the {lowered}" if lowered.startswith("difference") else lowered


def key_words(text: str, most: int = 8) -> str:
    """The last words of a question that carry its meaning, quoted as they stand; safe in Markdown."""
    plain = re.sub(r"[\[\]*_`<>|\\\"“”]", " ", _URL.sub(" ", text))
    words = plain.replace("?", " ").split()
    words = words[1:] if words and words[0].lower() in {"and", "so", "but", "also"} else words
    if words and _ASKING.fullmatch(words[0]):
        return " ".join(words[: most + 4]).strip(" ,;:.")[:120]
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
    match = _CONTRAST.search(text)
    return key_words(re.sub(r"^(?:the|a|an)\s+", "", match.group("other"))) if match else ""


def compared_words(text: str) -> tuple[str, str] | None:
    """The two sides of "between A and B" or "A vs B", at most five words each; None where there are none."""
    match = _SIDES.search(_URL.sub(" ", text))
    if not match:
        return None
    sides = (match["one"] or match["left"], match["other"] or match["right"])
    first, second = (key_words(_FIRST_ARTICLE.sub("", side), 5) for side in sides)
    return f"“{first}”", f"“{second}”"


def situation(question: str, topic: Topic) -> str:
    """The user's photo in the user's own words."""
    photo, condition = photo_word(question), condition_words(question)
    plural = photo.endswith("s")
    condition = condition.replace(" and ", "” and “")
    if condition and _ADJECTIVE.search(condition):
        return f"{photo if plural else with_article(photo)} that the user describes as “{condition}”"
    with_what = f" with {condition}" if condition else f" with {topic.noun}" if topic.specific else ""
    return (photo if plural else with_article(photo)) + with_what


def photo_phrase(question: str, topic: Topic) -> str:
    """The photo and its state in a few words: ``blurry snapshot``, ``photo with noise``."""
    photo, condition = photo_word(question), condition_words(question)
    if condition and _ADJECTIVE.search(condition):
        return f"{condition} {photo}"
    noun = condition or (topic.noun if topic.specific else "")
    return f"{photo} with {noun}" if noun else photo


def with_article(noun: str) -> str:
    """``a photo``, ``an image``."""
    return ("an " if noun[:1].lower() in "aeiou" else "a ") + noun


def lettered(names: list[str]) -> str:
    """``(a) training data and (b) speed``; one name stands without a letter."""
    if len(names) == 1:
        return names[0]
    return listed([f"({chr(ord('a') + i)}) {name}" for i, name in enumerate(names)])


def listed(names: list[str]) -> str:
    """``a, b and c``."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""
