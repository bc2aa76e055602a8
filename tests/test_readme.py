"""What the README says: its commands run, its links lead somewhere."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import skimage.data
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.partition("  #")[0].removeprefix("python -m cnaps ")
    for block in re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    for line in block.splitlines()
    if line.startswith("python -m cnaps ") and "../shared" not in line
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the photos that the README speaks of."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "photos").mkdir()
    Image.fromarray(skimage.data.chelsea()[60:156, 120:216]).save(folder / "photos" / "cat.png")
    Image.fromarray(skimage.data.chelsea()[60:188, 120:248]).save(folder / "holiday.jpg", quality=30)
    shutil.copy(folder / "holiday.jpg", folder / "night.jpg")
    shutil.copytree(ROOT / "examples", folder / "examples")
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs(home: Path, command: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "cnaps", *shlex.split(command)],
        cwd=home,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip()


def test_there_are_commands_to_run() -> None:
    assert len(COMMANDS) >= 7


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\((?!http)([^)#]+)\)", README))))
def test_every_local_link_leads_to_a_file(target: str) -> None:
    assert (ROOT / target).exists()


def test_it_opens_with_the_front_matter_of_a_space() -> None:
    matter = README.split("---")[1]
    assert "sdk: gradio" in matter
    assert "app_file: app.py" in matter
