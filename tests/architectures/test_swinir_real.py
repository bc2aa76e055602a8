"""SwinIR that draws a photo four times as large: its size, and the way back to the photo's own."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from cnaps.architectures.swinir_real import RealSwinIR, UpscalingSwinIR

SMALL = {"width": 12, "depths": (2, 2), "heads": 2}


@pytest.mark.parametrize("bottleneck", [False, True])
def test_a_photo_of_any_size_becomes_four_times_as_large(bottleneck: bool) -> None:
    network = UpscalingSwinIR(**SMALL, bottleneck=bottleneck)
    with torch.no_grad():
        assert network(torch.rand(1, 3, 19, 33)).shape == (1, 3, 76, 132)


def test_a_photo_that_keeps_its_size_is_the_mean_of_what_was_drawn() -> None:
    kept, large = RealSwinIR(**SMALL), UpscalingSwinIR(**SMALL)
    large.load_state_dict(kept.state_dict())
    image = torch.rand(2, 3, 19, 33)
    with torch.no_grad():
        drawn = large(image)
        assert torch.allclose(kept(image), F.interpolate(drawn, size=(19, 33), mode="area"), atol=1e-6)


def test_the_gradient_reaches_every_parameter() -> None:
    network = UpscalingSwinIR(**SMALL, bottleneck=True)
    network(torch.rand(1, 3, 16, 24)).square().mean().backward()
    assert [n for n, p in network.named_parameters() if p.grad is None or not p.grad.any()] == []
