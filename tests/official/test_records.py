"""The records of the published checkpoints: whole, for backends that exist, and for networks that fit."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import torch

from cnaps.errors import WeightsError
from cnaps.official.checkpoint import Checkpoint
from cnaps.official.records import CHECKPOINTS, get_checkpoint
from cnaps.registry import BACKENDS, get_backend
from cnaps.weights import COMPUTED, open_official
from tests.conftest import SHARED

MANIFESTS = {
    "mimo-unet": "mimo_unet",
    "mimo-unet-plus": "mimo_unet_plus",
    "swinir-noise50": "swinir_color_dn",
    "swinir-jpeg30": "swinir_color_car",
}


@pytest.mark.parametrize("name", CHECKPOINTS)
def test_a_record_belongs_to_a_backend_and_says_what_is_known(name: str) -> None:
    checkpoint = CHECKPOINTS[name]
    assert BACKENDS[name].official is not None
    assert checkpoint.address.startswith("https://")
    assert checkpoint.licence and checkpoint.trained_on
    assert checkpoint.sha256 is None or re.fullmatch(r"[0-9a-f]{64}", checkpoint.sha256)
    assert (checkpoint.size is None) == (checkpoint.sha256 is None)
    assert checkpoint.size_in_words.startswith("about") == (checkpoint.size is None)


def test_no_two_files_have_one_name_or_one_digest() -> None:
    digests = [c.sha256 for c in CHECKPOINTS.values() if c.sha256]
    assert len({c.file for c in CHECKPOINTS.values()}) == len(CHECKPOINTS)
    assert len(set(digests)) == len(digests)


def test_a_backend_without_a_record_is_told_with_those_that_have_one() -> None:
    with pytest.raises(WeightsError, match="mimo-unet, mimo-unet-plus"):
        get_checkpoint("dreamclear")


def of_unknown_digest(name: str) -> Checkpoint:
    checkpoint = CHECKPOINTS[name]
    assert checkpoint.sha256 is None, f"{name} is checked against its digest, which no test file has"
    return checkpoint


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_file_with_the_tensors_of_the_published_one_loads_strictly(tmp_path: Path, name: str) -> None:
    manifest = SHARED / "reference" / "manifests" / f"{MANIFESTS[name]}.json"
    if not manifest.is_file():
        pytest.skip("the manifests are not at ../shared/reference/manifests")
    listed = json.loads(manifest.read_text())
    # One number stands for all of a tensor, so that the file stays small.
    state = {tensor: torch.zeros(()).expand(shape) for tensor, (shape, _) in listed.items()}
    path = tmp_path / "published.pth"
    torch.save({of_unknown_digest(name).container: state}, path)
    network, _ = open_official(get_backend(name), path)
    assert network.state_dict().keys() == {tensor for tensor in state if not tensor.endswith(COMPUTED)}
