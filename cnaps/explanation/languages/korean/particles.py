"""Particles and endings that agree with the sound before them, also behind Latin names and numbers."""

from __future__ import annotations

import re

_FIRST, _LAST = ord("가"), ord("힣")
_FINALS = 28
_RIEUL, _BIEUP = 8, 17
"""Places of ㄹ and ㅂ among the final consonants of a syllable; 0 is none."""

_DIGITS = dict(zip("0123456789", "영일이삼사오육칠팔구", strict=True))
_LETTERS = dict(
    zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "이비시디이프지치이이이엘엠엔오피큐알스티유이유스이트", strict=True)
)
"""The last syllable of the name of a letter."""
_READ_AS_WORDS = {"JPEG": "펙", "GAN": "간", "HAIR": "어", "RAW": "로", "GPU": "유", "CPU": "유"}
_UNITS = {"dB": "벨", "%": "트", "px": "셀", "fps": "스", "ms": "초", "EV": "브이"}
_SOUNDS = (
    (re.compile(r"le?$", re.I), "ㄹ"),
    (re.compile(r"(?:[mn]|[aeiou]me|[aeiou]ne|ng)$", re.I), "ㄴ"),
    (re.compile(r"(?:ck|[aeiou][kp]|ic|(?<![aeiou])[aeiou]t)$", re.I), "ㄱ"),
)
"""How a Latin word ends when it is read in Korean: with ㄹ, with another consonant, else with a vowel."""
_TRAILING = re.compile(r"(?:\s*\([^()]*\)|[\s\"'“”‘’*_.,;:!?\]\[])+$")
"""What is not read aloud: marks, and an aside in brackets, which particles look past."""
_FORMAL = re.compile(r"(?P<stem>.*)(?P<last>[가-힣])니다(?P<rest>\W*)$", re.S)


def final_sound(word: str) -> str:
    """What `word` ends with when read aloud: ``ㄹ``, ``ㄱ`` for any other consonant, empty for a vowel."""
    plain = _TRAILING.sub("", word)
    unit = next((unit for unit in _UNITS if plain.endswith(unit)), "")
    if unit and not plain[: -len(unit)][-1:].isalpha():
        return _of_syllable(_UNITS[unit][-1])
    last = plain[-1:]
    if _FIRST <= ord(last or " ") <= _LAST:
        return _of_syllable(last)
    if last in _DIGITS:
        return _of_syllable(_DIGITS[last])
    return _of_latin(plain)


def with_particle(word: str, pair: str) -> str:
    """`word` with the fitting one of two particles; the one behind a consonant stands first: ``은/는``."""
    closed, open_ = pair.split("/")
    sound = final_sound(word)
    if closed.startswith("으") and sound == "ㄹ":
        return word + open_
    return word + (closed if sound else open_)


def connected(sentence: str, ending: str) -> str:
    """A sentence in the formal style (…다룹니다) with a connective ending instead: …다루며, …다루지만.

    `ending` is the form behind a vowel: 며, 므로, 지만, 고, 는데. Text in another style comes back unchanged.
    """
    match = _FORMAL.match(sentence)
    if not match:
        return sentence
    last = match["last"]
    if last == "습":
        linking = "으" if ending in {"며", "므로"} else ""
        return f"{match['stem']}{linking}{ending}{match['rest'].rstrip('.')}"
    if (ord(last) - _FIRST) % _FINALS != _BIEUP:
        return sentence
    return f"{match['stem']}{chr(ord(last) - _BIEUP)}{ending}{match['rest'].rstrip('.')}"


def _of_syllable(syllable: str) -> str:
    if not _FIRST <= ord(syllable) <= _LAST:
        return ""
    final = (ord(syllable) - _FIRST) % _FINALS
    return "ㄹ" if final == _RIEUL else "ㄱ" if final else ""


def _of_latin(text: str) -> str:
    """A word in capitals is spelled out, also at the end of a name (SwinIR); any other is read as a word."""
    match = re.search(r"[A-Za-z]+$", text)
    if not match:
        return ""
    word = match.group()
    capitals = re.search(r"[A-Z]+$", word)
    if capitals:
        known = _READ_AS_WORDS.get(capitals.group()) if capitals.group() == word else None
        return _of_syllable(known or _LETTERS[word[-1]])
    if len(word) == 1:
        return _of_syllable(_LETTERS[word.upper()])
    return next((_heard(sound) for pattern, sound in _SOUNDS if pattern.search(word)), "")


def _heard(sound: str) -> str:
    return sound if sound == "ㄹ" else "ㄱ"
