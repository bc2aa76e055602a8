"""The phrases of a Korean answer; behind a colon stands the particle or the ending that a part takes."""

from __future__ import annotations

from cnaps.explanation.languages.phrases import (
    GapPhrases,
    PagePhrases,
    Phrases,
    RatingPhrases,
    RecordPhrases,
    TaskPhrases,
    WayPhrases,
    WorkflowPhrases,
)
from cnaps.explanation.records import Aspect

PAGE = PagePhrases(
    headings=(
        "1. 사용자가 수행하려는 과제는 무엇입니까?",
        "2. CNAPS AI와 같은 작업 흐름(입력 → 모델 → 출력)에서 모델은 어떻게 작동합니까?",
        "3. 관련 논문과 도구",
    ),
    recommended="추천 모델",
    direct="직접적인 근거",
    partial="부분적인 근거",
    unsupportive="답변의 근거가 되지 않는 자료",
    records="이번 실행의 기록",
    paper="논문",
    github="GitHub",
    not_provided="제공되지 않음",
    also_given="함께 제공된 링크",
    asked="사용자의 질문.",
    not_asked="입력된 질문이 없어 다음 질문에 답했습니다: {asked}",
    addressed="{work:의} 요약 가운데 일부는 어시스턴트에게 지시하는 문장이어서 제외했습니다.",
    refused_one="출처 확인을 통과하지 못한 문장 {number}개를 제외했습니다.",
    refused_many="출처 확인을 통과하지 못한 문장 {number}개를 제외했습니다.",
    evidence_note=(
        "기울임꼴은 번역하지 않은 영어 문장으로, 자료의 내용을 간추린 것이거나 기록에 적힌 그대로입니다. "
        "논문 제목과 따옴표 안의 표현은 원문 그대로입니다."
    ),
    sources="제공된 자료",
    catalogue="카탈로그",
    uploaded="업로드된 사진",
)

RATINGS = RatingPhrases(
    name_elsewhere="이름이 {own:을/를} 가리키며 {asked:을/를} 가리키지 않습니다",
    by_name="이름으로 보아 {own:을/를} 위한 모델입니다",
    by_paper="논문 링크가 다른 항목과 같습니다({told})",
    by_name_open=(
        "이름으로 보아 {own:을/를} 위한 모델이지만, {asked:을/를} 어떻게 다루는지는 나와 있지 않습니다"
    ),
    and_other_degradation="{asked:과/와} 그 밖의 열화",
    name_of_restoration="이름이 이미지 복원 전반을 가리킵니다",
    name_of_nothing="이름만으로는 어떤 과제를 위한 모델인지 알 수 없습니다",
    treats="{nouns:을/를} 다룹니다",
    treats_compared="질문에서 비교하는 {nouns:을/를} 다룹니다",
    named="질문에 이름이 나오는 자료입니다",
    treats_within="{nouns:을/를} 다루지만, 사진 한 장이 아니라 {scope:을/를} 대상으로 합니다",
    restores_within="복원을 다루지만, 사진 한 장이 아니라 {scope:을/를} 대상으로 합니다",
    restores_as_asked="질문과 마찬가지로 다양한 열화에 대한 이미지 복원을 다룹니다",
    restores_as_asked_unnamed=(
        "질문과 마찬가지로 다양한 열화에 대한 이미지 복원을 다루지만, 요약에서 {noun:을/를} 따로 "
        "언급하지는 않습니다"
    ),
    restores_unnamed="이미지 복원 전반을 다루지만, 요약에서 {noun:을/를} 언급하지는 않습니다",
    shares_terms="질문의 용어에 해당하는 {words:을/를} 언급합니다",
    untreated="요약에서 질문의 내용을 다루지 않습니다",
    concerns="{about:을/를} 다루는 자료이며, 요약에서 {noun:을/를} 다루지 않습니다",
    concerns_entry="{about:을/를} 다루는 자료이며, 카탈로그 항목에서 {noun:을/를} 다루지 않습니다",
    another_subject="다른 주제",
    the_question="질문의 내용",
    entry_unnamed="이미지 복원 전반을 다루지만, 카탈로그 항목에서 {noun:을/를} 언급하지는 않습니다",
    entry_unnamed_within=(
        "이미지 복원 전반을 다루지만, 사진 한 장이 아니라 {scope:을/를} 대상으로 하며 카탈로그 항목에서 "
        "{noun:을/를} 언급하지는 않습니다"
    ),
    made_for="{own:을/를} 위한 것으로, {noun:을/를} 위한 것이 아닙니다",
    other_weights="해당 가중치로는 {own:을/를} 다루고, {noun:은/는} 다른 가중치로 다룹니다",
    another_purpose="다른 용도",
    about="{nouns:을/를} 다룹니다",
    but_unnamed="카탈로그 항목에서 {noun:을/를} 언급하지는 않습니다",
    but_not_its_task="{noun:은/는} 과제에 포함되지 않습니다",
    but_within="임의의 사진 한 장이 아니라 {scope:을/를} 대상으로 합니다",
    one_kind_of_blur="이는 흐림의 한 종류일 뿐입니다",
    within="임의의 사진 한 장이 아니라 {scope:을/를} 대상으로 합니다",
    varied="다양한 열화에 대한 이미지 복원을 다룹니다",
    setting="질문에서 언급한 대상({setting})을 다룹니다",
    one_kind="질문이 가리킬 수 있는 열화 가운데 하나인 {noun:을/를} 다룹니다",
    compared="{reason:며}, 질문에서 비교 대상으로 언급되었습니다",
)

TASK = TaskPhrases(
    task="사용자의 과제는 {setting}에 대한 {real}{task}이며, 질문은 {wanted:을/를} 묻습니다.",
    task_untyped="사용자의 과제는 {setting}에 대한 {real}{task}이며, 이 답변은 {wanted:을/를} 다룹니다.",
    real_world="실제 환경의 ",
    task_unknown="사용자의 과제는 {task}이며, 질문은 {wanted:을/를} 묻습니다.",
    no_task="질문은 이미지 복원의 과제를 말하지 않으며, {wanted:을/를} 묻습니다.",
    task_read=(
        "사용자는 문제를 “{words}”라는 말로 설명하며, 여기서는 이를 {own:으로/로} 읽으며, "
        "질문은 {wanted:을/를} 묻습니다."
    ),
    task_read_as=(
        "사용자는 문제를 “{words}”라는 말로 설명하며, {works:의} 이름에 따라 이를 {own:으로/로} 읽으며, "
        "질문은 {wanted:을/를} 묻습니다."
    ),
    task_read_as_several=(
        "사용자는 문제를 “{words}”라는 말로 설명하며, {works:의} 이름에 따라 이를 {own:으로/로} 읽으며, "
        "질문은 {wanted:을/를} 묻습니다."
    ),
    described_as="“{words}”라는 말로 표현된 것",
    wanted_done="{wanted}(“{done}”)",
    about_model=(
        "사용자는 {purpose:을/를} 다루는 {model}에 대해 알고자 하며, 질문은 {wanted:을/를} 묻습니다."
    ),
    about_model_untyped=(
        "사용자는 {purpose:을/를} 다루는 {model}에 대해 알고자 하며, 이 답변은 {wanted:을/를} 다룹니다."
    ),
    name_mismatch=(
        "추천 모델은 이 과제에 부합하지 않습니다: {model:이라는/라는} 이름은 {own:을/를} 가리키지만, "
        "질문은 "
        "{asked:에} 관한 것입니다."
    ),
    level=(
        "이름에 붙은 수준은 {level}이지만 질문은 {asked:에} 관한 것이며, 이 모델이 그러한 수준까지 "
        "다루는지는 "
        "{stock}에 나와 있지 않습니다."
    ),
    fits="{model:은/는} {reason:므로} 이 과제에 부합합니다.",
    fits_partly="{model:은/는} 이 과제에 부분적으로만 부합합니다: {reason}.",
    fits_not="{model:은/는} {reason:므로} 이 과제에 부합하지 않습니다.",
    none_made="이 프로그램에는 {wanted:을/를} 위해 만들어진 모델이 없습니다.",
    none_made_for_all=(
        "이 프로그램에는 질문 전체를 위해 만들어진 모델이 없으며, {wanted:에는} 다른 모델이 필요합니다."
    ),
    nearer="이 프로그램의 모델 가운데에서는 {model:이/가} {reason:므로} 질문에 더 가깝습니다.",
    name_wider=(
        "{model:은/는} 이름상 {own:을/를} 위한 모델이며, "
        "그것이 {asked:을/를} 포함하는지는 {stock}에 나와 있지 않습니다."
    ),
    fits_by_twin="{model:은/는} 논문 링크가 같은 자료에 따라 이 과제에 부합합니다: {reason}.",
    name_silent="{model:이/가} 추천되었지만, 이름만으로는 {wanted:을/를} 위한 모델인지 알 수 없습니다.",
    name_unasked=(
        "{stock}에는 이름으로 보아 {own:을/를} 위한 모델인 {model:이/가} 이 질문에 적합한지가 나와 있지 "
        "않습니다."
    ),
    this_task="이 과제",
    name_general=(
        "{model:은/는} 이름상 복원 전반을 가리키며, 이름에서 {task:과/와} 직접 연결되지는 않습니다."
    ),
    name_fits="{model:은/는} 이름에 “{part}”{part:+이/가} 들어 있어 이름으로 보아 이 과제에 부합합니다.",
    name_and_link_fit=(
        "{model:은/는} 이름에 “{part}”{part:+이/가} 들어 있고 논문 링크에도 “{words}”{words:+이라는/라는} "
        "표현이 있어, 이름으로 보아 이 과제에 부합합니다."
    ),
    partial="이 근거는 질문에 부분적으로만 들어맞습니다: {reasons}.",
    chosen=(
        "추천 모델 가운데 이 과제에 가장 가까운 것은 {model}({reason})이며, "
        "그 밖에는 {others:이/가} 있습니다."
    ),
    chosen_none="자료의 내용만으로는 {model}({reason}) 및 {others} 사이에 우열을 둘 수 없습니다.",
    chosen_clause="{model}({reason})",
)

GAPS = GapPhrases(
    data="{stock}에는 {names:의} 학습 데이터가 나와 있지 않습니다.",
    data_and_pairs=(
        "{stock}에는 {names:의} 학습 데이터가 나와 있지 않으며, {noun:을/를} 위해 만든 학습용 영상 쌍도 "
        "나와 있지 않습니다."
    ),
    pairs="{stock}에는 {noun:을/를} 위해 만든 학습용 영상 쌍이 나와 있지 않습니다.",
    structure_hint="{model:은/는} 이름 가운데 “{part}” 부분만이 구조를 짐작하게 합니다",
    hinted_layers="{hints:며}, {stock}에는 그 층 구성이 나와 있지 않습니다.",
    hinted_layers_of_several="{hints:며}, {stock}에는 이들의 층 구성이 나와 있지 않습니다.",
    layers="{stock}에는 {names:의} 층 구성이 나와 있지 않습니다.",
    structure="{stock}에는 이 과제를 위한 모델 구조가 나와 있지 않습니다.",
    device="{stock}에는 {device}에서 실행할 수 있는지가 나와 있지 않습니다.",
    time="{stock}에는 {whose:의} 처리 시간이 나와 있지 않습니다.",
    time_wished=(
        "{stock}에는 {whose:의} 처리 시간이 나와 있지 않으므로, {wish} 처리가 가능한지는 확인되지 않습니다."
    ),
    or_any_paper="{names:과/와} 열거된 논문들",
    any_work="열거된 연구들",
    supporting_work="답을 뒷받침하는 열거된 연구들",
    standing=(
        "오늘날 어떤 구조가 {word} {stock}에 나와 있지 않은데, 열거된 연구를 서로 비교한 항목이 없기 "
        "때문입니다."
    ),
    standing_of_pairs=(
        "오늘날 어떤 구조가 {word} {stock}에 나와 있지 않은데, 한 항목이 다른 연구를 언급하는 것만으로는 "
        "분야 전체의 순위를 알 수 없기 때문입니다."
    ),
    measured_against=(
        "{stock}에는 같은 사진으로 {first:과/와} {second:을/를} 비교 측정한 결과가 나와 있지 않습니다."
    ),
    comparison="{stock}에는 {first:과/와} {second:을/를} 비교한 내용이 나와 있지 않습니다.",
    other_case="다른 경우",
    case_in_question="질문의 경우",
    accuracy="{stock}에는 {names:의} 측정된 정확도가 나와 있지 않습니다.",
    cause="{noun:의} 원인은 {stock}에 나와 있지 않습니다.",
    whether="{clause:은/는} {stock}에 나와 있지 않습니다.",
    answer="{stock}에는 “{words}”에 대한 답이 나와 있지 않습니다.",
    aspects={
        Aspect.TASK: "과제",
        Aspect.DATA: "학습 데이터",
        Aspect.STRUCTURE: "구조",
        Aspect.STANDING: "위상",
        Aspect.MECHANISM: "작동 원리",
        Aspect.SPEED: "처리 속도",
        Aspect.SIZE: "파라미터 수",
        Aspect.MEMORY: "필요한 메모리",
        Aspect.DIFFERENCE: "차이",
        Aspect.RESULT: "결과",
        Aspect.LIMIT: "한계",
        Aspect.SCOPE: "적용 범위",
        Aspect.INPUT: "입력",
        Aspect.OUTPUT: "출력",
        Aspect.MEASURED: "기록",
        Aspect.CAUSE: "원인",
        Aspect.FIDELITY: "원래 모습과의 일치",
        Aspect.CHOICE: "모델의 선택",
        Aspect.OTHER: "그 밖의 내용",
    },
    aspect_of="{stock}에는 {names:의} {what:이/가} 나와 있지 않습니다.",
    aspect_for="{stock}에는 {noun:에} 관한 {what:이/가} 나와 있지 않습니다.",
    nearest="{stock}에서 {asked:과/와} 가장 가까운 내용은 {work}의 요약에 있는 “{words}”라는 표현입니다.",
    nearest_to_unstated="{unstated}. 이에 가장 가까운 내용은 {work}의 요약에 있는 “{words}”라는 표현입니다.",
    answer_nearest=(
        "{stock}에는 “{words}”에 대한 답이 그 표현대로는 나와 있지 않습니다. 가장 가까운 내용은 {work}의 "
        "요약에 있는 “{quote}”라는 표현입니다."
    ),
    nearest_elsewhere=("답을 뒷받침하지 않는 {work}의 요약만이 “{words}”라는 말로 {asked:을/를} 언급합니다."),
    this_case="이 경우",
)

WORKFLOW = WorkflowPhrases(
    chain_label="입력 → 모델 → 출력.",
    input_label="입력.",
    model_label="모델.",
    output_label="출력.",
    chain="{entry} → {model} → {result}.",
    photo_after="{task:을/를} 거친 {photo}",
    outcome_of="{task:의} 결과",
    input="입력은 {setting}입니다.",
    input_unknown="입력은 사진이며, 질문은 그 사진에 대해 더 말하지 않습니다.",
    as_described="사용자가 “{words}”라고 설명하는 {photo}",
    described_photo="설명된 {photo}",
    whether_also="{noun:도} 다루는지는 {stock}에 나와 있지 않습니다.",
    not_expected="{model:으로/로} {noun:이/가} 개선되기를 기대할 수는 없습니다.",
    weights_needed="{noun:을/를} 개선하려면 {model}의 다른 가중치가 필요합니다.",
    passed="{photo:은/는} {model:에} 입력될 것입니다.",
    passed_by_name="{photo:은/는} 이름으로 보아 {task:을/를} 위한 모델인 {model:에} 입력될 것입니다.",
    inside=(
        "{stock}에는 층 구성부터 학습과 처리 시간에 이르기까지 {model} 내부의 과정이 나와 있지 않습니다."
    ),
    inside_beyond=(
        "{stock}에는 {work}의 요약에 있는 내용 말고는 층 구성부터 학습과 처리 시간에 이르기까지 {model} "
        "내부의 과정이 나와 있지 않습니다."
    ),
    as_above="{photo:은/는} 위에서 설명한 대로 {model:을/를} 거칠 것입니다.",
    shared_link=(
        "{photo:은/는} {other:과/와} 논문 링크가 같은 {model:에} 입력될 것이며, 한쪽에 대한 설명은 "
        "다른 쪽에도 해당합니다."
    ),
    documented="문서화된 대안: {work}.",
    outcome="출력은 {task:의} 결과이며, 복원된 {photo:은/는} 아닙니다.",
    at_most=(
        "출력은 기껏해야 {own:을/를} 거친 {photo}이며, {model:은/는} {task:에} 부합하지 않으므로 "
        "{noun:이/가} "
        "제거되기를 기대할 수 없습니다."
    ),
    at_most_of_task=(
        "출력은 기껏해야 {own:을/를} 거친 {photo}이며, {model:은/는} {task:에} 부합하지 않으므로 그러한 "
        "결과를 기대할 수 없습니다."
    ),
    output="출력은 {model:으로/로} {task:을/를} 거친 같은 {photo}입니다.",
    processing="처리",
    closeness="{stock}에는 그 출력이 깨끗한 {photo:에} 얼마나 가까운지가 나와 있지 않습니다.",
)

RECORD = RecordPhrases(
    photo_size="이번 실행에 사용된 사진의 크기는 {width} x {height} 픽셀입니다.",
    graded_none="진단에서 {faults:은/는} ‘없음’으로 판정되었습니다.",
    choice_ran=(
        "진단은 {wanted:을/를} 추천했고 이 백엔드가 실행되었으며, 기록된 추천 이유는 다음과 같습니다: "
        "{reason}."
    ),
    choice_differs=(
        "진단은 {wanted:을/를} 추천했지만 이번 실행에는 {ran:이/가} 선택되었으며, 기록된 추천 이유는 "
        "다음과 같습니다: {reason}."
    ),
    uncovered=(
        "백엔드 {backend:은/는} {faults:을/를} 위한 것이 아니므로, 그 부분의 변화는 보장되지 않습니다."
    ),
    network_cnn=(
        "실행된 네트워크는 사진을 {scales}가지 크기에서 처리했으며, 잔차 블록 {blocks}개와 원래 "
        "크기에서의 채널 "
        "{width}개, 모두 {parameters}개의 파라미터를 갖습니다."
    ),
    network_swin=(
        "실행된 네트워크는 {windows:을/를} 쓰는 Swin 블록 {blocks}개와 토큰당 채널 {width}개, 모두 "
        "{parameters}개의 "
        "파라미터를 갖습니다."
    ),
    network_physics=(
        "실행되었거나 대기한 네트워크는 모두 {parameters}개의 파라미터를 가지며, {windows:을/를} 쓰는 "
        "Swin 블록 "
        "{blocks}개의 디노이저, 단일 커널을 찾지 못한 사진을 위한 CNN, "
        "역변환이 남긴 흔적을 없애는 CNN으로 이루어집니다."
    ),
    network_diffusion=(
        "실행된 네트워크는 {steps}단계를 거쳤고, 각 단계는 {patch} x {patch} 픽셀 토큰에 대해 채널 "
        "{width}개의 "
        "트랜스포머 블록 {blocks}개를 통과하며, 파라미터는 모두 {parameters}개입니다."
    ),
    windows_of_pixels="{window} x {window} 픽셀의 윈도",
    windows_of_tokens="{patch} x {patch} 픽셀 토큰 {window} x {window}개의 윈도",
    compact=(
        "이 데모를 위해 학습한, {kin:의} 소형 가중치가 실행되었으며 공식 체크포인트는 실행되지 않았습니다."
    ),
    kin_diffusion="주요 구성은 같지만 훨씬 작은 네트워크",
    kin_physics="공개된 네트워크를 대신하는 작은 네트워크",
    kin_same="같은 구조",
    trained_on="이 가중치의 학습 데이터에 관한 기록은 다음과 같습니다: {photos}.",
    training="이 가중치의 학습에 관한 기록은 다음과 같습니다: {photos}.",
    official="저자들이 공개한 {model:의} 공식 체크포인트가 그대로 실행되었습니다.",
    own_file=(
        "사용자의 파일에 담긴 가중치가 {model:에서} 실행되었으며, 소형 가중치도 아니고 공식 가중치와 "
        "대조된 것도 아닙니다."
    ),
    remark="실행 기록에는 다음과 같은 내용이 남아 있습니다: {remark}.",
    time="실행에는 {device}에서 {precision} 정밀도로 {seconds}초가 걸렸습니다.",
    one_piece="사진은 타일로 나누지 않고 한 번에 처리되었습니다.",
    tiles="사진은 한 변이 최대 {side}픽셀인 타일 {tiles}개로 나뉘어 처리되었습니다.",
    steps_diffusion="이번 실행의 확산 과정은 {whole}마다 {steps}단계를 거쳤습니다.",
    steps_physics="이번 실행의 역변환은 {whole}마다 한 번 수행되었으며, 확산 단계는 없습니다.",
    steps_once="이번 실행의 네트워크는 {whole}마다 한 번 적용되었으며, 확산 단계는 없습니다.",
    passes="이번 실행의 네트워크는 {whole}마다 {steps}번 적용되었으며, 확산 단계는 없습니다.",
    the_photo="사진",
    every_tile="타일",
    parameters="실행된 소형 네트워크의 파라미터는 {parameters}개입니다.",
    seed="확산 과정의 노이즈는 시드 {seed:으로/로} 생성되었으므로 같은 실행을 재현할 수 있습니다.",
    same_size="복원된 사진의 크기는 {width} x {height} 픽셀로, 이전과 같습니다.",
    other_size="복원된 사진의 크기는 {width} x {height} 픽셀로, 이전과 다릅니다.",
    change="{fault} 측정값은 실행 전 {before}({grade_before}), 실행 후 {after}({grade_after})입니다.",
    no_change="실행 전과 후 모두 열화가 측정되지 않았습니다.",
    methods="이 사진의 진단 기록({methods}).",
    by_method="{faults}: {method}",
    run="{weights} 가중치를 사용한 {backend} 실행 기록.",
    weights={"compact": "소형", "official": "공식", "own": "사용자"},
    closing=(
        "이번 실행의 기록에는 결과가 실제 장면에 더 가까운지가 나와 있지 않은데, 비교할 깨끗한 사진이 "
        "없기 때문입니다."
    ),
)

WAY = WayPhrases(
    photo="사진",
    restored="복원된 사진",
    size="{width} x {height} 픽셀",
    tiles="타일 {tiles}개",
    side="한 변 최대 {side}픽셀",
    overlapping="서로 겹침",
    no_fault="측정된 열화 없음",
    scales="{scales}가지 크기",
    residual_blocks="잔차 블록 {blocks}개",
    swin_blocks="Swin 블록 {blocks}개",
    windows="{side} x {side} 픽셀의 윈도",
    kernel="흔들림 커널",
    inversion="선형광에서의 역변환",
    denoiser="Swin 블록 {blocks}개의 디노이저",
    refiner="물결무늬를 없애는 CNN",
    reference="CNN의 참조 영상",
    steps="{steps}단계",
    transformer_blocks="트랜스포머 블록 {blocks}개",
    effort="{device}에서 {precision} 정밀도로 {seconds}초",
)

KOREAN_PHRASES = Phrases(
    page=PAGE, ratings=RATINGS, task=TASK, gaps=GAPS, workflow=WORKFLOW, record=RECORD, way=WAY
)
