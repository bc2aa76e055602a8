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
from tests.architectures.parity import GOLDENS

MANIFESTS = {
    "mimo-unet": "mimo_unet",
    "mimo-unet-plus": "mimo_unet_plus",
    "swinir-noise50": "swinir_color_dn",
    "swinir-jpeg30": "swinir_color_car",
    "swinir-grey-jpeg20": "swinir_gray_car",
    "restormer": "restormer_denoise_color",
    "restormer-motion": "restormer_withbias",
    "res-hair": "res_hair",
}
WRAPPED = {"res-hair": "net."}
"""What precedes every name in the published file."""


@pytest.mark.parametrize("name", CHECKPOINTS)
def test_a_record_belongs_to_a_backend_and_says_what_is_known(name: str) -> None:
    checkpoint = CHECKPOINTS[name]
    row = BACKENDS[name]
    assert (row.official is None) != (row.assemble is None)
    assert checkpoint.address.startswith("https://")
    assert checkpoint.licence and checkpoint.trained_on
    assert checkpoint.sha256 is None or re.fullmatch(r"[0-9a-f]{64}", checkpoint.sha256)
    assert (checkpoint.size is None) == (checkpoint.sha256 is None)
    assert checkpoint.size_in_words.startswith("about") == (checkpoint.size is None)
    assert all(file.address.startswith("https://") and file.licence for file in checkpoint.files)


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
    listed = json.loads((GOLDENS / "manifests" / f"{MANIFESTS[name]}.json").read_text())
    # One number stands for all of a tensor, so that the file stays small.
    state = {tensor: torch.zeros(()).expand(shape) for tensor, (shape, _) in listed.items()}
    path = tmp_path / "published.pth"
    wrapped = {WRAPPED.get(name, "") + tensor: value for tensor, value in state.items()}
    torch.save({of_unknown_digest(name).container: wrapped}, path)
    network, _ = open_official(get_backend(name), path)
    assert network.state_dict().keys() == {tensor for tensor in state if not tensor.endswith(COMPUTED)}
