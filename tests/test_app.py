"""Starting the page: what the environment asks for, and what is said where that cannot be had."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import app
from cnaps.errors import SettingError

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(("asked", "port"), [(None, 7860), ("", 7860), ("7911", 7911)])
def test_the_port_is_the_one_asked_for(monkeypatch: pytest.MonkeyPatch, asked: str | None, port: int) -> None:
    if asked is None:
        monkeypatch.delenv("PORT", raising=False)
    else:
        monkeypatch.setenv("PORT", asked)
    assert app.chosen_port() == port


@pytest.mark.parametrize("asked", ["http", "-1", "0", "65536", "7" * 5000])
def test_what_is_no_port_is_refused(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setenv("PORT", asked)
    with pytest.raises(SettingError, match="1 to 65535"):
        app.chosen_port()


def test_a_port_that_is_taken_is_told_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = subprocess.run(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=os.environ | {"PORT": str(port), "HOST": "127.0.0.1"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert ran.returncode == 1
    assert f"PORT={port + 1}" in ran.stderr and "Traceback" not in ran.stderr
