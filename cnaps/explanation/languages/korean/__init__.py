"""Korean."""

from __future__ import annotations

import re

from cnaps.explanation.languages.korean import reader, speech
from cnaps.explanation.languages.korean.phrases import KOREAN_PHRASES
from cnaps.explanation.languages.language import Language, PromptCues

KOREAN = Language(
    code="ko",
    letters=re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ]"),
    phrases=KOREAN_PHRASES,
    reader=reader,
    speech=speech,
    cues=PromptCues(
        models=r"(?:추천|권장|제안)(?:된|하는|되는)?\s*(?:AI\s*|인공지능\s*|복원\s*)*모델(?:들|\s*목록)?",
        papers=r"(?:관련|참고)(?:된)?\s*(?:논문|문헌|연구|자료)(?:들|\s*목록)?",
        asked=r"[^?\"“\n]{0,60}질문[^?:：\"“\n]{0,20}[:：]",
        answer=r"답변|응답|답",
        frame=(
            r"다음\s*(?:추천|권장)|당신은|사용자가\s*(?:다음|아래)|제공된\s*(?:모델|자료|논문)|외부\s*(?:자료|출처)|"
            r"\W*(?:모델|논문)\W*[:：]"
        ),
        labels={
            "name": "모델 이름|모델명|논문 제목|모델|제목|이름",
            "paper": "논문 링크|논문|링크|주소",
            "github": "깃허브 링크|깃허브|깃헙|코드|저장소",
            "summary": "요약|초록|설명",
        },
        missing=r"없음|해당 없음|미제공|미공개|제공되지 않음",
    ),
    unstated=re.compile(r"나와 있지 않(?:습니다|으며|으므로|은데)"),
    number_words=re.compile(r"절반|두 배|[수]?(?:백|천|만|백만|천만|억)\s?(?=장|개|쌍|명|가지)"),
)
