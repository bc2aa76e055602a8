"""What several test modules share: where the training photos are, and small pictures to work on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import skimage.data
from huggingface_hub import constants
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def validation_folder() -> Path:
    folder = SHARED / "data" / "val"
    if not folder.is_dir():
        pytest.skip("the validation photos are not at ../shared/data/val")
    return folder


@pytest.fixture(scope="session")
def cat() -> NDArray[np.float32]:
    """(128, 128, 3) float32 in [0, 1]: the face of Chelsea, CC0 by Stefan van der Walt."""
    crop: NDArray[np.float32] = skimage.data.chelsea()[60:188, 120:248].astype(np.float32) / np.float32(255.0)
    return crop


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of its own: no test sees, or touches, what whoever runs the tests has fetched."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_ASSETS_CACHE", str(folder))
        patch.setattr(constants, "HF_ASSETS_CACHE", str(folder))
        yield folder
