"""A published checkpoint onto the disk: downloaded or copied, and kept only if it is the right file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from huggingface_hub import constants

from cnaps.errors import DownloadError, WeightsError
from cnaps.official import store
from cnaps.official.checkpoint import Checkpoint
from cnaps.official.download import BytesReporter, Patience, download, forget, ignore_bytes
from cnaps.official.drive import download_from_drive
from cnaps.official.records import get_checkpoint
from cnaps.registry import get_backend
from cnaps.weights import load_official, open_official

SURPRISE = 4
"""How many times its estimate a file of unknown size may have: training may have left its state in it."""


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """A checkpoint that is on disk and was checked."""

    path: Path
    size: int
    sha256: str
    new: bool
    """False if it was there already."""


def fetch(
    backend: str,
    *,
    source: Path | None = None,
    on_bytes: BytesReporter = ignore_bytes,
    patience: Patience | None = None,
) -> Fetched:
    """Put the published checkpoint of a backend where ``--weights official`` finds it.

    A file that is there already and in order stays; one that is not is replaced. What does not pass every
    check is deleted: digest, tensors only, each of the wanted name and shape.

    Args:
        backend: a name of the registry.
        source: a file of the user's to take a copy of, in place of a download.
        on_bytes: hears of every block of a download; may raise to end it.
        patience: with a slow or failing server.

    Raises:
        UnknownBackendError: no backend has this name.
        DownloadError: the file cannot be had from its address.
        WeightsError: the backend has no published checkpoint, or the file is not it.
    """
    checkpoint = get_checkpoint(get_backend(backend).name)
    kept = store.path_of(checkpoint)
    part = kept.with_name(kept.name + ".part")
    with _alone(kept):
        if source is None and _is_in_order(backend):
            return _fetched(kept, store.digest_of(kept), new=False)
        if source is not None:
            digest = _taken(backend, source, part)
        else:
            _download(backend, checkpoint, part, on_bytes, patience)
            digest = _checked(backend, part)
        store.record_digest(checkpoint, digest)
        part.replace(kept)
        forget(part)
        return _fetched(kept, digest, new=True)


def _fetched(path: Path, sha256: str, *, new: bool) -> Fetched:
    return Fetched(path=path, size=path.stat().st_size, sha256=sha256, new=new)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process or thread at a time for each file; what cannot be written is told in a sentence."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(path.name + ".lock"), timeout=0):
            yield
    except Timeout as error:
        raise DownloadError(f"{path.name} is being fetched already: wait until that is done.") from error
    except OSError as error:
        raise DownloadError(
            f"{path.parent} cannot be written ({error.strerror}): make room there, or name another folder in "
            "HF_HOME."
        ) from error


def _is_in_order(backend: str) -> bool:
    if not store.is_on_disk(get_checkpoint(backend)):
        return False
    try:
        load_official(get_backend(backend))
    except WeightsError:
        return False
    return True


def _taken(backend: str, source: Path, part: Path) -> str:
    """Copy a file of the user's; what was checked is what is copied."""
    _, digest = open_official(get_backend(backend), source)
    forget(part)
    shutil.copyfile(source, part)
    if store.digest_of(part) != digest:
        forget(part)
        raise WeightsError(f"{source} changed while it was copied: wait until it is complete, and try again.")
    return digest


def _download(
    backend: str, checkpoint: Checkpoint, part: Path, on_bytes: BytesReporter, patience: Patience | None
) -> None:
    try:
        if constants.HF_HUB_OFFLINE:
            raise DownloadError("Downloads are switched off here by HF_HUB_OFFLINE")
        if checkpoint.on_drive:
            download_from_drive(checkpoint.address, part, on_bytes=on_bytes)
            return
        download(
            checkpoint.address,
            part,
            size=checkpoint.size,
            at_most=SURPRISE * checkpoint.estimate,
            on_bytes=on_bytes,
            patience=patience,
        )
    except DownloadError as error:
        raise DownloadError(
            f"{str(error).rstrip('.')}. Or download {checkpoint.file} in a browser and hand it over: "
            f"`cnaps fetch {backend} --from FILE`."
        ) from error


def _checked(backend: str, part: Path) -> str:
    try:
        _, digest = open_official(get_backend(backend), part)
    except WeightsError:
        forget(part)
        raise
    return digest
