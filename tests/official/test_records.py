"""The records of the published checkpoints: whole, for backends that exist, and for networks that fit."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from cnaps.errors import WeightsError
from cnaps.official import records
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
PINNED = {"swinir-real": "swinir_realsr_m_x4", "swinir-real-large": "swinir_realsr_l_x4"}
"""Those whose files are held to a size and a digest, which no file of a test has."""
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
    path = written(tmp_path, MANIFESTS[name], of_unknown_digest(name).container, WRAPPED.get(name, ""))
    network, _ = open_official(get_backend(name), path)
    assert network.state_dict().keys() == tensors_of(MANIFESTS[name])


@pytest.mark.parametrize("name", PINNED)
def test_so_does_a_file_whose_digest_is_known_and_no_other_is_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = written(tmp_path, PINNED[name], CHECKPOINTS[name].container)
    with pytest.raises(WeightsError, match="was not opened"):
        open_official(get_backend(name), path)
    unpinned = replace(CHECKPOINTS[name], size=None, sha256=None)
    monkeypatch.setattr(records, "CHECKPOINTS", {name: unpinned})
    network, _ = open_official(get_backend(name), path)
    assert network.state_dict().keys() == tensors_of(PINNED[name])
    assert sum(tensor.numel() for tensor in network.state_dict().values()) == BACKENDS[name].parameters


def listed(manifest: str) -> dict[str, list[int]]:
    content = json.loads((GOLDENS / "manifests" / f"{manifest}.json").read_text())
    return {tensor: shape for tensor, (shape, _) in content.items()}


def tensors_of(manifest: str) -> set[str]:
    return {tensor for tensor in listed(manifest) if not tensor.endswith(COMPUTED)}


def written(folder: Path, manifest: str, container: str, wrapper: str = "") -> Path:
    """A file as it was published, but small: one number stands for all of a tensor."""
    state = {wrapper + tensor: torch.zeros(()).expand(shape) for tensor, shape in listed(manifest).items()}
    torch.save({container: state}, folder / "published.pth")
    return folder / "published.pth"
