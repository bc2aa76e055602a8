"""Where published checkpoints are kept: in the Hugging Face cache, each with its digest beside it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from huggingface_hub import constants

from cnaps.errors import WeightsError
from cnaps.official.checkpoint import Checkpoint


def folder() -> Path:
    """Below the part of the cache that Hugging Face leaves to other programs; it need not exist yet."""
    return Path(constants.HF_ASSETS_CACHE) / "cnaps" / "official"


def path_of(checkpoint: Checkpoint) -> Path:
    """Where the file is, or would be."""
    return folder() / checkpoint.file


def is_on_disk(checkpoint: Checkpoint) -> bool:
    """Whether all of it is there, companions included; an unfinished download does not count."""
    return all(path_of(file).is_file() for file in checkpoint.files)


def known_digest(checkpoint: Checkpoint) -> str | None:
    """SHA-256 that the file must have: the published one, or the one that was recorded at first use.

    Raises:
        WeightsError: the record cannot be read.
    """
    if checkpoint.sha256 is not None:
        return checkpoint.sha256
    record = _record_of(checkpoint)
    if not record.exists():
        return None
    try:
        return str(json.loads(record.read_text(encoding="utf-8"))["sha256"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WeightsError(
            f"{record} should hold the SHA-256 of {checkpoint.file} and does not: delete it together with "
            "that file, and fetch the file again."
        ) from error


def record_digest(checkpoint: Checkpoint, sha256: str) -> None:
    """Keep the digest of a file whose digest nobody published; it is what the file is held to from now on."""
    if known_digest(checkpoint) is not None:
        return
    facts = {"file": checkpoint.file, "address": checkpoint.address, "sha256": sha256}
    record = _record_of(checkpoint)
    record.parent.mkdir(parents=True, exist_ok=True)
    unfinished = record.with_name(record.name + ".part")
    unfinished.write_text(json.dumps(facts, indent=2) + "\n", encoding="utf-8")
    unfinished.replace(record)


def check(checkpoint: Checkpoint, path: Path) -> str:
    """SHA-256 of a file that is to be used as this checkpoint, which it must be to the last byte.

    Raises:
        WeightsError: it cannot be read, or it is another file than the published or recorded one.
    """
    found, wanted = digest_of(path), known_digest(checkpoint)
    size = path.stat().st_size
    if checkpoint.size not in (None, size):
        raise WeightsError(
            f"{path.name} has {size:,} bytes, the published {checkpoint.file} has {checkpoint.size:,}: "
            "it was cut off or is another file, and was not opened; fetch it again."
        )
    if wanted not in (None, found):
        origin = "published" if checkpoint.sha256 else f"first used here (see {_record_of(checkpoint).name})"
        raise WeightsError(
            f"{path.name} has SHA-256 {found[:12]}..., the file {origin} has {str(wanted)[:12]}...: it was "
            "altered or is another file, and was not opened; fetch it again."
        )
    return found


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal.

    Raises:
        WeightsError: it cannot be read.
    """
    found = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            for block in iter(lambda: stream.read(1 << 20), b""):
                found.update(block)
    except OSError as error:
        raise WeightsError(
            f"{path} cannot be read ({error.strerror}): name a file of weights that exists."
        ) from error
    return found.hexdigest()


def _record_of(checkpoint: Checkpoint) -> Path:
    path = path_of(checkpoint)
    return path.with_name(path.name + ".json")
