"""The inversion of a camera shake as one network: search for its kernel, and the three networks behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnaps.deconvolution.inversion import invert
from cnaps.deconvolution.search import ShareReporter, ignore_share
from cnaps.deconvolution.shake import NO_SHAKE, Shake, find_shake
from cnaps.deconvolution.window import enlarged, reduction, search_window

ROUNDS = 1
"""Passes of the denoiser."""

LEAST_SIDE = 128
"""Pixels: smaller photos show too few edges for a search. Parts of training photos with a shake of 12 pixels
gained 2.8 dB more by the diffusion with the search than without at 128, and lost 1.2 dB by it at 96."""

MULTIPLE = 8
"""Sides that the MIMO-UNets take."""

HARDLY_ANYTHING = 1.0 / 255.0
"""Standard deviation of what the denoiser takes from a photo without noise."""


class ShakeInverter(nn.Module):
    """Divides the kernel of a shake out of a photo; the less that should gain, the more a network deblurs.

    It is looked for in the photo as it is and in the denoised one: a search takes faint noise and traces of
    JPEG for detail, and a denoiser takes faint detail with them. An inversion multiplies noise, so that what
    is inverted is denoised where there was more than hardly anything to take away.

    Args:
        denoiser: (N, 3, H, W) sRGB in [0, 1] to the same without noise; comes first, and is the prior of the
            inversion.
        deblurrer: the same without blur, a second guess where the inversion promises little.
        refiner: the same without the ripples and the rest of blur that an inversion leaves.
    """

    def __init__(self, denoiser: nn.Module, deblurrer: nn.Module, refiner: nn.Module) -> None:
        super().__init__()
        self.denoiser = denoiser
        self.deblurrer = deblurrer
        self.refiner = refiner
        self.unchanged = nn.Identity()

    def look_for_shake(self, photo: Tensor, on_share: ShareReporter = ignore_share) -> Shake:
        """The shake of a (3, H, W) photo, sRGB in [0, 1], as it is at the photo's full size.

        The search is the processor's, wherever photo and networks are.
        """
        if min(photo.shape[-2:]) < LEAST_SIDE:
            return NO_SHAKE
        found = self._search(search_window(photo).cpu(), on_share)
        scale = reduction(photo.shape[-2], photo.shape[-1])
        kernel = enlarged(found.kernel, scale)
        return replace(found, kernel=kernel, extent=found.extent / scale, reduction=scale)

    def _search(self, window: Tensor, on_share: ShareReporter) -> Shake:
        at_network = next((p.device for p in self.denoiser.parameters()), window.device)
        calm = self._denoised(window[None].to(at_network))[0].cpu()
        found = find_shake(window, calm, on_share=on_share)
        return replace(found, noisy=bool((calm - window).std() > HARDLY_ANYTHING))

    def undo(
        self, degraded: Tensor, shake: Shake, *, rounds: int, on_round: Callable[[], None] = lambda: None
    ) -> Tensor:
        """(1, 3, H, W) sRGB in [0, 1] to the same without the shake."""
        unrefined = self.invert(degraded, shake, rounds=rounds, on_round=on_round)
        return _through(self.refiner, unrefined.clamp(0.0, 1.0))

    def invert(
        self, degraded: Tensor, shake: Shake, *, rounds: int, on_round: Callable[[], None] = lambda: None
    ) -> Tensor:
        """The same before it is refined: inversion and deblurring network, mixed by confidence."""
        kernel = shake.kernel.to(degraded.device)
        blurred = self._denoised(degraded) if shake.noisy else degraded
        inverted = invert(blurred, kernel, self.denoiser, rounds=rounds, on_round=on_round)
        return torch.lerp(_through(self.deblurrer, blurred), inverted, shake.confidence)

    def _denoised(self, photo: Tensor) -> Tensor:
        denoised: Tensor = self.denoiser(photo)
        return denoised.float().clamp(0.0, 1.0)

    def forward(self, image: Tensor) -> Tensor:
        """(N, 3, H, W) sRGB in [0, 1] to the same, each photo by its own kernel."""
        return torch.cat([self._one(photo) for photo in image])

    def _one(self, photo: Tensor) -> Tensor:
        shake = self.look_for_shake(photo)
        if shake.trusted:
            return self.undo(photo[None], shake, rounds=ROUNDS)
        if shake.absent:
            return photo[None]
        return _through(self.deblurrer, photo[None])


def _through(network: nn.Module, image: Tensor) -> Tensor:
    """(1, 3, H, W) of any size to the same."""
    height, width = image.shape[-2:]
    padded = F.pad(image, (0, -width % MULTIPLE, 0, -height % MULTIPLE), mode="replicate")
    restored: Tensor = network(padded)
    return restored[..., :height, :width].float()
