"""The released DreamClear on diffusers' blocks: network, converter, sampler, tiles, colours, pipeline."""
