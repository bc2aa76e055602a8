"""A photo continued beyond its edges by what its kernel moved across them.

Whatever is assumed beyond the edges and does not fit the kernel rings through the whole photo once the kernel
is divided out. What the edges saw of the scene outside is enough to assume something that fits.
"""

from __future__ import annotations

import torch
from torch import Tensor

from cnaps.deconvolution.spectra import gradient_transfers, image_of, make_periodic, spectrum, transfer

ROUGHNESS_PRICE = 1e-2
"""Weight of the scene's gradients against the photo."""

STEPS = 20
"""Of conjugate gradients; more gain nothing visible."""

TINY = 1e-20
"""A photo that is explained already leaves no residual to divide by."""


def continued(light: Tensor, kernel: Tensor) -> Tensor:
    """(..., H, W) linear light, extended to the right and below to a periodic image that the kernel explains.

    The smooth scene that explains the photo where it was seen is found by least squares (unknown boundaries:
    Almeida and Figueiredo, IEEE TIP 2013); blurred by the kernel it says what lies beyond.
    """
    height, width = light.shape[-2:]
    wide = make_periodic(light, kernel.shape[-1])
    inside = torch.zeros(wide.shape[-2:], dtype=torch.bool, device=light.device)
    inside[:height, :width] = True
    response = transfer(kernel, (wide.shape[-2], wide.shape[-1]))
    return torch.where(inside, wide, _scene_as_blurred(wide, inside, response).clamp(0.0, 1.0))


def _scene_as_blurred(wide: Tensor, inside: Tensor, response: Tensor) -> Tensor:
    """Least squares on the seen pixels by conjugate gradients, preconditioned as if all had been seen."""
    size = (wide.shape[-2], wide.shape[-1])
    along_x, along_y = gradient_transfers(size, wide.device)
    price = ROUGHNESS_PRICE * (along_x.abs().square() + along_y.abs().square())
    ease = 1.0 / (response.abs().square() + price)

    def normal(scene: Tensor) -> Tensor:
        seen = inside * image_of(response * scene, size)
        return response.conj() * spectrum(seen) + price * scene

    scene = ease * response.conj() * spectrum(wide)
    residual = response.conj() * spectrum(inside * wide) - normal(scene)
    direction = ease * residual
    slope = _inner(residual, direction)
    for _ in range(STEPS):
        curved = normal(direction)
        step = slope / _inner(direction, curved).clamp_min(TINY)
        scene = scene + step * direction
        residual = residual - step * curved
        eased = ease * residual
        before, slope = slope, _inner(residual, eased)
        direction = eased + slope / before.clamp_min(TINY) * direction
    return image_of(response * scene, size)


def _inner(one: Tensor, other: Tensor) -> Tensor:
    """Inner product of two real images of even width, up to a factor, from their half spectra."""
    products = (one.conj() * other).real
    return 2.0 * products.sum() - products[..., 0].sum() - products[..., -1].sum()
