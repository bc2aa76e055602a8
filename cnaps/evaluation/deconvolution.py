"""Classical deconvolution with a kernel that a user could have: a straight line, or a disc, found blindly.

The true kernel is not told. The blind diagnosis of the blurred photo gives an extent and a direction;
a line of that extent, or without a direction a disc, is the kernel. Both tools work in linear light,
where blur happens, one channel at a time, on edges that are mirrored. A photo that the diagnosis calls
sharp is left as it is.

The unsupervised Wiener filter stands or falls with the kernel: on a photo moved by 15 px it gains 7.5 dB
with the true line and loses 10 dB with one of 17 px, because it takes the misfit for detail.
Richardson-Lucy, stopped early, forgives such errors.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from skimage.restoration import richardson_lucy, unsupervised_wiener

from cnaps.degradations.forward import Defocus
from cnaps.degradations.shake import straight_path, traced
from cnaps.diagnosis import diagnose
from cnaps.diagnosis.findings import Finding, Grade
from cnaps.evaluation.restorer import Attempt, Image, Restorer, Told
from cnaps.light import to_linear, to_srgb
from cnaps.photo import Photo

ITERATIONS = 7
"""Of Richardson-Lucy: best mean PSNR, out of 3 to 20, on twelve training photos blurred by ``motion:31``."""
MOST_SAMPLES = 60
"""Of the Gibbs sampler behind the unsupervised Wiener filter; a quarter of the time of its 200."""
DARKEST = 1e-6
"""Linear light below which Richardson-Lucy divides no more."""
BLURS = frozenset(
    {"motion", "motion-saturated", "motion-file", "shake-varying", "object-motion", "defocus", "mixed"}
)

Plane = NDArray[np.float64]
"""(H, W) linear light or, of sum 1, a square kernel of odd side."""


@dataclass(frozen=True, kw_only=True)
class Deconvolution:
    """A deconvolution with the kernel that the blind diagnosis suggests."""

    name: str
    setting: str
    run: Callable[[Plane, Plane], Plane]
    """One channel in linear light and a kernel to the deblurred channel."""
    classical: bool = True

    def suits(self, kind: str) -> bool:
        """Made for blur."""
        return kind in BLURS

    def __call__(self, degraded: Image, told: Told) -> Attempt:
        """Diagnose, build the kernel, deconvolve; the true error is not used."""
        started = time.perf_counter()
        blur = diagnose(Photo(pixels=np.clip(degraded, 0.0, 1.0))).blur
        if blur.grade is Grade.NONE:
            return Attempt(pixels=degraded, seconds=time.perf_counter() - started)
        pixels = self._sharpened(degraded, blind_kernel(blur))
        seconds = time.perf_counter() - started
        return Attempt(pixels=pixels, seconds=seconds, strength=_suggested(blur))

    def _sharpened(self, degraded: Image, kernel: Plane) -> Image:
        reach = len(kernel)
        light = to_linear(np.clip(degraded, 0.0, 1.0)).astype(np.float64)
        wide = np.pad(light, ((reach, reach), (reach, reach), (0, 0)), mode="symmetric")
        channels = [self.run(wide[..., channel], kernel) for channel in range(3)]
        sharp = np.stack(channels, axis=-1)[reach:-reach, reach:-reach]
        return to_srgb(sharp.astype(np.float32))


def blind_kernel(blur: Finding) -> Plane:
    """The kernel that a finding suggests: a line along its direction, or a disc where it has none."""
    return disc(blur.value) if blur.direction is None else line(blur.value, blur.direction)


def line(extent: float, direction: float) -> Plane:
    """A straight motion at even speed whose trace is `extent` pixels along its longer side.

    `direction` is in degrees, 0 = horizontal, counter-clockwise.
    """
    angle = np.radians(direction)
    span = max(extent - 1.0, 0.0) / max(abs(np.sin(angle)), abs(np.cos(angle)))
    return traced(straight_path(span, direction), int(np.ceil(span / 2.0)) + 1).astype(np.float64)


def disc(extent: float) -> Plane:
    """A lens out of focus: a disc `extent` pixels wide."""
    blur = Defocus(radius=extent / 2.0).draw((1, 1), np.random.default_rng(0))
    return blur.kernel.astype(np.float64)


def _suggested(blur: Finding) -> dict[str, float]:
    found = {"extent": blur.value}
    return found if blur.direction is None else {**found, "direction": blur.direction}


def _richardson_lucy(channel: Plane, kernel: Plane, *, iterations: int) -> Plane:
    light = np.maximum(channel, DARKEST)
    return np.asarray(richardson_lucy(light, kernel, num_iter=iterations, filter_epsilon=DARKEST))


def _wiener(channel: Plane, kernel: Plane) -> Plane:
    sharp, _ = unsupervised_wiener(channel, kernel, rng=0, user_params={"max_num_iter": MOST_SAMPLES})
    return np.asarray(sharp)


_KERNEL = "kernel from the blind diagnosis (a line of the found extent and direction; not the true one)"

DECONVOLUTIONS: tuple[Restorer, ...] = (
    Deconvolution(
        name="richardson-lucy",
        setting=f"{ITERATIONS} iterations, linear light, {_KERNEL}",
        run=partial(_richardson_lucy, iterations=ITERATIONS),
    ),
    Deconvolution(
        name="unsupervised-wiener",
        setting=f"tunes itself, linear light, {_KERNEL}",
        run=_wiener,
    ),
)
"""Both are scikit-image's."""
