"""The form for inference computes what the plain network computes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
import torch
from torch import Tensor, nn

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.architectures.swinir import SwinIR, cut_windows, shift_mask
from cnaps.deconvolution.network import ShakeInverter
from cnaps.diffusion.reference import ReferenceRestorer
from cnaps.inference import inference_form
from cnaps.inference.mimo_unet import FusedMIMOUNet
from cnaps.inference.onednn import is_supported
from cnaps.inference.swinir import FoldedSwinIR
from cnaps.inference.walks import route
from tests.architectures.parity import difference, fill, read_golden
from tests.diffusion.references import small_reference

pytestmark = pytest.mark.skipif(
    not is_supported(torch.float32), reason="this processor runs the plain networks"
)

CLOSE = 1e-5
ROUNDED = 0.02
"""Root mean square error over the standard deviation of what the network adds to its input, in bf16."""

CASES: dict[str, tuple[Callable[[], nn.Module], tuple[int, int]]] = {
    "mimo-unet": (partial(MIMOUNet, width=16, blocks=1), (36, 52)),
    "mimo-unet, one block": (partial(MIMOUNet, width=8, blocks=2), (16, 16)),
    "swinir": (partial(SwinIR, width=60, depths=(2, 2), heads=2), (19, 41)),
    "swinir, odd depths": (partial(SwinIR, width=32, depths=(3, 1), heads=2), (24, 24)),
    "swinir, one row of windows": (partial(SwinIR, width=32, depths=(2,), heads=2), (16, 9)),
    "swinir, folded": (
        partial(SwinIR, width=32, depths=(2, 2), heads=2, window=7, fold=2, value_range=255.0),
        (30, 60),
    ),
    "swinir, many windows": (partial(SwinIR, width=16, depths=(2,), heads=1), (80, 88)),
}


def image_of(size: tuple[int, int], batch: int = 1) -> Tensor:
    return torch.rand(batch, 3, *size, generator=torch.Generator().manual_seed(0))


def run(network: nn.Module, image: Tensor) -> Tensor:
    with torch.inference_mode():
        return network(image)


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("case", CASES)
def test_in_fp32_the_result_is_that_of_the_plain_network(case: str) -> None:
    build, size = CASES[case]
    image = image_of(size, batch=2)
    fast = inference_form(fill(build()), "fp32")
    assert isinstance(fast, FusedMIMOUNet | FoldedSwinIR)
    assert difference(run(fast, image), run(fill(build()), image)) <= CLOSE


@pytest.mark.usefixtures("either_way")
@pytest.mark.skipif(not is_supported(torch.bfloat16), reason="this processor does not compute in bf16")
@pytest.mark.parametrize("case", CASES)
def test_in_bf16_it_is_that_but_for_rounding(case: str) -> None:
    build, size = CASES[case]
    image = image_of(size)
    expected = run(fill(build()), image)
    error = run(inference_form(fill(build()), "bf16"), image) - expected
    assert error.std() <= ROUNDED * (expected - image).std()


@pytest.mark.parametrize(
    "name", ["mimo_unet_num_res1_ruleB", "swinir_car_color_small_ruleB", "swinir_dn_small_ruleB"]
)
def test_it_computes_what_the_official_network_computes(name: str) -> None:
    golden = read_golden(name)
    fast = inference_form(golden.network, "fp32")
    assert difference(run(fast, golden.image), golden.outputs["output"]) <= CLOSE


def test_autocast_around_it_changes_nothing() -> None:
    build, size = CASES["swinir"]
    network, image = inference_form(fill(build()), "fp32"), image_of(size)
    with torch.autocast("cpu", torch.bfloat16):
        assert torch.equal(run(network, image), run(network, image.clone()))
        under = run(network, image)
    assert torch.equal(under, run(network, image))


def test_parts_of_a_network_get_their_form_and_the_rest_stays() -> None:
    image = image_of((64, 64))

    def swin() -> nn.Module:
        return fill(small_reference())

    def convolutional() -> nn.Module:
        return fill(ReferenceRestorer(architecture="mimo-unet", sizes={"width": 8, "blocks": 1}))

    for reference, form in ((swin, FoldedSwinIR), (convolutional, FusedMIMOUNet)):
        fast = inference_form(reference(), "fp32")
        assert isinstance(fast.network, form)
        assert (fast.device.type, fast.dtype) == ("cpu", torch.float32)
        assert difference(run(fast, image), run(reference(), image)) <= CLOSE
    inverter = ShakeInverter(
        SwinIR(width=32, depths=(2,), heads=2), MIMOUNet(width=8, blocks=1), MIMOUNet(width=8, blocks=1)
    ).eval()
    parts = inference_form(inverter, "fp32")
    assert isinstance(parts.denoiser, FoldedSwinIR) and isinstance(parts.deblurrer, FusedMIMOUNet)
    assert torch.equal(parts.unchanged(image), image)


@pytest.mark.parametrize(("height", "width", "window"), [(16, 24, 8), (21, 7, 7), (8, 8, 8)])
def test_a_walk_visits_every_token_once_and_a_route_leads_back(height: int, width: int, window: int) -> None:
    way, everywhere = route(height, width, window), torch.arange(height * width)
    for walk, back in ((way.straight, way.straight_to_rows), (way.shifted, way.shifted_to_rows)):
        assert torch.equal(walk.order.sort().values, everywhere)
        assert torch.equal(walk.order[back.long()], everywhere)
    assert torch.equal(way.straight.order[way.to_shifted.long()], way.shifted.order)
    assert torch.equal(way.shifted.order[way.to_straight.long()], way.straight.order)


def test_the_walks_through_a_tile_are_kept_and_those_through_a_large_photo_are_not() -> None:
    assert route(512, 512, 8) is route(512, 512, 8)
    assert route(2048, 520, 8) is not route(2048, 520, 8)


def test_each_kind_of_window_has_the_mask_that_the_plain_network_gives_it() -> None:
    height, width, window = 24, 32, 8
    plain, kinds = shift_mask(height, width, window), shift_mask(2 * window, 2 * window, window)
    places = torch.arange(height * width).view(1, height, width, 1).roll((-4, -4), dims=(1, 2))
    mask_of = {int(w[0, 0]): mask for w, mask in zip(cut_windows(places, window), plain, strict=True)}
    walk, start = route(height, width, window).shifted, 0
    for kind, count in enumerate(walk.windows):
        for number in range(start, start + count):
            assert torch.equal(mask_of[int(walk.order[number * window**2])], kinds[kind])
        start += count
