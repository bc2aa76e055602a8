"""How a Korean answer names things, and speaks of the user's question and photo."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from string import Formatter
from typing import TYPE_CHECKING

from cnaps.diagnosis.findings import in_three_digits
from cnaps.explanation.languages.korean.particles import connected, with_particle
from cnaps.explanation.languages.korean.reader import other_side_of, sides_of
from cnaps.explanation.languages.korean.terms import NOUNS, SCOPES, SPOKEN, TITLES
from cnaps.explanation.records import Aspect, Draft, Fact, Source, SubQuestion, Voice
from cnaps.explanation.task_list import GENERAL, Task
from cnaps.explanation.tasks import Scope, Topic, topic_of

if TYPE_CHECKING:
    from cnaps.diagnosis.findings import Degradation, Finding, Grade

_LETTERS = "가나다라마바사아"
_FAULTS = {"noise": "노이즈", "blur": "흐림", "jpeg": "JPEG 압축 열화", "exposure": "노출 문제"}
_GRADES = {"none": "없음", "mild": "약함", "strong": "강함"}
_STRENGTH = {"none": "", "mild": "약한 ", "strong": "강한 "}
_UNITS = {"noise": "{} 그레이 레벨", "blur": "{}픽셀", "jpeg": "품질 {}", "exposure": "{} EV"}
_SEVERITY = {"extreme": "극심한 ", "severe": "심한 "}
_TITLES = {
    Aspect.DATA: "학습 데이터",
    Aspect.STRUCTURE: "모델 구조",
    Aspect.STANDING: "현재의 위상",
    Aspect.MECHANISM: "작동 원리",
    Aspect.SPEED: "처리 속도",
    Aspect.DIFFERENCE: "질문에서 묻는 차이",
    Aspect.SIZE: "네트워크의 크기",
    Aspect.MEMORY: "메모리",
    Aspect.RESULT: "정확도",
    Aspect.LIMIT: "한계",
    Aspect.SCOPE: "처리할 수 있는 범위",
    Aspect.TASK: "개념",
    Aspect.MEASURED: "기록된 내용",
    Aspect.INPUT: "입력",
    Aspect.OUTPUT: "출력",
    Aspect.CAUSE: "원인",
    Aspect.FIDELITY: "원래 모습과의 일치",
    Aspect.CHOICE: "모델의 선택",
}
_TOLD = {
    Aspect.TASK: "개요",
    Aspect.MECHANISM: "작동 원리",
    Aspect.STRUCTURE: "구조",
    Aspect.INPUT: "입력",
    Aspect.OUTPUT: "출력",
    Aspect.DATA: "데이터",
    Aspect.SIZE: "네트워크의 크기",
    Aspect.MEMORY: "메모리",
    Aspect.SPEED: "속도 및 비용",
    Aspect.RESULT: "결과",
    Aspect.SCOPE: "적용 범위",
    Aspect.LIMIT: "한계",
    Aspect.CAUSE: "원인",
    Aspect.FIDELITY: "원래 모습과의 일치",
}
"""What a piece of evidence is about; the first that fits, where nothing was asked for."""
_OPENINGS = (
    "{about:과/와} 관련하여 {work} 자료는 다음과 같이 {verb}: {told}.",
    "{work} 자료는 {about:에} 대해 다음과 같이 {verb}: {told}.",
)
_CONTINUED = (
    "같은 자료는 이어서 다음과 같이 {verb}: {told}.",
    "이 자료의 내용은 다음과 같이 이어집니다: {told}.",
)
_TURNED = "같은 자료는 {about:에} 대해서는 다음과 같이 {verb}: {told}."

_URL = re.compile(r"\S*(?:https?:|www\.)\S*", re.I)
_APP = re.compile(r"(?:이미지|사진|영상)\s*(?:복원|처리|보정|편집|생성|품질)")
_PHOTO = re.compile(r"스냅\s*사진|스냅샷|셀카|초상\s*사진|동영상|비디오|스크린샷|스캔|사진|이미지|영상")
_DEGREE = r"(?:매우|아주|심하게|너무|많이|꽤|몹시|약간|조금|극심하게|크게)\s*"
_CONDITION = re.compile(
    rf"(?:{_DEGREE})?(?:흐릿한|흐릿해진|흐려진|흐린|흔들린|어두운|뿌연|거친|열화된|손상된|압축된|바랜|긁힌|찢어진|"
    r"저화질의|저해상도의|안개\s*낀|초점이\s*(?:나간|맞지\s*않는|맞지\s*않은|안\s*맞는))(?=\s)|"
    r"(?:노이즈|잡음)(?:이|가)?\s*(?:매우\s*|아주\s*)?(?:많은|심한|낀)(?=\s)"
)
_LONGEST_COMPLAINT = 10
"""Words of the user that the opening quotes."""
_ENDING = re.compile(r"[?？.!\s]+$")


class _Agreeing(Formatter):
    """Specs: ``은/는`` and the like (with ``+`` the particle alone), an ending, or any other particle."""

    def format_field(self, value: object, format_spec: str) -> str:
        text = str(value)
        if format_spec.startswith("+"):
            return with_particle(text, format_spec[1:])[len(text) :]
        if "/" in format_spec:
            return with_particle(text, format_spec)
        if format_spec in {"며", "므로", "지만"}:
            return connected(text, format_spec)
        return text + format_spec


_FORMATTER = _Agreeing()


def fill(template: str, /, **parts: object) -> str:
    """`template` with its parts and their particles."""
    return _FORMATTER.format(template, **parts)


def listed(names: Sequence[str]) -> str:
    """``가와 나``, ``가, 나, 다``."""
    if len(names) == 2:
        return f"{with_particle(names[0], '과/와')} {names[1]}"
    return ", ".join(names)


def lettered(names: Sequence[str]) -> str:
    """``(가) 학습 데이터와 (나) 처리 속도``; one name stands without a letter."""
    if len(names) == 1:
        return names[0]
    return listed([f"({_LETTERS[i]}) {name}" for i, name in enumerate(names)])


def label(index: int, title: str) -> str:
    """The run-in label of paragraph `index`."""
    return f"({_LETTERS[index]}) {title}."


def chained(clauses: Sequence[str]) -> str:
    """A clause and what qualifies it: …다루지만, …언급하지는 않으며, …대상으로 합니다."""
    endings = ["지만", *["며"] * len(clauses)]
    joined = [f"{connected(clause, ending)}, " for clause, ending in zip(clauses[:-1], endings, strict=False)]
    return "".join(joined) + clauses[-1]


def of_work(work: str, reason: str) -> str:
    """The clause with `work` as its topic."""
    return f"{with_particle(work, '은/는')} {reason}"


def contrast(first: str, second: str) -> str:
    """Two sentences side by side as one."""
    return f"{connected(first, '지만')}, {second}"


def topic_title(topic: Topic) -> str:
    """The task, such as 움직임 흐림 제거."""
    names = [task.title if task.ad_hoc else _named(topic, task, TITLES) for task in topic.specific]
    if topic.degraded if names else topic.general:
        names.append(TITLES[GENERAL.key])
    return listed(names or [TITLES[task.key] for task in topic.neighbouring[:1]])


def topic_noun(topic: Topic) -> str:
    """The degradation, such as 움직임 흐림."""
    nouns = [task_noun(topic, task) for task in topic.specific] or [NOUNS[GENERAL.key]] * topic.general
    return listed(nouns or [TITLES[task.key] for task in topic.neighbouring[:1]])


def task_noun(topic: Topic, task: Task) -> str:
    """The degradation as `topic` speaks of it; a neighbouring task by its title."""
    if task.ad_hoc:
        return task.noun
    return _named(topic, task, NOUNS) if task.restores else TITLES[task.key]


def severity(topic: Topic) -> str:
    """극심한 or a like word of the question."""
    return _SEVERITY.get(topic.severity.strip(), "심한 ") if topic.severity else ""


def scope(scope: Scope) -> str:
    """What a method is bound to."""
    return SCOPES[scope.key]


def term(english: str) -> str:
    """A word of the gloss in Korean."""
    return SPOKEN.get(english, english)


def title(subquestion: SubQuestion) -> str:
    """A run-in title, such as 학습 데이터; words of the user where the question has no known type."""
    if subquestion.aspects[0] in {Aspect.OTHER, Aspect.FIDELITY}:
        return f"“{key_words(subquestion.words)}”"
    if subquestion.aspects[0] is Aspect.DIFFERENCE:
        return _difference(subquestion)
    named = topic_of(subquestion.text)
    titles = {**_TITLES, Aspect.MECHANISM: "복원 원리"} if named.general or named.specific else _TITLES
    return " 및 ".join(titles[aspect] for aspect in subquestion.aspects[:2])


def title_within(subquestion: SubQuestion) -> str:
    """The title, which is the same inside a sentence."""
    return title(subquestion)


def done_words(subquestion: SubQuestion) -> str:
    """Nothing, since a Korean verb stands at the end, tied to the ending that asks."""
    return ""


def sides(subquestion: SubQuestion) -> tuple[str, str] | None:
    """The two sides of a comparison, quoted."""
    found = sides_of(subquestion.words)
    return (f"“{found[0]}”", f"“{found[1]}”") if found else None


def other_side(subquestion: SubQuestion) -> str:
    """What is compared with, quoted."""
    other = other_side_of(subquestion.words)
    return f"“{other}”" if other else ""


def key_words(text: str, most: int = 8) -> str:
    """The last words of a question, as they stand; safe in Markdown."""
    plain = re.sub(r"[\[\]*_`<>|\\\"“”]", " ", _URL.sub(" ", text))
    words = _ENDING.sub("", plain).split()[-most:]
    return " ".join(words)[:120].strip(" ,;:.") or "질문"


def complaint(question: str) -> str:
    """How the user tells what is wrong, without the questions where there is more than those."""
    plain = re.sub(r"[\[\]*_`<>|\\\"“”]", " ", _URL.sub(" ", question))
    sentences = [text.strip() for text in re.split(r"(?<=[.?!？])\s+", plain) if text.strip()]
    told = [text for text in sentences if not text.endswith(("?", "？"))] or sentences[:1] or ["질문"]
    return _ENDING.sub("", " ".join(told[0].split()[-_LONGEST_COMPLAINT:]))[:120]


def whether(subquestion: SubQuestion) -> str:
    """Nothing, since a Korean question is quoted as it stands."""
    return ""


def photo(question: str) -> str:
    """What the user calls the picture; 사진 when nothing is said."""
    match = _PHOTO.search(_APP.sub(" ", _URL.sub(" ", question)))
    return match.group() if match else "사진"


def one_photo(question: str) -> str:
    """The same, since Korean does not mark the plural."""
    return photo(question)


def situation(question: str, topic: Topic) -> str:
    """The user's photo in the user's own words."""
    condition = _condition(question)
    if condition:
        return f"“{condition}” {photo(question)}"
    return photo_phrase(question, topic)


def photo_phrase(question: str, topic: Topic) -> str:
    """The photo and its state in a few words: 흐린 사진, 노이즈가 있는 사진."""
    condition = _condition(question)
    if condition:
        return f"{condition} {photo(question)}"
    noun = topic_noun(topic) if topic.specific else ""
    return f"{with_particle(noun, '이/가')} 있는 {photo(question)}" if noun else photo(question)


def fault(degradation: Degradation) -> str:
    """What the diagnosis looks for."""
    return _FAULTS[degradation.value]


def grade(grade: Grade) -> str:
    """How bad a finding is."""
    return _GRADES[grade.value]


def measure(finding: Finding) -> str:
    """The value of a finding with its unit."""
    return _UNITS[finding.degradation.value].format(in_three_digits(finding.value))


def finding(finding: Finding) -> str:
    """A finding as a sentence, from its figures."""
    kind, strength, value = finding.degradation.value, _STRENGTH[finding.grade.value], measure(finding)
    if kind == "exposure":
        judged = f"노출 문제는 ‘{grade(finding.grade)}’으로 판정되었습니다."
        return f"평균 밝기는 중간 회색을 기준으로 {value}이며, {judged}"
    if kind == "jpeg":
        return f"{strength}JPEG 압축 열화가 측정되었습니다(추정 {value})."
    if kind == "noise":
        return f"{strength}노이즈가 측정되었습니다(표준편차 약 {value})."
    if finding.direction is None:
        return f"약 {value}에 걸친 {strength}흐림이 측정되었습니다."
    return (
        f"약 {value}에 걸친 {strength}움직임 흐림이 측정되었으며, 방향은 약 {finding.direction:.0f}도입니다."
    )


def recorded(text: str) -> str:
    """A piece of a record, which the program wrote in English."""
    return f"*{text.strip().rstrip('.')}*"


def realise(drafts: Sequence[Draft], sources: Mapping[str, Source]) -> list[Draft]:
    """Evidence in a Korean sentence each: its translation, or what it is about and the English sentence."""
    finished: list[Draft] = []
    used: Counter[tuple[str, ...]] = Counter()
    for i, draft in enumerate(drafts):
        before = drafts[i - 1] if i and _same_place(drafts[i - 1], draft) else None
        text = draft.text
        if len(draft.facts) > 1:
            text = _side_by_side(draft.facts, sources)
        elif draft.facts and draft.facts[0].translation:
            said = finished[-1].text if before else ""
            text = _with_pronoun(draft.facts[0].translation, sources[draft.sources[0]], said)
        elif draft.facts:
            text = _introduced(draft, before, sources[draft.sources[0]], used)
        finished.append(replace(draft, text=text))
    return finished


def _same_place(before: Draft, draft: Draft) -> bool:
    return (
        before.paragraph == draft.paragraph
        and before.section == draft.section
        and before.sources == draft.sources
        and before.voice is draft.voice is Voice.EVIDENCE
    )


def _introduced(draft: Draft, before: Draft | None, source: Source, used: Counter[tuple[str, ...]]) -> str:
    """An English sentence with the Korean words that say whose it is and what about.

    `used` counts how often each set of openings has served, so that they take turns.
    """
    fact, about = draft.facts[0], _about(draft)
    templates: tuple[str, ...] = _OPENINGS
    if before and before.facts:
        templates = _CONTINUED if _about(before) == about and not fact.claimed else (_TURNED,)
    template = templates[used[templates] % len(templates)]
    used[templates] += 1
    return fill(
        template,
        about=about,
        work=source.short,
        verb=_verb(fact),
        told=recorded(fact.sentence),
    )


def _side_by_side(facts: Sequence[Fact], sources: Mapping[str, Source]) -> str:
    first, second = facts
    if first.translation and second.translation:
        return contrast(first.translation, second.translation)
    one, other = (
        f"{sources[fact.source].short} 자료는 다음과 같이 {_verb(fact)}: {recorded(fact.sentence)}"
        for fact in facts
    )
    return f"{one}; 이에 비해 {other}."


def _with_pronoun(text: str, source: Source, said: str) -> str:
    """The second sentence in a row about a model does not repeat its name."""
    name = with_particle(source.short, "은/는") + " "
    alike = text.startswith(name) and said.startswith(name)
    return "이 모델은 " + text[len(name) :] if alike else text


def _verb(fact: Fact) -> str:
    return "저자들의 보고를 전합니다" if fact.claimed else "설명합니다"


def _about(draft: Draft) -> str:
    """What the evidence is about: what was asked for where it tells that, else the first thing it tells."""
    fact = draft.facts[0]
    asked = [_TOLD[aspect] for aspect in draft.answers if aspect in fact.aspects and aspect in _TOLD]
    return (asked or [name for aspect, name in _TOLD.items() if aspect in fact.aspects] or ["내용"])[0]


def _named(topic: Topic, task: Task, names: Mapping[str, str]) -> str:
    """A name of a task with its qualifier: 움직임 흐림, 초점 흐림."""
    name = names[task.key]
    if task.key != "blur":
        return name
    return f"움직임 {name}" if topic.motion else f"초점 {name}" if topic.defocus else name


def _condition(question: str) -> str:
    """How the user describes the photo's state; empty when nothing is said."""
    match = _CONDITION.search(_URL.sub(" ", question))
    return match.group() if match else ""


def _difference(subquestion: SubQuestion) -> str:
    """The title of a question for a difference."""
    if found := sides(subquestion):
        return f"{with_particle(found[0], '과/와')} {found[1]}의 차이"
    other = other_side(subquestion)
    return f"{with_particle(other, '과/와')}의 차이" if other else _TITLES[Aspect.DIFFERENCE]
