"""The blind diagnosis: noise, blur, JPEG and exposure measured on the photo alone."""

from __future__ import annotations

from cnaps.diagnosis.diagnose import diagnose

__all__ = ["diagnose"]
