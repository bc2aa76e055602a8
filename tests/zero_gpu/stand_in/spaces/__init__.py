"""Stands in for the package of ZeroGPU Spaces: everything as there, but for the card.

A generator function that is handed to `GPU` runs in a process that is split off for each call, on pickled
arguments; what it yields comes back pickled; when its iterator is closed, it is closed at its next yield; of
an error only the name arrives. What was asked for is written to the file that ``LENT`` names.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any


def note(event: str, **facts: object) -> None:
    with Path(os.environ["LENT"]).open("a") as file:
        file.write(json.dumps({"event": event, "process": os.getpid(), **facts}) + "\n")


note("imported", before_torch="torch" not in sys.modules)


def GPU(task: Callable[..., Iterator[Any]], *, duration: Callable[..., int]) -> Callable[..., Iterator[Any]]:  # noqa: N802
    from gradio.context import LocalContext

    @wraps(task)
    def lent(*args: Any, **kwargs: Any) -> Iterator[Any]:  # noqa: ANN401
        asked_by = LocalContext.request.get(None)
        note("asked", seconds=duration(*args, **kwargs), visitor=asked_by is not None)
        fork = multiprocessing.get_context("fork")
        arguments, news, stop = fork.SimpleQueue(), fork.SimpleQueue(), fork.Event()
        process = fork.Process(target=_work, args=(task, arguments, news, stop), daemon=True)
        process.start()
        arguments.put((args, kwargs))
        try:
            while (item := news.get()) is not None:
                kind, value = item
                if kind == "error":
                    raise RuntimeError(f"ZeroGPU worker error: {value}")
                yield value
        finally:
            stop.set()
            process.join()
            note("given back", status=process.exitcode)

    return lent


def _work(task: Callable[..., Iterator[Any]], arguments: Any, news: Any, stop: Any) -> None:  # noqa: ANN401
    args, kwargs = arguments.get()

    def iterate() -> None:
        running = task(*args, **kwargs)
        try:
            for value in running:
                if stop.is_set():
                    running.close()  # type: ignore[attr-defined]
                    break
                news.put(("value", value))
        except Exception as error:  # noqa: BLE001
            news.put(("error", type(error).__name__))

    thread = threading.Thread(target=iterate)
    thread.start()
    thread.join()
    note("worked")
    news.put(None)
