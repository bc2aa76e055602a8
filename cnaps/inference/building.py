"""Compiling the kernels where the app runs without having been installed as a package, as on a Space."""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from cnaps.inference import kernels

log = logging.getLogger(__name__)

CHECKOUT = Path(__file__).parents[2]
PLACE = Path("cnaps", "inference")
SECONDS = 300
"""After which the compiler is stopped; it takes about ten."""


def build_missing_kernels() -> None:
    """Compile the kernels beside their source if they are missing and this processor could run them.

    Networks that are loaded from then on use them. Where that cannot be done, the log says why, and PyTorch
    does their work.
    """
    if kernels.compiled() is not None or not kernels.runnable():
        return
    try:
        built = build_kernels(CHECKOUT)
    except (OSError, subprocess.SubprocessError) as error:
        log.warning("The compiled kernels are left out, which makes networks slower: %s", error)
        return
    kernels.compiled.cache_clear()
    log.info("Compiled the kernels: %s", built)


def build_kernels(checkout: Path) -> Path:
    """Compile the kernels of a source tree, as its `pyproject.toml` says, and put them beside their source.

    Returns the library.

    Raises:
        FileNotFoundError: this is no source tree, or there is no compiler.
        subprocess.SubprocessError: the compiler failed, or took too long.
        OSError: the library cannot be written.
    """
    if not (checkout / "pyproject.toml").exists():
        raise FileNotFoundError(f"{checkout} holds no pyproject.toml")
    with TemporaryDirectory(prefix="cnaps-kernels-") as scratch:
        said = subprocess.run(
            [
                *(sys.executable, "-W", "ignore", "-c", "from setuptools import setup; setup()", "--quiet"),
                *("build_ext", "--build-lib", scratch, "--build-temp", scratch),
            ],
            cwd=checkout,
            check=True,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        found = list((Path(scratch) / PLACE).glob("_windows.*"))
        libraries = [path for path in found if path.suffix != ".o"]
        if not libraries:
            # The extension is optional, so that setuptools ends well without it.
            last = (said.stderr.strip().splitlines() or ["no compiler"])[-1]
            raise FileNotFoundError(f"no library was built: {last}")
        return _moved(libraries[0], checkout / PLACE)


def _moved(library: Path, folder: Path) -> Path:
    """The library in its new folder, where no one sees half of it."""
    unfinished = folder / f"{library.name}.part"
    shutil.copyfile(library, unfinished)
    return unfinished.replace(folder / library.name)
