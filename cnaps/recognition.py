"""The sizes of a network, read from the tensors of a checkpoint that somebody brings."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from functools import partial

import torch
from torch import Tensor, nn

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.architectures.restormer import Restormer
from cnaps.architectures.swinir import SwinIR
from cnaps.architectures.swinir_real import UpscalingSwinIR
from cnaps.errors import WeightsError

LARGEST_WINDOW = 32
"""A window of n pixels needs a table of n to the fourth entries, which a small file could make huge."""

COLOURS = 3

Build = Callable[[], nn.Module]


def recognise(published: Build, state: Mapping[str, Tensor], metadata: Mapping[str, str]) -> Build:
    """How to build the network of a checkpoint.

    Args:
        published: builds the network of the backend's published checkpoint, which says the architecture.
        state: the tensors of the checkpoint.
        metadata: of a .safetensors file: what no shape tells.

    Returns:
        A builder of the same architecture in the sizes of the checkpoint; whether every tensor fits is not
        checked here. Architectures that come in one size are built as published.

    Raises:
        WeightsError: a tensor that tells the sizes is missing, or has sizes that no such network has.
    """
    with torch.device("meta"):
        network = published()
    if isinstance(network, MIMOUNet):
        return _mimo_unet(state)
    if isinstance(network, SwinIR):
        return _swinir(network, state, metadata)
    if isinstance(network, Restormer):
        # The checkpoints for blur and rain normalise with a bias, those for noise without one.
        return partial(Restormer, biased_norm=any(name.endswith("norm1.body.bias") for name in state))
    return published


def _mimo_unet(state: Mapping[str, Tensor]) -> Build:
    first = _tensor(state, "feat_extract.0.main.0.weight", 4)
    return partial(MIMOUNet, width=first.shape[0], blocks=_count(state, r"Encoder\.0\.layers\.(\d+)\."))


def _swinir(published: SwinIR, state: Mapping[str, Tensor], metadata: Mapping[str, str]) -> Build:
    first = _tensor(state, "conv_first.weight", 4)
    width, inputs = first.shape[:2]
    table = _tensor(state, "layers.0.residual_group.blocks.0.attn.relative_position_bias_table", 2)
    hidden = _tensor(state, "layers.0.residual_group.blocks.0.mlp.fc1.weight", 2).shape[0]
    heads = table.shape[1]
    if not heads or width % heads:
        raise WeightsError(
            f"The checkpoint has {heads} heads for {width} channels, which cannot be shared evenly: use a "
            "checkpoint of SwinIR."
        )
    build = partial(
        type(published),
        width=width,
        depths=[
            _count(state, rf"layers\.{group}\.residual_group\.blocks\.(\d+)\.")
            for group in range(_count(state, r"layers\.(\d+)\."))
        ],
        heads=heads,
        window=_window(table.shape[0]),
        mlp_ratio=hidden / width,
        value_range=_value_range(metadata, published.value_range),
        fold=_fold(inputs, published.mean.shape[1]),
    )
    if not isinstance(published, UpscalingSwinIR):
        return build
    if inputs != COLOURS:
        raise WeightsError(f"The checkpoint takes {inputs} channels: use one of SwinIR x4, with {COLOURS}.")
    return partial(build, bottleneck="conv_after_body.2.weight" in state)


def _window(positions: int) -> int:
    """A window of side w has (2w - 1) squared relative positions."""
    side = round(positions**0.5)
    if side**2 != positions or side % 2 == 0 or side >= 2 * LARGEST_WINDOW:
        raise WeightsError(
            f"The checkpoint has {positions} relative positions, which no window of up to {LARGEST_WINDOW} "
            "pixels has: use a checkpoint of SwinIR."
        )
    return (side + 1) // 2


def _fold(inputs: int, channels: int) -> int:
    """Pixels folded into one token come as a square number of times the channels of the backend's photos."""
    fold = round((inputs / channels) ** 0.5)
    if channels * fold**2 != inputs or not fold:
        kind = "colour" if channels == COLOURS else "grey"
        raise WeightsError(
            f"The checkpoint takes {inputs} channels: use one for {kind} photos, with {channels}."
        )
    return fold


def _value_range(metadata: Mapping[str, str], published: float) -> float:
    """No shape tells it: a file of this project's training says it, another file may."""
    try:
        told = (
            json.loads(metadata["recipe"])["network"].get("value_range", 1.0)
            if "recipe" in metadata
            else metadata.get("value_range", published)
        )
        value_range = float(told)
        if not 0.0 < value_range < math.inf:
            raise ValueError(f"no range of values: {value_range}")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WeightsError(
            "The checkpoint's metadata cannot be read: its value_range should be a number above 0, such as 1 "
            "or 255."
        ) from error
    return value_range


def _tensor(state: Mapping[str, Tensor], name: str, dimensions: int) -> Tensor:
    if name not in state:
        raise WeightsError(f"The checkpoint has no tensor {name}: use one of the backend's architecture.")
    if state[name].ndim != dimensions:
        raise WeightsError(
            f"Tensor {name} of the checkpoint has {state[name].ndim} dimensions, not {dimensions}: "
            "use one of the backend's architecture."
        )
    return state[name]


def _count(state: Mapping[str, Tensor], pattern: str) -> int:
    """How many different numbers stand at the place of the group."""
    return len({found[1] for name in state if (found := re.match(pattern, name))})
