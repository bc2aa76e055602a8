"""Fuller joints, with which a sentence is kept whole that no other order or word could save."""

from __future__ import annotations

import pytest

from cnaps.explanation.seams import bridged


def joined(text: str) -> list[str]:
    return list(bridged(text, 0, len(text)))


@pytest.mark.parametrize(
    ("text", "fuller"),
    [
        ("The branch holds a prior for generating sharp faces", "a prior to generate sharp faces"),
        ("Both views meet in the latent space", "within the latent space"),
        ("They propose a scheme based on depth", "a scheme that is based on depth"),
        ("It is a network with two branches", "a network that has two branches"),
        ("Frames are aligned using deformable filters", "by means of deformable filters"),
        ("It works when the input is dark", "in cases where the input is dark"),
        ("It estimates noise by inverting the camera", "by way of inverting the camera"),
        ("The encoder removes haze and then sharpens edges", "and subsequently sharpens edges"),
        ("It estimates global curves and local masks", "global curves as well as local masks"),
        ("The decoder fills holes and removes noise", "fills holes and also removes noise"),
        ("The network estimates masks to hide the marks", "masks in order to hide the marks"),
        ("They propose a framework to improve dark frames", "a framework that serves to improve dark frames"),
        ("They collect pairs for denoising", "pairs meant for denoising"),
    ],
)
def test_a_joint_is_made_fuller_and_means_the_same(text: str, fuller: str) -> None:
    assert any(fuller in new for new in joined(text))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("It brightens each frame, and the result flickers", "as well as the result"),
        ("Rain blurs the scene and the drops scatter light", "as well as the drops"),
        ("Long filters are used for noise and short ones for edges", "as well as short"),
        ("The gap between clean and hazy pictures grows", "as well as"),
        ("It surpasses networks with fewer weights", "that has"),
        ("They train the network with two losses", "that has"),
        ("They asked 27 readers to outline the bones", "in order to"),
        ("The ability to remove rain is kept", "in order to"),
        ("Photos taken in the dark lose colour", "within the dark"),
        ("They build a deep network with two aims in mind", "that has"),
        ("They prove that noise and blur are at odds", "as well as"),
        ("They study “Denoising and Deblurring” alone", "as well as"),
    ],
)
def test_a_joint_stays_where_another_would_say_something_else(text: str, wrong: str) -> None:
    assert not any(wrong in new for new in joined(text))
