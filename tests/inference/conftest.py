"""With the compiled kernels and without them."""

from __future__ import annotations

import pytest

from cnaps.inference import kernels


@pytest.fixture(params=["kernels", "PyTorch alone"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test runs once with the kernels, where they are compiled, and once as if there were none."""
    if request.param == "PyTorch alone":
        monkeypatch.setattr(kernels, "compiled", lambda: None)
    elif kernels.compiled() is None:
        pytest.skip("the kernels are not compiled, or this processor cannot run them")
