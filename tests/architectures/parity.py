"""Our networks beside the official ones on weights that anyone can make again from the names of the tensors.

``python -m tests.architectures.parity`` prints the largest difference for each stored output.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from torch import Tensor, nn

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.architectures.res_hair import ResHAIR
from cnaps.architectures.restormer import Restormer
from cnaps.architectures.swinir import SwinIR
from cnaps.architectures.swinir_real import UpscalingSwinIR

GOLDENS = Path(__file__).parent / "goldens"
NAMES = sorted(path.stem for path in GOLDENS.glob("*.safetensors"))
NETWORKS = [name for name in NAMES if not name.startswith("script_")]
SCRIPTS = [name for name in NAMES if name.startswith("script_")]

Rule = Callable[[str, torch.Size], Tensor]


def rule_a(name: str, shape: torch.Size) -> Tensor:
    return drawn(name, shape) * 0.05


def rule_b(name: str, shape: torch.Size, gain: float = 1.0) -> Tensor:
    """Norms near one and lively attention, so that a mistake in either shows in the output."""
    r = drawn(name, shape)
    if name.endswith("kernel_box"):
        return 0.2 * r
    if name.endswith("relative_position_bias_table"):
        return 0.5 * r
    if name.endswith("temperature"):
        return 1 + 0.1 * r
    if r.ndim >= 2:
        gain = 3.0 if "extracts." in name and r.ndim == 2 else gain
        return r * (gain / (r.numel() / shape[0]) ** 0.5)
    return 1 + 0.1 * r if name.endswith("weight") else 0.1 * r


def drawn(name: str, shape: torch.Size) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(zlib.crc32(name.encode())))


def fill(network: nn.Module, rule: Rule = rule_b) -> nn.Module:
    network.load_state_dict({name: rule(name, tensor.shape) for name, tensor in network.state_dict().items()})
    return network.eval()


def weights_digest(network: nn.Module) -> str:
    found = hashlib.sha256()
    for name, tensor in sorted(network.state_dict().items()):
        found.update(name.encode())
        found.update(tensor.numpy().tobytes())
    return found.hexdigest()


@dataclass(frozen=True, kw_only=True, eq=False)
class Golden:
    """One stored file."""

    network: nn.Module
    """Ours, filled by the rule of the file."""
    weights_sha256: str
    """Of the official one."""
    image: Tensor
    outputs: Mapping[str, Tensor]


def read_golden(name: str) -> Golden:
    with safe_open(GOLDENS / f"{name}.safetensors", "pt") as file:
        facts = file.metadata()
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118
    config = json.loads(facts["config"])
    image = tensors.pop("input", None)
    if image is None:
        shape = json.loads(facts["input_shape"])
        image = torch.rand(*shape, generator=torch.Generator().manual_seed(int(facts["input_seed"])))
    return Golden(
        network=fill(built(config), rule_of(facts["weights_rule"])),
        weights_sha256=config.get("w") or facts["weights_sha256"],
        image=image,
        outputs=tensors,
    )


def rule_of(text: str) -> Rule:
    return partial(rule_b, gain=float(text.partition("gain=")[2])) if text.startswith("B") else rule_a


def built(config: Mapping[str, Any]) -> nn.Module:
    """Our network for the constructor arguments of the official one."""
    if "num_res" in config:
        return MIMOUNet(blocks=config["num_res"])
    if "window_size" in config:
        windowed = {
            "width": config["embed_dim"],
            "depths": config["depths"],
            "heads": config["num_heads"][0],
            "window": config["window_size"],
            "mlp_ratio": config["mlp_ratio"],
            "value_range": config["img_range"],
            "channels": config["in_chans"],
        }
        if config.get("upsampler") == "nearest+conv":
            return UpscalingSwinIR(**windowed, bottleneck=config["resi_connection"] == "3conv")
        return SwinIR(**windowed)
    sizes = {
        "width": config["dim"],
        "depths": config["num_blocks"],
        "refinement": config["num_refinement_blocks"],
        "heads": config["heads"],
        "expansion": config["ffn_expansion_factor"],
    }
    if config.get("cls") == "HAIR":
        return ResHAIR(**sizes)
    return Restormer(**sizes, biased_norm=config["LayerNorm_type"] == "WithBias")


def restored(network: nn.Module, image: Tensor) -> dict[str, Tensor]:
    """Our outputs under the names of the stored ones."""
    with torch.no_grad():
        if isinstance(network, MIMOUNet):
            return dict(zip(("output_quarter", "output_half", "output"), network.scales(image), strict=True))
        return {"output": network(image)}


def difference(ours: Tensor, theirs: Tensor) -> float:
    """Largest, relative to the largest value."""
    return float((ours - theirs).abs().max() / theirs.abs().max())


def largest_difference(golden: Golden, *, exact: bool = False) -> float:
    """Of all outputs; with `exact` ours are computed in float64."""
    network, image = (
        (golden.network.double(), golden.image.double()) if exact else (golden.network, golden.image)
    )
    ours = restored(network, image)
    return max(difference(ours[name], theirs) for name, theirs in golden.outputs.items())


def main() -> None:
    sys.stdout.write("| golden | float32 | float64 |\n|---|---|---|\n")
    for name in NETWORKS:
        golden = read_golden(name)
        single, double = largest_difference(golden), largest_difference(golden, exact=True)
        sys.stdout.write(f"| {name} | {single:.1e} | {double:.1e} |\n")


if __name__ == "__main__":
    main()
