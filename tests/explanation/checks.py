"""What must hold of every answer, whatever it was made from."""

from __future__ import annotations

import re

from cnaps.explanation import Explanation
from cnaps.explanation.languages import LANGUAGES, Language

LINK = re.compile(r"https?://\S+")
MARK = re.compile(r"\[((?:[MP]\d+|Q|R|D)(?:, (?:[MP]\d+|Q|R|D))*)\]")
MOJIBAKE = re.compile("â€|Ã|ðŸ|â†|Â ")
BOILERPLATE = (
    "object tracking",
    "image-to-video generation",
    "content moderation",
    "static image, text description",
    "guided by the pretrained features",
    "learned distributions",
    "tailored to their specific tasks",
    "Each model contributes",
    "in a real-world scenario",
)


def written_in(markdown: str) -> Language:
    """The language of an answer, by its first heading."""
    return next(language for language in LANGUAGES if language.phrases.page.headings[0] in markdown)


def section(markdown: str, number: int) -> str:
    """The text of one of the three parts."""
    headings = [f"### {heading}" for heading in written_in(markdown).phrases.page.headings]
    start = markdown.index(headings[number - 1]) + len(headings[number - 1])
    end = markdown.index(headings[number]) if number < 3 else len(markdown)
    return markdown[start:end]


def check_answer(explanation: Explanation) -> None:
    """Headings, citations, quotes, links and wording."""
    markdown = explanation.markdown
    places = [markdown.index(heading) for heading in written_in(markdown).phrases.page.headings]
    assert places == sorted(places)
    check_citations(explanation)
    check_links(explanation)
    assert not MOJIBAKE.search(markdown)
    assert not [phrase for phrase in BOILERPLATE if phrase.lower() in markdown.lower()]


def check_citations(explanation: Explanation) -> None:
    """Every sentence of sections 1 and 2 cites or declares; every mark and every quote resolves."""
    listed = {item.source.id for item in explanation.sources} | {"Q"}
    unstated = written_in(explanation.markdown).unstated
    for claim in explanation.claims:
        assert claim.source_ids or unstated.search(claim.sentence), claim.sentence
        assert set(claim.source_ids) <= listed
        assert claim.sentence in explanation.markdown
        for quote in claim.quotes:
            assert explanation.text[quote.start : quote.end] == quote.text
            assert quote.source in claim.source_ids
    for number in (1, 2):
        for line in section(explanation.markdown, number).splitlines():
            for sentence in sentences(line):
                assert MARK.search(sentence) or unstated.search(sentence), sentence
    for mark in MARK.findall(explanation.markdown):
        assert set(mark.split(", ")) <= listed
        assert all(f"[{name}]" in section(explanation.markdown, 3) for name in mark.split(", "))


def sentences(line: str) -> list[str]:
    """Sentences of a rendered line without its run-in label; a full stop within a quote ends none."""
    plain = re.sub(r"^\*\*.*?\*\*\s", "", line.strip())
    whole = re.sub(r"“[^”]*”", lambda quote: re.sub(r"\s", "\0", quote.group()), plain)
    pieces = re.split(r"(?<=[\]a-z”)다]\.)\s+(?=[A-Z“가-힣])", whole)
    return [piece.replace("\0", " ") for piece in pieces if piece]


def check_links(explanation: Explanation) -> None:
    """The links of an answer are those of its sources, character for character, in section 3 only."""
    given = {link for item in explanation.sources for link in item.source.links}
    assert set(LINK.findall(explanation.markdown)) <= given
    for number in (1, 2):
        assert not LINK.search(section(explanation.markdown, number))
    for item in explanation.sources:
        assert all(link in explanation.markdown for link in item.source.links)
