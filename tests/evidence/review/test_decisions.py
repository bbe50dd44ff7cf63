"""Decisions: nothing is lost, the last word of each coder counts, and coders who differ make a dispute."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from detente.evidence.review.decisions import LOG, Decision, append_decision, read_decisions, standings
from detente.foundation.errors import WorkspaceError


def said(state: str, by: str = "ann", item: str = "i1", **more: object) -> Decision:
    return Decision(item, "statement", state, by, **more)  # type: ignore[arg-type]


def test_what_was_said_is_read_back_in_order(tmp_path: Path) -> None:
    words = [
        said("accepted"),
        said("edited", edited={"act": "demand", "to": ["usa"]}, why="it asks"),
        said("rejected", "bob"),
    ]
    written = [append_decision(tmp_path, word) for word in words]
    assert list(read_decisions(tmp_path)) == written
    assert all(word.on.endswith("+00:00") for word in written)
    assert [word.why for word in written] == ["", "it asks", ""]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ([], None),
        ([said("accepted")], "accepted"),
        ([said("accepted"), said("rejected")], "rejected"),
        ([said("accepted"), said("proposed")], "proposed"),
        ([said("accepted"), said("accepted", "bob")], "accepted"),
        ([said("accepted"), said("rejected", "bob")], "disputed"),
        ([said("accepted"), said("rejected", "bob"), said("accepted", "bob")], "accepted"),
        ([said("accepted"), said("rejected", "bob"), said("proposed", "bob")], "accepted"),
        ([said("edited", edited={"act": "demand"}), said("edited", "bob", edited={"act": "offer"})], "disputed"),
        ([said("edited", edited={"act": "demand"}), said("edited", "bob", edited={"act": "demand"})], "edited"),
        ([said("accepted"), said("edited", "bob", edited={"act": "demand"})], "disputed"),
        ([said("accepted"), said("rejected", "bob"), said("accepted", "eve", settles=True)], "accepted"),
        ([said("accepted", "eve", settles=True), said("rejected", "bob")], "disputed"),
    ],
)
def test_where_an_item_stands(words: list[Decision], state: str | None) -> None:
    found = standings(words).get("i1")
    assert (found.state if found else None) == state


def test_half_a_line_is_left_out_and_written_over(tmp_path: Path) -> None:
    append_decision(tmp_path, said("accepted"))
    append_decision(tmp_path, said("rejected", "bob"))
    whole = (tmp_path / LOG).read_bytes()
    (tmp_path / LOG).write_bytes(whole[:-9])
    assert len(read_decisions(tmp_path)) == 1
    append_decision(tmp_path, said("accepted", "eve"))
    assert [word.by for word in read_decisions(tmp_path)] == ["ann", "eve"]


@pytest.mark.parametrize(
    "line",
    [
        "{nonsense}", "[1]", '{"item": "i", "kind": "statement", "state": "maybe", "by": "ann"}',
        '{"item": "i", "kind": "statement", "state": "accepted"}',
        '{"item": "i", "kind": "statement", "state": "accepted", "by": "ann", "oops": 1}',
        '{"item": "i", "kind": "statement", "state": "edited", "by": "ann"}',
        '{"item": "i", "kind": "statement", "state": "accepted", "by": "ann", "credibility": 7}',
    ],
)  # fmt: skip
def test_a_damaged_line_is_named(tmp_path: Path, line: str) -> None:
    append_decision(tmp_path, said("accepted"))
    with (tmp_path / LOG).open("a", encoding="utf-8") as log:
        log.write(line + "\n")
    with pytest.raises(WorkspaceError, match=r"decisions.jsonl:2: "):
        read_decisions(tmp_path)


def test_a_decision_that_says_nothing_is_not_written(tmp_path: Path) -> None:
    for wrong in (said("edited"), said("accepted", by=" "), said("accepted", credibility=0)):
        with pytest.raises(WorkspaceError):
            append_decision(tmp_path, wrong)
    assert read_decisions(tmp_path) == ()


WRITER = """
import sys
from detente.evidence.review.decisions import Decision, append_decision
for number in range(60):
    append_decision(sys.argv[1], Decision(f"i{number}", "statement", "accepted", sys.argv[2], why="x" * 300))
"""


@pytest.mark.skipif(os.name == "nt", reason="appending is not atomic there")
def test_two_people_may_write_at_once(tmp_path: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name]) for name in ("ann", "bob")]
    assert [process.wait() for process in running] == [0, 0]
    found = read_decisions(tmp_path)
    for name in ("ann", "bob"):
        assert [word.item for word in found if word.by == name] == [f"i{number}" for number in range(60)]
