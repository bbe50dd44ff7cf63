"""What a language model is to us: something that completes messages with data of a given shape.

ModelError                   a model could not be asked, or its answer not be used
├── ModelUnavailable         no connection, no answer in time, an HTTP status other than 200
├── ModelAnswerUnusable      too large, not JSON, not of the shape asked
├── ModelNotConfigured       the settings name no model that can be asked
└── NotRecorded              a replay was asked what its recording does not hold
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from detente.foundation.errors import DetenteError


class ModelError(DetenteError):
    """A model could not be asked, or its answer could not be used."""


class ModelUnavailable(ModelError):
    """No connection, no answer in time, or a status that is no answer."""


class ModelAnswerUnusable(ModelError):
    """The answer is too large, is not JSON, or does not have the shape asked."""


class ModelNotConfigured(ModelError):
    """The settings do not name a model that can be asked."""


class NotRecorded(ModelError):
    """A replay was asked what its recording does not hold."""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn: instructions come from us (`system`), tasks from us (`user`), answers from the model."""

    role: Literal["system", "user", "assistant"]
    content: str


class LanguageModel(Protocol):
    """Completes messages with JSON data that follows a JSON Schema."""

    @property
    def name(self) -> str:
        """The model's name, as it is written beside what it proposed."""
        ...

    def complete(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Any:
        """The answer as data. Raises `ModelError`, and nothing else, where there is none."""
        ...
