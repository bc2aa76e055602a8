"""``python -m cnaps``."""

from cnaps.cli import main

main()
