"""What time is taken by."""

from __future__ import annotations

from collections.abc import Callable

Clock = Callable[[], float]
"""Seconds since some moment: `time.perf_counter`, or `time.process_time` where others use the machine too."""
