"""Memory does not grow with the photo: 12 megapixels stay under 3 GB."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import cv2
import pytest
import skimage.data

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read the way Linux reports it")
def test_a_12_megapixel_photo_is_restored_in_less_than_3_gigabytes(tmp_path: Path) -> None:
    large = cv2.resize(skimage.data.coffee(), (4000, 3000), interpolation=cv2.INTER_CUBIC)
    cv2.imwrite(str(tmp_path / "large.jpg"), large[..., ::-1])
    command = [sys.executable, "-m", "cnaps", "restore", str(tmp_path / "large.jpg")]
    process = subprocess.Popen(
        [*command, "--backend", "mimo-unet", "--out", str(tmp_path / "restored.png")],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0
    assert usage.ru_maxrss * 1024 < 3e9
    restored = cv2.imread(str(tmp_path / "restored.png"))
    assert restored is not None
    assert restored.shape == (3000, 4000, 3)
