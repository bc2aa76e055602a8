"""What turns gradients into steps: Muon for the matrices of a network, AdamW for everything else."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal

import torch
from torch import Tensor, nn

from cnaps.runtime import choose_precision

LEAST_SIDE = 16
"""A matrix with a shorter side (a first or last convolution, a table of positions) is left to AdamW."""

BESIDE_MUON = 0.4
"""Muon bears a higher rate than AdamW: with one rate of 2e-3 for both, a compact SwinIR was 0.5 dB behind at
its 300th step (PSNR of denoised crops)."""

NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
"""Coefficients of the quintic iteration, and five rounds of it: Jordan et al., "Muon", 2024."""
ROUNDS = 5


class Muon(torch.optim.Optimizer):
    """Momentum whose step has all singular values near one (Jordan et al., "Muon", 2024).

    A convolution counts as the matrix of its outputs by its inputs and taps, which `torch.optim.Muon`
    does not take. A step is scaled to the size of AdamW's (Liu et al., "Muon is Scalable for LLM
    Training", arXiv 2502.16982, section 2.2), so that both share one rate.
    """

    def __init__(
        self, parameters: Iterable[nn.Parameter], *, rate: float, momentum: float = 0.95, decay: float = 1e-4
    ) -> None:
        super().__init__(parameters, {"lr": rate, "momentum": momentum, "weight_decay": decay})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        """Move every parameter that has a gradient; no closure is called."""
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    self._move(parameter, group["lr"], group["momentum"], group["weight_decay"])

    def _move(self, parameter: nn.Parameter, rate: float, momentum: float, decay: float) -> None:
        gradient = parameter.grad
        assert gradient is not None
        state = self.state[parameter]
        if not state:
            state["momentum"] = torch.zeros_like(parameter)
        mean = state["momentum"].lerp_(gradient, 1.0 - momentum)
        direction = orthogonalised(gradient.lerp(mean, momentum).flatten(1))
        scale = 0.2 * math.sqrt(max(direction.shape))
        parameter.mul_(1.0 - rate * decay).add_(direction.view_as(parameter), alpha=-rate * scale)


def orthogonalised(matrix: Tensor) -> Tensor:
    """(M, N) to the nearest matrix whose singular values are all about one, in float32.

    "About" is 0.7 to 1.2: the iteration is tuned for a fast start, not for the last digits. bf16 suffices
    for it, where the processor computes with it; emulated, it is slower than float32.
    """
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if tall else matrix
    if choose_precision("auto", matrix.device) == "bf16":
        x = x.bfloat16()
    x = x / (x.norm() + 1e-7)
    linear, cubic, quintic = NEWTON_SCHULZ
    for _ in range(ROUNDS):
        gram = x @ x.T
        x = linear * x + (cubic * gram + quintic * (gram @ gram)) @ x
    return (x.T if tall else x).float()


def optimisers(
    network: nn.Module, rate: float, kind: Literal["adamw", "muon"]
) -> list[torch.optim.Optimizer]:
    """AdamW over what is trainable; with "muon", Muon over the matrices and inner convolutions instead.

    `rate` is that of the first; beside Muon, AdamW goes at `BESIDE_MUON` times of it.
    """
    matrices: list[nn.Parameter] = []
    others: list[nn.Parameter] = []
    for parameter in network.parameters():
        if parameter.requires_grad:
            (matrices if kind == "muon" and _is_matrix(parameter) else others).append(parameter)
    share = BESIDE_MUON if matrices else 1.0
    adamw = torch.optim.AdamW(others, lr=share * rate, betas=(0.9, 0.99), weight_decay=1e-4)
    return [Muon(matrices, rate=rate), adamw] if matrices else [adamw]


def _is_matrix(parameter: nn.Parameter) -> bool:
    return parameter.ndim >= 2 and min(parameter.shape[:2]) >= LEAST_SIDE
