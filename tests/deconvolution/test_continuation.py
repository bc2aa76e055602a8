"""What lies beyond the edges fits the kernel, so that nothing rings from there."""

from __future__ import annotations

import numpy as np
import torch
from skimage import data
from torch import Tensor

from cnaps.deconvolution.continuation import continued
from cnaps.deconvolution.inversion import GRADIENT_PRICE, sparse_inverse
from cnaps.deconvolution.light import to_linear, to_srgb
from cnaps.deconvolution.spectra import make_periodic
from cnaps.degradations.forward import CameraShake, Chain, EightBits

CUT = (slice(None), slice(40, 240), slice(80, 288))


def cut_from_a_shaken_scene() -> tuple[Tensor, Tensor, Tensor]:
    """(clean, blurred, kernel), the blur having carried in what lies outside of the cut."""
    scene = (data.astronaut()[:320, 60:380] / 255).astype(np.float32)
    shake = CameraShake(extent=21)
    kernel = shake.draw(scene.shape[:2], np.random.default_rng(5)).kernel
    blurred = Chain((shake, EightBits()))(scene, np.random.default_rng(5))
    pair = (
        torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1)))[CUT] for image in (scene, blurred)
    )
    return (*pair, torch.from_numpy(np.array(kernel)))


def test_the_photo_itself_stays_and_what_is_added_leaves_no_step() -> None:
    _, blurred, kernel = cut_from_a_shaken_scene()
    light = to_linear(blurred)
    wide = continued(light, kernel)
    height, width = light.shape[-2:]
    assert torch.equal(wide[..., :height, :width], light)
    inside = float((light[..., 1:] - light[..., :-1]).abs().max())
    assert float((wide[..., width] - wide[..., width - 1]).abs().max()) < 2 * inside
    assert float((wide[..., :height, 0] - wide[..., :height, -1]).abs().max()) < 2 * inside


def test_a_photo_continued_by_its_kernel_rings_less_than_one_that_is_mirrored() -> None:
    clean, blurred, kernel = cut_from_a_shaken_scene()
    light = to_linear(blurred)

    def error(wide: Tensor) -> float:
        sharp = to_srgb(sparse_inverse(wide, kernel, GRADIENT_PRICE))
        return float((sharp[..., : clean.shape[-2], : clean.shape[-1]] - clean).square().mean())

    assert error(continued(light, kernel)) < 0.6 * error(make_periodic(light, kernel.shape[-1]))


def test_a_flat_photo_continues_flat() -> None:
    kernel = torch.zeros(15, 15)
    kernel[7, 2:13] = 1 / 11
    wide = continued(torch.full((1, 50, 70), 0.25), kernel)
    assert torch.allclose(wide, torch.full_like(wide, 0.25), atol=1e-3)
