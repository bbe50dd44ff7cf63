"""No model is asked unless the environment names one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from detente.evidence.language_model.configuration import configured_model
from detente.evidence.language_model.openai_compatible import OpenAICompatible
from detente.evidence.language_model.protocol import ModelNotConfigured
from detente.evidence.language_model.pydantic_ai import PydanticAI


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"DETENTE_MODEL": " "},
        {"DETENTE_MODEL_URL": "http://localhost/v1", "DETENTE_MODEL_KEY": "k"},
        {"OPENAI_API_KEY": "k"},
    ],
)
def test_off_unless_named(environment: dict[str, str]) -> None:
    assert configured_model(environment) is None


def test_an_endpoint_of_ones_own() -> None:
    model = configured_model(
        {"DETENTE_MODEL": "m", "DETENTE_MODEL_URL": "http://127.0.0.1/v1", "DETENTE_MODEL_KEY": "secret"}
    )
    assert model == OpenAICompatible("http://127.0.0.1/v1", "m", key_variable="DETENTE_MODEL_KEY")
    assert "secret" not in repr(model)


def test_a_provider_of_pydantic_ai() -> None:
    model = configured_model({"DETENTE_MODEL": "openai:gpt"})
    assert isinstance(model, PydanticAI)
    assert model.name == "openai:gpt"


@pytest.mark.parametrize("name", ["gpt", "openai:", ":gpt"])
def test_a_name_without_an_endpoint_says_what_to_do(name: str) -> None:
    with pytest.raises(ModelNotConfigured, match="DETENTE_MODEL_URL"):
        configured_model({"DETENTE_MODEL": name})


def test_a_wrong_endpoint_is_refused() -> None:
    with pytest.raises(ModelNotConfigured):
        configured_model({"DETENTE_MODEL": "m", "DETENTE_MODEL_URL": "nowhere"})


def test_importing_brings_in_no_client() -> None:
    code = (
        "import sys, detente.evidence.language_model.configuration, detente.evidence.language_model.proposing\n"
        "assert not {'httpx', 'openai', 'pydantic_ai', 'spacy'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
