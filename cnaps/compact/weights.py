"""The records of the weights that were trained by this project and ship with it."""

from __future__ import annotations

from dataclasses import replace
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
            sha256="cd52fa624ef9d60895bd949facda7930566eccc99f2973885b30f0fd3beff26e",
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
            sha256="9c9b24c9ab0356b7562a80c4b847033a09c551eb0a1f13d89b18946a9afc73a9",
        ),
    ),
    licence=LICENCE,
    trained_on=(
        f"{PHOTOS} with noise of 0 to 55 grey levels, a third of it as cameras' files hold it and the "
        "rest Gaussian, one blind model for every strength"
    ),
)

JPEG = Weights(
    kind="compact",
    files=(
        WeightsFile(
            path=FOLDER / "jpeg.safetensors",
            sha256="24dbf968660e275665fa36a4dc7261d4852dafd58ba81726bea8e5eaa7221cb0",
        ),
    ),
    licence=LICENCE,
    trained_on=(
        f"{PHOTOS} compressed at JPEG quality 5 to 60, a few not at all, one blind model for every quality"
    ),
)

PRIOR = WeightsFile(
    path=FOLDER / "prior.safetensors",
    sha256="fb1de1b57c057f7cbc5a1bcb3cf2e1a27a986ba93b16383b4fe5318b01fd9340",
)

REFINE = WeightsFile(
    path=FOLDER / "refine.safetensors",
    sha256="de28e8c02478fa8ab2bf7afbe7a0c7d8ca1be6182a3d56fa7f0fc64059516295",
)

SHAKE_INVERSION = Weights(
    kind="compact",
    files=(
        replace(PRIOR, prefix="denoiser."),
        replace(DEBLUR.files[0], prefix="deblurrer."),
        replace(REFINE, prefix="refiner."),
    ),
    licence=LICENCE,
    trained_on=(
        f"{PHOTOS}: the denoiser with noise of 0 to 55 grey levels, the network for photos without one "
        "kernel with camera shakes of 3 to 35 pixels, the last network with inversions of such shakes"
    ),
)

DREAMCLEAR = Weights(
    kind="compact",
    files=(
        WeightsFile(
            path=FOLDER / "dreamclear" / "transformer" / "diffusion_pytorch_model.safetensors",
            sha256="1915ea86b7df5f0a04b719816d46d46fcfbb753787a517eec0c7ef826aa664c6",
            prefix="transformer.",
        ),
        WeightsFile(
            path=FOLDER / "dreamclear" / "reference" / "diffusion_pytorch_model.safetensors",
            sha256="7e2f470de5fc25ba02d5fe3d1dc7035c137c4b1a56aa06c0792ef792ec09ed09",
            prefix="reference.",
        ),
        *(replace(file, prefix=f"inverter.{file.prefix}") for file in SHAKE_INVERSION.files),
    ),
    licence=LICENCE,
    trained_on=f"{PHOTOS} with camera shake, defocus, rescaling, noise and JPEG, alone and in chains",
)
