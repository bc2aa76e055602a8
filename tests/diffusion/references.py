"""A reference network that is small enough for tests."""

from __future__ import annotations

from cnaps.diffusion.reference import ReferenceRestorer


def small_reference() -> ReferenceRestorer:
    """One group of two Swin blocks on folded pixels, of windows as small as those of small transformers."""
    return ReferenceRestorer(sizes={"width": 16, "depths": (2,), "heads": 2, "window": 4, "fold": 2})
