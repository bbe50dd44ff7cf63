"""new, check, fmt and schema, as a newcomer meets them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import EXAMPLE, Run, contents, environment, run
from tests.cli.made_up import SMALL

from detente import __version__

COMMANDS = ("new", "check", "fmt", "schema", "settle", "brief", "what-if")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_an_example(command: str, here: Run) -> None:
    for flag in ("--help", "-h"):
        done = here(command, flag)
        assert (done.code, done.err) == (0, "")
        assert f"Example: detente {command}" in done.out
        assert "--json" in done.out
        assert max(map(len, done.out.splitlines())) <= 80


def test_help_without_words(here: Run) -> None:
    shown = here("--help")
    assert shown.code == 0
    assert "Start with: detente new my-case" in shown.out
    assert all(f"│ {command} " in shown.out for command in COMMANDS)
    assert "detente 0." in here("--version").out


def test_the_installed_program() -> None:
    program = Path(sys.executable).with_name("detente")
    if not program.exists():
        pytest.skip("detente is not installed beside this Python")
    done = subprocess.run([program, "--version"], env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"detente {__version__}\n", "")


def test_a_new_case_works_at_once(tmp_path: Path, here: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    made = run("new", "border-talks", cwd=tmp_path)
    assert (made.code, made.err) == (0, "")
    assert made.out == (
        "wrote border-talks/case.yaml\nnext: detente check border-talks   then   detente settle border-talks\n"
    )
    monkeypatch.chdir(tmp_path)
    checked = here("check", "border-talks")
    assert (checked.code, checked.err) == (0, "")
    assert checked.out.startswith("border-talks/case.yaml: no faults, no warnings (2 parties, 3 issues")
    settled = here("settle", "border-talks")
    assert (settled.code, settled.err) == (0, "")
    assert "Border talks" in settled.out
    written = here("brief", "border-talks")
    assert (written.code, written.err) == (0, "")
    assert written.out.endswith("The brief is in border-talks.html\n")
    assert set(contents(tmp_path)) == {"border-talks/case.yaml", "border-talks.html"}


def test_new_with_json_and_folders_on_the_way(tmp_path: Path, here: Run) -> None:
    done = here("new", tmp_path / "a/b/c", "--json")
    assert done.json == {"case": f"{tmp_path}/a/b/c/case.yaml"}
    assert (tmp_path / "a/b/c/case.yaml").exists()


@pytest.mark.parametrize("name", ["Été 2025: Phase_2", "MY-CASE", "x y"])
def test_new_makes_an_id_of_any_name(name: str, tmp_path: Path, here: Run) -> None:
    assert here("new", tmp_path / name).code == 0
    assert here("check", tmp_path / name).code == 0


def test_new_here(tmp_path: Path, here: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "talks"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert here("new", ".").code == 0
    assert "id: talks\n" in (folder / "case.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["12", "if", "…"])
def test_new_refuses_what_gives_no_id(name: str, tmp_path: Path, here: Run) -> None:
    done = here("new", tmp_path / name)
    assert (done.code, done.out) == (2, "")
    assert "gives no id" in done.err
    assert not (tmp_path / name).exists()


def test_new_never_overwrites(small: Path, here: Run) -> None:
    done = here("new", small)
    assert done.code == 2
    assert "already there" in done.err
    assert (small / "case.yaml").read_text(encoding="utf-8") == SMALL


def test_check_of_the_worked_case(here: Run) -> None:
    done = here("check", EXAMPLE)
    assert (done.code, done.err) == (0, "")
    assert "no faults" in done.out
    told = here("check", EXAMPLE, "--json")
    assert told.code == 0
    assert set(told.json) == {"case", "digest", "faults"}


def test_check_takes_the_file_itself(small: Path, here: Run) -> None:
    assert here("check", small / "case.yaml").code == 0


def test_fmt_tidies_and_then_leaves_alone(small: Path, here: Run) -> None:
    (small / "case.yaml").write_text(
        SMALL.replace("    weights", "      weights", 1) + "\n\n# last\n", encoding="utf-8"
    )
    untidy = SMALL.replace("title: A small case", "title:    A small case")
    (small / "case.yaml").write_text(untidy, encoding="utf-8")
    looked = here("fmt", small, "--check")
    assert (looked.code, looked.err) == (1, "")
    assert looked.out == f"{small}/case.yaml: not tidy\n"
    assert (small / "case.yaml").read_text(encoding="utf-8") == untidy
    tidied = run("fmt", small, "--json")
    assert tidied.json == {"case": f"{small}/case.yaml", "tidy": False, "written": True}
    text = (small / "case.yaml").read_text(encoding="utf-8")
    assert "title: A small case" in text
    assert "# a comment that stays" in text
    assert "# from two interviews" in text
    again = here("fmt", small, "--check", "--json")
    assert (again.code, again.json["tidy"]) == (0, True)
    assert (small / "case.yaml").read_text(encoding="utf-8") == text


def test_fmt_of_a_faulty_file_changes_nothing(small: Path, here: Run) -> None:
    (small / "case.yaml").write_text(SMALL + "title: again\n", encoding="utf-8")
    before = contents(small)
    done = here("fmt", small)
    assert (done.code, done.out) == (1, "")
    assert "case.yaml:28:1: the key 'title' stands twice" in done.err
    assert contents(small) == before


def test_schema(tmp_path: Path, here: Run) -> None:
    shown = run("schema")
    assert shown.code == 0
    assert {"parties", "issues"} <= set(shown.json["properties"])
    written = here("schema", "-o", tmp_path / "case.schema.json", "--json")
    assert written.json == {"schema": f"{tmp_path}/case.schema.json"}
    assert json.loads((tmp_path / "case.schema.json").read_text(encoding="utf-8")) == shown.json
