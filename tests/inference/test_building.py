"""The kernels are compiled from the sources alone, and their absence stops nothing."""

from __future__ import annotations

import logging
import shutil
import subprocess
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from cnaps.inference import building, kernels
from cnaps.inference.building import CHECKOUT, build_kernels, build_missing_kernels
from tests.inference.test_kernels import can_be_compiled

SOURCES = (
    "pyproject.toml",
    "README.md",
    "requirements.txt",
    "cnaps/__init__.py",
    "cnaps/inference/_windows.cpp",
)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A source tree without its compiled kernels, as far as they need one."""
    for name in SOURCES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(CHECKOUT / name, tmp_path / name)
    return tmp_path


@can_be_compiled
def test_a_source_tree_gets_its_kernels_beside_their_source(checkout: Path) -> None:
    library = build_kernels(checkout)
    assert library.parent == checkout / "cnaps" / "inference"
    spec = spec_from_file_location("_windows", library)
    assert spec is not None
    module = module_from_spec(spec)
    assert callable(module.attend)
    assert sorted(path.name for path in library.parent.iterdir()) == sorted([library.name, "_windows.cpp"])


@can_be_compiled
def test_the_app_compiles_what_is_missing_and_uses_it(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kernels.compiled()
    monkeypatch.setattr(building, "CHECKOUT", checkout)
    monkeypatch.setattr(kernels, "compiled", Forgetful(None, then=before))
    build_missing_kernels()
    assert kernels.compiled() is before
    assert list((checkout / "cnaps" / "inference").glob("_windows.*so"))


@pytest.mark.parametrize("trouble", ["no compiler", "no sources"])
def test_where_they_cannot_be_compiled_the_log_says_why(
    checkout: Path, trouble: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    if trouble == "no compiler":
        for variable in ("CC", "CXX"):
            monkeypatch.setenv(variable, "/nowhere/compiler")
    else:
        (checkout / "pyproject.toml").unlink()
    with pytest.raises((OSError, subprocess.SubprocessError)):
        build_kernels(checkout)
    monkeypatch.setattr(building, "CHECKOUT", checkout)
    monkeypatch.setattr(kernels, "compiled", Forgetful(None, then=None))
    monkeypatch.setattr(building.torch.backends.cpu, "get_cpu_capability", lambda: "AVX512")
    with caplog.at_level(logging.WARNING):
        build_missing_kernels()
    assert "left out" in caplog.text


class Forgetful:
    """Answers like a cached function whose answer changes when the cache is cleared."""

    def __init__(self, first: object, *, then: object) -> None:
        self.answer, self.then = first, then

    def __call__(self) -> object:
        return self.answer

    def cache_clear(self) -> None:
        self.answer = self.then
