"""From bytes to a network: digest first, then a strict load; nothing of a stranger's file is executed."""

from __future__ import annotations

import pickle
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file
from torch import Tensor, nn

from cnaps.backend import Backend, Weights, WeightsFile
from cnaps.errors import WeightsError
from cnaps.foreign import load_foreign
from cnaps.official import store
from cnaps.official.checkpoint import Checkpoint
from cnaps.official.records import find_checkpoint, get_checkpoint
from cnaps.recognition import Build, recognise
from cnaps.registry import get_backend

CONTAINERS = ("params_ema", "params", "model", "state_dict")
"""Keys under which published checkpoints keep their tensors."""

WRAPPERS = ("net.", "module.")
"""What training frameworks put before every name."""

COMPUTED = ("attn_mask", "relative_position_index")
"""Buffers of published SwinIR files that follow from the sizes and are computed here."""

DAMAGED = (
    *(RuntimeError, OSError, EOFError, ValueError, KeyError, IndexError, struct.error),
    *(AssertionError, AttributeError, TypeError),
)
"""What PyTorch raises for pickled files that are damaged."""

KINDS = ("auto", "compact", "official")
"""What can be asked for by name; ``auto`` is the official checkpoint where it is on disk."""


@dataclass(frozen=True)
class Content:
    """What a file of weights holds."""

    tensors: Mapping[str, Tensor]
    metadata: Mapping[str, str] = field(default_factory=dict)


def load_network(backend: str, checkpoint: Path | None = None) -> nn.Module:
    """The network of a backend in eval mode, float32, on the CPU.

    Args:
        backend: a name of the registry.
        checkpoint: a file in the container format of the published checkpoints, or .safetensors, of the
            backend's architecture in any size; the compact weights if None.

    Raises:
        UnknownBackendError: no backend has this name.
        WeightsError: the checkpoint is missing, altered, or does not fit the network.
    """
    row = get_backend(backend)
    return load_weights(
        row, choose_weights(row, "compact") if checkpoint is None else own_weights(checkpoint)
    )


def load_weights(backend: Backend, weights: Weights) -> nn.Module:
    """The network of a backend with these weights, in eval mode, float32, on the CPU.

    Raises:
        WeightsError: the weights are missing, altered, or do not fit the network.
    """
    if weights.kind == "official":
        return load_official(backend)
    if weights.kind == "own":
        return _load_own(backend, weights.files[0].path)
    return _filled(backend.architecture, read_weights(weights), f"the compact weights of {backend.name}")


def choose_weights(backend: Backend, kind: str) -> Weights:
    """The weights that are asked for by one of `KINDS`; a backend without compact ones takes the official.

    Raises:
        WeightsError: the official checkpoint is asked for, or is the only one, and is not on disk.
    """
    on_disk = has_official(backend.name)
    if kind == "official" or not backend.weights.files or (kind == "auto" and on_disk):
        return official_weights(backend)
    return backend.weights


def has_official(backend: str) -> bool:
    """Whether the published checkpoint of a backend is on disk."""
    checkpoint = find_checkpoint(backend)
    return checkpoint is not None and store.is_on_disk(checkpoint)


def official_weights(backend: Backend) -> Weights:
    """The record of a published checkpoint that is on disk.

    Raises:
        WeightsError: it is not; the message says how to get it.
    """
    checkpoint = get_checkpoint(backend.name)
    if not store.is_on_disk(checkpoint):
        otherwise = "use the compact ones" if backend.weights.files else "choose another backend"
        raise WeightsError(
            f"The official weights of {backend.name} are not on disk ({checkpoint.size_in_words}; licence: "
            f"{checkpoint.licence}): fetch them with `cnaps fetch {backend.name}`, or with Download on the "
            f"page, or {otherwise}."
        )
    return Weights(
        kind="official",
        files=tuple(
            WeightsFile(path=store.path_of(file), sha256=store.known_digest(file) or "")
            for file in checkpoint.files
        ),
        licence=checkpoint.licence,
        trained_on=checkpoint.trained_on,
    )


def own_weights(path: Path) -> Weights:
    """The record of a file that the user brings."""
    return Weights(
        kind="own",
        files=(WeightsFile(path=Path(path), sha256=""),),
        licence="as its publisher says",
        trained_on="The file does not say.",
    )


def load_official(backend: Backend) -> nn.Module:
    """The published network from its file on disk; a digest that nobody knew is recorded once it fits.

    Raises:
        WeightsError: the file is missing, is another one, or does not fit.
    """
    files = get_checkpoint(backend.name).files
    network, digests = open_official(backend, *(store.path_of(file) for file in files))
    for file, digest in zip(files, digests, strict=True):
        store.record_digest(file, digest)
    return network


def open_official(backend: Backend, *paths: Path) -> tuple[nn.Module, tuple[str, ...]]:
    """The published network from the files that are said to be its checkpoint, and their SHA-256.

    Raises:
        WeightsError: a file is missing, is another one, or does not fit.
    """
    checkpoint = get_checkpoint(backend.name)
    for path in paths:
        _refuse_page(path)
    digests = tuple(store.check(file, path) for file, path in zip(checkpoint.files, paths, strict=True))
    if backend.assemble is not None:
        return backend.assemble(paths), digests
    tensors = _tensors(_out_of(checkpoint, _unpickled(paths[0]), paths[0]))
    return _filled(_published(backend), tensors, paths[0].name), digests


def read_weights(weights: Weights) -> dict[str, Tensor]:
    """All tensors of a weights record, each file checked against its digest."""
    state: dict[str, Tensor] = {}
    for file in weights.files:
        verify(file)
        state.update({file.prefix + name: tensor.float() for name, tensor in _safetensors(file.path).items()})
    return state


def verify(file: WeightsFile) -> None:
    """Compare a shipped file with its SHA-256.

    Raises:
        WeightsError: it is missing or altered.
    """
    found = store.digest_of(file.path)
    if found != file.sha256:
        raise WeightsError(
            f"Weights {file.path.name} have SHA-256 {found[:12]}..., not {file.sha256[:12]}...: "
            "the file was altered or cut off; install CNAPS again."
        )


def read_checkpoint(path: Path) -> Content:
    """The tensors of a .safetensors or PyTorch file, out of their container, computed buffers left out.

    Raises:
        WeightsError: the file is missing, damaged, or holds anything but tensors.
    """
    if not path.is_file():
        raise WeightsError(
            f"Checkpoint {path} does not exist: name a .safetensors, .pth, .pkl or .ckpt file."
        )
    if path.suffix == ".safetensors":
        return Content(_tensors(_safetensors(path)), _metadata(path))
    content = _unpickled(path)
    inner = (content.get(key) for key in CONTAINERS)
    named = _named(next((found for found in inner if isinstance(found, Mapping)), content), path)
    return Content(_tensors(named))


def _load_own(backend: Backend, path: Path) -> nn.Module:
    content = read_checkpoint(path)
    published = _published(backend)
    try:
        build = recognise(published, content.tensors, content.metadata)
        return _filled(build, content.tensors, str(path))
    except WeightsError as unfit:
        if path.suffix != ".safetensors":
            raise
        try:
            return load_foreign(path)
        except WeightsError as unknown:
            raise WeightsError(f"{unfit} {unknown}") from unfit


def _published(backend: Backend) -> Build:
    if backend.official is None:
        raise WeightsError(
            f"No single file holds the network of {backend.name}: leave --weights out, or name another "
            "backend."
        )
    return backend.official


def _out_of(checkpoint: Checkpoint, content: Mapping[str, object], path: Path) -> Mapping[str, object]:
    inner = content.get(checkpoint.container)
    if not isinstance(inner, Mapping):
        raise WeightsError(
            f"{path.name} keeps nothing under {checkpoint.container!r}, where the published "
            f"{checkpoint.file} keeps its tensors: it is another file; fetch the published one."
        )
    return _named(inner, path)


def _tensors(content: Mapping[str, object]) -> dict[str, Tensor]:
    return {
        name: tensor.float()
        for name, tensor in _unwrapped(content).items()
        if isinstance(tensor, Tensor) and not name.endswith(COMPUTED)
    }


def _unwrapped(content: Mapping[str, object]) -> Mapping[str, object]:
    for wrapper in WRAPPERS:
        if content and all(name.startswith(wrapper) for name in content):
            return {name.removeprefix(wrapper): tensor for name, tensor in content.items()}
    return content


def _safetensors(path: Path) -> dict[str, Tensor]:
    _refuse_page(path)
    try:
        return load_file(path)
    except (SafetensorError, OSError) as error:
        raise WeightsError(
            f"Weights {path} are damaged or cut off ({error}): fetch the file again."
        ) from error


def _metadata(path: Path) -> Mapping[str, str]:
    with safe_open(path, "pt") as file:
        return file.metadata() or {}


def _unpickled(path: Path) -> Mapping[str, object]:
    _refuse_page(path)
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise WeightsError(
            f"Checkpoint {path} holds more than tensors, such as code, or is no checkpoint at all; it was "
            "not opened. Use the file that its authors published, or a .safetensors file."
        ) from error
    except DAMAGED as error:
        raise WeightsError(f"Checkpoint {path} is damaged or cut off: fetch the file again.") from error
    return _named(content, path)


def _named(content: object, path: Path) -> Mapping[str, object]:
    if not isinstance(content, Mapping):
        raise WeightsError(
            f"Checkpoint {path} holds a {type(content).__name__}, not named tensors: use another file."
        )
    strange = next((key for key in content if not isinstance(key, str)), None)
    if strange is not None:
        raise WeightsError(
            f"Checkpoint {path} holds something under {strange!r}, not under a name: use another file."
        )
    return content


def _refuse_page(path: Path) -> None:
    """What a browser saves where a site asks for a confirmation first."""
    try:
        with path.open("rb") as file:
            start = file.read(1024).lstrip().lower()
    except OSError as error:
        raise WeightsError(
            f"{path} cannot be read ({error.strerror}): name a file of weights that exists."
        ) from error
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise WeightsError(
            f"{path} is a web page, not a file of weights: open its address in a browser, download the file "
            "itself, and name that one."
        )


def _filled(build: Build, state: Mapping[str, Tensor], source: str) -> nn.Module:
    # Compared before anything is allocated: a small file could name sizes that fill the memory.
    with torch.device("meta"):
        wanted = build().state_dict()
    missing, extra = sorted(wanted.keys() - state.keys()), sorted(state.keys() - wanted.keys())
    shaped = sorted(n for n in wanted.keys() & state.keys() if wanted[n].shape != state[n].shape)
    if missing or extra or shaped:
        first = (missing or extra or shaped)[0]
        raise WeightsError(
            f"{source} does not fit: {len(missing)} tensors missing, {len(extra)} too many, "
            f"{len(shaped)} of another shape (first: {first}). Use a checkpoint of this very model."
        )
    network = build()
    network.load_state_dict(state)
    return network.eval().requires_grad_(False)
