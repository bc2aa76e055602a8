"""Another order of the same words: what breaks a copied run where no single word can be exchanged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cnaps.explanation.passives import done_by_authors, made_active, made_passive
from cnaps.explanation.predicates import could_be_verb, finite_form, is_base, is_verb

Change = Callable[[str, int, int], str | None]
"""The whole text with a change between two places; None where it would not be safe."""

_MODIFYING = (
    "captured|contained|collected|obtained|taken|generated|produced|estimated|extracted|learned|computed|"
    "derived|"
    "caused|brought|guided|equipped|induced|recorded|rendered|affected|corrupted|predicted|inferred|"
    "drawn|made|"
    "provided by|proposed by|introduced by|shared|encoded|stored|found|seen|observed|borrowed|synthesi[sz]ed"
)
_REDUCED = re.compile(
    rf"(?<![,;:])\s(?P<noun>[A-Za-z][\w-]{{2,}})\s(?P<done>{_MODIFYING})"
    r"(?=\s(?:by|in|from|with|at|on|under|during|through|between|for)\b|\sby\b)"
)
_NO_NOUN = re.compile(
    r"(?:is|are|was|were|be|been|being|has|have|had|and|or|not|also|then|only|it|they|we|to|can|may|"
    r"\w+ly|\w+ed|"
    r"first|often|still|yet|already|which|that|authors)\b",
    re.I,
)
_TELLING_WHILE = re.compile(
    r", (?:thereby |thus |hence |therefore )?(?P<doing>[a-z]{3,}ing) "
    r"(?=(?:the|an?|its|their|both|each|every|all|one|two|three|them|it|how|only|no|\d\S*|[a-z-]+s)\b)"
)
_LEADING_CLAUSE = re.compile(
    r"(?:The authors of (?:“[^”]+”|\S+) (?:state|report) that )?(?:when|if|while|as|after|before|"
    r"although|though|because|"
    r"since|once|unless|by|with|without|for|in|to|given|using|instead of|unlike)\b",
    re.I,
)
"""Behind a clause or phrase with these, an "-ing" may be the subject."""
_BASED = re.compile(
    r"\b(?P<what>[A-Za-z][A-Za-z]{2,})-based (?P<noun>[a-z]{4,})"
    r"(?= (?:that|which|to|for|of|is|are|with|in|from|on|by|can|and)\b|[,;:]|$)"
)
_SUBORDINATE = re.compile(
    r"^(?P<head>(?:The authors of (?:“[^”]+”|\S+) (?:state|report) that )?)"
    r"(?P<word>when|where|if|while|because|since|although|though|once|unless|as long as) "
    r"(?P<clause>[^,;:]{12,110}), (?P<main>[^;:]{12,}?)$",
    re.I,
)
_EXAMPLES = re.compile(
    r"(?:,? (?:such as|including|e\.g\.,?|for example|for instance)|, like) [^;:.]{5,140}?"
    r"(?:,(?= (?:from|in|on|for|to|by|with|is|are|can|have|has|while|whereas|which)\b)|$)"
)
_BRACKET = re.compile(r" \([^()\d]{2,60}\)")
_PARTICIPLE_FIRST = re.compile(
    r"^(?P<head>(?:The authors of (?:“[^”]+”|\S+) (?:state|report) that )?)(?P<having>[Hh]aving been |)"
    r"(?P<done>[Tt]rained|[Bb]uilt|[Dd]esigned|[Tt]uned|[Oo]ptimi[sz]ed|[Ff]ine-tuned|[Pp]re-?trained|"
    r"[Cc]onditioned) "
    r"(?P<what>[^,;:]{4,80}), (?P<subject>(?:(?:the|its|their|an?) (?:[\w-]+ ){0,3}?[\w-]+|[A-Z][\w+-]*)) "
    r"(?P<verb>[a-z]+)(?= \w)"
)
_BY_MEANS = re.compile(r" (?:by|via|instead|on the basis|using) ")
_MEANS = re.compile(
    r"^(?P<main>(?:the authors of (?:“[^”]+”|\S+)|their method|[A-Z]\S*) \w+ [^;:]{12,}?),? "
    r"(?P<means>(?:by \w+ing|via|instead of|by means of|by way of|on the basis of|using) "
    r"[^;:,]{8,70})$",
    re.I,
)
_PURPOSE_LAST = re.compile(
    r"^To (?P<purpose>(?!\w+ (?:this|these|it|that)\b)[^,;:]{8,110}), (?P<main>(?:the authors of |"
    r"[A-Z]\S* )[^;:]{12,}?)$"
)
_PURPOSE_FIRST = re.compile(
    r"^(?P<main>(?:the authors of (?:“[^”]+”|\S+)|their method|"
    r"[A-Z]\S*) \w+ [^;:,]{12,}?\b(?P<noun>[\w-]{4,}))"
    r"(?: in order| meant)? to (?P<purpose>(?P<verb>[a-z]{3,}) [^;:,]{6,90})$",
    re.I,
)
_DOING = re.compile(
    r"(?P<before>\b\w+\s)(?P<noun>[a-z-]{3,}[^s\s]s) (?P<doing>[a-z]{3,}ing)(?= (?:the|an?|its|their|"
    r"different|various|all|each|"
    r"both|several|how|[a-z-]{4,})\b)"
)
_LIST = re.compile(
    r", (?!(?:for|in|on|with|by|to|from|as|at|of|which|that|whose|while|where|when|because|since|or|it|they|"
    r"is|are|according|over|under|across|through|into|inside|between|within|without|during|after|before|"
    r"against|via)\b)(?P<one>(?:[\w-]+ ){0,3}[\w-]+),? and (?P<other>(?:[\w-]+ ){0,3}?[\w-]+)"
    r"(?=[,;:.]|$| (?:to|from|by|as|is|are|can)\b)|"
    r", (?P<first>[A-Z][\w+-]*) and (?P<second>[A-Z][\w+-]*)(?=[ ,;:.]|$)"
)
_PAIR = re.compile(
    r"(?<=\s)(?P<before>[a-z]{2,})\s(?P<one>(?:(?:the|an?|one|its|their|two|three) )?(?:[\w-]+ "
    r")?[\w-]{3,}) and "
    r"(?P<other>(?:(?:the|an?|one|its|their|two|three) )?(?:[\w-]+ )?[\w-]{3,})(?=[,;:.]|$| (?:is|are|can|"
    r"from|by|into|to)\b)"
)
_PARTLY = re.compile(
    r"\b(?P<before>partly )(?P<one>[^,;:]{4,40}?) and (?P<partly>partly )(?P<other>[^,;:]{4,40}?)(?=[,;:.]|$)"
)
_OPENING_WORDS = """
of in on at to for from with without between both as into via through under over inside than
"""
_OPENING = frozenset(_OPENING_WORDS.split())
"""Words behind which a list of two may begin."""
_SHARED_HEAD = re.compile(
    r"(?<=\s)(?P<one>[\w-]+(?:ed|ing|al|ic|ive|ous|ful|less|ar|ant|ent|ble)|clean|sharp|dark|bright|low|high|old|new|"
    r"real) and (?P<other>[\w-]+(?:ed|ing|al|ic|ive|ous|ful|less|ar|ant|ent|ble)|clean|sharp|dark|bright|"
    r"low|high|"
    r"old|new|real)(?= [a-z]+s\b)"
)
_ADJECTIVE = re.compile(
    r"(?:ed|ing|al|ic|ive|ous|ful|less|ar|ant|ent|ble|y|clean|sharp|dark|bright|low|high|old|new)$"
)
_NO_ITEM = re.compile(
    r"\b(?:more|less|other|others|further|then|so|thus|also|even|especially|each|such|not|only|partly|in|on|of|for|"
    r"with|by|from|to|at|as|closer|harder|larger|smaller|faster|higher|lower|longer|shorter|better|worse|it|its|they|their|them|this|these|that|those|which|be|is|are|not|no|one|ones)\b|ly\b",
    re.I,
)
"""What does not stand in an item that may change its place."""
_TO_DO = re.compile(
    r"\b(?P<article>an?|the) (?P<kind>(?:[\w-]+ ){0,5}?)(?P<noun>method|framework|system|network|model|"
    r"pipeline|algorithm|"
    r"approach|scheme|technique|module|loss|strategy|branch|decoder|encoder|transformer|regularizer)"
    r" to (?P<verb>[a-z]{3,})(?= \w)"
)
_WAY_TO = re.compile(r"\b(?P<way>(?:an?|the) (?:\w+ )?(?:way|means)) to (?P<verb>[a-z]{4,})(?= \w)")
_CAUSING = re.compile(
    r"(?:guid|train|forc|enabl|allow|help|driv|encourag|requir|teach|prompt|caus|mak|us|appl|design|want|lead|order)\w*\b"
    r"[^,;:]{0,40}$"
)
"""Before a thing that is made or used to do something, which is no property of it."""
_SETTING_LAST = re.compile(
    r"^(?P<main>(?:The authors of (?:“[^”]+”|\S+) (?:state|report) that )?(?:[^,;:]{12,}?)) "
    r"(?P<setting>(?:in|on|at|during|under) (?:the|an?|each|every|both|all|one|two|three|several) "
    r"[^,;:]{4,60})$"
)
_WHICH = re.compile(r", which (?P<verb>is|are|has|have|[a-z]{2,}s|[a-z]{3,}) (?=\w)")
_WHOSE = re.compile(r", whose (?=\w)")
_OF_THE_WHOLE_WORDS = """
makes leads implies means allows lets raises improves reduces lowers helps yields causes results ensures
enables explains shows saves costs avoids
"""
_OF_THE_WHOLE = frozenset(_OF_THE_WHOLE_WORDS.split())
"""Verbs whose "which" may stand for all that was said."""
_LAST_NOUN = re.compile(
    r"(?:^|\s)(?:an?|the|its|their|this|[a-z]{3,}s) (?:(?!(?:of|on|in|with|to|from|for|by|at|and|"
    r"\w+ing)\b)[\w-]+ ){0,3}"
    r"(?P<noun>[a-z][a-z-]{2,})$"
)
_POINTING_BACK = re.compile(r"\b(?:it|its|they|their|them|this|these|that|which)\b")
_CHANGES_SENSE = re.compile(r"\b(?:not|no|only|even|cannot|never|nor|hardly|rarely)\b", re.I)


def reshapings(text: str, begin: int, end: int) -> Iterator[str]:
    """`text` with the words between `begin` and `end` in another order, in ways that read as well."""
    yield from _tried(_READING_WELL, text, begin, end)


def last_reshapings(text: str, begin: int, end: int) -> Iterator[str]:
    """Ways that are right but weigh the words differently or leave some out; for where no other is left."""
    yield from _tried(_LAST, text, begin, end)


def _tried(changes: tuple[Change, ...], text: str, begin: int, end: int) -> Iterator[str]:
    found = (change(text, begin, end) for change in changes)
    yield from (new for new in found if new and new != text)


def _relative(text: str, begin: int, end: int) -> str | None:
    """``images captured by`` to ``images that are captured by``, where the clause has a verb of its own."""
    for match in _REDUCED.finditer(text, max(0, begin - 1), end + 12):
        noun, place = match["noun"], match.start("done")
        verbs = sum(is_verb(word) for word in (text[: match.start()] + text[match.end() :]).split())
        if not begin < place < end or _NO_NOUN.fullmatch(noun) or is_verb(noun) or not verbs:
            continue
        be = "are" if noun.endswith("s") and not noun.endswith("ss") else "is"
        return f"{text[:place]}that {be} {text[place:]}"
    return None


def _finite_tail(text: str, begin: int, end: int) -> str | None:
    """``…, forming pairs`` to ``…, which forms pairs``."""
    if _LEADING_CLAUSE.match(text):
        return None
    for match in _TELLING_WHILE.finditer(text, begin, end):
        finite = finite_form(match["doing"]) if match["doing"] != "including" else ""
        listed = re.search(r"\band \w+ing\b|, \w+ing\b", text[match.end() :])
        if finite and not listed:
            return f"{text[: match.start()]}, which {finite} {text[match.end() :]}"
    return None


def _on_what(text: str, begin: int, end: int) -> str | None:
    """``CNN-based methods`` to ``methods based on CNN``; a word that needs an article stays where it is."""
    match = _BASED.search(text, begin, end)
    if not match or (could_be_verb(match["noun"]) and not match["noun"].endswith("s")):
        return None
    what = match["what"] if match["what"].isupper() else ""
    return f"{text[: match.start()]}{match['noun']} based on {what}{text[match.end() :]}" if what else None


def _main_first(text: str, begin: int, end: int) -> str | None:
    """``When A, B`` to ``B when A``."""
    match = _SUBORDINATE.match(text)
    if not match or end <= match.start("clause") or begin >= match.end("clause") + 20:
        return None
    main, clause = match["main"], match["clause"]
    if re.search(r", (?:because|since|although|when|which|while)\b", main):
        return None
    if _POINTING_BACK.search(main.split(" and ")[0][:40]) or (", " in main and " and " in main):
        return None
    lead = main if match["head"] else main[0].upper() + main[1:]
    return f"{match['head']}{lead} {match['word'].lower()} {clause}"


def _means_first(text: str, begin: int, end: int) -> str | None:
    """``We do A by doing B`` to ``By doing B, we do A``."""
    match = _MEANS.match(text) if _BY_MEANS.search(text, begin) else None
    if (
        not match
        or re.search(r",|\b(?:and|or|either|both)$", match["main"])
        or _POINTING_BACK.search(match["means"])
    ):
        return None
    if _CHANGES_SENSE.search(match["main"]) or not begin < match.start("means") < end + 40:
        return None
    return _led(match["means"], match["main"])


def _purpose_last(text: str, begin: int, end: int) -> str | None:
    """``To do A, we do B`` to ``We do B in order to do A``."""
    match = _PURPOSE_LAST.match(text)
    if not match or begin >= match.end("purpose") or "," in match["main"] or " to " in match["main"]:
        return None
    main = match["main"]
    return f"{main[0].upper()}{main[1:]} in order to {match['purpose']}"


def _purpose_first(text: str, begin: int, end: int) -> str | None:
    """``We do A to do B`` to ``To do B, we do A``."""
    match = _PURPOSE_FIRST.match(text) if " to " in text[begin:] else None
    unclear = match and (_POINTING_BACK.search(match["purpose"]) or re.search(r"\bthan\b", match["purpose"]))
    if not match or unclear or not begin < match.end("main") < end:
        return None
    noun = match["noun"]
    if (
        not is_base(match["verb"])
        or is_verb(noun)
        or _NO_PURPOSE.fullmatch(noun)
        or (could_be_verb(noun) and not noun.endswith(("tion", "s")))
        or _BINDING.fullmatch(noun)
    ):
        return None
    return None if _CHANGES_SENSE.search(match["main"]) else _led(f"to {match['purpose']}", match["main"])


def _led(phrase: str, main: str) -> str:
    """`phrase` before `main`, inside what is reported."""
    report = _REPORTING.match(main)
    if report:
        return f"{report.group()}{phrase}, {main[report.end() :]}"
    lowered = main[0].lower() + main[1:] if re.match(r"The(?:ir)? ", main) else main
    return f"{phrase[0].upper()}{phrase[1:]}, {lowered}"


def _led_by_participle(text: str, begin: int, end: int) -> str | None:
    """``Trained on A, the network does B`` to ``The network is trained on A and does B``."""
    match = _PARTICIPLE_FIRST.match(text)
    if not match or begin >= match.end("what"):
        return None
    verb, be = match["verb"], "has been" if match["having"] else "is"
    if not (is_verb(verb) or verb in {"can", "has", "needs"}) or _POINTING_BACK.search(match["what"]):
        return None
    subject = match["subject"] if match["head"] else match["subject"][0].upper() + match["subject"][1:]
    what = f"{match['done']} {match['what']}"
    return f"{match['head']}{subject} {be} {what[0].lower()}{what[1:]} and {verb}{text[match.end() :]}"


def _doing(text: str, begin: int, end: int) -> str | None:
    """``prompts describing faults`` to ``prompts that describe faults``."""
    for match in _DOING.finditer(text, max(0, begin - 12), end + 12):
        finite = finite_form(match["doing"])
        base = finite[:-2] if finite.endswith(("ches", "shes", "sses", "xes")) else finite[:-1]
        place = match.start("doing")
        if (
            finite
            and begin < place < end
            and not _NO_NOUN.match(match["noun"])
            and not is_verb(match["noun"])
        ):
            return f"{text[:place]}that {base}{text[match.end() :]}"
    return None


def _other_order(text: str, begin: int, end: int) -> str | None:
    """``A, B and C`` to ``A, C and B``."""
    for match in _LIST.finditer(text, max(0, begin - 4), end + 30):
        one, other = match["one"] or match["first"], match["other"] or match["second"]
        verb = any(is_verb(word) or is_base(word) for word in text[: match.start()].split())
        listed = verb or bool(match["first"]) or text[match.end() : match.end() + 1] == ","
        if begin < match.end() - len(other) < end + 4 and listed and _may_swap(one, other):
            return f"{text[: match.start()]}, {other} and {one}{text[match.end() :]}"
    return None


def _may_swap(one: str, other: str) -> bool:
    """Whether two items are whole and of one kind; not "clean" and "noisy images", which share their head."""
    items = f"{one} {other}"
    verbal = any(is_verb(word) or _CHANGES_SENSE.fullmatch(word) for word in items.split())
    same = one.endswith("s") == other.endswith("s") or len(one.split()) == len(other.split()) or " " in other
    shared_head = len(one.split()) < len(other.split()) and _ADJECTIVE.search(one)
    return same and not (verbal or _NO_ITEM.search(items) or shared_head)


def _swapped(text: str, begin: int, end: int) -> str | None:
    """``from A and B`` to ``from B and A``."""
    if (partly := _PARTLY.search(text, max(0, begin - 8), end + 30)) and partly.end() > begin:
        middle = f"partly {partly['other']} and partly {partly['one']}"
        return f"{text[: partly.start()]}{middle}{text[partly.end() :]}"
    starts = [
        word.start() for word in re.finditer(r"(?<=\s)[a-z]{2,}", text[: end + 30]) if word.start() >= begin
    ]
    found = [_PAIR.match(text, start, end + 30) for start in starts]
    pairs = [pair for pair in found if pair and _opens(pair["before"])]
    for match in (*pairs, *_SHARED_HEAD.finditer(text, begin, end + 20)):
        one, other = match["one"], match["other"]
        articles = [bool(re.match(r"(?:the|an?|one|its|their|two|three) ", item)) for item in (one, other)]
        same_noun = one.split()[-1] == other.split()[-1] and len(one.split()) == len(other.split())
        alone = same_noun or (
            len(one.split()) == len(other.split()) == 1 + articles[0] and articles[0] == articles[1]
        )
        long = articles[0] and articles[1]
        single = long or not could_be_verb(one.split()[-1]) or match.re is _SHARED_HEAD
        if begin < match.start("other") < end + 4 and (alone or long) and single and _may_swap(other, one):
            return f"{text[: match.start('one')]}{other} and {one}{text[match.end('other') :]}"
    return None


def _opens(word: str) -> bool:
    """Whether a list of two may begin behind `word`: a preposition or a verb."""
    return word in _OPENING or is_verb(word) or any(could_be_verb(form) for form in (word, f"{word}s"))


def _whose_apart(text: str, begin: int, end: int) -> str | None:
    """``…, whose core is small`` to ``…; its core is small``."""
    match = _WHOSE.search(text, begin, end)
    if not match or "; " in text or "," in text[match.end() :]:
        return None
    before = text[: match.start()]
    noun = re.sub(r" \([^()]*\)$", "", before).split()[-1]
    owner = "their" if noun.endswith("s") and not noun.endswith("ss") else "its"
    return f"{before}; {owner} {text[match.end() :]}"


def _setting_first(text: str, begin: int, end: int) -> str | None:
    """``X merges them in the bottleneck`` to ``In the bottleneck, X merges them``."""
    match = _SETTING_LAST.match(text)
    if (
        not match
        or match.end("main") >= end + 20
        or match.end() <= begin
        or _POINTING_BACK.search(match["setting"])
    ):
        return None
    if _CHANGES_SENSE.search(text) or re.search(r"[,;:]| in order\b", match["main"]):
        return None
    if any(is_verb(word) for word in match["setting"].split()) or len(match["setting"].split()) > 9:
        return None
    last = match["main"].split()[-1]
    if (
        is_verb(last)
        or _BINDING.fullmatch(last)
        or (could_be_verb(last) and not last.endswith(("s", "tion", "ing")))
    ):
        return None
    return _led(match["setting"], match["main"])


def _that_does(text: str, begin: int, end: int) -> str | None:
    """``a method to restore`` to ``a method that restores``."""
    for match in _TO_DO.finditer(text, max(0, begin - 12), end + 12):
        verb = next((form for form in (f"{match['verb']}s", f"{match['verb']}es") if is_verb(form)), "")
        place = match.end("noun")
        if verb and begin < place < end and not _CAUSING.search(text[: match.start()][-60:]):
            return f"{text[:place]} that {verb}{text[match.end() :]}"
    return None


def _way_of(text: str, begin: int, end: int) -> str | None:
    """``a way to estimate`` to ``a way of estimating``."""
    match = _WAY_TO.search(text, max(0, begin - 8), end + 12)
    if not match or not begin < match.end() < end + 12 or not is_base(match["verb"]):
        return None
    verb = match["verb"]
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) else verb
    return f"{text[: match.end('way')]} of {stem}ing{text[match.end() :]}"


def _which_apart(text: str, begin: int, end: int) -> str | None:
    """``…, which makes it slow`` to ``…; this makes it slow``, and ``a mask, which hides`` with its noun."""
    for match in _WHICH.finditer(text, begin, end):
        before, verb = text[: match.start()], match["verb"]
        if "; " in text or text.count(", which") > 1:
            return None
        if verb in _OF_THE_WHOLE:
            return f"{before}; this {verb} {text[match.end() :]}"
        noun = _LAST_NOUN.search(before)
        article = noun and re.match(r"\s?(?:an?|the|its|their) ", noun.group())
        if not noun or is_verb(noun["noun"]) or (could_be_verb(noun["noun"]) and not article):
            return None
        plural = noun["noun"].endswith("s") and not noun["noun"].endswith("ss")
        if plural != (not verb.endswith("s")):
            return None
        return f"{before}; {'these' if plural else 'this'} {noun['noun']} {verb} {text[match.end() :]}"
    return None


def _without_aside(text: str, begin: int, end: int) -> str | None:
    """Leave out an abbreviation or examples in brackets."""
    match = next((found for found in _BRACKET.finditer(text, begin) if found.start() < end), None)
    if not match or _CHANGES_SENSE.search(match.group()):
        return None
    return text[: match.start()] + text[match.end() :]


def _without_examples(text: str, begin: int, end: int) -> str | None:
    """Leave out examples where a run stands among them or ends with them."""
    match = next((found for found in _EXAMPLES.finditer(text) if begin - 60 < found.start() < end), None)
    if not match or _CHANGES_SENSE.search(match.group()):
        return None
    return text[: match.start()] + text[match.end() :]


_BINDING = re.compile(
    r"able|unable|aims?|seeks?|need|needs|want|tends?|due|order|ability|abilities|attempts?|leads?|"
    r"according|how|likely|"
    r"promises?|promised|helps?|serves?|continues?|begins?|manages?|hopes?|chance|fails?|"
    r"difficult|hard|easy|possible|meant|used|designed|proposed?|similar|close|applied|relative|compared|"
    r"robust",
    re.I,
)
"""Words that "to" belongs to."""
_NO_PURPOSE = re.compile(
    r"methods?|techniques?|approach(?:es)?|frameworks?|schemes?|algorithms?|strategy|strategies|systems?|pipelines?|"
    r"ways?|\w*ier|better|larger|smaller|longer|harder|faster|clearer|sharper|enough|ready"
)
"""Words whose "to" tells what they are or how far they go, and not what something is done for."""
_REPORTING = re.compile(r"[Tt]he authors of (?:“[^”]+”|\S+) (?:state|report) that ")
_READING_WELL: tuple[Change, ...] = (
    _finite_tail,
    _relative,
    _doing,
    _led_by_participle,
    _purpose_last,
    _purpose_first,
    _main_first,
    _means_first,
    done_by_authors,
    made_active,
    _that_does,
    _way_of,
)
_LAST: tuple[Change, ...] = (
    _other_order,
    _swapped,
    _on_what,
    _which_apart,
    _whose_apart,
    _setting_first,
    _without_aside,
    made_passive,
    _without_examples,
)
