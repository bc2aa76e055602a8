"""SwinIR: windows, masks, folded pixels, and how it begins to learn."""

from __future__ import annotations

import torch

from cnaps.architectures.swinir import SwinIR, cut_windows, join_windows, shift_mask

SMALL = {"width": 12, "depths": (2, 2), "heads": 2}


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
