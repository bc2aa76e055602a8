"""Words for the same thing, of which a question may use an everyday one and a paper another."""

from __future__ import annotations

from functools import lru_cache

from cnaps.explanation.sentences import content_stems

_GROUPS = tuple(
    content_stems(words)
    for words in (
        "shake shaking tremor jitter",
        "move moves moving movement motion",
        "quick fast speed rapid",
        "border borders boundary boundaries margin margins crop cropped cropping",
        "shimmer shimmers flicker flickers pulse pulsate fluctuate fluctuates fluctuation coherent coherence",
        "wobble wobbles bend bends bent warp warps warped distort distorts distortion distorted displace "
        "displaced displacement deform deformed",
        "hole holes gap gaps missing mask masks masked",
        "colour color colours colors hue hues tint tints chromatic",
        "guess guesses guessed invent invents invented plausible hallucinate hallucinated imagine imagined",
        "grain grainy noise noisy",
        "size sizes scale scales factor factors magnification",
        "behind beneath below underneath hidden occluded visible",
        "before after first afterwards order beforehand",
        "denoise denoises denoising denoised denoiser noise noisy grain grainy",
        "police court trial judge identification identify forensic evidence",
        "any arbitrary whatever",
        "blurred blurry blur smeared unsharp",
        "enlarge enlarged enlargement upscale upscaling upsampling zoom",
        "remove removes removed removal erase erased delete",
        "teach taught train trained training learn learned learns",
        "pair pairs paired example examples",
        "border edge edges",
        "fog foggy haze hazy mist dehaze dehazing",
        "filter filters smooth smooths smoothing",
        "video videos film films clip clips footage",
        "light lights lighting illuminant illuminants illumination",
        "two several mixed mixture both",
        "diagnosis diagnose diagnostic doctor doctors physician radiologist",
        "laptop pc computer notebook desktop gpu cpu",
        "phone phones smartphone smartphones mobile",
        "dark dim darkness underexposed",
        "bright brightness brighten exposure",
        "letter letters text writing characters character words",
        "different differ differs difference",
        "white saturated saturation overexposed clipped clipping burnt blown",
        "once twice double doubled repeated repeatedly",
    )
)
_TERMS = frozenset().union(*_GROUPS)


@lru_cache(maxsize=4096)
def alike(word: str) -> frozenset[str]:
    """The stem `word` and those that mean the same."""
    return frozenset({word}).union(*(group for group in _GROUPS if word in group))


def is_term(word: str) -> bool:
    """Whether the stem `word` stands for one of these things, and so tells more than other words."""
    return word in _TERMS
