"""What a run takes is said before anyone waits."""

from __future__ import annotations

import re

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from cnaps.dreamclear.effort import (
    GRAPHICS_CARD,
    demands,
    estimate,
    processor,
    refuse_too_large,
    tera_operations,
)
from cnaps.dreamclear.settings import RestorationSettings
from cnaps.dreamclear.transformer import DreamClearTransformer2DModel
from cnaps.errors import SettingError


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


def test_a_graphics_card_needs_minutes_at_most() -> None:
    effort = estimate(1024, 1024, GRAPHICS_CARD)
    assert effort.seconds[1] < 120
    assert "compact version" not in effort.sentence


def test_what_a_run_asks_for_is_one_sentence_with_memory_and_hours() -> None:
    assert re.search(r"graphics card with about 1\d GB .*two processor cores .* hours\.$", demands())


def test_a_photo_too_large_for_the_card_is_refused_with_both_sizes() -> None:
    large = estimate(3000, 4000, GRAPHICS_CARD)
    with pytest.raises(SettingError, match=r"3968 x 3008 pixels.* has 24 GB.*smaller"):
        refuse_too_large(large, 24.0)
    refuse_too_large(large, 80.0)


def test_a_caption_doubles_the_passes_and_a_large_photo_needs_more_tiles() -> None:
    plain, captioned = (estimate(1024, 1024, GRAPHICS_CARD, captioned=words) for words in (False, True))
    assert captioned.tera_operations == pytest.approx(2 * plain.tera_operations, rel=0.02)
    large = estimate(3000, 4000, GRAPHICS_CARD)
    assert large.tiles == 20
    assert large.seconds[0] > 15 * plain.seconds[0]
