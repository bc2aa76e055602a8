"""Contact sheets: every photo of a folder before and after."""

from __future__ import annotations

from pathlib import Path

import pytest
import skimage.data
from click.testing import CliRunner
from PIL import Image

from cnaps.errors import PhotoError
from cnaps.registry import MIMO_UNET
from cnaps.runtime import Settings
from cnaps.training.contact import contact_sheet, main


def test_every_photo_is_shown_before_and_after_pixel_for_pixel(tmp_path: Path) -> None:
    Image.fromarray(skimage.data.chelsea()).save(tmp_path / "cat.png")
    Image.fromarray(skimage.data.coffee()[:50, :40]).save(tmp_path / "small.jpg")
    out = tmp_path / "sheets" / "out.webp"
    arguments = [str(tmp_path), "--backend", "mimo-unet", "--side", "64", "--out", str(out)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    with Image.open(out) as sheet:
        assert sheet.size == (2 * 64 + 2 * 40 + 5 * 6, 64 + 18 + 2 * 6)


def test_a_folder_without_photos_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match="holds no photos"):
        contact_sheet(tmp_path, MIMO_UNET, Settings(), 64)
