"""A pipeline of tiny random networks that runs in a second."""

from __future__ import annotations

import pytest
import torch
from diffusers import AutoencoderKL

from cnaps.dreamclear.pipeline import DreamClearPipeline
from cnaps.dreamclear.sampling import ancestral_scheduler
from tests.dreamclear.weights import tiny_restorer, tiny_transformer


@pytest.fixture(scope="session")
def pipeline() -> DreamClearPipeline:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        vae = AutoencoderKL(
            down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4,
            block_out_channels=(8, 8, 8, 8),
            norm_num_groups=4,
        )
        restorer = tiny_restorer()
    made = DreamClearPipeline(tiny_transformer(), vae.eval(), ancestral_scheduler(), restorer)
    made.set_progress_bar_config(disable=True)
    return made
