"""Networks of other architectures: through one adapter, with spandrel, and a plain word without it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from cnaps.cli import main
from cnaps.errors import WeightsError
from cnaps.weights import load_network


class Brighten(nn.Module):
    """A network that nobody knows by its tensors."""

    def __init__(self) -> None:
        super().__init__()
        self.by = nn.Parameter(torch.tensor(0.25))

    def forward(self, image: Tensor) -> Tensor:
        return image + self.by


class UnknownError(Exception):
    pass


class Descriptor:
    """What spandrel says of a network, as far as it is asked for."""

    def __init__(self, scale: int = 1, channels: int = 3) -> None:
        self.model = Brighten()
        self.architecture = SimpleNamespace(name="Brighten")
        self.size_requirements = SimpleNamespace(multiple_of=8)
        self.scale, self.input_channels, self.output_channels = scale, channels, channels

    def float(self) -> Descriptor:
        return self

    def __call__(self, image: Tensor) -> Tensor:
        return self.model(image)


def stand_in(describe: Callable[[], Descriptor]) -> ModuleType:
    """A spandrel that knows one network."""

    class Loader:
        def __init__(self, device: str) -> None:
            assert device == "cpu"

        def load_from_file(self, path: Path) -> Descriptor:
            if load_file(path).keys() != {"by"}:
                raise UnknownError
            described = describe()
            described.model.load_state_dict(load_file(path))
            return described

    module = ModuleType("spandrel")
    module.ImageModelDescriptor = Descriptor  # type: ignore[attr-defined]
    module.ModelLoader = Loader  # type: ignore[attr-defined]
    module.UnsupportedModelError = UnknownError  # type: ignore[attr-defined]
    return module


@pytest.fixture
def file(tmp_path: Path) -> Path:
    save_file({"by": torch.tensor(0.5)}, tmp_path / "brighten.safetensors")
    return tmp_path / "brighten.safetensors"


def test_a_network_that_only_spandrel_knows_is_run_and_named(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "spandrel", stand_in(Descriptor))
    Image.fromarray(np.full((20, 33, 3), 64, np.uint8)).save(file.with_name("dark.png"))
    out = file.with_name("out.png")
    with pytest.raises(SystemExit) as ended:
        main(f"restore {file.with_name('dark.png')} --out {out} --backend mimo-unet --weights {file}".split())
    assert ended.value.code == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["weights"] == "own"
    assert "a Brighten, read and run by spandrel" in facts["remark"]
    restored = np.asarray(Image.open(out).convert("RGB")).astype(int)
    assert np.abs(restored - 192).max() <= 1


@pytest.mark.parametrize(
    ("describe", "told"),
    [
        (lambda: Descriptor(scale=4), "at its own size"),
        (lambda: Descriptor(channels=1), "1 channels"),
    ],
)
def test_a_network_that_does_not_suit_a_photo_is_told(
    file: Path, monkeypatch: pytest.MonkeyPatch, describe: Callable[[], Descriptor], told: str
) -> None:
    monkeypatch.setitem(sys.modules, "spandrel", stand_in(describe))
    with pytest.raises(WeightsError, match=told):
        load_network("mimo-unet", file)


def test_a_network_that_nobody_knows_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spandrel", stand_in(Descriptor))
    save_file({"what": torch.zeros(1)}, tmp_path / "odd.safetensors")
    with pytest.raises(WeightsError, match=r"no tensor feat_extract.*no architecture that spandrel knows"):
        load_network("mimo-unet", tmp_path / "odd.safetensors")


def test_without_the_package_the_way_to_it_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spandrel", None)
    with pytest.raises(WeightsError, match=r"no tensor feat_extract.*pip install '\.\[spandrel\]'") as told:
        load_network("mimo-unet", file)
    assert len(str(told.value).splitlines()) == 1


def test_a_pickle_never_goes_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spandrel", stand_in(Descriptor))
    torch.save({"by": torch.tensor(0.5)}, tmp_path / "brighten.pth")
    with pytest.raises(WeightsError, match="no tensor feat_extract"):
        load_network("mimo-unet", tmp_path / "brighten.pth")


def test_it_is_not_imported_before_a_file_needs_it() -> None:
    code = "import sys, cnaps.cli, cnaps.weights, cnaps.runtime; sys.exit('spandrel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_package_itself_describes_a_network_as_the_adapter_expects(tmp_path: Path) -> None:
    try:
        from spandrel.architectures.NAFNet import NAFNet
    except (ImportError, RuntimeError) as error:
        pytest.skip(f"spandrel, or a torchvision that fits this torch, is not installed ({error})")
    torch.manual_seed(0)
    network = NAFNet(width=8, enc_blk_nums=[1, 1], middle_blk_num=1, dec_blk_nums=[1, 1]).eval()
    save_file(network.state_dict(), tmp_path / "nafnet.safetensors")
    loaded = load_network("mimo-unet", tmp_path / "nafnet.safetensors")
    image = torch.rand(1, 3, 20, 33, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        assert torch.allclose(loaded(image), network(image).clamp(0, 1), atol=1e-5)
    assert "NAFNet" in loaded.remark
