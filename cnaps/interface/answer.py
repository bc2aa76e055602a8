"""An explanation as the page shows it: every citation opens what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from cnaps.explanation import Claim, Explanation, Fit, ListedSource, ParseReport, Role, Stage
from cnaps.explanation.way import way_line

CLASSES = {
    Fit.DIRECT: ("direct", "Direct support"),
    Fit.PARTIAL: ("partial", "Partial support"),
    Fit.UNSUPPORTIVE: ("off", "Does not support the answer"),
}
RECORD = ("record", "Measured here")


def answer_panel(explanation: Explanation) -> str:
    """The three parts as HTML, in their language; the way of a restored photo heads the second.

    The page around them, and what is said about them, is English.
    """
    task, workflow, papers = (f"<h3>{escape(heading)}</h3>" for heading in explanation.headings)
    return "".join(
        (
            *_understood(explanation.report),
            f"<div lang='{explanation.language}'>",
            *_warnings(explanation),
            task,
            *_section(explanation, 1),
            workflow,
            *_diagram(explanation),
            *_section(explanation, 2),
            papers,
            _sources(explanation.sources),
            "</div>",
            _coverage(explanation),
        )
    )


def _understood(report: ParseReport | None) -> Iterable[str]:
    if report:
        models, papers = (
            _counted(report.models, "recommended model"),
            _counted(report.papers, "related paper"),
        )
        yield f"<p class='note'>Read from the prompt: its question, {models} and {papers}.</p>"


def _warnings(explanation: Explanation) -> Iterable[str]:
    yield from (f"<p class='note'>{escape(warning)}</p>" for warning in explanation.warnings)


def _section(explanation: Explanation, number: int) -> list[str]:
    paragraphs: dict[str, list[str]] = {}
    for index, claim in enumerate(explanation.claims):
        if claim.section == number and not _drawn(explanation, claim):
            paragraphs.setdefault(claim.paragraph, []).append(_sentence(explanation, claim, index))
    return [
        f"<p>{f'<strong>{escape(label)}</strong> ' if label else ''}{' '.join(sentences)}</p>"
        for label, sentences in paragraphs.items()
    ]


def _sentence(explanation: Explanation, claim: Claim, index: int) -> str:
    """The sentence, with a button and what it opens in the place of each mark."""
    mark = f"[{', '.join(claim.source_ids)}]"
    before, found, after = claim.sentence.rpartition(mark)
    if not (claim.source_ids and found):
        kind = "" if claim.stated else " class='unstated'"
        return f"<span{kind}>{escape(claim.sentence)}</span>"
    return f"<span>{escape(before.rstrip())} {_marks(explanation, claim, index)}{escape(after)}</span>"


def _marks(explanation: Explanation, claim: Claim, index: int) -> str:
    return "".join(
        _citation(explanation, claim, source, f"cite-{index}-{source}") for source in claim.source_ids
    )


def _citation(explanation: Explanation, claim: Claim, source: str, identifier: str) -> str:
    return (
        f"<button type='button' class='cite' lang='en' popovertarget='{identifier}' "
        f"aria-label='What {source} says'>{source}</button>"
        f"<span popover id='{identifier}' class='quote'>{_opened(explanation, claim, source)}</span>"
    )


def _opened(explanation: Explanation, claim: Claim, source: str) -> str:
    """What a citation rests on: the words of its source, or the source itself."""
    listed = next((item.source for item in explanation.sources if item.source.id == source), None)
    title = f"<strong>{escape(listed.name if listed else 'The question')}</strong>"
    quotes = [quote.text for quote in claim.quotes if quote.source == source]
    if listed is None:
        quotes = [explanation.question]
    if not quotes:
        return f"{title}<br>Read from its name and links, or from the reason given in part 3."
    return title + "".join(f"<br>“{escape(quote)}”" for quote in quotes)


def _drawn(explanation: Explanation, claim: Claim) -> bool:
    """Whether a claim is the line that the diagram shows."""
    return bool(explanation.way) and claim.sentence.startswith(way_line(explanation.way))


def _diagram(explanation: Explanation) -> Iterable[str]:
    for index, claim in enumerate(explanation.claims):
        if _drawn(explanation, claim):
            marks = _marks(explanation, claim, index)
            yield f"<p><strong>{escape(claim.paragraph)}</strong> {marks}</p>"
            yield f"<ol class='way'>{''.join(_box(stage) for stage in explanation.way)}</ol>"


def _box(stage: Stage) -> str:
    details = "".join(f"<span>{escape(detail)}</span>" for detail in stage.details)
    measured = "".join(f"<span class='measured'>{escape(finding)}</span>" for finding in stage.measured)
    return f"<li><strong>{escape(stage.title)}</strong>{details}{measured}</li>"


def _sources(sources: Sequence[ListedSource]) -> str:
    return f"<ul class='sources'>{''.join(_listed(item) for item in sources)}</ul>"


def _listed(item: ListedSource) -> str:
    source = item.source
    style, label = CLASSES[item.fit] if item.fit else RECORD
    recommended = " <span class='badge' lang='en'>Recommended</span>" if source.role is Role.MODEL else ""
    published = f" ({escape(source.published)})" if source.published else ""
    links = "".join(f"<br>{_link(link)}" for link in source.links)
    return (
        f"<li>[{source.id}] <strong>{escape(source.name)}</strong>{published} "
        f"<span class='badge {style}' lang='en'>{label}</span>{recommended}"
        f"<br>{escape(item.reason)}{links}</li>"
    )


def _link(address: str) -> str:
    # Only links that a browser may follow from here become links; others are shown as they are.
    if not address.lower().startswith(("https://", "http://")):
        return escape(address)
    return f"<a href='{escape(address)}' target='_blank' rel='noopener noreferrer'>{escape(address)}</a>"


def _coverage(explanation: Explanation) -> str:
    claims = explanation.claims
    stated = sum(claim.stated for claim in claims)
    written = escape(explanation.authorship.in_words)
    told, untold = _counted(stated, "sentence"), len(claims) - stated
    return (
        f"<p class='quiet'>{told} with citations, {untold} saying what the sources do not tell. {written}</p>"
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
