"""docs/tutorials/how-sure-is-it.md is true: its commands run on its own case, and print what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.test_pages import blocks, follow, sessions

PAGE = "tutorials/how-sure-is-it.md"


def test_the_tutorial_leads_from_ranges_to_a_brief(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: Run) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dam").mkdir()
    (case,) = blocks(PAGE, "yaml")
    (tmp_path / "dam/case.yaml").write_text(case, encoding="utf-8")
    shown = list(sessions(PAGE))
    commands = ["check", "settle", "study", "what-if", "what-if", "what-if", "study", "brief"]
    assert [command.split()[1] for command, _ in shown] == commands
    told = [follow(command, lines, tmp_path, here) for command, lines in shown]
    assert [done.code for done in told] == [0] * len(told)
    assert "certainty" in (tmp_path / "dam.html").read_text(encoding="utf-8")
    study = told[2].out.replace("\u00a0", " ").splitlines()
    rows = [line for block in blocks(PAGE, "text") for line in block.splitlines() if "%" in line]
    assert len(rows) == 4
    for line in rows:
        first, *others = (cell.strip() for cell in line.split("  ") if cell.strip())
        (row,) = (one for one in study if first in one and all(cell.split(", ")[0] in one for cell in others))
        assert row
