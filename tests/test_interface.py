"""The page and its endpoints, as visitors and programs meet them."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import gradio as gr
import httpx
import numpy as np
import pytest
from gradio.route_utils import delete_files_created_by_app
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from numpy.typing import NDArray
from PIL import Image

from cnaps import facts
from cnaps.backend import Family
from cnaps.degradations.forward import Jpeg
from cnaps.errors import PhotoError, StoppedError
from cnaps.explanation.writing import CONVERSATIONS_AT_ONCE, LanguageModel, Settings
from cnaps.interface import build_page, keeping, limits, pictures, wording
from cnaps.interface.keeping import without_pixels
from cnaps.interface.upload import told_to_visitor
from cnaps.photo import Photo, open_photo
from cnaps.pipeline import AUTOMATIC, repair
from cnaps.runtime import Runtime, StepReporter
from cnaps.work import Step, follow
from tests.explanation.test_questions import report as run_report
from tests.explanation.writing.model_server import Answer, model_server
from tests.explanation.writing.speakers import echoing
from tests.serving import Served, served

FAMILIES = ("mimo-unet", "swinir-noise15", "dreamclear")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("visitors")) as running:
        yield running


@pytest.fixture
def client(site: Served, tmp_path: Path) -> Client:
    return Client(site.address, verbose=False, download_files=tmp_path / "downloads")


@pytest.fixture
def photo_file(tmp_path: Path, cat: np.ndarray) -> Path:
    """96 x 72 pixels with a transparent left half."""
    pixels = np.dstack([np.rint(cat[:72, :96] * 255), np.full((72, 96), 255)]).astype(np.uint8)
    pixels[:, :48, 3] = 0
    Image.fromarray(pixels, "RGBA").save(tmp_path / "holiday.png")
    return tmp_path / "holiday.png"


# What can be chosen


def test_every_family_is_offered() -> None:
    assert set(wording.FAMILIES) == {AUTOMATIC, *(family.value for family in Family)}


def test_a_model_whose_file_is_not_here_says_so_and_where_to_get_it() -> None:
    absent = [label for label, _ in wording.variants_of("all-in-one")]
    assert len(absent) == 6 and all(
        "Needs its official weights" in label and "Expert settings" in label for label in absent
    )


def test_a_family_that_can_run_offers_nothing_that_cannot() -> None:
    offered = {name: label for label, name in wording.variants_of("swin")}
    assert set(offered) == {
        f"swinir-{rest}" for rest in ("noise15", "noise25", "noise50", "jpeg10", "jpeg20", "jpeg30", "jpeg40")
    }
    assert not any("Needs its official weights" in label for label in offered.values())
    assert [name for _, name in wording.variants_of("diffusion")] == ["dreamclear"]


def test_a_change_of_compression_is_told_as_people_say_it(cat: NDArray[np.float32]) -> None:
    compressed = Jpeg(quality=10)(cat, np.random.default_rng(0))
    told = wording.in_words(repair(Photo(pixels=compressed, name="cat"), Runtime()), scaled=False)
    assert re.search(r"JPEG compression from quality [\d.]+ to quality [\d.]+", told)


def test_what_did_not_change_is_told_once(cat: NDArray[np.float32]) -> None:
    compressed = Jpeg(quality=10)(cat, np.random.default_rng(0))
    report = repair(Photo(pixels=compressed, name="cat"), Runtime())
    told = wording.in_words(replace(report, left=report.found), scaled=False)
    assert re.search(r"JPEG compression still quality [\d.]+", told)
    assert " to quality " not in told


# A language model


def test_a_slow_language_model_keeps_nobody_else_waiting(photo_file: Path, tmp_path: Path) -> None:
    question = ("", "How does it work?", "swinir-noise15")
    with (
        model_server(Answer(content="[]", waits=True)) as server,
        served(tmp_path / "visitors", writer=server.writer(seconds=120)) as running,
    ):
        client = Client(running.address, verbose=False, download_files=tmp_path)
        asked = [client.submit(*question, api_name="/explain") for _ in range(CONVERSATIONS_AT_ONCE)]
        while len(server.bodies) < len(asked):
            time.sleep(0.01)
        client.predict(handle_file(photo_file), "swinir-noise15", api_name="/restore")
        client.predict(handle_file(photo_file), api_name="/diagnose")
        next_answer = client.predict(*question, api_name="/explain")
        assert not any(job.done() for job in asked)
        assert len(server.bodies) == len(asked), "a restoration or a diagnosis asked the language model"
        server.released.set()
        answers = [job.result() for job in asked]
    assert (
        "The language model is busy with other questions, so CNAPS wrote this answer itself." in next_answer
    )
    assert all("so CNAPS wrote this answer itself." in answer for answer in answers)


def test_a_visitor_is_told_what_is_sent_to_a_language_model(tmp_path: Path) -> None:
    writer = LanguageModel(Settings(address="http://127.0.0.1:9/v1", model="some-model"))
    with served(tmp_path, writer=writer) as running:
        shown = httpx.get(f"{running.address}config").text
    assert "put into words by the language model some-model" in shown


def test_a_finished_run_is_told_by_the_language_model_afterwards() -> None:
    with model_server(echoing) as server:
        page = build_page(Runtime(), writer=server.writer())
        after = [fn for fn in page.fns.values() if fn.trigger_only_on_success]
        assert [fn.concurrency_id for fn in after] == ["answers"]
        update = after[0].fn("How does it work?", without_pixels(run_report("swinir-noise25")))
    told = "\n".join(value for value in update.values() if isinstance(value, str))
    assert "*Written with the language model test-model, each sentence checked" in told
    assert "1.23 s" in told
    assert not [fn for fn in build_page(Runtime()).fns.values() if fn.trigger_only_on_success]


def test_without_a_language_model_the_answer_says_so(client: Client) -> None:
    answer = client.predict("", "How does it work?", "swinir-noise15", api_name="/explain")
    assert "*Written by CNAPS itself, without a language model.*" in answer


# The endpoints


def test_the_four_promised_endpoints_are_the_public_ones(client: Client) -> None:
    named = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(named) == {"/restore", "/diagnose", "/explain", "/compare"}


@pytest.mark.parametrize("backend", FAMILIES)
def test_every_family_restores_over_http(client: Client, photo_file: Path, backend: str) -> None:
    file, run, explanation = client.predict(handle_file(photo_file), backend, api_name="/restore")
    assert Path(file).name == f"holiday_restored_{backend}.png"
    with Image.open(file) as restored:
        assert (restored.format, restored.mode, restored.size) == ("PNG", "RGBA", (96, 72))
        assert np.asarray(restored)[:, :, 3].tolist() == np.asarray(Image.open(photo_file))[:, :, 3].tolist()
    assert (run["backend"], run["weights"], run["seed"]) == (backend, "compact", 0)
    assert len(run["findings"]) == len(run["left"]) == 4
    assert explanation.count("### ") == 3


def test_left_to_itself_restore_takes_the_recommended_backend(client: Client, photo_file: Path) -> None:
    recommended = client.predict(handle_file(photo_file), api_name="/diagnose")["recommended"]["backend"]
    _, run, _ = client.predict(handle_file(photo_file), api_name="/restore")
    assert run["backend"] == recommended


def test_the_same_seed_gives_the_same_file(client: Client, photo_file: Path) -> None:
    files = [
        client.predict(handle_file(photo_file), "dreamclear", "", 7, api_name="/restore")[0] for _ in range(2)
    ]
    assert Path(files[0]).read_bytes() == Path(files[1]).read_bytes()


def test_a_diagnosis_has_values_with_units_and_intervals(client: Client, photo_file: Path) -> None:
    diagnosis = client.predict(handle_file(photo_file), api_name="/diagnose")
    kinds = [finding["degradation"] for finding in diagnosis["findings"]]
    assert kinds == ["noise", "blur", "jpeg", "exposure"]
    for finding in diagnosis["findings"]:
        low, high = finding["interval"]
        assert low <= finding["value"] <= high
        assert finding["unit"] and finding["summary"]
    assert diagnosis["recommended"]["reason"]


def test_a_question_is_answered_about_the_named_backend(client: Client) -> None:
    answer = client.predict("", "How does it work?", "swinir-noise15", api_name="/explain")
    assert answer.count("### ") == 3
    assert "SwinIR" in answer


def test_a_pasted_prompt_is_answered_from_itself_alone(client: Client) -> None:
    answer = client.predict(PROMPT, api_name="/explain")
    assert "BlurAway" in answer
    assert "SwinIR" not in answer


def test_compare_returns_one_file_per_backend_in_order(client: Client, photo_file: Path) -> None:
    names = ["swinir-noise15", "mimo-unet"]
    files, runs = client.predict(handle_file(photo_file), names, api_name="/compare")
    assert [run["backend"] for run in runs] == names
    assert [Path(file).name for file in files] == [f"holiday_restored_{name}.png" for name in names]


# What goes wrong is told in a sentence, and the next request works


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("empty.png", b"", "empty"),
        ("notes.jpg", b"These are notes, not a picture.", "not a picture"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "SVG"),
        ("page.png", b"<!doctype html><p>hello</p>", "web page"),
        ("cut.png", None, "damaged"),
        ("small.png", (4, 4), "each side needs at least"),
        ("vast.png", (9000, 9000), "at most 50 are taken"),
    ],
)
def test_a_bad_file_gets_a_sentence_and_the_next_request_works(
    client: Client, photo_file: Path, name: str, content: bytes | tuple[int, int] | None, told: str
) -> None:
    bad = photo_file.parent / name
    if isinstance(content, tuple):
        Image.new("1", content).save(bad)
    else:
        bad.write_bytes(photo_file.read_bytes()[:2000] if content is None else content)
    with pytest.raises(AppError, match=told) as refused:
        client.predict(handle_file(bad), api_name="/diagnose")
    assert "/tmp" not in str(refused.value)
    assert client.predict(handle_file(photo_file), api_name="/diagnose")["findings"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("no-such-model",), "no-such-model"),
        (("mimo-unet", "", -1), "Seed -1"),
        (("mimo-unet", "", 0, "fp64"), "fp64"),
        (("mimo-unet", "", 0, "auto", "7"), "too small"),
        (("mimo-unet", "", 0, "auto", "99999"), "2048"),
        (("mimo-unet", "why? " * 1000), "5000 characters"),
    ],
)
def test_a_setting_outside_its_range_gets_a_sentence(
    client: Client, photo_file: Path, arguments: tuple[object, ...], told: str
) -> None:
    with pytest.raises(AppError, match=told):
        client.predict(handle_file(photo_file), *arguments, api_name="/restore")


def test_a_question_that_is_too_long_is_told_before_the_photo_is_restored(
    photo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Runtime, "run", lambda *_, **__: pytest.fail("the photo was restored for nothing"))
    photo, question, page = open_photo(photo_file), "why? " * 1000, build_page(Runtime())
    (endpoint,) = [event.fn for event in page.fns.values() if event.api_name == "restore"]
    (button,) = [block for block in page.blocks.values() if block.elem_id == "restore"]
    (click,) = [event.fn for event in page.fns.values() if (button._id, "click") in event.targets]
    with pytest.raises(gr.Error, match="5000 characters"):
        list(endpoint(photo, "mimo-unet", question, 0, "auto", "auto", "compact"))
    with pytest.raises(gr.Error, match="5000 characters"):
        list(click(photo, "cnn", "mimo-unet", 0, "auto", "auto", "compact", question))


def test_a_program_may_leave_a_question_or_a_prompt_out(client: Client) -> None:
    question = "How does it work?"
    asked, again = (client.predict(left, question, "mimo-unet", api_name="/explain") for left in ("", None))
    assert asked == again
    asked, again = (client.predict("", left, "mimo-unet", api_name="/explain") for left in ("", None))
    assert asked == again


def test_a_missing_photo_gets_a_sentence(client: Client) -> None:
    with pytest.raises(AppError, match="no photo"):
        client.predict(None, api_name="/diagnose")


def test_an_endless_prompt_gets_a_sentence(client: Client) -> None:
    with pytest.raises(AppError, match="at most"):
        client.predict("x" * (limits.PROMPT_CHARACTERS + 1), api_name="/explain")


def test_the_message_box_shows_a_hostile_name_as_text() -> None:
    with pytest.raises(gr.Error) as told, told_to_visitor():
        raise PhotoError("<img src=x onerror=alert(1)>.png is empty.")
    assert "<" not in told.value.message


# Two visitors, and what they leave behind


def test_two_visitors_get_their_own_pictures(site: Served, tmp_path: Path) -> None:
    def visit(colour: str) -> np.ndarray:
        folder = tmp_path / colour
        folder.mkdir()
        Image.new("RGB", (96, 72), colour).save(folder / "same.png")
        visitor = Client(site.address, verbose=False, download_files=folder)
        file, *_ = visitor.predict(handle_file(folder / "same.png"), "mimo-unet", api_name="/restore")
        mean: np.ndarray = np.asarray(Image.open(file).convert("RGB")).mean(axis=(0, 1))
        return mean

    with ThreadPoolExecutor(2) as pool:
        red, blue = pool.map(visit, ("red", "blue"))
    assert red.argmax() == 0
    assert blue.argmax() == 2


def test_no_picture_survives_the_sweep(site: Served, client: Client, photo_file: Path) -> None:
    client.predict(handle_file(photo_file), "mimo-unet", api_name="/restore")
    assert any(path.is_file() for path in site.files.rglob("*"))
    delete_files_created_by_app(site.page, age=-1)
    assert not [path for path in site.files.rglob("*") if path.is_file()]


def test_files_are_gone_within_an_hour() -> None:
    assert limits.SWEEP_SECONDS + limits.KEEP_SECONDS <= 3600


# The guard


@pytest.mark.parametrize(
    "link", ["http://192.0.2.1/a.png", "HTTPS://example.org/a.png", "file:///etc/passwd"]
)
@pytest.mark.parametrize("route", ["call/diagnose", "queue/join"])
def test_a_link_in_place_of_a_file_is_refused(site: Served, link: str, route: str) -> None:
    body = {
        "data": [{"path": link, "meta": {"_type": "gradio.FileData"}}],
        "fn_index": 0,
        "session_hash": "a",
    }
    answer = httpx.post(f"{site.address}gradio_api/{route}", json=body)
    assert answer.status_code == 422
    assert "upload the photo itself" in answer.text


def test_an_oversized_request_is_refused(site: Served) -> None:
    answer = httpx.post(f"{site.address}gradio_api/call/explain", content=b" " * (limits.REQUEST_BYTES + 1))
    assert answer.status_code == 413


def test_an_oversized_upload_is_refused_before_it_is_sent(site: Served) -> None:
    connection = http.client.HTTPConnection(urlsplit(site.address).netloc, timeout=10)
    connection.putrequest("POST", "/gradio_api/upload")
    connection.putheader("Content-Length", str(limits.FILE_BYTES * 3))
    connection.endheaders()
    assert connection.getresponse().status == 413


def test_every_answer_carries_the_security_headers(site: Served) -> None:
    for path in ("", "config", "gradio_api/info", "no/such/page"):
        headers = httpx.get(site.address + path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "frame-ancestors 'self'" in headers["content-security-policy"]


def test_files_of_the_server_are_not_served(site: Served) -> None:
    assert httpx.get(f"{site.address}gradio_api/file=/etc/passwd").status_code == 403


# Watching and stopping


def test_closing_ends_the_work_at_its_next_step() -> None:
    go_on, ended = threading.Event(), threading.Event()

    def work(on_step: StepReporter) -> object:
        try:
            on_step(1, 3, "tiles")
            go_on.wait(10)
            on_step(2, 3, "tiles")
        except StoppedError:
            ended.set()
            raise
        return None

    running = follow(work)  # type: ignore[arg-type]
    steps = iter(lambda: next(running), None)
    assert any(isinstance(step, Step) and step.done == 1 for step in steps)
    running.close()
    go_on.set()
    assert ended.wait(10)


def test_an_error_of_the_work_reaches_the_one_who_watches() -> None:
    def work(on_step: StepReporter) -> object:
        raise PhotoError("The file is empty.")

    with pytest.raises(PhotoError, match="empty"):
        list(follow(work))  # type: ignore[arg-type]


# What is shown and kept


@pytest.mark.parametrize("size", [(3000, 2500), (1, 2), (40, 100_001)])
def test_the_shown_copy_is_bounded_and_keeps_its_shape(size: tuple[int, int]) -> None:
    height, width = size
    photo = Photo(pixels=np.zeros((height, width, 3), np.float32), alpha=np.ones(size, np.float32))
    shown = pictures.display_copy(photo)
    assert shown.width * shown.height <= pictures.SHOWN_MEGAPIXELS * 1e6 * 1.01
    assert shown.alpha is not None and shown.alpha.shape == shown.pixels.shape[:2]
    assert shown.width / shown.height == pytest.approx(width / height, rel=0.05)


def test_a_report_without_pixels_keeps_its_figures(cat: np.ndarray) -> None:
    report = repair(Photo(pixels=cat), Runtime(), backend="mimo-unet")
    kept = keeping.without_pixels(report)
    assert facts.report_facts(kept) == facts.report_facts(report)
    assert kept.restoration.before.pixels.strides == (0, 0, 0)


def test_facts_are_plain_json(cat: np.ndarray) -> None:
    report = repair(Photo(pixels=cat), Runtime(), backend="mimo-unet")
    assert json.loads(json.dumps(facts.report_facts(report)))["backend"] == "mimo-unet"


PROMPT = """### User Question:
How can I remove motion blur from a photo?

### Recommended AI Models:
Model: BlurAway
Summary: BlurAway is a convolutional network that removes motion blur from photos in a single pass.
Paper: https://example.org/bluraway.pdf
GitHub: https://example.org/bluraway

### Related Research Papers:
Paper: A Study of Blur
Summary: It measures how camera shake degrades photos.
Link: https://example.org/study.pdf
"""
