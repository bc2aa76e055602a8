"""A compact sibling of DreamClear as a diffusers pipeline: transformer, scheduler, reference, loop."""
