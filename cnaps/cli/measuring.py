"""Commands that measure the backends: how well they restore, how fast, and in how much memory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cnaps.cli.options import FILE, run_settings, weights_option, with_weights
from cnaps.cli.progress import show
from cnaps.errors import SettingError

if TYPE_CHECKING:
    from cnaps.runtime import Settings


@click.command()
@click.option("--backend", multiple=True, help="A name of `cnaps backends`, or auto; repeatable.")
@click.option("--clean", required=True, type=FILE, help="A folder of clean photos.")
@click.option(
    "--degrade",
    required=True,
    multiple=True,
    help="KIND:LEVEL, e.g. noise:15, jpeg:20, motion:31; repeatable.",
)
@weights_option("compact")
@click.option("--classical", is_flag=True, help="Compare with tools that need no network.")
@click.option("--harm/--no-harm", default=True, help="Put the clean photos through each backend as well.")
@click.option(
    "--near-clean", default=40.0, show_default=True, help="Leave photos above this PSNR out of the mean gain."
)
@click.option("--per-image", is_flag=True, help="A second table with a row for each image.")
@click.option("--json", "as_json", is_flag=True, help="An object with every image; a list of several.")
@run_settings
def evaluate(  # noqa: PLR0913
    *,
    backend: tuple[str, ...],
    clean: Path,
    degrade: tuple[str, ...],
    weights: str,
    classical: bool,
    harm: bool,
    near_clean: float,
    settings: Settings,
    per_image: bool,
    as_json: bool,
) -> None:
    """Degrade clean photos, restore them, and print mean PSNR and SSIM, gains and harm."""
    from cnaps.degradations import parse_specification
    from cnaps.evaluation import (
        NetworkRestorer,
        RecommendedRestorer,
        Restorer,
        classical_tools,
        compare,
        evaluation_facts,
        markdown,
    )
    from cnaps.pipeline import AUTOMATIC
    from cnaps.registry import BACKENDS, get_backend
    from cnaps.runtime import Runtime, best_device

    if not backend and not classical:
        raise SettingError("Nothing to evaluate: name a backend with --backend, or compare with --classical.")
    settings = with_weights(settings, weights)
    if settings.checkpoint is not None and (len(backend) != 1 or AUTOMATIC in backend):
        raise SettingError(f"--weights {weights} belongs to one backend: name one with --backend.")
    runtime = Runtime(device=best_device())
    rows = {name: get_backend(name) for name in backend if name != AUTOMATIC}
    for row in rows.values():
        runtime.check(row, settings)
    recommended = RecommendedRestorer(name=AUTOMATIC, backends=BACKENDS, runtime=runtime, settings=settings)
    restorers: list[Restorer] = [
        NetworkRestorer(backend=rows[name], runtime=runtime, settings=settings)
        if name in rows
        else recommended
        for name in backend
    ]
    found = compare(
        [*restorers, *(classical_tools() if classical else ())],
        clean,
        [parse_specification(text) for text in degrade],
        harm=harm,
        near_clean=near_clean,
        on_image=_show_images,
    )
    if not as_json:
        click.echo(markdown(found, per_image=per_image))
        return
    facts = [evaluation_facts(one) for one in found]
    click.echo(json.dumps(facts if len(facts) > 1 else facts[0], indent=2, allow_nan=False))


@click.command()
@click.option("--backend", multiple=True, help="A name of `cnaps backends`; repeatable; all if left out.")
@click.option("--full-size", is_flag=True, help="Networks as large as the published ones, weights drawn.")
@click.option(
    "--size",
    multiple=True,
    default=("256x256", "1280x720", "4000x3000"),
    show_default=True,
    help="Of the photo, WIDTHxHEIGHT; repeatable.",
)
@click.option(
    "--precision", multiple=True, default=("auto", "fp32"), show_default=True, help="auto, fp32 or bf16."
)
@click.option("--rounds", default=3, show_default=True, help="Runs of which the median is taken.")
@click.option("--memory/--no-memory", default=True, help="Measure memory, in a process for each run.")
@click.option("--seams", type=FILE, help="A folder of photos: compare tiles with the whole instead.")
@click.option("--tile", default=256, show_default=True, help="Side of a tile in pixels, for --seams.")
@click.option("--json", "as_json", is_flag=True, help="An object instead of a table.")
def benchmark(  # noqa: PLR0913
    *,
    backend: tuple[str, ...],
    full_size: bool,
    size: tuple[str, ...],
    precision: tuple[str, ...],
    rounds: int,
    memory: bool,
    seams: Path | None,
    tile: int,
    as_json: bool,
) -> None:
    """Time the backends beside plain PyTorch, or measure whether the seams of tiles show."""
    from cnaps.benchmark import (
        benchmark_facts,
        benchmark_table,
        parse_size,
        seam_facts,
        seam_table,
        subjects,
        time_all,
        watch_seams,
    )

    chosen = subjects(backend, full_size=full_size)
    if seams is not None:
        found = watch_seams(chosen, seams, precision[0], tile=tile, on_run=_show_runs)
        click.echo(json.dumps(seam_facts(found), indent=2) if as_json else seam_table(found))
        return
    if rounds < 1:
        raise SettingError(f"{rounds} rounds are not allowed: use 1 or more.")
    timed = time_all(
        chosen,
        [parse_size(text) for text in size],
        precision,
        rounds=rounds,
        memory=memory,
        on_run=_show_runs,
    )
    click.echo(json.dumps(benchmark_facts(timed), indent=2) if as_json else benchmark_table(timed))


def _show_images(done: int, total: int) -> None:
    show(f"{done} of {total} images", last=done == total)


def _show_runs(done: int, total: int) -> None:
    show(f"{done} of {total} measurements", last=done == total)
