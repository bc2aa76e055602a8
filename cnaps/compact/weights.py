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
            sha256="19432501bc8368d5980b426d6e04ad9079b9e5e8463996d47401b86ce97b9648",
        ),
    ),
    licence=LICENCE,
    trained_on=(
        f"{PHOTOS} with noise of 0 to 55 grey levels, a quarter of it as cameras' files hold it and the "
        "rest Gaussian, one blind model for every strength"
    ),
)

JPEG = Weights(
    kind="compact",
    files=(
        WeightsFile(
            path=FOLDER / "jpeg.safetensors",
            sha256="c15114a12e248a1eaece40cfb07788306346f39bbf4d3641e0d425d8a36ad0da",
        ),
    ),
    licence=LICENCE,
    trained_on=(
        f"{PHOTOS} compressed at JPEG quality 5 to 60, a few not at all, one blind model for every quality"
    ),
)

DREAMCLEAR = Weights(
    kind="compact",
    files=(
        WeightsFile(
            path=FOLDER / "dreamclear" / "transformer" / "diffusion_pytorch_model.safetensors",
            sha256="203c233d6be2b1be5bb1f0e0dc1a1c678af16cb23297b5b6f5824848493f2c2a",
            prefix="transformer.",
        ),
        WeightsFile(
            path=FOLDER / "dreamclear" / "reference" / "diffusion_pytorch_model.safetensors",
            sha256="7adf28a76edd9187f35b6bbca9969a574c88d46d51dc48907c7d7863828395d3",
            prefix="reference.",
        ),
    ),
    licence=LICENCE,
    trained_on=f"{PHOTOS} with camera shake, defocus, rescaling, noise and JPEG, alone and in chains",
)

SHAKE_INVERSION = Weights(
    kind="compact",
    files=(
        replace(NOISE.files[0], prefix="denoiser."),
        replace(DEBLUR.files[0], prefix="deblurrer."),
    ),
    licence=LICENCE,
    trained_on=(
        f"{PHOTOS}: the denoiser with noise of 0 to 55 grey levels, and the network for photos "
        "without one kernel with camera shakes of 3 to 35 pixels"
    ),
)
