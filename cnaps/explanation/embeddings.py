"""Dense retrieval, optional: how near works are to a question in meaning, by word vectors that are on disk.

Needs the extra ``embeddings`` and a folder with a static model of model2vec. Nothing is ever downloaded.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError

from cnaps.errors import SettingError

FOLDER = "CNAPS_EMBEDDINGS"
"""The variable of the environment that names the folder."""
INSTALL = "pip install '.[embeddings]'"


class Embedding:
    """Texts as vectors of length one, the mean of their words' vectors.

    Args:
        folder: holds ``model.safetensors``, ``tokenizer.json`` and ``config.json``.

    Raises:
        SettingError: the package or the model is missing, or the model cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        try:
            from model2vec import StaticModel
        except ImportError as error:
            raise SettingError(
                f"{FOLDER} asks for embeddings, which need the package model2vec: run {INSTALL}, "
                "or unset the variable."
            ) from error
        # Anything but a folder would be looked for on a hub.
        if not (folder / "model.safetensors").is_file():
            raise SettingError(
                f"{FOLDER} names {folder}, which is no folder with a model.safetensors of model2vec: "
                "name one, or unset the variable."
            )
        try:
            self._model = StaticModel.from_pretrained(folder, normalize=True, force_download=False)
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            raise SettingError(
                f"The model of model2vec in {folder} cannot be read ({error}): fetch it again, "
                f"or unset {FOLDER}."
            ) from error
        self._known: dict[str, NDArray[np.float32]] = {}

    def nearness(self, question: str, texts: Mapping[str, str]) -> dict[str, float]:
        """By the same keys as `texts`, the cosine between each text and the question."""
        wanted = self._model.encode([question])[0]
        return {key: float(wanted @ self._vector(text)) for key, text in texts.items()}

    def _vector(self, text: str) -> NDArray[np.float32]:
        if text not in self._known:
            self._known[text] = self._model.encode([text])[0]
        return self._known[text]


def chosen_embedding(environment: Mapping[str, str] = os.environ) -> Embedding | None:
    """The embedding that the environment asks for; None where it names no folder.

    Raises:
        SettingError: the package or the model is missing, or the model cannot be read.
    """
    folder = environment.get(FOLDER, "").strip()
    return Embedding(Path(folder)) if folder else None
