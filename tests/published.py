"""A published checkpoint on this machine: a small network in the official container, and its server."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
import torch
from huggingface_hub import constants

from cnaps import registry
from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.official import records
from cnaps.official.checkpoint import Checkpoint
from tests.official.server import Publisher, publishing

BACKEND = "mimo-unet"
SMALL = partial(MIMOUNet, width=4, blocks=1)


@dataclass(frozen=True)
class Published:
    """The server, and the record that points to it."""

    publisher: Publisher
    folder: Path
    """Where it is kept once it is fetched."""

    @property
    def record(self) -> Checkpoint:
        return records.CHECKPOINTS[BACKEND]

    @property
    def kept(self) -> Path:
        return self.folder / self.record.file

    def files(self) -> set[str]:
        """Everything in the cache but the lock, which is empty."""
        return {path.name for path in self.folder.glob("*") if path.suffix != ".lock"}

    def know(self, patch: pytest.MonkeyPatch, **facts: object) -> None:
        """Put other facts into the record."""
        changed = replace(self.record, **facts)  # type: ignore[arg-type]
        patch.setattr(records, "CHECKPOINTS", {BACKEND: changed})


@contextmanager
def published(cache: Path) -> Iterator[Published]:
    """Let the backend and its record be those of a small network that a local server publishes."""
    content = checkpoint_bytes({"model": small_state()})
    with publishing(Publisher(content=content)) as publisher, pytest.MonkeyPatch.context() as patch:
        row = replace(registry.BACKENDS[BACKEND], official=SMALL)
        record = replace(
            records.CHECKPOINTS[BACKEND],
            address=publisher.address,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )
        patch.setattr(registry, "BACKENDS", {**registry.BACKENDS, BACKEND: row})
        patch.setattr(records, "CHECKPOINTS", {BACKEND: record})
        patch.setattr(constants, "HF_ASSETS_CACHE", str(cache))
        yield Published(publisher, cache / "cnaps" / "official")


def small_state() -> dict[str, torch.Tensor]:
    """The tensors of the small network, the same each time."""
    torch.manual_seed(0)
    return SMALL().state_dict()


def checkpoint_bytes(content: Mapping[str, object]) -> bytes:
    """What `torch.save` writes."""
    file = io.BytesIO()
    torch.save(content, file)
    return file.getvalue()
