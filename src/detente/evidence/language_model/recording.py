"""Answers of a model written to a file, and given again from it: the same requests, no model, no network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detente.evidence.language_model.protocol import LanguageModel, Message, ModelError, NotRecorded


def digest(messages: Sequence[Message], schema: Mapping[str, Any]) -> str:
    """What identifies a request: its messages and the shape asked, whoever is asked."""
    turns = [[message.role, message.content] for message in messages]
    canonical = json.dumps([turns, schema], sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Recording:
    """Asks a model and adds each answer to a JSONL file: the request's digest, the model's name, the answer.

    Neither the report's text nor any setting of the model is written.
    """

    model: LanguageModel
    path: Path

    @property
    def name(self) -> str:
        """The name of the model that is asked."""
        return self.model.name

    def complete(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Any:
        """The model's answer, after it is written down."""
        answer = self.model.complete(messages, schema)
        line = {"request": digest(messages, schema), "model": self.name, "answer": answer}
        with self.path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        return answer


@dataclass(frozen=True, slots=True)
class Replay:
    """Gives the recorded answers again; a request that occurs several times in the file gets its last answer."""

    path: Path
    name: str = field(init=False)
    _answers: dict[str, Any] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        names, answers = _read(self.path)
        object.__setattr__(self, "name", ", ".join(names) or "replay")
        object.__setattr__(self, "_answers", answers)

    def complete(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Any:
        """The recorded answer."""
        key = digest(messages, schema)
        if key not in self._answers:
            raise NotRecorded(
                f"{self.path} holds no answer to this request (digest {key[:12]}): the report, the prompt or the shape "
                "asked has changed since it was recorded; record it anew"
            )
        return self._answers[key]


def _read(path: Path) -> tuple[list[str], dict[str, Any]]:
    names: dict[str, None] = {}
    answers: dict[str, Any] = {}
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{path}: the recording cannot be read ({type(error).__name__})") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
            names[str(entry["model"])] = None
            answers[str(entry["request"])] = entry["answer"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise ModelError(f"{path}:{number}: not a line of a recording") from None
    return list(names), answers
