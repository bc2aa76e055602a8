"""Weights of the goldens, which anyone can make again from the names of the tensors, and a tiny network."""

from __future__ import annotations

import json
import math
import zlib
from pathlib import Path

import torch
from torch import Tensor

from cnaps.dreamclear.conversion import COMPUTED, key_map
from cnaps.dreamclear.reference import GeneralSwinIR
from cnaps.dreamclear.transformer import DreamClearTransformer2DModel

GOLDENS = Path(__file__).parent / "goldens"
GAINS = {"attn.qkv.weight": 1.5, ".gate.2.": 3.0, "proj_mul": 0.7}


def drawn(seed: int, *shape: int) -> Tensor:
    """Standard noise of a seed."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def manifest(blocks: int) -> dict[str, list[int]]:
    """Names and shapes of the released tensors of a network with this many blocks."""
    full: dict[str, list[int]] = json.loads((GOLDENS / "manifest_28_blocks.json").read_text())
    names = {*key_map(blocks), COMPUTED}
    return {name: shape for name, shape in full.items() if name in names}


def synthetic(shapes: dict[str, list[int]]) -> dict[str, Tensor]:
    """A released checkpoint in which nothing is zero; the table of positions is left out."""
    return {name: _tensor(name, shape) for name, shape in shapes.items() if name != COMPUTED}


def _tensor(name: str, shape: list[int]) -> Tensor:
    noise = drawn(zlib.crc32(name.encode()), *shape)
    if name.endswith("y_embedding"):
        return noise
    if name.endswith("scale_shift_table"):
        return 0.5 * noise
    if len(shape) >= 2:
        gain = next((gain for part, gain in GAINS.items() if part in name), 1.0)
        return noise * (gain / math.sqrt(noise.numel() / shape[0]))
    return 1 + 0.1 * noise if name.endswith("weight") else 0.1 * noise


def build_tiny() -> DreamClearTransformer2DModel:
    """Two blocks of 24 channels, without weights."""
    return DreamClearTransformer2DModel(
        blocks=2, heads=2, head_width=12, caption_channels=16, caption_tokens=5
    )


def tiny_restorer() -> GeneralSwinIR:
    """A reference network with one group of two blocks."""
    return GeneralSwinIR(width=12, groups=1, depth=2, heads=2).eval()


def released_form(network: DreamClearTransformer2DModel) -> dict[str, Tensor]:
    """What the authors would have saved of a network with two blocks."""
    state = network.state_dict()
    tensors = {name: torch.cat([state[to] for to in places]) for name, places in key_map(2).items()}
    return tensors | {COMPUTED: torch.zeros(1, 4, 24)}


def tiny_transformer() -> DreamClearTransformer2DModel:
    """`build_tiny`, filled: every part has something to say."""
    network = build_tiny()
    with torch.no_grad():
        for name, tensor in network.state_dict().items():
            # Factors multiply from block to block, and a random prediction is far off at first.
            gain = 0.01 if "factor.weight" in name else 1.0
            tensor.copy_(gain * _tensor(name, list(tensor.shape)))
    return network.eval().requires_grad_(False)
