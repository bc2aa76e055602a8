"""What a backend is: an architecture, its weights, a way of running, and the facts a caller needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cnaps.diagnosis.findings import Degradation

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor, nn


class Family(str, Enum):
    """The ways of restoring that a visitor chooses between."""

    CNN = "cnn"
    SWIN = "swin"
    DIFFUSION = "diffusion"
    PHYSICS = "physics"
    ALL_IN_ONE = "all-in-one"


@dataclass(frozen=True, kw_only=True)
class WeightsFile:
    """One file of a checkpoint."""

    path: Path
    sha256: str
    prefix: str = ""
    """What the names of its tensors are preceded by in the network."""


@dataclass(frozen=True, kw_only=True)
class Weights:
    """Where a checkpoint comes from and what it may be used for."""

    kind: str
    """``compact`` (trained by this project, shipped), ``official``, or ``own`` (a file of the user's)."""
    files: tuple[WeightsFile, ...]
    """Empty where nothing ships."""
    licence: str
    trained_on: str
    """One sentence: which photos, which degradations, how long."""
    address: str = ""
    """Where a file that does not ship is to be had."""

    @property
    def at_hand(self) -> bool:
        """Whether the files are on disk, so that the backend runs without being given one."""
        return bool(self.files) and all(file.path.is_file() for file in self.files)


@dataclass(frozen=True, kw_only=True)
class Anatomy:
    """The figures of a network that an explanation of a run may state."""

    width: int
    """Channels of the first stage, or of a token."""
    blocks: int
    """Residual, Swin or transformer blocks on the main path."""
    scales: int = 1
    """Resolutions at which the photo is worked on."""
    window: int = 0
    """Side of an attention window in tokens; 0 without window attention."""
    patch: int = 1
    """Side of the square of pixels that one token stands for."""


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What a network asks of the size of a tile."""

    multiple_of: int = 1
    """Sides and corners of tiles are multiples of this, so that grids inside the network line up."""
    overlap: int = 32
    """Pixels that neighbouring tiles share, at least."""
    tile: int = 512
    """Side of the largest tile, overlap included, that a photo is cut to."""
    bytes_per_pixel: int = 2000
    """Memory, about, that a tile takes while the network works in fp32; of no use where that tells itself."""
    smallest: int = 1
    """Sides below this are mirrored up to it."""
    whole: bool = False
    """The network draws on statistics of all it sees, so that cutting a photo changes the result."""
    uncut: bool = False
    """The network cuts a photo by itself and is handed all of it."""
    graphics_card: bool = False
    """No processor carries the network in a time that anyone would wait."""


@dataclass(frozen=True, kw_only=True)
class Convention:
    """How the official test script brings a photo of any size to its network."""

    multiple_of: int
    """Sides grow to the right and below up to a multiple of this."""
    mirror: str | None = "reflect"
    """``reflect`` leaves the edge out, ``symmetric`` repeats it; None refuses sides that would grow."""
    spare: bool = False
    """Whether a side that is a multiple already grows by a whole one."""
    overlap: int | None = 32
    """Pixels that tiles share where tiles are asked for, averaged; None where the script knows no tiles."""


def _unheard() -> None:
    """For who does not count."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Piece:
    """A tile of a photo on its way through a network."""

    degraded: Tensor
    """(1, 3, H, W) sRGB in [0, 1]."""
    corner: tuple[int, int] = (0, 0)
    """Its place in the photo: top, left."""
    seed: int = 0
    """What anything random on the way is drawn from."""
    on_unit: Callable[[], None] = _unheard
    """Called after every pass or step; may raise to end the run."""


class Procedure(Protocol):
    """How a network is run on one tile."""

    @property
    def units(self) -> int:
        """How many times a piece hears that one is done."""

    @property
    def unit(self) -> str:
        """What is counted: ``tiles`` or ``steps``."""

    @property
    def remark(self) -> str:
        """What was found out about the whole photo, one sentence for the record; empty where nothing was."""

    def prepare(
        self, network: nn.Module, photo: NDArray[np.float32], on_step: Callable[[int, int, str], None]
    ) -> Procedure:
        """The procedure for this (H, W, 3) photo: what has to be known of all of it before its tiles.

        Where that takes its time, `on_step` hears how much is done, of how much, and of what.
        """

    def __call__(self, network: nn.Module, piece: Piece) -> Tensor:
        """(1, 3, H, W) sRGB, restored, unclamped."""

    def conclude(
        self, photo: NDArray[np.float32], restored: NDArray[np.float32]
    ) -> tuple[Procedure, NDArray[np.float32]]:
        """What can only be said behind the last tile: the procedure that knows it, and the final photo.

        Both photos are (H, W, 3); the final one may take the memory of `restored`.
        """


@dataclass(frozen=True, kw_only=True)
class Backend:
    """One row of the registry."""

    name: str
    family: Family
    title: str
    task: str
    good_for: str
    """One sentence for the page: when to choose this backend."""
    repairs: frozenset[Degradation]
    model: str
    """Id of the model in the catalogue of the explanation."""
    paper: str
    github: str
    anatomy: Anatomy
    parameters: int
    """Of its own: networks that it borrows from another row are counted there."""
    weights: Weights
    architecture: Callable[[], nn.Module]
    """The network of `weights`, without them."""
    official: Callable[[], nn.Module] | None
    """The network of the published checkpoints, without weights; None where no single file holds it."""
    procedure: Procedure
    needs: Needs
    convention: Convention | None = None
    """None where there is no official test script to follow."""
    assemble: Callable[[Sequence[Path]], nn.Module] | None = None
    """The published network, filled, from its several files; None where it comes in one."""
    released: Backend | None = None
    """The row that runs the published network, where that is run in another way than the compact one."""
    level: int | None = None
    """Noise in grey levels of 255, or JPEG quality, that the weights are meant for; None for any."""
    demands: str = ""
    """What a run asks of the machine, for who is about to choose; empty where any machine will do."""
