"""How an English answer names things, and speaks of the user's question and photo."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from string import Formatter
from typing import TYPE_CHECKING

from cnaps.explanation.languages.english import clauses
from cnaps.explanation.realise import realise as with_pronouns
from cnaps.explanation.records import Aspect, Draft, Source, SubQuestion
from cnaps.explanation.sentences import STOPWORDS, words_of
from cnaps.explanation.task_list import Task
from cnaps.explanation.tasks import RULED_OUT, Scope, Topic, topic_of

if TYPE_CHECKING:
    from cnaps.diagnosis.findings import Degradation, Finding, Grade

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
_TITLES = {
    Aspect.DATA: "training data",
    Aspect.STRUCTURE: "model structures",
    Aspect.STANDING: "their standing",
    Aspect.MECHANISM: "how this works",
    Aspect.SPEED: "speed",
    Aspect.DIFFERENCE: "the difference asked for",
    Aspect.SIZE: "the size of the network",
    Aspect.MEMORY: "memory",
    Aspect.RESULT: "accuracy",
    Aspect.LIMIT: "limits",
    Aspect.SCOPE: "what can be handled",
    Aspect.TASK: "the task",
    Aspect.MEASURED: "what was recorded",
    Aspect.INPUT: "the input",
    Aspect.OUTPUT: "the output",
    Aspect.CAUSE: "how the trouble comes about",
    Aspect.FIDELITY: "faithfulness to what was there",
    Aspect.CHOICE: "the choice between the models",
}
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
_FAULTS = {"noise": "noise", "blur": "blur", "jpeg": "JPEG artefacts", "exposure": "exposure faults"}
_URL = re.compile(r"\S*(?:https?:|www\.)\S*", re.I)


class _Agreeing(Formatter):
    """Specs of a part: ``^`` its capital, ``a`` its article, ``be`` the verb that agrees with it."""

    def format_field(self, value: object, format_spec: str) -> str:
        text = str(value)
        if format_spec == "be":
            return _be(text)
        if format_spec == "a":
            return with_article(text)
        return _capitalised(text) if format_spec == "^" else text


_FORMATTER = _Agreeing()


def fill(template: str, /, **parts: object) -> str:
    """`template` with its parts."""
    return _FORMATTER.format(template, **parts)


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
    others = [words.lower() for words in found if _ADJECTIVE.search(words) and _kind(words) != _kind(best)]
    return f"{best} and {others[0]}" if others and _ADJECTIVE.search(best) and " " not in best else best


def _kind(words: str) -> str:
    """What a word of condition is about, so that "blurred" and "blurry" are one."""
    return topic_of(words).noun or words


def title(subquestion: SubQuestion) -> str:
    """A run-in title, such as ``Training data``; words of the user where the question has no known type."""
    if subquestion.aspects[0] in {Aspect.OTHER, Aspect.FIDELITY}:
        return f"“{key_words(subquestion.text)}”"
    if subquestion.aspects[0] is Aspect.DIFFERENCE and (sides := compared_words(subquestion.text)):
        return f"Difference between {sides[0]} and {sides[1]}"
    other = contrast_words(subquestion.text) if subquestion.aspects[0] is Aspect.DIFFERENCE else ""
    if other:
        return f"Difference from “{other}”"
    restoring = topic_of(subquestion.text).general or topic_of(subquestion.text).specific
    titles = {**_TITLES, Aspect.MECHANISM: "how the restoration works"} if restoring else _TITLES
    return _capitalised(" and ".join(titles[aspect] for aspect in subquestion.aspects[:2]))


def title_within(subquestion: SubQuestion) -> str:
    """The title inside a sentence."""
    full = title(subquestion)
    lowered = full[0].lower() + full[1:]
    return f"the {lowered}" if lowered.startswith("difference") else lowered


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


def complaint(question: str) -> str:
    """What is wrong in the user's own words."""
    return clauses.complaint(question)


def whether(subquestion: SubQuestion) -> str:
    """A question for yes or no as a clause; empty where it is none."""
    return clauses.whether_clause(subquestion.text)


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


def situation(question: str, topic: Topic) -> str:
    """The user's photo in the user's own words."""
    picture, condition = photo(question), condition_words(question)
    plural = picture.endswith("s")
    condition = condition.replace(" and ", "” and “")
    if condition and _ADJECTIVE.search(condition):
        return f"{picture if plural else with_article(picture)} that the user describes as “{condition}”"
    with_what = f" with {condition}" if condition else f" with {topic.noun}" if topic.specific else ""
    return (picture if plural else with_article(picture)) + with_what


def photo_phrase(question: str, topic: Topic) -> str:
    """The photo and its state in a few words: ``blurry snapshot``, ``photo with noise``."""
    picture, condition = photo(question), condition_words(question)
    if condition and _ADJECTIVE.search(condition):
        return f"{condition} {picture}"
    noun = condition or (topic.noun if topic.specific else "")
    return f"{picture} with {noun}" if noun else picture


def with_article(noun: str) -> str:
    """``a photo``, ``an image``."""
    return ("an " if noun[:1].lower() in "aeiou" else "a ") + noun


def lettered(names: Sequence[str]) -> str:
    """``(a) training data and (b) speed``; one name stands without a letter."""
    if len(names) == 1:
        return names[0]
    return listed([f"({_letter(i)}) {name}" for i, name in enumerate(names)])


def listed(names: Sequence[str]) -> str:
    """``a, b and c``."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""


def label(index: int, title: str) -> str:
    """The run-in label of paragraph `index`."""
    return f"({_letter(index)}) {title}."


def chained(clauses: Sequence[str]) -> str:
    """A clause and what qualifies it; an English qualifier brings its own conjunction."""
    return "".join(clauses)


def of_work(work: str, reason: str) -> str:
    """The clause with `work` in the place of its pronoun."""
    return re.sub(r"^it ", f"{work} ", reason)


def contrast(first: str, second: str) -> str:
    """Two sentences side by side as one."""
    plain = re.match(r"(?:The|To|In|By|With|For|Building|A|An|Most|On|Two|Their)\b", second)
    lowered = second[0].lower() + second[1:] if plain else second
    return f"{first.rstrip('.')}, whereas {lowered}"


def topic_title(topic: Topic) -> str:
    """The task, such as ``motion deblurring``."""
    return topic.title


def topic_noun(topic: Topic) -> str:
    """The degradation, such as ``motion blur``."""
    return topic.noun


def task_noun(topic: Topic, task: Task) -> str:
    """The degradation as `topic` speaks of it, so that motion blur is not credited to a source on blur."""
    return topic.degradation(task) if task.restores else task.title


def severity(topic: Topic) -> str:
    """``extreme `` or a like word of the text."""
    return topic.severity


def scope(scope: Scope) -> str:
    """What a method is bound to."""
    return f"{scope.phrase} rather than on {scope.instead}"


def term(english: str) -> str:
    """The word itself."""
    return english


def sides(subquestion: SubQuestion) -> tuple[str, str] | None:
    """The two sides of a comparison, quoted."""
    return compared_words(subquestion.text)


def other_side(subquestion: SubQuestion) -> str:
    """What is compared with, quoted."""
    other = contrast_words(subquestion.text)
    return f"“{other}”" if other else ""


def one_photo(question: str) -> str:
    """What the user calls the picture, in the singular."""
    return photo(question).rstrip("s")


def fault(degradation: Degradation) -> str:
    """What the diagnosis looks for."""
    return _FAULTS[degradation.value]


def grade(grade: Grade) -> str:
    """How bad a finding is."""
    return grade.value


def measure(finding: Finding) -> str:
    """The value of a finding with its unit."""
    return finding.measured


def finding(finding: Finding) -> str:
    """The summary of a finding as the diagnosis gives it."""
    plain = finding.summary.strip()
    return plain if plain.endswith((".", "!", "?")) else plain + "."


def recorded(text: str) -> str:
    """A piece of a record, which is English as well."""
    return text.strip().rstrip(".")


def realise(drafts: Sequence[Draft], sources: Mapping[str, Source]) -> list[Draft]:
    """The planned sentences as running prose."""
    return with_pronouns(drafts, sources)


def _letter(index: int) -> str:
    return chr(ord("a") + index)


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]


def _be(noun: str) -> str:
    """``is`` or ``are``."""
    head = noun.split(" of ")[0]
    plural = re.search(r"(?<![sui])s$", head) and not re.match(r"an? ", head)
    return "are" if plural or re.search(r"\band\b", noun) else "is"
