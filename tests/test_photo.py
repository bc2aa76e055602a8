"""What is promised about photos that come in and go out, on real files made here."""

from __future__ import annotations

import struct
import time
import warnings
import zlib
from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
import pytest
import skimage.data
from numpy.typing import NDArray
from PIL import Image, ImageCms

from cnaps.errors import PhotoError
from cnaps.photo import (
    Photo,
    encode_png,
    open_photo,
    photos_in,
    restored_name,
    with_pixels,
    write_photo,
    write_png,
)

SCENE = skimage.data.chelsea()[:64, :96]


def encoded(image: Image.Image, file_format: str, **settings: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, file_format, **settings)
    return buffer.getvalue()


def scene() -> Image.Image:
    return Image.fromarray(SCENE)


def levels(photo: Photo) -> NDArray[np.uint8]:
    return np.rint(photo.pixels * 255).astype(np.uint8)


def refusal(source: bytes | Path, **settings: float) -> str:
    with pytest.raises(PhotoError) as caught:
        open_photo(source, **settings)
    sentence = str(caught.value)
    assert sentence.endswith(".") and "\n" not in sentence
    return sentence


@pytest.mark.parametrize("file_format", ["PNG", "TIFF", "BMP"])
def test_a_lossless_file_gives_its_pixels_exactly(file_format: str) -> None:
    photo = open_photo(encoded(scene(), file_format))
    np.testing.assert_array_equal(levels(photo), SCENE)
    assert (photo.file_format, photo.alpha, photo.notes) == (file_format, None, ())
    assert photo.pixels.dtype == np.float32 and not photo.pixels.flags.writeable


@pytest.mark.parametrize("file_format", ["JPEG", "WEBP", "AVIF", "GIF"])
def test_a_lossy_file_comes_close(file_format: str) -> None:
    if file_format == "AVIF" and not Image.registered_extensions().get(".avif"):
        pytest.skip("this Pillow has no AVIF")
    photo = open_photo(encoded(scene(), file_format))
    assert np.abs(photo.pixels - SCENE / 255).mean() < 0.05
    assert photo.file_format == file_format


def test_a_file_is_known_by_its_bytes_not_by_its_ending(tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(encoded(scene(), "PNG"))
    photo = open_photo(path)
    assert (photo.file_format, photo.name) == ("PNG", "holiday")


def test_two_pictures_in_one_jpeg_file_give_the_first() -> None:
    photo = open_photo(encoded(scene(), "MPO", save_all=True, append_images=[scene().rotate(180)]))
    assert photo.file_format == "JPEG" and len(photo.quantisation) >= 1
    assert np.abs(photo.pixels - SCENE / 255).mean() < 0.05


def test_the_photos_of_a_folder_come_by_name_and_nothing_else_does(tmp_path: Path) -> None:
    for name in ("b.PNG", "a.jpeg", "c.bmp", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "folder.jpg").mkdir()
    assert [path.name for path in photos_in(tmp_path)] == ["a.jpeg", "b.PNG", "c.bmp"]
    assert photos_in(tmp_path / "nowhere") == ()


# Refusals


def test_an_empty_file_is_refused_with_a_sentence() -> None:
    assert "0 bytes" in refusal(b"")


@pytest.mark.parametrize(
    ("start", "word"),
    [
        (b"just some words, no picture", "not a picture"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "PostScript"),
        (b"%PDF-1.7", "PDF"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", "HEIC"),
        (b"PK\x03\x04rest", "ZIP"),
        (bytes(range(256)), "not a picture"),
    ],
)
def test_what_is_no_photo_is_refused_by_what_it_is(tmp_path: Path, start: bytes, word: str) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(start)
    sentence = refusal(path)
    assert word in sentence and "PNG" in sentence and str(tmp_path) not in sentence


def test_a_file_of_comments_is_refused_at_once() -> None:
    start = time.monotonic()
    refusal(b"<!---->" * 500 + b"no drawing")
    assert time.monotonic() - start < 5.0
    assert "SVG" in refusal(b"<!-- drawn --> <!-- twice -->\n<svg>")


@pytest.mark.parametrize("kind", [2, 5, 7, 12])
def test_a_tiff_whose_strips_lie_at_no_number_is_refused_with_a_sentence(kind: int) -> None:
    whole = bytearray(encoded(scene(), "TIFF"))
    strips = whole.index(struct.pack("<H", 273) + struct.pack("<H", 4))
    whole[strips + 2 : strips + 4] = struct.pack("<H", kind)
    refusal(bytes(whole))


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "GIF", "TIFF", "WEBP", "BMP"])
@pytest.mark.parametrize("kept", [0.3, 0.7])
def test_a_truncated_file_is_refused_with_a_sentence(file_format: str, kept: float) -> None:
    whole = encoded(scene(), file_format)
    refusal(whole[: int(kept * len(whole))])


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "GIF", "TIFF", "WEBP", "BMP"])
def test_a_damaged_file_is_decoded_or_refused_but_never_breaks(file_format: str) -> None:
    rng = np.random.default_rng(0)
    whole = np.frombuffer(encoded(scene(), file_format), np.uint8)
    for _ in range(40):
        damaged = whole.copy()
        places = rng.integers(2, len(whole), size=8)
        damaged[places] = rng.integers(0, 256, size=8)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                photo = open_photo(damaged.tobytes())
            except PhotoError:
                continue
        assert np.isfinite(photo.pixels).all()


@pytest.mark.parametrize("size", [(1, 1), (20000, 1), (1, 20000), (7, 64)])
def test_a_side_below_eight_pixels_is_refused_with_its_size(size: tuple[int, int]) -> None:
    sentence = refusal(encoded(Image.new("RGB", size), "PNG"))
    assert f"{size[0]}x{size[1]}" in sentence and "at least 8" in sentence


def test_a_strip_is_refused_but_a_panorama_is_taken() -> None:
    assert "64 times" in refusal(encoded(Image.new("RGB", (20000, 10)), "PNG"))
    assert open_photo(encoded(Image.new("RGB", (640, 10)), "PNG")).width == 640


def test_eight_by_eight_pixels_are_a_photo() -> None:
    assert open_photo(encoded(Image.new("RGB", (8, 8)), "PNG")).pixels.shape == (8, 8, 3)


def test_a_photo_over_the_limit_is_refused_with_size_and_limit() -> None:
    sentence = refusal(encoded(Image.new("L", (2000, 1500)), "PNG"), max_megapixels=2.5)
    assert "3.0 megapixels" in sentence and "2.5" in sentence


@pytest.mark.parametrize("side", [13_000, 20_000])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(side: int) -> None:
    # A header of a 1-bit PNG with hardly any data: decoding it would be an error of another kind.
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        sentence = refusal(bomb)
    assert "megapixels" in sentence and "smaller" in sentence


def test_pillows_own_limit_is_left_alone() -> None:
    before = Image.MAX_IMAGE_PIXELS
    open_photo(encoded(scene(), "PNG"), max_megapixels=1000)
    assert before is not None and before == Image.MAX_IMAGE_PIXELS


def test_a_missing_file_and_a_folder_are_refused_with_a_sentence(tmp_path: Path) -> None:
    assert "nowhere.jpg" in refusal(tmp_path / "nowhere.jpg")
    refusal(tmp_path)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_picture_with_values_that_are_no_numbers_is_refused(bad: float) -> None:
    values = np.full((16, 16), 0.5, np.float32)
    values[3, 3] = bad
    assert "no numbers" in refusal(encoded(Image.fromarray(values), "TIFF"))


def test_a_picture_with_impossible_brightness_is_refused_with_its_range() -> None:
    values = np.linspace(-1e9, 1e12, 256, dtype=np.float32).reshape(16, 16)
    assert "-1e+09 to 1e+12" in refusal(encoded(Image.fromarray(values), "TIFF"))


# Modes


@pytest.mark.parametrize("white", [1.0, 255.0, 65535.0])
def test_floating_point_grey_is_scaled_by_its_white(white: float) -> None:
    ramp = np.linspace(0, 1, 256, dtype=np.float32).reshape(16, 16)
    photo = open_photo(encoded(Image.fromarray(ramp * np.float32(white)), "TIFF"))
    np.testing.assert_allclose(photo.pixels[..., 1], ramp, atol=1e-5)
    assert f"{white:g} was taken for white" in photo.notes[0]


@pytest.mark.parametrize("file_format", ["PNG", "TIFF"])
def test_sixteen_bit_grey_keeps_all_its_bits(file_format: str) -> None:
    ramp = (np.arange(4096, dtype=np.uint16) * 16 + 3).reshape(64, 64)
    photo = open_photo(encoded(Image.fromarray(ramp), file_format))
    np.testing.assert_array_equal(np.rint(photo.pixels[..., 0].astype(np.float64) * 65535), ramp)


def test_sixteen_bit_grey_keeps_its_transparent_level_and_tells_of_a_profile_left_out() -> None:
    levels = np.full((16, 16), 40_000, np.uint16)
    levels[:4] = 7
    grey_profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    clear = open_photo(encoded(Image.fromarray(levels), "PNG", transparency=7))
    assert clear.alpha is not None
    np.testing.assert_array_equal(clear.alpha, levels != 7)
    foreign = open_photo(encoded(Image.fromarray(levels), "PNG", icc_profile=grey_profile))
    assert foreign.alpha is None and "left out" in foreign.notes[0]


@pytest.mark.parametrize("ending", [".png", ".tiff"])
@pytest.mark.parametrize("channels", [3, 4])
def test_sixteen_bit_colour_keeps_all_its_bits(ending: str, channels: int) -> None:
    rng = np.random.default_rng(1)
    values = rng.integers(0, 65536, (24, 32, channels), dtype=np.uint16)
    order = [2, 1, 0, 3][:channels]
    photo = open_photo(cv2.imencode(ending, values[..., order])[1].tobytes())
    np.testing.assert_array_equal(np.rint(photo.pixels.astype(np.float64) * 65535), values[..., :3])
    if channels == 4:
        assert photo.alpha is not None
        np.testing.assert_array_equal(np.rint(photo.alpha.astype(np.float64) * 65535), values[..., 3])


def test_a_scan_that_counts_ink_instead_of_light_is_no_negative() -> None:
    light = (np.arange(4096, dtype=np.uint16) * 16 + 3).reshape(64, 64)
    white_is_zero = {262: 0}
    photo = open_photo(encoded(Image.fromarray(65535 - light), "TIFF", tiffinfo=white_is_zero))
    np.testing.assert_array_equal(np.rint(photo.pixels[..., 0].astype(np.float64) * 65535), light)


def test_sixteen_bit_colour_that_lies_on_its_side_is_upright_and_says_that_8_bits_were_used() -> None:
    values = np.random.default_rng(2).integers(0, 65536, (24, 32, 3), dtype=np.uint16)
    photo = open_photo(tiff_of(np.rot90(values), orientation=6))
    assert np.abs(photo.pixels - values / 65535).max() < 1 / 255
    assert any("8 of them were used" in note for note in photo.notes)


def tiff_of(levels: NDArray[np.uint16], *, orientation: int) -> bytes:
    """Colour of 16 bits a channel, uncompressed, which Pillow does not write."""
    height, width, _ = levels.shape
    short, long = 3, 4
    entries = [
        (256, long, width), (257, long, height), (258, short, 16), (259, short, 1), (262, short, 2),
        (273, long, 0), (274, short, orientation), (277, short, 3), (278, long, height),
        (279, long, levels.nbytes),
    ]  # fmt: skip
    begin = 8 + 2 + 12 * len(entries) + 4
    directory = b"".join(
        struct.pack("<HHII", tag, kind, 1, begin if tag == 273 else value) for tag, kind, value in entries
    )
    head = struct.pack("<2sHIH", b"II", 42, 8, len(entries)) + directory + struct.pack("<I", 0)
    return head + levels.astype("<u2").tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "PA", "CMYK", "LAB", "I;16", "I", "F"])
def test_every_mode_becomes_three_channels_from_zero_to_one(mode: str) -> None:
    source = scene()
    image = {
        "LAB": lambda: ImageCms.profileToProfile(
            source, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
        ),
        "P": lambda: source.quantize(256),
        "PA": lambda: source.quantize(256).convert("PA"),
        "I;16": lambda: Image.fromarray(SCENE[..., 0].astype(np.uint16) * 257),
        "I": lambda: Image.fromarray(SCENE[..., 0].astype(np.int32) * 257),
    }.get(mode, lambda: source.convert(mode))()
    photo = open_photo(encoded(image, "TIFF"))
    assert photo.pixels.shape == (64, 96, 3) and 0 <= photo.pixels.min() < photo.pixels.max() <= 1
    grey = np.asarray(source.convert("L"))[..., None] if mode in ("L", "LA", "F") else SCENE[..., :1]
    expected = grey if mode in ("L", "LA", "F", "I", "I;16") else SCENE
    if mode != "1":
        assert np.abs(photo.pixels - expected / 255).mean() < 0.03


def test_a_cmyk_jpeg_has_its_colours_and_says_that_they_are_close() -> None:
    photo = open_photo(encoded(scene().convert("CMYK"), "JPEG", quality=95))
    assert np.abs(photo.pixels - SCENE / 255).mean() < 0.03
    assert "CMYK" in photo.notes[0]


def test_a_transparent_palette_is_resolved_and_its_transparency_set_aside() -> None:
    indexed = scene().quantize(16)
    photo = open_photo(encoded(indexed, "PNG", transparency=3))
    assert photo.alpha is not None
    np.testing.assert_array_equal(photo.alpha == 0, np.asarray(indexed) == 3)
    np.testing.assert_array_equal(levels(photo), np.asarray(indexed.convert("RGB")))


def test_an_animation_gives_its_first_frame_and_says_so() -> None:
    frames = [Image.new("RGB", (32, 24), colour) for colour in ("red", "green", "blue")]
    photo = open_photo(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    np.testing.assert_array_equal(levels(photo)[0, 0], [255, 0, 0])
    assert "only the first" in photo.notes[0]


# Orientation, profiles, JPEG tables


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_photo_is_upright_whatever_its_exif_orientation(file_format: str, orientation: int) -> None:
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = scene().transpose(turn[orientation]) if orientation > 1 else scene()
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = open_photo(encoded(stored, file_format, exif=exif))
    assert photo.pixels.shape == SCENE.shape
    assert np.abs(photo.pixels - SCENE / 255).mean() < 0.05


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_damaged_exif_data_do_not_stop_a_photo() -> None:
    photo = open_photo(encoded(scene(), "JPEG", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff garbage"))
    assert photo.width == 96


def test_an_embedded_profile_is_converted_to_srgb() -> None:
    # Without a profile of its own to ship, Lab's D50 white and sRGB swapped primaries would need a file;
    # a profile read from sRGB with its red and blue colorants exchanged is one.
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = bytearray(plain)
    red, blue = plain.index(b"rXYZ"), plain.index(b"bXYZ")
    swapped[red : red + 4], swapped[blue : blue + 4] = b"bXYZ", b"rXYZ"
    described = bytes(swapped).replace(
        "sRGB built-in".encode("utf-16-be"), "Swap built-in".encode("utf-16-be")
    )
    photo = open_photo(encoded(scene(), "PNG", icc_profile=described))
    assert np.abs(levels(photo).astype(int) - SCENE[..., ::-1]).max() <= 2
    assert "Swap built-in" in photo.notes[0]


def test_an_srgb_profile_changes_nothing_and_a_damaged_one_is_named() -> None:
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    np.testing.assert_array_equal(levels(open_photo(encoded(scene(), "PNG", icc_profile=plain))), SCENE)
    damaged = open_photo(encoded(scene(), "PNG", icc_profile=b"no profile at all"))
    np.testing.assert_array_equal(levels(damaged), SCENE)
    assert "damaged" in damaged.notes[0]


def test_jpeg_tables_are_kept_row_by_row() -> None:
    photo = open_photo(encoded(scene(), "JPEG", quality=50))
    assert photo.quantisation[0][:8] == (16, 11, 10, 16, 24, 40, 51, 61)
    assert photo.quantisation[1][:8] == (17, 18, 24, 47, 99, 99, 99, 99)
    assert open_photo(encoded(scene(), "PNG")).quantisation == ()


# Out


def test_the_result_is_png_rounded_half_up_with_its_transparency() -> None:
    alpha = np.linspace(0, 1, 80, dtype=np.float32).reshape(8, 10)
    values = np.full((8, 10, 3), np.float32(0.5 / 255.0))
    image = Image.open(BytesIO(encode_png(Photo(pixels=values, alpha=alpha))))
    assert (image.format, image.mode) == ("PNG", "RGBA")
    assert set(np.asarray(image)[..., 0].ravel()) == {1}
    np.testing.assert_array_equal(np.asarray(image)[..., 3], np.floor(alpha * 255 + 0.5))


def test_no_position_or_other_metadata_leaves_with_the_result(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker of the camera"
    exif.get_ifd(0x8825)[1] = "N"
    photo = open_photo(encoded(scene(), "JPEG", exif=exif))
    for ending in (".png", ".jpg", ".webp", ".tif"):
        path = tmp_path / f"out{ending}"
        write_photo(photo, path)
        assert b"Maker of the camera" not in path.read_bytes()
        with Image.open(path) as written:
            assert 0x8825 not in written.getexif() and 0x010F not in written.getexif()


@pytest.mark.parametrize("ending", [".png", ".webp", ".tiff", ".TIF"])
def test_lossless_endings_come_back_exactly(tmp_path: Path, ending: str) -> None:
    half_seen = scene()
    half_seen.putalpha(Image.linear_gradient("L").resize(half_seen.size))
    photo = open_photo(encoded(half_seen, "PNG"))
    write_photo(photo, tmp_path / f"out{ending}")
    again = open_photo(tmp_path / f"out{ending}")
    np.testing.assert_array_equal(again.pixels, photo.pixels)
    assert photo.alpha is not None and again.alpha is not None
    np.testing.assert_array_equal(again.alpha, photo.alpha)


def test_jpeg_lays_transparency_on_white(tmp_path: Path) -> None:
    photo = Photo(pixels=np.zeros((16, 16, 3), np.float32), alpha=np.zeros((16, 16), np.float32))
    write_photo(photo, tmp_path / "out.jpg")
    assert open_photo(tmp_path / "out.jpg").pixels.min() > 0.99


def test_an_unknown_ending_is_refused_with_those_known(tmp_path: Path) -> None:
    with pytest.raises(PhotoError, match=r"'\.xyz'.*\.png"):
        write_photo(open_photo(encoded(scene(), "PNG")), tmp_path / "out.xyz")
    assert not list(tmp_path.iterdir())


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path) -> None:
    photo = open_photo(encoded(scene(), "PNG"))
    (tmp_path / "out.png").mkdir()
    with pytest.raises(PhotoError, match="cannot be written"):
        write_png(photo, tmp_path / "out.png")
    with pytest.raises(PhotoError, match="cannot be written"):
        write_png(photo, tmp_path / "missing" / "out.png")
    assert [path.name for path in tmp_path.iterdir()] == ["out.png"]


def test_a_side_too_long_for_webp_is_refused_with_the_limit(tmp_path: Path) -> None:
    wide = Photo(pixels=np.zeros((8, 16384, 3), np.float32))
    with pytest.raises(PhotoError, match="16383"):
        write_photo(wide, tmp_path / "out.webp")


def test_new_pixels_keep_name_and_transparency_but_not_the_jpeg_tables() -> None:
    photo = open_photo(encoded(scene(), "JPEG"), name="cat.jpg")
    changed = with_pixels(photo, photo.pixels.astype(np.float64) * 3.0 - 1.0)
    assert (changed.name, changed.quantisation) == ("cat", ())
    assert changed.pixels.dtype == np.float32 and not changed.pixels.flags.writeable
    assert changed.pixels.min() == 0.0 and changed.pixels.max() == 1.0


def test_new_pixels_of_another_size_or_without_a_value_are_refused() -> None:
    photo = open_photo(encoded(scene(), "PNG"))
    with pytest.raises(PhotoError, match=r"\(64, 95, 3\)"):
        with_pixels(photo, photo.pixels[:, :-1])
    with pytest.raises(PhotoError, match="no numbers"):
        with_pixels(photo, np.full_like(photo.pixels, np.nan))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("holiday.jpg", "holiday"),
        ("holiday.v2.jpg", "holiday.v2"),
        ("../../etc/passwd", "passwd"),
        ("C:\\photos\\me.png", "me"),
        ("...hidden.png", "hidden"),
        ("Übung 東京.jpg", "Übung 東京"),
        ("bell\x07\x00\u202e.png", "bell"),
        ('<img src="x">.png', "_img src=_x__"),
        (".png", "photo"),
        ("", "photo"),
    ],
)
def test_a_name_is_safe_to_put_into_another(given: str, kept: str) -> None:
    photo = open_photo(encoded(scene(), "PNG"), name=given)
    assert photo.name == kept
    assert restored_name(photo, "swinir-noise15") == f"{kept}_restored_swinir-noise15.png"


def test_a_long_name_is_cut_for_every_file_system(tmp_path: Path) -> None:
    for letter in ("a", "東", "😀"):
        name = restored_name(
            Photo(pixels=np.zeros((8, 8, 3), np.float32), name=letter * 300), "swinir-jpeg40"
        )
        (tmp_path / name).touch()
        assert name.startswith(letter * 40) and len(name) <= 120
