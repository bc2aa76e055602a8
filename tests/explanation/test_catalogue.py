from __future__ import annotations

import re
from pathlib import Path

import pytest

from cnaps.explanation.catalogue import (
    BACKENDS_FILE,
    FOLDER,
    CatalogueError,
    built_in_catalogue,
    load_catalogue,
)
from cnaps.explanation.records import Aspect
from cnaps.explanation.tasks import topic_of

PROMISED = {
    "mimo-unet",
    "swinir",
    "dreamclear",
    "restormer",
    "res-hair",
    "deblurgs",
    "varformer",
    "overexposed-hallucination",
    "quality-assured",
    "hair",
    "dual-transformers",
}
SEEDS = Path(__file__).parent / "seeds"


def copied(folder: Path, old: str, new: str, file: str = "mimo-unet.toml") -> Path:
    for path in FOLDER.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        (folder / path.name).write_text(
            text.replace(old, new, 1) if path.name == file else text, encoding="utf-8"
        )
    return folder


def test_every_promised_entry_is_there() -> None:
    assert set(built_in_catalogue().entries) >= PROMISED
    assert len(built_in_catalogue().entries) >= 60


def test_every_work_says_what_it_is_and_where_it_appeared() -> None:
    for entry in built_in_catalogue().entries.values():
        assert entry.venue and 1990 <= entry.year <= 2026
        assert entry.facts[0].aspects & {Aspect.TASK}, entry.id
        assert len(entry.facts) >= 2, entry.id


def test_every_work_is_known_by_its_tasks() -> None:
    for entry in built_in_catalogue().entries.values():
        topic = topic_of(", ".join(entry.tasks))
        assert topic.tasks or topic.general, entry.id


def test_every_backend_has_its_entry() -> None:
    backends = built_in_catalogue().backends
    assert {backends["mimo-unet"], backends["mimo-unet-plus"]} == {"mimo-unet"}
    assert {backends[f"swinir-{kind}"] for kind in ("noise15", "noise50", "jpeg10", "jpeg40")} == {"swinir"}


def test_links_of_the_seeds_are_kept_to_the_letter() -> None:
    seeds = "\n".join(path.read_text(encoding="utf-8") for path in SEEDS.glob("00[0124]*.txt"))
    given = set(re.findall(r"^(?:Paper|GitHub): (\S+)$", seeds, re.M))
    held = {
        link
        for entry in built_in_catalogue().entries.values()
        for link in (entry.paper, entry.github, *entry.further_links)
        if link
    }
    assert given <= held


def test_every_fact_names_its_work_and_stands_alone() -> None:
    for entry in built_in_catalogue().entries.values():
        words = {entry.short.lower(), *entry.short.lower().split()}
        for fact in entry.facts:
            assert any(word in fact.text.lower() for word in words), fact.text
            assert 5 <= len(fact.text.split()) <= 40, fact.text


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('title = "', 'titel = "', "mimo-unet.toml: the field “title” is missing"),
        ('id = "mimo-unet"', 'id = "other"', "mimo-unet.toml: the field “id” holds 'other'"),
        ('kind = "model"', 'kind = "tool"', "the field “kind” holds 'tool'"),
        ('paper = "https', 'paper = "ftp', "the field “paper” holds"),
        (
            'paper = "https://openaccess.thecvf.com',
            'paper = "https://arxiv.org',
            "a link such as https://arxiv.org",
        ),
        (
            'github = "https://github.com/chosj95/',
            'github = "https://github.com/',
            "the field “github” holds",
        ),
        ("year = 2021", "year = 21", "the field “year” holds 21; a year such as 2024 is wanted"),
        ('basis = "code"', 'bases = "code"', "fact 1: the field “bases” is unknown"),
        (
            'short = "MIMO-UNet"',
            'short = "NAFNet"',
            "nafnet.toml: the field “short” holds 'NAFNet', which mimo",
        ),
        ('repairs = ["blur"]', 'repairs = ["rust"]', "the field “repairs” holds 'rust'"),
        ('aspects = ["task", "scope"]', 'aspects = ["colour"]', "fact 1: the field “aspects”"),
        ('basis = "code"', 'basis = "hearsay"', "fact 1: the field “basis” holds 'hearsay'"),
        ('no other input."', 'no other input"', "fact 1: the field “text”"),
        ("[[facts]]", "[[facts", "mimo-unet.toml cannot be read as TOML"),
        ("translations.ko", "translations.xx", "the field “translations” names 'xx'; one of ko is wanted"),
        ("2103쌍", "2013쌍", "the field “translations.ko” holds 2013, which its English sentence does not"),
        ("680만", "68만", "the field “translations.ko” holds 68만, which its English sentence does not"),
        ("GoPro 데이터셋", "REDS 데이터셋", "the field “translations.ko” holds REDS, which its English"),
        ("돌려줍니다.", "돌려줍니다", "the field “translations.ko” holds"),
        ("compact_translations.ko = [", 'compact_translations.ko = [\n  "하나.",', "1 texts are wanted"),
    ],
)
def test_a_mistake_is_reported_with_file_and_field(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(CatalogueError, match=re.escape(message)):
        load_catalogue(copied(tmp_path, old, new))


def test_a_backend_that_points_nowhere_is_reported(tmp_path: Path) -> None:
    folder = copied(tmp_path, 'dreamclear = "dreamclear"', 'dreamclear = "dreamcleer"', BACKENDS_FILE)
    with pytest.raises(CatalogueError, match=r"backends.toml: the field “dreamclear”"):
        load_catalogue(folder)
