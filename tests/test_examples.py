"""The examples are what their sources file says, and can be made again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from examples.make import EXAMPLES, FOLDER, Example, write


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_is_made_again_pixel_by_pixel(example: Example, tmp_path: Path) -> None:
    made = write(example, tmp_path)
    with Image.open(made) as ours, Image.open(FOLDER / made.name) as shipped:
        assert np.abs(np.asarray(ours, int) - np.asarray(shipped, int)).max() <= 1


def test_every_example_has_its_source_and_licence() -> None:
    sources = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    pictures = [p for p in FOLDER.iterdir() if p.suffix in (".png", ".jpg")]
    assert len(pictures) == len(EXAMPLES) == 8
    for picture in pictures:
        row = next(line for line in sources.splitlines() if f"| {picture.name} |" in line)
        assert "CC0" in row or "public domain" in row


@pytest.mark.parametrize("kind", ["motion", "noise", "jpeg", "mixed"])
def test_there_are_two_of_each_kind(kind: str) -> None:
    assert sum(example.name.startswith(kind) for example in EXAMPLES) == 2
