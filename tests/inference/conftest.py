"""With the compiled kernels and without them."""

from __future__ import annotations

import pytest

from cnaps.inference import kernels

ABSENT = "the kernels are not compiled, or this processor cannot run them"
"""That it is so only where it must be is a test of its own, in test_kernels.py."""

needs_kernels = pytest.mark.skipif(kernels.compiled() is None, reason=ABSENT)


@pytest.fixture(params=["kernels", "PyTorch alone"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test runs once with the kernels, where they are compiled, and once as if there were none."""
    if request.param == "PyTorch alone":
        monkeypatch.setattr(kernels, "compiled", lambda: None)
    elif kernels.compiled() is None:
        pytest.skip(ABSENT)
