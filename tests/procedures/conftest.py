"""An inverter with small networks."""

from __future__ import annotations

import pytest
import torch

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.deconvolution.network import ShakeInverter


@pytest.fixture(scope="module")
def inverter() -> ShakeInverter:
    return ShakeInverter(torch.nn.Identity(), MIMOUNet(width=8, blocks=1), torch.nn.Identity()).eval()
