"""MIMO-UNet: the published topology under the published names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors import safe_open

from cnaps.architectures.mimo_unet import MIMOUNet
from tests.architectures.conftest import GOLDENS, fill


@pytest.mark.parametrize("dropout", [0.0, 0.1], ids=["mimo-unet", "mimo-unet-plus"])
def test_it_computes_what_the_official_network_computes(dropout: float) -> None:
    network = fill(MIMOUNet(blocks=1, dropout=dropout))
    with safe_open(GOLDENS / "mimo_unet_num_res1_ruleB.safetensors", "pt") as golden, torch.no_grad():
        quarter, half, full = network.scales(golden.get_tensor("input"))
        for ours, name in ((quarter, "output_quarter"), (half, "output_half"), (full, "output")):
            theirs = golden.get_tensor(name)
            assert (ours - theirs).abs().max() <= 1e-5 * theirs.abs().max()


@pytest.mark.parametrize(("blocks", "manifest"), [(8, "mimo_unet"), (20, "mimo_unet_plus")])
def test_names_and_shapes_are_those_of_the_published_checkpoints(
    official: Path, blocks: int, manifest: str
) -> None:
    published = json.loads((official / "manifests" / f"{manifest}.json").read_text())
    ours = {name: list(tensor.shape) for name, tensor in MIMOUNet(blocks=blocks).state_dict().items()}
    assert ours == {name: shape for name, (shape, _) in published.items()}


def test_training_begins_at_the_identity() -> None:
    network = MIMOUNet(width=8, blocks=1)
    network.begin_as_identity()
    image = torch.rand(2, 3, 20, 36)
    with torch.no_grad():
        assert torch.equal(network(image), image)


def test_the_gradient_reaches_every_parameter() -> None:
    network = MIMOUNet(width=8, blocks=1)
    sum(scale.square().mean() for scale in network.scales(torch.rand(1, 3, 16, 16))).backward()
    assert [n for n, p in network.named_parameters() if p.grad is None or not p.grad.any()] == []
