"""Networks of other architectures, by the package spandrel, which is imported for a file that needs it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from torch import Tensor, nn

from cnaps.errors import WeightsError

INSTALL = "pip install '.[spandrel]'"
COLOURS = 3


class ForeignNetwork(nn.Module):
    """A network as spandrel describes it, called as one of ours."""

    def __init__(self, described: Any) -> None:  # noqa: ANN401
        super().__init__()
        self.network: nn.Module = described.model
        self.multiple_of = int(described.size_requirements.multiple_of)
        self.remark = f"The network is a {described.architecture.name}, read and run by spandrel."
        self._described = described

    def forward(self, image: Tensor) -> Tensor:
        """(1, 3, H, W) sRGB in [0, 1] to the restored image; what the sides need is added and taken off."""
        restored: Tensor = self._described(image)
        return restored


def load_foreign(path: Path) -> ForeignNetwork:
    """The network of a .safetensors file, in eval mode, float32, on the CPU.

    Raises:
        WeightsError: the package is missing or does not know the network, or it is not one that restores a
            colour photo at its own size.
    """
    try:
        from spandrel import ImageModelDescriptor, ModelLoader, UnsupportedModelError
    except (ImportError, RuntimeError) as error:
        # A torchvision that was built for another torch ends in a RuntimeError.
        raise WeightsError(
            f"Networks of other architectures need the package spandrel, which cannot be loaded ({error}): "
            f"run {INSTALL}, with a torchvision built for the torch that is installed."
        ) from error
    try:
        described = ModelLoader(device="cpu").load_from_file(path)
    except UnsupportedModelError as error:
        raise WeightsError("It is of no architecture that spandrel knows either.") from error
    name = described.architecture.name
    if not isinstance(described, ImageModelDescriptor) or described.scale != 1:
        raise WeightsError(f"It is a {name} that does not restore a photo at its own size.")
    if (described.input_channels, described.output_channels) != (COLOURS, COLOURS):
        raise WeightsError(f"It is a {name} for {described.input_channels} channels, not for colour photos.")
    network = ForeignNetwork(described.float())
    return network.eval().requires_grad_(False)
