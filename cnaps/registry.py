"""The backends: one row each.

What stands on diffusers is imported by whoever loads it, since that takes seconds: the page is up before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.architectures.res_hair import ResHAIR
from cnaps.architectures.restormer import Restormer
from cnaps.architectures.swinir import LuminanceSwinIR, SwinIR
from cnaps.architectures.swinir_real import RealSwinIR
from cnaps.backend import Anatomy, Backend, Convention, Family, Needs, Weights
from cnaps.compact import networks
from cnaps.compact import weights as compact
from cnaps.diagnosis.findings import Degradation
from cnaps.dreamclear.effort import demands
from cnaps.errors import UnknownBackendError
from cnaps.procedures import KernelInversion, LatentDiffusion, OnePass, ResidualShift

if TYPE_CHECKING:
    from torch import nn


def _released_dreamclear() -> nn.Module:
    from cnaps.dreamclear.transformer import DreamClearTransformer2DModel

    return DreamClearTransformer2DModel()


def _assembled_dreamclear(files: Sequence[Path]) -> nn.Module:
    from cnaps.dreamclear.assembly import assemble

    return assemble(files)


MIMO_UNET = Backend(
    name="mimo-unet",
    family=Family.CNN,
    title="MIMO-UNet",
    task="motion deblurring",
    good_for="Shots blurred by a shaking hand or a moving camera; the fastest.",
    repairs=frozenset({Degradation.BLUR}),
    model="mimo-unet",
    paper=(
        "https://openaccess.thecvf.com/content/ICCV2021/papers/"
        "Cho_Rethinking_Coarse-To-Fine_Approach_in_Single_Image_Deblurring_ICCV_2021_paper.pdf"
    ),
    github="https://github.com/chosj95/MIMO-UNet",
    anatomy=Anatomy(width=32, blocks=24, scales=3),
    parameters=3_707_011,
    weights=compact.DEBLUR,
    architecture=networks.mimo_unet,
    official=MIMOUNet,
    procedure=OnePass(),
    needs=Needs(multiple_of=4, overlap=112, tile=512),
    convention=Convention(multiple_of=4, mirror=None, overlap=None),
)

MIMO_UNET_PLUS = replace(
    MIMO_UNET,
    name="mimo-unet-plus",
    title="MIMO-UNet+",
    good_for="Real camera shake, with its official checkpoint; its compact weights are MIMO-UNet's.",
    official=partial(MIMOUNet, blocks=20, dropout=0.1),
)

SWINIR_NOISE = Backend(
    name="swinir-noise15",
    family=Family.SWIN,
    title="SwinIR, noise 15",
    level=15,
    task="colour denoising",
    good_for="Fine grain, as from a good camera in low light.",
    repairs=frozenset({Degradation.NOISE}),
    model="swinir",
    paper="https://arxiv.org/pdf/2108.10257",
    github="https://github.com/JingyunLiang/SwinIR",
    anatomy=Anatomy(width=128, blocks=16, window=8, patch=2),
    parameters=2_900_300,
    weights=compact.NOISE,
    architecture=networks.swinir,
    official=SwinIR,
    procedure=OnePass(),
    needs=Needs(multiple_of=16, overlap=48, tile=512),
    convention=Convention(multiple_of=8, mirror="symmetric", spare=True),
)

SWINIR_JPEG = replace(
    SWINIR_NOISE,
    name="swinir-jpeg40",
    title="SwinIR, JPEG 40",
    level=40,
    task="JPEG artefact removal",
    good_for="Light compression: faint rings around edges.",
    repairs=frozenset({Degradation.JPEG}),
    anatomy=Anatomy(width=128, blocks=16, window=7, patch=2),
    parameters=2_896_716,
    weights=compact.JPEG,
    architecture=partial(networks.swinir, window=7),
    official=partial(SwinIR, window=7, value_range=255.0),
    needs=Needs(multiple_of=14, overlap=56, tile=504),
    convention=Convention(multiple_of=7, mirror="symmetric", spare=True),
)

SWINIR_GREY_JPEG = replace(
    SWINIR_JPEG,
    name="swinir-grey-jpeg40",
    title="SwinIR, grey JPEG 40",
    level=40,
    task="JPEG artefact removal in grey photos",
    good_for="Black-and-white photos, lightly compressed; of colour it repairs the brightness alone.",
    anatomy=Anatomy(width=180, blocks=36, window=7),
    parameters=11_485_585,
    weights=Weights(
        kind="official",
        files=(),
        licence="Apache-2.0",
        trained_on="The luminance of DIV2K, Flickr2K, BSD500 and WED, compressed",
        address="https://github.com/JingyunLiang/SwinIR/releases/tag/v0.0",
    ),
    architecture=partial(LuminanceSwinIR, window=7, value_range=255.0),
    official=partial(LuminanceSwinIR, window=7, value_range=255.0),
)

SWINIR_REAL = replace(
    SWINIR_NOISE,
    name="swinir-real",
    title="SwinIR, real photos",
    level=None,
    task="real-world restoration",
    good_for="Several faults at once; it draws fine detail anew, so do not take that as evidence.",
    repairs=frozenset({Degradation.BLUR, Degradation.NOISE, Degradation.JPEG}),
    anatomy=Anatomy(width=180, blocks=36, window=8),
    parameters=11_715_559,
    weights=replace(
        SWINIR_GREY_JPEG.weights, trained_on="DIV2K, Flickr2K and OST, degraded in many ways at once (BSRGAN)"
    ),
    architecture=RealSwinIR,
    official=RealSwinIR,
    needs=Needs(multiple_of=8, overlap=32, tile=256, bytes_per_pixel=40_000),
)

_LARGE_REAL = partial(RealSwinIR, width=240, depths=(6,) * 9, heads=8, bottleneck=True)

SWINIR_REAL_LARGE = replace(
    SWINIR_REAL,
    name="swinir-real-large",
    title="SwinIR, real photos, large",
    good_for="The same with a larger network, which takes three times as long.",
    anatomy=Anatomy(width=240, blocks=54, window=8),
    parameters=28_013_059,
    architecture=_LARGE_REAL,
    official=_LARGE_REAL,
)

DREAMCLEAR_RELEASED = Backend(
    name="dreamclear-released",
    family=Family.DIFFUSION,
    title="DreamClear, as released",
    task="real-world restoration",
    good_for="The published model of two billion parameters, for those who have a large graphics card.",
    repairs=frozenset({Degradation.BLUR, Degradation.NOISE, Degradation.JPEG}),
    model="dreamclear",
    paper="http://arxiv.org/pdf/2410.18666v2.pdf",
    github="https://github.com/shallowdream204/dreamclear",
    anatomy=Anatomy(width=1152, blocks=28, patch=16),
    parameters=2_211_876_212,
    weights=Weights(
        kind="official",
        files=(),
        licence="Apache-2.0, as its authors say; parts of the file come from elsewhere",
        trained_on="DIV2K, Flickr2K, LSDIR, DIV8K and a million generated photos",
        address="https://huggingface.co/shallowdream204/DreamClear",
    ),
    architecture=_released_dreamclear,
    official=None,
    procedure=LatentDiffusion(),
    needs=Needs(uncut=True, graphics_card=True),
    assemble=_assembled_dreamclear,
    demands=demands(),
)

DREAMCLEAR = Backend(
    name="dreamclear",
    family=Family.DIFFUSION,
    title="DreamClear, compact sibling",
    task="real-world restoration",
    good_for="Several faults at once, or none that stands out: old, scanned, shared and re-shared photos.",
    repairs=frozenset({Degradation.BLUR, Degradation.NOISE, Degradation.JPEG}),
    model="dreamclear",
    paper="http://arxiv.org/pdf/2410.18666v2.pdf",
    github="https://github.com/shallowdream204/dreamclear",
    anatomy=Anatomy(width=128, blocks=8, window=16, patch=4),
    parameters=6_698_012,
    weights=compact.DREAMCLEAR,
    architecture=networks.dreamclear,
    official=None,
    procedure=ResidualShift(units=4),
    needs=Needs(multiple_of=64, overlap=192, tile=768, bytes_per_pixel=1300),
    released=DREAMCLEAR_RELEASED,
)


SHAKE_INVERSION = Backend(
    name="shake-inversion",
    family=Family.PHYSICS,
    title="Shake inversion",
    task="blind motion deblurring",
    good_for="A whole photo blurred by one shake of the camera: finds the shake and reverses it.",
    repairs=frozenset({Degradation.BLUR}),
    model="dpir",
    paper="https://arxiv.org/abs/2008.13751",
    github="https://github.com/cszn/DPIR",
    anatomy=replace(SWINIR_NOISE.anatomy, blocks=8),
    parameters=networks.PRIOR_PARAMETERS + 2 * MIMO_UNET.parameters,
    weights=compact.SHAKE_INVERSION,
    architecture=networks.shake_inverter,
    official=None,
    procedure=KernelInversion(),
    needs=Needs(multiple_of=16, overlap=96, tile=592, bytes_per_pixel=1500),
)

RESTORMER = Backend(
    name="restormer",
    family=Family.ALL_IN_ONE,
    title="Restormer",
    task="denoising of any strength",
    good_for="Fine grain of any strength; or whatever the official file is for that it is given.",
    repairs=frozenset({Degradation.NOISE}),
    model="restormer",
    paper="https://arxiv.org/abs/2111.09881",
    github="https://github.com/swz30/Restormer",
    anatomy=Anatomy(width=48, blocks=44, scales=4),
    parameters=26_111_668,
    weights=Weights(
        kind="official",
        files=(),
        licence="Academic Public License, non-commercial",
        trained_on="The denoising files on DIV2K, Flickr2K, BSD500 and WED with Gaussian noise",
        address="https://github.com/swz30/Restormer/releases/tag/v1.0",
    ),
    architecture=Restormer,
    official=Restormer,
    procedure=OnePass(),
    needs=Needs(multiple_of=8, overlap=96, tile=768, whole=True, bytes_per_pixel=8500),
    convention=Convention(multiple_of=8),
)

RESTORMER_MOTION = replace(
    RESTORMER,
    name="restormer-motion",
    title="Restormer, motion blur",
    task="motion deblurring",
    good_for="Shots blurred by a moving camera or a moving subject.",
    repairs=frozenset({Degradation.BLUR}),
    parameters=26_126_644,
    weights=replace(RESTORMER.weights, trained_on="Pairs of degraded and clean photos of its task"),
    architecture=partial(Restormer, biased_norm=True),
    official=partial(Restormer, biased_norm=True),
)

RES_HAIR = Backend(
    name="res-hair",
    family=Family.ALL_IN_ONE,
    title="Res-HAIR",
    task="all-in-one image restoration",
    good_for="Noise, rain or haze: one network that tells for itself which of them it sees.",
    repairs=frozenset({Degradation.NOISE}),
    model="res-hair",
    paper="http://arxiv.org/pdf/2408.08091v4.pdf",
    github="https://github.com/toummHus/HAIR",
    anatomy=Anatomy(width=48, blocks=44, scales=4),
    parameters=28_559_846,
    weights=Weights(
        kind="official",
        files=(),
        licence="none stated by its authors",
        trained_on="BSD400 and WED with Gaussian noise, Rain100L, and hazy photos of RESIDE",
        address="https://github.com/toummHus/HAIR",
    ),
    architecture=ResHAIR,
    official=ResHAIR,
    procedure=OnePass(),
    needs=Needs(multiple_of=8, overlap=96, tile=768, smallest=32, whole=True, bytes_per_pixel=11_000),
    convention=Convention(multiple_of=8),
)

_ROWS = (
    MIMO_UNET,
    MIMO_UNET_PLUS,
    SWINIR_NOISE,
    replace(
        SWINIR_NOISE,
        name="swinir-noise25",
        title="SwinIR, noise 25",
        level=25,
        good_for="Clear grain, as from a phone indoors.",
    ),
    replace(
        SWINIR_NOISE,
        name="swinir-noise50",
        title="SwinIR, noise 50",
        level=50,
        good_for="Heavy grain, as from a phone at night.",
    ),
    replace(
        SWINIR_JPEG,
        name="swinir-jpeg10",
        title="SwinIR, JPEG 10",
        level=10,
        good_for="Extreme compression: blocks all over.",
    ),
    replace(
        SWINIR_JPEG,
        name="swinir-jpeg20",
        title="SwinIR, JPEG 20",
        level=20,
        good_for="Heavy compression: visible blocks and rings.",
    ),
    replace(
        SWINIR_JPEG,
        name="swinir-jpeg30",
        title="SwinIR, JPEG 30",
        level=30,
        good_for="Medium compression: rings around edges.",
    ),
    SWINIR_JPEG,
    *(
        replace(
            SWINIR_GREY_JPEG,
            name=f"swinir-grey-jpeg{quality}",
            title=f"SwinIR, grey JPEG {quality}",
            level=quality,
            good_for=f"Black-and-white photos, {how} compressed; of colour it repairs the brightness alone.",
        )
        for quality, how in ((10, "extremely"), (20, "heavily"), (30, "clearly"))
    ),
    SWINIR_GREY_JPEG,
    SWINIR_REAL,
    SWINIR_REAL_LARGE,
    DREAMCLEAR,
    DREAMCLEAR_RELEASED,
    SHAKE_INVERSION,
    RESTORMER,
    replace(
        RESTORMER,
        name="restormer-camera-noise",
        title="Restormer, camera noise",
        task="denoising of real photos",
        good_for="The coarse grain of a phone's camera at night.",
    ),
    RESTORMER_MOTION,
    replace(
        RESTORMER_MOTION,
        name="restormer-defocus",
        title="Restormer, defocus",
        task="defocus deblurring",
        good_for="Photos of which a part is out of focus.",
    ),
    replace(
        RESTORMER_MOTION,
        name="restormer-rain",
        title="Restormer, rain",
        task="rain removal",
        good_for="Streaks of rain.",
        repairs=frozenset(),
    ),
    RES_HAIR,
)

BACKENDS: Mapping[str, Backend] = MappingProxyType({row.name: row for row in _ROWS})
"""All backends by name, in the order in which a page lists them."""


def get_backend(name: str) -> Backend:
    """The row of a name.

    Raises:
        UnknownBackendError: there is none; the message lists the names.
    """
    if name not in BACKENDS:
        raise UnknownBackendError(f"Backend {name!r} is unknown: use one of {', '.join(BACKENDS)}.")
    return BACKENDS[name]
