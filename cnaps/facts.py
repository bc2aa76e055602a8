"""Diagnoses and runs as plain values, as the command line and the endpoints print them in JSON."""

from __future__ import annotations

from dataclasses import asdict

from cnaps.diagnosis.findings import Diagnosis, Finding
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
        "remark": run.remark,
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
