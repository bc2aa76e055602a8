"""The page needs no network: nothing is fetched when it starts, nothing when it works."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from gradio_client import Client, handle_file

from tests.serving import free_port

ROOT = Path(__file__).resolve().parent.parent
STARTS_WITHIN = 180.0

# Put into the process of the page: whatever does not go to this machine is written down and refused.
CUT = """
import os
import socket

def note(where):
    with open(os.environ["ATTEMPTS"], "a") as attempts:
        print(where, file=attempts)
    raise OSError(101, "Network is unreachable")

def near(host):
    return host in (None, "", "localhost", "0.0.0.0", "::1", b"localhost") or str(host).startswith("127.")

class Socket(socket.socket):
    def connect(self, address):
        return super().connect(address) if isinstance(address, str) or near(address[0]) else note(address)

    def connect_ex(self, address):
        return super().connect_ex(address) if isinstance(address, str) or near(address[0]) else note(address)

look_up = socket.getaddrinfo
socket.socket = Socket
socket.getaddrinfo = lambda host, *rest, **more: look_up(host, *rest, **more) if near(host) else note(host)
"""


@pytest.fixture(scope="module")
def attempts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("offline") / "attempts"


@pytest.fixture(scope="module")
def address(attempts: Path) -> Iterator[str]:
    """`python app.py` in a process of its own, cut off from every other machine."""
    folder = attempts.parent
    (folder / "sitecustomize.py").write_text(CUT)
    (folder / "visitors").mkdir()
    port = free_port()
    environment = {
        name: text for name, text in os.environ.items() if not name.startswith(("HF_", "GRADIO_", "CNAPS_"))
    }
    environment |= {
        "PYTHONPATH": str(folder),
        "ATTEMPTS": str(attempts),
        "PORT": str(port),
        "GRADIO_TEMP_DIR": str(folder / "visitors"),
    }
    with (folder / "log").open("w") as log:
        page = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            wait_for(page, f"http://127.0.0.1:{port}/", folder / "log")
            yield f"http://127.0.0.1:{port}/"
        finally:
            page.terminate()
            page.wait(60)
    left = [path for path in (folder / "visitors").rglob("*") if path.is_file()]
    assert not left, "the page was ended and left photos behind"


def wait_for(page: subprocess.Popen[bytes], address: str, log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        assert page.poll() is None, log.read_text()
        try:
            httpx.get(address, timeout=10)
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"no page within {STARTS_WITHIN:g} s:\n{log.read_text()}")


def test_the_page_starts_restores_and_explains_without_a_network(address: str, tmp_path: Path) -> None:
    client = Client(address, verbose=False, download_files=tmp_path)
    example = ROOT / "examples" / "jpeg-coffee.jpg"
    file, run, explanation = client.predict(handle_file(example), "mimo-unet", api_name="/restore")
    assert Path(file).stat().st_size
    assert run["backend"] == "mimo-unet"
    assert explanation.count("### ") == 3


def test_nothing_was_even_tried(address: str, attempts: Path) -> None:
    assert not attempts.exists(), attempts.read_text()


def test_the_page_asks_the_browser_for_nothing_from_elsewhere(address: str) -> None:
    assert "fonts.g" not in httpx.get(address).text
