"""The command line: results on stdout, one line on stderr and status 2 for what cannot be done."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cnaps.errors import CnapsError, SettingError

if TYPE_CHECKING:
    from cnaps.backend import Backend
    from cnaps.diagnosis.findings import Diagnosis
    from cnaps.runtime import Settings

FILE = click.Path(path_type=Path)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and end the process with its status."""
    # Of large photos Pillow warns in lines of its own; what is too large is told by us.
    warnings.filterwarnings("ignore", message="Image size .* exceeds limit")
    try:
        status = commands.main(args=arguments, prog_name="cnaps", standalone_mode=False)
    except CnapsError as error:
        status = _refuse(str(error))
    except click.ClickException as error:
        status = _refuse(f"{error.format_message()} See cnaps --help.")
    except click.Abort:
        status = _refuse("Stopped.")
    sys.exit(status if isinstance(status, int) else 0)


def _refuse(message: str) -> int:
    click.echo("error: " + " ".join(message.split()), err=True)
    return 2


def run_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a run; `command` gets them as one `settings`."""

    @click.option("--seed", default=0, show_default=True, help="Of the diffusion's noise.")
    @click.option("--precision", default="auto", show_default=True, help="auto, fp32 or bf16.")
    @click.option("--tile", default="auto", show_default=True, help="auto, or a side in pixels.")
    @click.option("--steps", type=int, help="Of a diffusion; 0 shows its reference alone.")
    @click.option("--eight-views", is_flag=True, help="Mean over turned and mirrored copies; takes 8 times.")
    @click.option("--as-published", is_flag=True, help="Pad and cut as the official test script does.")
    @wraps(command)
    def with_settings(
        *,
        seed: int,
        precision: str,
        tile: str,
        steps: int | None,
        eight_views: bool,
        as_published: bool,
        **others: object,
    ) -> None:
        from cnaps.runtime import Settings

        settings = Settings(
            seed=seed,
            precision=precision,
            tile=_tile(tile),
            steps=steps,
            eight_views=eight_views,
            as_published=as_published,
        )
        command(settings=settings, **others)

    return with_settings


def weights_option(default: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add ``--weights``."""
    return click.option(
        "--weights",
        default=default,
        show_default=True,
        help="compact, official, a file, or auto: official where it is on disk.",
    )


def _with_weights(settings: Settings, weights: str) -> Settings:
    """`settings` with what was said after ``--weights``: one of the kinds, or a file of the user's."""
    from cnaps.weights import KINDS

    if weights in KINDS:
        return replace(settings, weights=weights)
    return replace(settings, checkpoint=Path(weights))


@click.group()
def commands() -> None:
    """Measure what is wrong with a photo, restore it, and explain how with cited sources."""


@commands.command()
@click.option("--json", "as_json", is_flag=True, help="A list of objects instead of a table.")
def backends(*, as_json: bool) -> None:
    """List the backends."""
    from cnaps.official.absent import absent_systems
    from cnaps.official.facts import official_facts
    from cnaps.registry import BACKENDS

    rows = [
        {
            "name": row.name,
            "family": row.family.value,
            "title": row.title,
            "task": row.task,
            "weights": row.weights.kind,
            "at_hand": row.weights.at_hand,
            "parameters": row.parameters,
            "licence": row.weights.licence,
            "paper": row.paper,
            "github": row.github,
            "demands": row.demands,
            "official": official_facts(row.name),
        }
        for row in BACKENDS.values()
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in BACKENDS.values():
        notes = (row.good_for, row.demands, _absence(row))
        click.echo(f"{row.name:<22} {row.family.value:<10} {' '.join(filter(None, notes))}")
    click.echo("\nDescribed in the explanations, but not to be run here:")
    for system in absent_systems():
        click.echo(f"{system.name} {system.reason} ({system.paper}).")


def _absence(row: Backend) -> str:
    from cnaps.official.records import find_checkpoint
    from cnaps.weights import has_official

    checkpoint = find_checkpoint(row.name)
    if row.weights.at_hand or checkpoint is None or has_official(row.name):
        return ""
    return f"Needs its official weights ({checkpoint.size_in_words}): cnaps fetch {row.name}."


@commands.command()
@click.argument("photo", type=FILE)
@click.option("--backend", default="auto", show_default=True, help="A name of `cnaps backends`, or auto.")
@click.option("--out", required=True, type=FILE, help="Where to write; .png is lossless.")
@weights_option("auto")
@click.option("--caption", default="", help="What is to be seen, for dreamclear with official weights.")
@click.option("--caption-encoder", type=FILE, help="Folder of the T5 that reads it; else from the cache.")
@run_settings
def restore(
    *,
    photo: Path,
    backend: str,
    out: Path,
    weights: str,
    caption: str,
    caption_encoder: Path | None,
    settings: Settings,
) -> None:
    """Restore PHOTO and write it to --out."""
    from cnaps.facts import run_facts
    from cnaps.photo import check_destination, open_photo, write_photo
    from cnaps.pipeline import AUTOMATIC, repair
    from cnaps.registry import get_backend
    from cnaps.runtime import Runtime, best_device

    settings = replace(_with_weights(settings, weights), caption=caption, caption_encoder=caption_encoder)
    check_destination(out)
    runtime = Runtime(device=best_device())
    if backend != AUTOMATIC:
        runtime.check(get_backend(backend), settings)
    elif settings.checkpoint is not None:
        raise SettingError(f"--weights {weights} belongs to one backend: name it with --backend.")
    report = repair(open_photo(photo), runtime, backend=backend, settings=settings)
    write_photo(report.restoration.after, out)
    click.echo(json.dumps(run_facts(report)))


@commands.command()
@click.argument("backend")
@click.option("--from", "source", type=FILE, help="A file that you have already; a folder of several.")
@click.option("--json", "as_json", is_flag=True, help="An object instead of a sentence.")
def fetch(*, backend: str, source: Path | None, as_json: bool) -> None:
    """Fetch the official checkpoint of BACKEND for --weights official."""
    from cnaps.fetching import fetch as bring
    from cnaps.official.facts import official_facts
    from cnaps.official.records import get_checkpoint
    from cnaps.registry import get_backend

    named = get_backend(backend)
    row = named.released or named
    checkpoint = get_checkpoint(row.name)
    about = f"{checkpoint.files_in_words}, licence: {checkpoint.licences_in_words}."
    if sys.stderr.isatty():
        click.echo(f"{about} {row.demands}".rstrip(), err=True)
    fetched = bring(row.name, source=source, on_bytes=_show_bytes)
    if as_json:
        facts = {"backend": row.name, "new": fetched.new, **(official_facts(row.name) or {})}
        click.echo(json.dumps(facts))
        return
    state = "is on disk now" if fetched.new else "was on disk already and is in order"
    kept = "; ".join(f"{one.path} (SHA-256 {one.sha256})" for one in (fetched, *fetched.companions))
    click.echo(f"{about} It {state}: {kept}.")


@commands.command()
@click.argument("photo", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="An object instead of sentences.")
def diagnose(*, photo: Path, as_json: bool) -> None:
    """Measure noise, blur, JPEG artefacts and exposure of PHOTO and recommend a backend."""
    from cnaps.choice import choose_backend
    from cnaps.diagnosis import diagnose as measure
    from cnaps.facts import diagnosis_facts
    from cnaps.photo import open_photo
    from cnaps.registry import BACKENDS

    found = measure(open_photo(photo))
    choice = choose_backend(found, BACKENDS.values())
    if as_json:
        click.echo(json.dumps(diagnosis_facts(found, choice), indent=2))
        return
    for finding in found:
        click.echo(finding.summary)
    click.echo(f"Recommended: {choice.backend}. {choice.reason}")


@commands.command()
@click.option(
    "--prompt", type=click.Path(path_type=Path, allow_dash=True), help="A pasted prompt, or - for stdin."
)
@click.option("--question", help="A question, answered from the built-in catalogue.")
@click.option("--backend", help="The backend that the question is about.")
@click.option("--photo", type=FILE, help="A photo that is diagnosed for the answer.")
def explain(*, prompt: Path | None, question: str | None, backend: str | None, photo: Path | None) -> None:
    """Write the three-part answer as Markdown; its last line says who put it into words."""
    from cnaps.explanation import decode_prompt, explain_prompt, explain_question
    from cnaps.explanation.writing import chosen_writer

    if (prompt is None) == (question is None):
        raise SettingError("Give either --prompt FILE or --question TEXT.")
    if prompt is not None and not (backend is None and photo is None):
        raise SettingError(
            "A prompt is answered from its own text alone: leave --backend and --photo out, or ask with "
            "--question."
        )
    writer = chosen_writer()
    if prompt is not None:
        answer = explain_prompt(decode_prompt(_bytes(prompt)), writer=writer)
    else:
        backend, found = _subject(backend, photo)
        answer = explain_question(question or "", backend=backend, diagnosis=found, writer=writer)
    click.echo(f"{answer.markdown}\n*{answer.authorship.in_words}*")


@commands.command()
@click.option("--backend", multiple=True, help="A name of `cnaps backends`; repeatable.")
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
        Restorer,
        classical_tools,
        compare,
        evaluation_facts,
        markdown,
    )
    from cnaps.registry import get_backend
    from cnaps.runtime import Runtime, best_device

    if not backend and not classical:
        raise SettingError("Nothing to evaluate: name a backend with --backend, or compare with --classical.")
    settings = _with_weights(settings, weights)
    if settings.checkpoint is not None and len(backend) != 1:
        raise SettingError(f"--weights {weights} belongs to one backend: name one with --backend.")
    runtime = Runtime(device=best_device())
    rows = [get_backend(name) for name in backend]
    for row in rows:
        runtime.check(row, settings)
    restorers: list[Restorer] = [
        NetworkRestorer(backend=row, runtime=runtime, settings=settings) for row in rows
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


@commands.command()
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
    _show(f"{done} of {total} images", last=done == total)


def _show_runs(done: int, total: int) -> None:
    _show(f"{done} of {total} measurements", last=done == total)


def _show_bytes(done: int, total: int | None) -> None:
    share = f" ({done / total:.0%})" if total else ""
    _show(f"{done / 1e6:.1f} MB{share} ", last=done == total)


def _show(progress: str, *, last: bool) -> None:
    """On a terminal only: what goes to a file or a program stays free of it."""
    if sys.stderr.isatty():
        click.echo(f"\r{progress}", nl=last, err=True)


def _tile(text: str) -> int | None:
    if text == "auto":
        return None
    if not text.isdecimal():
        raise SettingError(f"Tile {text!r} is no number of pixels: use auto or a whole number, e.g. 512.")
    return int(text)


def _bytes(prompt: Path) -> bytes:
    try:
        return sys.stdin.buffer.read() if str(prompt) == "-" else prompt.read_bytes()
    except OSError as error:
        raise SettingError(
            f"Prompt {prompt} cannot be read ({error.strerror}): name a text file, or - ."
        ) from error


def _subject(backend: str | None, photo: Path | None) -> tuple[str | None, Diagnosis | None]:
    """The backend a question is about: the named one, or the one that the photo's diagnosis recommends."""
    from cnaps.choice import choose_backend
    from cnaps.diagnosis import diagnose as measure
    from cnaps.photo import open_photo
    from cnaps.registry import BACKENDS, get_backend

    if backend is not None:
        get_backend(backend)
    if photo is None:
        return backend, None
    found = measure(open_photo(photo))
    return backend or choose_backend(found, BACKENDS.values()).backend, found
