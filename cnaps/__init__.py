"""CNAPS: measure what is wrong with a photo, restore it, and explain how with cited sources."""

__version__ = "0.1.0"
