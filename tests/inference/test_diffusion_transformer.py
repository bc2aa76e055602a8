"""The diffusion transformer for inference says what the plain one says, at every time and size."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from cnaps.diffusion.transformer import RestorationTransformer2DModel
from cnaps.inference import inference_form
from cnaps.inference.diffusion_transformer import FusedDiTBlock, FusedMixture, FusedPixelHead
from cnaps.inference.onednn import is_supported
from tests.architectures.parity import difference

pytestmark = pytest.mark.skipif(
    not is_supported(torch.float32), reason="this processor runs the plain networks"
)

CLOSE = 1e-5
ROUNDED = 0.02
"""Root mean square error over the standard deviation of what the network adds to its reference, in bf16."""


def transformer(*, reads_reference: bool = True) -> RestorationTransformer2DModel:
    torch.manual_seed(0)
    network = RestorationTransformer2DModel(
        width=32, heads=2, blocks=4, branch_blocks=2, window=8, reads_reference=reads_reference
    )
    for parameter in network.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    return network.eval()


def images(height: int, width: int, batch: int) -> tuple[Tensor, ...]:
    drawn = torch.rand(3, batch, 3, height, width, generator=torch.Generator().manual_seed(0))
    return drawn.mul(2).sub(1).unbind(0)


def predicted(network: RestorationTransformer2DModel, parts: tuple[Tensor, ...]) -> Tensor:
    sample, degraded, reference = parts
    times = torch.linspace(0.3, 1.0, len(sample))
    with torch.inference_mode():
        return network(sample, times, conditioning=network.condition(degraded, reference)).sample


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize(("height", "width", "batch"), [(64, 96, 2), (32, 32, 1), (128, 32, 3)])
@pytest.mark.parametrize("reads_reference", [True, False])
def test_in_fp32_it_predicts_what_the_plain_network_predicts(
    height: int, width: int, batch: int, reads_reference: bool
) -> None:
    parts = images(height, width, batch)
    fast = inference_form(transformer(reads_reference=reads_reference), "fp32")
    expected = predicted(transformer(reads_reference=reads_reference), parts)
    assert difference(predicted(fast, parts), expected) <= CLOSE


@pytest.mark.usefixtures("either_way")
@pytest.mark.skipif(not is_supported(torch.bfloat16), reason="this processor does not compute in bf16")
def test_in_bf16_it_is_that_but_for_rounding() -> None:
    parts = images(64, 96, 1)
    expected = predicted(transformer(), parts)
    with torch.autocast("cpu", torch.bfloat16):
        error = predicted(inference_form(transformer(), "bf16"), parts) - expected
    assert error.std() <= ROUNDED * (expected - parts[2]).std()


def test_every_part_that_has_a_fast_form_gets_it() -> None:
    fast = inference_form(transformer(), "fp32")
    branches = fast.degraded_branch.blocks, fast.reference_branch.blocks
    assert all(isinstance(block, FusedDiTBlock) for blocks in (fast.trunk, *branches) for block in blocks)
    assert all(isinstance(mixture, FusedMixture) for mixture in fast.mixtures)
    assert isinstance(fast.head, FusedPixelHead)
    assert (fast.device.type, fast.dtype) == ("cpu", torch.float32)
