"""``python -m tests.dreamclear.parity``: largest differences to the goldens of the published code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import click
import torch
from diffusers import PixArtTransformer2DModel
from safetensors.torch import load_file
from torch import Tensor

from cnaps.dreamclear.conversion import convert, fill
from cnaps.dreamclear.sampling import ancestral_scheduler, guide
from cnaps.dreamclear.tiling import LatentTile, blend_tiles, cut_latents
from cnaps.dreamclear.transformer import Caption, DreamClearTransformer2DModel, Frame
from tests.dreamclear.weights import GOLDENS, drawn, manifest, synthetic

BLOCKS = 2
GUIDANCE = 4.5


@dataclass(frozen=True)
class Difference:
    """How far a result is from a golden."""

    what: str
    largest: float
    relative: float
    """Over the largest value of the golden."""


def difference(what: str, found: Tensor, golden: Tensor) -> Difference:
    assert found.shape == golden.shape, f"{what}: {tuple(found.shape)}, not {tuple(golden.shape)}"
    largest = float((found.double() - golden.double()).abs().max())
    return Difference(what, largest, largest / float(golden.abs().max()))


class TwoBlocks:
    """The released network at its widths, with two blocks and the goldens' weights."""

    def __init__(self) -> None:
        self.goldens = load_file(GOLDENS / "two_blocks.safetensors")
        self.released = synthetic(manifest(BLOCKS))
        with torch.device("meta"):
            self.network = DreamClearTransformer2DModel(blocks=BLOCKS)
        fill(self.network, self.released)
        self.network.eval().requires_grad_(False)
        self.mask = self.goldens["in.mask"]
        words = drawn(104, 1, 1, 120, 4096)[0]
        self.caption = Caption(embedding=words, mask=self.mask)
        self.null = self.network.no_caption(self.mask)
        both = torch.cat([words, self.null.embedding])
        self.both = Caption(embedding=both, mask=self.mask.expand(2, -1))

    def predicted(
        self,
        caption: Caption,
        time: int,
        *,
        inputs: tuple[Tensor, Tensor, Tensor] | None = None,
        frame: Frame | None = None,
        joined: bool = False,
    ) -> Tensor:
        count = len(caption.embedding)
        sample, degraded, reference = (
            latents.expand(count, -1, -1, -1) for latents in inputs or self.inputs("")
        )
        return self.network(
            sample,
            torch.full((count,), time),
            degraded=degraded,
            reference=reference,
            caption=caption,
            frame=frame or Frame(),
            joined=joined,
        ).sample

    def inputs(self, kind: str) -> tuple[Tensor, Tensor, Tensor]:
        """Noisy latents, those of the photo and those of its reference."""
        sample, degraded, reference = (self.goldens[f"in.{kind}{name}"] for name in ("x_t", "z_lq", "z_ref"))
        return sample, degraded, reference

    def tiled(self, time: int, *, joined: bool) -> Tensor:
        """Both halves, blended from tiles of 16 with an overlap of 4."""
        latents = self.inputs("tile_")

        def predict(tile: LatentTile) -> Tensor:
            sample, degraded, reference = (tile.of(part) for part in latents)
            return self.predicted(self.both, time, inputs=(sample, degraded, reference), joined=joined)

        tiles = cut_latents(*latents[0].shape[-2:], side=16, overlap=4)
        return blend_tiles(latents[0], tiles, predict)

    def trunk_alone(self, time: int) -> Tensor:
        """The base model as diffusers' own class, filled from the converted names."""
        base = PixArtTransformer2DModel(num_layers=BLOCKS, caption_channels=4096)
        ours = convert(self.released, BLOCKS)
        base.load_state_dict({name: ours[name] for name in base.state_dict()}, strict=True)
        return base.eval()(
            self.goldens["in.x_t"],
            encoder_hidden_states=self.caption.embedding,
            encoder_attention_mask=self.mask,
            timestep=torch.tensor([time]),
            added_cond_kwargs={
                "resolution": torch.tensor([[1024.0, 1024.0]]),
                "aspect_ratio": torch.tensor([[1.0]]),
            },
        ).sample

    @torch.no_grad()
    def differences(self) -> Iterator[Difference]:
        """For every output of the goldens; of guided ones the captioned half, which is what is used."""
        everything = torch.ones_like(self.mask)
        for time in (999, 20):
            full_null = self.network.no_caption(everything)
            yield self._compared(f"cond_b1_t{time}", self.predicted(self.caption, time))
            yield self._compared(f"null_b1_t{time}", self.predicted(self.null, time))
            yield self._compared(f"null_fullmask_b1_t{time}", self.predicted(full_null, time))
            yield self._compared(f"base_only_cond_t{time}", self.trunk_alone(time))
            for kind, joined in (("noleak", False), ("merged", True)):
                halves = self.predicted(self.both, time, joined=joined)
                if joined:
                    yield self._compared(f"merged_b2_t{time}", halves)
                yield self._guided(f"cfg45_{kind}_t{time}", halves)
                yield self._guided(f"tiled_cfg45_{kind}_t{time}", self.tiled(time, joined=joined))
        unmasked = Caption(embedding=self.caption.embedding)
        yield self._compared("cond_fullmask_b1_t999", self.predicted(unmasked, 999))
        small = Frame(height=512.0, width=768.0, ratio=512 / 768)
        yield self._compared("cond_hw512x768_ar0667_b1_t999", self.predicted(self.caption, 999, frame=small))
        yield from self._parts()

    def _parts(self) -> Iterator[Difference]:
        """Single modules on small values, where the epsilon of a normalisation shows."""
        mixture, block = self.network.mixtures[0], self.network.transformer_blocks[0]
        seen = mixture.attention(0.01 * drawn(121, 1, 6, 1152), 0.01 * drawn(122, 1, 6, 1152))
        yield self._compared("unit.cross_de0_ref", mixture.attended(seen))
        yield self._compared("unit.cross_de0_D", mixture.prior(seen))
        behind = block(
            0.01 * drawn(123, 1, 10, 1152),
            encoder_hidden_states=drawn(125, 1, 5, 1152),
            timestep=0.3 * drawn(124, 1, 6912),
        )
        yield self._compared("unit.block0", behind)
        shift, scale = (self.network.scale_shift_table[None] + drawn(126, 1, 1, 1152)).chunk(2, dim=1)
        last = self.network.norm_out(0.01 * drawn(127, 1, 6, 1152)) * (1 + scale) + shift
        yield self._compared("unit.final_layer", self.network.proj_out(last))

    def _compared(self, name: str, found: Tensor) -> Difference:
        return difference(name, found, self.goldens[name if "." in name else f"out.{name}"])

    def _guided(self, name: str, halves: Tensor) -> Difference:
        return difference(name, guide(halves[:1], halves[1:], GUIDANCE), self.goldens[f"out.{name}"][:1])


def sampler_differences() -> Iterator[Difference]:
    """Fifty steps against a network in closed form: start, timesteps, and every step of both traces."""
    goldens = load_file(GOLDENS / "fifty_steps.safetensors")
    scheduler = ancestral_scheduler()
    scheduler.set_timesteps(50)
    yield difference("timesteps", scheduler.timesteps, goldens["table.timesteps"])
    latents = scheduler.add_noise(drawn(201, 1, 4, 6, 10), drawn(202, 1, 4, 6, 10), scheduler.timesteps[:1])
    yield difference("start", latents, goldens["x_start"])
    trace, clean_trace = [], []
    for number, time in enumerate(scheduler.timesteps):
        predicted = closed_form(latents, int(time))
        if number == 0:
            yield difference("guided output", predicted, goldens["guided_out_t999"])
        noise = torch.Generator().manual_seed(1000 + number)
        latents, clean = scheduler.step(predicted, time, latents, generator=noise, return_dict=False)
        trace.append(latents[0])
        clean_trace.append(clean[0])
    yield difference("fifty steps", torch.stack(trace), goldens["x_trace"])
    yield difference("fifty clean latents", torch.stack(clean_trace), goldens["pred_x0_trace"])


def closed_form(latents: Tensor, time: int) -> Tensor:
    """The guided prediction of the goldens' stand-in for a network."""
    at = torch.arange(latents.numel(), dtype=torch.float64).view_as(latents)

    def wave(shape: Callable[[Tensor], Tensor], height: float, rate: float, drift: float) -> Tensor:
        return (height * shape(rate * at + drift * time)).float()

    captioned = 0.5 * latents + wave(torch.sin, 0.3, 0.7, 0.01)
    uncaptioned = 0.48 * latents + wave(torch.cos, 0.3, 0.5, 0.01)
    return guide(
        torch.cat([captioned, wave(torch.sin, 0.8, 0.3, 0.02)], dim=1),
        torch.cat([uncaptioned, wave(torch.cos, 0.5, 0.3, 0.0)], dim=1),
        GUIDANCE,
    )


def main() -> None:
    for found in [*TwoBlocks().differences(), *sampler_differences()]:
        click.echo(f"{found.what:<34} largest {found.largest:.1e}  relative {found.relative:.1e}")


if __name__ == "__main__":
    main()
