"""How a Korean question is understood: term by term in English, part by part by what it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cnaps.explanation.asking import why_not
from cnaps.explanation.languages.korean.terms import TERMS
from cnaps.explanation.records import Aspect, SubQuestion
from cnaps.explanation.sentences import content_stems
from cnaps.explanation.subquestions import MOST_SUBQUESTIONS, merged

_TERM = re.compile(
    "|".join(f"(?P<t{number}>{pattern})" for number, (pattern, _) in enumerate(TERMS))
    + r"|(?P<latin>[A-Za-z0-9][\w.+-]*(?:\s+[A-Za-z0-9][\w.+-]*)*)",
    re.ASCII | re.I,
)
_SENTENCE_END = re.compile(r"(?<=[?？!])\s*|(?<=[.。])\s+")
_INTERROGATIVE = re.compile(r"어떻게|어떤|어느|무엇|무슨|왜|얼마|몇\s|어디|누가|누구|언제|뭐|뭘")
_ASKS_ON = re.compile(
    _INTERROGATIVE.pattern
    + r"|(?:있나요|있습니까|있을까요?|없나요|되나요|됩니까|가능한가요|가능합니까|인가요|입니까)[?？]"
)
"""What the second half of a double question holds."""
_POINTS_BACK = re.compile(r"왜\s*(?:그런|그렇|요|인가|죠)|그\s*이유")
_ASKS = re.compile(
    r"[?？]\s*$|(?:나요|까요|ㄹ까|습니까|입니까|ㅂ니까|인가요?|는가|을까|은가요?|는지요?|주세요|줘|궁금\S*|주십시오)[.\s]*$"
)
_JOINT = re.compile(r"(?:,\s*|\s+)(?:그리고|또한|아울러)\s+|(?<=[며고지]),?\s+|,\s+")
_CLOSED = re.compile(r"(?:그리고|또한|아울러)\s+$")

_CUES: tuple[tuple[Aspect, str], ...] = (
    (
        Aspect.DATA,
        r"배웠|배우나|배운|익혔|본\s*적|데이터|(?:학습|훈련)(?:되|됐|했|시|하|에|이|을)|무엇으로\s*(?:학습|훈련)",
    ),
    (
        Aspect.DIFFERENCE,
        r"(?<!전후의 )차이|중(?:에|에서)?\s*(?:어느|어떤|뭐가|무엇이)|어느\s*(?:것|쪽)이\s*더|"
        r"다른(?:가|지|\s*점)|다르|다릅|달라(?!졌)|구별|비교|(?<!무엇)보다\s|에\s*비해|\bvs\b",
    ),
    (
        Aspect.SPEED,
        r"실시간|속도|빠른가|빠릅|빠르(?!게\s*움직)|빨[라리]|금방|얼마나\s*(?:오래|걸|시간)|걸리|걸렸|(?:소요|처리|실행)\s*시간|지연|"
        r"연산량|계산량|가벼|경량|효율|GPU|(?:폰|노트북|브라우저)에서|몇\s*(?:단계|스텝|번|초)",
    ),
    (Aspect.MEMORY, r"메모리|그래픽\s*카드|\d+\s*(?:GB|기가)"),
    (
        Aspect.SIZE,
        r"파라미터|매개변수|(?:모델|네트워크|신경망)(?:의|은|는|이|가)?\s*(?:크기|얼마나\s*(?:크|큰|커))",
    ),
    (Aspect.RESULT, r"정확|PSNR|SSIM|지표|벤치마크|성능|얼마나\s*잘"),
    (
        Aspect.LIMIT,
        r"한계|제한|단점|약점|실패|위험|믿을|믿어|신뢰|환각|(?:지어|만들어)\s*[내낸낼냅냈]|가짜|꾸며|부작용",
    ),
    (Aspect.STRUCTURE, r"구조|아키텍처|네트워크|신경망|(?:어떤|무슨|어느)\s*(?:AI\s*|인공지능\s*)?모델|백본"),
    (Aspect.INPUT, r"입력"),
    (Aspect.OUTPUT, r"출력|결과물"),
    (
        Aspect.MECHANISM,
        r"어떻게|원리|(?<!이 )(?<!그 )방[식법]|기법|기술|메커니즘|왜\s|이유|과정|작동|"
        r"동작하|가능하게|가능한\s*(?:것|이유)",
    ),
    (
        Aspect.SCOPE,
        r"수\s*있|가능한가|가능할|가능합|되나요|될까|됩니까|(?:제거|처리|복원)(?:하나|해\s*주나|되나)",
    ),
)
_COMPILED = tuple((aspect, re.compile(pattern, re.I)) for aspect, pattern in _CUES)
_STANDING = re.compile(r"인기|널리|선도|앞선|앞서|최고|최첨단|주도|가장\s*(?:좋|뛰어|우수|많이|나은)")
_DEFINING = re.compile(r"무엇|뭐|뭔|뜻|의미|설명|알려")
_WISHED = re.compile(r"(?:제거|복원|선명|지우|지워|없애|만들)\S*(?:\s\S+)?\s(?:주세요|줘|주십시오|싶\S+)")
"""A request instead of a question."""
_CHOICE = re.compile(
    r"(?:두|세|추천\S*)\s*(?:개의\s*|가지\s*)?(?:모델|프로그램)\s*중(?:에서?)?\s*(?:어느|어떤|무엇|뭐)|"
    r"(?:어느|어떤)\s*(?:것|모델|쪽)을\s*(?:써야|쓰|골라|선택|고르)"
)
"""Which of the recommended models to take."""
_CAUSE = re.compile(
    r"왜\s*(?:이런|그런|이렇게|그렇게|생기|생긴|생겼|나타나|나타난)|원인|어디서\s*(?:오|온|생)|어쩌다"
)
"""How one asks for what has brought the trouble about."""
_METHOD = re.compile(r"AI|인공지능|모델|네트워크|신경망|학습|훈련|복원|제거", re.I)
_FIDELITY = re.compile(
    r"그대로(?:인|일|\s*남|\s*나)|닮|같은\s*사람|진짜\s*(?:모습|얼굴|색)|사라지(?:나|지|진)|원래\s*(?:모습|얼굴|색|글)"
)
"""Whether what was there stays as it was."""
_IN_PHOTO = re.compile(
    r"(?:노이즈|잡음|그레인|흐림|블러|열화|흔적|아티팩트|블록\s*현상|압축)(?:이|가|은|는|도)\s*"
    r"(?:(?:많이|심하게|조금|아직|혹시|너무)\s*)?(?:있나요|있습니까|있는지|있을까|있어요|심한가|심합니까|많은가|많습니까)|"
    r"(?:흐린|흔들린|어두운|흐릿한|선명한|압축된)\s*(?:가요|건가요|것인가요|상태인가요)|흔들렸(?:나요|습니까)|흐립니까|흐릿합니까"
)
"""Whether a photo has a fault, asked for yes or no."""
_WHY_NOT = re.compile(r"왜\s.*(?:못|않|안\s|없)")
_OUTSIDE = re.compile(
    r"가격|비용|요금|얼마(?:예요|에요|인가요|입니까|죠)|합법|불법|법적|저작권|라이선스|개인\s*정보|구매|구독|앱\s*스토어|"
    r"누가\s*(?:만들|개발|발명)|언제\s*(?:만들|나왔|개발|발표)"
)
_NOUN = re.compile(
    r"(?<![가-힣])(?P<noun>[가-힣]+?)(?:은|는|이|가|을|를|의|에|에서|에게|로|으로|와|과)(?=\s|$)"
)
"""A word with the particle of a noun."""
_HERE = re.compile(
    r"(?:^|\s)(?:이|그|저|내|제|우리|이것|그것|이게|결과|모델|프로그램|앱|도구|컴퓨터|노트북|폰|휴대폰|화면|무엇|어디|누|누구|언제)"
    r"(?:은|는|이|가|을|를|의|에|에서|로|으로)?(?=\s|$)"
)
"""What points to the picture, the program or the user's own things, or asks."""
_DIFFERS = r"(?:다른|다르|다릅|달라|구별|비교|차이)"
_WITH = r"(?:와|과|하고|랑)"
_SIDES = (
    re.compile(
        rf"(?P<one>[^,.?!]{{2,40}}?){_WITH}\s+(?P<other>[^,.?!]{{2,40}}?)(?:은|는|이|가)\s[^,.?!]{{0,30}}?{_DIFFERS}"
    ),
    re.compile(
        rf"(?P<one>[^,.?!]{{2,40}}?)(?:은|는|{_WITH})\s+(?P<other>[^,.?!]{{2,40}}?)"
        rf"(?:(?:의|사이의|간의)?\s*(?:차이|비교)|\s중(?:에|에서)?\s|보다\s|"
        rf"{_WITH}(?:는|은)?\s*(?:어떻게|얼마나|무엇이|뭐가|어떤\s*점이)?\s*{_DIFFERS})"
    ),
    re.compile(r"(?P<one>[\w+-]{2,40})\s+vs\.?\s+(?P<other>[\w+-]{2,40}?)(?=의|은|는|이|가|\s|[?,.]|$)"),
)
"""“A와 B는 … 다른가”, “A와 B의 차이” or “A는 B보다”, “A vs B”."""
_OTHER_SIDE = re.compile(
    rf"(?P<other>[^,.?!]{{2,60}}?)(?:{_WITH}(?:는|은|의)?\s*(?:어떻게|얼마나|무엇이|뭐가|어떤\s*점이)?\s*{_DIFFERS}|"
    r"보다\s|에\s*비해)"
)
_LEADING = re.compile(r"^(?:그리고|또한|또|그럼|그러면|이것은|이는|그것은|이|그)\s+")


def gloss(question: str) -> str:
    """The words of the field in English, names and figures as they stand, in the order of the question."""
    sentences = (_glossed(sentence) for sentence in _SENTENCE_END.split(question) if sentence)
    return ". ".join(sentence for sentence in sentences if sentence)


def _glossed(sentence: str) -> str:
    found = []
    for match in _TERM.finditer(sentence):
        kind = str(match.lastgroup)
        found.append(match.group() if kind == "latin" else TERMS[int(kind[1:])][1])
    return " ".join(found)


def split(question: str) -> tuple[SubQuestion, ...]:
    """The sub-questions; a text that asks nothing is one as a whole."""
    whole = " ".join(question.split())
    sentences = [text.strip() for text in _SENTENCE_END.split(whole) if text and text.strip()]
    asking = [text for text in sentences if "?" in text or "？" in text]
    asking = asking or [text for text in sentences if _ASKS.search(text)] or [whole]
    asked = [part for text in asking for part in _parts(text)]
    return merged([_subquestion(part) for part in asked])[:MOST_SUBQUESTIONS]


def things(question: str) -> frozenset[str]:
    """The stems of the terms, and the nouns for which there is none, known by their particles."""
    nouns = _NOUN.finditer(_HERE.sub(" ", question))
    return content_stems(gloss(question)) | {noun["noun"] for noun in nouns if not gloss(noun["noun"])}


def sides_of(text: str) -> tuple[str, str] | None:
    """The two things that a question compares, in its own words; None where there are no two."""
    plain = _LEADING.sub("", text)
    match = next((found for pattern in _SIDES if (found := pattern.search(plain))), None)
    return (match["one"].strip(), match["other"].strip()) if match else None


def other_side_of(text: str) -> str:
    """What a question compares with; empty where it is not named."""
    match = _OTHER_SIDE.search(_LEADING.sub("", text))
    return match["other"].strip() if match else ""


def aspects_of(text: str) -> tuple[Aspect, ...]:
    """What `text` asks for, the most specific first; ``OTHER`` when it is nothing that sources tell."""
    if _OUTSIDE.search(text):
        return (Aspect.OTHER,)
    if special := _by_purpose(text):
        return (special,)
    found = [aspect for aspect, pattern in _COMPILED if pattern.search(text)]
    if _WHY_NOT.search(text):
        return why_not(found)
    if _STANDING.search(text):
        found = [aspect for aspect in (*found, Aspect.STANDING) if aspect is not Aspect.MECHANISM]
    narrowed = tuple(_narrowed(text, found)[:3])
    if narrowed:
        return narrowed
    if _WISHED.search(text):
        return (Aspect.MECHANISM,)
    return (Aspect.TASK, Aspect.MECHANISM) if _DEFINING.search(text) else (Aspect.OTHER,)


def _by_purpose(text: str) -> Aspect | None:
    """What a question asks for that shows in the whole of it, and in no single term of the field."""
    if _CHOICE.search(text):
        return Aspect.CHOICE
    if _CAUSE.search(text) and not _METHOD.search(text):
        return Aspect.CAUSE
    return Aspect.FIDELITY if _FIDELITY.search(text) else None


def _narrowed(text: str, found: list[Aspect]) -> list[Aspect]:
    """Without the aspects that a word of the question only seems to ask for."""
    spare: set[Aspect] = set()
    if found and found[0] in {Aspect.DATA, Aspect.DIFFERENCE, Aspect.SPEED}:
        keeps_how = found[0] is Aspect.DATA and Aspect.DIFFERENCE not in found and "어떻게" in text
        spare |= {Aspect.SCOPE} if keeps_how else {Aspect.SCOPE, Aspect.MECHANISM}
    if Aspect.SIZE in found and not re.search(r"구조|아키텍처", text):
        spare |= {Aspect.STRUCTURE, Aspect.MECHANISM}
    if len(found) > 1:
        spare |= {Aspect.SCOPE}
    return [aspect for aspect in found if aspect not in spare]


def _parts(text: str) -> Iterator[str]:
    """Parts of a double question; cut only where both sides ask, so that a list of nouns stays whole."""
    start = 0
    for joint in _JOINT.finditer(text):
        before, after = text[start : joint.start()], text[joint.end() :]
        asks_on = _ASKS_ON.search(after) and not _POINTS_BACK.match(after)
        if _INTERROGATIVE.search(before) and (asks_on or _CLOSED.search(joint.group())):
            yield before.strip(" ,")
            start = joint.end()
    yield text[start:].strip(" ,")


def _subquestion(text: str) -> SubQuestion:
    aspects = aspects_of(text)
    glossed = f"{gloss(text)}{_measured(text)}{_compared(text, aspects)}?"
    return SubQuestion(text=glossed, aspects=aspects, asked=text)


def _measured(text: str) -> str:
    """The English word for what a diagnosis answers, where the question is whether a photo has a fault."""
    return ", measured" if _IN_PHOTO.search(text) and not _INTERROGATIVE.search(text) else ""


def _compared(text: str, aspects: tuple[Aspect, ...]) -> str:
    """The comparison in the English form in which its sides are looked up."""
    if Aspect.DIFFERENCE not in aspects:
        return ""
    sides = sides_of(text)
    if sides:
        return f", difference between {gloss(sides[0]) or sides[0]} and {gloss(sides[1]) or sides[1]}"
    other = other_side_of(text)
    return f", different from {gloss(other) or other}" if other else ""
