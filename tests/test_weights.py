"""Checkpoints: digest first, strict load, nothing of a stranger's file executed."""

from __future__ import annotations

import contextlib
import pickle
import random
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor

from cnaps.architectures.mimo_unet import MIMOUNet
from cnaps.architectures.res_hair import ResHAIR
from cnaps.architectures.restormer import Restormer
from cnaps.architectures.swinir import SwinIR
from cnaps.errors import UnknownBackendError, WeightsError
from cnaps.registry import BACKENDS, get_backend
from cnaps.weights import load_network, read_checkpoint, read_weights, verify

FILES = {file.path: file for row in BACKENDS.values() for file in row.weights.files}


@pytest.mark.parametrize("file", FILES.values(), ids=[f"{p.parent.name}/{p.name}" for p in FILES])
def test_every_shipped_file_is_the_recorded_one_and_small(file: object) -> None:
    assert isinstance(file, type(next(iter(FILES.values()))))
    verify(file)
    assert file.path.stat().st_size < 10_000_000


@pytest.mark.parametrize("name", [name for name, row in BACKENDS.items() if row.weights.kind == "compact"])
def test_every_backend_loads_its_compact_weights_and_keeps_the_size(name: str) -> None:
    network = load_network(name)
    row = get_backend(name)
    assert not network.training
    assert {p.dtype for p in network.parameters()} == {torch.float32}
    own = [p for part, p in network.named_parameters() if not part.startswith("inverter.")]
    assert sum(p.numel() for p in own) == row.parameters
    image = torch.rand(1, 3, 64, 72, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        assert network(image).shape == image.shape


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    file = get_backend("mimo-unet").weights.files[0]
    altered = tmp_path / "altered.safetensors"
    content = bytearray(file.path.read_bytes())
    content[-1] ^= 1
    altered.write_bytes(bytes(content))
    with pytest.raises(WeightsError, match="altered or cut off"):
        verify(replace(file, path=altered))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    weights = get_backend("mimo-unet").weights
    gone = replace(weights, files=(replace(weights.files[0], path=tmp_path / "gone.safetensors"),))
    with pytest.raises(WeightsError, match=r"gone\.safetensors"):
        read_weights(gone)


def test_an_unknown_backend_is_refused_with_the_names() -> None:
    with pytest.raises(UnknownBackendError, match="mimo-unet, mimo-unet-plus"):
        load_network("photoshop")


def official_mimo(tmp_path: Path) -> tuple[dict[str, Tensor], Path]:
    torch.manual_seed(0)
    state = MIMOUNet().state_dict()
    return state, tmp_path / "MIMO-UNet.pkl"


@pytest.mark.parametrize("key", ["params", "params_ema", "model", "state_dict", None])
def test_the_official_containers_are_opened(tmp_path: Path, key: str | None) -> None:
    state, path = official_mimo(tmp_path)
    torch.save({key: state} if key else state, path)
    network = load_network("mimo-unet", path)
    assert torch.equal(
        network.state_dict()["feat_extract.0.main.0.weight"], state["feat_extract.0.main.0.weight"]
    )


@pytest.mark.parametrize("name", [name for name, row in BACKENDS.items() if row.weights.kind == "official"])
def test_a_backend_without_compact_weights_says_how_to_get_the_official_ones(name: str) -> None:
    with pytest.raises(WeightsError, match=rf"(MB|GB); licence: .*`cnaps fetch {name}`.*another backend"):
        load_network(name)


@pytest.mark.parametrize("biased_norm", [False, True], ids=["noise", "blur"])
def test_both_kinds_of_restormer_checkpoint_are_recognised(tmp_path: Path, biased_norm: bool) -> None:
    torch.manual_seed(0)
    state = Restormer(biased_norm=biased_norm).state_dict()
    torch.save({"params": state}, tmp_path / "restormer.pth")
    assert load_network("restormer", tmp_path / "restormer.pth").state_dict().keys() == state.keys()


def test_the_wrapper_around_the_names_of_res_hair_is_taken_off(tmp_path: Path) -> None:
    state = ResHAIR().state_dict()
    wrapped = {f"net.{name}": tensor for name, tensor in state.items()}
    torch.save({"epoch": 1, "state_dict": wrapped}, tmp_path / "hair3d.ckpt")
    loaded = load_network("res-hair", tmp_path / "hair3d.ckpt").state_dict()
    assert torch.equal(loaded["latent.kernel_box"], state["latent.kernel_box"])


def test_buffers_that_swinir_computes_itself_are_left_out(tmp_path: Path) -> None:
    state = dict(SwinIR(window=7, value_range=255.0).state_dict())
    state["layers.0.residual_group.blocks.1.attn_mask"] = torch.zeros(324, 49, 49)
    state["layers.0.residual_group.blocks.0.attn.relative_position_index"] = torch.zeros(49, 49).long()
    path = tmp_path / "swinir.safetensors"
    save_file(state, path)
    assert load_network("swinir-jpeg20", path) is not None


@pytest.mark.parametrize("harm", ["missing", "extra", "shape"])
def test_a_checkpoint_that_does_not_fit_is_refused(tmp_path: Path, harm: str) -> None:
    state, path = official_mimo(tmp_path)
    name = "feat_extract.5.main.0.bias"
    if harm == "missing":
        del state[name]
    elif harm == "extra":
        state["new.weight"] = torch.zeros(1)
    else:
        state[name] = torch.zeros(4)
    torch.save({"model": state}, path)
    with pytest.raises(WeightsError, match="does not fit"):
        load_network("mimo-unet", path)


class Trap:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (partial(Path.touch), (Path("trap-was-sprung"),))  # type: ignore[return-value]


def test_code_in_a_pickle_is_not_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "evil.pth").write_bytes(pickle.dumps(Trap()))
    with pytest.raises(WeightsError, match="not opened"):
        read_checkpoint(tmp_path / "evil.pth")
    assert not (tmp_path / "trap-was-sprung").exists()


@pytest.mark.parametrize("content", [{0: torch.zeros(1)}, {"model": {0: torch.zeros(1)}}])
def test_tensors_without_names_are_refused(tmp_path: Path, content: dict[object, object]) -> None:
    torch.save(content, tmp_path / "numbers.pth")
    with pytest.raises(WeightsError, match="not under a name"):
        read_checkpoint(tmp_path / "numbers.pth")


def test_a_damaged_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    torch.save({"a": torch.zeros(30), "b": torch.ones(4)}, tmp_path / "whole.pth")
    whole, rng = (tmp_path / "whole.pth").read_bytes(), random.Random(0)
    for _ in range(150):
        damaged = bytearray(whole)
        damaged[rng.randrange(400)] = rng.randrange(256)
        (tmp_path / "damaged.pth").write_bytes(damaged)
        with contextlib.suppress(WeightsError):
            read_checkpoint(tmp_path / "damaged.pth")


@pytest.mark.parametrize("name", ["cut.safetensors", "cut.pth"])
def test_a_truncated_file_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    whole = tmp_path / ("whole." + name.split(".")[1])
    if name.endswith("safetensors"):
        save_file({"a": torch.zeros(100)}, whole)
    else:
        torch.save({"a": torch.zeros(100)}, whole)
    path.write_bytes(whole.read_bytes()[:200])
    with pytest.raises(WeightsError, match="fetch"):
        read_checkpoint(path)
