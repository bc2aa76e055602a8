from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cnaps.explanation.likeness import Likeness
from cnaps.explanation.symptoms import Description
from cnaps.explanation.task_list import SPECIFIC
from cnaps.explanation.wordings import FOLDER, KINDS_FILE, NO_REPAIR, WordingError, Wordings, load_wordings
from tests.explanation.clock import best_seconds

FOLDS = 8


def with_file(folder: Path, name: str, text: str) -> Path:
    """A copy of the shipped files in `folder`, with `text` behind the file `name`."""
    for path in FOLDER.glob("*.toml"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(text)
    return folder


def lines_of(count: int) -> str:
    return "\n".join(f"complaint number {number}" for number in range(count))


def test_every_task_has_forty_wordings_or_more() -> None:
    complaints = load_wordings(FOLDER).complaints
    assert {key: len(lines) for key, lines in complaints.items() if len(lines) < 40} == {}
    assert set(complaints) == {NO_REPAIR, *(task.key for task in SPECIFIC)}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("words.toml", f"teeth = '''\n{lines_of(30)}\n'''", "“teeth” is no task"),
        ("words.toml", f"blur = '''\n{lines_of(30)}\n'''", "stands twice"),
        ("words.toml", "blur = 7", "“blur” holds 7"),
        ("words.toml", "blur = '''", "cannot be read as TOML"),
        (KINDS_FILE, "\nships = '''\nsail-boat\n'''", "holds 'sail-boat'"),
    ],
)
def test_a_mistake_in_a_file_is_told_with_file_and_key(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    with pytest.raises(WordingError, match=told) as error:
        load_wordings(with_file(tmp_path, name, text))
    assert str(error.value).startswith(name)


def test_a_wording_that_stands_under_two_tasks_is_told(tmp_path: Path) -> None:
    wording = load_wordings(FOLDER).complaints["blur"][0]
    path = with_file(tmp_path, "weather.toml", "") / "weather.toml"
    path.write_text(path.read_text("utf-8").replace("rain = '''", f"rain = '''\n{wording.upper()}"), "utf-8")
    with pytest.raises(WordingError, match="stands under “blur” already"):
        load_wordings(tmp_path)


def test_a_task_without_wordings_is_told(tmp_path: Path) -> None:
    (with_file(tmp_path, "lens.toml", "") / "lens.toml").unlink()
    with pytest.raises(WordingError, match=r"missing for .*geometry"):
        load_wordings(tmp_path)


def test_a_new_wording_teaches_a_new_word(tmp_path: Path) -> None:
    question = "My picture is full of zibbles"
    before = Likeness(load_wordings(FOLDER)).scores(question)
    path = with_file(tmp_path, "lens.toml", "") / "lens.toml"
    taught = "dust = '''\nzibbles here\nthe zibbles there\nzibbles everywhere"
    path.write_text(path.read_text("utf-8").replace("dust = '''", taught), "utf-8")
    after = Likeness(load_wordings(tmp_path)).scores(question)
    assert after["dust"] > before["dust"] + 3
    assert max(after, key=lambda key: after[key]) == "dust"


def left_out(wordings: Wordings) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each wording's task, and what is named for it when it is not among those learned from."""
    for fold in range(FOLDS):
        learned = {
            key: tuple(line for number, line in enumerate(lines) if number % FOLDS != fold)
            for key, lines in wordings.complaints.items()
        }
        likeness = Likeness(Wordings(complaints=learned, kinds=wordings.kinds))
        for key, lines in wordings.complaints.items():
            for line in lines[fold::FOLDS]:
                named = Description(sentence=line, scores=likeness.scores(line)).named
                yield key, tuple(task.key for task in named)


def test_wordings_that_were_not_learned_are_mostly_recognised_and_seldom_mistaken() -> None:
    found = list(left_out(load_wordings(FOLDER)))
    complaints = [(key, named) for key, named in found if key != NO_REPAIR]
    others = [named for key, named in found if key == NO_REPAIR]
    assert sum(named == (key,) for key, named in complaints) >= 0.67 * len(complaints)
    assert sum(bool(named) and named != (key,) for key, named in complaints) <= 0.13 * len(complaints)
    assert sum(map(bool, others)) <= 0.12 * len(others)


def test_a_question_is_compared_within_two_milliseconds() -> None:
    likeness = Likeness(load_wordings(FOLDER))
    question = "The masts look bent like bananas in all the pictures that I took out of the moving train"
    assert best_seconds(lambda: likeness.scores(question), 50) < 0.002


def test_the_wordings_are_read_and_compared_in_a_moment() -> None:
    assert best_seconds(lambda: Likeness(load_wordings(FOLDER)), 3) < 0.3
