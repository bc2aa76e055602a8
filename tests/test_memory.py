"""Memory: what is free is known in a container too, and what a run takes does not grow with the photo."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import cv2
import psutil
import pytest
import skimage.data

from cnaps.memory import free_memory

ROOT = Path(__file__).resolve().parent.parent
GIGABYTE = 1_000_000_000


def write(file: Path, text: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{text}\n")


def test_some_memory_is_free_here() -> None:
    assert free_memory() > 100_000_000


def test_where_nothing_is_limited_the_free_memory_is_that_of_the_machine(tmp_path: Path) -> None:
    write(tmp_path / "proc/self/cgroup", "0::/")
    write(tmp_path / "sys/fs/cgroup/memory.max", "max")
    write(tmp_path / "sys/fs/cgroup/memory.current", GIGABYTE)
    assert free_memory(tmp_path) == pytest.approx(psutil.virtual_memory().available, rel=0.2)


def test_a_container_has_free_what_its_limit_leaves_and_the_files_that_can_be_read_again(
    tmp_path: Path,
) -> None:
    group = tmp_path / "sys/fs/cgroup"
    write(tmp_path / "proc/self/cgroup", "0::/")
    write(group / "memory.max", GIGABYTE)
    write(group / "memory.current", 970_000_000)
    write(group / "memory.stat", "anon 900000000\ninactive_file 20000000")
    assert free_memory(tmp_path) == 50_000_000


def test_the_limit_of_an_outer_group_binds_too(tmp_path: Path) -> None:
    group = tmp_path / "sys/fs/cgroup/memory"
    write(tmp_path / "proc/self/cgroup", "3:cpuset:/\n4:memory:/pod/app")
    write(group / "pod/app/memory.limit_in_bytes", 9223372036854771712)
    write(group / "pod/app/memory.usage_in_bytes", 10_000_000)
    write(group / "pod/memory.limit_in_bytes", 60_000_000)
    write(group / "pod/memory.usage_in_bytes", 20_000_000)
    assert free_memory(tmp_path) == 40_000_000


COMMAND = """
import atexit
from cnaps.benchmark.memory import peak_so_far
from cnaps.cli import main
atexit.register(lambda: print(peak_so_far()))
main()
"""
"""Asks the process itself: what its parent hears of it counts the parent's own memory too."""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read the way Linux reports it")
def test_a_12_megapixel_photo_is_restored_in_less_than_a_gigabyte_and_a_half(tmp_path: Path) -> None:
    large = cv2.resize(skimage.data.coffee(), (4000, 3000), interpolation=cv2.INTER_CUBIC)
    cv2.imwrite(str(tmp_path / "large.jpg"), large[..., ::-1])
    arguments = [
        *("restore", str(tmp_path / "large.jpg"), "--backend", "mimo-unet"),
        *("--out", str(tmp_path / "restored.png")),
    ]
    command = [sys.executable, "-c", COMMAND, *arguments]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert int(found.split()[-1]) < 1.5e9
    restored = cv2.imread(str(tmp_path / "restored.png"))
    assert restored is not None
    assert restored.shape == (3000, 4000, 3)


MEASURED = """
import sys, numpy as np
from cnaps.benchmark.memory import peak_so_far
from cnaps.registry import get_backend
from cnaps.runtime import Runtime, Settings
runtime, backend, pixels = Runtime(), get_backend(sys.argv[1]), np.zeros((512, 512, 3), np.float32)
runtime.run(pixels[:128, :128], backend, Settings(precision=sys.argv[2]))
before = peak_so_far()
runtime.run(pixels, backend, Settings(precision=sys.argv[2]))
(network,) = runtime._networks.values()
print(peak_so_far() - before, getattr(network, "bytes_per_pixel", backend.needs.bytes_per_pixel))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read the way Linux reports it")
@pytest.mark.parametrize("name", ["mimo-unet", "swinir-noise15", "dreamclear"])
def test_a_tile_takes_about_the_memory_that_is_reckoned_when_it_is_cut(name: str) -> None:
    command = [sys.executable, "-c", MEASURED, name, "fp32"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    taken, reckoned = map(int, found.split())
    assert 0.4 * reckoned < taken / (512**2 - 128**2) < 1.25 * reckoned
