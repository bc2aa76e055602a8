"""What is known about a published checkpoint as plain values, as the command line prints them in JSON."""

from __future__ import annotations

from cnaps.official import store
from cnaps.official.checkpoint import Checkpoint
from cnaps.official.records import find_checkpoint


def official_facts(backend: str) -> dict[str, object] | None:
    """Files, addresses, sizes, digests, licences and whether all is on disk; None where there is nothing."""
    checkpoint = find_checkpoint(backend)
    if checkpoint is None:
        return None
    return {
        "on_disk": store.is_on_disk(checkpoint),
        **_file_facts(checkpoint),
        "expected_size": checkpoint.expected,
        "trained_on": checkpoint.trained_on,
        "companions": [_file_facts(file) for file in checkpoint.companions],
    }


def _file_facts(checkpoint: Checkpoint) -> dict[str, object]:
    return {
        "path": str(store.path_of(checkpoint)),
        "file": checkpoint.file,
        "address": checkpoint.address,
        "size": checkpoint.size,
        "sha256": store.known_digest(checkpoint),
        "licence": checkpoint.licence,
    }
