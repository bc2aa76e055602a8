"""Praise that is left out: it tells nothing that a source could warrant."""

from __future__ import annotations

import re

_HYPE = (
    # of the idea
    "innovative|pioneering|cutting[- ]edge|novel(?! view)|groundbreaking|unprecedented|elegant|elegantly|"
    "strategic|promising|compelling|so-called|well-known|"
    # of the work put into it
    "exhaustive|extensive|comprehensive|delicately designed|carefully designed|well-designed|meticulously|"
    "intricate|"
    # of what it reaches
    "remarkable|remarkably|superior|powerful|impressive|impressively|outstanding|exceptional|exceptionally|"
    "excellent|vividly|successfully|seamlessly|effectively|effective|efficacious|simple yet effective|robust|"
    # of how much
    "significant|significantly|substantially|greatly|highly|notably|surprisingly|crucially|drastically|"
    "dramatically|considerable|considerably|inherently"
)
PRAISING = re.compile(rf"\b(?:{_HYPE})\b", re.IGNORECASE)
"""Whether there is any such word, without which nothing else need be tried."""
HYPE = re.compile(
    rf"\b(?=(?:{_HYPE})\s)"
    r"(?<!\bor )(?<!\byet )(?<!\bmore )(?<!\bless )(?<!\bas )(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bbecomes )"
    rf"(?:{_HYPE})\s+(?!or\b|in\b|at\b|than\b|to\b|yet\b|but\b|and \w+ly\b)"
    rf"(?:and\s+(?=(?:{_HYPE})\b))?",
    re.IGNORECASE,
)
"""Praise before the word that it praises; not where it is what is said of a thing ("becomes more robust")."""

_ADJECTIVE = (
    rf"(?:{_HYPE}|simple|fast|new|general|accurate|easy|strong|clean|\w+(?:ful|ive|ous|able|"
    rf"ible|ent|ant|less|al|ic|[^e]ed))"
)
AND_HYPE = re.compile(
    rf"\b(?P<first>{_ADJECTIVE}) (?:and|yet|but) (?:{_HYPE})(?<!ly)(?= \w)(?! (?:or|in|at|than|to)\b)",
    re.IGNORECASE,
)
"""Praise that stands beside another adjective."""
