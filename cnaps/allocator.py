"""How a process that computes asks the system for memory."""

from __future__ import annotations

import os
import sys

VARIABLE = "GLIBC_TUNABLES"

REUSE = ":".join(
    (
        "glibc.malloc.hugetlb=1",
        "glibc.malloc.mmap_threshold=4294967296",
        "glibc.malloc.trim_threshold=17179869184",
    )
)
"""Large tensors are reused, in large pages, instead of being returned to the system after every layer."""


def restart_reusing_memory() -> None:
    """Start this very process again with glibc told to reuse large tensors; once, and on Linux only.

    glibc reads the variable only while a process starts. Call this before anything large is imported;
    a value that the user has set is left as it is.
    """
    if sys.platform == "linux" and VARIABLE not in os.environ:
        os.environ[VARIABLE] = REUSE
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
