"""Which language model is asked: none, unless the environment names one.

`DETENTE_MODEL`      the model's name; without it no model is ever asked
`DETENTE_MODEL_URL`  the endpoint, as in `http://localhost:11434/v1`; without it the name is one of pydantic-ai's,
                     as in `openai:NAME`, and its provider reads a key of its own
`DETENTE_MODEL_KEY`  the endpoint's key, read when a request is sent
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from detente.evidence.language_model.openai_compatible import OpenAICompatible
from detente.evidence.language_model.protocol import LanguageModel, ModelNotConfigured
from detente.evidence.language_model.pydantic_ai import PydanticAI

MODEL = "DETENTE_MODEL"
URL = "DETENTE_MODEL_URL"
KEY = "DETENTE_MODEL_KEY"


def configured_model(environment: Mapping[str, str] | None = None) -> LanguageModel | None:
    """The model that the environment names, or none. Nothing is asked and no key is read here.

    >>> configured_model({}) is None
    True
    >>> configured_model({"DETENTE_MODEL": "small", "DETENTE_MODEL_URL": "http://localhost:11434/v1"}).name
    'small'
    """
    environment = os.environ if environment is None else environment
    name = environment.get(MODEL, "").strip()
    url = environment.get(URL, "").strip()
    if not name:
        return None
    if url:
        return OpenAICompatible(url, name, key_variable=KEY)
    provider, colon, model = name.partition(":")
    if not (provider and colon and model):
        raise ModelNotConfigured(
            f"{MODEL} is {name!r}: give its endpoint in {URL}, or a provider and a name such as openai:NAME"
        )
    return PydanticAI(name)
