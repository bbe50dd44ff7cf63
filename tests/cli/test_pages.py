"""docs/reference is true: the examples run, and the documented keys are those that are printed."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import EXAMPLE, Done, Run
from tests.cli.made_up import SMALL
from tests.cli.promises import MEMBERS
from tests.gates.tree import ROOT

DOCS = ROOT / "docs"
PAGES = DOCS / "reference"
REPORTS = ROOT / "library/evidence-ceasefire/reports"
DRAFTS = ROOT / "library/guarantee-drafts"


def blocks(page: str, kind: str) -> list[str]:
    """The blocks of one kind that a page of docs shows."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def sessions(page: str) -> Iterator[tuple[str, list[str]]]:
    """Each command that the page shows, with the lines that it shows of its output."""
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.splitlines()
            yield command, [line for line in lines if line != "…"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with the reports, the case and the rows that the pages speak of."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(REPORTS, tmp_path / "reports")
    shutil.copytree(DRAFTS, tmp_path / "strait")
    (tmp_path / "members.csv").write_text(MEMBERS, encoding="utf-8")
    return tmp_path


def typed(command: str, desk: Path) -> list[str]:
    """The words of a command after the program's name, with `*` filled in as a shell does."""
    program, *words = shlex.split(command)
    assert program == "detente"
    found = [sorted(str(path.relative_to(desk)) for path in desk.glob(word)) or [word] for word in words]
    return [word for group in found for word in group]


def follow(command: str, lines: list[str], desk: Path, here: Run) -> Done:
    """Type the command, and find the lines in what it prints, in their order."""
    done = here(*typed(command, desk))
    told = iter((done.out + done.err).splitlines())
    for line in lines:
        shown = any(line.strip() == one.strip() for one in told)
        assert shown, f"{command}: {line!r} is not there, or not in this order\n{done.out}{done.err}"
    return done


def test_examples_of_the_page(desk: Path, here: Run) -> None:
    shown = list(sessions("reference/command-line.md"))
    assert len(shown) >= 13
    for command, lines in shown:
        follow(command, lines, desk, here)


def test_the_tutorial_leads_from_reports_to_a_brief(desk: Path, here: Run) -> None:
    page = "tutorials/from-reports-to-a-brief.md"
    case, *_ = blocks(page, "yaml")
    shown = list(sessions(page))
    assert [command.split()[1] for command, _ in shown[:2]] == ["compare", "new"]
    for command, lines in shown:
        assert follow(command, lines, desk, here).code == 0, command
        if command == "detente new truce":
            (desk / "truce/case.yaml").write_text(case, encoding="utf-8")
    assert "<h1" in (desk / "truce.html").read_text(encoding="utf-8")


def documented(heading: str, page_name: str = "json.md") -> set[str]:
    """The keys in the first table below a heading of a page of JSON."""
    page = (PAGES / page_name).read_text(encoding="utf-8")
    (found,) = re.findall(rf"^#+ {heading}\n(.*?)(?=^#|\Z)", page, re.MULTILINE | re.DOTALL)
    return set(re.findall(r"^\| `(\w+)` \|", found, re.MULTILINE))


def test_keys_of_settle(example: Run) -> None:
    answer: dict[str, Any] = example("settle", EXAMPLE, "--json").json
    assert documented("settle") == set(answer)
    for name in ("frontier_feasible", "frontier_acceptable"):
        assert documented("A frontier") == set(answer[name])
    for found in answer["solutions"].values():
        assert documented("A solution") == set(found)


def test_keys_of_what_if(example: Run) -> None:
    answer = example("what-if", EXAMPLE, "ukraine.walk-away=62", "--json").json
    assert documented("what-if") == set(answer)
    for side in ("today", "after"):
        assert documented("settle") | {"proposals"} == set(answer[side])


def test_keys_of_the_rest(small: Path, here: Run) -> None:
    out = small / "out"
    assert documented("new") == set(here("new", small / "one", "--json").json)
    assert documented("check") == set(here("check", small, "--json").json)
    assert documented("fmt") == set(here("fmt", small, "--check", "--json").json)
    assert documented("schema") == set(here("schema", "-o", out, "--json").json)
    assert documented("brief") == set(here("brief", small, "--format", "md", "-o", out, "--json").json)
    (small / "case.yaml").write_text(SMALL.replace("= shared", "= sharde"), encoding="utf-8")
    failed = here("check", small, "--json").json
    page = (PAGES / "json.md").read_text(encoding="utf-8")
    assert set(failed) == {"faults"}
    assert all(f"`{key}`" in page for key in failed["faults"][0])


def test_no_settlement_is_documented(small: Path, here: Run) -> None:
    (small / "case.yaml").write_text(SMALL.replace("walk-away: 40", "walk-away: 99"), encoding="utf-8")
    nash = here("settle", small, "--json").json["solutions"]["nash"]
    assert set(nash) == {"settlement", "reason", "blocking"}
