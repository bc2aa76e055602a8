"""The weights that a run has written."""

from __future__ import annotations

from pathlib import Path

from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file
from torch import Tensor

from cnaps.errors import WeightsError


def read_checkpoint(path: Path) -> dict[str, Tensor]:
    """The tensors of a .safetensors file in float32.

    Raises:
        WeightsError: there is no such file, or it is another kind of file.
    """
    try:
        return {name: tensor.float() for name, tensor in load_file(path).items()}
    except (OSError, SafetensorError) as error:
        raise WeightsError(
            f"No weights can be read from {path} ({error}): finish the training that writes them."
        ) from error


def steps_behind(path: Path) -> int:
    """Steps that the weights have behind them, from the file's metadata; 0 where it names none."""
    with safe_open(path, "pt") as file:
        return int((file.metadata() or {}).get("steps", 0))
