from __future__ import annotations

import re

import pytest

from cnaps.explanation import explain_prompt
from cnaps.explanation.languages import ENGLISH
from cnaps.explanation.passives import done_by_authors, made_active, made_passive
from cnaps.explanation.predicates import base_form, participle, verb_of
from cnaps.explanation.reporting import reported
from cnaps.explanation.reshaping import last_reshapings, reshapings
from cnaps.explanation.rewriting import Speaker, rewrite
from cnaps.explanation.runs import LONGEST_RUN, too_long_runs
from cnaps.explanation.sentences import long_run, tokens_of
from cnaps.explanation.wording import BREAKERS, agreeing, plain, with_articles
from tests.explanation.rubric import prompt_paths


def in_our_words(sentence: str, short: str = "DropNet", subject: str = "DropNet") -> str:
    """`sentence` as the only one of its summary; empty where it cannot be told."""
    source = too_long_runs(tokens_of(sentence))
    found = rewrite(sentence, Speaker(short=short, subject=subject), source)
    assert not found or long_run(tokens_of(found.text), tokens_of(sentence), LONGEST_RUN) == (0, 0)
    return found.text if found else ""


def exchanged(text: str) -> set[str]:
    """`text` with each word pair that fits it."""
    return {
        with_articles(text[: match.start()] + agreeing(rule.new)(match) + text[match.end() :])
        for rule in BREAKERS
        for match in rule.pattern.finditer(text)
    }


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("an approach to metal artifact reduction", "approach to"),
        ("the rows are each labelled", "are each"),
        ("the two exposures help each other", "each other"),
        ("photos taken through a pane", "through a pane"),
        ("it learns from stereo images", "from stereo"),
        ("noise hidden in the dark gives way to colour", "gives way"),
        ("short exposures suffer from noise and long ones from blur", "suffer from"),
        ("digital cameras that photograph screens", "that photograph"),
        ("it sees far, while still remaining applicable to large images", ", while still"),
    ],
)
def test_a_word_is_exchanged_only_beside_neighbours_that_allow_it(text: str, kept: str) -> None:
    assert all(kept in new for new in exchanged(text))


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("an approach that is fast", "a method that is fast"),
        ("each frame is aligned", "every frame is aligned"),
        ("the branches are merged in a uniform way", "the branches are merged uniformly"),
        ("images are sharpened", "pictures are sharpened"),
        ("the network fails to see this", "the network is unable to see this"),
        ("networks fail to see this", "networks are unable to see this"),
        ("one branch sees blur, while still images stay", "one branch sees blur, whereas still images stay"),
    ],
)
def test_a_word_pair_keeps_number_and_article(text: str, new: str) -> None:
    assert new in exchanged(text)


def test_praise_that_is_the_whole_predicate_stays() -> None:
    assert plain("The model becomes more robust and generalises.") == (
        "The model becomes more robust and generalises."
    )
    assert plain("A simple yet effective network is used.") == "A simple network is used."


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("The mask is predicted by a small network", "A small network predicts the mask"),
        (
            "The authors of DropNet state that two maps are fused by the decoders",
            "The authors of DropNet state that the decoders fuse two maps",
        ),
        ("The mask is enlarged by a factor of two", None),
        ("The mask is found by averaging frames", None),
        ("The mask is not predicted by a network", None),
        ("The mask is predicted by a network, which then fills it", None),
    ],
)
def test_a_passive_with_an_agent_becomes_active(text: str, changed: str | None) -> None:
    assert made_active(text, 0, len(text)) == changed


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        (
            "attention is injected into both halves",
            "The authors of DropNet inject attention into both halves",
        ),
        ("most networks are trained on synthetic pairs", None),
        ("the mask is hidden in the dark", None),
    ],
)
def test_what_authors_do_is_told_of_them_and_not_of_the_field(said: str, changed: str | None) -> None:
    text = f"The authors of DropNet state that {said}"
    assert done_by_authors(text, 0, len(text)) == changed


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        (
            "The last decade has seen an astronomical shift from imaging with DSLR and point-and-shoot "
            "cameras to imaging with smartphone cameras.",
            "in order to imaging",
        ),
        (
            "DropNet is made such that it can capture long-range pixel interactions, while still remaining "
            "applicable to large images of any kind.",
            "whereas still remaining",
        ),
    ],
)
def test_a_joint_is_not_taken_for_one_of_another_kind(sentence: str, wrong: str) -> None:
    assert wrong not in in_our_words(sentence)


@pytest.mark.parametrize(
    ("noun", "verb"),
    [("a shallow focus", "is"), ("the memory use", "is"), ("rain streaks", "are"), ("noise and blur", "are")],
)
def test_a_verb_agrees_with_what_a_sentence_is_filled_with(noun: str, verb: str) -> None:
    assert ENGLISH.speech.fill("{noun:be}", noun=noun) == verb


def test_a_passive_agrees_with_its_subject() -> None:
    text = "The authors of DropNet state that one branch predicts the masks of all drops"
    assert made_passive(text, 0, len(text)) == (
        "The authors of DropNet state that the masks of all drops are predicted by one branch"
    )


@pytest.mark.parametrize("verb", ["predicts", "applies", "takes", "maps", "passes", "fuses", "matches"])
def test_a_participle_leads_back_to_its_verb(verb: str) -> None:
    assert verb_of(participle(verb)) == verb
    assert base_form(verb) in {"predict", "apply", "take", "map", "pass", "fuse", "match"}


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("DropNet is a method to restore wet photos", "DropNet is a method that restores wet photos"),
        (
            "Trained on wet photos, the network removes drops",
            "The network is trained on wet photos and removes drops",
        ),
        (
            "The authors of DropNet build a mask, which hides the drops",
            "The authors of DropNet build a mask; this mask hides the drops",
        ),
        ("The loss weighs noise and no other fault", None),
        (
            "The authors of DropNet state that the loss weighs noise and streaks",
            "The authors of DropNet state that the loss weighs streaks and noise",
        ),
    ],
)
def test_a_sentence_is_turned_in_ways_that_keep_its_grammar(text: str, changed: str | None) -> None:
    found = {*reshapings(text, 0, len(text)), *last_reshapings(text, 0, len(text))}
    assert changed in found if changed else not found


@pytest.mark.parametrize(
    "sentence",
    [
        "We present an approach to metal artifact reduction that needs no pairs of scans at any time.",
        "We propose a technique to denoise long bursts of dark photos from a handheld camera.",
    ],
)
def test_a_purpose_keeps_its_verb(sentence: str) -> None:
    text = in_our_words(sentence)
    assert text
    assert "meant to" not in text
    assert "approach to metal" in text or "denoise" in text


def test_what_a_system_does_is_told_of_it_and_not_of_its_introduction() -> None:
    sentence = "In this paper we describe DropNet, which removes drops from a short burst of photos."
    assert in_our_words(sentence).startswith("DropNet removes drops")


@pytest.mark.parametrize(
    "sentence",
    [
        "The result is better than these.",
        "A text encoder turns that sentence into a vector.",
        "We answer each of these with a transformer.",
    ],
)
def test_a_sentence_that_hangs_on_another_one_is_not_told(sentence: str) -> None:
    assert not in_our_words(sentence)


def test_a_connective_to_what_is_not_told_is_left_out() -> None:
    assert in_our_words("DropNet therefore merges the two views.") == "DropNet merges the two views."


def test_verbs_of_reporting_vary_and_suit_what_is_said() -> None:
    text = "The authors of DropNet state that drops are small"
    told = {reported(text, place, linked=False) for place in range(3)}
    assert len(told) == 3
    assert "According to the authors of DropNet, drops are small" in told
    assert reported(f"{text} because lenses bulge", 0, linked=False).startswith(
        "The authors of DropNet explain that"
    )
    assert reported("They state that drops are small", 0, linked=True) == "They add that drops are small"


def test_no_two_paragraphs_of_an_answer_have_the_same_label() -> None:
    for path in prompt_paths():
        explanation = explain_prompt(path.read_bytes().decode("utf-8"))
        labels = list(dict.fromkeys(claim.paragraph for claim in explanation.claims if claim.section == 1))
        titles = [re.sub(r"^\(.\) ", "", label) for label in labels]
        assert len(titles) == len(set(titles)), path.stem
