"""Evaluations as a Markdown table for people and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

import numpy as np

from cnaps.evaluation.records import Evaluation, ImageScores
from cnaps.evaluation.scores import Score, mean_score

HEAD = (
    "backend",
    "degradation",
    "images",
    "degraded dB / SSIM",
    "restored dB / SSIM",
    "gain dB",
    "Y degraded",
    "Y restored",
    "Y gain dB",
    "worst image dB",
    "clean kept dB: mean, least",
    "s per image",
)
IMAGE_HEAD = (
    "backend",
    "degradation",
    "image",
    "degraded dB / SSIM",
    "restored dB / SSIM",
    "gain dB",
    "Y degraded",
    "Y restored",
    "clean kept dB",
)
NONE = "–"


def markdown(evaluations: Sequence[Evaluation], *, per_image: bool = False) -> str:
    """One row per evaluation, notes on how it was measured, and where asked for one row per image."""
    parts = [_table(HEAD, [_row(found) for found in evaluations]), _notes(evaluations)]
    if per_image:
        rows = [row for found in evaluations for row in _image_rows(found)]
        parts.append(_table(IMAGE_HEAD, rows))
    return "\n\n".join(parts)


def evaluation_facts(found: Evaluation) -> dict[str, object]:
    """One evaluation as plain values.

    `degraded` and `restored` are means over all images, `gain` is one over the really degraded.
    """
    return {
        "backend": found.backend,
        "degradation": found.degradation,
        "classical": found.classical,
        "setting": found.setting,
        "degraded": asdict(found.degraded),
        "restored": asdict(found.restored),
        "gain": found.gain,
        "gain_y": found.gain_y,
        "really_degraded": _really_degraded(found),
        "near_clean": {
            "above": found.near_clean_above,
            "images": [image.name for image in found.near_clean],
        },
        "harm": _harm(found),
        "images": [_image_facts(found, image) for image in found.images],
    }


def _really_degraded(found: Evaluation) -> dict[str, object]:
    images = found.really_degraded
    if not images:
        return {"images": 0, "degraded": None, "restored": None}
    return {
        "images": len(images),
        "degraded": asdict(mean_score([image.degraded for image in images])),
        "restored": asdict(mean_score([image.restored for image in images])),
    }


def _harm(found: Evaluation) -> dict[str, object]:
    worst, least = found.worst, found.clean_least
    return {
        "worst_loss": max(0.0, -worst.gain),
        "worst_name": worst.name,
        "worst_gain": worst.gain,
        "clean_psnr_mean": found.clean_mean,
        "clean_psnr_least": least.kept.psnr if least else None,
        "clean_psnr_least_name": least.name if least else None,
    }


def _image_facts(found: Evaluation, image: ImageScores) -> dict[str, object]:
    return {**asdict(image), "gain": image.gain, "clean_psnr": _kept(found).get(image.name)}


def _kept(found: Evaluation) -> dict[str, float]:
    return {photo.name: photo.kept.psnr for photo in found.clean}


def _row(found: Evaluation) -> tuple[str, ...]:
    images = found.really_degraded or found.images
    before = mean_score([image.degraded for image in images])
    after = mean_score([image.restored for image in images])
    left_out = f" + {len(found.near_clean)} near-clean" if found.near_clean else ""
    return (
        found.backend,
        found.degradation,
        f"{len(found.really_degraded)}{left_out}",
        _rgb(before),
        _rgb(after),
        _signed(found.gain),
        _y(before),
        _y(after),
        _signed(found.gain_y),
        f"{_signed(found.worst.gain)} ({found.worst.name})",
        _clean(found),
        f"{np.mean([image.seconds for image in found.images]):.2f}",
    )


def _image_rows(found: Evaluation) -> Iterator[tuple[str, ...]]:
    kept = _kept(found)
    for image in found.images:
        clean = f"{kept[image.name]:.2f}" if image.name in kept else NONE
        scores = (_rgb(image.degraded), _rgb(image.restored), _signed(image.gain))
        lumas = (_y(image.degraded), _y(image.restored))
        yield (found.backend, found.degradation, image.name, *scores, *lumas, clean)


def _clean(found: Evaluation) -> str:
    least = found.clean_least
    if least is None:
        return NONE
    return f"{found.clean_mean:.2f}, {least.kept.psnr:.2f} ({least.name})"


def _notes(evaluations: Sequence[Evaluation]) -> str:
    above = evaluations[0].near_clean_above
    lines = [
        "PSNR and SSIM on 8-bit RGB and on its BT.601 luma (Y, 16 to 235), no border cropped, "
        "SSIM with an 11x11 Gaussian of sigma 1.5; means over images. "
        f"Photos whose degraded PSNR is above {above:g} dB (near-clean) are left out of these means. "
        "Worst image: the one of all images that gains least; below 0 it loses.",
        *_settings(evaluations),
        *_margins(evaluations),
    ]
    return "\n".join(f"- {line}" for line in lines)


def _settings(evaluations: Sequence[Evaluation]) -> Iterator[str]:
    """How each tool was run; a tool that was told different things stands here more than once."""
    tests: dict[tuple[str, str], list[str]] = {}
    for found in evaluations:
        tests.setdefault((found.backend, found.setting), []).append(found.degradation)
    for (name, setting), degradations in tests.items():
        yield f"{name} on {', '.join(degradations)}: {setting}."


def _margins(evaluations: Sequence[Evaluation]) -> Iterator[str]:
    """How far each network is above the best classical tool of the same test."""
    for found in evaluations:
        rivals = [e for e in evaluations if e.classical and e.degradation == found.degradation]
        if found.classical or not rivals or found.gain is None:
            continue
        best = max(rivals, key=lambda rival: rival.gain or 0.0)
        margin = found.gain - (best.gain or 0.0)
        side = "above" if margin >= 0.0 else "below"
        yield (
            f"On {found.degradation}, {found.backend} is {abs(margin):.2f} dB {side} "
            f"the best classical tool, {best.backend}."
        )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _rgb(score: Score) -> str:
    return f"{score.psnr:.2f} / {score.ssim:.4f}"


def _y(score: Score) -> str:
    return f"{score.psnr_y:.2f} / {score.ssim_y:.4f}"


def _signed(gain: float | None) -> str:
    return NONE if gain is None else f"{gain:+.2f}"
