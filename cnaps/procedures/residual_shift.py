"""The steps of the compact diffusion; its network, on diffusers, is imported when they run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn

from cnaps.backend import Piece
from cnaps.deconvolution.network import ROUNDS
from cnaps.deconvolution.shake import Shake
from cnaps.deconvolution.window import search_window
from cnaps.diagnosis.findings import Diagnosis, Grade
from cnaps.procedures.following import DIFFUSION, change_between, follow
from cnaps.procedures.kernel_inversion import diagnosed, is_plausible, look_for_shake
from cnaps.procedures.whole_photo import Pixels, StepReporter, image_of

if TYPE_CHECKING:
    from cnaps.diffusion.network import CompactDreamClear

CLEAR_FROM = 6.0
"""Pixels of blur beneath visible JPEG from which a kernel may be found: a shorter blur may as well be the
lens's, and inverting it did harm."""
MULTIPLIED_FROM = 8.0
"""Noise in grey levels beneath visible JPEG, from which an inversion makes as many photos worse as better: of
six training photos, shaken and saved at quality 60 or 75, it brought 0.8 dB more than the reference at noise
8, and nothing at 12."""
NOISE_BLOCK = 64
"""Side in pixels of the blocks in which starting noise is drawn."""


@dataclass(frozen=True)
class ResidualShift:
    """A few steps from a noisy reference to the clean image.

    The reference is that of the network; for a photo with one shake it is the photo without that shake.
    """

    units: int = 4
    unit: str = "steps"
    shake: Shake | None = None
    """What `prepare` found, if that can be trusted."""
    followed: float = 1.0
    """Share of the change that `conclude` found worth following; the rest is the photo itself."""

    @property
    def remark(self) -> str:
        """The shake, if the steps began behind its inversion, and what was left out of their result."""
        said = []
        if self.shake is not None:
            said.append(
                f"One shake of {self.shake.extent:.0f} pixels explains the blur of this photo: it was "
                "divided out first, and the steps began there."
            )
        if self.followed < 1.0:
            said.append(
                f"Judged by how fine and how coloured its changes are, {self.followed:.0%} of them were "
                "followed, so that the photo's own detail stays."
            )
        return " ".join(said)

    def prepare(self, network: nn.Module, photo: Pixels, on_step: StepReporter) -> ResidualShift:
        """Look for a shake, which takes its time, where there is one to be seen."""
        inverter, image = _compact(network).inverter, image_of(photo)
        if inverter is None:
            return self
        found = diagnosed(search_window(image))
        if not may_be_shaken(found):
            return self
        shake = look_for_shake(inverter, image, on_step)
        return replace(self, shake=shake) if is_plausible(shake, found.blur) else self

    def __call__(self, network: nn.Module, piece: Piece) -> Tensor:
        """(1, 3, H, W), restored; the noise belongs to the place, not to the tile."""
        compact, degraded, reference = _compact(network), piece.degraded, None
        if self.shake is not None and compact.inverter is not None:
            degraded = reference = compact.inverter.undo(degraded, self.shake, rounds=ROUNDS)
        height, width = degraded.shape[-2:]
        noise = noise_at(piece.corner, height, width, piece.seed).to(degraded.device)
        return compact.shift(degraded, noise, steps=self.units, on_step=piece.on_unit, reference=reference)

    def conclude(self, photo: Pixels, restored: Pixels) -> tuple[ResidualShift, Pixels]:
        """Follow the steps as far as what they change deserves.

        A bare reference is shown as it is, and so are steps behind the inversion of a shake, which has been
        judged already and changes more than noise.
        """
        if self.units == 0 or self.shake is not None:
            return self, restored
        share = DIFFUSION.share(change_between(photo, restored))
        return replace(self, followed=share), follow(photo, restored, share)


def may_be_shaken(found: Diagnosis) -> bool:
    """Whether a blur was found that can be inverted.

    Strong JPEG leaves too little to find a kernel by, and a lighter one too little to find a short one by. Of
    noise beneath JPEG the denoiser before an inversion leaves much, which the inversion would multiply. The
    reference network takes all of that away.
    """
    if found.blur.grade is Grade.NONE or found.jpeg.grade is Grade.STRONG:
        return False
    clear = found.blur.value >= CLEAR_FROM and found.noise.value < MULTIPLIED_FROM
    return found.jpeg.grade is Grade.NONE or clear


def _compact(network: nn.Module) -> CompactDreamClear:
    from cnaps.diffusion.network import CompactDreamClear

    if not isinstance(network, CompactDreamClear):
        raise TypeError(f"the residual shift runs a CompactDreamClear, not a {type(network).__name__}")
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
