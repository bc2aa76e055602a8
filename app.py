"""Start the page: `python app.py`, on a Space as well as at home."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

# Large tensors are then reused instead of being returned to the system after every layer.
ALLOCATOR = ":".join(
    (
        "glibc.malloc.hugetlb=1",
        "glibc.malloc.mmap_threshold=4294967296",
        "glibc.malloc.trim_threshold=17179869184",
    )
)
EXAMPLES = Path(__file__).parent / "examples"


def main() -> None:
    """Read the environment, make one runtime, serve the page."""
    from cnaps.interface import build_page, launch_page
    from cnaps.runtime import Runtime

    # Asked to end politely, the page deletes what visitors left, as it does on Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    home = "0.0.0.0" if "SPACE_ID" in os.environ else "127.0.0.1"
    pictures = sorted(path for path in EXAMPLES.glob("*") if path.suffix in {".jpg", ".png"})
    parent = os.environ.get("GRADIO_TEMP_DIR")
    with TemporaryDirectory(prefix="cnaps-page-", dir=parent, ignore_cleanup_errors=True) as visitors:
        os.environ["GRADIO_TEMP_DIR"] = visitors
        page = build_page(Runtime(), examples=pictures)
        launch_page(page, host=os.environ.get("HOST", home), port=int(os.environ.get("PORT", "7860")))


if __name__ == "__main__":
    # glibc reads this only while a process starts; the variable itself keeps the restart from repeating.
    if sys.platform == "linux" and "GLIBC_TUNABLES" not in os.environ:
        os.environ["GLIBC_TUNABLES"] = ALLOCATOR
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    main()
