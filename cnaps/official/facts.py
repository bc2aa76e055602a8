"""What is known about a published checkpoint as plain values, as the command line prints them in JSON."""

from __future__ import annotations

from cnaps.official import store
from cnaps.official.records import find_checkpoint


def official_facts(backend: str) -> dict[str, object] | None:
    """File, address, size, digest, licence and whether it is on disk; None where there is no such file."""
    checkpoint = find_checkpoint(backend)
    if checkpoint is None:
        return None
    return {
        "on_disk": store.is_on_disk(checkpoint),
        "path": str(store.path_of(checkpoint)),
        "file": checkpoint.file,
        "address": checkpoint.address,
        "size": checkpoint.size,
        "expected_size": checkpoint.size or checkpoint.estimate,
        "sha256": store.known_digest(checkpoint),
        "licence": checkpoint.licence,
        "trained_on": checkpoint.trained_on,
    }
