"""What linear layers in eight bits would bring: the shipped denoiser's seconds and PSNR in all its forms.

    python -m tests.inference.eight_bits [FOLDER OF CLEAN PHOTOS]

Weights are rounded to 8 bits once, activations at every call, which needs no calibration.
"""

from __future__ import annotations

import copy
import statistics
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from cnaps.degradations import parse_specification
from cnaps.evaluation import clean_photos, psnr
from cnaps.inference import inference_form
from cnaps.photo import open_photo
from cnaps.weights import load_network

SIDE, ROUNDS, PHOTOS = 256, 9, 12


def forms() -> dict[str, nn.Module]:
    """The denoiser as it is, in eight bits, and as the runtime runs it."""
    plain = load_network("swinir-noise15").eval()
    torch.backends.quantized.engine = "onednn"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        eight = torch.ao.quantization.quantize_dynamic(copy.deepcopy(plain), {nn.Linear}, dtype=torch.qint8)
    own = {name: inference_form(copy.deepcopy(plain), name) for name in ("fp32", "bf16")}
    return {"plain fp32": plain, "int8 linears": eight, **own}


def seconds(networks: dict[str, nn.Module], image: Tensor) -> dict[str, float]:
    """Medians of runs in turn."""
    taken: dict[str, list[float]] = {name: [] for name in networks}
    for _ in range(ROUNDS):
        for name, network in networks.items():
            start = time.perf_counter()
            network(image)
            taken[name].append(time.perf_counter() - start)
    return {name: statistics.median(each) for name, each in taken.items()}


def mean_psnr(network: nn.Module, folder: Path, level: int) -> float:
    """Over parts of the first photos, with noise of this level."""
    specification, found = parse_specification(f"noise:{level}"), []
    for path in clean_photos(folder)[:PHOTOS]:
        clean = np.ascontiguousarray(open_photo(path).pixels[:SIDE, :SIDE])
        degraded = specification.degrade(clean, path.stem)
        restored = network(torch.from_numpy(degraded.transpose(2, 0, 1).copy())[None])
        found.append(psnr(restored[0].permute(1, 2, 0).numpy(), clean))
    return statistics.mean(found)


@torch.inference_mode()
def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/val")
    networks = forms()
    taken = seconds(networks, torch.rand(1, 3, SIDE, SIDE))
    for name, network in networks.items():
        at = ", ".join(f"{mean_psnr(network, folder, level):.3f} dB at noise {level}" for level in (15, 50))
        sys.stdout.write(f"{name:<14}{taken[name]:.2f} s, {taken['plain fp32'] / taken[name]:.2f}x, {at}\n")


if __name__ == "__main__":
    main()
