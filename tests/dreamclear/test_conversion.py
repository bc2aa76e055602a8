"""The released checkpoint: all of it, nothing else, and nothing executed."""

from __future__ import annotations

import pickle
from functools import partial
from pathlib import Path

import pytest
import torch
from click.testing import CliRunner

from cnaps.dreamclear import __main__ as command
from cnaps.dreamclear.conversion import (
    COMPUTED,
    convert,
    key_map,
    load_released,
    read_tensors,
    write_converted,
)
from cnaps.dreamclear.effort import PARAMETERS
from cnaps.dreamclear.transformer import DreamClearTransformer2DModel
from cnaps.errors import WeightsError
from tests.dreamclear.weights import build_tiny, manifest, released_form, tiny_transformer

VALUES = 2_217_086_324
"""In the released file, the table of positions included."""


@pytest.fixture
def checkpoint(tmp_path: Path) -> Path:
    path = tmp_path / "DreamClear-1024.pth"
    torch.save({"state_dict": released_form(tiny_transformer())}, path)
    return path


def test_all_released_tensors_fill_the_whole_network_and_no_other_does() -> None:
    released = {name: torch.empty(shape, device="meta") for name, shape in manifest(28).items()}
    assert len(released) == 2413
    assert sum(tensor.numel() for tensor in released.values()) == VALUES
    assert VALUES - released[COMPUTED].numel() == PARAMETERS
    assert key_map().keys() == released.keys() - {COMPUTED}
    converted = convert(released)
    with torch.device("meta"):
        wanted = DreamClearTransformer2DModel().state_dict()
    assert {name: t.shape for name, t in converted.items()} == {name: t.shape for name, t in wanted.items()}


def test_no_two_released_tensors_share_a_place() -> None:
    places = [place for targets in key_map().values() for place in targets]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("wrapping", ["", "module."])
def test_a_checkpoint_in_the_released_container_is_loaded(tmp_path: Path, wrapping: str) -> None:
    original = tiny_transformer()
    path = tmp_path / "DreamClear-1024.pth"
    state = {f"{wrapping}{name}": tensor for name, tensor in released_form(original).items()}
    torch.save({"state_dict": state}, path)
    loaded = load_released(path, build=build_tiny)
    assert not loaded.training
    assert {tensor.device.type for tensor in (*loaded.parameters(), *loaded.buffers())} == {"cpu"}
    for name, tensor in original.state_dict().items():
        assert torch.equal(loaded.state_dict()[name], tensor), name


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("missing", "1 tensors missing, 0 too many"),
        ("extra", "0 tensors missing, 1 too many"),
        ("shape", "has the shape"),
        ("uncut", "cannot be cut into 3 parts"),
    ],
)
def test_a_checkpoint_that_does_not_fit_is_refused(checkpoint: Path, harm: str, said: str) -> None:
    state = torch.load(checkpoint)["state_dict"]
    if harm == "missing":
        del state["am_lq.1.gate.2.bias"]
    elif harm == "extra":
        state["am_lq.2.gate.2.bias"] = torch.zeros(3)
    elif harm == "shape":
        state["cross_de.0.norm1.bias"] = torch.zeros(23)
    else:
        state["base_model.blocks.0.attn.qkv.bias"] = torch.zeros(71)
    torch.save({"state_dict": state}, checkpoint)
    with pytest.raises(WeightsError, match=said):
        load_released(checkpoint, build=build_tiny)


class Trap:
    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return (partial(Path.touch), (Path("trap-was-sprung"),))


def test_code_in_a_file_is_not_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "evil.pth").write_bytes(pickle.dumps({"state_dict": Trap()}, protocol=2))
    with pytest.raises(WeightsError, match="not opened"):
        read_tensors(tmp_path / "evil.pth")
    assert not (tmp_path / "trap-was-sprung").exists()


def test_a_file_that_is_cut_off_missing_or_no_checkpoint_is_named(checkpoint: Path) -> None:
    whole = checkpoint.read_bytes()
    checkpoint.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(WeightsError, match=r"DreamClear-1024\.pth"):
        read_tensors(checkpoint)
    torch.save([1, 2], checkpoint)
    with pytest.raises(WeightsError, match="no named tensors"):
        read_tensors(checkpoint)
    with pytest.raises(WeightsError, match="does not exist"):
        read_tensors(checkpoint.with_name("gone.pth"))


def test_the_command_writes_a_folder_that_diffusers_loads(
    checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "load_released", partial(load_released, build=build_tiny))
    folder = checkpoint.parent / "converted"
    result = CliRunner().invoke(command.commands, ["convert", str(checkpoint), str(folder)])
    assert result.exit_code == 0, result.output
    assert str(folder) in result.output
    loaded = DreamClearTransformer2DModel.from_pretrained(folder).state_dict()
    for name, tensor in tiny_transformer().state_dict().items():
        assert torch.equal(loaded[name], tensor), name


def test_the_command_writes_into_no_folder_that_is_there(
    checkpoint: Path,
) -> None:
    with pytest.raises(WeightsError, match="is there already"):
        write_converted(tiny_transformer(), checkpoint.parent)
    with pytest.raises(WeightsError, match="cannot be written"):
        write_converted(tiny_transformer(), checkpoint / "below-a-file")
    assert list(checkpoint.parent.iterdir()) == [checkpoint]


def test_the_command_refuses_with_one_line_and_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["dreamclear", "convert", str(tmp_path / "gone.pth"), str(tmp_path / "folder")]
    monkeypatch.setattr("sys.argv", arguments)
    with pytest.raises(SystemExit) as ended:
        command.run()
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "folder").exists()
