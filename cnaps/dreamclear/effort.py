"""What a run of the released DreamClear takes, said before anyone waits for it."""

from __future__ import annotations

from dataclasses import dataclass

from cnaps.dreamclear.mixture import EXPERTS
from cnaps.dreamclear.settings import RestorationSettings
from cnaps.dreamclear.sizes import LEAST_SIDE, PATCH, WorkingSize, working_size
from cnaps.dreamclear.tiling import cut_latents
from cnaps.errors import SettingError

PIXELS_PER_LATENT = 8
"""Along a side."""
PARAMETERS = 2_212_367_732
"""Numbers that the released network holds, the null caption included."""
WIDTH, BLOCKS, CAPTION_TOKENS, CAPTION_CHANNELS, LATENT_CHANNELS = 1152, 28, 120, 4096, 4
"""Sizes of the released network."""
STACKS = 3
"""Trunk and two branches."""
AROUND = 20e-6
"""Tera-operations for each pixel on the way into latents and back, reference included; counted once."""
GIB = 2**30
COMPANIONS_GIB = 0.4
"""Memory for the weights of the VAE and the reference network in float32."""
GIB_FOR_EACH_PIXEL = 4 / 2**20
"""Memory that the VAE takes to decode a pixel in float32; measured at 512 x 512."""
GIB_FOR_A_TILE = 1.0
"""Memory for the intermediate results of the network on a tile of 128 latents; reckoned, not measured."""


@dataclass(frozen=True, kw_only=True)
class Machine:
    """Where a run would take place."""

    name: str
    """As a visitor would call it."""
    slowest: float
    """Tera-operations in a second, at worst."""
    fastest: float
    """Tera-operations in a second, at best."""
    bytes_per_number: int
    advice: str = ""
    """One sentence for a visitor who would rather not wait."""


GRAPHICS_CARD = Machine(name="a graphics card", slowest=15.0, fastest=300.0, bytes_per_number=4)
"""From a small card of 2018 to a large one of 2023; it reckons in sixteen bits and keeps all thirty-two."""

LENT_CARD = Machine(name="a lent graphics card", slowest=60.0, fastest=250.0, bytes_per_number=4)
"""A half of a large card of 2025, as ZeroGPU lends it by default; reckoned, not measured."""


def processor(cores: int) -> Machine:
    """A processor with this many cores, in float32."""
    return Machine(
        name="the processor of this machine",
        slowest=0.025 * cores,
        fastest=0.05 * cores,
        bytes_per_number=4,
        advice="Run it on a graphics card, or take the compact version, which needs seconds.",
    )


@dataclass(frozen=True, kw_only=True)
class Effort:
    """Work, memory and time of one run."""

    inside: tuple[int, int]
    """Height and width in pixels that the network works at."""
    tiles: int
    tera_operations: float
    gibibytes: float
    """Memory that must be free."""
    seconds: tuple[float, float]
    """Best and worst case."""
    machine: Machine

    @property
    def sentence(self) -> str:
        """For a visitor, before the run."""
        height, width = self.inside
        best, worst = (_spoken(seconds) for seconds in self.seconds)
        needs = (
            f"DreamClear would work on {width} x {height} pixels here, which takes about "
            f"{self.gibibytes:.0f} GB of memory and, on {self.machine.name}, between {best} and {worst}."
        )
        return f"{needs} {self.machine.advice}".rstrip()


def estimate(
    height: int,
    width: int,
    machine: Machine,
    settings: RestorationSettings | None = None,
    *,
    captioned: bool = False,
) -> Effort:
    """What restoring a photo of `height` by `width` pixels takes; a rough figure, from the sizes alone."""
    settings = settings or RestorationSettings()
    size = working_size(height, width, upscale=settings.upscale, least_side=settings.least_side)
    rows, columns = (side // PIXELS_PER_LATENT for side in size.inside)
    tiles = cut_latents(rows, columns, side=settings.tile, overlap=settings.overlap)
    samples = 2 if captioned else 1
    passes = settings.steps * len(tiles) * samples
    work = passes * tera_operations(tiles[0].side) + AROUND * _pixels(size)
    return Effort(
        inside=size.inside,
        tiles=len(tiles),
        tera_operations=work,
        gibibytes=_gibibytes(size, machine, tile=tiles[0].side, samples=samples),
        seconds=(work / machine.fastest, work / machine.slowest),
        machine=machine,
    )


def demands() -> str:
    """What the smallest run asks for, in one sentence."""
    card, cores = (estimate(LEAST_SIDE, LEAST_SIDE, machine) for machine in (GRAPHICS_CARD, processor(2)))
    best, worst = (_spoken(seconds) for seconds in cores.seconds)
    return (
        f"A run needs a graphics card with about {card.gibibytes:.0f} GB of memory for a photo of one "
        f"megapixel, and more for a larger one; two processor cores would be at it for {best} to {worst}."
    )


def refuse_too_large(effort: Effort, gibibytes: float) -> None:
    """Check a run against the memory of a card.

    Raises:
        SettingError: it does not suffice.
    """
    if effort.gibibytes > gibibytes:
        raise SettingError(
            f"{effort.sentence} This card has {gibibytes:.0f} GB: make the photo smaller, or take the "
            "compact version."
        )


def tera_operations(side: int) -> float:
    """Of one pass of the released network over one tile of `side` x `side` latents, a caption included."""
    tokens = (side // PATCH) ** 2
    square = WIDTH * WIDTH
    block = 14 * tokens * square + 2 * CAPTION_TOKENS * square
    block += 2 * tokens * tokens * WIDTH + 2 * tokens * CAPTION_TOKENS * WIDTH
    mixture = 5 * tokens * square + 2 * tokens * tokens * WIDTH
    mixture += (1 + EXPERTS) * tokens * square * 3 // 2
    mixture += tokens * (8 * EXPERTS * WIDTH + 8 * EXPERTS * EXPERTS)
    return 2 * (BLOCKS * (STACKS * block + mixture) + _ends(tokens)) / 1e12


def _ends(tokens: int) -> int:
    """Multiplications before the first block and behind the last."""
    patch = PATCH * PATCH * LATENT_CHANNELS * WIDTH
    third = WIDTH // 3
    time = 256 * WIDTH + WIDTH**2 + 3 * (256 * third + third**2) + 6 * WIDTH**2
    return tokens * (5 + 2) * patch + CAPTION_TOKENS * (CAPTION_CHANNELS + WIDTH) * WIDTH + time


def _gibibytes(size: WorkingSize, machine: Machine, *, tile: int, samples: int) -> float:
    weights = PARAMETERS * machine.bytes_per_number / GIB
    at_work = samples * GIB_FOR_A_TILE * (tile / 128) ** 2
    return weights + COMPANIONS_GIB + at_work + GIB_FOR_EACH_PIXEL * _pixels(size)


def _pixels(size: WorkingSize) -> int:
    return size.inside[0] * size.inside[1]


def _spoken(seconds: float) -> str:
    for unit, length in (("hours", 3600.0), ("minutes", 60.0)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} seconds"
