"""The registry: the names that stay, and rows that are true."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cnaps.backend import Backend
from cnaps.explanation.catalogue import built_in_catalogue
from cnaps.registry import BACKENDS

STAYING = {
    "mimo-unet": "cnn",
    "mimo-unet-plus": "cnn",
    "swinir-noise15": "swin",
    "swinir-noise25": "swin",
    "swinir-noise50": "swin",
    "swinir-jpeg10": "swin",
    "swinir-jpeg20": "swin",
    "swinir-jpeg30": "swin",
    "swinir-jpeg40": "swin",
    "dreamclear": "diffusion",
    "dreamclear-released": "diffusion",
    "shake-inversion": "physics",
    "restormer": "all-in-one",
    "res-hair": "all-in-one",
}


def test_the_names_that_others_call_are_there_with_their_families() -> None:
    assert {name: BACKENDS[name].family.value for name in STAYING} == STAYING


@pytest.mark.parametrize("row", BACKENDS.values(), ids=list(BACKENDS))
def test_a_row_states_where_its_weights_come_from_and_what_it_is_good_for(row: Backend) -> None:
    assert row.weights.licence
    assert "BSDS500" in row.weights.trained_on or row.weights.kind == "official"
    assert row.weights.at_hand or row.weights.address.startswith("https://")
    assert row.good_for.endswith(".")
    assert row.paper.startswith("http")
    assert row.github.startswith("https://github.com/")
    assert row.needs.tile % row.needs.multiple_of == 0


def test_every_row_can_be_explained() -> None:
    assert {name: row.model for name, row in BACKENDS.items()} == dict(built_in_catalogue().backends)


def test_weights_are_at_hand_when_all_their_files_are_on_disk(tmp_path: Path) -> None:
    weights = BACKENDS["mimo-unet"].weights
    assert weights.at_hand
    gone = replace(weights.files[0], path=tmp_path / "gone.safetensors")
    assert not replace(weights, files=(*weights.files, gone)).at_hand
    assert not replace(weights, files=()).at_hand
