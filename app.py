"""Start the page: `python app.py`, on a Space as well as at home."""

from __future__ import annotations

import os
import signal
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING

from cnaps.allocator import restart_reusing_memory
from cnaps.errors import CnapsError, SettingError

if TYPE_CHECKING:
    from cnaps.runtime import Runtime

EXAMPLES = Path(__file__).parent / "examples"


def main() -> None:
    """Read the environment, make one runtime, serve the page."""
    runtime = make_runtime()
    from cnaps.explanation.writing import chosen_writer
    from cnaps.interface import build_page, keep_open, launch_page

    # Asked to end politely, the page deletes what visitors left, as it does on Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    home = "0.0.0.0" if "SPACE_ID" in os.environ else "127.0.0.1"
    pictures = sorted(path for path in EXAMPLES.glob("*") if path.suffix in {".jpg", ".png"})
    parent = os.environ.get("GRADIO_TEMP_DIR")
    with TemporaryDirectory(prefix="cnaps-page-", dir=parent, ignore_cleanup_errors=True) as visitors:
        os.environ["GRADIO_TEMP_DIR"] = visitors
        page = build_page(
            runtime,
            examples=pictures,
            writer=chosen_writer(),
            downloads=_downloads_allowed(),
        )
        launch_page(page, host=os.environ.get("HOST", home), port=chosen_port())
        Thread(target=warm_up, name="warm-up", daemon=True).start()
        keep_open(page)


def chosen_port() -> int:
    """The port that the environment asks for, or the usual one.

    Raises:
        SettingError: it asks for no port.
    """
    text = os.environ.get("PORT") or "7860"
    if not (text.isdecimal() and len(text) < 6 and 0 < int(text) < 2**16):
        raise SettingError(f"PORT={text} is no port: use a number from 1 to 65535, e.g. PORT=7860.")
    return int(text)


def warm_up() -> None:
    """What the first photo would wait for, in the background, once the page is up."""
    from cnaps.inference.building import build_missing_kernels

    build_missing_kernels()
    import cnaps.diffusion.network  # noqa: F401, diffusers takes seconds to load.


def make_runtime() -> Runtime:
    """A runtime on the card of this machine, on a card that is lent for each run, or on the processor."""
    if on_zero_gpu():
        import spaces  # Before torch, of which it replaces parts.

        from cnaps.zero_gpu import BorrowingRuntime

        return BorrowingRuntime(spaces.GPU)
    from cnaps.runtime import Runtime, best_device

    return Runtime(device=best_device())


def on_zero_gpu() -> bool:
    """Whether this is a Space that gets a graphics card only while one of its functions runs."""
    asked = os.environ.get("SPACES_ZERO_GPU", "").lower() in {"1", "t", "true"}
    return asked and find_spec("spaces") is not None


def _downloads_allowed() -> bool:
    """On a Space, visitors fill the operator's disk only if the operator says so."""
    return "SPACE_ID" not in os.environ or os.environ.get("CNAPS_ALLOW_DOWNLOADS") == "1"


if __name__ == "__main__":
    restart_reusing_memory()
    try:
        main()
    except CnapsError as error:
        sys.exit(str(error))
