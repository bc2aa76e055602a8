"""The command line as others call it: JSON on stdout, one line and status 2 for what cannot be done."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import skimage.data
from PIL import Image

from cnaps import pipeline
from cnaps.cli import main
from tests.explanation.writing.model_server import Answer, model_server
from tests.explanation.writing.speakers import echoing

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "tests" / "explanation" / "seeds"


def cnaps(*arguments: str | Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cnaps", *map(str, arguments)],
        input=text,
        capture_output=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photo") / "cat.jpg"
    Image.fromarray(skimage.data.chelsea()[60:188, 120:248]).save(path, quality=15)
    return path


@pytest.fixture(scope="module")
def vast(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """144 megapixels of black, which Pillow would open with a warning."""
    path = tmp_path_factory.mktemp("vast") / "vast.png"
    Image.new("1", (12_000, 12_000)).save(path)
    return path


def test_backends_are_listed_with_everything_that_is_promised() -> None:
    rows = json.loads(cnaps("backends", "--json").stdout)
    promised = {"name", "family", "title", "task", "weights", "parameters", "licence", "paper", "github"}
    assert all(promised <= row.keys() for row in rows)
    assert {"cnn", "swin", "diffusion", "all-in-one"} <= {row["family"] for row in rows}
    assert {"restormer", "res-hair", "dreamclear-released"} <= {
        row["name"] for row in rows if row["weights"] == "official" and row["official"] is not None
    }


def test_the_list_ends_with_what_cannot_be_run_and_why() -> None:
    _, _, absent = cnaps("backends").stdout.partition("not to be run here:")
    for name in ("Varformer", "DeblurGS", "Overexposed", "Dformer and Rformer", "GenIR", "Quality Assured"):
        assert name in absent


@pytest.mark.parametrize("backend", ["auto", "mimo-unet", "dreamclear"])
def test_restore_writes_the_photo_and_prints_the_facts(photo: Path, tmp_path: Path, backend: str) -> None:
    out = tmp_path / "out.png"
    result = cnaps("restore", photo, "--backend", backend, "--out", out, "--seed", "3")
    assert result.returncode == 0, result.stderr
    facts = json.loads(result.stdout)
    assert facts["seed"] == 3
    assert (facts["width"], facts["height"]) == (128, 128) == Image.open(out).size
    promised = {"backend", "weights", "precision", "device", "seconds", "width", "height", "tiles", "seed"}
    assert promised <= facts.keys()


@pytest.mark.parametrize("out", ["missing/out.png", "out.xyz", "folder.png", f"{'long' * 100}.png"])
def test_a_result_that_could_not_be_written_is_refused_before_the_work(
    photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], out: str
) -> None:
    (tmp_path / "folder.png").mkdir()
    monkeypatch.setattr(
        pipeline, "repair", lambda *_, **__: pytest.fail("the photo was restored for nothing")
    )
    with pytest.raises(SystemExit) as ended:
        main(["restore", str(photo), "--backend", "mimo-unet", "--out", str(tmp_path / out)])
    assert ended.value.code == 2
    assert Path(out).suffix in capsys.readouterr().err


def test_a_heavily_compressed_photo_is_recognised(photo: Path) -> None:
    facts = json.loads(cnaps("diagnose", photo, "--json").stdout)
    findings = {finding["degradation"]: finding for finding in facts["findings"]}
    assert set(findings) == {"noise", "blur", "jpeg", "exposure"}
    assert findings["jpeg"]["value"] == pytest.approx(15, abs=2)
    assert {"value", "unit", "interval"} <= findings["jpeg"].keys()
    assert facts["recommended"]["backend"].startswith("swinir-jpeg")
    assert facts["recommended"]["reason"]


def test_a_prompt_is_answered_from_a_file_and_from_stdin() -> None:
    prompt = next(iter(sorted(SEED.glob("000*.txt"))))
    from_file = cnaps("explain", "--prompt", prompt)
    from_stdin = cnaps("explain", "--prompt", "-", text=prompt.read_text(encoding="utf-8"))
    assert from_file.returncode == 0, from_file.stderr
    assert from_file.stdout == from_stdin.stdout
    assert "https://github.com/chosj95/MIMO-UNet" in from_file.stdout


def test_a_language_model_words_the_answer_where_the_environment_names_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with model_server(echoing) as server:
        monkeypatch.setenv("CNAPS_LLM_URL", server.address)
        result = cnaps("explain", "--prompt", next(SEED.glob("000*.txt")))
    assert result.returncode == 0, result.stderr
    assert len(server.bodies) == 1
    assert "*Written with a language model, each sentence checked against its sources.*" in result.stdout


def test_a_language_model_that_fails_is_named_below_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with model_server(Answer(status=429)) as server:
        monkeypatch.setenv("CNAPS_LLM_URL", server.address)
        result = cnaps("explain", "--prompt", next(SEED.glob("000*.txt")))
    assert result.returncode == 0, result.stderr
    assert "is being asked too often at the moment, so CNAPS wrote this answer itself" in result.stdout


def test_a_question_is_answered_for_a_photo(photo: Path) -> None:
    result = cnaps("explain", "--question", "How are the blocks in my photo removed?", "--photo", photo)
    assert result.returncode == 0, result.stderr
    assert "SwinIR" in result.stdout


def test_evaluate_prints_means_and_every_image(tmp_path: Path) -> None:
    for name, picture in {"cat": skimage.data.chelsea(), "cup": skimage.data.coffee()}.items():
        Image.fromarray(picture[100:196, 100:196]).save(tmp_path / f"{name}.png")
    result = cnaps(
        "evaluate", "--backend", "swinir-noise15", "--clean", tmp_path, "--degrade", "noise:15", "--json"
    )
    facts = json.loads(result.stdout)
    assert facts["restored"]["psnr"] > facts["degraded"]["psnr"]
    assert [image["name"] for image in facts["images"]] == ["cat.png", "cup.png"]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["restore", "nowhere.png", "--out", "x.png"], "nowhere.png"),
        (["restore", "PHOTO", "--out", "x.png", "--backend", "gimp"], "gimp"),
        (["restore", "PHOTO", "--out", "x.png", "--tile", "some"], "some"),
        (["restore", "PHOTO", "--out", "x.png", "--precision", "fp8"], "fp8"),
        (["restore", "PHOTO", "--out", "x.png", "--seed", "-1"], "-1"),
        (["restore", "PHOTO", "--out", "x.xyz"], "xyz"),
        (["restore", "PHOTO", "--out", "x.png", "--backend", "mimo-unet", "--weights", "no.pth"], "no.pth"),
        (
            ["restore", "PHOTO", "--out", "x.png", "--backend", "mimo-unet", "--weights", "official"],
            "official",
        ),
        (["restore", "PHOTO", "--out", "x.png", "--backend", "restormer"], "cnaps fetch restormer"),
        (["evaluate", "--backend", "mimo-unet", "--clean", ".", "--degrade", "fog:1"], "fog:1"),
        (["diagnose", "VAST"], "at most 100 are taken"),
        (["explain"], "--prompt"),
        (["explain", "--prompt", "nowhere.txt"], "nowhere.txt"),
        (["explain", "--prompt", "-", "--backend", "mimo-unet"], "leave --backend and --photo out"),
        (["explain", "--prompt", "-", "--photo", "PHOTO"], "leave --backend and --photo out"),
        (["dance"], "dance"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_2(
    photo: Path, vast: Path, tmp_path: Path, arguments: list[str], named: str
) -> None:
    places = {"PHOTO": photo, "VAST": vast, "x.png": tmp_path / "x.png", "x.xyz": tmp_path / "x.xyz"}
    result = cnaps(*(places.get(argument, argument) for argument in arguments))
    assert result.returncode == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert named in result.stderr
    assert list(tmp_path.iterdir()) == []
