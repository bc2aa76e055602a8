"""The kernels are compiled from the sources alone, and their absence stops nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cnaps.inference import kernels
from cnaps.inference.building import CHECKOUT, build_kernels
from tests.inference.test_kernels import can_be_compiled

AS_THE_APP = """
import logging
from cnaps.inference import building, kernels
logging.basicConfig(level=logging.INFO)
print(building.CHECKOUT)
print(kernels.compiled() is not None)
building.build_missing_kernels()
print(kernels.compiled() is not None)
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A source tree without weights and without compiled kernels."""
    for name in ("pyproject.toml", "README.md", "requirements.txt"):
        shutil.copyfile(CHECKOUT / name, tmp_path / name)
    left = shutil.ignore_patterns("__pycache__", "compact", "_windows.*so")
    shutil.copytree(CHECKOUT / "cnaps", tmp_path / "cnaps", ignore=left)
    return tmp_path


def start(checkout: Path, **environment: str) -> tuple[list[str], str]:
    """What a process in that tree prints as the app does when it starts, and what it logs."""
    ran = subprocess.run(
        [sys.executable, "-c", AS_THE_APP],
        cwd=checkout,
        env=os.environ | environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return ran.stdout.split(), ran.stderr


@can_be_compiled
def test_the_app_compiles_what_is_missing_beside_its_source_and_uses_it(checkout: Path) -> None:
    printed, logged = start(checkout)
    assert printed == [str(checkout), "False", "True"]
    (library,) = (checkout / "cnaps" / "inference").glob("_windows.*so")
    assert f"Compiled the kernels: {library}" in logged
    again, silence = start(checkout)
    assert again == [str(checkout), "True", "True"] and not silence


@pytest.mark.skipif(not kernels.runnable(), reason="kernels need AVX-512")
def test_without_a_compiler_the_log_says_why_they_are_left_out(checkout: Path) -> None:
    printed, logged = start(checkout, CC="/nowhere/compiler", CXX="/nowhere/compiler")
    assert printed == [str(checkout), "False", "False"]
    assert "left out" in logged and "/nowhere/compiler" in logged


def test_where_there_are_no_sources_the_caller_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"pyproject\.toml"):
        build_kernels(tmp_path)
