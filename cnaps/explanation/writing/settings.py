"""Whether and where a language model is asked: read from the environment here and nowhere else."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from cnaps.errors import SettingError

ADDRESS, MODEL, TOKEN, SECONDS = "CNAPS_LLM_URL", "CNAPS_LLM_MODEL", "CNAPS_LLM_TOKEN", "CNAPS_LLM_SECONDS"
HUB_TOKEN = "HF_TOKEN"
USUAL_SECONDS, MOST_SECONDS = 20.0, 600.0

_HUB_HOST = re.compile(r"(?:.+\.)?huggingface\.(?:co|cloud)")
_TOKEN = re.compile(r"[!-~]*")
_ADDRESS = re.compile(r"[!-~]+")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """A language model that may be asked; neither its token nor its address is ever shown."""

    address: str = field(default="", repr=False)
    """Of an OpenAI-compatible server; empty for Hugging Face Inference."""
    model: str = ""
    """Its name; empty where a server has one model only."""
    token: str = field(default="", repr=False)
    seconds: float = USUAL_SECONDS
    """For a whole answer, repair included."""

    @property
    def name(self) -> str:
        """How a reader is told of it."""
        return f"the language model {self.model}" if self.model else "a language model"


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings | None:
    """The language model that the environment names; None where it names none.

    A Hugging Face token alone switches nothing on, and it is sent to Hugging Face only.

    Raises:
        SettingError: a value that cannot be used, or a model without an address or a token.
    """
    address, model = (environment.get(name, "").strip() for name in (ADDRESS, MODEL))
    if not address and not model:
        return None
    _check_address(address)
    return Settings(
        address=address,
        model=model,
        token=_token(environment, address),
        seconds=_seconds(environment.get(SECONDS, "").strip()),
    )


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        good = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if address and not (good and _ADDRESS.fullmatch(address) and "@" not in parts.netloc):
        raise SettingError(
            f"{ADDRESS} is no address of a language model: use http:// or https:// without a password in it, "
            "for example http://127.0.0.1:8080/v1."
        )


def _token(environment: Mapping[str, str], address: str) -> str:
    own, hub = (environment.get(name, "").strip() for name in (TOKEN, HUB_TOKEN))
    at_hub = not address or _HUB_HOST.fullmatch(urlsplit(address).hostname or "")
    token = own or (hub if at_hub else "")
    if not _TOKEN.fullmatch(token):
        raise SettingError(
            f"The token in {TOKEN if own else HUB_TOKEN} holds a space or a sign that no token has."
        )
    if not address and not token.startswith("hf_"):
        raise SettingError(
            f"{MODEL} is set, but there is no Hugging Face token to ask it with: set {HUB_TOKEN} to a token "
            f"that begins with hf_, or {ADDRESS} to the address of another server."
        )
    return token


def _seconds(text: str) -> float:
    try:
        seconds = float(text or USUAL_SECONDS)
    except ValueError:
        seconds = 0.0
    if not 1 <= seconds <= MOST_SECONDS:
        raise SettingError(f"{SECONDS} {text!r} is not allowed: use 1 to {MOST_SECONDS:g} seconds.")
    return seconds
