"""The records of the published checkpoints, by the backend that runs them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from cnaps.errors import WeightsError
from cnaps.official.checkpoint import Checkpoint

NO_LICENCE = "none stated: the authors' repository has no licence file, so all rights are reserved"
APACHE = "Apache-2.0, the licence of the authors' repository; the weights have no other"
RELEASE = "https://github.com/JingyunLiang/SwinIR/releases/download/v0.0/"
PHOTOS = "photos of DIV2K, Flickr2K, BSD500 and the Waterloo Exploration Database"


def _noise(level: int, *, size: int | None, sha256: str | None) -> Checkpoint:
    file = f"005_colorDN_DFWB_s128w8_SwinIR-M_noise{level}.pth"
    return Checkpoint(
        file=file,
        address=RELEASE + file,
        size=size,
        estimate=122_900_000,
        sha256=sha256,
        container="params",
        licence=APACHE,
        trained_on=f"{PHOTOS}, with Gaussian noise of {level} grey levels",
    )


def _jpeg(quality: int, *, size: int | None, sha256: str | None) -> Checkpoint:
    file = f"006_colorCAR_DFWB_s126w7_SwinIR-M_jpeg{quality}.pth"
    return Checkpoint(
        file=file,
        address=RELEASE + file,
        size=size,
        estimate=102_900_000,
        sha256=sha256,
        container="params",
        licence=APACHE,
        trained_on=f"{PHOTOS}, compressed at JPEG quality {quality}",
    )


# Sizes and digests were written down by other users of the same files, not by the authors. Where none were
# found there is None; a file that differs from what is written here is refused.
CHECKPOINTS: Mapping[str, Checkpoint] = MappingProxyType(
    {
        "mimo-unet": Checkpoint(
            file="MIMO-UNet.pkl",
            address="https://drive.google.com/file/d/1EQJoQj3YMLFfzrbgzWMD3Xj96RqLdIlx/view",
            size=None,
            estimate=27_300_000,
            sha256=None,
            container="model",
            licence=NO_LICENCE,
            trained_on="2103 pairs of blurred and sharp frames of GoPro",
        ),
        "mimo-unet-plus": Checkpoint(
            file="MIMO-UNetPlus-RealBlur.pkl",
            address="https://drive.google.com/file/d/1N3n-ozw1twt96ohX4tjsSAIcHrlNwHZ7/view",
            size=None,
            estimate=64_600_000,
            sha256=None,
            container="model",
            licence=NO_LICENCE,
            trained_on="GoPro and RealBlur, as its author says; how was not published",
        ),
        "swinir-noise15": _noise(
            15,
            size=122_905_743,
            sha256="917cd972f7ba80786871add249ad43e4477ce2db59b4ad63e2fa446f7221d013",
        ),
        "swinir-noise25": _noise(
            25,
            size=122_905_743,
            sha256="39e264322ba762682de5acee4705aaeda7077b947204b9ce1899519ebd540724",
        ),
        "swinir-noise50": _noise(50, size=None, sha256=None),
        "swinir-jpeg10": _jpeg(
            10,
            size=102_873_665,
            sha256="0005b707e0e6f75b4d13c7447e2f184858ddbdcec95aa7eb8c07e8afa1d26bd9",
        ),
        "swinir-jpeg20": _jpeg(
            20,
            size=102_873_665,
            sha256="1b47fa32f358630e3de3430c91296535a0011b16f0518dacd5b847f123023d45",
        ),
        "swinir-jpeg30": _jpeg(30, size=None, sha256=None),
        "swinir-jpeg40": _jpeg(
            40,
            size=102_873_665,
            sha256="265c18d8809aaca0cd97a6283bee0ed1883ab88395e456381264cac2bb7b5867",
        ),
    }
)
"""By name of the backend. Backends that are not listed have no published checkpoint that they can run."""


def find_checkpoint(backend: str) -> Checkpoint | None:
    """The record of a backend; None where no published checkpoint can be run by it."""
    return CHECKPOINTS.get(backend)


def get_checkpoint(backend: str) -> Checkpoint:
    """The record of a backend.

    Raises:
        WeightsError: no published checkpoint can be run by it; the message lists those that have one.
    """
    if backend not in CHECKPOINTS:
        raise WeightsError(
            f"Backend {backend} has no official checkpoint that runs here: use --weights compact, or one of "
            f"{', '.join(CHECKPOINTS)}."
        )
    return CHECKPOINTS[backend]
