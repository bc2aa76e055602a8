"""Start the page: `python app.py`, on a Space as well as at home."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from tempfile import TemporaryDirectory

from cnaps.allocator import restart_reusing_memory

EXAMPLES = Path(__file__).parent / "examples"


def main() -> None:
    """Read the environment, make one runtime, serve the page."""
    from cnaps.explanation.writing import chosen_writer
    from cnaps.interface import build_page, launch_page
    from cnaps.runtime import Runtime, best_device

    # Asked to end politely, the page deletes what visitors left, as it does on Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    home = "0.0.0.0" if "SPACE_ID" in os.environ else "127.0.0.1"
    pictures = sorted(path for path in EXAMPLES.glob("*") if path.suffix in {".jpg", ".png"})
    parent = os.environ.get("GRADIO_TEMP_DIR")
    with TemporaryDirectory(prefix="cnaps-page-", dir=parent, ignore_cleanup_errors=True) as visitors:
        os.environ["GRADIO_TEMP_DIR"] = visitors
        page = build_page(
            Runtime(device=best_device()),
            examples=pictures,
            writer=chosen_writer(),
            downloads=_downloads_allowed(),
        )
        launch_page(page, host=os.environ.get("HOST", home), port=int(os.environ.get("PORT", "7860")))


def _downloads_allowed() -> bool:
    """On a Space, visitors fill the operator's disk only if the operator says so."""
    return "SPACE_ID" not in os.environ or os.environ.get("CNAPS_ALLOW_DOWNLOADS") == "1"


if __name__ == "__main__":
    restart_reusing_memory()
    main()
