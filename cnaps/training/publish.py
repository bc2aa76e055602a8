"""``python -m cnaps.training.publish RECIPE``: from a finished run to shipped weights and their card."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import click
import torch
from safetensors.torch import load_file

from cnaps.diffusion.pipeline import RestorationPipeline
from cnaps.diffusion.reference import ReferenceRestorer
from cnaps.diffusion.scheduler import ResidualShiftScheduler
from cnaps.training.card import (
    Findings,
    Shipped,
    read_evaluations,
    this_machine,
    write_card,
)
from cnaps.training.checkpoint import steps_behind
from cnaps.training.curve import draw_curve, read_curve
from cnaps.training.ending import errors_told
from cnaps.training.loop import IN_PIPELINE
from cnaps.training.recipe import DiTShape, MIMOUNetShape, Recipe, SwinIRShape, read_recipe
from cnaps.training.residual_shift import build_residual_shift
from cnaps.training.samples import SOURCES, Sample, TrainedNetwork, harm, make_samples
from cnaps.training.sheet import Tile, draw_sheet

SHIPPED = Path("cnaps/compact")
PIPELINE = "dreamclear"
REFERENCE = "dreamclear-reference"
STEMS = {"diffusion-compact": PIPELINE, "reference-compact": REFERENCE}
"""Recipes whose files are not called as they are."""

MOST_BYTES = 150_000
"""Of the sheet of sample pictures."""
SHOWN = 6
"""Rows of that sheet."""


@click.command()
@click.argument("recipe", type=click.Path(path_type=Path))
@click.option("--run", type=click.Path(path_type=Path), help="Folder of the run; default runs/NAME.")
@click.option(
    "--out", default=SHIPPED, type=click.Path(path_type=Path), help="Folder of the shipped weights."
)
@click.option("--machine", help="What the run was trained on; default: this machine.")
@click.option(
    "--results",
    multiple=True,
    type=click.Path(path_type=Path),
    help="File printed by `cnaps evaluate --json`, for the card's figures; may be repeated.",
)
def main(
    *, recipe: Path, run: Path | None, out: Path, machine: str | None, results: tuple[Path, ...]
) -> None:
    """Write the weights of a run with its card and print the digests for the record in compact/weights.py."""
    with errors_told():
        plan = read_recipe(recipe)
        folder = run or Path("runs") / plan.name
        files = publish(plan, recipe, folder, out, machine=machine, results=results)
    for file in files:
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        click.echo(f"{digest}  {file}  {file.stat().st_size / 1e6:.2f} MB")


def publish(
    plan: Recipe,
    recipe: Path,
    run: Path,
    out: Path,
    *,
    machine: str | None = None,
    results: tuple[Path, ...] = (),
) -> list[Path]:
    """Write the averaged weights of a run and their card with its pictures to `out`.

    Returns the weight files.

    Raises:
        RecipeError: the run has no curve, or a file of `results` is no evaluation.
        WeightsError: the run's weights are not those of the recipe.
    """
    trained, stem = run / "model.safetensors", STEMS.get(plan.name, plan.name.removesuffix("-compact"))
    findings = _measured(plan, run, trained, results)
    (out / "pictures").mkdir(parents=True, exist_ok=True)
    files = _ship(plan, trained, out, stem)
    shipped = Shipped(
        files=tuple(files),
        curve=f"pictures/{stem}-curve.svg",
        samples=f"pictures/{stem}-samples.webp",
        steps=steps_behind(trained),
    )
    (out / shipped.curve).write_text(
        draw_curve(findings.curve, f"{plan.name}: gain in PSNR during training, dB"), encoding="utf-8"
    )
    (out / shipped.samples).write_bytes(draw_sheet(_rows(findings.samples), most_bytes=MOST_BYTES))
    card = write_card(plan, recipe, findings, shipped, machine or this_machine())
    (out / f"{stem}.md").write_text(card, encoding="utf-8")
    return files


def _measured(plan: Recipe, run: Path, trained: Path, results: tuple[Path, ...]) -> Findings:
    curve, evaluations = read_curve(run / "curve.jsonl"), read_evaluations(results)
    network = TrainedNetwork(plan, trained)
    mixed = ("mixed:2",) if plan.degradation.kind == "real-world" else ()
    samples = make_samples(network, [*dict.fromkeys((*plan.validation, *mixed))])
    return Findings(curve=curve, samples=tuple(samples), harm=tuple(harm(network)), evaluations=evaluations)


def _rows(samples: tuple[Sample, ...]) -> list[list[Tile]]:
    """A row per degradation, and a second one where there is room; the pictures take turns."""
    kinds = len(samples) // len(SOURCES)
    each = max(1, min(2, SHOWN // kinds))
    shown = [
        samples[kind * len(SOURCES) + (kind * each + turn) % len(SOURCES)]
        for kind in range(kinds)
        for turn in range(each)
    ]
    return [
        [
            Tile(picture=s.degraded, text=f"{s.degradation}   {s.before:.1f} dB"),
            Tile(picture=s.restored, text=f"restored   {s.after:.1f} dB"),
            Tile(picture=s.clean, text="clean"),
        ]
        for s in shown
    ]


def _ship(plan: Recipe, trained: Path, out: Path, stem: str) -> list[Path]:
    if isinstance(plan.network, DiTShape):
        return _ship_pipeline(plan, plan.network, trained, out / PIPELINE)
    if stem == REFERENCE and isinstance(plan.network, (MIMOUNetShape, SwinIRShape)):
        return [_ship_reference(plan.network, trained, out / PIPELINE / "reference")]
    shipped = out / f"{stem}.safetensors"
    # Copied, not written anew: the order of the metadata, and so the digest, would change each time.
    shutil.copyfile(trained, shipped)
    return [shipped]


def _ship_pipeline(plan: Recipe, shape: DiTShape, trained: Path, folder: Path) -> list[Path]:
    anchored, _ = build_residual_shift(shape, plan.distance)
    state = {n.removeprefix(IN_PIPELINE): t.float() for n, t in load_file(trained).items()}
    anchored.transformer.load_state_dict(state)
    scheduler = ResidualShiftScheduler(kappa=shape.noise)
    pipeline = RestorationPipeline(anchored.transformer, scheduler, anchored.reference)
    pipeline.to(torch.float16).save_pretrained(folder)
    return [folder / part / "diffusion_pytorch_model.safetensors" for part in ("transformer", "reference")]


def _ship_reference(shape: MIMOUNetShape | SwinIRShape, trained: Path, folder: Path) -> Path:
    """The reference alone, where the pipeline keeps it; the transformer beside it stays as it is."""
    reference = ReferenceRestorer(architecture=shape.kind, sizes=shape.sizes)
    reference.network.load_state_dict({n: t.float() for n, t in load_file(trained).items()})
    reference.to(torch.float16).save_pretrained(folder)
    return folder / "diffusion_pytorch_model.safetensors"


if __name__ == "__main__":
    main()
