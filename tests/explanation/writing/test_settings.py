from __future__ import annotations

import subprocess
import sys

import pytest

from cnaps.errors import SettingError
from cnaps.explanation.writing import BY_ITSELF, LanguageModel, Settings, chosen_writer, read_settings

LOCAL = "http://127.0.0.1:8080/v1"
HUB_TOKEN = "hf_" + "a" * 30


@pytest.mark.parametrize(
    "environment", [{}, {"HF_TOKEN": HUB_TOKEN}, {"CNAPS_LLM_TOKEN": "x"}, {"CNAPS_LLM_URL": " "}]
)
def test_nothing_is_switched_on_without_an_address_or_a_model(environment: dict[str, str]) -> None:
    assert read_settings(environment) is None
    assert chosen_writer(environment) is BY_ITSELF


def test_an_address_is_enough() -> None:
    assert read_settings({"CNAPS_LLM_URL": LOCAL}) == Settings(address=LOCAL)
    assert isinstance(chosen_writer({"CNAPS_LLM_URL": LOCAL}), LanguageModel)


def test_a_model_with_a_hugging_face_token_is_enough() -> None:
    found = read_settings({"CNAPS_LLM_MODEL": "a/b", "HF_TOKEN": HUB_TOKEN, "CNAPS_LLM_SECONDS": "45"})
    assert found == Settings(model="a/b", token=HUB_TOKEN, seconds=45.0)


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        (LOCAL, ""),
        ("https://evilhuggingface.co/v1", ""),
        ("https://huggingface.co.evil.example/v1", ""),
        ("https://router.huggingface.co/v1", HUB_TOKEN),
        ("https://abc.endpoints.huggingface.cloud/v1", HUB_TOKEN),
    ],
)
def test_a_hugging_face_token_is_for_hugging_face_only(address: str, sent: str) -> None:
    found = read_settings({"CNAPS_LLM_URL": address, "HF_TOKEN": HUB_TOKEN})
    assert found is not None
    assert found.token == sent


def test_a_token_of_its_own_goes_to_the_address() -> None:
    found = read_settings({"CNAPS_LLM_URL": LOCAL, "CNAPS_LLM_TOKEN": "sk-1", "HF_TOKEN": HUB_TOKEN})
    assert found is not None
    assert found.token == "sk-1"


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"CNAPS_LLM_URL": "127.0.0.1:8080"}, "CNAPS_LLM_URL"),
        ({"CNAPS_LLM_URL": "ftp://127.0.0.1"}, "CNAPS_LLM_URL"),
        ({"CNAPS_LLM_URL": "http://"}, "CNAPS_LLM_URL"),
        ({"CNAPS_LLM_URL": "http://[1"}, "CNAPS_LLM_URL"),
        ({"CNAPS_LLM_URL": "http://a:b@host/v1"}, "CNAPS_LLM_URL"),
        ({"CNAPS_LLM_URL": "http://ho st/v1"}, "CNAPS_LLM_URL"),
        ({"CNAPS_LLM_URL": LOCAL, "CNAPS_LLM_SECONDS": "0"}, "CNAPS_LLM_SECONDS"),
        ({"CNAPS_LLM_URL": LOCAL, "CNAPS_LLM_SECONDS": "soon"}, "CNAPS_LLM_SECONDS"),
        ({"CNAPS_LLM_URL": LOCAL, "CNAPS_LLM_SECONDS": "nan"}, "CNAPS_LLM_SECONDS"),
        ({"CNAPS_LLM_URL": LOCAL, "CNAPS_LLM_TOKEN": "secret\nsecret"}, "CNAPS_LLM_TOKEN"),
        ({"CNAPS_LLM_MODEL": "a/b"}, "HF_TOKEN"),
        ({"CNAPS_LLM_MODEL": "a/b", "HF_TOKEN": "secret"}, "HF_TOKEN"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_without_its_secrets(
    environment: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingError, match=named) as raised:
        read_settings(environment)
    assert "secret" not in str(raised.value)
    assert "a:b" not in str(raised.value)


def test_neither_token_nor_address_is_shown() -> None:
    shown = repr(Settings(address="http://host/v1?key=abc", model="m", token="sk-1"))
    assert "sk-1" not in shown
    assert "abc" not in shown


def test_the_client_is_loaded_for_the_first_question_only() -> None:
    code = (
        "import sys; from cnaps.explanation.writing import chosen_writer; "
        f"chosen_writer({{'CNAPS_LLM_URL': '{LOCAL}'}}); sys.exit('huggingface_hub' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
