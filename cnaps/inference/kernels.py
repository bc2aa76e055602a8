"""Kernels of our own, for processors with AVX-512: attention within windows, and normalisation.

They are compiled when the package is installed (`pip install .`, which `make demo` does), or else when the
app starts, where a GCC is there; without them everything runs in PyTorch alone, more slowly.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from types import ModuleType

import torch
from torch import Tensor
from torch.nn import functional as F

MOST_TOKENS = 256
CHANNELS = (16, 32)
"""Of a window, and of its heads: what attention is compiled for."""

QUERIES = 64
"""That are asked at once: rows of what is added to the scores are filled up to a multiple of this."""

LEAST_WIDTH = 16
"""Of rows to normalise."""


def runnable() -> bool:
    """Whether this processor can run the kernels."""
    # They run on the threads of PyTorch, which must be loaded first, and its word on the processor is taken.
    return bool(torch.backends.cpu.get_cpu_capability() == "AVX512")


@lru_cache(maxsize=1)
def compiled() -> ModuleType | None:
    """The kernels, if they were compiled and this processor can run them."""
    if not runnable():
        return None
    try:
        return import_module("cnaps.inference._windows")
    except ImportError:
        return None


def _takes(dtype: torch.dtype) -> bool:
    """Whether there are kernels for numbers of this type that this processor can run."""
    if compiled() is None:
        return False
    return dtype == torch.float32 or (dtype == torch.bfloat16 and torch.cpu._is_avx512_bf16_supported())


def attends(length: int, channels: int, dtype: torch.dtype) -> bool:
    """Whether windows of `length` tokens, with heads of `channels`, can be mixed by a kernel."""
    return length <= MOST_TOKENS and channels in CHANNELS and _takes(dtype)


def as_added(scores: Tensor) -> Tensor:
    """What is to be added to the scores, (..., L queries, L keys), in the order that `attend` reads."""
    return F.pad(scores.float().mT, (0, -scores.shape[-1] % QUERIES)).contiguous()


def attend(windows: Tensor, added: Tensor | None) -> Tensor:
    """Attention within windows.

    Args:
        windows: (n, L, 3, heads, C) queries, keys and values, so that the powers of *two* of the
            queries' products with the keys are the shares of the values.
        added: (heads, L, L') from `as_added`, or (1, L, L') for all heads.

    Returns:
        (n * L, heads * C).
    """
    windows = windows.contiguous()
    count, length, _, heads, channels = windows.shape
    result = torch.empty(count * length, heads * channels, dtype=windows.dtype)
    _library().attend(
        windows.data_ptr(),
        0 if added is None else added.data_ptr(),
        0 if added is None or len(added) == 1 else added.stride(0),
        result.data_ptr(),
        count,
        length,
        heads,
        channels,
        windows.dtype == torch.bfloat16,
        torch.get_num_threads(),
    )
    return result


def normalises(rows: Tensor) -> bool:
    """Whether these (T, C) rows can be normalised by a kernel."""
    fit = rows.shape[-1] >= LEAST_WIDTH and rows.is_contiguous() and rows.device.type == "cpu"
    return fit and _takes(rows.dtype)


def normalise(rows: Tensor, eps: float) -> Tensor:
    """(T, C) contiguous rows brought to mean 0 and variance 1."""
    return _normalise(rows, None, eps)[1]


def gather_normalise(rows: Tensor, order: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    """Those of the (T, C) contiguous rows that (n,) int32 places tell, and the same normalised."""
    return _normalise(rows, order, eps)


def _normalise(rows: Tensor, order: Tensor | None, eps: float) -> tuple[Tensor, Tensor]:
    size = rows.shape if order is None else (len(order), rows.shape[1])
    gathered = rows if order is None else torch.empty(size, dtype=rows.dtype)
    normalised = torch.empty(size, dtype=rows.dtype)
    _library().normalise(
        rows.data_ptr(),
        0 if order is None else order.data_ptr(),
        gathered.data_ptr(),
        normalised.data_ptr(),
        *size,
        eps,
        rows.dtype == torch.bfloat16,
        torch.get_num_threads(),
    )
    return gathered, normalised


def _library() -> ModuleType:
    library = compiled()
    if library is None:
        raise RuntimeError("the kernels are not compiled, or this processor cannot run them")
    return library
