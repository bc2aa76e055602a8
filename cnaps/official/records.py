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


RESTORMER_LICENCE = "Academic Public License, for non-commercial use"
RESTORMER_RELEASE = "https://github.com/swz30/Restormer/releases/download/v1.0/"
HUB = "https://huggingface.co/"


def _swinir(
    file: str,
    trained_on: str,
    *,
    estimate: int,
    size: int | None = None,
    sha256: str | None = None,
    container: str = "params",
) -> Checkpoint:
    return Checkpoint(
        file=file,
        address=RELEASE + file,
        size=size,
        estimate=estimate,
        sha256=sha256,
        container=container,
        licence=APACHE,
        trained_on=trained_on,
    )


def _noise(level: int, *, size: int | None, sha256: str | None) -> Checkpoint:
    file = f"005_colorDN_DFWB_s128w8_SwinIR-M_noise{level}.pth"
    trained_on = f"{PHOTOS}, with Gaussian noise of {level} grey levels"
    return _swinir(file, trained_on, estimate=122_900_000, size=size, sha256=sha256)


def _jpeg(quality: int, *, size: int | None, sha256: str | None) -> Checkpoint:
    file = f"006_colorCAR_DFWB_s126w7_SwinIR-M_jpeg{quality}.pth"
    trained_on = f"{PHOTOS}, compressed at JPEG quality {quality}"
    return _swinir(file, trained_on, estimate=102_900_000, size=size, sha256=sha256)


def _grey_jpeg(quality: int) -> Checkpoint:
    file = f"006_CAR_DFWB_s126w7_SwinIR-M_jpeg{quality}.pth"
    trained_on = f"the luminance of {PHOTOS}, compressed at JPEG quality {quality}"
    return _swinir(file, trained_on, estimate=102_840_000)


def _real(file: str, photos: str, *, size: int, sha256: str) -> Checkpoint:
    trained_on = f"photos of {photos}, degraded in many ways at once, as in BSRGAN, and with a critic (GAN)"
    return _swinir(
        f"003_realSR_BSRGAN_{file}_x4_GAN.pth",
        trained_on,
        estimate=size,
        size=size,
        sha256=sha256,
        container="params_ema",
    )


def _restormer(file: str, trained_on: str) -> Checkpoint:
    return Checkpoint(
        file=f"Restormer-{file}",
        address=RESTORMER_RELEASE + file,
        size=None,
        estimate=104_600_000,
        sha256=None,
        container="params",
        licence=RESTORMER_LICENCE,
        trained_on=trained_on,
    )


DREAMCLEAR_VAE = Checkpoint(
    file="sd-vae-ft-ema.safetensors",
    address=f"{HUB}stabilityai/sd-vae-ft-ema/resolve/main/diffusion_pytorch_model.safetensors",
    size=None,
    estimate=335_000_000,
    sha256=None,
    container="",
    licence="MIT, as its page says",
    trained_on="LAION photos, as the VAE of Stable Diffusion 1",
)

DREAMCLEAR_REFERENCE = Checkpoint(
    file="general_swinir_v1.ckpt",
    address=f"{HUB}lxq007/DiffBIR/resolve/main/general_swinir_v1.ckpt",
    size=None,
    estimate=90_200_000,
    sha256=None,
    container="state_dict",
    licence="Apache-2.0, the licence of the repository of DiffBIR",
    trained_on="photos degraded in many ways at once, for DiffBIR",
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
        "swinir-grey-jpeg10": _grey_jpeg(10),
        "swinir-grey-jpeg20": _grey_jpeg(20),
        "swinir-grey-jpeg30": _grey_jpeg(30),
        "swinir-grey-jpeg40": _grey_jpeg(40),
        "swinir-real": _real(
            "DFO_s64w8_SwinIR-M",
            "DIV2K, Flickr2K and OST",
            size=67_129_861,
            sha256="b9afb61e65e04eb7f8aba5095d070bbe9af28df76acd0c9405aeb33b814bcfc6",
        ),
        "swinir-real-large": _real(
            "DFOWMFC_s64w8_SwinIR-L",
            "DIV2K, Flickr2K, OST, the Waterloo Exploration Database, Manga109, FFHQ and SCUT-CTW1500",
            size=142_473_939,
            sha256="99adfa91350a84c99e946c1eb3d8fce34bc28f57d807b09dc8fe40a316328c0a",
        ),
        "dreamclear-released": Checkpoint(
            file="DreamClear-1024.pth",
            address=f"{HUB}shallowdream204/DreamClear/resolve/main/DreamClear-1024.pth",
            size=None,
            estimate=8_870_000_000,
            sha256=None,
            container="state_dict",
            licence=(
                "Apache-2.0, as its authors say; the file also holds the frozen weights of PixArt-alpha, "
                "which came under other terms (OpenRAIL++), so that this is not settled"
            ),
            trained_on="DIV2K, Flickr2K, LSDIR, DIV8K and a million generated photos, degraded in two stages",
            companions=(DREAMCLEAR_VAE, DREAMCLEAR_REFERENCE),
        ),
        "restormer": _restormer(
            "gaussian_color_denoising_blind.pth", f"{PHOTOS}, with Gaussian noise of any strength up to 50"
        ),
        "restormer-camera-noise": _restormer("real_denoising.pth", "pairs of noisy and clean shots of SIDD"),
        "restormer-motion": _restormer(
            "motion_deblurring.pth", "2103 pairs of blurred and sharp frames of GoPro"
        ),
        "restormer-defocus": _restormer(
            "single_image_defocus_deblurring.pth", "pairs of shots with wide and narrow aperture of DPDD"
        ),
        "restormer-rain": _restormer(
            "deraining.pth", "photos with streaks of rain drawn into them (Rain13K)"
        ),
        "res-hair": Checkpoint(
            file="hair3d.ckpt",
            address="https://drive.google.com/file/d/1Zr0gy8MPFI6q0rytGXuqyqLKrk8bBeQg/view",
            size=None,
            estimate=114_300_000,
            sha256=None,
            container="state_dict",
            licence=NO_LICENCE,
            trained_on="BSD400 and WED with Gaussian noise, Rain100L, and hazy photos of RESIDE",
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
