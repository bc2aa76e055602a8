"""The way of one photo through the model that ran, stage by stage, for a diagram and for a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cnaps.backend import Family
from cnaps.diagnosis.findings import Diagnosis, Grade
from cnaps.explanation.languages import ENGLISH, Language
from cnaps.explanation.records import Stage
from cnaps.photo import Photo

if TYPE_CHECKING:
    from cnaps.result import Report, Restoration


def way_of(report: Report, language: Language = ENGLISH) -> tuple[Stage, ...]:
    """From the photo that came to the photo that left."""
    run, say, phrases = report.restoration, language.say, language.phrases.way
    found, left = _found(report.found, language), _found(report.left, language)
    stages = [Stage(title=phrases.photo, details=(_size(run.before, language),), measured=found)]
    if run.tiles > 1:
        pieces = (say(phrases.side, side=run.tile_side), phrases.overlapping)
        stages.append(Stage(title=say(phrases.tiles, tiles=run.tiles), details=pieces))
    stages.append(Stage(title=run.backend.title, details=_model(run, language)))
    after = Stage(
        title=phrases.restored, details=(_size(run.after, language),), measured=left or (phrases.no_fault,)
    )
    return (*stages, after)


def way_sentence(report: Report, language: Language = ENGLISH) -> str:
    """The stages in one line, with arrows."""
    return way_line(way_of(report, language)) + "."


def way_line(stages: Sequence[Stage]) -> str:
    """The same without the full stop."""
    return " → ".join(f"{stage.title} ({', '.join(stage.details)})" for stage in stages)


def _size(photo: Photo, language: Language) -> str:
    return language.say(language.phrases.way.size, width=photo.width, height=photo.height)


def _found(diagnosis: Diagnosis, language: Language) -> tuple[str, ...]:
    speech = language.speech
    return tuple(
        f"{speech.fault(finding.degradation)} {speech.measure(finding)}"
        for finding in diagnosis
        if finding.grade is not Grade.NONE
    )


def _model(run: Restoration, language: Language) -> tuple[str, ...]:
    effort = language.say(
        language.phrases.way.effort,
        seconds=f"{run.seconds:.2f}",
        device=run.device,
        precision=run.precision,
    )
    # Other weights may belong to a larger network, whose figures are not known here.
    return (*_network(run, language), effort) if run.weights.kind == "compact" else (effort,)


def _network(run: Restoration, language: Language) -> tuple[str, ...]:
    phrases, anatomy = language.phrases.way, run.backend.anatomy
    templates = {
        Family.CNN: (phrases.scales, phrases.residual_blocks),
        Family.SWIN: (phrases.swin_blocks, phrases.windows),
        Family.PHYSICS: (phrases.kernel, phrases.inversion, phrases.denoiser, phrases.refiner),
        Family.DIFFUSION: (phrases.reference, phrases.steps, phrases.transformer_blocks),
    }[run.backend.family]
    figures = {
        "scales": anatomy.scales,
        "blocks": anatomy.blocks,
        "side": anatomy.window * anatomy.patch,
        "steps": run.passes,
    }
    return tuple(language.say(template, **figures) for template in templates)
