"""The measuring itself: degrade every photo of a folder, restore it, compare both with the clean one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cnaps.backend import Backend
from cnaps.degradations import Specification
from cnaps.errors import PhotoError
from cnaps.evaluation.records import NEAR_CLEAN, CleanScore, Evaluation, ImageScores
from cnaps.evaluation.restorer import Image, NetworkRestorer, Restorer, Told
from cnaps.evaluation.scores import Score, score
from cnaps.photo import open_photo, photos_in
from cnaps.runtime import Runtime, Settings

Progress = Callable[[int, int], None]
"""Hears how many restorations of how many are done."""


def ignore_progress(done: int, total: int) -> None:
    """For those who do not want to hear."""


def evaluate(
    backend: Backend,
    folder: Path,
    specification: Specification,
    runtime: Runtime,
    *,
    settings: Settings | None = None,
    harm: bool = False,
    on_image: Progress = ignore_progress,
) -> Evaluation:
    """One backend under one degradation; see `compare`."""
    restorer = NetworkRestorer(backend=backend, runtime=runtime, settings=settings or Settings())
    return compare([restorer], folder, [specification], harm=harm, on_image=on_image)[0]


def compare(
    restorers: Sequence[Restorer],
    folder: Path,
    specifications: Sequence[Specification],
    *,
    harm: bool = False,
    near_clean: float = NEAR_CLEAN,
    on_image: Progress = ignore_progress,
) -> tuple[Evaluation, ...]:
    """Every restorer on every degradation it suits, on all photos of a folder; grouped by degradation.

    Args:
        harm: whether clean photos are put through the networks as well.
        near_clean: PSNR in dB above which a degraded photo is left out of the mean gain.

    Raises:
        PhotoError: the folder holds no photo, or one that is too small to be scored.
    """
    paths = clean_photos(folder)
    pairs = [(s, r) for s in specifications for r in restorers if r.suits(s.kind)]
    unharmed = [r for r in restorers if harm and not r.classical]
    tick = _counter(on_image, len(paths) * (len(pairs) + len(unharmed)))
    clean = {r.name: _clean_scores(r, paths, tick) for r in unharmed}
    before = {str(s): [_degraded_score(path, s) for path in paths] for s in specifications}
    return tuple(
        Evaluation(
            backend=restorer.name,
            degradation=str(specification),
            images=_scores(restorer, paths, specification, before[str(specification)], tick),
            setting=restorer.setting,
            classical=restorer.classical,
            near_clean_above=near_clean,
            clean=clean.get(restorer.name, ()),
        )
        for specification, restorer in pairs
    )


def clean_photos(folder: Path) -> tuple[Path, ...]:
    """The photos of a folder, by name.

    Raises:
        PhotoError: there are none.
    """
    paths = photos_in(folder)
    if not paths:
        raise PhotoError(f"Folder {folder} holds no photos: give a folder of clean PNG or JPEG files.")
    return paths


@dataclass(frozen=True, kw_only=True, eq=False)
class _Pair:
    clean: Image
    degraded: Image


def _open_pair(path: Path, specification: Specification) -> _Pair:
    clean = open_photo(path).pixels
    return _Pair(clean=clean, degraded=specification.degrade(clean, path.name))


def _degraded_score(path: Path, specification: Specification) -> Score:
    pair = _open_pair(path, specification)
    return score(pair.degraded, pair.clean)


def _scores(
    restorer: Restorer,
    paths: Sequence[Path],
    specification: Specification,
    before: Sequence[Score],
    tick: Callable[[], None],
) -> tuple[ImageScores, ...]:
    images = []
    for path, degraded_score in zip(paths, before, strict=True):
        pair = _open_pair(path, specification)
        attempt = restorer(pair.degraded, _told(pair.degraded, pair.clean))
        images.append(
            ImageScores(
                name=path.name,
                degraded=degraded_score,
                restored=score(attempt.pixels, pair.clean),
                seconds=attempt.seconds,
                strength=attempt.strength,
            )
        )
        tick()
    return tuple(images)


def _clean_scores(
    restorer: Restorer, paths: Sequence[Path], tick: Callable[[], None]
) -> tuple[CleanScore, ...]:
    found = []
    for path in paths:
        clean = open_photo(path).pixels
        kept = score(restorer(clean, Told(error=0.0)).pixels, clean)
        found.append(CleanScore(name=path.name, kept=kept))
        tick()
    return tuple(found)


def _told(degraded: Image, clean: Image) -> Told:
    return Told(error=float(np.sqrt(np.mean((degraded - clean) ** 2, dtype=np.float64)) * 255.0))


def _counter(on_image: Progress, total: int) -> Callable[[], None]:
    done = 0

    def tick() -> None:
        nonlocal done
        done += 1
        on_image(done, total)

    return tick
