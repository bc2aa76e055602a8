"""A caption in the user's words: read by T5 where that is at hand, and plainly refused where it is not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from huggingface_hub import constants
from torch import Tensor

from cnaps.backend import Piece
from cnaps.cli import main
from cnaps.dreamclear.caption import cleaned, encode_caption
from cnaps.dreamclear.pipeline import DreamClearPipeline
from cnaps.dreamclear.settings import RestorationSettings
from cnaps.errors import SettingError
from cnaps.procedures import LatentDiffusion
from cnaps.registry import get_backend
from cnaps.runtime import Settings, procedure_of
from tests.dreamclear.test_pipeline import restored
from tests.dreamclear.weights import drawn

NULL = torch.zeros(7, 16)
SENTENCE = "An orange cat on a wooden table, seen from above."


# Without transformers


def test_a_caption_is_cleaned_of_what_web_pages_leave_behind() -> None:
    assert cleaned("  A CAT &amp;\n a doghouse \u00e2\u20ac\u201d old ") == "a cat & a doghouse — old"


def test_without_the_packages_the_way_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(SettingError, match=r"pip install '\.\[caption\]', or leave the caption out"):
        encode_caption(SENTENCE, tmp_path, NULL)


def test_an_empty_caption_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="caption is empty"):
        encode_caption(" \n ", tmp_path, NULL)


def test_without_a_folder_the_cache_is_looked_into_and_nothing_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(SettingError, match="none in Hugging Face's cache: fetch it with `hf download PixArt"):
        encode_caption(SENTENCE, None, NULL)


@pytest.mark.parametrize("name", ["mimo-unet", "dreamclear"])
def test_only_the_released_network_can_be_told_what_is_to_be_seen(name: str) -> None:
    with pytest.raises(SettingError, match="cannot be told what is to be seen"):
        procedure_of(get_backend(name), Settings(caption=SENTENCE))


def test_a_caption_counts_as_work_and_stands_in_the_record() -> None:
    row = get_backend("dreamclear-released")
    silent, told = (procedure_of(row, Settings(caption=words)) for words in ("", SENTENCE))
    assert isinstance(silent, LatentDiffusion) and isinstance(told, LatentDiffusion)
    photo = np.zeros((64, 64, 3), np.float32)
    assert silent.prepare(torch.nn.Identity(), photo, lambda *_: None).remark.endswith("without a caption.")
    assert told.words == SENTENCE


def test_the_command_line_takes_a_caption(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    example = Path(__file__).resolve().parents[2] / "examples" / "noise-cat.png"
    with pytest.raises(SystemExit) as ended:
        main(
            [
                "restore", str(example), "--backend", "mimo-unet", "--caption", SENTENCE,
                "--out", str(tmp_path / "out.png"),
            ]
        )  # fmt: skip
    assert ended.value.code == 2
    assert "mimo-unet cannot be told what is to be seen" in capsys.readouterr().err


# With transformers, and a T5 of two tiny blocks


@pytest.fixture(scope="module")
def transformers() -> Any:  # noqa: ANN401
    return pytest.importorskip("transformers", reason="needs pip install '.[caption]'")


@pytest.fixture(scope="module")
def encoder(transformers: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ANN401
    """A folder as the published one: a sentencepiece model, and the weights as a whole T5 saves them."""
    sentencepiece = pytest.importorskip("sentencepiece", reason="needs pip install '.[caption]'")
    folder: Path = tmp_path_factory.mktemp("t5")
    (folder / "words.txt").write_text("\n".join([SENTENCE.lower(), "a dog in the rain", "two birds"] * 20))
    sentencepiece.SentencePieceTrainer.train(
        input=str(folder / "words.txt"), model_prefix=str(folder / "spiece"), vocab_size=30,
        pad_id=0, eos_id=1, unk_id=2, bos_id=-1, minloglevel=2,
    )  # fmt: skip
    torch.manual_seed(0)
    config = transformers.T5Config(
        vocab_size=30, d_model=16, d_kv=4, d_ff=32, num_layers=2, num_heads=2, dropout_rate=0.0,
        feed_forward_proj="gated-gelu", tie_word_embeddings=False,
    )  # fmt: skip
    transformers.T5ForConditionalGeneration(config).save_pretrained(folder)
    return folder


def embedded(caption_encoder: Path, text: str, tokens: int = 24) -> tuple[Tensor, Tensor]:
    caption = encode_caption(text, caption_encoder, torch.zeros(tokens, 16))
    assert caption.mask is not None
    return caption.embedding, caption.mask


def test_a_caption_becomes_what_t5_makes_of_its_tokens(transformers: Any, encoder: Path) -> None:  # noqa: ANN401
    embedding, mask = embedded(encoder, "Two birds")
    sentencepiece = pytest.importorskip("sentencepiece")
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(encoder / "spiece.model"))
    ids = torch.tensor([[*pieces.encode("two birds"), pieces.eos_id()]])
    count = ids.shape[1]
    assert 2 < count < 24
    assert mask.tolist() == [[1] * count + [0] * (24 - count)]
    whole = transformers.T5EncoderModel.from_pretrained(encoder, dtype=torch.float32)
    with torch.no_grad():
        exact = whole(ids)[0]
    assert embedding.shape == (1, 24, 16) and embedding.dtype == torch.float32
    assert torch.allclose(embedding[:, :count], exact, atol=0.05)
    assert float((embedding[:, :count] - exact).abs().max()) > 0, "it is read in sixteen bits, as published"


def test_what_exceeds_the_tokens_is_cut_off(encoder: Path) -> None:
    long, mask = embedded(encoder, "a dog in the rain " * 50)
    assert mask.all()
    assert torch.equal(long, embedded(encoder, "a dog in the rain " * 40)[0])


def test_capitals_and_line_breaks_make_no_difference_but_words_do(encoder: Path) -> None:
    first, _ = embedded(encoder, "A dog in the rain")
    assert torch.equal(first, embedded(encoder, " a DOG\nin the  rain ")[0])
    assert not torch.equal(first, embedded(encoder, "Two birds")[0])


def test_a_caption_that_was_typed_leads_the_picture(pipeline: DreamClearPipeline, encoder: Path) -> None:
    null_caption = pipeline.transformer.null_caption
    dog, birds = (encode_caption(text, encoder, null_caption) for text in ("a dog", "two birds"))
    silent, of_dog = restored(pipeline), restored(pipeline, caption=dog)
    assert not torch.equal(silent, of_dog)
    assert not torch.equal(of_dog, restored(pipeline, caption=birds))


def test_the_words_go_the_whole_way_through_the_procedure(
    pipeline: DreamClearPipeline, encoder: Path
) -> None:
    from cnaps.dreamclear.network import ReleasedDreamClear

    network = ReleasedDreamClear(pipeline.transformer, pipeline.vae, pipeline.restorer)
    photo = drawn(3, 1, 3, 50, 70).sigmoid()
    recipe = RestorationSettings(least_side=64)

    def run(words: str) -> tuple[Tensor, str]:
        procedure = LatentDiffusion(units=2, recipe=recipe, words=words, encoder=encoder)
        ready = procedure.prepare(network, photo[0].permute(1, 2, 0).numpy(), lambda *_: None)
        return ready(network, Piece(degraded=photo)), ready.remark

    (silent, nothing), (told, said) = run(""), run("Two birds")
    assert not torch.equal(silent, told)
    assert nothing.endswith("without a caption.") and said.endswith("with the caption “Two birds”.")


def test_an_encoder_of_another_size_is_named(encoder: Path) -> None:
    with pytest.raises(SettingError, match="t5 encoder of 16 channels, not a T5 of 4096"):
        encode_caption(SENTENCE, encoder, torch.zeros(120, 4096))


def test_a_folder_without_an_encoder_is_named(transformers: Any, tmp_path: Path) -> None:  # noqa: ANN401
    with pytest.raises(SettingError, match=f"none in {tmp_path}.*19 GB.*--caption-encoder"):
        encode_caption(SENTENCE, tmp_path, NULL)


@pytest.mark.parametrize("harm", ["cut off", "without a tensor"])
def test_a_damaged_encoder_is_refused(encoder: Path, tmp_path: Path, harm: str) -> None:
    from safetensors.torch import load_file, save_file

    for path in encoder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    weights = tmp_path / "model.safetensors"
    if harm == "cut off":
        weights.write_bytes(weights.read_bytes()[:1000])
    else:
        state = load_file(weights)
        del state["encoder.block.1.layer.1.DenseReluDense.wo.weight"]
        save_file(state, weights, metadata={"format": "pt"})
    with pytest.raises(SettingError, match="fetch it again"):
        encode_caption(SENTENCE, tmp_path, NULL)
