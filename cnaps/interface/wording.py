"""Everything the page says, as HTML or Markdown; every value is escaped here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from cnaps.backend import Backend, Family
from cnaps.diagnosis.findings import Degradation, Diagnosis, Finding, Grade, in_three_digits
from cnaps.explanation import Explanation
from cnaps.interface.limits import FILE_BYTES, MEGAPIXELS
from cnaps.official import store
from cnaps.official.absent import absent_systems
from cnaps.official.records import find_checkpoint
from cnaps.photo import Photo
from cnaps.pipeline import AUTOMATIC
from cnaps.registry import BACKENDS, get_backend
from cnaps.result import Choice, Report
from cnaps.work import Step

INTRODUCTION = (
    "# CNAPS\n"
    "Bring a photo that is blurred, grainy or over-compressed. CNAPS measures what is wrong with it, "
    "restores it with a model that fits, and explains how that model works, with its sources.\n\n"
    "*Your photo stays on the machine that runs this page: no other service receives it, no other visitor "
    "sees it, and it is deleted within an hour.*"
)
FORMATS = (
    f"JPEG, PNG, WebP, TIFF, AVIF, BMP or GIF, up to {FILE_BYTES >> 20} MB and {MEGAPIXELS:g} megapixels. "
    "Transparency is kept; location and camera data are not."
)
NOTHING_MEASURED = (
    "<p class='quiet'>Add a photo, and its noise, blur, compression and exposure are measured here.</p>"
)
NOTHING_EXPLAINED = "<p class='quiet'>Restore a photo or ask a question, and the answer appears here.</p>"
SENT_ELSEWHERE = (
    "*Answers are put into words by {name}: your question and the facts found for it are sent there. Photos, "
    "and what was measured on them, are not.*"
)
STOPPED = "<p>Stopped. Nothing was changed; you can restore again at any time.</p>"

FAMILIES: dict[str, str] = {
    AUTOMATIC: "Recommended\nWhat fits the measurement of your photo",
    Family.CNN.value: "CNN: MIMO-UNet\nMotion blur; the fastest",
    Family.SWIN.value: "Swin transformer: SwinIR\nGrain, or JPEG blocks and rings",
    Family.DIFFUSION.value: "Diffusion: DreamClear sibling\nSeveral faults at once; may invent fine detail",
    Family.PHYSICS.value: "Physics: shake inversion\nOne shake over the whole photo; sharpest, takes longer",
    Family.ALL_IN_ONE.value: "All in one: published systems\nRestormer, Res-HAIR; need official files",
}
"""What a visitor chooses between: a title, and on the second line what it is good for."""

NAMES = {
    Degradation.NOISE: "Noise",
    Degradation.BLUR: "Blur",
    Degradation.JPEG: "JPEG compression",
    Degradation.EXPOSURE: "Exposure",
}
GRADES = {Grade.NONE: "fine", Grade.MILD: "mild", Grade.STRONG: "strong"}


def variants_of(family: str) -> list[tuple[str, str]]:
    """(label, name) of each backend of a family that can run; of all of them where none can."""
    rows = [row for row in BACKENDS.values() if row.family.value == family]
    ready = [row for row in rows if _is_ready(row)]
    return [(f"{row.title}\n{_described(row)}", row.name) for row in ready or rows]


def _is_ready(backend: Backend) -> bool:
    checkpoint = find_checkpoint(backend.name)
    return backend.weights.at_hand or checkpoint is None or store.is_on_disk(checkpoint)


def _described(backend: Backend) -> str:
    return " ".join(filter(None, (backend.good_for, backend.demands))) + _absence(backend)


def _absence(backend: Backend) -> str:
    checkpoint = find_checkpoint(backend.name)
    if checkpoint is None or _is_ready(backend):
        return ""
    return f" Needs its official weights ({checkpoint.size_in_words}): see Weights, under Expert settings."


def absent_list() -> str:
    """The published systems that are described but cannot be run here, with the reasons."""
    items = "".join(
        f"<li><a href='{escape(system.paper)}' target='_blank' rel='noopener'>{escape(system.name)}</a> "
        f"{escape(system.reason)}.</li>"
        for system in absent_systems()
    )
    return (
        "<details class='quiet'><summary>Published systems that cannot be run here</summary>"
        f"<ul>{items}</ul></details>"
    )


def photo_facts(photo: Photo) -> str:
    """Size and format, and what was noticed while decoding."""
    size = f"{photo.width} × {photo.height} pixels, {escape(photo.file_format)}"
    notes = "".join(f"<li>{escape(note)}</li>" for note in photo.notes)
    return f"<p class='quiet'>{size}</p>" + (f"<ul class='quiet'>{notes}</ul>" if notes else "")


def diagnosis_panel(photo: Photo, found: Diagnosis, choice: Choice) -> str:
    """The findings as a list, and the recommendation with its reason."""
    items = "".join(_finding(finding) for finding in found)
    row = get_backend(choice.backend)
    return (
        f"<ul class='findings'>{items}</ul>"
        f"<div class='recommended'><strong>Recommended: {escape(row.title)}</strong> "
        f"<span class='quiet'>({escape(row.task)})</span><br>{escape(choice.reason)}</div>"
        f"{photo_facts(photo)}"
    )


def _finding(finding: Finding) -> str:
    return (
        f"<li><span class='name'>{NAMES[finding.degradation]}</span> {_badge(finding)}"
        f"<br>{escape(finding.summary)}"
        f"<br><span class='quiet'>{escape(finding.measured + _range(finding))}</span></li>"
    )


def _range(finding: Finding) -> str:
    low, high = (in_three_digits(bound) for bound in finding.interval)
    return "" if low == high else f"; likely between {low} and {high}"


def _badge(finding: Finding) -> str:
    return f"<span class='badge {finding.grade.value}'>{GRADES[finding.grade]}</span>"


def _within(name: str) -> str:
    """`name` as it stands within a sentence."""
    return name if name[:2].isupper() else name.lower()


def progress_panel(step: Step) -> str:
    """How far a restoration is, and how long it may still take."""
    if not step.total:
        return _bar("Measuring the photo and loading the model …", "")
    if step.done == step.total:
        return _bar("Measuring the result and writing it …", "value='1'")
    left = step.seconds / step.done * (step.total - step.done)
    text = f"{step.done} of {step.total} {escape(step.what)} done, about {_duration(left)} left"
    return _bar(text, f"max='{step.total}' value='{step.done}'")


def _bar(text: str, value: str) -> str:
    return f"<p>{text}</p><progress aria-label='Restoration' {value}></progress>"


def _duration(seconds: float) -> str:
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{round(seconds / 60)} min"


def finished(report: Report) -> str:
    """What the status line says at the end."""
    run = report.restoration
    remark = f" {escape(run.remark)}" if run.remark else ""
    return f"<p>Done in {run.seconds:.1f} s with {escape(run.backend.title)}.{remark}</p>"


def facts_line(report: Report) -> str:
    """Everything needed to repeat the run."""
    run = report.restoration
    facts: Iterable[tuple[str, str]] = (
        ("Backend", f"{run.backend.title} ({run.backend.name})"),
        ("Weights", run.weights.kind),
        ("Precision", f"{run.precision} on {run.device}"),
        ("Time", f"{run.seconds:.1f} s"),
        ("Size", f"{run.after.width} × {run.after.height}"),
        ("Tiles", str(run.tiles)),
        ("Seed", str(run.seed)),
    )
    cells = "".join(f"<div><dt>{name}</dt><dd>{escape(fact)}</dd></div>" for name, fact in facts)
    return f"<dl class='facts'>{cells}</dl>"


def comparison_table(report: Report) -> str:
    """The diagnosis before and after."""
    rows = "".join(
        f"<tr><th scope='row'>{NAMES[before.degradation]}</th>"
        f"<td>{escape(before.measured)} {_badge(before)}</td>"
        f"<td>{escape(after.measured)} {_badge(after)}</td></tr>"
        for before, after in zip(report.found, report.left, strict=True)
    )
    return (
        "<table class='compared'><caption>Measured before and after</caption><thead><tr><td></td>"
        f"<th scope='col'>Before</th><th scope='col'>After</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def in_words(report: Report, scaled: bool) -> str:
    """What the two pictures show, for those who do not see them."""
    run = report.restoration
    changes = [
        f"{_within(NAMES[before.degradation])} {_changed(before.measured, after.measured)}"
        for before, after in zip(report.found, report.left, strict=True)
        if before.grade is not Grade.NONE
    ]
    change = f" Measured: {'; '.join(changes)}." if changes else ""
    size = " Both are shown smaller than they are; the download has the full size." if scaled else ""
    return (
        f"<p class='quiet'>Left of the divider: “{escape(run.before.name)}” as it came. "
        f"Right: restored with {escape(run.backend.title)}.{escape(change)}{size}</p>"
    )


def _changed(before: str, after: str) -> str:
    return f"still {after}" if before == after else f"from {before} to {after}"


def caution(backend: Backend) -> str:
    """What to know before a restored photo is trusted."""
    if backend.family is Family.DIFFUSION:
        return (
            "<p class='quiet'>A diffusion model paints plausible detail: do not take faces, writing or "
            "numbers in the result as evidence.</p>"
        )
    return ""


def explanation_text(explanation: Explanation) -> str:
    """The answer between what a reader should know about it and who put it into words."""
    news = [warning for warning in explanation.warnings if warning not in explanation.markdown]
    noted = "\n".join(f"> {warning}\n" for warning in news)
    return f"{noted}\n{explanation.markdown}\n*{explanation.authorship.in_words}*\n"
