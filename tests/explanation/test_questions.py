from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cnaps.backend import Anatomy, Backend, Family, Needs, Weights, WeightsFile
from cnaps.diagnosis.findings import Degradation, Diagnosis, Finding, Grade
from cnaps.errors import UnknownBackendError
from cnaps.explanation import explain_question
from cnaps.explanation.catalogue import built_in_catalogue
from cnaps.explanation.render import word_count
from cnaps.photo import Photo
from cnaps.result import Choice, Report, Restoration
from tests.explanation.checks import check_answer, section

FAMILIES = {
    "mimo-unet": (Family.CNN, Degradation.BLUR, Anatomy(width=32, blocks=24, scales=3), 3_707_011),
    "swinir-noise25": (
        Family.SWIN,
        Degradation.NOISE,
        Anatomy(width=64, blocks=12, window=8, patch=2),
        669_339,
    ),
    "dreamclear": (
        Family.DIFFUSION,
        Degradation.BLUR,
        Anatomy(width=128, blocks=8, window=16, patch=4),
        6_698_012,
    ),
    "shake-inversion": (
        Family.PHYSICS,
        Degradation.BLUR,
        Anatomy(width=64, blocks=12, window=8),
        4_376_350,
    ),
}
ODD = ["흐린 사진을 어떻게 복원하나요?", "???", "a" * 10_000, "\x00\u200b", "<script>alert(1)</script>"]
TASKS = {
    "mimo-unet": "motion deblurring",
    "swinir-noise25": "colour denoising",
    "dreamclear": "real-world restoration",
    "shake-inversion": "blind motion deblurring",
}
REMARKS = {"shake-inversion": "One shake of 23 pixels explains the blur of this photo."}


def finding(degradation: Degradation, value: float, unit: str, grade: Grade) -> Finding:
    return Finding(
        degradation=degradation,
        value=value,
        unit=unit,
        interval=(0.8 * value, 1.2 * value),
        grade=grade,
        method="a test",
        summary=f"The {degradation.value} measures {value:.1f} {unit}.",
    )


def diagnosis(blur: float, grade: Grade) -> Diagnosis:
    return Diagnosis(
        noise=finding(Degradation.NOISE, 7.3, "grey levels", Grade.MILD),
        blur=finding(Degradation.BLUR, blur, "pixels", grade),
        jpeg=finding(Degradation.JPEG, 92.0, "quality", Grade.NONE),
        exposure=finding(Degradation.EXPOSURE, 0.0, "share", Grade.NONE),
    )


def backend(name: str) -> Backend:
    family, repairs, anatomy, parameters = FAMILIES[name]
    return Backend(
        name=name,
        family=family,
        title=name,
        task=TASKS[name],
        good_for="A test.",
        repairs=frozenset({repairs}),
        model=built_in_catalogue().backends[name],
        paper="",
        github="",
        anatomy=anatomy,
        parameters=parameters,
        weights=weights("compact"),
        architecture=lambda: None,  # type: ignore[arg-type, return-value]
        official=None,
        procedure=lambda *_, **__: None,  # type: ignore[arg-type]
        needs=Needs(),
    )


def weights(kind: str) -> Weights:
    file = WeightsFile(path=Path("none.safetensors"), sha256="")
    return Weights(
        kind=kind,
        files=(file,),
        licence="Apache-2.0",
        trained_on="crops of 400 photos with random camera shake",
    )


def photo() -> Photo:
    return Photo(pixels=np.zeros((48, 64, 3), dtype=np.float32))


def report(name: str, kind: str = "compact", recommended: str | None = None) -> Report:
    run = Restoration(
        before=photo(),
        after=photo(),
        backend=backend(name),
        weights=weights(kind),
        precision="fp32",
        device="cpu",
        seconds=1.234,
        tiles=2,
        tile_side=512,
        seed=7,
        passes=4 if name == "dreamclear" else 1,
        remark=REMARKS.get(name, ""),
    )
    choice = Choice(backend=recommended or name, reason="blur of 12.3 pixels is the strongest finding")
    return Report(
        found=diagnosis(12.3, Grade.STRONG), choice=choice, restoration=run, left=diagnosis(3.4, Grade.MILD)
    )


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("Why can't SwinIR be used in real time?", "0.539 s"),
        ("SwinIR는 왜 실시간으로 사용할 수 없나요?", "0.539초"),
        ("DreamClear가 없던 디테일을 만들어낼 수 있나요?", "질감을 지어낼 수 있습니다"),
    ],
)
def test_what_cannot_be_is_answered_by_the_very_fact_on_file(question: str, figure: str) -> None:
    explanation = explain_question(question)
    check_answer(explanation)
    assert figure in section(explanation.markdown, 1)


@pytest.mark.parametrize("name", FAMILIES)
class TestARun:
    def test_its_explanation_holds_all_promises(self, name: str) -> None:
        explanation = explain_question("", report=report(name))
        check_answer(explanation)
        assert 250 <= word_count(explanation.markdown) <= 600

    def test_it_speaks_of_a_question_only_where_one_was_typed(self, name: str) -> None:
        untyped = section(explain_question("", report=report(name)).markdown, 1)
        assert "this answer covers" in untyped
        assert "the question asks" not in untyped
        typed = section(explain_question("How was it restored?", report=report(name)).markdown, 1)
        assert "the question asks about" in typed

    def test_section_two_follows_this_photo_with_its_own_figures(self, name: str) -> None:
        body = section(explain_question("", report=report(name)).markdown, 2)
        for figure in (
            "64 x 48",
            "1.23 s",
            "2 tiles",
            "512",
            f"{FAMILIES[name][3]:,}",
            "12.3 pixels",
            "3.4 pixels",
        ):
            assert figure in body, figure

    def test_it_says_that_compact_weights_ran_and_not_the_official_ones(self, name: str) -> None:
        body = section(explain_question("", report=report(name)).markdown, 2)
        assert re.search(r"Compact weights .* ran; the official checkpoint did not \[R\]", body)
        assert "crops of 400 photos with random camera shake" in body

    def test_every_measured_sentence_quotes_its_record(self, name: str) -> None:
        explanation = explain_question("", report=report(name))
        measured = [claim for claim in explanation.claims if claim.source_ids in {("R",), ("D",)}]
        assert len(measured) >= 8
        assert all(claim.quotes for claim in measured)

    def test_the_records_are_explained_in_section_three(self, name: str) -> None:
        listing = section(explain_question("", report=report(name)).markdown, 3)
        assert f"[R] the record of this run of {name} with compact weights" in listing
        assert "[D] the diagnosis of this photo" in listing


@pytest.mark.parametrize("name", FAMILIES)
def test_a_backend_is_explained_without_a_run(name: str) -> None:
    explanation = explain_question(
        "How does it work, what data is it trained on and how many parameters has it?", backend=name
    )
    check_answer(explanation)
    assert explanation.sources[0].source.id == "M1"
    assert "million parameters" in explanation.markdown or "billion parameters" in explanation.markdown


def test_the_family_shows_in_what_the_run_tells() -> None:
    assert "at 3 sizes" in explain_question("", report=report("mimo-unet")).markdown
    assert (
        "windows of 8 x 8 tokens of 2 x 2 pixels"
        in explain_question("", report=report("swinir-noise25")).markdown
    )
    diffusion = explain_question("", report=report("dreamclear")).markdown
    assert "took 4 steps" in diffusion
    assert "seed 7" in diffusion
    assert (
        "One shake of 23 pixels explains the blur"
        in explain_question("", report=report("shake-inversion")).markdown
    )


def test_official_weights_are_named_as_such_without_compact_figures() -> None:
    body = explain_question("", report=report("mimo-unet", kind="official")).markdown
    assert "The official checkpoint of mimo-unet ran" in body
    assert "3,707,011" not in body
    assert "Compact weights" not in body


def test_a_backend_that_was_not_recommended_is_called_so() -> None:
    body = explain_question("", report=report("swinir-noise25", recommended="mimo-unet")).markdown
    assert "The diagnosis recommended mimo-unet, whereas swinir-noise25 was chosen for this run" in body
    assert "swinir-noise25 is not meant for blur" in body


def test_a_diagnosis_alone_is_told_with_the_model_it_calls_for() -> None:
    explanation = explain_question(
        "",
        diagnosis=replace(
            diagnosis(12.3, Grade.STRONG), noise=finding(Degradation.NOISE, 0.5, "grey levels", Grade.NONE)
        ),
    )
    check_answer(explanation)
    assert explanation.sources[0].source.short == "MIMO-UNet"
    assert "The blur measures 12.3 pixels [D]" in explanation.markdown


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("How can I deblur my photo of a moving car?", "MIMO-UNet"),
        ("How is noise removed from a photo?", "SwinIR"),
        ("My photo is both noisy and blurred, what now?", "DreamClear"),
        ("How does Restormer work?", "Restormer"),
        ("Everything I took in our kitchen is full of little coloured dots", "SwinIR"),
        ("There are tiny squares everywhere in what my aunt sent over the messenger", "SwinIR"),
    ],
)
def test_a_bare_question_finds_its_model(question: str, short: str) -> None:
    explanation = explain_question(question)
    check_answer(explanation)
    assert explanation.sources[0].source.short == short


def noise_alone() -> Diagnosis:
    found = diagnosis(12.3, Grade.NONE)
    return replace(found, noise=finding(Degradation.NOISE, 25.0, "grey levels", Grade.STRONG))


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        (
            "My photo has JPEG blocks, how are they removed?",
            "SwinIR fits this task: it treats JPEG artefacts",
        ),
        ("How can I deblur the moving car in it?", "MIMO-UNet fits this task: it treats motion blur"),
        ("How does it work?", "SwinIR fits this task: it treats noise"),
        ("Which camera took this picture?", "SwinIR fits this task: it treats noise"),
        ("How is rain removed?", "SwinIR does not match this task: it is made for noise, not for rain"),
    ],
)
def test_a_recommended_backend_gives_way_to_the_model_for_the_trouble_that_is_named(
    question: str, opening: str
) -> None:
    explanation = explain_question(question, recommended="swinir-noise25", diagnosis=noise_alone())
    check_answer(explanation)
    assert opening in section(explanation.markdown, 1)


def test_where_the_question_tells_no_task_the_diagnosis_does() -> None:
    explanation = explain_question(
        "Which camera took this picture?",
        recommended="shake-inversion",
        diagnosis=replace(
            diagnosis(12.3, Grade.STRONG), noise=finding(Degradation.NOISE, 0.5, "grey levels", Grade.NONE)
        ),
    )
    assert "The user's task is motion deblurring of the uploaded photo" in explanation.markdown


@pytest.mark.parametrize(
    ("question", "fit", "needed"),
    [
        (
            "How are JPEG artefacts removed from my photo?",
            "it treats noise with the weights in question, and JPEG artefacts with other weights [M1]",
            "An improvement with regard to JPEG artefacts would need other weights of SwinIR [M1, Q]",
        ),
        (
            "JPEG 압축 열화는 어떻게 제거하나요?",
            "해당 가중치로는 노이즈를 다루고, JPEG 압축 열화는 다른 가중치로 다룹니다 [M1]",
            "JPEG 압축 열화를 개선하려면 SwinIR의 다른 가중치가 필요합니다 [M1, Q]",
        ),
    ],
)
def test_weights_for_one_trouble_do_not_stand_for_the_whole_model(
    question: str, fit: str, needed: str
) -> None:
    explanation = explain_question(question, backend="swinir-noise25")
    check_answer(explanation)
    assert fit in section(explanation.markdown, 1)
    assert needed in section(explanation.markdown, 2)
    assert "nearer to the question" not in explanation.markdown


def test_a_trouble_that_no_weights_of_a_chosen_model_treat_is_still_a_mismatch() -> None:
    body = section(explain_question("How is rain removed?", backend="swinir-noise25").markdown, 1)
    assert "SwinIR does not match this task: it is made for noise, not for rain [M1]" in body


def test_a_question_outside_the_catalogue_is_declared_not_stated() -> None:
    explanation = explain_question("How much does the app cost?", backend="mimo-unet")
    check_answer(explanation)
    assert re.search(r"An answer to “.*cost.*” is not stated in the catalogue", explanation.markdown)


@pytest.mark.parametrize(
    "question",
    ODD,
)
def test_odd_questions_are_answered_all_the_same(question: str) -> None:
    explanation = explain_question(question, backend="dreamclear")
    check_answer(explanation)
    assert "<script" not in explanation.markdown


def test_an_unknown_backend_is_refused_with_the_known_names() -> None:
    with pytest.raises(UnknownBackendError, match="mimo-unet"):
        explain_question("How?", backend="no-such-thing")


def heavy_modules(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {"torch", "diffusers", "gradio", "skimage", "scipy", "cv2", "PIL"} & set(shown.stdout.split())


def test_importing_the_explanation_loads_nothing_heavy() -> None:
    loaded = heavy_modules("import cnaps.explanation")
    assert not loaded & {"torch", "diffusers", "gradio"}
    assert loaded <= heavy_modules("import cnaps.result")
