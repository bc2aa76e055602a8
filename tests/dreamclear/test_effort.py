"""What a run takes is said before anyone waits."""

from __future__ import annotations

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from cnaps.dreamclear.effort import GRAPHICS_CARD, estimate, processor, tera_operations
from cnaps.dreamclear.settings import RestorationSettings
from cnaps.dreamclear.transformer import DreamClearTransformer2DModel


def counted(blocks: int, side: int) -> float:
    """Tera-operations of a pass as PyTorch's own counter finds them."""
    with torch.device("meta"):
        network = DreamClearTransformer2DModel(blocks=blocks)
        latents = torch.zeros(1, 4, side, side)
        with FlopCounterMode(display=False) as counter, torch.no_grad():
            network(
                latents, torch.zeros(1), degraded=latents, reference=latents, caption=network.no_caption()
            )
    return counter.get_total_flops() / 1e12


@pytest.mark.parametrize("side", [16, 128])
def test_the_work_of_a_pass_is_what_a_counter_finds(side: int) -> None:
    one, two = counted(1, side), counted(2, side)
    assert tera_operations(side) == pytest.approx(one + 27 * (two - one), rel=1e-3)


def test_two_cores_need_hours_and_are_told_so_with_a_way_out() -> None:
    effort = estimate(256, 256, processor(2), RestorationSettings(upscale=4))
    assert effort.inside == (1024, 1024)
    assert effort.tiles == 1
    best, worst = effort.seconds
    assert 2 * 3600 < best < worst < 12 * 3600
    assert "hours" in effort.sentence
    assert "compact version" in effort.sentence


def test_a_graphics_card_needs_minutes_at_most_and_half_the_memory_for_the_weights() -> None:
    effort = estimate(1024, 1024, GRAPHICS_CARD)
    assert effort.seconds[1] < 120
    assert effort.gibibytes < estimate(1024, 1024, processor(2)).gibibytes - 4
    assert "compact version" not in effort.sentence


def test_a_caption_doubles_the_passes_and_a_large_photo_needs_more_tiles() -> None:
    plain, captioned = (estimate(1024, 1024, GRAPHICS_CARD, captioned=words) for words in (False, True))
    assert captioned.tera_operations == pytest.approx(2 * plain.tera_operations, rel=0.02)
    large = estimate(3000, 4000, GRAPHICS_CARD)
    assert large.tiles == 20
    assert large.seconds[0] > 15 * plain.seconds[0]
