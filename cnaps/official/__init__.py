"""The published checkpoints: what is known about each, where it is kept, how it is fetched."""
