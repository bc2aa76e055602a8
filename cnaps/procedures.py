"""The ways of running a network: one pass, eight views, the steps of a diffusion, a kernel's inversion."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from cnaps.backend import Piece, Procedure
from cnaps.deconvolution.kernel import Shake
from cnaps.deconvolution.network import ShakeInverter
from cnaps.deconvolution.window import search_window
from cnaps.diagnosis.blur import measure_blur
from cnaps.diagnosis.findings import Grade
from cnaps.diagnosis.sampling import whole as whole_sample
from cnaps.diffusion.network import CompactDreamClear
from cnaps.dreamclear.caption import encode_caption
from cnaps.dreamclear.effort import GIB, GRAPHICS_CARD, Effort, Machine, estimate, refuse_too_large
from cnaps.dreamclear.network import ReleasedDreamClear
from cnaps.dreamclear.settings import RestorationSettings
from cnaps.dreamclear.transformer import Caption

PUBLISHED_RECIPE = RestorationSettings()

StepReporter = Callable[[int, int, str], None]
"""Hears how much is done, of how much, and of what."""

Run = TypeVar("Run", bound="TileByTile")

Pixels = NDArray[np.float32]
"""(H, W, 3) sRGB of a whole photo."""

NOISE_BLOCK = 64
"""Side in pixels of the blocks in which starting noise is drawn."""


class TileByTile:
    """What is run on every tile alike."""

    def prepare(self: Run, network: nn.Module, photo: Pixels, on_step: StepReporter) -> Run:
        """Nothing has to be known of the whole photo."""
        return self


@dataclass(frozen=True)
class OnePass(TileByTile):
    """The network once, or the part of it that has this name."""

    units: int = 1
    unit: str = "tiles"
    remark: str = ""
    part: str = ""

    def __call__(self, network: nn.Module, piece: Piece) -> Tensor:
        """(1, 3, H, W), restored; deterministic, so that the seed is not used."""
        restored: Tensor = network.get_submodule(self.part)(piece.degraded)
        piece.on_unit()
        return restored


VIEWS = tuple((turns, mirrored) for turns in range(4) for mirrored in (False, True))
"""Quarter turns, and whether the photo is mirrored first: the eight symmetries of a square."""


@dataclass(frozen=True)
class EightViews(TileByTile):
    """One pass through the network for each view of the photo, and their mean.

    Geometric self-ensemble: Lim et al., "Enhanced Deep Residual Networks for Single Image Super-Resolution",
    CVPRW 2017, section 3.4.
    """

    once: OnePass
    unit: str = "passes"

    @property
    def units(self) -> int:
        """A pass for each view."""
        return len(VIEWS)

    @property
    def remark(self) -> str:
        """For the record."""
        return (
            "The photo went through the network in eight views, turned and mirrored, and their mean is kept."
        )

    def __call__(self, network: nn.Module, piece: Piece) -> Tensor:
        """(1, 3, H, W), restored; deterministic, so that the seed is not used."""
        degraded = piece.degraded
        total = torch.zeros_like(degraded)
        for turns, mirrored in VIEWS:
            view = torch.rot90(degraded.flip(-1) if mirrored else degraded, turns, (-2, -1))
            restored = self.once(network, replace(piece, degraded=view))
            back = torch.rot90(restored, -turns, (-2, -1))
            total += back.flip(-1) if mirrored else back
        return total / len(VIEWS)


@dataclass(frozen=True)
class ResidualShift:
    """A few steps from a noisy reference to the clean image.

    The reference is that of the network; for a photo with one shake it is the photo without that shake.
    """

    units: int = 4
    unit: str = "steps"
    shake: Shake | None = None
    """What `prepare` found, if that can be trusted."""

    @property
    def remark(self) -> str:
        """The shake, if the steps began behind its inversion."""
        if self.shake is None:
            return ""
        return (
            f"One shake of {self.shake.extent:.0f} pixels explains the blur of this photo: it was divided "
            "out first, and the steps began there."
        )

    def prepare(self, network: nn.Module, photo: Pixels, on_step: StepReporter) -> ResidualShift:
        """Look for a shake, which takes its time, in a photo that is blurred."""
        inverter = _compact(network).inverter
        whole = _image(photo)
        if inverter is None or not is_blurred(search_window(whole)):
            return self
        shake = _search(inverter, whole, on_step)
        return replace(self, shake=shake) if shake.trusted else self

    def __call__(self, network: nn.Module, piece: Piece) -> Tensor:
        """(1, 3, H, W), restored; the noise belongs to the place, not to the tile."""
        compact, degraded, reference = _compact(network), piece.degraded, None
        if self.shake is not None:
            degraded = reference = _inverter(compact.inverter).undo(degraded, self.shake, rounds=1)
        height, width = degraded.shape[-2:]
        noise = noise_at(piece.corner, height, width, piece.seed).to(degraded.device)
        return compact.shift(degraded, noise, steps=self.units, on_step=piece.on_unit, reference=reference)


def is_blurred(part: Tensor) -> bool:
    """Whether the diagnosis sees blur in a (3, H, W) part of a photo, sRGB in [0, 1]."""
    return measure_blur((whole_sample(part.permute(1, 2, 0).numpy()),)).grade is not Grade.NONE


@dataclass(frozen=True)
class LatentDiffusion:
    """The steps of the released DreamClear, which takes a whole photo and cuts its latents by itself."""

    units: int = 50
    unit: str = "steps"
    recipe: RestorationSettings = PUBLISHED_RECIPE
    """All but the number of steps."""
    words: str = ""
    """What is said about the photo, if anything."""
    encoder: Path | None = None
    """Folder of the encoder that reads the words; that of Hugging Face's cache if None."""
    effort: Effort | None = None
    """What `prepare` reckoned."""
    caption: Caption | None = None
    """What `prepare` made of the words."""

    def __post_init__(self) -> None:
        # A number of steps that is not possible is told before anything is loaded.
        replace(self.recipe, steps=self.units)

    @property
    def remark(self) -> str:
        """The size that the network worked at, and what it was told."""
        if self.effort is None:
            return ""
        height, width = self.effort.inside
        tiles = f"{self.effort.tiles} tiles of latents" if self.effort.tiles > 1 else "one piece"
        said = f"with the caption “{self.words}”" if self.words else "without a caption"
        return f"DreamClear worked on {width} x {height} pixels, in {tiles} and {said}."

    def prepare(self, network: nn.Module, photo: Pixels, on_step: StepReporter) -> LatentDiffusion:
        """Reckon what this photo takes, which may be too much for the card, then have the words read."""
        effort = self.effort_on(GRAPHICS_CARD, *photo.shape[:2])
        device = next((tensor.device for tensor in network.parameters()), torch.device("cpu"))
        if device.type == "cuda":
            refuse_too_large(effort, torch.cuda.get_device_properties(device).total_memory / GIB)
        caption = None
        if self.words:
            null_caption = _released(network).transformer.null_caption
            caption = encode_caption(self.words, self.encoder, null_caption)
        return replace(self, effort=effort, caption=caption)

    def effort_on(self, machine: Machine, height: int, width: int) -> Effort:
        """What a photo of this size takes there."""
        recipe = replace(self.recipe, steps=self.units)
        return estimate(height, width, machine, recipe, captioned=bool(self.words))

    def __call__(self, network: nn.Module, piece: Piece) -> Tensor:
        """(1, 3, H, W), restored."""
        settings = replace(self.recipe, steps=self.units)
        return _released(network).restore(
            piece.degraded, settings, seed=piece.seed, on_step=piece.on_unit, caption=self.caption
        )


LEFT_ALONE = OnePass(part="unchanged", remark="No shake was found in this photo, so it was left as it is.")
"""An inversion could only harm a photo that is not shaken."""

NETWORK_INSTEAD = OnePass(
    part="deblurrer",
    remark="No single shake explains the blur of this photo, so the trained CNN deblurred it instead.",
)


@dataclass(frozen=True)
class KernelInversion:
    """The kernel of the photo's shake is looked for once, then divided out of every tile."""

    units: int = 1
    """Passes of the denoiser; on photos without noise a second one gains nothing."""
    unit: str = "tiles"
    shake: Shake | None = None
    """What `prepare` found."""

    @property
    def remark(self) -> str:
        """The shake, and how much of the result rests on it."""
        if self.shake is None:
            return ""
        return (
            f"One shake of {self.shake.extent:.0f} pixels explains the blur of this photo. As far as two "
            f"searches for it agree, {self.shake.confidence:.0%} of the result is its inversion; the rest is "
            "the trained CNN's."
        )

    def prepare(self, network: nn.Module, photo: Pixels, on_step: StepReporter) -> Procedure:
        """Look for the kernel; a photo without a shake stays as it is, an unclear one goes to the network."""
        shake = _search(network, _image(photo), on_step)
        if shake.trusted:
            return replace(self, shake=shake)
        return LEFT_ALONE if shake.absent else NETWORK_INSTEAD

    def __call__(self, network: nn.Module, piece: Piece) -> Tensor:
        """(1, 3, H, W), restored; deterministic, so that the seed is not used."""
        if self.shake is None:
            raise ValueError("the kernel is not known yet: call prepare with the whole photo first")
        return _inverter(network).undo(piece.degraded, self.shake, rounds=self.units, on_round=piece.on_unit)


def _search(inverter: nn.Module, photo: Tensor, on_step: StepReporter) -> Shake:
    def on_share(share: float) -> None:
        on_step(math.ceil(100 * share), 100, "parts of the search")

    return _inverter(inverter).look_for_shake(photo, on_share)


def _image(photo: Pixels) -> Tensor:
    return torch.from_numpy(np.array(photo.transpose(2, 0, 1), order="C"))


def _compact(network: nn.Module) -> CompactDreamClear:
    if not isinstance(network, CompactDreamClear):
        raise TypeError(f"the residual shift runs a CompactDreamClear, not a {type(network).__name__}")
    return network


def _released(network: nn.Module) -> ReleasedDreamClear:
    if not isinstance(network, ReleasedDreamClear):
        raise TypeError(f"the latent diffusion runs a ReleasedDreamClear, not a {type(network).__name__}")
    return network


def _inverter(network: nn.Module | None) -> ShakeInverter:
    if not isinstance(network, ShakeInverter):
        raise TypeError(f"a kernel inversion runs a ShakeInverter, not a {type(network).__name__}")
    return network


def noise_at(corner: tuple[int, int], height: int, width: int, seed: int) -> Tensor:
    """(1, 3, height, width) standard noise of a region; overlapping regions agree where they overlap."""
    top, left = corner
    rows = range(top // NOISE_BLOCK, -(-(top + height) // NOISE_BLOCK))
    columns = range(left // NOISE_BLOCK, -(-(left + width) // NOISE_BLOCK))
    field = np.concatenate(
        [np.concatenate([_noise_block(seed, row, column) for column in columns], axis=2) for row in rows],
        axis=1,
    )
    down, right = top - rows.start * NOISE_BLOCK, left - columns.start * NOISE_BLOCK
    return torch.from_numpy(field[None, :, down : down + height, right : right + width].copy())


def _noise_block(seed: int, row: int, column: int) -> np.ndarray:
    rng = np.random.default_rng((seed, row, column))
    return rng.standard_normal((3, NOISE_BLOCK, NOISE_BLOCK), dtype=np.float32)
