"""The whole of the released DreamClear from the files that its authors publish."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from diffusers import AutoencoderKL

from cnaps.dreamclear.conversion import load_released, read_tensors
from cnaps.dreamclear.pipeline import DreamClearPipeline
from cnaps.dreamclear.reference import GeneralSwinIR
from cnaps.dreamclear.sampling import ancestral_scheduler
from cnaps.errors import WeightsError


@dataclass(frozen=True, kw_only=True)
class ReleasedFiles:
    """What has to be on disk."""

    transformer: Path
    """``DreamClear-1024.pth``, 8.9 GB, of huggingface.co/shallowdream204/DreamClear."""
    vae: Path
    """The folder ``sd-vae-ft-ema``, 335 MB, of the same place."""
    restorer: Path
    """``general_swinir_v1.ckpt``, 90 MB, of the same place."""


def assemble(files: ReleasedFiles, *, dtype: torch.dtype = torch.float32) -> DreamClearPipeline:
    """The pipeline with the published weights, on the CPU; `dtype` is that of the large network.

    Raises:
        WeightsError: a file is missing, damaged, holds more than tensors, or does not fit.
    """
    if not (files.vae / "config.json").is_file():
        raise WeightsError(
            f"{files.vae} is no folder of a VAE: name the folder sd-vae-ft-ema with its config.json."
        )
    restorer = GeneralSwinIR()
    restorer.load_published(read_tensors(files.restorer))
    return DreamClearPipeline(
        transformer=load_released(files.transformer, dtype),
        vae=AutoencoderKL.from_pretrained(files.vae, local_files_only=True),
        scheduler=ancestral_scheduler(),
        restorer=restorer.eval().requires_grad_(False),
    )
