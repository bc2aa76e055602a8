"""The network computes what the published code computes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from cnaps.dreamclear.transformer import Caption, DreamClearTransformer2DModel
from tests.dreamclear.parity import TwoBlocks, difference
from tests.dreamclear.weights import drawn, tiny_transformer

SHARED = Path(__file__).resolve().parents[3] / "shared" / "reference" / "goldens_dreamclear"
EVERY = 8
"""Of a token's channels the goldens keep one in eight."""


@pytest.fixture(scope="module")
def two_blocks() -> Iterator[TwoBlocks]:
    yield TwoBlocks()


def test_every_output_of_the_published_code_is_matched(two_blocks: TwoBlocks) -> None:
    found = list(two_blocks.differences())
    assert len(found) == 24
    assert [one for one in found if one.relative > 1e-5] == []


class Ear:
    """Keeps what modules said last."""

    def __init__(self) -> None:
        self.heard: dict[str, Tensor | tuple[Tensor, ...]] = {}

    def listen(self, name: str, module: nn.Module) -> None:
        def keep(_module: nn.Module, _given: object, said: Tensor | tuple[Tensor, ...]) -> None:
            self.heard[name] = said

        module.register_forward_hook(keep)


def test_every_intermediate_result_of_the_published_code_is_matched(two_blocks: TwoBlocks) -> None:
    if not SHARED.is_dir():
        pytest.skip("the intermediate results are not at ../shared/reference/goldens_dreamclear")
    goldens = load_file(SHARED / "dreamclear_2block.safetensors")
    ear, network = Ear(), two_blocks.network
    for i in range(2):
        mixture = network.mixtures[i]
        ear.listen(f"l.{i}", network.degraded_branch.transformer_blocks[i])
        ear.listen(f"r.{i}", network.reference_branch.transformer_blocks[i])
        ear.listen(f"h_block.{i}", network.transformer_blocks[i])
        ear.listen(f"ref.{i}", mixture.attended)
        ear.listen(f"D.{i}", mixture.prior)
        ear.listen(f"ref_modulation.{i}", mixture.of_reference)
        ear.listen(f"gate_logits.{i}", mixture.gate)
        ear.listen(f"h_after_moam.{i}", mixture)
    ear.listen("t6", network.adaln_single)
    ear.listen("t_emb", network.adaln_single.emb.timestep_embedder)
    ear.listen("caption_proj", network.caption_projection)
    ear.listen("tokens_out", network.proj_out)
    with torch.no_grad():
        two_blocks.predicted(two_blocks.caption, 999)
    for name, said in list(ear.heard.items()):
        if name.startswith("ref_modulation"):
            number = name[-1]
            ear.heard[f"gamma_ref.{number}"], ear.heard[f"beta_ref.{number}"] = said
            del ear.heard[name]
    for name, said in ear.heard.items():
        found, golden = said[0] if isinstance(said, tuple) else said, goldens[f"mid.{name}"]
        thinned = found if found.shape[-1] == golden.shape[-1] else found[..., ::EVERY]
        assert difference(name, thinned.view_as(golden), golden).relative < 1e-5, name
    assert len(ear.heard) == 22


def tiny_inputs(batch: int, height: int = 8, width: int = 12) -> tuple[Tensor, Tensor, Tensor]:
    sample, degraded, reference = drawn(1, 3, batch, 4, height, width)
    return sample, degraded, reference


def predicted(
    network: DreamClearTransformer2DModel,
    inputs: tuple[Tensor, Tensor, Tensor],
    caption: Caption | None = None,
    *,
    joined: bool = False,
) -> Tensor:
    sample, degraded, reference = inputs
    return network(
        sample,
        torch.full((len(sample),), 500),
        degraded=degraded,
        reference=reference,
        caption=caption or network.no_caption(),
        joined=joined,
    ).sample


def test_a_sample_in_a_batch_is_predicted_as_if_it_were_alone_unless_joined() -> None:
    network, inputs = tiny_transformer(), tiny_inputs(2)
    sample, degraded, reference = (latents[:1] for latents in inputs)
    alone = predicted(network, (sample, degraded, reference))
    assert torch.allclose(predicted(network, inputs)[:1], alone, atol=1e-5)
    assert not torch.allclose(predicted(network, inputs, joined=True)[:1], alone, atol=1e-3)


def test_words_under_the_mask_are_not_read() -> None:
    network, inputs = tiny_transformer(), tiny_inputs(1)
    words, mask = drawn(2, 1, 5, 16), torch.tensor([[1, 1, 1, 0, 0]])
    other = words.clone()
    other[:, 3:] = 7.0
    first = predicted(network, inputs, Caption(embedding=words, mask=mask))
    assert torch.allclose(first, predicted(network, inputs, Caption(embedding=other, mask=mask)))
    assert not torch.allclose(first, predicted(network, inputs, Caption(embedding=other)))


def test_the_routing_of_every_mixture_is_a_distribution_over_its_modulators() -> None:
    network, (sample, degraded, reference) = tiny_transformer(), tiny_inputs(1)
    output = network(
        sample, torch.tensor([3]), degraded=degraded, reference=reference, caption=network.no_caption()
    )
    assert [routing.shape for routing in output.routing] == [(1, 4, 6, 3)] * 2
    for routing in output.routing:
        assert torch.allclose(routing.sum(dim=-1), torch.ones(1, 4, 6), atol=1e-5)


def test_half_precision_stays_close() -> None:
    network, inputs = tiny_transformer(), tiny_inputs(1)
    exact = predicted(network, inputs)
    sample, degraded, reference = (latents.bfloat16() for latents in inputs)
    rounded = predicted(network.bfloat16(), (sample, degraded, reference))
    assert rounded.dtype == torch.bfloat16
    assert float((rounded - exact).abs().max() / exact.abs().max()) < 0.1
