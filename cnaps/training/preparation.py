"""What a degraded photo goes through before it reaches a network that stands behind something else."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from cnaps.deconvolution.network import ROUNDS, ShakeInverter
from cnaps.degradations.light import Image
from cnaps.inference import inference_form
from cnaps.runtime import choose_precision
from cnaps.weights import load_network

Preparation = Callable[[Image], "Image | None"]
"""(H, W, 3) sRGB to the same, clipped; None where the network would not be asked."""


class ShakeInversion:
    """The shipped inversion of a shake up to its refinement; None where it finds no shake to rely on."""

    def __init__(self) -> None:
        precision = choose_precision("auto", torch.device("cpu"))
        network = inference_form(load_network("shake-inversion"), precision)
        if not isinstance(network, ShakeInverter):
            raise TypeError(f"the shake inversion is a ShakeInverter, not a {type(network).__name__}")
        self._network = network

    @torch.inference_mode()
    def __call__(self, image: Image) -> Image | None:
        """The inversion mixed with the deblurring network's result, by confidence."""
        photo = torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1)))
        shake = self._network.look_for_shake(photo)
        if not shake.trusted:
            return None
        inverted = self._network.invert(photo[None], shake, rounds=ROUNDS)[0]
        return inverted.clamp(0.0, 1.0).permute(1, 2, 0).numpy()


def as_it_is(image: Image) -> Image | None:
    """For networks that are asked first."""
    return image


def preparation_behind(behind: str | None) -> Preparation:
    """By the name that a recipe gives it."""
    return ShakeInversion() if behind == "shake-inversion" else as_it_is
