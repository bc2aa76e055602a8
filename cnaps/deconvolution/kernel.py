"""The kernel of a camera shake from the blurred photo alone, coarse to fine, on sharp gradients.

The alternation follows Xu, Zheng and Jia (CVPR 2013) and Pan et al. (CVPR 2014): a latent image with few
gradients, then the kernel that turns these gradients into those of the photo.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from cnaps.deconvolution.continuation import continued
from cnaps.deconvolution.inversion import GRADIENT_PRICE, sparse_inverse
from cnaps.deconvolution.light import to_linear, to_srgb
from cnaps.deconvolution.spectra import (
    gradient_transfers,
    gradients,
    image_of,
    make_periodic,
    spectrum,
    transfer,
)

CONTRAST = 0.22
"""Standard deviation that a photo is scaled to, so that one threshold of gradients fits all photos."""

LEVEL_RATIO = 0.5**0.5
"""From one level of the pyramid to the next coarser one."""

STEEPEST_PENALTY = 1e5
SPARSITY_DECAY, LEAST_SPARSITY = 1.1, 1e-4
FAINT = 0.05
"""Kernel values below this share of the largest are noise."""

FAINT_END = 0.01
"""Share of the light at either end of a trace that does not count towards its extent."""

STRAY = 0.1
"""Islands of a kernel that hold less than this share of the light are noise."""


CLEAR_AGREEMENT = 0.8
"""Correlation of two opinions from which they may say that a photo is not shaken at all."""

FIRST_WORTH = 3.0
"""How much more the first opinion counts than the second, which errs more often."""

LEAST_WEIGHT = 0.1
"""What an opinion weighs at least in the doubt: impossible light tells errors only roughly, and where one
opinion is hardly heard, there is no second one to agree with."""

LEAST_IMPOSSIBLE = 1e-4
"""Impossible light that even right kernels leave."""

DOUBT_PRICE = 5.0
"""How fast the confidence in an inversion falls with the doubt.

1 would give the mean of least error if the opinions erred independently; they err alike in part. This and
`FIRST_WORTH` are the best of a few for 30 shaken training photos and crops of them: prices from 4 to 6 have
the same mean PSNR within 0.2 dB, and higher ones lose less on the worst photo.
"""

LEAST_CONFIDENCE = 0.15
"""Below it the inversion would add next to nothing."""

LEAST_EXTENT = 5.0
"""Pixels: a sharp photo, too, gets a kernel, of about 3 pixels."""

JUDGING = 3.0
"""What it takes to compare the opinions in the end, in rounds at full size."""

ShareReporter = Callable[[float], None]
"""Hears how much of some work is done."""


def ignore_share(share: float) -> None:
    """A reporter for those who do not want to hear."""


@dataclass(frozen=True, kw_only=True)
class Search:
    """How a kernel is looked for."""

    side: int
    """Of the kernel, pixels, odd: the largest shake that can be found."""
    tone: float
    """Exponent on sRGB values: 1 treats shadows and lights alike, 2.2 is linear light."""
    sparsity: float
    """Price of a gradient in the latent image."""
    smoothness: float
    """Price of the kernel's energy."""
    rounds: int
    """Alternations on each level of the pyramid."""


FIRST = Search(side=47, tone=1.5, sparsity=4e-3, smoothness=3.0, rounds=8)
SECOND = Search(side=41, tone=1.2, sparsity=3e-3, smoothness=5.0, rounds=5)
"""A second opinion under other settings: where both agree, the kernel is the photo's and not the search's."""

REFINING = Search(side=47, tone=2.2, sparsity=1e-3, smoothness=3.0, rounds=3)


@dataclass(frozen=True, kw_only=True, eq=False)
class Shake:
    """What was found out about a shake."""

    kernels: Tensor
    """(2, K, K), the opinions of two searches; K odd, each of sum 1, the second laid over the first."""
    extent: float
    """Pixels along the longer side of the trace, of both opinions the shorter."""
    agreement: float
    """Correlation of both opinions, at most 1."""
    weights: Tensor
    """(2,) of sum 1: how much each opinion counts."""
    doubt: float
    """Expected error of the photo that they lead to, as a share of what they change; see `compare`."""
    reduction: float = 1.0
    """Factor by which the photo was reduced for the search."""
    noisy: bool = False
    """Whether the photo is to be denoised before it is inverted."""

    @property
    def confidence(self) -> float:
        """Share, 0 to 1, that the inversion deserves in the result; the rest is another guess's."""
        return min(1.0, max(0.0, 1.0 - DOUBT_PRICE * self.doubt))

    @property
    def trusted(self) -> bool:
        """Whether two searches found a trace as long as a shake's, and lead to similar photos."""
        return not self._short and self.confidence >= LEAST_CONFIDENCE

    @property
    def absent(self) -> bool:
        """Whether two searches agree that there is none."""
        return self.agreement >= CLEAR_AGREEMENT and self._short

    @property
    def _short(self) -> bool:
        """Whether the searched photo, which may have been reduced, looks as a sharp one does."""
        return self.extent * self.reduction < LEAST_EXTENT


NO_SHAKE = Shake(
    kernels=torch.ones(2, 1, 1), extent=1.0, agreement=0.0, weights=torch.full((2,), 0.5), doubt=1.0
)
"""What is said of a photo in which nothing can be looked for."""


def find_shake(
    photo: Tensor,
    *,
    first: Search = FIRST,
    second: Search = SECOND,
    on_share: ShareReporter = ignore_share,
) -> Shake:
    """Two opinions on the kernel of a photo that is blurred evenly all over.

    Args:
        photo: (3, H, W) sRGB in [0, 1].
        on_share: hears after every round how much of the work is done; may raise to end it.
    """
    searches = first, second
    effort = sum(_effort(search) for search in searches) + JUDGING
    done = 0.0

    def on_round(rounds: float) -> None:
        nonlocal done
        done += rounds
        on_share(done / effort)

    opinions = [
        refine_kernel(photo, estimate_kernel(photo, search, on_round), on_round) for search in searches
    ]
    one, other = opinions[0], laid_over(opinions[1], opinions[0])
    kernels = torch.stack((one, other))
    weights, doubt = compare(photo, kernels)
    return Shake(
        kernels=kernels,
        extent=min(extent_of(kernel) for kernel in kernels),
        agreement=agreement(one, other),
        weights=weights,
        doubt=doubt,
    )


def _effort(search: Search) -> float:
    """Of a search and its refinement, in rounds at full size; the time of a round grows with the area."""
    levels = sum(scale**2 for scale, _ in _levels(search.side))
    return search.rounds * levels + REFINING.rounds


def estimate_kernel(photo: Tensor, search: Search, on_round: ShareReporter = ignore_share) -> Tensor:
    """(side, side) kernel from coarse to fine, each level starting from the coarser one's."""
    tones = _tones(photo, search.tone)
    kernel = torch.tensor([[0.0, 0.0, 0.0], [0.0, 0.5, 0.5], [0.0, 0.0, 0.0]])
    for scale, side in _levels(search.side):
        size = [max(8, round(n * scale)) for n in tones.shape]
        level = F.interpolate(tones[None, None], size, mode="area")[0, 0] if scale < 1.0 else tones
        kernel = _alternate(level, _resized(kernel, side), search, partial(on_round, scale**2))
    return kernel


def refine_kernel(photo: Tensor, kernel: Tensor, on_round: ShareReporter = ignore_share) -> Tensor:
    """A few more rounds at full size in linear light, in which the blur happened."""
    search = replace(REFINING, side=kernel.shape[0])
    return _alternate(_tones(photo, REFINING.tone), kernel, search, partial(on_round, 1.0))


def extent_of(kernel: Tensor) -> float:
    """Length in pixels of the longer side of a kernel's trace, its faint ends left out."""
    return max(_span(kernel.sum(axis)) for axis in (0, 1))


def _span(profile: Tensor) -> float:
    after = profile.cumsum(0) / profile.sum()
    before = after - profile / profile.sum()
    return float(((after > FAINT_END) & (before < 1.0 - FAINT_END)).sum())


def compare(photo: Tensor, kernels: Tensor) -> tuple[Tensor, float]:
    """The weights of two opinions and the doubt that is left, from the photos that they lead to.

    Impossible light stands for an opinion's mean square error, and opinions are weighted by its inverse. If
    they err independently, their difference then tells the error of the weighted mean; the doubt is this
    error over the mean square of what the photo is changed by. Kernels that look alike can lead to photos
    that do not: what counts is where the photo has its detail.
    """
    light = to_linear(photo)
    sharp = [_sharpened(light, kernel) for kernel in kernels]
    credit = [1.0 / (impossible_light(image) + LEAST_IMPOSSIBLE) for image in sharp]
    weights = torch.tensor([FIRST_WORTH * credit[0], credit[1]])
    weights = weights / weights.sum()
    one, other = (to_srgb(image) for image in sharp)
    heard = weights.clamp(LEAST_WEIGHT, 1.0 - LEAST_WEIGHT)
    error = heard.prod() * (one - other).square().mean()
    change = (torch.lerp(one, other, float(weights[1])) - photo).square().mean()
    return weights, float(error / change.clamp_min(1e-8))


def impossible_light(sharp: Tensor) -> float:
    """Mean light outside of [0, 1] after an inversion, over its standard deviation.

    A wrong kernel leaves ripples that black and white cannot hold.
    """
    outside = (-sharp).clamp_min(0.0) + (sharp - 1.0).clamp_min(0.0)
    return float(outside.mean() / sharp.std().clamp_min(1e-4))


def _sharpened(light: Tensor, kernel: Tensor) -> Tensor:
    sharp = sparse_inverse(continued(light, kernel), kernel[None], torch.ones(1), GRADIENT_PRICE)
    return sharp[..., : light.shape[-2], : light.shape[-1]]


def agreement(one: Tensor, other: Tensor) -> float:
    """Largest correlation of two kernels over all shifts, 1 for equal ones."""
    return float(_correlations(one, other).max() / (one.norm() * other.norm()).clamp_min(1e-12))


def laid_over(kernel: Tensor, other: Tensor) -> Tensor:
    """`kernel`, as large as the larger `other`, shifted by whole pixels to where it resembles it most."""
    values = _correlations(other, kernel)
    shift = divmod(int(values.argmax()), values.shape[-1])
    side = other.shape[-1]
    moved = torch.roll(_padded(kernel, values.shape[-1]), shift, (0, 1))[:side, :side]
    return moved / moved.sum().clamp_min(1e-12)


def _correlations(one: Tensor, other: Tensor) -> Tensor:
    """Inner products of `one` with `other` moved by every (rows, columns), periodically."""
    side = one.shape[-1] + other.shape[-1]
    return image_of(spectrum(_padded(one, side)) * spectrum(_padded(other, side)).conj(), (side, side))


def _tones(photo: Tensor, exponent: float) -> Tensor:
    """(H, W) brightness of equal contrast for every photo."""
    weights = photo.new_tensor([0.299, 0.587, 0.114])
    tones = (weights[:, None, None] * photo.clamp(0.0, 1.0)).sum(0) ** exponent
    return tones * (CONTRAST / tones.std().clamp_min(1e-4))


def _levels(side: int) -> list[tuple[float, int]]:
    """(scale of the photo, side of the kernel) from the coarsest level, where the kernel has 3 pixels."""
    levels, scale = [(1.0, side)], 1.0
    while levels[-1][1] > 3:
        scale *= LEVEL_RATIO
        levels.append((scale, max(3, round(side * scale) | 1)))
    return levels[::-1]


def _alternate(tones: Tensor, kernel: Tensor, search: Search, on_round: Callable[[], None]) -> Tensor:
    """Latent image and kernel in turn, `search.rounds` times, on one level.

    Beyond the edges of the photo stands, from the second round on, what latent image and kernel make of it.
    """
    blurred = make_periodic(tones, kernel.shape[0])
    seen = torch.zeros_like(blurred, dtype=torch.bool)
    seen[: tones.shape[0], : tones.shape[1]] = True
    inside = torch.zeros_like(blurred)
    inside[: tones.shape[0] - 1, : tones.shape[1] - 1] = 1.0
    sparsity = search.sparsity
    for _ in range(search.rounds):
        latent = sparse_latent(blurred, kernel, sparsity)
        kernel = _kernel_between(latent, blurred, inside, kernel.shape[0], search.smoothness)
        blurred = torch.where(seen, blurred, _convolved(latent, kernel))
        sparsity = max(sparsity / SPARSITY_DECAY, LEAST_SPARSITY)
        on_round()
    return _centred(kernel)


def sparse_latent(blurred: Tensor, kernel: Tensor, sparsity: float) -> Tensor:
    """The image x that minimises |k * x - b|^2 + sparsity |grad x|_0, by half-quadratic splitting.

    Xu, Lu, Xu and Jia (SIGGRAPH Asia 2011), algorithm 1; `blurred` (H, W) is periodic.
    """
    size = (blurred.shape[-2], blurred.shape[-1])
    along_x, along_y = gradient_transfers(size, blurred.device)
    response = transfer(kernel, size)
    data, data_power = response.conj() * spectrum(blurred), response.abs().square()
    gradient_power = along_x.abs().square() + along_y.abs().square()
    latent, penalty = blurred, 2.0 * sparsity
    while penalty < STEEPEST_PENALTY:
        dx, dy = gradients(latent)
        kept = (dx.square() + dy.square()) >= sparsity / penalty
        prior = along_x.conj() * spectrum(dx * kept) + along_y.conj() * spectrum(dy * kept)
        latent = image_of((data + penalty * prior) / (data_power + penalty * gradient_power), size)
        penalty *= 2.0
    return latent


def _convolved(image: Tensor, kernel: Tensor) -> Tensor:
    size = (image.shape[-2], image.shape[-1])
    return image_of(transfer(kernel, size) * spectrum(image), size)


def _kernel_between(latent: Tensor, blurred: Tensor, inside: Tensor, side: int, smoothness: float) -> Tensor:
    """Least squares on gradients with a price on the kernel's energy (Cho and Lee 2009, equation 7)."""
    cross, power = torch.zeros(()), torch.zeros(())
    for sharp, seen in zip(gradients(latent), gradients(blurred), strict=True):
        source = spectrum(sharp * inside)
        cross = cross + source.conj() * spectrum(seen * inside)
        power = power + source.abs().square()
    kernel = image_of(cross / (power + smoothness), (blurred.shape[-2], blurred.shape[-1]))
    return _cleaned(torch.roll(kernel, (side // 2, side // 2), (0, 1))[:side, :side])


def _cleaned(kernel: Tensor) -> Tensor:
    """Non-negative, without faint values and stray islands, of sum 1; a point where nothing is left."""
    kernel = kernel.clamp_min(0.0)
    kernel = kernel * (kernel >= FAINT * kernel.max())
    kernel = kernel * torch.from_numpy(_main_islands(kernel.numpy()))
    total = kernel.sum()
    return kernel / total if float(total) > 0.0 else _point(kernel.shape[0])


def _main_islands(kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    _, labels = cv2.connectedComponents((kernel > 0).astype(np.uint8), connectivity=8)
    light = np.bincount(labels.ravel(), kernel.ravel())
    return (light >= STRAY * light.sum())[labels].astype(np.float32)


def _centred(kernel: Tensor) -> Tensor:
    """Shifted by whole pixels until the centre of mass lies in the middle: the photo does not move."""
    middle = kernel.shape[0] // 2
    place = torch.arange(kernel.shape[0], dtype=kernel.dtype)
    down, right = (round(middle - float((kernel.sum(axis) * place).sum())) for axis in (1, 0))
    return torch.roll(kernel, (down, right), (0, 1))


def _resized(kernel: Tensor, side: int) -> Tensor:
    if kernel.shape[0] == side:
        return kernel
    larger = F.interpolate(kernel[None, None], (side, side), mode="bilinear")[0, 0].clamp_min(0.0)
    return larger / larger.sum()


def _padded(kernel: Tensor, side: int) -> Tensor:
    return F.pad(kernel, (0, side - kernel.shape[-1], 0, side - kernel.shape[-2]))


def _point(side: int) -> Tensor:
    kernel = torch.zeros(side, side)
    kernel[side // 2, side // 2] = 1.0
    return kernel
