"""docs/tutorials/code-a-treaty.md is true: its commands run on its own files, which are those of the library."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.test_pages import blocks, follow, sessions
from tests.gates.tree import ROOT

from detente.case.reading import parse_case

PAGE = "tutorials/code-a-treaty.md"
LIBRARY = ROOT / "library/guarantee-drafts"


def test_the_tutorial_leads_from_a_text_to_a_comparison(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "strait").mkdir()
    case = tmp_path / "strait/case.yaml"
    first, second = blocks(PAGE, "yaml")
    both = (first + second).replace("suppose: [draft-1]", "suppose: [draft-1, draft-2]")
    shown = list(sessions(PAGE))
    assert [shlex.split(command)[1] for command, _ in shown] == ["check", *["commitments"] * 4]
    for number, (command, lines) in enumerate(shown):
        case.write_text(first if number < 2 else both, encoding="utf-8")
        assert follow(command, lines, tmp_path, here).code == 0, command
    assert here("check", "strait").code == 0
    assert parse_case(both).case == parse_case((LIBRARY / "case.yaml").read_text(encoding="utf-8")).case


def test_the_texts_are_those_of_the_library() -> None:
    page = (ROOT / "docs" / PAGE).read_text(encoding="utf-8")
    quoted = [line.removeprefix(">").strip() for line in page.splitlines() if line.startswith(">")]
    for draft in ("draft-1.md", "draft-2.md"):
        lines = (LIBRARY / "texts" / draft).read_text(encoding="utf-8").splitlines()[2:]
        assert all(line.strip() in quoted for line in lines)
