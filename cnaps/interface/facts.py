"""Diagnoses and runs as plain values for JSON, and a report without its pixels."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np

from cnaps.diagnosis.findings import Diagnosis, Finding
from cnaps.photo import Photo
from cnaps.result import Choice, Report


def run_facts(report: Report) -> dict[str, object]:
    """How a photo was restored."""
    run = report.restoration
    return {
        "backend": run.backend.name,
        "weights": run.weights.kind,
        "precision": run.precision,
        "device": run.device,
        "seconds": round(run.seconds, 3),
        "width": run.after.width,
        "height": run.after.height,
        "tiles": run.tiles,
        "seed": run.seed,
    }


def report_facts(report: Report) -> dict[str, object]:
    """How a photo was restored, what was found before, and what is left."""
    return {
        **run_facts(report),
        **diagnosis_facts(report.found, report.choice),
        "left": [finding_facts(finding) for finding in report.left],
    }


def diagnosis_facts(found: Diagnosis, choice: Choice) -> dict[str, object]:
    """What was found, and what is recommended."""
    return {
        "findings": [finding_facts(finding) for finding in found],
        "recommended": {"backend": choice.backend, "reason": choice.reason},
    }


def finding_facts(finding: Finding) -> dict[str, object]:
    """One finding."""
    return {**asdict(finding), "degradation": finding.degradation.value, "grade": finding.grade.value}


def without_pixels(report: Report) -> Report:
    """The report with its sizes but without the memory of its pixels, to be kept for later questions."""
    run = report.restoration
    return replace(report, restoration=replace(run, before=_hollow(run.before), after=_hollow(run.after)))


def _hollow(photo: Photo) -> Photo:
    return replace(photo, pixels=np.broadcast_to(np.float32(0), photo.pixels.shape), alpha=None)
