"""The way of one photo through the model that ran, stage by stage, for a diagram and for a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnaps.backend import Anatomy, Family
from cnaps.diagnosis.findings import Diagnosis, Grade
from cnaps.explanation.run_record import NOUNS, value_of
from cnaps.photo import Photo

if TYPE_CHECKING:
    from cnaps.result import Report, Restoration


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One box of the diagram."""

    title: str
    details: tuple[str, ...]
    """Figures of this run, a few words each."""
    measured: tuple[str, ...] = ()
    """What the diagnosis finds in this state of the photo."""


def way_of(report: Report) -> tuple[Stage, ...]:
    """From the photo that came to the photo that left."""
    run, left = report.restoration, _found(report.left) or ("no fault measured",)
    stages = [Stage(title="Photo", details=(_size(run.before),), measured=_found(report.found))]
    if run.tiles > 1:
        side = f"at most {run.tile_side} pixels a side"
        stages.append(Stage(title=f"{run.tiles} tiles", details=(side, "overlapping")))
    stages.append(Stage(title=run.backend.title, details=_model(run)))
    stages.append(Stage(title="Restored photo", details=(_size(run.after),), measured=left))
    return tuple(stages)


def way_sentence(report: Report) -> str:
    """The stages in one line, with arrows."""
    return " → ".join(f"{stage.title} ({', '.join(stage.details)})" for stage in way_of(report)) + "."


def _size(photo: Photo) -> str:
    return f"{photo.width} x {photo.height} pixels"


def _found(diagnosis: Diagnosis) -> tuple[str, ...]:
    return tuple(
        f"{NOUNS[finding.degradation]} {value_of(finding)}"
        for finding in diagnosis
        if finding.grade is not Grade.NONE
    )


def _model(run: Restoration) -> tuple[str, ...]:
    effort = f"{run.seconds:.2f} s on {run.device} in {run.precision}"
    # Other weights may belong to a larger network, whose figures are not known here.
    if run.weights.kind != "compact":
        return (effort,)
    return (*_network(run.backend.family, run.backend.anatomy, run.passes), effort)


def _network(family: Family, anatomy: Anatomy, passes: int) -> tuple[str, ...]:
    blocks, side = anatomy.blocks, anatomy.window * anatomy.patch
    if family is Family.CNN:
        return (f"{anatomy.scales} scales", f"{blocks} residual blocks")
    if family is Family.SWIN:
        return (f"{blocks} Swin blocks", f"windows of {side} x {side} pixels")
    if family is Family.PHYSICS:
        return ("kernel of the shake", "inversion in linear light", f"denoiser of {blocks} Swin blocks")
    return ("reference by a CNN", f"{passes} steps", f"{blocks} transformer blocks")
