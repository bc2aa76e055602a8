"""A pipeline of tiny random networks that runs in a second."""

from __future__ import annotations

import pytest
import torch

from cnaps.dreamclear.pipeline import DreamClearPipeline
from cnaps.dreamclear.sampling import ancestral_scheduler
from tests.dreamclear.weights import tiny_restorer, tiny_transformer, tiny_vae


@pytest.fixture(scope="session")
def pipeline() -> DreamClearPipeline:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        vae = tiny_vae()
        restorer = tiny_restorer()
    made = DreamClearPipeline(tiny_transformer(), vae.eval(), ancestral_scheduler(), restorer)
    made.set_progress_bar_config(disable=True)
    return made
