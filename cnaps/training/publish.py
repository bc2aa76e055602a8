"""``python -m cnaps.training.publish RECIPE``: from a finished run to shipped weights and their card."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from pathlib import Path
from typing import Any

import click
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from cnaps.diffusion.pipeline import RestorationPipeline
from cnaps.diffusion.reference import ReferenceRestorer
from cnaps.diffusion.scheduler import ResidualShiftScheduler
from cnaps.training.recipe import DiTShape, Recipe, read_recipe
from cnaps.training.residual_shift import build_residual_shift

SHIPPED = Path("cnaps/compact")


@click.command()
@click.argument("recipe", type=click.Path(path_type=Path))
@click.option("--run", type=click.Path(path_type=Path), help="Folder of the run; default runs/NAME.")
@click.option(
    "--out", default=SHIPPED, type=click.Path(path_type=Path), help="Folder of the shipped weights."
)
def main(*, recipe: Path, run: Path | None, out: Path) -> None:
    """Write the weights of a run with its card and print the digests for the record in compact/weights.py."""
    plan = read_recipe(recipe)
    for file in publish(plan, recipe, run or Path("runs") / plan.name, out):
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        click.echo(f"{digest}  {file}  {file.stat().st_size / 1e6:.2f} MB")


def publish(plan: Recipe, recipe: Path, run: Path, out: Path) -> list[Path]:
    """Write the averaged weights of a run and their card to the folder `out`; returns the weight files."""
    out.mkdir(parents=True, exist_ok=True)
    files = _publish(plan, run, out)
    (out / f"{_stem(plan)}.md").write_text(_card(plan, recipe, run, files), encoding="utf-8")
    return files


def _stem(plan: Recipe) -> str:
    return plan.name.removesuffix("-compact").replace("diffusion", "dreamclear")


def _publish(plan: Recipe, run: Path, out: Path) -> list[Path]:
    trained = run / "model.safetensors"
    if isinstance(plan.network, DiTShape):
        return _publish_pipeline(plan, plan.network, trained, out / "dreamclear")
    shipped = out / f"{_stem(plan)}.safetensors"
    with safe_open(trained, "pt") as file:
        save_file(load_file(trained), shipped, metadata=file.metadata())
    return [shipped]


def _publish_pipeline(plan: Recipe, shape: DiTShape, trained: Path, folder: Path) -> list[Path]:
    anchored, _ = build_residual_shift(shape, plan.frequency_weight)
    state = {n.removeprefix("transformer."): t.float() for n, t in load_file(trained).items()}
    anchored.transformer.load_state_dict(state)
    reference = ReferenceRestorer(**shape.reference_shape.model_dump(exclude={"kind"}))
    reference.load_state_dict(anchored.reference.state_dict())
    scheduler = ResidualShiftScheduler(kappa=shape.noise)
    pipeline = RestorationPipeline(anchored.transformer, scheduler, reference)
    pipeline.to(torch.float16).save_pretrained(folder)
    return [folder / part / "diffusion_pytorch_model.safetensors" for part in ("transformer", "reference")]


def _card(plan: Recipe, recipe: Path, run: Path, files: list[Path]) -> str:
    curve = [json.loads(line) for line in (run / "curve.jsonl").read_text(encoding="utf-8").splitlines()]
    hours = sum(line["seconds"] for line in curve) / 3600
    seen = plan.schedule.steps * plan.schedule.batch
    start = f", starting from `{plan.start_from}`" if plan.start_from else ""
    names = ", ".join(f"`{f.relative_to(f.parents[1])}`, {f.stat().st_size / 1e6:.1f} MB" for f in files)
    return f"""# {plan.name}

Weights for {plan.task}, trained by this project: `python -m cnaps.training {recipe}`{start}.

- Network: {_sentence(plan.network.model_dump(mode="json"))}
- Files: {names} (float16)
- Degradations: {_sentence(plan.degradation.model_dump(mode="json"))} (see `cnaps/degradations`)
- Data: crops of the 400 photos of the train and test parts of BSDS500 (research use); no photo is shipped.
- Schedule: {plan.schedule.steps} steps, {seen:,} crops of {plan.schedule.crop} pixels,
  AdamW {plan.schedule.rate:g}, cosine; averaged weights.
- Time and machine: {hours:.2f} h on {os.cpu_count()} shared cores, {platform.machine()},
  torch {torch.__version__}, bf16 autocast.
- Licence: Apache-2.0.

Gain in PSNR (dB) over the degraded image during training, on the middle 192-pixel crops of the first 12
photos of the validation folder (the part of BSDS500 val outside CBSD68):

{_curve(curve)}

Whole validation photos: see the results table of the README and the commands beside it.
"""


def _sentence(settings: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in settings.items() if value not in ({}, None))


def _curve(curve: list[dict[str, Any]]) -> str:
    names = [key for key in curve[-1] if key not in ("step", "loss", "seconds")]
    every = max(1, len(curve) // 10)
    shown = [*curve[:-1:every], curve[-1]]
    rows = [f"| {line['step']} | " + " | ".join(f"{line[n]:+.2f}" for n in names) + " |" for line in shown]
    return "\n".join([f"| step | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|", *rows])


if __name__ == "__main__":
    main()
