"""Every kind of bad input has its message, its place and exit code 1, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run, contents, run
from tests.cli.made_up import BAD, BOUND_AGAINST_ITSELF, SMALL


@pytest.mark.parametrize("name", BAD)
def test_faulty_case(name: str, small: Path, here: Run) -> None:
    text, line = BAD[name]
    (small / "case.yaml").write_text(text, encoding="utf-8", newline="")
    before = contents(small.parent)
    done = here("check", small)
    assert done.code == 1
    assert done.out == ""
    assert any(told.startswith(line) for told in done.err.splitlines()), done.err
    assert done.err.endswith(("1 fault\n", " faults\n"))
    out = small / "brief.html"
    brief = here("brief", small, "-o", out)
    assert brief.code == 1
    assert brief.err.endswith("; nothing was written\n")
    assert here("settle", small).code == 1
    assert contents(small.parent) == before


def test_all_faults_at_once_in_a_real_process(small: Path) -> None:
    text = SMALL.replace("kind: number, from: 0", "kind: number").replace("weights", "wieghts")
    (small / "case.yaml").write_text(text, encoding="utf-8")
    done = run("check", small)
    assert (done.code, done.out) == (1, "")
    places = [line.split(": ")[0] for line in done.err.splitlines()[:-1]]
    assert places == ["case.yaml:12:5", "case.yaml:15:5", "case.yaml:21:5"]
    assert done.err.splitlines()[-1] == "3 faults"


def test_faults_as_json(small: Path, here: Run) -> None:
    (small / "case.yaml").write_text(SMALL.replace("= shared", "= sharde"), encoding="utf-8")
    done = here("check", small, "--json")
    assert done.code == 1
    (fault,) = done.json["faults"]
    assert (fault["file"], fault["line"], fault["column"]) == ("case.yaml", 27, 40)
    assert fault["severity"] == "error"
    assert "did you mean 'shared'" in fault["todo"]


def test_missing_file(here: Run, tmp_path: Path) -> None:
    done = here("settle", tmp_path / "nowhere")
    assert done.code == 1
    assert "no such file" in done.err
    assert "detente new" in done.err


def test_file_that_is_not_text(small: Path, here: Run) -> None:
    (small / "case.yaml").write_bytes(SMALL.encode("utf-16"))
    done = here("check", small)
    assert done.code == 1
    assert "not UTF-8" in done.err


def test_offer_against_its_author_is_a_warning(small: Path, here: Run) -> None:
    (small / "case.yaml").write_text(BOUND_AGAINST_ITSELF, encoding="utf-8")
    done = here("check", small)
    assert (done.code, done.err) == (0, "")
    assert "warning: case.yaml:27:5: offers.0: north offers what its own numbers say it would refuse" in done.out
    (row,) = here("check", small, "--json").json["faults"]
    assert row["severity"] == "warning"


def test_text_that_would_steer_the_terminal(small: Path, here: Run) -> None:
    steering = SMALL.replace("A small case", '"\\e[31mred [bold]not bold[/bold] :smile:"')
    (small / "case.yaml").write_text(steering, encoding="utf-8")
    done = here("settle", small)
    assert "\033" not in done.out
    assert "[31mred [bold]not bold[/bold] :smile:" in done.out


@pytest.mark.parametrize(
    "words",
    [["settle"], ["sttle"], ["settle", "--jsn", "x"], ["what-if", "x"], ["brief", "x", "--format", "pdf"]],
    ids=" ".join,
)
def test_wrong_use(words: list[str], here: Run) -> None:
    done = here(*words)
    assert (done.code, done.out) == (2, "")
    assert "Usage: detente" in done.err
