"""Whether a translated sentence of the catalogue tells the same figures and names as the English one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_FIGURE = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)(?:\s?(thousand|million|billion|천만|만|억))?")
_SCALES = {
    "": 1,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "만": 10**4,
    "천만": 10**7,
    "억": 10**8,
}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]+")


def translation_problems(english: str, translations: object, codes: tuple[str, ...]) -> Iterator[str]:
    """What is wrong with the translations of one sentence; `codes` are the languages that answers know."""
    if not isinstance(translations, Mapping):
        yield f"the field “translations” holds {translations!r}; a line like translations.ko = … is wanted."
        return
    for code, text in translations.items():
        if code not in codes:
            yield f"the field “translations” names {code!r}; one of {', '.join(codes)} is wanted."
        elif not isinstance(text, str) or not text.endswith(".") or "\n" in text:
            yield f"the field “translations.{code}” holds {text!r}; one sentence with a full stop is wanted."
        else:
            yield from (f"the field “translations.{code}” {problem}" for problem in _added(english, text))


def _added(english: str, text: str) -> Iterator[str]:
    """Figures and names that the English sentence does not hold."""
    figures = _figures(english)
    for match in _FIGURE.finditer(text):
        if _value(match) not in figures:
            yield f"holds {match.group()}, which its English sentence does not."
    names = set(_NAME.findall(english))
    for name in _NAME.findall(text):
        if name not in names:
            yield f"holds {name}, which its English sentence does not."


def _figures(text: str) -> set[float]:
    return {_value(match) for match in _FIGURE.finditer(text)}


def _value(match: re.Match[str]) -> float:
    return round(float(match.group(1).replace(",", "")) * _SCALES[match.group(2) or ""], 6)
