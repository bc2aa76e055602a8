"""A published checkpoint onto the disk: downloaded or copied, and kept only if it is the right file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout
from huggingface_hub import constants

from cnaps.errors import DownloadError, WeightsError
from cnaps.official import store
from cnaps.official.checkpoint import Checkpoint
from cnaps.official.download import BytesReporter, Patience, download, forget, ignore_bytes, length_of
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
    companions: tuple[Fetched, ...] = ()
    """The other files of a checkpoint that has several."""


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
        source: a file of the user's to take a copy of, in place of a download; for a checkpoint of several
            files the folder that holds them under their published names.
        on_bytes: hears of every block of a download; may raise to end it.
        patience: with a slow or failing server.

    Raises:
        UnknownBackendError: no backend has this name.
        DownloadError: the file cannot be had from its address.
        WeightsError: the backend has no published checkpoint, or the file is not it.
    """
    checkpoint = get_checkpoint(get_backend(backend).name)
    with _alone(store.path_of(checkpoint)):
        if source is None and _is_in_order(backend):
            digests = tuple(store.digest_of(store.path_of(file)) for file in checkpoint.files)
            return _fetched(checkpoint, digests, new=False)
        if source is not None:
            digests = _taken(backend, _named(source, checkpoint), checkpoint)
        else:
            _download_all(backend, checkpoint, on_bytes, patience)
            digests = _checked(backend, checkpoint)
        for file, digest in zip(checkpoint.files, digests, strict=True):
            store.record_digest(file, digest)
            _arrived(file).replace(store.path_of(file))
            forget(_part_of(file))
        return _fetched(checkpoint, digests, new=True)


def _part_of(file: Checkpoint) -> Path:
    """Where a file is until it was checked."""
    kept = store.path_of(file)
    return kept.with_name(kept.name + ".part")


def _arrived(file: Checkpoint) -> Path:
    """Where a file is that has just come, or that was there before."""
    part = _part_of(file)
    return part if part.exists() else store.path_of(file)


def _fetched(checkpoint: Checkpoint, digests: Sequence[str], *, new: bool) -> Fetched:
    first, *others = (
        Fetched(path=path, size=path.stat().st_size, sha256=digest, new=new)
        for path, digest in zip(map(store.path_of, checkpoint.files), digests, strict=True)
    )
    return replace(first, companions=tuple(others))


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


def _named(source: Path, checkpoint: Checkpoint) -> list[Path]:
    """The files that a user means."""
    if source.is_dir():
        return [source / file.file for file in checkpoint.files]
    if checkpoint.companions:
        names = ", ".join(file.file for file in checkpoint.files)
        raise WeightsError(f"{source} is one file, and these are wanted: {names}. Name their folder.")
    return [source]


def _taken(backend: str, sources: Sequence[Path], checkpoint: Checkpoint) -> tuple[str, ...]:
    """Copy files of the user's; what was checked is what is copied."""
    _, digests = open_official(get_backend(backend), *sources)
    for file, source, digest in zip(checkpoint.files, sources, digests, strict=True):
        part = _part_of(file)
        forget(part)
        shutil.copyfile(source, part)
        if store.digest_of(part) != digest:
            forget(part)
            raise WeightsError(
                f"{source} changed while it was copied: wait until it is complete, and try again."
            )
    return digests


def _download_all(
    backend: str, checkpoint: Checkpoint, on_bytes: BytesReporter, patience: Patience | None
) -> None:
    """One file after the other, as far as they are not there; those before count as bytes that have come."""
    before = 0
    for file in checkpoint.files:
        if not _is_kept(file):
            heard = _behind(on_bytes, before, checkpoint.expected) if checkpoint.companions else on_bytes
            _download(backend, file, heard, patience)
        before += length_of(_arrived(file))


def _is_kept(file: Checkpoint) -> bool:
    """Whether this very file is there; others of its checkpoint may be missing."""
    known = store.known_digest(file)
    return (
        known is not None and store.path_of(file).is_file() and store.digest_of(store.path_of(file)) == known
    )


def _behind(on_bytes: BytesReporter, arrived: int, expected: int) -> BytesReporter:
    """A reporter of one file that speaks of all."""

    def report(done: int, total: int | None) -> None:
        on_bytes(arrived + done, max(expected, arrived + done))

    return report


def _download(
    backend: str, checkpoint: Checkpoint, on_bytes: BytesReporter, patience: Patience | None
) -> None:
    part = _part_of(checkpoint)
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
            f"`cnaps fetch {backend} --from FILE`{_folder_instead(backend)}."
        ) from error


def _folder_instead(backend: str) -> str:
    return ", FILE being the folder with all of its files" if get_checkpoint(backend).companions else ""


def _checked(backend: str, checkpoint: Checkpoint) -> tuple[str, ...]:
    for file in checkpoint.files:
        try:
            store.check(file, _arrived(file))
        except WeightsError:
            # The others may be large, and in order.
            forget(_part_of(file))
            raise
    try:
        _, digests = open_official(get_backend(backend), *map(_arrived, checkpoint.files))
    except WeightsError:
        for file in checkpoint.files:
            forget(_part_of(file))
        raise
    return digests
