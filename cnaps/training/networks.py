"""From a recipe to a network and its objective, and from a trained network to a file."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.architectures.swinir import SwinBlock, SwinIR
from cnaps.errors import RecipeError
from cnaps.training.objectives import Objective, OneImage, ThreeScales
from cnaps.training.recipe import MIMOUNetShape, Recipe, SwinIRShape


def build(recipe: Recipe) -> tuple[nn.Module, Objective]:
    """The untrained network, beginning as the identity or from an earlier checkpoint, and its objective.

    Raises:
        RecipeError: the checkpoint to start from cannot be read, or nothing of it fits.
    """
    shape = recipe.network
    network: nn.Module
    objective: Objective
    if isinstance(shape, MIMOUNetShape):
        network, objective = _mimo_unet(shape), ThreeScales(recipe.distance)
    elif isinstance(shape, SwinIRShape):
        network, objective = _swinir(shape), OneImage(recipe.distance)
    else:
        from cnaps.training.residual_shift import build_residual_shift

        network, objective = build_residual_shift(shape, recipe.distance)
    if recipe.start_from is not None:
        _start_from(network, recipe.start_from)
    return network, objective


def _mimo_unet(shape: MIMOUNetShape) -> MIMOUNet:
    network = MIMOUNet(**shape.sizes)
    network.begin_as_identity()
    return network


def _swinir(shape: SwinIRShape) -> SwinIR:
    network = SwinIR(**shape.sizes)
    network.begin_as_identity()
    return network


def _start_from(network: nn.Module, path: Path) -> None:
    """Copy the tensors whose names and shapes agree; position tables of another window stay fresh.

    Swin blocks that the checkpoint lacks begin as the identity, so that a network which has grown deeper
    begins as what the shallower one has learned.
    """
    try:
        earlier = load_file(path)
    except (OSError, SafetensorError) as error:
        raise RecipeError(
            f"The checkpoint {path} to start from cannot be read ({error}): run its recipe first, or name "
            "another in start_from."
        ) from error
    own = network.state_dict()
    fitting = {n: t.float() for n, t in earlier.items() if n in own and own[n].shape == t.shape}
    if not fitting:
        raise RecipeError(
            f"No tensor of {path} fits the network of the recipe: name a checkpoint of the same architecture "
            "in start_from."
        )
    network.load_state_dict(fitting, strict=False)
    for name, module in network.named_modules():
        if isinstance(module, SwinBlock) and not any(known.startswith(f"{name}.") for known in fitting):
            module.begin_as_identity()


def write_checkpoint(state: dict[str, Tensor], path: Path, recipe: Recipe, steps: int) -> None:
    """Write half-precision safetensors that say in their metadata how they were made."""
    halves = {name: t.to(torch.float16).contiguous() for name, t in state.items()}
    made = {
        "recipe": recipe.model_dump_json(),
        "steps": str(steps),
        "network": json.dumps(recipe.network.kind),
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(halves, path, metadata=made)
