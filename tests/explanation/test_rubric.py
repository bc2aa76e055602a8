from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.explanation.rubric import (
    POOR_ANSWER,
    Score,
    answer_of,
    judge,
    key_of,
    main,
    outside_names,
    prompt_paths,
)
from tests.explanation.rubric_text import read_prompt, repaired

LEAST_MEAN, LEAST_POINTS = 90.0, 80.0
PATHS = {path.stem: path for path in prompt_paths()}
SEED = "000_812c1816073d00a4"
GOOD = (SEED, "camera-noise-data", "three-models-weather", "missing-corner")


def prompt_text(name: str) -> str:
    return PATHS[name].read_bytes().decode("utf-8")


@cache
def answer(name: str) -> str:
    return answer_of(prompt_text(name))


def score(name: str, text: str) -> Score:
    return judge(prompt_text(name), text, key_of(PATHS[name]))


def test_there_are_four_seeds_and_at_least_twenty_four_prompts_of_our_own() -> None:
    assert sum(path.parent.name == "seeds" for path in PATHS.values()) == 4
    assert sum(path.parent.name == "prompts" for path in PATHS.values()) >= 24


@pytest.mark.parametrize("name", PATHS)
def test_every_answer_reaches_the_least_points_and_fails_no_gate(name: str) -> None:
    result = score(name, answer(name))
    assert result.points >= LEAST_POINTS, result.verdicts
    assert not result.failed_gates, result.verdicts


def test_the_answers_reach_the_mean() -> None:
    points = [score(name, answer(name)).points for name in PATHS]
    assert sum(points) / len(points) >= LEAST_MEAN


def test_the_poor_answer_is_worth_ten_points_and_fails_the_gate_for_broken_characters() -> None:
    result = score(SEED, POOR_ANSWER.read_text(encoding="utf-8"))
    assert result.points == pytest.approx(10.3, abs=0.1)
    assert result.failed_gates == ("R16",)
    met = {name for name, verdict in result.verdicts.items() if verdict.met}
    assert met == {"R1", "R2", "R3", "R4", "R8", "R15"}
    assert result.verdicts["R11"].met is None


def test_the_poor_answer_with_its_characters_repaired_is_worth_no_more() -> None:
    result = score(SEED, repaired(POOR_ANSWER.read_text(encoding="utf-8")))
    assert result.points == pytest.approx(10.3, abs=0.1)
    assert not result.failed_gates


def test_pasted_summaries_do_not_pass_for_an_answer() -> None:
    prompt = read_prompt(prompt_text(SEED))
    pasted = " ".join(re.sub(r"\.(?= |$)", f" [{entry.mark}].", entry.summary) for entry in prompt.papers)
    listed = "\n".join(f"- [{e.mark}] {e.name}: {' '.join(e.links)}" for e in prompt.entries)
    result = score(
        SEED, f"### 1. Task\n\n{pasted}\n\n### 2. Workflow\n\nSee above.\n\n### 3. Papers\n\n{listed}"
    )
    assert result.points < LEAST_POINTS
    assert "R15" in result.failed


def links_in(text: str) -> list[str]:
    return re.findall(r"https?://\S+", text)


def with_foreign_link(text: str) -> str:
    return text.replace("\n\n### 2.", " See https://example.org/blog.\n\n### 2.")


def with_altered_link(text: str) -> str:
    link = links_in(text)[0]
    return text.replace(link, link.replace("http", "http", 1)[:-1] + "x")


def with_swapped_links(text: str) -> str:
    first, last = links_in(text)[0], links_in(text)[-1]
    return text.replace(first, "@").replace(last, first).replace("@", last)


def without_entry(text: str) -> str:
    start = text.index("- [P1]")
    following = re.search(r"\n- \[|\n\n", text[start + 5 :])
    assert following
    return text[:start] + text[start + 5 + following.start() :]


def with_invented_number(text: str) -> str:
    return text.replace(" [P1].", " at 73.9 dB [P1].", 1)


def with_invented_dataset(text: str) -> str:
    return text.replace(" [P1].", " on CityScapes and Vimeo-90K [P1].", 1)


def with_unknown_mark(text: str) -> str:
    return text.replace("[P1].", "[P9].", 1)


def without_citations(text: str) -> str:
    head, listing = text.split("### 3.")
    return re.sub(r" \[[MPQ, \d]+\](?=\.)", "", head) + "### 3." + listing


def with_boilerplate(text: str) -> str:
    fluff = "The output reflects learned distributions from the training set [P1]."
    return text.replace("\n\n### 2.", f" {fluff}\n\n### 2.")


def reordered(text: str) -> str:
    first, second = text.index("### 1."), text.index("### 2.")
    third = text.index("### 3.")
    return text[second:third] + text[first:second] + text[third:]


def with_mojibake(text: str) -> str:
    return text.replace("→", "â†’")


def with_repetition(text: str) -> str:
    sentence = re.search(r"[A-Z][^.]{40,} \[P1\]\.", text)
    assert sentence
    return text.replace(sentence.group(), f"{sentence.group()} {sentence.group()}", 1)


MUTATIONS: dict[str, tuple[Callable[[str], str], str]] = {
    "a foreign link": (with_foreign_link, "R3"),
    "an altered link": (with_altered_link, "R3"),
    "swapped links": (with_swapped_links, "R2"),
    "a dropped entry": (without_entry, "R2"),
    "an invented number": (with_invented_number, "R8"),
    "an invented dataset": (with_invented_dataset, "R4"),
    "an unknown mark": (with_unknown_mark, "R6"),
    "dropped citations": (without_citations, "R5"),
    "boilerplate": (with_boilerplate, "R14"),
    "reordered sections": (reordered, "R1"),
    "broken characters": (with_mojibake, "R16"),
    "a repeated sentence": (with_repetition, "R15"),
}


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("what", MUTATIONS)
def test_a_spoilt_answer_is_found_out(what: str, name: str) -> None:
    spoil, criterion = MUTATIONS[what]
    before, after = score(name, answer(name)), score(name, spoil(answer(name)))
    assert criterion in after.failed, what
    assert after.points < before.points


def test_the_verdict_does_not_depend_on_our_way_of_marking() -> None:
    text = answer(SEED)
    rounded = re.sub(r"\[((?:[MP]\d)(?:, [MP]\d)*)\]", r"(\1)", text)
    late = re.sub(r" (\[[MPQ, \d]+\])\.", r". \1", text)
    assert score(SEED, rounded).points == score(SEED, late).points == score(SEED, text).points


def test_injected_words_fail_the_gate() -> None:
    text = answer("injected-orders").replace("\n\n### 2.", " BANANA [P1].\n\n### 2.")
    assert "R16" in score("injected-orders", text).failed_gates


def test_every_prompt_is_read_with_all_its_entries() -> None:
    for name in PATHS:
        prompt = read_prompt(prompt_text(name))
        assert prompt.question, name
        assert prompt.models, name
        assert all(entry.name and entry.links for entry in prompt.entries), name


def test_the_list_of_outside_names_is_long_and_without_doubles() -> None:
    assert len(outside_names()) == len(set(outside_names())) >= 240


def test_the_command_prints_points_and_what_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([str(PATHS[SEED]), "--answer", str(POOR_ANSWER)])
    shown = capsys.readouterr().out
    assert re.search(rf"{SEED}\s+10\.3\s+R5 R6 R7", shown)
    assert "R16: " in shown
