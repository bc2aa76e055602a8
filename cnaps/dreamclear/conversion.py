"""From the released checkpoint to the names of diffusers: every tensor has its place, none is left over."""

from __future__ import annotations

import pickle
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import torch
from torch import Tensor

from cnaps.dreamclear.mixture import EXPERTS
from cnaps.dreamclear.transformer import DreamClearTransformer2DModel
from cnaps.errors import WeightsError

CONTAINER = "state_dict"
"""Key under which the released file keeps its tensors."""
WRAPPING = "module."
"""What parallel training puts before every name."""
COMPUTED = "base_model.pos_embed"
"""A table of positions that follows from the sizes."""
BLOCKS = 28
"""Of the released network."""

_BLOCK = {
    "attn.qkv": ("attn1.to_q", "attn1.to_k", "attn1.to_v"),
    "attn.proj": ("attn1.to_out.0",),
    "cross_attn.q_linear": ("attn2.to_q",),
    "cross_attn.kv_linear": ("attn2.to_k", "attn2.to_v"),
    "cross_attn.proj": ("attn2.to_out.0",),
    "mlp.fc1": ("ff.net.0.proj",),
    "mlp.fc2": ("ff.net.2",),
}
_STACKS = {
    "base_model.blocks.{}": "transformer_blocks.{}",
    "controlnet_lq.{}.copied_block": "degraded_branch.transformer_blocks.{}",
    "controlnet_pre.{}.copied_block": "reference_branch.transformer_blocks.{}",
}
_MODULATOR = {"shared_proj": "shared", "proj_mul": "factor", "proj_add": "summand"}
_MIXTURE = {
    "cross_de.{}.norm1": "attention.norm_degraded",
    "cross_de.{}.norm2": "attention.norm_reference",
    "cross_de.{}.q_linear": "attention.queries",
    "cross_de.{}.kv_linear": "attention.keys_values",
    "cross_de.{}.proj": "attended",
    "cross_de.{}.de_proj": "prior",
    "am_lq.{}.gate.0": "gate.0",
    "am_lq.{}.gate.2": "gate.2",
    **{f"am_pre.{{}}.{theirs}": f"of_reference.{ours}" for theirs, ours in _MODULATOR.items()},
    **{
        f"am_lq.{{}}.experts.{expert}.{theirs}": f"experts.{expert}.{ours}"
        for expert in range(EXPERTS)
        for theirs, ours in _MODULATOR.items()
    },
}
_AROUND = {
    "base_model.x_embedder.proj": "pos_embed.proj",
    "base_model.t_embedder.mlp.0": "adaln_single.emb.timestep_embedder.linear_1",
    "base_model.t_embedder.mlp.2": "adaln_single.emb.timestep_embedder.linear_2",
    "base_model.csize_embedder.mlp.0": "adaln_single.emb.resolution_embedder.linear_1",
    "base_model.csize_embedder.mlp.2": "adaln_single.emb.resolution_embedder.linear_2",
    "base_model.ar_embedder.mlp.0": "adaln_single.emb.aspect_ratio_embedder.linear_1",
    "base_model.ar_embedder.mlp.2": "adaln_single.emb.aspect_ratio_embedder.linear_2",
    "base_model.t_block.1": "adaln_single.linear",
    "base_model.y_embedder.y_proj.fc1": "caption_projection.linear_1",
    "base_model.y_embedder.y_proj.fc2": "caption_projection.linear_2",
    "base_model.final_layer.linear": "proj_out",
    "x_embedder_lq.proj": "degraded_branch.sample_embed.proj",
    "c_embedder_lq.proj": "degraded_branch.image_embed.proj",
    "x_embedder_pre.proj": "reference_branch.sample_embed.proj",
    "c_embedder_pre.proj": "reference_branch.image_embed.proj",
}
_ALONE = {
    "base_model.y_embedder.y_embedding": "null_caption",
    "base_model.final_layer.scale_shift_table": "scale_shift_table",
}


def key_map(blocks: int = BLOCKS) -> Mapping[str, tuple[str, ...]]:
    """Each released tensor and where it goes; with several places it is cut along its first axis."""
    layers: dict[str, tuple[str, ...]] = {theirs: (ours,) for theirs, ours in _AROUND.items()}
    alone: dict[str, tuple[str, ...]] = {theirs: (ours,) for theirs, ours in _ALONE.items()}
    for number in range(blocks):
        for theirs, ours in _STACKS.items():
            stack, place = theirs.format(number), ours.format(number)
            layers |= {f"{stack}.{k}": tuple(f"{place}.{to}" for to in v) for k, v in _BLOCK.items()}
            alone[f"{stack}.scale_shift_table"] = (f"{place}.scale_shift_table",)
        layers |= {k.format(number): (f"mixtures.{number}.{v}",) for k, v in _MIXTURE.items()}
    tensors = {
        f"{theirs}.{kind}": tuple(f"{place}.{kind}" for place in ours)
        for theirs, ours in layers.items()
        for kind in ("weight", "bias")
    }
    return MappingProxyType(alone | tensors)


def convert(released: Mapping[str, Tensor], blocks: int = BLOCKS) -> dict[str, Tensor]:
    """The tensors of the released network under the names of `DreamClearTransformer2DModel`.

    Raises:
        WeightsError: a tensor is missing, left over, or cannot be cut as it should.
    """
    places = key_map(blocks)
    tensors = {name.removeprefix(WRAPPING): tensor for name, tensor in released.items()}
    tensors.pop(COMPUTED, None)
    _refuse_other_names(places.keys(), tensors.keys())
    converted: dict[str, Tensor] = {}
    for name, targets in places.items():
        tensor = tensors[name]
        if tensor.ndim == 0 or len(tensor) % len(targets):
            raise WeightsError(
                f"{name} has the shape {tuple(tensor.shape)}, which cannot be cut into {len(targets)} parts: "
                "use the released DreamClear-1024.pth."
            )
        converted.update(zip(targets, tensor.chunk(len(targets)), strict=True))
    return converted


def fill(transformer: DreamClearTransformer2DModel, released: Mapping[str, Tensor]) -> None:
    """Give a network, which may be on the meta device, the tensors of a checkpoint, as they are stored.

    Raises:
        WeightsError: the checkpoint does not fit; the network is left as it was.
    """
    converted = convert(released, transformer.config.blocks)
    wanted = transformer.state_dict()
    for name, tensor in converted.items():
        if tensor.shape != wanted[name].shape:
            raise WeightsError(
                f"{name} has the shape {tuple(tensor.shape)} in the checkpoint and "
                f"{tuple(wanted[name].shape)} in the network: use the released DreamClear-1024.pth."
            )
    transformer.load_state_dict(converted, strict=True, assign=True)


def load_released(
    path: Path,
    dtype: torch.dtype = torch.float32,
    build: Callable[[], DreamClearTransformer2DModel] = DreamClearTransformer2DModel,
) -> DreamClearTransformer2DModel:
    """The released network in eval mode from ``DreamClear-1024.pth``.

    Its tensors are mapped from the file, not copied, as long as they stay float32. `build` makes a network
    of other sizes for a checkpoint of other sizes.

    Raises:
        WeightsError: the file is missing, damaged, holds more than tensors, or does not fit.
    """
    released = read_tensors(path)
    with torch.device("meta"):
        transformer = build()
    fill(transformer, released)
    if transformer.dtype != dtype:
        transformer.to(dtype)
    return transformer.eval().requires_grad_(False)


def write_converted(transformer: DreamClearTransformer2DModel, folder: Path) -> None:
    """Write a network to a new folder as diffusers does, whole or not at all.

    Raises:
        WeightsError: the folder is there already or cannot be written.
    """
    if folder.exists():
        raise WeightsError(f"{folder} is there already: name a folder that is not.")
    unfinished = folder.with_name(f".{folder.name}.part")
    try:
        try:
            transformer.save_pretrained(unfinished)
            unfinished.replace(folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    except OSError as error:
        raise WeightsError(
            f"{folder} cannot be written ({error.strerror}): name a place with room for 9 GB."
        ) from error


def read_tensors(path: Path) -> dict[str, Tensor]:
    """The tensors of a published PyTorch file; nothing in it is executed.

    Raises:
        WeightsError: the file is missing, damaged, or holds more than tensors.
    """
    if not path.is_file():
        raise WeightsError(
            f"Checkpoint {path} does not exist: name a file of huggingface.co/shallowdream204/DreamClear."
        )
    try:
        content = torch.load(path, map_location="cpu", weights_only=True, mmap=_can_be_mapped(path))
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, KeyError) as error:
        raise WeightsError(
            f"Checkpoint {path} holds more than tensors, or is damaged; it was not opened. Fetch it again."
        ) from error
    tensors = content.get(CONTAINER, content) if isinstance(content, Mapping) else None
    if not isinstance(tensors, Mapping) or not all(isinstance(one, Tensor) for one in tensors.values()):
        raise WeightsError(f"Checkpoint {path} holds no named tensors: fetch the published file again.")
    return dict(tensors)


def _can_be_mapped(path: Path) -> bool:
    """Files from before PyTorch 1.6 are no archives and have to be read as a whole."""
    return zipfile.is_zipfile(path)


def _refuse_other_names(wanted: Iterable[str], found: Iterable[str]) -> None:
    missing, extra = sorted(set(wanted) - set(found)), sorted(set(found) - set(wanted))
    if missing or extra:
        raise WeightsError(
            f"The checkpoint does not fit DreamClear: {len(missing)} tensors missing, {len(extra)} too many "
            f"(first: {(missing or extra)[0]}). Use the released DreamClear-1024.pth."
        )
