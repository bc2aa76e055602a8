"""``python -m cnaps.training``."""

from __future__ import annotations

from cnaps.allocator import restart_reusing_memory


def run() -> None:
    """The command line of training, in a process that reuses its memory."""
    restart_reusing_memory()
    # Imported only now: it would be imported twice otherwise.
    from cnaps.training.cli import main

    main()


if __name__ == "__main__":
    run()
