"""Runs of the app's own runtime, for a process that takes itself for a Space; prints what came of them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from app import make_runtime

runtime = make_runtime()

import numpy as np  # noqa: E402

from cnaps.errors import CnapsError, StoppedError  # noqa: E402
from cnaps.photo import Photo, open_photo  # noqa: E402
from cnaps.registry import get_backend  # noqa: E402
from cnaps.result import Restoration  # noqa: E402
from cnaps.runtime import Runtime, Settings, StepReporter, ignore_steps  # noqa: E402

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "motion-coffee.png"
PHOTO = Photo(pixels=open_photo(EXAMPLE).pixels[:64, :96], name="coffee")
ODD_PHOTO = Photo(pixels=PHOTO.pixels[:63, :95], name="coffee")
DIFFUSION = Settings(precision="fp32", steps=3, seed=7)


def restored(
    maker: Runtime, name: str, settings: Settings | None = None, on_step: StepReporter = ignore_steps
) -> Restoration:
    return maker.restore(PHOTO, get_backend(name), settings, on_step)


def cards() -> int:
    return Path(os.environ["LENT"]).read_text().count('"asked"')


def finished() -> dict[str, object]:
    steps: list[tuple[int, int, str]] = []
    run = restored(runtime, "dreamclear", DIFFUSION, lambda *step: steps.append(step))
    here = restored(Runtime(), "dreamclear", DIFFUSION)
    return {
        "steps": steps,
        "same": np.array_equal(run.after.pixels, here.after.pixels),
        "record": [run.backend.name, run.weights.kind, run.seed, run.tiles, run.passes, run.after.name],
        "cards": cards(),
    }


def stopped() -> str:
    def stop(done: int, total: int, what: str) -> None:
        raise StoppedError("The work was stopped.")

    try:
        restored(runtime, "dreamclear", Settings(steps=50, seed=1), stop)
    except StoppedError as error:
        return str(error)
    return ""


def refused(name: str, settings: Settings, photo: Photo = PHOTO) -> tuple[str, str, int]:
    before = cards()
    try:
        runtime.restore(photo, get_backend(name), settings)
    except CnapsError as error:
        return type(error).__name__, str(error), cards() - before
    return "", "", cards() - before


def physics() -> tuple[str, int]:
    before = cards()
    return restored(runtime, "shake-inversion").device, cards() - before


def main() -> None:
    told = {
        "runtime": type(runtime).__name__,
        "process": os.getpid(),
        "finished": finished(),
        "stopped": stopped(),
        "refused_there": refused("mimo-unet", Settings(as_published=True), ODD_PHOTO),
        "refused_here": refused("restormer", Settings()),
        "wrong_setting": refused("mimo-unet", Settings(steps=2)),
        "physics": physics(),
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
