"""What may be changed about a run of the released DreamClear."""

from __future__ import annotations

from dataclasses import dataclass

from cnaps.dreamclear.colour import COLOUR_FIXES
from cnaps.dreamclear.sizes import LEAST_SIDE
from cnaps.errors import SettingError

STEPS = range(2, 1001)
"""Numbers of steps that the noise schedule can be cut into."""


@dataclass(frozen=True, kw_only=True)
class RestorationSettings:
    """The published recipe, except that a photo keeps its size (there it grows fourfold)."""

    steps: int = 50
    guidance: float = 4.5
    """How far a caption steers; without a caption there is nothing to steer."""
    upscale: float = 1.0
    """Size of the result over that of the photo."""
    least_side: int = LEAST_SIDE
    """Pixels of the shorter side inside the network, at least."""
    from_reference: bool = True
    """Let the first noise hold a trace of the reference instead of nothing."""
    colour_fix: str = "wavelet"
    """How colours are put right after the reference: ``wavelet``, ``adain`` or ``none``."""
    tile: int = 128
    """Side of a tile in latents, 8 pixels each."""
    overlap: int = 32
    """Latents that neighbouring tiles share, at least."""
    joined_halves: bool = False
    """Let the captioned and the null half see each other, as the published code does."""

    def __post_init__(self) -> None:
        if self.steps not in STEPS:
            raise SettingError(
                f"{self.steps} steps are not possible: use {STEPS.start} to {STEPS.stop - 1}; 50 is usual."
            )
        if self.colour_fix not in COLOUR_FIXES:
            raise SettingError(
                f"Colour fix {self.colour_fix!r} is unknown: use one of {', '.join(COLOUR_FIXES)}."
            )
        if self.upscale <= 0:
            raise SettingError(f"A photo cannot become {self.upscale:g} times as large: use 1 or more.")
        if self.tile < 8 or self.tile % 2 or not 0 <= self.overlap < self.tile:
            raise SettingError(
                f"A tile of {self.tile} latents with an overlap of {self.overlap} is not possible: the "
                "tile must be even, 8 or more and larger than the overlap; 128 and 32 are usual."
            )
