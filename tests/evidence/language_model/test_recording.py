"""Recorded answers come back for the same request, and for no other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from detente.evidence.language_model.protocol import Message, ModelError, NotRecorded
from detente.evidence.language_model.recording import Recording, Replay

ASKED = [Message("user", "mark this: a secret report\u2028with odd lines")]
SCHEMA = {"type": "object", "title": "Answer"}


def test_what_is_recorded_comes_back(puppet: Any, tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    answer = {"statements": ["\u2028 “quoted” \n"]}
    assert Recording(puppet([answer]), path).complete(ASKED, SCHEMA) == answer
    replay = Replay(path)
    assert replay.name == "puppet"
    assert replay.complete(ASKED, SCHEMA) == answer
    assert replay.complete(ASKED, dict(reversed(SCHEMA.items()))) == answer


def test_the_report_is_not_written_down(puppet: Any, tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    Recording(puppet([{}]), path).complete(ASKED, SCHEMA)
    assert set(json.loads(path.read_text(encoding="utf-8"))) == {"request", "model", "answer"}
    assert "secret" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("messages", "schema"),
    [
        ([Message("user", "another report")], SCHEMA),
        ([Message("system", ASKED[0].content)], SCHEMA),
        ([*ASKED, *ASKED], SCHEMA),
        (ASKED, {"type": "object"}),
    ],
)
def test_an_unknown_request_is_a_clear_error(
    puppet: Any, tmp_path: Path, messages: list[Message], schema: dict[str, Any]
) -> None:
    path = tmp_path / "answers.jsonl"
    Recording(puppet([{}]), path).complete(ASKED, SCHEMA)
    with pytest.raises(NotRecorded, match="record it anew"):
        Replay(path).complete(messages, schema)


@pytest.mark.parametrize("line", ["{", "[]", '{"request": "x"}', "null", "[" * 10_000])
def test_a_broken_recording_names_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text(f'{{"request": "a", "model": "m", "answer": 1}}\n\n{line}\n', encoding="utf-8")
    with pytest.raises(ModelError, match=r"answers\.jsonl:3"):
        Replay(path)


def test_a_missing_recording_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        Replay(tmp_path / "none.jsonl")
