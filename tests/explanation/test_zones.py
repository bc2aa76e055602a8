"""Which part of an abstract a sentence belongs to."""

from __future__ import annotations

import pytest

from cnaps.explanation.records import Zone
from cnaps.explanation.zones import zones_of

ABSTRACT = (
    "Fog scatters light, and distant hills lose their contrast.",
    "Earlier networks treat every picture alike.",
    "We propose FogNet, which estimates the depth and divides the fog out.",
    "A decoder then fuses the features of three scales.",
    "FogNet surpasses six methods by 1.2 dB in PSNR.",
    "Fog at night was not examined.",
)


def test_an_abstract_is_read_as_background_approach_result_and_reservation() -> None:
    assert zones_of(ABSTRACT, "FogNet") == [
        Zone.BACKGROUND,
        Zone.BACKGROUND,
        Zone.APPROACH,
        Zone.APPROACH,
        Zone.RESULT,
        Zone.RESERVATION,
    ]


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Existing methods usually blur the edges.", Zone.BACKGROUND),
        ("Although it is trained on small crops, the network takes whole pictures.", Zone.APPROACH),
        ("The run time is not reported.", Zone.RESERVATION),
    ],
)
def test_what_others_do_is_background_wherever_it_stands(text: str, zone: Zone) -> None:
    assert zones_of(("We present a network.", text), "X")[1] is zone


def test_a_system_that_acts_announces_its_work_without_a_we() -> None:
    sentences = ("Pairs are hard to come by.", "Fog-Net needs none of them.")
    assert zones_of(sentences, "Another Name") == [Zone.BACKGROUND, Zone.APPROACH]


def test_what_was_long_the_case_is_background_even_behind_the_announcement() -> None:
    told = ["We propose a video denoiser.", "Until recently, denoising with networks had been rare."]
    assert zones_of(told, "Quiet")[1] is Zone.BACKGROUND
