"""What a question asks for, read from its words and its form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cnaps.explanation.records import Aspect, SubQuestion

_CUES: tuple[tuple[Aspect, str], ...] = (
    (
        Aspect.DATA,
        r"\b(?:on|with|from) (?:what|which)\b[^?]*\btrained\b|"
        r"training (data|set|images|photos|pictures|pairs|samples)|data ?sets?\b|"
        r"\b(?:un)?paired\b|\b(?:noisy|clean|dark|bright|sharp|blurr(?:y|ed)|rainy|hazy|real|degraded) "
        r"(?:and [\w-]+ )?(?:\w+ )?pairs\b|\bpairs of\b|\bfor training\b|"
        r"\btrain(ed)? (on|with|without|from)\b|be trained|kind of data|what data|annotat|"
        r"\b(?:ever|already) (?:seen|met|read)\b|\bto (?:teach|train|learn)\b|\btaught\b|"
        r"\b(?:it|they|model|network|program|remover|app|AI) (?:ever )?(?:learn(?:s|ed|t)?|practi[sc]ed?)\b|"
        r"\b(?:teaching|learning|training|practi[cs]e|study) (?:examples?|material|pictures|photos|images)|"
        r"\bexamples?\b[^?]{0,40}\b(?:come|came|taken|got) from|"
        r"\b(?:collections?|sets?|database) of (?:such |these |those )?(?:pictures|photos|images)|"
        r"(?:pictures|photos|images) to (?:test|train|learn|compare)|"
        r"(?:shown|fed) (?:to (?:it|them)|with|before)|"
        r"\blearn(s|ed)? from\b|without (a |any )?(\w+ )?(reference|target|ground truth)",
    ),
    (
        Aspect.DIFFERENCE,
        r"\bdiffer(s|ently|ences?)?\b|\bdifferent\b(?! (?:\w+ )?(?:\w+s|men|women|people|children)\b)|"
        r"\bdifferent [^?]*\bfrom\b|\bversus\b|\bvs\b|compar(e|ed|ison)|distinguish|"
        r"\b(?:gains?|advantages?|benefits?) over\b|"
        r"(?<!\bat )\bthe same (?:thing |kind |sort |job |task |trick )?(?:as|like)\b|\bno different\b|"
        r"\b(?:any|something|anything) (?:different|else) (?:from|than|to)\b|"
        r"^(?:and |but |so )?(?:is|would|could|can|does|will) (?:an?|the|my|our) [^,.;?]{2,60}?\b"
        r"(?:filter|program|app|software|tool|network|model|method)s?\b[^,.;?]{0,20}\b"
        r"(?:good enough|do the same|do as well|suffice|serve as well)\b|"
        r"(better|(?:more|fewer|less)(?: \w+){1,2}|(?!other|rather)\b\w+er) than|\b(?:better|worse|safer|"
        r"wiser) to\b[^?]{1,70}\bthan\b",
    ),
    (
        Aspect.SPEED,
        r"real[- ]?time|\bfast(er|est)?\b(?![- ]moving)|\bspeed\b(?!s? (movement|motion|sports))|latency|"
        r"\blive\b|\b(?:quick|swift) enough|how (long|quick)|"
        r"how much time|(?:take|takes|last|lasts) (?:(?:so|too|very) )?(?:long|ages|hours|minutes)|"
        r"overnight|\bper second\b|\bfps\b|"
        r"\b(?:needs?|takes?|took|waits?|lasts?|runs?|busy|within|under) (?:\w+ ){0,3}"
        r"(?:hours?|minutes?|seconds?|days?|weeks?|ages|all night|forever)\b|"
        r"\bon (?:a|an|my|our|the) (?:[\w-]+ ){0,2}(?:PC|computer|laptop|notebook|tablet|desktop)\b|"
        r"how many (\w+ )?(steps|passes|iterations|seconds|minutes)|quickly|"
        r"cheap(er|est)? to run|"
        r"costs? to (run|compute)|efficien|"
        r"\bcomput(?:ations?|ational)\b|\b(?:much|more|less|little|enough|of|in|on) comput(?:e|ing)\b|"
        r"\blight enough\b|light-weight|costs? in (?:time|computation)|"
        r"\bin (?:one|an|a single) (?:evening|night|hour|minute|afternoon|day|second)\b|"
        r"lightweight|on (a|my|the) (smart)?phone\b.*\brun|run on|\bGPU|"
        r"mobile device",
    ),
    (
        Aspect.MEMORY,
        r"\bmemory\b|\b\d+ ?(?:GB|GiB|MB|gigabytes?)\b|\bV?RAM\b|\b(?:graphics|video) cards?\b",
    ),
    (
        Aspect.SIZE,
        r"\bhow (?:big|large|heavy|small) (?:is|are|was|must|would) (?:the|this|that|such|an?) "
        r"(?:thing|program|software|tool|brain|app|helper|file behind)\b|"
        r"\bparameters?\b|(model|network) size|size of the (model|network)|"
        r"how (big|large|heavy|small) (is|are|was) (it|they|such)\b|"
        r"how (big|large|heavy|small) (is|are|was) (the|this|these|your)? ?\w*[- ]?\w* ?"
        r"(models?|networks?|\w+net|\w+ir)\b",
    ),
    (
        Aspect.RESULT,
        r"\b(say|report|tell)\b.*\bresults\b|"
        r"\b(?:come|comes|get|gets) (?:\w+ )?close to\b|\bas (?:good|sharp|clean|accurate) as\b|"
        r"\baccura|\bPSNR\b|\bSSIM\b|metric|benchmark|how (well|good)|measured|evaluat|performance",
    ),
    (
        Aspect.LIMIT,
        r"\bby mistake\b|mistaken|wrongly|by accident|limit(s|ations?|ed)?\b|\bfail|goes? wrong|"
        r"went wrong|break(s|ing)? down|struggl|never there|"
        r"what can (?:it|they|this|the \w+) not\b|what (?:it|they|the \w+) (?:cannot|can not|can't)\b|"
        r"mak(?:e|es|ing) (?:it|them|things|something|this|that|parts?) up|makes? up|drawback|weakness|"
        r"\b(?:I|we|you|one|anyone|be) (?:\w+ )?(?:rely|relied|count|depend) (?:up)?on\b|believe|"
        r"risk|trust|hallucinat|invent|fake|danger|reliab|"
        r"(?<!jpeg )(?<!jpg )(?<!compression )\b(?:artefacts?|artifacts?)\b",
    ),
    (
        Aspect.STRUCTURE,
        r"\b(?:which|what) (?:programs?|tools?|apps?|software) (?:\w+ ){0,2}?"
        r"(?:gets?|removes?|takes?|can|could|does|do|helps?|cleans?|fix(?:es)?|works?)\b|"
        r"(?<!scene )(?<!picture )(?<!image )(?<!fine )(?<!real )(?<!thin )(?<!small )(?<!true )structure|"
        r"architecture|network|model types?|which (ai )?models?|what (ai )?models?|backbone|"
        r"look like inside|built inside",
    ),
    (
        Aspect.INPUT,
        r"\b(?:do|does) (?:I|we|it|one|the \w+) (?:also |really )?need (?:an?|another|two|several) "
        r"(?:[\w-]+ ){0,3}"
        r"(?:picture|photo|image|shot|frame|camera|exposure|reference)s?\b|"
        r"\b(?:is|are|does|will|would|can|do) (?:one|a single|just one|only one|two|three) (?:\w+ )?"
        r"(?:picture|photo|image|shot|frame|snapshot|exposure)s?\b|"
        r"\b(?:more|several|other|extra|further|additional|different) "
        r"(?:pictures|photos|images|shots|exposures|frames|snapshots)\b|"
        r"how many (?:pictures|photos|images|shots|frames(?! per)|exposures)",
    ),
    (
        Aspect.MECHANISM,
        r"\bhow (does|do|did|is|are|was|were|has|have|can|could|will|would|should)\b|techniques?|methods?|"
        r"\bwhat (?:lets|makes|allows|helps|enables) |"
        r"\bwhat (?:do|does|did) (?:it|they|the (?:authors|paper)|(?!(?:my|our|your|the|I|we|you)\b)[\w+-]+) "
        r"(?:change|propose|introduce|contribute|add|do differently)\b|"
        r"\bwhat (?:do|does|did|can) (?:an?|the|such|this|these|it|they|AI)\b[^?]{0,40}"
        r"\b(?:estimat|predict|learn|comput|look|output|measur|rel(?:y|ies) on)|"
        r"\b(?:models?|networks?|methods?|tools?|AI|they|it) (?:\w+ ){0,2}rel(?:y|ies) (?:up)?on\b|"
        r"approach|mechanism|\btricks?\b|what (can|could|should) (be done|i do|one do|you do)|"
        r"why\b|\bworks?\b|possible|enabl|principle",
    ),
    (
        Aspect.SCOPE,
        r"^(which|what) (kinds? of )?(degradations?|defects|damages?)\b|"
        r"\b(?:beyond|outside) (?:what|that|those|the (?:range|sizes?|training))|never (?:seen|met|trained)|"
        r"\bgenerali[sz]|\b(?:tried|tested|checked|proven) (?:out )?(?:on|with|in)\b|"
        r"(^|, )(can|could|will|would|does|do|is|are|should)\b|also (work|handle|remove)",
    ),
)
_STANDING = re.compile(
    r"popular|\blead(s|ing)?\b|\bbest\b|state[- ]of[- ]the[- ]art|most (used|common|advanced)|\btop\b", re.I
)
_COMPILED = tuple((aspect, re.compile(pattern, re.I)) for aspect, pattern in _CUES)
_WHY_NOT = re.compile(r"\bwhy\b.*\b(not|cannot|can't|doesn't|won't)\b", re.I)
_DEFINING = re.compile(
    r"\bwhat (is|are)\b|\bwhat (does|do)\b.*\b(mean|do|measure|show|say)\b|"
    r"\bmeaning\b|\bwhat\b.*\bmeans?\b|\bexplain\b|\btell me\b",
    re.I,
)
_WHICH_DAMAGE = re.compile(r"^(?:which|what) (?:kinds? of )?(?:degradations?|defects|damages?)\b", re.I)
_NETWORK_ACTS = re.compile(
    r"\bhow (?:much|many)\b[^?]{0,40}\bnetworks?\b|"
    r"\b(?:how (?:do|does|can|could|did|would)|what (?:do|does|did|can|lets|makes|allows|helps|enables)|"
    r"teaches|can|were|are|is|such|these|one|single)\b[^?]{0,20}"
    r"\bnetworks?\b",
    re.I,
)
"""A network that does or undergoes something, so that its structure is not what is asked for."""
_STRUCTURE_ASKED = re.compile(
    r"structure|architecture|model types?|backbone|inside|(?:which|what) (?:\w+ )?networks?\b", re.I
)
_REMOVED = re.compile(
    r"\b(?:remov|reduc|clean|correct|suppress)\w*\b[^?]{0,40}\b(?:artefacts?|artifacts?)\b", re.I
)
_HANDLING = re.compile(
    r"\b(?:handl|treat|remov|restor|deal|cope|work|process|fix|brighten|repair|recover|sharpen|improv|"
    r"enlarg|upscal|hold|beyond|outside|tried|tested|checked|proven|generali[sz]|"
    r"suit|appl(?:y|ied)|used?\b|deblur|denois|clean|help|manag|correct|undo|degradation|model|"
    r"colou?ri[sz]|feed)",
    re.I,
)
"""What is asked of a method; without it, a question for yes or no is about something else."""
_TOOL_DOES = re.compile(
    r"(?:and |but |so )?(?:can|could) (?:an?|one|any|the|some|such an?)? ?(?:AI|"
    r"programs?|software|apps?|computers?|machines?|tools?|networks?)\b "
    r"(?!(?:handle|work|cope|deal|run|serve|be)\b)\w+",
    re.I,
)
"""Whether a tool can do something to the picture, which asks as much how it is done."""
EVERYDAY = re.compile(
    r"^(?:and |but |so )?(?:(?:can|could|is there) [^?]*\b(?:take|get|won|gained|wipe|bring|put|peel|rub|"
    r"turn|make|save|rescue|straighten|erase|read|lift|rid|undo|fix|repair|clean|give|show)s?\b|"
    r"(?:is|are) there (?:an?|any|some) (?:AI|networks?|programs?|tools?|apps?|methods?|ways?|software|"
    r"models?|tricks?)\b(?=[^?]*\b(?:that|which|to|for)\b))",
    re.I,
)
"""The same in everyday words, which ask as much how it is done."""
_CAUSE = re.compile(
    r"^(?:and |but |so )?(?:what (?:is|are|was) (?:that|this|it|these|those)\W*$|why\b|how come|"
    r"what (?:exactly |really )?happens to\b|what (?:has )?(?:happened|makes|made|caused|causes|"
    r"is going on|is the reason)|"
    r"where (?:do|does|did|is|are)\b.*\b(?:come|coming|stem|arise) from|"
    r"what (?:is|are|was|were|did|does) (?:[\w']+ ){1,3}(?:doing|do) wrong|"
    r"what (?:is|are) (?:the|these|those|all these) [\w ]{2,24} (?:for|good for)\W*$|"
    r"(?:is|was) (?:it|that|this) (?:[\w']+ ){0,4}(?:fault|to blame|because)\b|"
    r"how (?:does|do|did) (?:that|this|it|such \w+) (?:happen|come about|arise|come to be))",
    re.I,
)
"""How one asks for what has brought the trouble about."""
_ADDED = re.compile(
    r"(?:and |but |so )?where (?:do|does|did) (?:all )?(?:(?:the|these|those|this|that|its|such|new|fine|"
    r"extra|added|"
    r"crisp|sharp|missing) ){0,3}(?:details?|textures?|information|content|pixels|sharpness|letters|"
    r"patterns)\b"
    r"[^?]*\bcome from",
    re.I,
)
"""Where something has come from that the restored picture shows and the degraded one does not."""
_METHOD = re.compile(
    r"\b(?:learn\w*|taught|teach\w*|AI|models?|networks?|methods?|tools?|apps?|software|programs?|"
    r"techniques?|architectures?|transformers?|"
    r"train\w*|data|"
    r"denois\w+|deblur\w*|restor\w+|remov\w+|clears?|sharpens?|so well|better|works?|artificial|"
    r"attention|backends?|encoders?|convolution\w*|parameters?|"
    r"(?:it|they) (?:use|compute|predict|estimate|need|take|apply|combine|run)s?)\b",
    re.I,
)
"""With these, a question why asks for a method's reason."""
_OF_A_WORK = r"\b(?:why|what|how come)(?: \w+)? (?:the )?"
"""What stands before the name of a work where a question asks for the reason of that work."""
_FIDELITY = re.compile(
    r"\b(?:actual|real) (?:person|face|scene)\b|\bimagin(?:e|es|ed|ing)\b|\bplausible\b|\btrue to\b|"
    r"\bstill (?:really )?(?:look|be|her|him|me|my|the same|us|them|recogni)|look like (?:my|her|him|me|"
    r"us|themsel|he|she)|"
    r"\bsame (?:person|face|man|woman|picture)\b|really (?:her|him|me|them|there|look)|"
    r"\b(?:true|original|right|real|actual) (?:colou?rs?|face|letters|words|content|look)|"
    r"\bknow what (?:\w+ ){0,2}(?:stood|was|were|is|lay|looked)\b|"
    r"\bvanish|\bdisappear|\bget(?:s|ting)? lost|\bbe lost|\blose\b|\bsurvive|\bevery (?:word|letter|"
    r"detail|line|star)\b|"
    r"\bas (?:he|she|it|they) (?:wrote|was|were|looked|painted|drew|said)|"
    r"\b(?:wrong|other|different|false) (?:letters?|words?|names?|faces?|numbers?|colou?rs?)\b|"
    r"\balter\b|\bfaithful|\bauthentic|look(?:s|ed)? (?:painted|artificial|unnatural|plastic)|"
    r"\bchange (?:the|my|what|how|any)|what (?:will )?(?:becomes?|remains?|is left|survives) of\b",
    re.I,
)
"""Whether what was there stays as it was."""
_WORKS_ON = re.compile(
    r"\b(?:works?|apply|applies|suited|suitable|do|copes?|help)\b (?:also |equally |just as well )?"
    r"(?:on|with|for|to) (?:my|our|the|an?|old|other|any|such|these|those|images|pictures|photos|videos|"
    r"faces)\b",
    re.I,
)
"""Whether a method serves for a thing that is named."""
_SPEED_OR_PLACE = re.compile(
    r"\b(?:phones?|laptops?|pcs?|computers?|live|browser|how|evening|night|hours?|minutes?|seconds?|days?|"
    r"quick\w*)\b",
    re.I,
)
_TAKEN_FROM = re.compile(
    r"(?:and |but |so )?where (?:does|do|did|would|can) [^?]*\b(?:take|get|have|know)s?\b[^?]*\bfrom\b", re.I
)
"""Where a method has something from that the picture does not show."""
_LEARNING = re.compile(r"learn|teach|taught|train|example|data|pairs|practi[cs]", re.I)
_BECOMING = re.compile(r"^(?:and |but |so )?what (?:will )?(?:becomes?|remains?|is left|survives) of\b", re.I)
_ASSURED = re.compile(
    r"(?:and |but |so )?how (?:do|can|could|would|will|should) (?:I|we|you|one) (?:know|tell|be sure|"
    r"check)\b",
    re.I,
)
"""How one asks whether a result may be believed."""
_CHOICE = re.compile(
    r"\bwhich (?:one )?of (?:the|these|those|them)\b[^?]*\b(?:take|use|choose|pick|try|prefer|"
    r"recommended|suggested)\b|"
    r"\bwhich (?:one|program|model|of them) (?:should|shall|do|would) (?:i|we|you)\b",
    re.I,
)
_HOW = re.compile(r"\bhow (?:does|do|did|is|are|can|could)\b", re.I)
_ORDER = re.compile(
    r"\bbefore or (?:\w+ )?after|\bafter or (?:\w+ )?before|\bin (?:which|what) order\b", re.I
)
"""Which of two steps comes first, of which no kind of fact tells."""
_OUTSIDE = re.compile(
    r"\bcosts? (me|how|to buy)|"
    r"\bwhat (do|does|did|would|will)\b.*\bcosts?\b(?! (?:to (?:run|compute)|in (?:time|computation|"
    r"memory)))|\bprices?\b|"
    r"how much (does|do|is|would)|\blegal|\blaw(s|ful)?\b|licen[cs]|"
    r"copyright|"
    r"\bcourts?\b|\bpolice\b|\bjudges?\b|insurance|"
    r"privacy|\bbuy\b|subscription|\bapp store|identity|medical advice|diagnos|who (invented|made|created|"
    r"developed)|"
    r"when (was|were|did)",
    re.I,
)
_YES_OR_NO = re.compile(
    r"^(?:and |but |so |or )?(?:is|are|was|will|would|can|could|does|do|did|might|may|has|have)\b", re.I
)


def aspects_of(text: str) -> tuple[Aspect, ...]:
    """What `text` asks for, the most specific first; ``OTHER`` when it is nothing that sources tell."""
    if _OUTSIDE.search(text) or _ORDER.search(text):
        return (Aspect.OTHER,)
    if special := _by_purpose(text):
        return (special,)
    found = [aspect for aspect, pattern in _COMPILED if pattern.search(text)]
    if _STANDING.search(text):
        found = [aspect for aspect in (*found, Aspect.STANDING) if aspect is not Aspect.MECHANISM]
    if _TOOL_DOES.match(text) and set(found) <= {Aspect.SCOPE, Aspect.STRUCTURE}:
        return (Aspect.MECHANISM,)
    if EVERYDAY.match(text) and set(found) <= {Aspect.SCOPE, Aspect.STRUCTURE}:
        return (Aspect.MECHANISM,)
    return _by_form(text, found) or tuple(_narrowed(text, found)[:3]) or (Aspect.OTHER,)


def asked_of(works: Sequence[str], subquestion: SubQuestion) -> SubQuestion:
    """`subquestion`; why one of `works` does something asks for its reason, not for a cause of trouble."""
    if subquestion.aspects != (Aspect.CAUSE,):
        return subquestion
    for work in works:
        named = re.compile(rf"({_OF_A_WORK}){re.escape(work)}(?![\w-])", re.I)
        if named.search(subquestion.text):
            return replace(subquestion, aspects=aspects_of(named.sub(r"\1model", subquestion.text)))
    return subquestion


def _by_purpose(text: str) -> Aspect | None:
    """What a question asks for that shows in the whole of it, and in no single term of the field."""
    if _CHOICE.search(text):
        return Aspect.CHOICE
    if _YES_OR_NO.match(text) and _WORKS_ON.search(text) and not _SPEED_OR_PLACE.search(text):
        return Aspect.SCOPE
    if _ADDED.match(text):
        return Aspect.MECHANISM
    if _CAUSE.match(text) and not (_METHOD.search(text) or _WHY_NOT.search(text)):
        return Aspect.CAUSE
    if _TAKEN_FROM.match(text) and not _LEARNING.search(text):
        return Aspect.FIDELITY
    asks = _YES_OR_NO.match(text) or _BECOMING.match(text) or _ASSURED.match(text)
    return Aspect.FIDELITY if asks and _FIDELITY.search(text) else None


def why_not(found: Sequence[Aspect]) -> tuple[Aspect, ...]:
    """What "Why … not …?" asks for: the limits, and first the figure that its words name, as in real time."""
    figure = tuple(aspect for aspect in found if aspect in {Aspect.SPEED, Aspect.MEMORY, Aspect.SIZE})
    return (*figure, Aspect.LIMIT) if figure else (Aspect.LIMIT, Aspect.SCOPE)


def _by_form(text: str, found: list[Aspect]) -> tuple[Aspect, ...]:
    """What a whole question of a known form asks for, such as "Why … not …?" or "What is …?"."""
    if _WHY_NOT.search(text):
        return why_not(found)
    if not found and re.search(
        r"\bwhat (?:does|do)\b.*\bdo\b(?:\W*$| (?:to|with|about|when|in)\b)", text, re.I
    ):
        return (Aspect.MECHANISM,)
    if found == [Aspect.SCOPE] and re.search(r"\bmeans?\b", text, re.I):
        return (Aspect.TASK, Aspect.LIMIT)
    return (Aspect.TASK, Aspect.MECHANISM) if not found and _DEFINING.search(text) else ()


def _narrowed(text: str, found: list[Aspect]) -> list[Aspect]:
    """Without the aspects that a word of the question only seems to ask for."""
    spare: set[Aspect] = set()
    if found and found[0] in {Aspect.DATA, Aspect.DIFFERENCE, Aspect.SPEED, Aspect.MEMORY}:
        keep_how = found[0] is Aspect.DATA and Aspect.DIFFERENCE not in found and _HOW.search(text)
        spare |= {Aspect.SCOPE} if keep_how else {Aspect.SCOPE, Aspect.MECHANISM}
    if Aspect.SIZE in found and not re.search(r"structure|architecture", text, re.I):
        spare |= {Aspect.STRUCTURE, Aspect.MECHANISM}
    if len(found) > 1:
        spare |= {Aspect.SCOPE}
    if _WHICH_DAMAGE.search(text):
        spare = {Aspect.STRUCTURE, Aspect.MECHANISM}
    if _NETWORK_ACTS.search(text) and not _STRUCTURE_ASKED.search(text):
        spare |= {Aspect.STRUCTURE}
    if _REMOVED.search(text):
        spare |= {Aspect.LIMIT}
    kept = [aspect for aspect in found if aspect not in spare]
    return kept if kept != [Aspect.SCOPE] or _HANDLING.search(text) else []
