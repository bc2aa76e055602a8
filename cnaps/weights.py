"""From bytes to a network: digest first, then a strict load; nothing of a stranger's file is executed."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from cnaps.backend import Backend, Weights, WeightsFile
from cnaps.errors import WeightsError
from cnaps.registry import get_backend

CONTAINERS = ("params_ema", "params", "model", "state_dict")
"""Keys under which published checkpoints keep their tensors."""

WRAPPERS = ("net.", "module.")
"""What training frameworks put before every name."""

COMPUTED = ("attn_mask", "relative_position_index")
"""Buffers of published SwinIR files that follow from the sizes and are computed here."""


def load_network(backend: str, checkpoint: Path | None = None) -> nn.Module:
    """The network of a backend in eval mode, float32, on the CPU.

    Args:
        backend: a name of the registry.
        checkpoint: a file in the container format of the published checkpoints; the compact weights if None.

    Raises:
        UnknownBackendError: no backend has this name.
        WeightsError: the checkpoint is missing, altered, or does not fit the network.
    """
    row = get_backend(backend)
    if checkpoint is not None:
        state = read_checkpoint(Path(checkpoint))
        return _filled(_official(row, state), state, str(checkpoint))
    if not row.weights.files:
        raise WeightsError(
            f"{row.title} comes without weights: fetch an official file from {row.weights.address} "
            f"and name it (cnaps restore PHOTO --backend {row.name} --weights FILE --out FILE), "
            "or choose another backend."
        )
    return _filled(
        row.architecture(), read_weights(row.weights), f"the {row.weights.kind} weights of {backend}"
    )


def read_weights(weights: Weights) -> dict[str, Tensor]:
    """All tensors of a weights record, each file checked against its digest."""
    state: dict[str, Tensor] = {}
    for file in weights.files:
        verify(file)
        state.update({file.prefix + name: tensor.float() for name, tensor in _safetensors(file.path).items()})
    return state


def verify(file: WeightsFile) -> None:
    """Compare a file with its SHA-256.

    Raises:
        WeightsError: it is missing or altered.
    """
    try:
        with file.path.open("rb") as stream:
            found = hashlib.sha256()
            for block in iter(lambda: stream.read(1 << 20), b""):
                found.update(block)
    except OSError as error:
        raise WeightsError(
            f"Weights {file.path} cannot be read ({error.strerror}): install CNAPS again."
        ) from error
    if found.hexdigest() != file.sha256:
        raise WeightsError(
            f"Weights {file.path.name} have SHA-256 {found.hexdigest()[:12]}..., not {file.sha256[:12]}...: "
            "the file was altered or cut off; fetch it again."
        )


def read_checkpoint(path: Path) -> dict[str, Tensor]:
    """The tensors of a .safetensors or PyTorch file, out of their container, computed buffers left out.

    Raises:
        WeightsError: the file is missing, damaged, or holds anything but tensors.
    """
    if not path.is_file():
        raise WeightsError(
            f"Checkpoint {path} does not exist: name a .safetensors, .pth, .pkl or .ckpt file."
        )
    content = _unwrapped(
        _out_of_container(_safetensors(path) if path.suffix == ".safetensors" else _unpickled(path))
    )
    return {
        name: tensor.float()
        for name, tensor in content.items()
        if isinstance(tensor, Tensor) and not name.endswith(COMPUTED)
    }


def _out_of_container(content: Mapping[str, object]) -> Mapping[str, object]:
    for key in CONTAINERS:
        inner = content.get(key)
        if isinstance(inner, Mapping):
            return inner
    return content


def _unwrapped(content: Mapping[str, object]) -> Mapping[str, object]:
    for wrapper in WRAPPERS:
        if content and all(name.startswith(wrapper) for name in content):
            return {name.removeprefix(wrapper): tensor for name, tensor in content.items()}
    return content


def _safetensors(path: Path) -> dict[str, Tensor]:
    try:
        return load_file(path)
    except (SafetensorError, OSError) as error:
        raise WeightsError(
            f"Weights {path} are damaged or cut off ({error}): fetch the file again."
        ) from error


def _unpickled(path: Path) -> Mapping[str, object]:
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError, KeyError) as error:
        raise WeightsError(
            f"Checkpoint {path} holds more than tensors, or is damaged; it was not opened. "
            "Convert it to .safetensors or fetch it again."
        ) from error
    if not isinstance(content, Mapping):
        raise WeightsError(f"Checkpoint {path} holds a {type(content).__name__}, not named tensors.")
    return content


def _official(backend: Backend, state: Mapping[str, Tensor]) -> nn.Module:
    """The published topology whose names are those of `state`, the first one where none is."""
    if backend.official is None:
        raise WeightsError(f"Backend {backend.name} takes no checkpoint file yet: use --weights compact.")
    topologies = (build() for build in (backend.official, *backend.variants))
    fitting = (network for network in topologies if network.state_dict().keys() == state.keys())
    return next(fitting, None) or backend.official()


def _filled(network: nn.Module, state: Mapping[str, Tensor], source: str) -> nn.Module:
    wanted = network.state_dict()
    missing, extra = sorted(wanted.keys() - state.keys()), sorted(state.keys() - wanted.keys())
    shaped = sorted(n for n in wanted.keys() & state.keys() if wanted[n].shape != state[n].shape)
    if missing or extra or shaped:
        first = (missing or extra or shaped)[0]
        raise WeightsError(
            f"{source} does not fit: {len(missing)} tensors missing, {len(extra)} too many, "
            f"{len(shaped)} of another shape (first: {first}). Use a checkpoint of this very model."
        )
    network.load_state_dict(state)
    return network.eval().requires_grad_(False)
