"""Dense retrieval: off unless asked for, local, and finds what is said in other words."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from cnaps.errors import SettingError
from cnaps.explanation import explain_question
from cnaps.explanation.catalogue import built_in_catalogue
from cnaps.explanation.embeddings import FOLDER, Embedding, chosen_embedding
from cnaps.explanation.retrieval import fused, relevance
from tests.explanation.checks import check_answer

ENTRIES = built_in_catalogue().entries
MEANINGS = {"haze": 0, "dehazing": 0, "smog": 0, "murky": 0, "rain": 1, "deraining": 1, "drizzle": 1}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real model of model2vec with a few words, of which some mean the same."""
    from model2vec import StaticModel
    from tokenizers import Tokenizer, normalizers
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    words = ["[UNK]", *MEANINGS]
    tokenizer = Tokenizer(WordLevel({word: place for place, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = normalizers.Lowercase(), Whitespace()
    vectors = np.zeros((len(words), 4), np.float32)
    vectors[0, 3] = 0.01
    for place, meaning in enumerate(MEANINGS.values(), start=1):
        vectors[place, meaning] = 1.0
    made = tmp_path_factory.mktemp("embedding")
    StaticModel(vectors, tokenizer, normalize=True).save_pretrained(made)
    return made


@pytest.fixture
def asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(FOLDER, str(folder))
    built_in_catalogue.cache_clear()
    yield
    built_in_catalogue.cache_clear()


def test_a_word_that_no_entry_holds_is_understood(folder: Path) -> None:
    entries = ENTRIES.values()
    assert relevance("smog", "", (), entries) == {}
    found = relevance("smog", "", (), entries, Embedding(folder))
    best = max(found, key=lambda identifier: found[identifier])
    assert "dehazing" in ENTRIES[best].tasks or "haze" in ENTRIES[best].summary.lower()
    assert len(found) == 20


@pytest.mark.usefixtures("asked_for")
def test_answers_with_an_embedding_keep_every_promise() -> None:
    catalogue = built_in_catalogue()
    assert catalogue.embedding is not None
    check_answer(explain_question("How do I get rid of haze over murky smog?"))


def test_both_rankings_count() -> None:
    words, meaning = {"a": 9.0, "b": 5.0, "c": 1.0}, {"c": 0.9, "b": 0.8, "d": 0.7}
    ranked = fused(words, meaning)
    assert set(ranked) == {"a", "b", "c", "d"}
    assert sorted(ranked, key=lambda key: -ranked[key])[:2] in (["b", "c"], ["c", "b"])
    assert fused(words)["a"] == pytest.approx(1 / 61)


def test_without_being_asked_for_nothing_is_loaded() -> None:
    assert chosen_embedding({}) is None
    assert chosen_embedding({FOLDER: "  "}) is None
    code = f"""
import os, sys
os.environ.pop({FOLDER!r}, None)
from cnaps.explanation import explain_question
explain_question("How is noise removed?")
assert "model2vec" not in sys.modules and "torch" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_is_no_model_is_refused_and_nothing_is_looked_for_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="no folder with a model"):
        chosen_embedding({FOLDER: "someone/some-model"})
    (tmp_path / "model.safetensors").write_bytes(b"no tensors")
    with pytest.raises(SettingError, match=FOLDER):
        chosen_embedding({FOLDER: str(tmp_path)})


def test_without_the_package_it_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "model2vec", None)
    with pytest.raises(SettingError, match=r"pip install '\.\[embeddings\]'"):
        Embedding(folder)
