"""The compiled kernels normalise as PyTorch does, share its threads, and are not missed where absent."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
import torch
from torch.nn import functional as F

from cnaps.inference import kernels
from cnaps.inference.attention import AT_ONCE, BY_KERNEL, BY_POWERS, attention_for
from cnaps.inference.norms import gathered_normalised, normalised
from tests.inference.conftest import needs_kernels

can_be_compiled = pytest.mark.skipif(
    sys.platform != "linux" or not kernels.runnable() or not shutil.which("g++"),
    reason="kernels need GCC, Linux and AVX-512",
)

ATTEND_AND_LOOK = """
from pathlib import Path
import torch
from cnaps.inference import kernels
kernels.attend(torch.zeros(8, 64, 3, 2, 32), None)
print(Path("/proc/self/maps").read_text())
"""


@can_be_compiled
def test_the_kernels_are_compiled_wherever_they_can_be() -> None:
    assert kernels.compiled() is not None, "install the package again: pip install --editable ."


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("width", [15, 16, 60, 128, 180, 257])
@pytest.mark.parametrize(("dtype", "close"), [(torch.float32, 2e-6), (torch.bfloat16, 0.02)])
def test_rows_are_normalised_whatever_their_width(width: int, dtype: torch.dtype, close: float) -> None:
    torch.manual_seed(0)
    rows = (3.0 * torch.randn(37, width) + 5.0).to(dtype)
    expected = F.layer_norm(rows.double(), [width], eps=1e-5)
    assert (normalised(rows, 1e-5).double() - expected).abs().max() <= close


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_rows_are_gathered_as_they_are_and_normalised_in_that_order(dtype: torch.dtype) -> None:
    torch.manual_seed(0)
    rows, places = torch.randn(50, 24).to(dtype), torch.randperm(50)[:31].to(torch.int32)
    gathered, then = gathered_normalised(rows, places, 1e-5)
    assert torch.equal(gathered, rows[places.long()])
    assert torch.equal(then, normalised(gathered, 1e-5))


@pytest.mark.usefixtures("either_way")
def test_a_row_of_one_value_becomes_zeros() -> None:
    assert torch.equal(normalised(torch.full((2, 40), 0.5), 1e-5), torch.zeros(2, 40))


@needs_kernels
def test_kernels_mix_what_they_are_compiled_for_and_nothing_else() -> None:
    assert attention_for(torch.float32, length=64, channels=32) is BY_KERNEL
    for length, channels in ((289, 32), (64, 48)):
        assert attention_for(torch.float32, length=length, channels=channels) is AT_ONCE
    assert attention_for(torch.float64, length=64, channels=32) is AT_ONCE


def test_without_kernels_pytorch_mixes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "compiled", lambda: None)
    assert attention_for(torch.float32, length=64, channels=32) is AT_ONCE
    assert attention_for(torch.bfloat16, length=64, channels=32) in (AT_ONCE, BY_POWERS)
    with pytest.raises(RuntimeError, match="not compiled"):
        kernels.normalise(torch.ones(1, 16), 1e-5)


@needs_kernels
def test_sizes_that_are_not_compiled_are_refused_and_not_read_beyond() -> None:
    with pytest.raises(ValueError, match="at most 256 tokens"):
        kernels.attend(torch.zeros(1, 289, 3, 1, 32), None)
    with pytest.raises(ValueError, match="at least 16"):
        kernels.normalise(torch.zeros(1, 8), 1e-5)


@needs_kernels
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_the_kernels_run_on_the_threads_that_pytorch_has() -> None:
    # In a process of its own: other tests load libraries that bring a runtime along.
    ran = subprocess.run([sys.executable, "-c", ATTEND_AND_LOOK], check=True, capture_output=True, text=True)
    mapped = {line.split()[-1] for line in ran.stdout.splitlines() if "libgomp" in line}
    assert len(mapped) == 1, "two runtimes for threads would hinder each other"
