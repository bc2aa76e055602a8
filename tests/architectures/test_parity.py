"""The networks are the published ones: names, shapes, and what they compute."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

import pytest
import torch
from torch import nn

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.architectures.res_hair import ResHAIR
from cnaps.architectures.restormer import Restormer
from cnaps.architectures.swinir import SwinIR
from cnaps.architectures.swinir_real import UpscalingSwinIR
from tests.architectures.parity import (
    GOLDENS,
    NETWORKS,
    difference,
    fill,
    largest_difference,
    read_golden,
    weights_digest,
)

CLOSE = 1e-5

ILL_CONDITIONED = {"mimo_unet_plus_full": 8.5e-6, "res_hair_full_ruleB": 1.5e-4}
"""On these weights the stored output, computed in float32, is this far from the exact one (float64)."""

PUBLISHED: dict[str, Callable[[], nn.Module]] = {
    "mimo_unet": MIMOUNet,
    "mimo_unet_plus": partial(MIMOUNet, blocks=20, dropout=0.1),
    "swinir_color_dn": SwinIR,
    "swinir_color_car": partial(SwinIR, window=7, value_range=255.0),
    "swinir_gray_dn": partial(SwinIR, channels=1),
    "swinir_gray_car": partial(SwinIR, window=7, value_range=255.0, channels=1),
    "swinir_realsr_m_x4": UpscalingSwinIR,
    "swinir_realsr_l_x4": partial(UpscalingSwinIR, width=240, depths=(6,) * 9, heads=8, bottleneck=True),
    "restormer_denoise_color": Restormer,
    "restormer_withbias": partial(Restormer, biased_norm=True),
    "res_hair": ResHAIR,
}
COMPUTED_HERE = ("attn_mask", "relative_position_index")


@pytest.mark.parametrize("name", PUBLISHED)
def test_names_and_shapes_are_those_of_the_published_checkpoints(name: str) -> None:
    published = json.loads((GOLDENS / "manifests" / f"{name}.json").read_text())
    with torch.device("meta"):
        network = PUBLISHED[name]()
    ours = {name: list(tensor.shape) for name, tensor in network.state_dict().items()}
    assert ours == {n: shape for n, (shape, _) in published.items() if not n.endswith(COMPUTED_HERE)}


@pytest.mark.parametrize("name", [name for name in NETWORKS if name not in ILL_CONDITIONED])
def test_it_computes_what_the_official_network_computes(name: str) -> None:
    golden = read_golden(name)
    assert weights_digest(golden.network) == golden.weights_sha256
    assert largest_difference(golden) <= CLOSE


@pytest.mark.parametrize("name", ILL_CONDITIONED)
def test_where_rounding_is_amplified_our_exact_result_is_within_the_official_rounding(name: str) -> None:
    """Why these two are not held to 1e-5 in float32: the stored numbers themselves are not that exact.

    Largest differences, relative, on one machine with four instruction sets (oneDNN's ``ONEDNN_MAX_CPU_ISA``
    and, last, no oneDNN), each in a process of its own with one thread:

    | mimo_unet_plus_full | AMX | AVX-512 | AVX2 | SSE 4.1 | none |
    |---|---|---|---|---|---|
    | ours in float32 to the stored | 1.1e-5 | 1.1e-5 | 1.6e-5 | 1.7e-5 | 1.4e-5 |
    | ours in float32 to the exact | 8.8e-6 | 8.8e-6 | 1.3e-5 | 1.6e-5 | 1.4e-5 |
    | the stored to the exact | 8.5e-6 | | | | |

    | res_hair_full_ruleB | AMX | AVX-512 | AVX2 | SSE 4.1 | none |
    |---|---|---|---|---|---|
    | ours in float32 to the stored | 1.5e-4 | 7.9e-4 | 7.6e-5 | 9.4e-4 | 7.9e-5 to 1.2e-3 |
    | ours in float32 to the exact | 4.8e-5 | 6.4e-4 | 1.8e-4 | 8.0e-4 | 7.8e-5 to 1.1e-3 |
    | the stored to the exact | 1.5e-4 | | | | |

    The order in which a processor sums moves the result by more than 1e-5, so that no order of operations of
    ours could be held to the stored one everywhere; on the first, ours in float32 is as near to the exact
    result as the official network is, or nearer. That ours is the same network shows in float64.
    """
    golden = read_golden(name)
    assert weights_digest(golden.network) == golden.weights_sha256
    assert largest_difference(golden, exact=True) <= 1.05 * ILL_CONDITIONED[name]


@pytest.mark.parametrize("name", [name for name in NETWORKS if "_full" not in name and "ruleB" in name])
def test_two_images_at_once_are_restored_as_each_alone(name: str) -> None:
    golden = read_golden(name)
    other = golden.image.flip(-1)
    with torch.no_grad():
        first, second = golden.network(torch.cat([golden.image, other]))
        alone = golden.network(other)
    assert difference(first, golden.outputs["output"][0]) <= CLOSE
    assert difference(second, alone[0]) <= CLOSE


SMALL = {"width": 8, "depths": (1, 1, 1, 1), "refinement": 1}


def small(kind: str) -> nn.Module:
    if kind == "res-hair":
        return ResHAIR(**{**SMALL, "width": 16})
    return Restormer(**SMALL, biased_norm=kind == "biased")


@pytest.mark.parametrize("kind", ["bias-free", "biased", "res-hair"])
def test_odd_sides_are_mirrored_to_the_right_and_below_and_cut_off_again(kind: str) -> None:
    network = fill(small(kind))
    image = torch.rand(1, 3, 69, 75, generator=torch.Generator().manual_seed(0))
    wide = torch.cat([image, image[..., 69:74].flip(-1)], dim=-1)
    whole = torch.cat([wide, wide[..., 65:68, :].flip(-2)], dim=-2)
    assert whole.shape[-2:] == (72, 80)
    with torch.no_grad():
        assert torch.equal(network(image), network(whole)[..., :69, :75])


def test_an_image_too_small_for_the_classifier_is_named() -> None:
    with pytest.raises(ValueError, match="20 x 40 pixels is too small"):
        small("res-hair")(torch.zeros(1, 3, 20, 40))


@pytest.mark.parametrize("kind", ["bias-free", "biased", "res-hair"])
def test_the_gradient_reaches_every_parameter(kind: str) -> None:
    network = fill(small(kind)).requires_grad_()
    network(torch.rand(1, 3, 64, 64)).square().mean().backward()
    # The keys of a softmax are indifferent to what all scores have in common.
    without = [n for n, p in network.named_parameters() if p.grad is None or not p.grad.any()]
    assert [name for name in without if not name.endswith("attn_1.k.bias")] == []
