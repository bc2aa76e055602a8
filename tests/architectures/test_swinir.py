"""SwinIR: the published topology under the published names, for both windows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors import safe_open

from cnaps.architectures.swinir import SwinIR, cut_windows, join_windows, shift_mask
from tests.architectures.conftest import GOLDENS, fill

SMALL = {"width": 12, "depths": (2, 2), "heads": 2}


@pytest.mark.parametrize(
    ("golden", "window", "value_range"),
    [("swinir_dn_small_ruleB", 8, 1.0), ("swinir_car_color_small_ruleB", 7, 255.0)],
    ids=["noise", "jpeg"],
)
def test_it_computes_what_the_official_network_computes(golden: str, window: int, value_range: float) -> None:
    network = fill(SwinIR(window=window, value_range=value_range, **SMALL))
    with safe_open(GOLDENS / f"{golden}.safetensors", "pt") as file, torch.no_grad():
        image, theirs = file.get_tensor("input"), file.get_tensor("output")
        assert (network(image) - theirs).abs().max() <= 1e-5 * theirs.abs().max()
        both = network(torch.cat([image, image.flip(-1)]))
    assert torch.allclose(both[:1], theirs, atol=1e-5)


@pytest.mark.parametrize(("window", "manifest"), [(8, "swinir_color_dn"), (7, "swinir_color_car")])
def test_names_and_shapes_are_those_of_the_published_checkpoints(
    official: Path, window: int, manifest: str
) -> None:
    published = json.loads((official / "manifests" / f"{manifest}.json").read_text())
    computed_here = ("attn_mask", "relative_position_index")
    ours = {name: list(tensor.shape) for name, tensor in SwinIR(window=window).state_dict().items()}
    assert ours == {n: shape for n, (shape, _) in published.items() if not n.endswith(computed_here)}


def test_windows_are_cut_and_joined_without_a_change() -> None:
    tokens = torch.rand(2, 16, 24, 5)
    assert torch.equal(join_windows(cut_windows(tokens, 8), 8, tokens.shape), tokens)


def test_the_mask_separates_only_what_the_shift_brought_together() -> None:
    mask = shift_mask(16, 24, 8)
    assert mask.shape == (6, 64, 64)
    assert not mask[0].any()  # the first window holds no edge
    assert mask[-1].any()
    assert torch.equal(mask, mask.transpose(1, 2))


def test_training_begins_at_the_identity() -> None:
    network = SwinIR(**SMALL)
    network.begin_as_identity()
    image = torch.rand(1, 3, 19, 33)
    with torch.no_grad():
        assert torch.allclose(network(image), image, atol=1e-6)


def test_the_gradient_reaches_every_parameter() -> None:
    network = SwinIR(**SMALL)
    network(torch.rand(1, 3, 16, 24)).square().mean().backward()
    assert [n for n, p in network.named_parameters() if p.grad is None or not p.grad.any()] == []


def test_folded_pixels_leave_every_other_name_and_shape_as_published() -> None:
    folded, published = SwinIR(fold=2, **SMALL).state_dict(), SwinIR(**SMALL).state_dict()
    assert folded.keys() == published.keys()
    assert {name for name in folded if folded[name].shape != published[name].shape} == {
        "conv_first.weight",
        "conv_last.weight",
        "conv_last.bias",
    }


def test_folded_pixels_come_back_where_they_were() -> None:
    network = SwinIR(fold=2, **SMALL)
    network.begin_as_identity()
    image = torch.rand(1, 3, 35, 51)
    with torch.no_grad():
        assert torch.allclose(network(image), image, atol=1e-6)
