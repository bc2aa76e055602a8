"""The records of the weights that were trained by this project and ship with it."""

from __future__ import annotations

from pathlib import Path

from cnaps.backend import Weights, WeightsFile

FOLDER = Path(__file__).parent
LICENCE = "Apache-2.0"
PHOTOS = "crops of 400 photos of BSDS500 (train and test)"

DEBLUR = Weights(
    kind="compact",
    files=(
        WeightsFile(
            path=FOLDER / "deblur.safetensors",
            sha256="32915d30506a74bf109dccfd42ce7e25a29d7e65562a1ef693170f333474d861",
        ),
    ),
    licence=LICENCE,
    trained_on=f"{PHOTOS}, blurred by camera shakes of 3 to 35 pixels, with a little noise and JPEG after it",
)

NOISE = Weights(
    kind="compact",
    files=(
        WeightsFile(
            path=FOLDER / "noise.safetensors",
            sha256="6814d7366aa4f52ecdf7084c8960ebe4bd001efc0ff065db8de288ab4e814340",
        ),
    ),
    licence=LICENCE,
    trained_on=f"{PHOTOS} with Gaussian noise of 0 to 55 grey levels, one blind model for every strength",
)

JPEG = Weights(
    kind="compact",
    files=(
        WeightsFile(
            path=FOLDER / "jpeg.safetensors",
            sha256="7d7ba4c636ea3506a133e3c0e23597321692633dedda9248941eee593752b66d",
        ),
    ),
    licence=LICENCE,
    trained_on=f"{PHOTOS} compressed at JPEG quality 5 to 60, one blind model for every quality",
)

DREAMCLEAR = Weights(
    kind="compact",
    files=(
        WeightsFile(
            path=FOLDER / "dreamclear" / "transformer" / "diffusion_pytorch_model.safetensors",
            sha256="b0f14d95ec2a90e5c3c84e1a6a6118fbbf93e169e5b05acbf11edea2fac5cd6e",
            prefix="transformer.",
        ),
        WeightsFile(
            path=FOLDER / "dreamclear" / "reference" / "diffusion_pytorch_model.safetensors",
            sha256="fe7966e539a7c471d81b5ac61d8bb2ab159f01e45732dd98fb39c74b16ff9ca4",
            prefix="reference.",
        ),
    ),
    licence=LICENCE,
    trained_on=f"{PHOTOS} with camera shake, defocus, rescaling, noise and JPEG, alone and in chains",
)
