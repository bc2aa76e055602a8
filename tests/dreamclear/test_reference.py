"""The network behind the reference image."""

from __future__ import annotations

import pytest
import torch

from cnaps.dreamclear.reference import GeneralSwinIR
from cnaps.errors import WeightsError
from tests.dreamclear.weights import tiny_restorer


def test_the_published_sizes_are_the_default() -> None:
    with torch.device("meta"):
        network = GeneralSwinIR()
    assert sum(parameter.numel() for parameter in network.parameters()) == 15_792_587
    shapes = {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}
    assert shapes["conv_first.1.weight"] == (180, 192, 3, 3)
    assert shapes["layers.7.residual_group.blocks.5.attn.qkv.weight"] == (540, 180)
    assert shapes["conv_before_upsample.0.weight"] == (64, 180, 3, 3)


def test_the_image_keeps_its_size() -> None:
    image = torch.rand(1, 3, 64, 128)
    with torch.no_grad():
        assert tiny_restorer()(image).shape == image.shape


@pytest.mark.parametrize("wrapping", ["", "module."])
def test_published_tensors_are_taken_and_computed_ones_left(wrapping: str) -> None:
    source, target = tiny_restorer(), tiny_restorer()
    published = {wrapping + name: tensor for name, tensor in source.state_dict().items()}
    block = f"{wrapping}layers.0.residual_group.blocks.1"
    published[f"{block}.attn_mask"] = torch.zeros(64, 64, 64)
    published[f"{block}.attn.relative_position_index"] = torch.zeros(64, 64).long()
    target.load_published(published)
    image = torch.rand(1, 3, 64, 64)
    with torch.no_grad():
        assert torch.equal(target(image), source(image))


@pytest.mark.parametrize("harm", ["missing", "extra", "shape"])
def test_tensors_of_another_network_are_refused(harm: str) -> None:
    published = tiny_restorer().state_dict()
    if harm == "missing":
        del published["conv_up3.bias"]
    elif harm == "extra":
        published["conv_up4.bias"] = torch.zeros(64)
    else:
        published["conv_last.bias"] = torch.zeros(4)
    with pytest.raises(WeightsError, match="1 tensors are missing, left over or of another shape"):
        tiny_restorer().load_published(published)
