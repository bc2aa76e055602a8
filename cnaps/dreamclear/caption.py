"""What a user says about a photo, encoded for the network by T5; transformers is imported only for that."""

from __future__ import annotations

import pickle
from html import unescape
from pathlib import Path
from typing import Any

import torch
from ftfy import fix_text
from huggingface_hub import snapshot_download
from huggingface_hub.errors import LocalEntryNotFoundError
from safetensors import SafetensorError
from torch import Tensor

from cnaps.dreamclear.transformer import Caption
from cnaps.errors import SettingError

INSTALL = "pip install '.[caption]'"
REPOSITORY, FOLDER = "PixArt-alpha/PixArt-alpha", "t5-v1_1-xxl"
"""Where the encoder was published that the network was trained with."""
PIECES = "spiece.model"
"""The file in its folder that cuts a sentence into the pieces it knows."""
FETCH = f"hf download {REPOSITORY} --include '{FOLDER}/*'"
DAMAGED = (OSError, ValueError, RuntimeError, KeyError, pickle.UnpicklingError, SafetensorError)
"""What comes of files that are missing, cut off, or something else."""


def encode_caption(text: str, encoder: Path | None, null_caption: Tensor) -> Caption:
    """A caption in place of the null caption, with as many tokens of as many channels.

    Args:
        text: what is to be seen; what exceeds the tokens is cut off.
        encoder: folder with a T5 encoder as transformers saves it, and its word pieces; that of Hugging
            Face's cache if None. Nothing is downloaded.
        null_caption: (tokens, channels), as the network holds it.

    Raises:
        SettingError: the caption is empty, or what reads it is missing or does not fit.
    """
    words = cleaned(text)
    if not words:
        raise SettingError("The caption is empty: say what is to be seen, or leave the caption out.")
    tokens, channels = null_caption.shape
    folder = encoder or cached_encoder()
    try:
        pieces, network = _load(folder, channels)
    except ImportError as error:
        raise SettingError(
            f"A caption is read with packages that are not all installed ({error}): run {INSTALL}, or leave "
            "the caption out."
        ) from error
    ids = [*pieces.encode(words)[: tokens - 1], pieces.eos_id()]
    spare = tokens - len(ids)
    mask = torch.tensor([[1] * len(ids) + [0] * spare])
    with torch.inference_mode():
        padded = torch.tensor([[*ids, *[pieces.pad_id()] * spare]])
        embedding = network(padded, attention_mask=mask)[0]
    return Caption(embedding=embedding.float(), mask=mask)


def cleaned(text: str) -> str:
    """In small letters, on one line, without the traces of web pages and wrong encodings."""
    return " ".join(fix_text(unescape(text)).lower().split())


def cached_encoder() -> Path:
    """The folder of the published encoder in Hugging Face's cache.

    Raises:
        SettingError: it is not there.
    """
    try:
        cached = snapshot_download(REPOSITORY, allow_patterns=f"{FOLDER}/*", local_files_only=True)
    except LocalEntryNotFoundError as error:
        raise SettingError(_not_there("Hugging Face's cache")) from error
    return Path(cached) / FOLDER


def _load(folder: Path, channels: int) -> tuple[Any, Any]:
    """Word pieces and encoder, which stays on the processor in the precision that it was used with."""
    from sentencepiece import SentencePieceProcessor
    from transformers import AutoConfig, T5EncoderModel

    if not all((folder / name).is_file() for name in ("config.json", PIECES)):
        raise SettingError(_not_there(str(folder)))
    try:
        config = AutoConfig.from_pretrained(folder, local_files_only=True)
        found = (config.model_type, getattr(config, "d_model", None))
        if found != ("t5", channels):
            raise SettingError(
                f"{folder} holds a {found[0]} encoder of {found[1]} channels, not a T5 of {channels}: name "
                f"the one that was published with {REPOSITORY} ({FETCH})."
            )
        pieces = SentencePieceProcessor(model_file=str(folder / PIECES))
        network, loading = T5EncoderModel.from_pretrained(
            folder, dtype=torch.bfloat16, local_files_only=True, output_loading_info=True
        )
    except DAMAGED as error:
        raise SettingError(
            f"The T5 encoder in {folder} cannot be read ({_first_line(error)}): fetch it again ({FETCH})."
        ) from error
    missing = sorted(loading["missing_keys"])
    if missing:
        raise SettingError(
            f"The T5 encoder in {folder} lacks {len(missing)} tensors (first: {missing[0]}): fetch it again "
            f"({FETCH})."
        )
    return pieces, network.eval()


def _not_there(place: str) -> str:
    return (
        f"To read a caption takes the T5 encoder, and there is none in {place}: fetch it with `{FETCH}` "
        "(19 GB), name its folder with --caption-encoder, or leave the caption out."
    )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
