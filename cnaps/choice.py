"""Which backend to recommend: rules on what was measured, with the reason in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cnaps.backend import Backend
from cnaps.diagnosis import blur, jpeg, noise
from cnaps.diagnosis.findings import Degradation, Diagnosis, Finding, Grade, in_pixels
from cnaps.errors import UnknownBackendError
from cnaps.result import Choice

DEBLURRING = "mimo-unet"
SHAKE_REMOVAL = "shake-inversion"
SHORTEST_SHAKE = 6.0
"""Pixels of blur from which looking for the kernel pays; below, the lens may be to blame as well."""
SEEN_BENEATH = 1 / 3
"""Severity of the lesser of a blur and another fault, as a share of the worse one's, of which it counts; of
the blur as much as is certain."""
LONGEST_COUNTED = 20.0
"""Pixels of blur beyond which what else is wrong bothers no less."""
GONE_OVER_BELOW = 72.0
"""Quality below which a JPEG has taken from noise what the denoisers, who know cameras' files, know it by."""
LEFT_BY_JPEG = 0.8
"""The same of noise beneath JPEG, from which that one's specialist leaves more than the generalist."""
DENOISING = "colour denoising"
ARTEFACTS = "JPEG artefact removal"
"""Tasks of backends that come in several levels."""
MIXED = "dreamclear"
LIGHTEST_ARTEFACTS = jpeg.UNTOUCHED
"""With nothing found the backend for the lightest JPEG is named: it leaves such a photo nearly as it is."""

REPAIRABLE = (Degradation.BLUR, Degradation.NOISE, Degradation.JPEG)


def choose_backend(diagnosis: Diagnosis, backends: Iterable[Backend]) -> Choice:
    """Recommend one of `backends` for what was measured; those without weights on disk stand back.

    Two strong faults or more ask for the generalist, and so do blur beside something else, which the
    specialist for the one leaves or enlarges, and noise that a JPEG has gone over. Otherwise the fault
    that is worst in proportion to the threshold of a strong one decides, and its measured level picks among
    the variants of a backend.

    Raises:
        UnknownBackendError: no backend was handed in.
    """
    rows = {row.name: row for row in backends if row.weights.at_hand}
    if not rows:
        raise UnknownBackendError(
            "No backend has its weights on disk, so none can be recommended: install CNAPS again."
        )
    faults = sorted(_faults(diagnosis), key=severity, reverse=True)
    if not faults:
        return _nothing_found(diagnosis, rows)
    together = _mixed(faults)
    if together and MIXED in rows:
        measured = " and ".join(_measured(fault) for fault in together)
        return Choice(
            backend=MIXED, reason=f"{_upper(measured)} come together, and {MIXED} takes on mixed faults."
        )
    return _for_worst(faults, rows)


def severity(finding: Finding) -> float:
    """How bad a finding is, as a multiple of the threshold from which its kind counts as strong."""
    if finding.degradation is Degradation.JPEG:
        return (jpeg.UNTOUCHED - finding.value) / (jpeg.UNTOUCHED - jpeg.STRONG_BELOW)
    if finding.degradation is Degradation.BLUR:
        return _blur_severity(finding.value)
    return finding.value / noise.STRONG_FROM


def _blur_severity(extent: float) -> float:
    return min(extent, LONGEST_COUNTED) / blur.STRONG_FROM


def _faults(diagnosis: Diagnosis) -> list[Finding]:
    return [
        finding
        for finding in diagnosis
        if finding.grade is not Grade.NONE and finding.degradation in REPAIRABLE
    ]


def _mixed(faults: list[Finding]) -> list[Finding]:
    """Of the faults, worst first, those that no specialist takes on together."""
    strong = [fault for fault in faults if fault.grade is Grade.STRONG]
    if len(strong) > 1:
        return strong
    worst, *others = faults
    beneath = [fault for fault in others if _defeats_specialist(worst, fault)]
    return [worst, *beneath] if beneath else []


def _defeats_specialist(worst: Finding, other: Finding) -> bool:
    """Whether the specialist for the one would fail because of the other."""
    if other.degradation is Degradation.BLUR:
        certain, _ = other.interval
        return _blur_severity(certain) >= SEEN_BENEATH * severity(worst)
    share = severity(other) / severity(worst)
    if worst.degradation is Degradation.BLUR:
        return share >= SEEN_BENEATH
    if other.degradation is Degradation.JPEG:
        return other.value < GONE_OVER_BELOW
    return share >= LEFT_BY_JPEG


def _for_worst(faults: list[Finding], rows: Mapping[str, Backend]) -> Choice:
    worst, *others = faults
    name = _specialist(worst, rows)
    beside = f" (beside {' and '.join(_measured(other) for other in others)})" if others else ""
    found = f"{_upper(_measured(worst))} is the worst fault{beside}"
    if worst.degradation not in rows[name].repairs:
        return Choice(backend=name, reason=f"{found}; no backend at hand repairs it, {name} comes nearest.")
    return Choice(backend=name, reason=f"{found}, and {name} is the nearest backend for it.")


def _nothing_found(diagnosis: Diagnosis, rows: Mapping[str, Backend]) -> Choice:
    name = _nearest(ARTEFACTS, LIGHTEST_ARTEFACTS, rows) or next(iter(rows))
    measured = ", ".join(_measured(finding) for finding in diagnosis if finding.degradation in REPAIRABLE)
    return Choice(
        backend=name,
        reason=f"Nothing serious was found ({measured}), and {name} leaves such a photo nearly as it is.",
    )


def _specialist(fault: Finding, rows: Mapping[str, Backend]) -> str:
    """The preferred backend for a fault, else the most specialised one that repairs it, else the first."""
    preferred = {
        Degradation.BLUR: _deblurring(fault.value, rows),
        Degradation.NOISE: _nearest(DENOISING, fault.value, rows),
        Degradation.JPEG: _nearest(ARTEFACTS, fault.value, rows),
    }[fault.degradation]
    if preferred is not None:
        return preferred
    fitting = [row for row in rows.values() if fault.degradation in row.repairs]
    return min(fitting, key=lambda row: len(row.repairs)).name if fitting else next(iter(rows))


def _deblurring(extent: float, rows: Mapping[str, Backend]) -> str | None:
    """Physics for a shake, the trained network for less."""
    wanted = (SHAKE_REMOVAL, DEBLURRING) if extent >= SHORTEST_SHAKE else (DEBLURRING,)
    return next((name for name in wanted if name in rows), None)


def _nearest(task: str, level: float, rows: Mapping[str, Backend]) -> str | None:
    """The backend for `task` whose level is nearest."""
    variants = {row.level: name for name, row in rows.items() if row.task == task and row.level is not None}
    return variants[min(variants, key=lambda at: abs(at - level))] if variants else None


def _measured(finding: Finding) -> str:
    if finding.degradation is Degradation.BLUR:
        return f"blur of about {in_pixels(finding.value)}"
    if finding.degradation is Degradation.NOISE:
        return f"noise of sigma {finding.value:.1f}"
    if finding.value >= jpeg.UNTOUCHED:
        return "no JPEG traces"
    return f"JPEG quality of about {finding.value:.0f}"


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]
