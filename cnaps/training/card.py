"""The model card of a run: what was trained, on what, for how long, and what came of it."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from cnaps.errors import RecipeError
from cnaps.runtime import choose_precision
from cnaps.training.curve import Curve
from cnaps.training.loop import VALIDATION_PHOTOS, VALIDATION_SIDE
from cnaps.training.recipe import Recipe
from cnaps.training.samples import SIDE, SOURCES, Sample

ROWS = 12
"""Lines of the curve that the table shows."""


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What was measured on a run."""

    curve: Curve
    samples: tuple[Sample, ...]
    harm: tuple[float, ...]
    """PSNR in dB of clean pictures after the network against themselves."""
    evaluations: tuple[dict[str, Any], ...] = ()
    """Objects that ``cnaps evaluate --json`` has printed."""


@dataclass(frozen=True, kw_only=True)
class Shipped:
    """What lies beside the card."""

    files: tuple[Path, ...]
    curve: str
    """Path of the plot, from the card."""
    samples: str
    """Path of the sheet, from the card."""
    steps: int
    """That the weights have behind them."""


def write_card(plan: Recipe, recipe: Path, findings: Findings, shipped: Shipped, machine: str) -> str:
    """The card as Markdown."""
    return (
        "\n\n".join(
            (
                f"# {plan.name}",
                f"Weights for {plan.task}, trained by this project: `python -m cnaps.training {recipe}`.",
                _facts(plan, findings.curve, shipped, machine),
                "## Figures",
                _sample_table(findings),
                *([_evaluation_table(findings.evaluations)] if findings.evaluations else []),
                f"![Degraded, restored and clean parts of pictures]({shipped.samples})",
                "Pictures: " + "; ".join(f"{s.name} ({s.origin})" for s in SOURCES) + ".",
                "## Curve",
                "Gain in PSNR (dB) over what the network is given, during training, on the middle "
                f"{VALIDATION_SIDE}-pixel crops\nof the first {VALIDATION_PHOTOS} of {plan.data.names[1]}.",
                f"![Gain in PSNR against steps]({shipped.curve})",
                _curve_table(findings.curve),
                _slopes(findings.curve),
                "## Recipe",
                f"```toml\n{recipe.read_text(encoding='utf-8').strip()}\n```",
            )
        )
        + "\n"
    )


def this_machine() -> str:
    """Processor and software of this machine, where nothing better is known."""
    name = platform.processor() or platform.machine()
    described = Path("/proc/cpuinfo")
    if described.exists():
        lines = described.read_text(encoding="utf-8", errors="replace").splitlines()
        name = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), name)
    precision = choose_precision("auto", torch.device("cpu"))
    return f"{name} with {os.cpu_count()} cores, torch {torch.__version__}, in {precision}"


def read_evaluations(paths: Sequence[Path]) -> tuple[dict[str, Any], ...]:
    """The objects in files that ``cnaps evaluate --json`` has printed, one or a list in each.

    Raises:
        RecipeError: a file is missing or is something else.
    """
    found: list[dict[str, Any]] = []
    for path in paths:
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            found.extend(content if isinstance(content, list) else [content])
            _evaluation_row(found[-1])
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            raise RecipeError(
                f"{path} is no result of `cnaps evaluate --json` ({error!r}): give the file it printed."
            ) from error
    return tuple(found)


def _facts(plan: Recipe, curve: Curve, shipped: Shipped, machine: str) -> str:
    names = ", ".join(
        f"`{f.relative_to(f.parents[1])}`, {f.stat().st_size / 1e6:.1f} MB" for f in shipped.files
    )
    schedule = plan.schedule
    ran = f"{shipped.steps:,} of {schedule.steps:,} steps"
    start = f"\n- Start: `{plan.start_from}`" if plan.start_from else ""
    return f"""- Network: {_sentence(plan.network.model_dump(mode="json"))}
- Files: {names} (float16){start}
- Degradations: {_sentence(plan.degradation.model_dump(mode="json"))} (see `cnaps/degradations`)
- Data: crops of {plan.data.names[0]}; no photo is shipped.
- Schedule: {ran}, {_crops(plan, shipped.steps):,} crops of {_sides(plan, shipped.steps)} pixels,
  {_descent(plan)}; averaged weights.
- Time: {curve.hours:.2f} h of training, validation not counted.
- Machine: {machine}.
- Licence: Apache-2.0 (weights and card)."""


def _descent(plan: Recipe) -> str:
    schedule = plan.schedule
    name = "Muon" if schedule.optimiser == "muon" else "AdamW"
    fall = "cosine" if schedule.fall == 1.0 else f"falling by a cosine in the last {schedule.fall:.0%}"
    return f"{name} {schedule.rate:g}, {fall}"


def _crops(plan: Recipe, steps: int) -> int:
    """Crops that a run has seen after `steps`; late ones come in smaller batches of the same area."""
    early = min(steps, plan.schedule.late_from)
    return early * plan.schedule.batch + (steps - early) * plan.schedule.late_batch


def _sides(plan: Recipe, steps: int) -> str:
    schedule = plan.schedule
    late = steps > schedule.late_from
    return f"{schedule.crop}, later {schedule.late_crop}" if late else str(schedule.crop)


def _sample_table(findings: Findings) -> str:
    rows = [
        f"Mean PSNR on parts of {SIDE}x{SIDE} pixels of the {len(SOURCES)} pictures below (8-bit RGB, fp32):",
        "",
        "| degradation | degraded dB | restored dB | gain dB | least gain dB |",
        "|---|---|---|---|---|",
    ]
    for text in dict.fromkeys(sample.degradation for sample in findings.samples):
        pairs = [(s.before, s.after) for s in findings.samples if s.degradation == text]
        before, after = (sum(values) / len(pairs) for values in zip(*pairs, strict=True))
        least = min(b - a for a, b in pairs)
        rows.append(f"| {text} | {before:.2f} | {after:.2f} | {after - before:+.2f} | {least:+.2f} |")
    mean, worst = sum(findings.harm) / len(findings.harm), min(findings.harm)
    rows += ["", f"Clean parts put through it keep {mean:.1f} dB on average, {worst:.1f} dB at the least."]
    return "\n".join(rows)


def _evaluation_table(evaluations: Sequence[dict[str, Any]]) -> str:
    head = [
        "On whole photos (`cnaps evaluate`), means of PSNR in dB and SSIM, 8-bit RGB:",
        "",
        "| backend | degradation | images | degraded | restored | gain dB |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *(_evaluation_row(result) for result in evaluations)])


def _evaluation_row(result: dict[str, Any]) -> str:
    before, after = result["degraded"], result["restored"]
    return (
        f"| {result['backend']} | {result['degradation']} | {len(result['images'])} "
        f"| {before['psnr']:.2f} / {before['ssim']:.4f} | {after['psnr']:.2f} / {after['ssim']:.4f} "
        f"| {after['psnr'] - before['psnr']:+.2f} |"
    )


def _curve_table(curve: Curve) -> str:
    last = len(curve.steps) - 1
    shown = sorted({round(last * part / (ROWS - 1)) for part in range(ROWS)})
    rows = [
        f"| {curve.steps[at]} | " + " | ".join(f"{gains[at]:+.2f}" for gains in curve.gains.values()) + " |"
        for at in shown
    ]
    return "\n".join([f"| step | {' | '.join(curve.gains)} |", "|---" * (len(curve.gains) + 1) + "|", *rows])


def _slopes(curve: Curve) -> str:
    slopes = ", ".join(f"{name} {curve.slope(name):+.2f}" for name in curve.gains)
    return (
        f"Slope over the last quarter, dB per hour: {slopes}\n"
        "(the cosine brings the rate down to nought there)."
    )


def _sentence(settings: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in settings.items() if value not in ({}, None))
