from __future__ import annotations

import pytest

from cnaps.explanation.languages.english.clauses import complaint, whether_clause
from cnaps.explanation.symptoms import described_tasks


@pytest.mark.parametrize(
    ("question", "task"),
    [
        ("In my photo all stars have turned into little dashes.", "blur"),
        ("The far bank of the river lies behind a milky curtain.", "haze"),
        ("Tiny squares are all over the scanned stamp.", "jpeg"),
        ("Everyone's skin looks green in the gym.", "white-balance"),
        ("The headlights have long rays.", "flare"),
        ("From the car window the masts came out slanted.", "rolling-shutter"),
        ("The faces at the back are mush.", "face"),
        ("I cannot read the words on the sign.", "text"),
        ("The diary has brown pages.", "document"),
        ("There is a railing right before the giraffe.", "obstruction"),
        ("At dusk the background shows stripes.", "banding"),
        ("Only the front petals are sharp.", "focus-fusion"),
        ("The picture is not sharp anywhere.", "blur"),
        ("My uncle's cassette shows snow and lines.", "film"),
    ],
)
def test_everyday_words_are_read_as_a_task_of_the_field(question: str, task: str) -> None:
    assert [found.key for found in described_tasks(question)] == [task]


@pytest.mark.parametrize(
    "question",
    [
        "How do I sort the pictures of our trip by day?",
        "What kind of bird is on the roof in this photo?",
        "Which paper should the poster be printed on?",
        "We had a lovely time. How many people are in the picture?",
        "Is it from?",
        "My photo is sharp. Why?",
        "There is nothing wrong with my picture.",
    ],
)
def test_a_question_that_asks_for_no_repair_names_no_task(question: str) -> None:
    assert described_tasks(question) == ()


def test_what_is_only_asked_counts_where_nothing_certain_is_told() -> None:
    question = "Last week we were at the zoo. Can you take the wire of the cage off the parrot?"
    assert [found.key for found in described_tasks(question)] == ["obstruction"]


def test_faces_like_wax_are_no_question_of_resolution() -> None:
    keys = {task.key for task in described_tasks("The faces are tiny and smooth as wax.")}
    assert "face" in keys
    assert "resolution" not in keys


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "Last week I visited my cousin, we had cake, and every lamp got a halo. What can I do?",
            "every lamp got a halo",
        ),
        ("Why are the pictures of my cat so dark?", "Why are the pictures of my cat so dark"),
    ],
)
def test_the_clause_that_tells_what_is_wrong_is_quoted(question: str, words: str) -> None:
    assert complaint(question) == words


def test_a_long_clause_is_quoted_by_a_dozen_words_that_begin_and_end_at_a_phrase() -> None:
    words = complaint(
        "On the first morning of our holiday the tower next to the old harbour was leaning like a drunken "
        "sailor in each and every photo that I took from the ferry"
    )
    assert len(words.split()) <= 13
    assert "tower" in words
    assert words.split()[-1] not in {"the", "of", "to", "in", "a"}


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("Does it need a clear day?", "whether it needs a clear day"),
        ("Has it ever seen paper that old?", "whether it has ever seen paper that old"),
        ("Would my aunt still look like herself?", "whether the user's aunt would still look like herself"),
        ("Are these the true colours?", "whether these are the true colours"),
        ("Do I have to go back?", ""),
        ("Can one calm picture be won from it?", ""),
        ("Is it real or does it make it up?", ""),
        ("How does it work?", ""),
    ],
)
def test_a_question_for_yes_or_no_becomes_a_clause_where_that_is_certain(question: str, clause: str) -> None:
    assert whether_clause(question) == clause
