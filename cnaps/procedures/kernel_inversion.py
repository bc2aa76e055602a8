"""One kernel, looked for in the whole photo and divided out of every tile."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from torch import Tensor, nn

from cnaps.backend import Piece, Procedure
from cnaps.deconvolution.network import LEAST_SIDE, ShakeInverter
from cnaps.deconvolution.shake import Shake
from cnaps.deconvolution.window import search_window
from cnaps.diagnosis import diagnose
from cnaps.diagnosis.findings import Diagnosis, Finding, Grade
from cnaps.photo import Photo
from cnaps.procedures.passes import OnePass
from cnaps.procedures.whole_photo import AsRestored, Pixels, StepReporter, image_of

LEFT_ALONE = OnePass(part="unchanged", remark="No shake was found in this photo, so it was left as it is.")
"""An inversion could only harm a photo that is not shaken."""

NETWORK_INSTEAD = OnePass(
    part="deblurrer",
    remark="No single shake explains the blur of this photo, so the trained CNN deblurred it instead.",
)

TOO_SMALL = OnePass(
    part="deblurrer",
    remark=(
        f"A shake is looked for in photos of at least {LEAST_SIDE} pixels a side; this one is smaller, so "
        "the trained CNN deblurred it instead."
    ),
)

SHORTEST_SHARE = 0.75
"""Of the blur that is certain, the least that a kernel has to span: of 101 that were found in training photos
and trusted, the only shorter one gained less than the network, and the next one spanned 0.89 of it."""


@dataclass(frozen=True)
class KernelInversion(AsRestored):
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
        found = f"One shake of {self.shake.extent:.0f} pixels explains the blur of this photo."
        if self.shake.confidence == 1.0:
            return f"{found} The result is its inversion."
        return (
            f"{found} Judged by what its inversion changes and how far searches for it agree, "
            f"{self.shake.confidence:.0%} of the result is that; the rest is the trained CNN's."
        )

    def prepare(self, network: nn.Module, photo: Pixels, on_step: StepReporter) -> Procedure:
        """Look for the kernel; a photo without a shake stays as it is, an unclear one goes to the network."""
        if min(photo.shape[:2]) < LEAST_SIDE:
            return TOO_SMALL
        image = image_of(photo)
        shake = look_for_shake(_inverter(network), image, on_step)
        blur = diagnosed(search_window(image)).blur
        if is_plausible(shake, blur):
            return replace(self, shake=shake)
        return LEFT_ALONE if shake.absent and blur.grade is Grade.NONE else NETWORK_INSTEAD

    def __call__(self, network: nn.Module, piece: Piece) -> Tensor:
        """(1, 3, H, W), restored; deterministic, so that the seed is not used."""
        if self.shake is None:
            raise ValueError("the kernel is not known yet: call prepare with the whole photo first")
        return _inverter(network).undo(piece.degraded, self.shake, rounds=self.units, on_round=piece.on_unit)


def look_for_shake(inverter: ShakeInverter, photo: Tensor, on_step: StepReporter) -> Shake:
    """The shake of a whole (3, H, W) photo, sRGB in [0, 1]; `on_step` hears how far the search is."""

    def on_share(share: float) -> None:
        on_step(math.ceil(100 * share), 100, "parts of the search")

    return inverter.look_for_shake(photo, on_share)


def diagnosed(part: Tensor) -> Diagnosis:
    """What is wrong with a (3, H, W) part of a photo, sRGB in [0, 1]."""
    return diagnose(Photo(pixels=np.ascontiguousarray(part.permute(1, 2, 0).numpy())))


def is_plausible(shake: Shake, blur: Finding) -> bool:
    """Whether a shake can be trusted that was found where this blur was measured, in the searched window.

    A kernel much shorter than the blur leaves most of it, and makes grain of the rest.
    """
    certain, _ = blur.interval
    return shake.trusted and shake.extent * shake.reduction >= SHORTEST_SHARE * certain


def _inverter(network: nn.Module) -> ShakeInverter:
    if not isinstance(network, ShakeInverter):
        raise TypeError(f"a kernel inversion runs a ShakeInverter, not a {type(network).__name__}")
    return network
