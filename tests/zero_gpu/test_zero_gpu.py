"""A card that is lent: what reaches the process that has it, what comes back, and who never asks for one."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gradio_client import Client, handle_file

from app import make_runtime, on_zero_gpu
from cnaps.backend import Backend
from cnaps.registry import BACKENDS, get_backend
from cnaps.runtime import Runtime, Settings, StepReporter
from cnaps.work import follow
from cnaps.zero_gpu import seconds_for
from tests.serving import free_port
from tests.test_offline import wait_for

ROOT = Path(__file__).resolve().parents[2]
STAND_IN = Path(__file__).parent / "stand_in"


def environment(log: Path, *, zero_gpu: str) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("GRADIO_", "CNAPS_"))}
    path = os.pathsep.join(filter(None, (str(STAND_IN), str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**kept, "PYTHONPATH": path, "LENT": str(log), "SPACES_ZERO_GPU": zero_gpu}


def noted(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []


# The runtime that the app makes there


@dataclass(frozen=True)
class Lending:
    told: dict[str, Any]
    events: list[dict[str, Any]]


@pytest.fixture(scope="module")
def lending(tmp_path_factory: pytest.TempPathFactory) -> Lending:
    log = tmp_path_factory.mktemp("lending") / "log"
    told = subprocess.run(
        [sys.executable, "-m", "tests.zero_gpu.runs"],
        cwd=ROOT,
        env=environment(log, zero_gpu="true"),
        check=True,
        timeout=300,
        stdout=subprocess.PIPE,
    ).stdout
    return Lending(json.loads(told), noted(log))


def test_the_package_of_the_space_comes_before_torch(lending: Lending) -> None:
    assert lending.events[0]["event"] == "imported"
    assert lending.events[0]["before_torch"]
    assert lending.told["runtime"] == "BorrowingRuntime"


def test_a_photo_is_restored_in_the_process_that_has_the_card_and_comes_back_the_same(
    lending: Lending,
) -> None:
    finished = lending.told["finished"]
    assert finished["same"]
    assert finished["cards"] == 1
    assert finished["record"] == ["dreamclear", "compact", 7, 1, 3, "coffee"]
    there = [event["process"] for event in lending.events if event["event"] == "worked"]
    assert there and lending.told["process"] not in there


def test_every_step_is_told_once(lending: Lending) -> None:
    heard = [tuple(step) for step in lending.told["finished"]["steps"]]
    assert heard[-1] == (3, 3, "steps")
    assert heard == sorted(set(heard))


def test_a_stop_reaches_the_other_process_which_gives_the_card_back(lending: Lending) -> None:
    assert lending.told["stopped"] == "The work was stopped."
    counts = {kind: sum(event["event"] == kind for event in lending.events) for kind in ("asked", "worked")}
    back = [event["status"] for event in lending.events if event["event"] == "given back"]
    assert counts["asked"] == counts["worked"] == len(back)
    assert set(back) == {0}


def test_what_a_visitor_did_wrong_is_told_in_the_same_words(lending: Lending) -> None:
    kind, sentence, cards = lending.told["refused_there"]
    assert (kind, cards) == ("SettingError", 1)
    assert sentence.startswith("The official test script of mimo-unet takes sides that are multiples of 4")


def test_no_card_is_asked_for_to_hear_that_a_file_is_missing_or_a_setting_wrong(lending: Lending) -> None:
    kind, sentence, cards = lending.told["refused_here"]
    assert (kind, cards) == ("WeightsError", 0)
    assert "cnaps fetch restormer" in sentence
    kind, sentence, cards = lending.told["wrong_setting"]
    assert (kind, cards) == ("SettingError", 0)
    assert "takes no steps" in sentence


def test_a_shake_is_looked_for_without_a_card(lending: Lending) -> None:
    assert lending.told["physics"] == ["cpu", 0]


@pytest.mark.parametrize("asked", ["", "false"])
def test_elsewhere_nothing_is_borrowed(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.syspath_prepend(STAND_IN)
    monkeypatch.setenv("SPACES_ZERO_GPU", asked)
    assert type(make_runtime()) is Runtime


def test_a_space_without_the_package_uses_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPACES_ZERO_GPU", "true")
    assert on_zero_gpu() is (find_spec("spaces") is not None)
    monkeypatch.syspath_prepend(STAND_IN)
    assert on_zero_gpu()


# The page


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("space")
    port = free_port()
    surroundings = environment(folder / "lent", zero_gpu="true")
    surroundings |= {"PORT": str(port), "GRADIO_TEMP_DIR": str(folder), "HF_HOME": str(folder)}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=surroundings, stdout=log, stderr=log
        )
        try:
            wait_for(process, f"http://127.0.0.1:{port}/", folder / "log")
            yield f"http://127.0.0.1:{port}/", folder / "lent"
        finally:
            process.terminate()
            process.wait(60)


def test_the_page_restores_with_a_card_that_is_lent_to_its_visitor(
    page: tuple[str, Path], tmp_path: Path
) -> None:
    address, lent = page
    client = Client(address, verbose=False, download_files=tmp_path)
    example = ROOT / "examples" / "jpeg-coffee.jpg"
    file, run, _ = client.predict(handle_file(example), "mimo-unet", api_name="/restore")
    assert Path(file).stat().st_size and run["backend"] == "mimo-unet"
    asked = [event for event in noted(lent) if event["event"] == "asked"]
    assert [event["visitor"] for event in asked] == [True]


def test_work_that_is_followed_knows_for_whom_it_is_done() -> None:
    visitor: ContextVar[str] = ContextVar("visitor")
    visitor.set("somebody")
    assert list(follow(lambda _: visitor.get()))[-1] == "somebody"


def test_closing_waits_for_the_work_where_that_is_asked_for() -> None:
    ended = threading.Event()

    def work(on_step: StepReporter) -> None:
        try:
            for done in range(1000):
                time.sleep(0.01)
                on_step(done + 1, 1000, "steps")
        finally:
            time.sleep(0.2)
            ended.set()

    running = follow(work, wait=True)
    next(running)
    running.close()
    assert ended.is_set()


# How long a card is asked for


def seconds(name: str, height: int = 1024, width: int = 1024, **settings: object) -> int:
    pixels = np.broadcast_to(np.float32(0), (height, width, 3))
    return seconds_for(pixels, get_backend(name), Settings(**settings))  # type: ignore[arg-type]


def test_more_pixels_views_or_steps_ask_for_more_seconds() -> None:
    assert seconds("swinir-grey-jpeg10") < seconds("swinir-grey-jpeg10", 4000, 3000)
    assert seconds("swinir-noise15") < seconds("swinir-noise15", eight_views=True)
    assert seconds("dreamclear-released", steps=10) < seconds("dreamclear-released", steps=50)


def test_what_is_asked_for_is_what_a_visitor_may_have() -> None:
    """Two minutes a day are given to those who are not signed in."""
    assert seconds("mimo-unet", 512, 512) <= 20
    assert seconds("dreamclear", 3000, 4000) <= 30
    assert seconds("dreamclear-released") <= 120
    assert seconds("dreamclear-released") == seconds("dreamclear", weights="official")


@pytest.mark.parametrize("row", BACKENDS.values(), ids=list(BACKENDS))
def test_a_row_can_be_handed_to_another_process(row: Backend) -> None:
    copied = pickle.loads(pickle.dumps(row))
    assert (copied.name, copied.weights, copied.procedure) == (row.name, row.weights, row.procedure)
