"""docs/reference is true: the examples run, and the documented keys are those that are printed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import EXAMPLE, Run
from tests.cli.made_up import SMALL
from tests.gates.tree import ROOT

PAGES = ROOT / "docs/reference"


def sessions() -> Iterator[tuple[str, list[str]]]:
    """Each command that the page shows, with the lines that it shows of its output."""
    page = (PAGES / "command-line.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```console\n(.*?)^```", page, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *lines = part.splitlines()
            yield command, [line for line in lines if line != "…"]


def test_examples_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: Run) -> None:
    monkeypatch.chdir(tmp_path)
    shown = list(sessions())
    assert len(shown) >= 9
    for command, lines in shown:
        program, *words = shlex.split(command)
        assert program == "detente"
        done = here(*words)
        told = iter((done.out + done.err).splitlines())
        for line in lines:
            assert line in told, f"{command}: {line!r} is not there, or not in this order\n{done.out}{done.err}"


def documented(heading: str) -> set[str]:
    """The keys in the first table below a heading of json.md."""
    page = (PAGES / "json.md").read_text(encoding="utf-8")
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
