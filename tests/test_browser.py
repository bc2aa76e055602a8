"""The page in a browser, as a visitor uses it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from PIL import Image

from tests.serving import Served, served

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SLOW = 180_000
"""Milliseconds that a restoration may take on a busy machine."""


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield running
        running.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    examples = tuple(sorted(path for path in EXAMPLES.glob("*") if path.suffix in {".jpg", ".png"}))
    with served(tmp_path_factory.mktemp("visitors"), examples=examples) as running:
        yield running


@pytest.fixture
def page(browser: sync_api.Browser, site: Served) -> Iterator[sync_api.Page]:
    """A fresh visitor; whatever the page asks from another machine fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    context.set_default_timeout(60_000)
    visitor = context.new_page()
    outside: list[str] = []
    visitor.on("request", lambda request: outside.append(request.url) if _is_outside(request.url) else None)
    visitor.goto(site.address)
    visitor.wait_for_selector("#restore")
    yield visitor
    context.close()
    assert outside == []


def _is_outside(url: str) -> bool:
    return urlsplit(url).scheme.startswith("http") and urlsplit(url).hostname != "127.0.0.1"


def test_an_example_is_measured_restored_and_explained(page: sync_api.Page, tmp_path: Path) -> None:
    page.locator("#examples button").first.click()
    page.wait_for_selector("#diagnosis .recommended")
    assert page.locator("#diagnosis li").count() == 4
    page.click("#restore")
    page.wait_for_selector("#pictures img", timeout=SLOW)
    assert page.locator("#compared tbody tr").count() == 4
    assert "compact" in page.inner_text("#facts")
    assert page.locator("#answer h3").count() == 3
    assert page.locator("#answer a[href^='https://']").count() >= 1
    with page.expect_download() as download:
        page.click("#download")
    assert "_restored_" in download.value.suggested_filename
    download.value.save_as(tmp_path / "restored.png")
    with Image.open(tmp_path / "restored.png") as restored:
        assert restored.format == "PNG"


def test_what_is_read_out_as_it_changes_is_a_live_region_from_the_start(page: sync_api.Page) -> None:
    page.get_by_text("Expert settings").click()
    for panel in ("#status", "#weights-panel"):
        region = page.locator(f"{panel}[role=status], {panel} [role=status]")
        region.first.wait_for(state="attached")
        region.first.evaluate("region => { region.dataset.same = 'yes' }")
    page.get_by_text("Official", exact=True).click()
    changed = page.locator("[data-same=yes][role=status]", has_text="Choose a model, or add a photo")
    changed.wait_for(state="attached")


def test_the_divider_moves_with_the_arrow_keys(page: sync_api.Page, small: Path) -> None:
    _restore(page, small)
    before = _divider(page)
    page.focus("#divider input[type=range]")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(f"({DIVIDER}) > {before + 5}")


def test_a_bad_file_gets_a_sentence_and_the_result_stays(
    page: sync_api.Page, small: Path, tmp_path: Path
) -> None:
    _restore(page, small)
    (tmp_path / "notes.png").write_text("These are notes, not a picture.")
    page.click("#photo [aria-label='Remove Image'], #photo button[aria-label='Clear']")
    page.set_input_files("#photo input[type=file]", tmp_path / "notes.png")
    page.wait_for_selector("text=is not a picture that can be read")
    assert page.locator("#pictures img").count() == 2


def test_stop_ends_a_long_restoration(page: sync_api.Page, large: Path) -> None:
    _upload(page, large)
    page.get_by_label("Diffusion").click()
    page.click("#restore")
    page.wait_for_selector("#stop")
    page.click("#stop")
    page.wait_for_selector("text=Stopped.")
    assert page.is_enabled("#restore button, button#restore")


def test_the_models_of_a_family_appear_with_it(page: sync_api.Page) -> None:
    assert page.locator("#variant").count() == 0
    page.get_by_label("Swin transformer").click()
    page.wait_for_selector("#variant")
    assert page.locator("#variant input[type=radio]").count() == 7


def test_a_question_is_answered_without_a_photo(page: sync_api.Page) -> None:
    page.fill("#question textarea", "How does SwinIR remove noise?")
    page.click("#ask")
    page.wait_for_selector("#answer h3")
    assert "SwinIR" in page.inner_text("#answer")


def test_a_tiff_is_shown_although_browsers_cannot(page: sync_api.Page, small: Path) -> None:
    tiff = small.with_suffix(".tif")
    Image.open(small).save(tiff)
    _upload(page, tiff)
    page.wait_for_selector("#stand-in img")
    assert page.evaluate("document.querySelector('#stand-in img').naturalWidth") == 96


@pytest.mark.parametrize("width", [360, 768, 1600])
def test_nothing_runs_over_the_edge(page: sync_api.Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


DIVIDER = "new DOMMatrix(document.querySelector('#pictures [data-testid=slider]').style.transform).m41"
"""Pixels between the left edge and the divider."""


def _divider(page: sync_api.Page) -> float:
    return float(page.evaluate(DIVIDER))


@pytest.fixture
def small(tmp_path: Path, cat: np.ndarray) -> Path:
    Image.fromarray(np.rint(cat[:72, :96] * 255).astype(np.uint8)).save(tmp_path / "small.png")
    return tmp_path / "small.png"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    pixels = np.random.default_rng(0).integers(0, 255, (1024, 1024, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "large.png")
    return tmp_path / "large.png"


def _upload(page: sync_api.Page, photo: Path) -> None:
    page.set_input_files("#photo input[type=file]", photo)
    page.wait_for_selector("#diagnosis .recommended")


def _restore(page: sync_api.Page, photo: Path) -> None:
    _upload(page, photo)
    page.get_by_label("CNN").click()
    page.click("#restore")
    page.wait_for_selector("#pictures img", timeout=SLOW)
