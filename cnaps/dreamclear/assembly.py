"""The whole of the released DreamClear from the files that its authors publish."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from diffusers import AutoencoderKL
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from cnaps.dreamclear.conversion import load_released, read_tensors
from cnaps.dreamclear.network import ReleasedDreamClear
from cnaps.dreamclear.reference import GeneralSwinIR
from cnaps.errors import WeightsError

RENAMED = {"query": "to_q", "key": "to_k", "value": "to_v", "proj_attn": "to_out.0"}
"""Layers of the VAE's attention in files from before 2023, and what diffusers calls them now."""


def assemble(files: Sequence[Path]) -> ReleasedDreamClear:
    """The three networks with the published weights, in eval mode, float32, on the CPU.

    Args:
        files: ``DreamClear-1024.pth``, the VAE ``sd-vae-ft-ema`` as ``.safetensors``, and
            ``general_swinir_v1.ckpt``, in this order.

    Raises:
        WeightsError: a file is missing, damaged, holds more than tensors, or does not fit.
    """
    transformer, vae, restorer = files
    # The small ones first, so that what is wrong with them is said before the large one is opened.
    reference, autoencoder = _load_restorer(restorer), load_vae(vae)
    network = ReleasedDreamClear(load_released(transformer), autoencoder, reference)
    return network.eval().requires_grad_(False)


def released_vae() -> AutoencoderKL:
    """The VAE of Stable Diffusion 1, without weights."""
    return AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(128, 256, 512, 512),
        layers_per_block=2,
        latent_channels=4,
        norm_num_groups=32,
        sample_size=256,
        scaling_factor=0.18215,
    )


def load_vae(path: Path) -> AutoencoderKL:
    """The VAE from its file.

    Raises:
        WeightsError: the file is missing, damaged, or does not fit.
    """
    tensors = {_present_name(name): tensor for name, tensor in _safetensors(path).items()}
    vae = released_vae()
    wanted = {name: tensor.shape for name, tensor in vae.state_dict().items()}
    wrong = sorted(
        name
        for name in wanted.keys() | tensors.keys()
        if name not in tensors or wanted.get(name) != tensors[name].shape
    )
    if wrong:
        raise WeightsError(
            f"{path.name} does not fit the VAE: {len(wrong)} tensors are missing, left over or of another "
            f"shape (first: {wrong[0]}). Use diffusion_pytorch_model.safetensors of "
            "huggingface.co/stabilityai/sd-vae-ft-ema."
        )
    vae.load_state_dict(tensors)
    return vae


def _load_restorer(path: Path) -> GeneralSwinIR:
    restorer = GeneralSwinIR()
    restorer.load_published(read_tensors(path))
    return restorer


def _safetensors(path: Path) -> dict[str, Tensor]:
    try:
        return {name: tensor.to(torch.float32) for name, tensor in load_file(path).items()}
    except (SafetensorError, OSError) as error:
        raise WeightsError(
            f"{path.name} is missing, damaged or no .safetensors file ({error}): fetch it again."
        ) from error


def _present_name(name: str) -> str:
    stem, _, kind = name.rpartition(".")
    place, _, layer = stem.rpartition(".")
    return f"{place}.{RENAMED[layer]}.{kind}" if layer in RENAMED else name
