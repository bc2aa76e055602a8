"""Weights of the goldens, which anyone can make again from the names of the tensors, and a tiny network."""

from __future__ import annotations

import json
import math
import re
import zlib
from functools import partial
from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderKL
from safetensors.torch import save_file
from torch import Tensor

from cnaps.dreamclear import assembly
from cnaps.dreamclear.conversion import COMPUTED, key_map, load_released
from cnaps.dreamclear.reference import GeneralSwinIR
from cnaps.dreamclear.transformer import DreamClearTransformer2DModel

GOLDENS = Path(__file__).parent / "goldens"
OLD_NAMES = {"q": "query", "k": "key", "v": "value", "out.0": "proj_attn"}
"""What the published VAE calls the layers of its attention."""
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


def tiny_vae() -> AutoencoderKL:
    """A VAE with eight channels throughout."""
    return AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(8, 8, 8, 8),
        norm_num_groups=4,
    )


def write_released(folder: Path) -> list[Path]:
    """Files of a tiny network as the authors publish theirs, under the published names."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        vae, restorer = tiny_vae(), tiny_restorer()
    files = [
        folder / name
        for name in ("DreamClear-1024.pth", "sd-vae-ft-ema.safetensors", "general_swinir_v1.ckpt")
    ]
    torch.save({"state_dict": released_form(tiny_transformer())}, files[0])
    old_names = {
        re.sub(r"to_(q|k|v|out\.0)\.", lambda found: f"{OLD_NAMES[found[1]]}.", name): tensor.clone()
        for name, tensor in vae.state_dict().items()
    }
    save_file(old_names, files[1])
    torch.save({"state_dict": restorer.state_dict()}, files[2])
    return files


def be_tiny(patch: pytest.MonkeyPatch) -> None:
    """Let the networks that `assemble` builds be those of `write_released`."""
    patch.setattr(assembly, "GeneralSwinIR", tiny_restorer)
    patch.setattr(assembly, "released_vae", tiny_vae)
    patch.setattr(assembly, "load_released", partial(load_released, build=build_tiny))


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
