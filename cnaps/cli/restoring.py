"""Commands for a photo: what it suffers from, what restores it, and the restoring itself."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cnaps.cli.options import FILE, run_settings, weights_option, with_weights
from cnaps.cli.progress import show
from cnaps.errors import SettingError

if TYPE_CHECKING:
    from cnaps.backend import Backend
    from cnaps.runtime import Settings


@click.command()
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


@click.command()
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

    settings = replace(with_weights(settings, weights), caption=caption, caption_encoder=caption_encoder)
    check_destination(out)
    runtime = Runtime(device=best_device())
    if backend != AUTOMATIC:
        runtime.check(get_backend(backend), settings)
    elif settings.checkpoint is not None:
        raise SettingError(f"--weights {weights} belongs to one backend: name it with --backend.")
    report = repair(open_photo(photo), runtime, backend=backend, settings=settings)
    write_photo(report.restoration.after, out)
    click.echo(json.dumps(run_facts(report)))


@click.command()
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


@click.command()
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


def _show_bytes(done: int, total: int | None) -> None:
    share = f" ({done / total:.0%})" if total else ""
    show(f"{done / 1e6:.1f} MB{share} ", last=done == total)
