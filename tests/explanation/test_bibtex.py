"""BibTeX: an entry for each linked source, verbatim links, no invented fields."""

from __future__ import annotations

import re

from cnaps.explanation.bibtex import bibtex
from cnaps.explanation.records import Role, Source

SWINIR = Source(
    id="M1",
    role=Role.MODEL,
    name="SwinIR: Image Restoration & Co_100%",
    short="SwinIR",
    paper="https://arxiv.org/pdf/2108.10257",
    github="https://github.com/JingyunLiang/SwinIR",
    published="ICCV Workshops 2021",
)
BARE = Source(
    id="P1", role=Role.PAPER, name="복원 논문", short="복원 논문", github="https://example.org/code"
)


def test_an_entry_holds_what_the_source_tells_and_nothing_else() -> None:
    entry = bibtex([SWINIR])
    assert entry.startswith("@misc{swinir2021,\n")
    assert r"title = {{SwinIR: Image Restoration \& Co\_100\%}}" in entry
    assert "howpublished = {ICCV Workshops}" in entry
    assert "eprint = {2108.10257}" in entry
    assert "url = {https://arxiv.org/pdf/2108.10257}" in entry
    assert r"note = {Code: \url{https://github.com/JingyunLiang/SwinIR}}" in entry
    assert "author" not in entry


def test_what_is_not_known_has_no_field() -> None:
    entry = bibtex([BARE])
    assert entry.startswith("@misc{p1,\n")
    assert "복원 논문" in entry
    assert re.findall(r"^  (\w+) =", entry, re.M) == ["title", "url"]


def test_keys_are_distinct_and_unlinked_sources_are_left_out() -> None:
    record = Source(id="R", role=Role.RUN, name="Run", short="the run")
    entries = bibtex([SWINIR, SWINIR, record])
    assert re.findall(r"@misc\{(.+),", entries) == ["swinir2021", "swinir2021-2"]
    assert bibtex([record]) == ""
