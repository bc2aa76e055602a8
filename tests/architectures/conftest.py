"""Weights that anyone can make again from the names of the tensors."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

GOLDENS = Path(__file__).parent / "goldens"
OFFICIAL = Path(__file__).resolve().parents[3] / "shared" / "reference"


def rule_b(name: str, shape: torch.Size, gain: float) -> Tensor:
    drawn = torch.randn(shape, generator=torch.Generator().manual_seed(zlib.crc32(name.encode())))
    if name.endswith("relative_position_bias_table"):
        return 0.5 * drawn
    if drawn.ndim >= 2:
        return drawn * gain / (drawn.numel() / shape[0]) ** 0.5
    return 1 + 0.1 * drawn if name.endswith("weight") else 0.1 * drawn


def fill(network: nn.Module, gain: float = 1.0) -> nn.Module:
    network.load_state_dict({n: rule_b(n, t.shape, gain) for n, t in network.state_dict().items()})
    return network.eval()


@pytest.fixture(scope="session")
def official() -> Path:
    if not OFFICIAL.is_dir():
        pytest.skip("the reference material is not at ../shared/reference")
    return OFFICIAL
