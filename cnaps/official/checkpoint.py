"""What is known about a published file of weights before anyone has fetched it."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    companions: tuple[Checkpoint, ...] = ()
    """Files without which this one does not run."""

    @property
    def files(self) -> tuple[Checkpoint, ...]:
        """This file and its companions."""
        return (self, *self.companions)

    @property
    def expected(self) -> int:
        """Bytes of all files, as far as they are known."""
        return sum(file.size or file.estimate for file in self.files)

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
        """Of all files, for people before they ask for them."""
        known = all(file.size is not None for file in self.files)
        size = spoken_size(self.expected)
        return size if known else f"about {size}"

    @property
    def files_in_words(self) -> str:
        """Names and sizes, for people before they ask for them."""
        return "; ".join(f"{file.file}, {replace(file, companions=()).size_in_words}" for file in self.files)

    @property
    def licences_in_words(self) -> str:
        """Of all files; each is named where there are several."""
        if not self.companions:
            return self.licence
        return "; ".join(f"{file.file}: {file.licence}" for file in self.files)


def spoken_size(size: int) -> str:
    """A number of bytes as people read it."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.1f} MB"
