"""A finished run and its diagnosis as texts that sentences can be cited from and checked against."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cnaps.backend import Anatomy, Family
from cnaps.diagnosis.findings import Degradation, Diagnosis, Finding, Grade
from cnaps.explanation.catalogue import CatalogueEntry
from cnaps.explanation.phrases import listed

if TYPE_CHECKING:
    from cnaps.result import Report, Restoration


NOUNS = {
    Degradation.NOISE: "noise",
    Degradation.BLUR: "blur",
    Degradation.JPEG: "JPEG artefacts",
    Degradation.EXPOSURE: "exposure faults",
}


def photo_sentence(restoration: Restoration) -> str:
    """The size of the photo that went in."""
    photo = restoration.before
    return f"The photo of this run has {photo.width} x {photo.height} pixels."


def finding_sentences(diagnosis: Diagnosis) -> list[str]:
    """What was found, the summaries of the diagnosis itself; what was not found comes in one sentence."""
    present = [finding for finding in diagnosis if finding.grade is not Grade.NONE]
    absent = [NOUNS[finding.degradation] for finding in diagnosis if finding.grade is Grade.NONE]
    sentences = [finding_sentence(finding) for finding in present]
    if absent:
        sentences.append(f"The diagnosis grades {listed(absent)} as none.")
    return sentences


def finding_sentence(finding: Finding) -> str:
    """The summary of a finding as the diagnosis gives it."""
    return _closed(finding.summary)


def choice_sentence(report: Report) -> str:
    """Which backend was recommended and whether it ran."""
    ran, wanted = report.restoration.backend.name, report.choice.backend
    if ran == wanted:
        return f"The diagnosis recommended {ran}, which ran: {_inner(report.choice.reason)}."
    chosen = f"The diagnosis recommended {wanted}, whereas {ran} was chosen for this run"
    return f"{chosen}: {_inner(report.choice.reason)}."


def uncovered_sentence(report: Report) -> str:
    """Found degradations that the backend is not meant for; empty when there are none."""
    backend = report.restoration.backend
    left = [
        NOUNS[finding.degradation]
        for finding in report.found
        if finding.grade is not Grade.NONE and finding.degradation not in backend.repairs
    ]
    return (
        f"The backend {backend.name} is not meant for {listed(left)}, so no change is promised there."
        if left
        else ""
    )


def network_sentence(restoration: Restoration) -> str:
    """The anatomy of the compact network; empty for other weights, whose network has other figures."""
    backend, anatomy = restoration.backend, restoration.backend.anatomy
    if restoration.weights.kind != "compact":
        return ""
    size = f"{backend.parameters:,} parameters"
    if backend.family is Family.CNN:
        return (
            f"The network that ran worked on the photo at {anatomy.scales} sizes, with {anatomy.blocks} "
            f"residual blocks, "
            f"{anatomy.width} channels at full size and {size} in all."
        )
    if backend.family is Family.SWIN:
        return (
            f"The network that ran has {anatomy.blocks} Swin blocks with {_windows(anatomy)}, "
            f"{anatomy.width} channels for each token and {size} in all."
        )
    if backend.family is Family.PHYSICS:
        return (
            f"The networks that ran or stood ready have {size} in all: a denoiser of {anatomy.blocks} Swin "
            f"blocks with {_windows(anatomy)}, and a CNN for photos in which no single kernel is found."
        )
    return (
        f"The network that ran took {restoration.passes} steps, each through {anatomy.blocks} transformer "
        f"blocks on tokens of "
        f"{anatomy.patch} x {anatomy.patch} pixels with {anatomy.width} channels, and has {size} in all."
    )


def _windows(anatomy: Anatomy) -> str:
    tokens = "pixels" if anatomy.patch == 1 else f"tokens of {anatomy.patch} x {anatomy.patch} pixels"
    return f"windows of {anatomy.window} x {anatomy.window} {tokens}"


def weights_sentences(restoration: Restoration) -> list[str]:
    """Which weights ran, said plainly."""
    weights, title = restoration.weights, restoration.backend.title
    if weights.kind == "compact":
        trained = _inner(weights.trained_on)
        return [
            f"Compact weights of {_kinship(restoration)}, trained for this demonstration, ran; the "
            f"official checkpoint did not.",
            f"They were trained on {trained}." if trained[:1].islower() else f"Their training: {trained}.",
        ]
    if weights.kind == "official":
        return [f"The official checkpoint of {title} ran, as its authors published it."]
    return [
        f"Weights from a file of the user ran in {title}; they are neither the compact ones nor checked "
        f"against the official ones."
    ]


def remark_sentence(restoration: Restoration) -> str:
    """What the backend found out about the whole photo; empty for most."""
    return _closed(restoration.remark) if restoration.remark else ""


def time_sentence(restoration: Restoration) -> str:
    """Time, device and precision."""
    where = f"on {restoration.device} in {restoration.precision}"
    return f"The run took {restoration.seconds:.2f} s {where}."


def tiles_sentence(restoration: Restoration) -> str:
    """Into how many pieces the photo was cut."""
    if restoration.tiles == 1:
        return "The photo was worked on in one piece, without tiles."
    size = f"at most {restoration.tile_side} pixels a side"
    return f"The photo was worked on in {restoration.tiles} tiles of {size}."


def steps_sentence(restoration: Restoration) -> str:
    """How often the network was passed."""
    whole = "the photo" if restoration.tiles == 1 else "every tile"
    if restoration.backend.family is Family.DIFFUSION:
        return f"The diffusion of this run took {restoration.passes} steps for {whole}."
    if restoration.backend.family is Family.PHYSICS:
        return f"The inversion of this run went over {whole} once; it has no diffusion steps."
    times = "once" if restoration.passes == 1 else f"{restoration.passes} times"
    return f"The network of this run passed over {whole} {times}; it has no diffusion steps."


def parameters_sentence(restoration: Restoration) -> str:
    """The size of the network; empty for other weights, whose network has another size."""
    if restoration.weights.kind != "compact":
        return ""
    return f"The compact network that ran has {restoration.backend.parameters:,} parameters."


def seed_sentence(restoration: Restoration) -> str:
    """Whether chance had a part."""
    if restoration.backend.family is Family.DIFFUSION:
        return (
            f"The noise of the diffusion was drawn with seed {restoration.seed}, so the run can be repeated."
        )
    return ""


def output_sentence(restoration: Restoration) -> str:
    """The size of what came out."""
    after = restoration.after
    same = (after.width, after.height) == (restoration.before.width, restoration.before.height)
    size = "the same size" if same else "another size"
    return (
        f"The restored photo has {after.width} x {after.height} pixels, {size} as before."
        if same
        else (f"The restored photo has {after.width} x {after.height} pixels, {size} than before.")
    )


def change_sentences(report: Report) -> list[str]:
    """Every finding that was present before or is present after, in figures and without judgement."""
    sentences = []
    for before, after in zip(report.found, report.left, strict=True):
        if before.grade is not Grade.NONE or after.grade is not Grade.NONE:
            noun = NOUNS[before.degradation]
            sentences.append(
                f"Measured {noun}: {value_of(before)} before ({before.grade.value}) and {value_of(after)} "
                f"after ({after.grade.value})."
            )
    return sentences or ["No degradation was measured before the run or after it."]


def methods_line(diagnosis: Diagnosis) -> str:
    """How the diagnosis measures, for the list of sources."""
    by_method: dict[str, list[str]] = {}
    for finding in diagnosis:
        by_method.setdefault(_inner(finding.method), []).append(NOUNS[finding.degradation])
    methods = [f"{listed(nouns)} by {method}" for method, nouns in by_method.items()]
    return f"the diagnosis of this photo: {'; '.join(methods)}."


def run_line(restoration: Restoration) -> str:
    """What the run's record is, for the list of sources."""
    return f"the record of this run of {restoration.backend.name} with {restoration.weights.kind} weights."


def compact_sentences(entry: CatalogueEntry, restoration: Restoration) -> Iterable[str]:
    """How the compact network differs from the published one, where it is the compact one that ran."""
    return entry.compact if restoration.weights.kind == "compact" else ()


def _kinship(restoration: Restoration) -> str:
    """How near the compact network is to the published one."""
    if restoration.backend.family is Family.DIFFUSION:
        return "a much smaller network with the same main parts"
    if restoration.backend.family is Family.PHYSICS:
        return "a small network in the place of the published one"
    return "the same architecture"


def value_of(finding: Finding) -> str:
    """Value and unit, at most three digits."""
    number = f"{finding.value:.3g}" if abs(finding.value) < 1000 else f"{finding.value:.0f}"
    return f"{number} {finding.unit}".strip()


def _closed(sentence: str) -> str:
    plain = sentence.strip()
    return plain if plain.endswith((".", "!", "?")) else plain + "."


def _inner(sentence: str) -> str:
    return sentence.strip().rstrip(".")
