"""The runtime: the one part with state. It keeps loaded networks and turns pixels into tensors and back."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from cnaps.backend import Backend, Needs, Piece, Procedure, Weights, WeightsFile
from cnaps.errors import SettingError
from cnaps.inference import Form, inference_form
from cnaps.layout import check_cut, lay_out
from cnaps.memory import free_memory
from cnaps.photo import Photo, with_pixels
from cnaps.procedures import EightViews, LatentDiffusion, OnePass, ResidualShift
from cnaps.result import Restoration
from cnaps.tiling import Blend, Tile
from cnaps.weights import KINDS, choose_weights, load_weights, own_weights

PRECISIONS = ("auto", "fp32", "bf16")
SMALLEST_TILE = 64
MOST_STEPS = 50
KEPT_NETWORKS = 3
LARGEST_SEED = 2**32 - 1


class StepReporter(Protocol):
    """Hears of every finished tile or step; may raise `StoppedError` to end the run."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """`done` of `total` units named `what` (``tiles`` or ``steps``) are finished."""


def ignore_steps(done: int, total: int, what: str) -> None:
    """A reporter for those who do not want to hear."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a visitor may change about a run."""

    seed: int = 0
    precision: str = "auto"
    tile: int | None = None
    """Side of a tile in pixels; None takes the backend's own."""
    weights: str = "compact"
    """``compact``, ``official``, or ``auto``: official where it is on disk."""
    checkpoint: Path | None = None
    """A file of the user's in place of these."""
    eight_views: bool = False
    """Average over the turned and mirrored photo: eight times the time, a little less noise."""
    steps: int | None = None
    """Of a diffusion; None takes the backend's own, 0 shows the reference that it would start from."""
    caption: str = ""
    """What is to be seen on the photo, for a network that can be told."""
    caption_encoder: Path | None = None
    """Folder of the T5 encoder that reads the caption; None takes that of Hugging Face's cache."""
    as_published: bool = False
    """Pad as the official test script does and cut only if `tile` says so, whatever memory that takes."""

    def __post_init__(self) -> None:
        if not 0 <= self.seed <= LARGEST_SEED:
            raise SettingError(
                f"Seed {self.seed} is not allowed: use a whole number from 0 to {LARGEST_SEED}."
            )
        if self.precision not in PRECISIONS:
            raise SettingError(
                f"Precision {self.precision!r} is unknown: use one of {', '.join(PRECISIONS)}."
            )
        if self.weights not in KINDS:
            raise SettingError(f"Weights {self.weights!r} are unknown: use one of {', '.join(KINDS)}.")
        if self.tile is not None and self.tile < SMALLEST_TILE:
            raise SettingError(
                f"A tile of {self.tile} pixels is too small: use {SMALLEST_TILE} or more, or auto."
            )
        if self.steps is not None and not 0 <= self.steps <= MOST_STEPS:
            raise SettingError(
                f"{self.steps} steps are not allowed: use 1 to {MOST_STEPS}, or 0 for the reference alone."
            )


@dataclass(frozen=True, kw_only=True)
class Run:
    """Pixels put through a network, with what was measured on the way."""

    pixels: NDArray[np.float32]
    """(H, W, 3), unclamped."""
    weights: Weights
    precision: str
    device: str
    seconds: float
    tiles: int
    tile_side: int
    passes: int = 1
    """Through the network, for one tile."""
    remark: str = ""


_Version = tuple[int, int]
"""Bytes of a file and when it was last written."""
_Key = tuple[tuple[WeightsFile, ...], tuple[_Version, ...], str, str]


class Runtime:
    """Runs backends on one device, one photo at a time."""

    def __init__(
        self,
        *,
        device: str = "cpu",
        load: Callable[[Backend, Weights], nn.Module] = load_weights,
        form: Form = inference_form,
        free: Callable[[torch.device], int] = lambda device: free_on(device),
    ) -> None:
        self.device = torch.device(device)
        self._load, self._form, self._free = load, form, free
        self._networks: OrderedDict[_Key, nn.Module] = OrderedDict()
        self._lock = threading.Lock()

    def restore(
        self,
        photo: Photo,
        backend: Backend,
        settings: Settings | None = None,
        on_step: StepReporter = ignore_steps,
    ) -> Restoration:
        """Put a photo through a backend.

        Raises:
            StoppedError: `on_step` ended the run.
            WeightsError: the weights are missing, altered, or do not fit.
        """
        settings = settings or Settings()
        backend = row_of(backend, settings)
        run = self.run(photo.pixels, backend, settings, on_step)
        return Restoration(
            before=photo,
            after=with_pixels(photo, run.pixels, taken_over=True),
            backend=backend,
            weights=run.weights,
            precision=run.precision,
            device=run.device,
            seconds=run.seconds,
            tiles=run.tiles,
            tile_side=run.tile_side,
            seed=settings.seed,
            passes=run.passes,
            remark=run.remark,
        )

    def check(self, backend: Backend, settings: Settings) -> Weights:
        """The weights that a run would take, once it is clear that it can take place here.

        Raises:
            SettingError: the network asks for more than this machine has, or takes no such tile.
            WeightsError: the weights are not on disk.
        """
        row = row_of(backend, settings)
        check_cut(row, side=settings.tile, as_published=settings.as_published)
        if row.needs.graphics_card and self.device.type == "cpu":
            raise SettingError(
                f"{row.title} cannot run here, where there is no graphics card. {row.demands} "
                "Choose another backend, or run it on such a machine."
            )
        return weights_of(row, settings)

    def run(
        self,
        pixels: NDArray[np.float32],
        backend: Backend,
        settings: Settings,
        on_step: StepReporter = ignore_steps,
    ) -> Run:
        """(H, W, 3) sRGB values, which need not lie within [0, 1], through the network, tile by tile."""
        backend = row_of(backend, settings)
        weights = self.check(backend, settings)
        unprepared = procedure_of(backend, settings)
        with self._lock, torch.inference_mode():
            precision = choose_precision(settings.precision, self.device)
            network = self._network(backend, weights, precision)
            start = time.perf_counter()
            procedure = unprepared.prepare(network, pixels, on_step)
            restored, tiles = self._tiled(pixels, network, backend, procedure, settings, precision, on_step)
            procedure, restored = procedure.conclude(pixels, restored)
            seconds = time.perf_counter() - start
        side = max(max(tile.height, tile.width) for tile in tiles)
        return Run(
            pixels=restored,
            weights=weights,
            precision=precision,
            device=self.device.type,
            seconds=seconds,
            tiles=len(tiles),
            tile_side=side,
            passes=procedure.units,
            remark=" ".join(
                filter(
                    None,
                    (
                        procedure.remark,
                        str(getattr(network, "remark", "")),
                        *_cautions(backend, settings, len(tiles), side),
                    ),
                )
            ),
        )

    def _tiled(
        self,
        pixels: NDArray[np.float32],
        network: nn.Module,
        backend: Backend,
        procedure: Procedure,
        settings: Settings,
        precision: str,
        on_step: StepReporter,
    ) -> tuple[NDArray[np.float32], list[Tile]]:
        row = replace(backend, needs=_needs_of(network, backend.needs))
        height, width = pixels.shape[:2]
        layout = lay_out(
            pixels, row, free=self._free(self.device), side=settings.tile, as_published=settings.as_published
        )
        tick = _counter(on_step, len(layout.tiles) * procedure.units, procedure.unit)
        blend = Blend(layout.pixels.shape, layout.overlap)
        for tile in layout.tiles:
            piece = Piece(
                degraded=self._tensor(layout.pixels[tile.place], layout.needs),
                corner=(tile.top, tile.left),
                seed=settings.seed,
                on_unit=tick,
            )
            with autocast(self.device, precision):
                restored = procedure(network, piece)
            blend.add(tile, _pixels(restored, tile))
        return blend.finish()[:height, :width], layout.tiles

    def _network(self, backend: Backend, weights: Weights, precision: str) -> nn.Module:
        # Backends that share compact weights share the network; with other weights each has its own.
        name = "" if weights.kind == "compact" else backend.name
        key = (weights.files, _versions(weights.files), name, precision)
        if key not in self._networks:
            network = self._load(backend, weights).to(self.device)
            self._networks[key] = self._form(network, precision)
        self._networks.move_to_end(key)
        while len(self._networks) > KEPT_NETWORKS:
            self._networks.popitem(last=False)
        return self._networks[key]

    def _tensor(self, pixels: NDArray[np.float32], needs: Needs) -> Tensor:
        """(1, 3, H, W), mirrored to the right and below up to the size that a network needs."""
        down, right = (max(needs.smallest - side, -side % needs.multiple_of) for side in pixels.shape[:2])
        padded = np.pad(pixels, ((0, down), (0, right), (0, 0)), mode="symmetric")
        tensor = torch.from_numpy(np.ascontiguousarray(padded)).permute(2, 0, 1).unsqueeze(0)
        return tensor.to(self.device)


def choose_precision(wanted: str, device: torch.device) -> str:
    """``bf16`` where the processor computes with it, exact ``fp32`` elsewhere; the user's word first."""
    if wanted != "auto":
        return wanted
    if device.type == "cuda":
        return "bf16" if torch.cuda.is_bf16_supported() else "fp32"
    return "bf16" if torch.cpu._is_avx512_bf16_supported() else "fp32"


def autocast(device: torch.device, precision: str) -> AbstractContextManager[object]:
    """What a plain network runs under there in ``fp32`` or ``bf16``."""
    return torch.autocast(device.type, torch.bfloat16) if precision == "bf16" else nullcontext()


def procedure_of(backend: Backend, settings: Settings) -> Procedure:
    """The way in which a run with these settings puts a photo through the network.

    Raises:
        SettingError: the backend has no use for one of them.
    """
    procedure = backend.procedure
    if settings.steps is not None:
        if not isinstance(procedure, ResidualShift | LatentDiffusion):
            raise SettingError(f"{backend.name} is no diffusion and takes no steps: leave them out.")
        procedure = replace(procedure, units=settings.steps)
    if settings.caption:
        if not isinstance(procedure, LatentDiffusion):
            raise SettingError(
                f"{backend.name} cannot be told what is to be seen: leave the caption out, or take "
                "DreamClear as released (--backend dreamclear --weights official)."
            )
        procedure = replace(procedure, words=settings.caption, encoder=settings.caption_encoder)
    if settings.eight_views:
        if not isinstance(procedure, OnePass):
            raise SettingError(
                f"Eight views are for networks that restore in one pass; {backend.name} does not: "
                "leave them out."
            )
        return EightViews(procedure)
    return procedure


def _versions(files: tuple[WeightsFile, ...]) -> tuple[_Version, ...]:
    """What tells another file under an old name, where no digest does; missing ones are told by who reads."""
    found = (file.path.stat() for file in files if not file.sha256 and file.path.is_file())
    return tuple((facts.st_size, facts.st_mtime_ns) for facts in found)


def _needs_of(network: nn.Module, needs: Needs) -> Needs:
    """The needs of a backend, with those of the very network, which a user may bring."""
    unit = int(getattr(network, "multiple_of", 1))
    return replace(
        needs,
        multiple_of=needs.multiple_of if needs.multiple_of % unit == 0 else unit,
        bytes_per_pixel=int(getattr(network, "bytes_per_pixel", needs.bytes_per_pixel)),
    )


def best_device() -> str:
    """A graphics card where there is one."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def free_on(device: torch.device) -> int:
    """Bytes of memory that a network may still take there."""
    return int(torch.cuda.mem_get_info(device)[0]) if device.type == "cuda" else free_memory()


def row_of(backend: Backend, settings: Settings) -> Backend:
    """The row that a run with these settings takes: the released one where that is asked for."""
    asked = settings.weights == "official" and settings.checkpoint is None
    return backend.released if asked and backend.released is not None else backend


def weights_of(backend: Backend, settings: Settings) -> Weights:
    """The weights that a run with these settings takes.

    Raises:
        WeightsError: the official checkpoint is asked for and is not on disk, or there is none.
    """
    if settings.checkpoint is not None:
        return own_weights(settings.checkpoint)
    return choose_weights(backend, settings.weights)


def _cautions(backend: Backend, settings: Settings, tiles: int, side: int) -> Iterator[str]:
    """What the way of cutting the photo means for the result, for the record."""
    if settings.as_published:
        yield f"Padding and tiles were those of the official test script of {backend.title}."
    if tiles > 1 and backend.needs.whole:
        yield (
            f"{backend.title} judges a photo as a whole, but this one was cut into {tiles} tiles of at most "
            f"{side} pixels a side to fit into memory, so the result differs from that of the whole photo."
        )


def _counter(on_step: StepReporter, total: int, what: str) -> Callable[[], None]:
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        on_step(done, total, what)

    return tick


def _pixels(restored: Tensor, tile: Tile) -> NDArray[np.float32]:
    image = restored[0, :, : tile.height, : tile.width].float().cpu()
    return image.permute(1, 2, 0).numpy()
