"""What is known about a published file of weights before anyone has fetched it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """One file, as its authors published it."""

    file: str
    """Name under which it is kept: the published one, where that is known."""
    address: str
    size: int | None
    """Bytes; None where nobody has written them down."""
    estimate: int
    """Bytes to expect where the size is not known, counted from the tensors of the network."""
    sha256: str | None
    """None where nobody has written it down: it is then recorded at first use."""
    container: str
    """Key under which the file keeps its tensors."""
    licence: str
    trained_on: str

    @property
    def host(self) -> str:
        """Who gives the file."""
        return urlsplit(self.address).hostname or ""

    @property
    def on_drive(self) -> bool:
        """Google Drive answers a plain request with a page instead of the file."""
        return self.host == "drive.google.com"

    @property
    def size_in_words(self) -> str:
        """For people, before they ask for the file."""
        if self.size is None:
            return f"about {in_megabytes(self.estimate)}"
        return in_megabytes(self.size)


def in_megabytes(size: int) -> str:
    """A number of bytes as people read it."""
    return f"{size / 1e6:.1f} MB"
