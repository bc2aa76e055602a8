"""Pasted bytes and text to clean text: encodings repaired, line ends and spaces made plain."""

from __future__ import annotations

import re
import unicodedata

import ftfy

LONGEST_PROMPT = 200_000
"""Bytes of UTF-8 that are read; more is cut with a warning."""

_URL = re.compile(r"(https?://\S+)")
_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\f\v]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd\ufff9-\ufffb]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_ENDLESS = re.compile(r"(?<!\S)(?!\S{0,3}https?://)(\S{80})\S{40,}")
"""No word of any language; cut short, because patterns that look for word endings are slow on it."""
_RUN = re.compile(r"([^\w\n])\1{40,}")
"""One mark or space over and over; forty are enough for any ruler or indent."""
_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|\x85")


def decode_prompt(data: bytes) -> str:
    """Text of a prompt file: UTF-8, else Windows-1252 with its undefined bytes kept."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("sloppy-windows-1252")


def normalise(text: str) -> str:
    """Repair `text` without touching its links; clean text comes back unchanged, so spans still fit it."""
    plain = _RUN.sub(lambda run: run.group(1) * 40, _LINE_END.sub("\n", text))
    lines = _ENDLESS.sub(r"\1", plain).split("\n")
    return "\n".join(_clean_line(line) for line in lines)


def shorten(text: str, limit: int = LONGEST_PROMPT) -> str:
    """The longest beginning of `text` that takes at most `limit` bytes in UTF-8."""
    data = text[:limit].encode("utf-8", errors="ignore")
    return data[:limit].decode("utf-8", errors="ignore")


def _clean_line(line: str) -> str:
    if line.isascii() and not _CONTROL.search(line) and "\t" not in line:
        return line
    pieces = _URL.split(line)
    repaired = "".join(piece if i % 2 else ftfy.fix_encoding(piece) for i, piece in enumerate(pieces))
    plain = _CONTROL.sub("", _INVISIBLE.sub("", _SPACES.sub(" ", repaired)))
    return unicodedata.normalize("NFC", plain)
