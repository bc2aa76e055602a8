from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cnaps.explanation import explain_prompt, explain_question
from cnaps.explanation.records import Draft
from cnaps.explanation.verify import objections
from cnaps.explanation.writing import BY_ITSELF, Plan, Written
from cnaps.explanation.writing.check import Case, case_of, reasons_against
from cnaps.explanation.writing.outline import Kind, Outline, outline
from cnaps.explanation.writing.reply import Proposal, UnreadableReplyError, read_reply
from cnaps.explanation.writing.verdicts import assembled, judge
from tests.explanation.writing.prompts import prompt

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
QUESTIONS = (
    "How does SwinIR differ from Restormer and how fast is it?",
    "Which data is DreamClear trained on, and can it invent detail?",
    "Can I remove rain and haze with one model, and what are its limits?",
    "How accurate is NAFNet, and which model is leading today?",
    "How much does the app cost?",
)


class Recorder:
    """Writes by itself and keeps the plan."""

    def __init__(self) -> None:
        self.plan: Plan | None = None

    def write(self, plan: Plan) -> Written:
        self.plan = plan
        return BY_ITSELF.write(plan)


def plan_of(text: str) -> Plan:
    recorder = Recorder()
    explain_prompt(text, writer=recorder)
    assert recorder.plan
    return recorder.plan


def plans() -> Iterator[Plan]:
    for path in SEEDS:
        if "Recommended AI Models" in (text := path.read_text(encoding="utf-8")):
            yield plan_of(text)
    for question in QUESTIONS:
        recorder = Recorder()
        explain_question(question, writer=recorder)
        assert recorder.plan
        yield recorder.plan


PLAN = plan_of(prompt())
POINTS = outline(PLAN.drafts)


def numbered(cue: str) -> str:
    """The number of the point with `cue` in it."""
    return next(point.id for point in POINTS.points.values() if cue in point.draft.text)


def reasons(text: str, *cues: str) -> str:
    """What speaks against `text` as a sentence on the points with `cues`."""
    ids = tuple(numbered(cue) for cue in cues)
    section = POINTS.points[ids[0]].part.section
    case = case_of(Proposal(section=section, text=text, points=ids), POINTS, PLAN.material)
    return "; ".join(reasons_against(case, [])) if isinstance(case, Case) else case


def echoed(outline_: Outline) -> list[Proposal]:
    return [
        Proposal(section=point.part.section, text=point.draft.text, points=(identifier,))
        for identifier, point in outline_.points.items()
    ]


def test_our_own_sentences_pass() -> None:
    told = 0
    for plan in plans():
        points = outline(plan.drafts)
        judgement = judge(echoed(points), points, plan.material)
        assert not [verdict for verdict in judgement.refused if "again" not in verdict.reasons[0]]
        assert not judgement.missing
        told += len(judgement.verdicts) - len(judgement.refused)
    assert told >= 100


FAIR = [
    (
        ("12,400",),
        "ShakeFree rests on 12,400 pairs of sharp and blurred images from two aligned cameras.",
    ),
    (("12,400",), "For ShakeFree, two aligned cameras captured 12,400 pairs of sharp and blurred images."),
    (("three million",), "OmniFix learns from image pairs that are synthetic, namely three million pairs."),
    (
        ("gyroscope",),
        "With its transformer network, ShakeFree restores motion-blurred photos without data of a gyroscope.",
    ),
    (
        ("blur field",),
        "ShakeFree estimates a blur field for each photo and uses it to predict a sharp image.",
    ),
    (
        ("restoration expert",),
        "As its authors state, OmniFix selects a restoration expert for each image region.",
    ),
    (
        ("The working",),
        "The working principle of Deblur-MIMO-UNet-RealBlur is not stated in the provided sources.",
    ),
    (
        ("evidence is partial",),
        "OmniFix gives partial evidence, since it addresses image restoration in general and its summary "
        "does not name motion blur.",
    ),
]


@pytest.mark.parametrize(("cues", "text"), FAIR, ids=[text[:40] for _, text in FAIR])
def test_a_fair_wording_passes(cues: tuple[str, ...], text: str) -> None:
    assert reasons(text, *cues) == ""


UNFAIR = [
    (
        "12,400",
        "ShakeFree is trained on 12,400 cameras with blurred and sharp images.",
        "counts something else",
    ),
    ("12,400", "ShakeFree is trained on 12400 pairs of blurred and sharp images.", "number 12400"),
    ("12,400", "ShakeFree is trained on dozens of pairs of blurred and sharp images.", "number dozens"),
    ("12,400", "OmniFix is trained on 12,400 pairs of blurred and sharp images.", "“OmniFix”"),
    ("12,400", "Restormer is trained on 12,400 pairs of blurred and sharp images.", "“Restormer”"),
    ("12,400", "ShakeFree is trained on pairs of noisy and sharp images of two cameras.", "speaks of noise"),
    ("12,400", "ShakeFree is trained on pairs of blurred and sharp images, and is very fast.", "says “fast”"),
    (
        "12,400",
        "ShakeFree is trained on pairs of blurred and sharp images and improves them.",
        "raises something",
    ),
    ("12,400", "ShakeFree is not trained on pairs of blurred and sharp images.", "denies"),
    ("12,400", "We trained ShakeFree on pairs of blurred and sharp images.", "third person"),
    ("12,400", "This network is trained on pairs of blurred and sharp images.", "begins with “This”"),
    ("12,400", "ShakeFree is trained on pairs. The pairs are blurred and sharp images.", "not one sentence"),
    ("12,400", "ShakeFree is trained on pairs of blurred and sharp images", "full stop"),
    ("12,400", "ShakeFree is trained.", "3 words"),
    ("12,400", "ShakeFree is trained on pairs of **blurred** and sharp images.", "sign '*'"),
    ("12,400", "ShakeFree is trained on pairs of blurred and sharp images [P1].", "sign"),
    ("12,400", "ShakeFree is trained on pairs οf blurred and sharp images.", "sign '\\u03bf'"),
    ("12,400", "ShakeFree is trained on pairs of images; ask help@evil.example.", "sign"),
    ("12,400", "ShakeFree is trained on pairs of images from evil.com.", "a link or an address"),
    ("12,400", "Notably, ShakeFree delves into pairs of blurred and sharp images.", "praising words"),
    (
        "12,400",
        "ShakeFree ist trainiert mit Paaren von blurred Bildern und sharp Bildern.",
        "do not hold these words",
    ),
    ("12,400", "ShakeFree therefore is trained on pairs of blurred and sharp images.", "says “therefore”"),
    ("12,400", "ShakeFree is a commercial product for wedding photographers in Europe.", "do not hold"),
    (
        "12,400",
        "The training data of ShakeFree are not reported in its summary.",
        "calls something not stated",
    ),
    (
        "The training data of",
        "The training data of Deblur-MIMO-UNet-RealBlur are unknown.",
        "must say “not stated in",
    ),
    (
        "The training data of",
        "The speed of Deblur-MIMO-UNet-RealBlur is not stated in the provided sources.",
        "do not hold",
    ),
    (
        "evidence is partial",
        "OmniFix addresses image restoration, and motion blur is named in its summary.",
        "denies",
    ),
    ("contains “Deblur”", "Deblur-MIMO-UNet-RealBlur does not fit this task by its name.", "denies"),
]


@pytest.mark.parametrize(("cue", "text", "reason"), UNFAIR, ids=[text[:50] for _, text, _ in UNFAIR])
def test_an_unfair_wording_is_refused(cue: str, text: str, reason: str) -> None:
    assert reason in reasons(text, cue)


@pytest.mark.parametrize(
    "turned",
    ["earlier deblurring networks outperform ShakeFree", "ShakeFree is outperformed by earlier networks"],
)
def test_a_comparison_cannot_be_turned_round(turned: str) -> None:
    asked = "My concert photos are blurred. How accurate is the deblurring?"
    plan = plan_of(prompt(question=asked))
    points = outline(plan.drafts)
    point = next(point for point in points.points.values() if "outperforms" in point.draft.text)
    text = f"The authors report that {turned} on the RealShake benchmark."
    case = case_of(Proposal(section=1, text=text, points=(point.id,)), points, plan.material)
    assert isinstance(case, Case)
    assert any("turns a comparison round" in reason for reason in reasons_against(case, []))


def test_a_sentence_is_not_said_twice() -> None:
    told = echoed(POINTS)[:1] * 2
    judgement = judge(told, POINTS, PLAN.material)
    assert [bool(verdict.draft) for verdict in judgement.verdicts] == [True, False]


def test_figures_of_a_run_and_off_topic_papers_are_no_points() -> None:
    cited = {source for point in POINTS.points.values() for source in point.draft.sources}
    assert "P3" not in cited
    assert all("→" not in point.draft.text for point in POINTS.points.values())


def held(draft: Draft) -> bool:
    """Whether a sentence is ours or passes every check."""
    return draft in PLAN.drafts or not objections(draft, PLAN.material)


IDS = st.lists(st.sampled_from([*POINTS.points, "F99", "P1", ""]), max_size=4)
WORDS = sorted(
    {word for draft in PLAN.drafts for word in draft.text.split()} | {"GoPro", "not", "99", "[P1]", "\u202e"}
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join))
PROPOSALS = st.builds(
    lambda section, text, points: Proposal(section=section, text=text, points=tuple(dict.fromkeys(points))),
    st.sampled_from([1, 2]),
    TEXTS,
    IDS,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PROPOSALS, max_size=12))
def test_whatever_is_proposed_the_answer_tells_what_it_has_to(proposals: list[Proposal]) -> None:
    judgement = judge(proposals, POINTS, PLAN.material)
    drafts = assembled(judgement)
    assert all(held(draft) for draft in drafts)
    fixed = [line.draft for _, lines in POINTS.parts for line in lines if line.point is None]
    assert [draft for draft in drafts if draft in fixed] == fixed
    for point in POINTS.points.values():
        if point.kind is not Kind.FACT:
            assert point.draft in drafts or point.id in judgement.told
    for part, lines in POINTS.parts:
        assert [draft for draft in drafts if draft.paragraph == part.title], (part, lines)


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200), st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps)
    )
)
def test_no_reply_breaks_the_reader(text: str) -> None:
    try:
        read_reply(text)
    except UnreadableReplyError as error:
        assert str(error) == "no list of sentences"


def test_the_order_of_the_parts_does_not_depend_on_the_reply() -> None:
    told = echoed(POINTS)
    random.Random(7).shuffle(told)
    drafts = assembled(judge(told, POINTS, PLAN.material))
    titles = list(dict.fromkeys((draft.section, draft.paragraph) for draft in drafts))
    assert titles == [(part.section, part.title) for part, _ in POINTS.parts]


def test_what_only_the_authors_report_is_not_told_as_certain() -> None:
    told = re.compile(r"^The authors of [^.]*? (?:state|note|report|explain) that ")
    found = 0
    for plan in plans():
        points = outline(plan.drafts)
        for point in points.points.values():
            bare = told.sub("", point.draft.text)
            if bare != point.draft.text and not bare.startswith("it "):  # a pronoun is refused for itself
                text = bare[0].upper() + bare[1:]
                case = case_of(
                    Proposal(section=point.part.section, text=text, points=(point.id,)), points, plan.material
                )
                assert isinstance(case, Case)
                assert "only the authors" in "; ".join(reasons_against(case, []))
                found += 1
    assert found
