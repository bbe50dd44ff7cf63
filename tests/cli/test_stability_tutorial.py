"""docs/tutorials/would-it-hold.md is true: its commands and its snippet run on its own file."""

from __future__ import annotations

import contextlib
import io
import shlex
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.test_pages import blocks, follow, sessions

PAGE = "tutorials/would-it-hold.md"


@pytest.fixture
def ferry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ferry").mkdir()
    return tmp_path


def test_the_tutorial_leads_from_actions_to_a_brief(ferry: Path, here: Run) -> None:
    first, variant = blocks(PAGE, "yaml")
    shown = list(sessions(PAGE))
    assert [shlex.split(command)[1] for command, _ in shown] == ["check", *["stability"] * 4, "brief"]
    for number, (command, lines) in enumerate(shown):
        (ferry / "ferry/case.yaml").write_text(first + variant * (number >= 4), encoding="utf-8")
        assert follow(command, lines, ferry, here).code == 0, command
    page = (ferry / "ferry.html").read_text(encoding="utf-8")
    for words in (
        "Would it hold?",
        "Hesk would leave the first draft.",
        "For Hesk it is no better to close the harbour than to stay.",
        "Orm gains, should Hesk close the harbour, by this answer: blockade the strait.",
        "the nearest state that would hold is",
        "Hesk and The League could together go from today to the second draft",
    ):
        assert words in page, words


def test_the_snippet_prints_what_the_page_shows(ferry: Path) -> None:
    first, _ = blocks(PAGE, "yaml")
    (snippet,), (shown,) = blocks(PAGE, "python"), blocks(PAGE, "text")
    (ferry / "ferry/case.yaml").write_text(first, encoding="utf-8")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(snippet, PAGE, "exec"), {})
    assert printed.getvalue() == shown
