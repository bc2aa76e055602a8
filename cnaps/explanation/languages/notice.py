"""One sentence for those who ask in a language that no answer is written in."""

from __future__ import annotations

import re

from cnaps.explanation.languages.script import share

_LEAST_SHARE = 0.3
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_EAST_ASIAN = re.compile(f"{_KANA.pattern}|{_HAN.pattern}")
_JAPANESE = "ご質問は日本語ですが、回答は英語と韓国語でしか作成できないため、以下は英語で表示します。"
_CHINESE = "您的问题是用中文提出的；由于目前只能用英文或韩文作答，以下回答为英文。"


def language_notice(question: str) -> str:
    """That the answer is in English, in Japanese or Chinese; empty for a question in another language.

    Kana tell Japanese from Chinese, with which it shares its Han characters.
    """
    if share(question, _EAST_ASIAN) < _LEAST_SHARE:
        return ""
    return _JAPANESE if _KANA.search(question) else _CHINESE
