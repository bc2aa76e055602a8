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
            sha256="54c7b1743e2a7b65a69af3bd1333d659d597e7b855bd9986c809b7e44efdd82b",
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
            sha256="2931f8891372ef06260272d021d3b8c7709a2af7c4aff42ce6b1695e90e41647",
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
            sha256="9a7f0c7fb5bc2dd6dcac9eb264bec129556ce736e3aad8ad5be04d4b6063b906",
            prefix="transformer.",
        ),
        WeightsFile(
            path=FOLDER / "dreamclear" / "reference" / "diffusion_pytorch_model.safetensors",
            sha256="7adf28a76edd9187f35b6bbca9969a574c88d46d51dc48907c7d7863828395d3",
            prefix="reference.",
        ),
        *(replace(file, prefix=f"inverter.{file.prefix}") for file in SHAKE_INVERSION.files),
    ),
    licence=LICENCE,
    trained_on=f"{PHOTOS} with camera shake, defocus, rescaling, noise and JPEG, alone and in chains",
)
