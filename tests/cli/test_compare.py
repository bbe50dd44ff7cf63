"""`detente compare` as typed: on files, on a case, to a page, and where it cannot do its work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.cli.conftest import Done, Run, contents, inside, run
from tests.gates.tree import ROOT

LIBRARY = ROOT / "library/evidence-ceasefire"
REPORTS = LIBRARY / "reports"
FIRST, SECOND = REPORTS / "r1.txt", REPORTS / "r2.txt"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Done, str]:
    """Two files compared, and the page that was written."""
    page = tmp_path_factory.mktemp("compare") / "side by side.html"
    return inside("compare", FIRST, SECOND, "-o", page), page.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def as_json() -> Done:
    return inside("compare", LIBRARY, "--json")


def test_two_files_in_one_command(files: tuple[Done, str]) -> None:
    done, page = files
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0].startswith("r1  “Velmara Would Halt Shelling")
    assert "Contradicted" in done.out
    assert "Geneva" in done.out
    assert "Vienna" in done.out
    assert "--all shows" in done.out
    assert max(map(len, lines[:-1])) <= 80
    assert lines[-1].startswith("the reports side by side are in ")
    assert page.startswith("<!doctype html>")
    assert "Vienna" in page


def test_a_case_compares_its_own_reports_in_its_own_names(as_json: Done) -> None:
    assert (as_json.code, as_json.err) == (0, "")
    told = as_json.json
    assert told["reports"] == ["r1", "r2", "r3"]
    parties = {
        voice["party"]
        for event in told["events"]
        for slot in event["slots"]
        for value in slot["values"]
        for voice in value["said_by"]
    }
    assert parties & {"velmara", "tolvane", "moren", "meridian"}


def test_every_quotation_stands_at_its_place(as_json: Done) -> None:
    texts = {name: (REPORTS / f"{name}.txt").read_text(encoding="utf-8") for name in ("r1", "r2", "r3")}
    values = [value for event in as_json.json["events"] for slot in event["slots"] for value in slot["values"]]
    assert len(values) > 20
    for value in values:
        start, end = value["span"]
        assert texts[value["report"]][start:end] == value["quote"]


def test_the_contradicted_place_is_found_and_the_traps_are_not(as_json: Done) -> None:
    hard = [
        (slot["slot"], {value["quote"] for value in slot["values"]})
        for event in as_json.json["events"]
        for slot in event["slots"]
        if slot["outcome"] == "hard"
    ]
    assert any(name == "place" and {"Geneva", "Vienna"} <= words for name, words in hard)
    assert not any({"Sefa Durrin", "Sepha Dureen"} <= words for _, words in hard)
    assert not any(name == "host" for name, _ in hard)


def test_the_same_reports_give_the_same_answer_in_a_process_of_its_own(as_json: Done) -> None:
    assert run("compare", LIBRARY, "--json") == as_json


def test_markdown_and_everything(tmp_path: Path, here: Run) -> None:
    page = tmp_path / "page.md"
    done = here("compare", FIRST, SECOND, "--case", LIBRARY, "--all", "-o", page)
    assert done.code == 0
    assert "--all shows" not in done.out
    assert re.search(r"^  agreed +", done.out, re.MULTILINE)
    assert page.read_text(encoding="utf-8").startswith("# 2 reports compared")


def test_a_narrow_terminal_and_long_names(tmp_path: Path, here: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    long = [tmp_path / f"{name}-report-of-an-agency-with-a-long-name.txt" for name in ("first", "second")]
    for path, source in zip(long, (FIRST, SECOND), strict=True):
        path.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    done = here("compare", *long)
    assert done.code == 0
    assert max(map(len, done.out.splitlines())) <= 80
    assert "“Vienna”" in done.out
    assert "“Geneva”" in done.out


def test_what_is_not_english_is_said(tmp_path: Path, here: Run) -> None:
    german = tmp_path / "de.txt"
    said = "Der Präsident sagte am Montag in Berlin, er werde das Angebot nicht annehmen. "
    german.write_text(said * 4, encoding="utf-8")
    done = here("compare", german, FIRST)
    assert done.code == 0
    assert "does not read as English" in done.out


def test_a_folder_is_its_reports(here: Run) -> None:
    done = here("compare", REPORTS, "--json")
    assert done.json["reports"] == ["r1", "r2", "r3"]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ([], "Missing argument"),
        ([FIRST], "there is one report, which compares with nothing"),
        (["empty-folder"], "there is no report"),
        ([ROOT / "library/nash-1950"], "has no report"),
        ([LIBRARY, FIRST], "name it alone to compare its reports"),
        ([LIBRARY, "--case", LIBRARY], "a case takes its own names"),
        ([FIRST, SECOND, "-o", "page.pdf"], "ends in .html or .md"),
        ([FIRST, SECOND, "-o", "nowhere/page.html"], "there is no folder nowhere"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_wrong_use(names: list[object], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: Run) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty-folder").mkdir()
    done = here("compare", *names)
    assert (done.code, done.out) == (2, "")
    assert told in " ".join(done.err.replace("│", " ").split())
    assert contents(tmp_path) == {}


def test_reports_that_cannot_be_read_are_all_named_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty.txt").touch()
    Path("noise.bin").write_bytes(bytes(range(256)) * 8)
    before = contents(tmp_path)
    done = here("compare", "empty.txt", "noise.bin", "nowhere.txt", FIRST, "-o", "page.html")
    assert (done.code, done.out) == (1, "")
    found = dict(line.split(":1:1: ") for line in done.err.splitlines()[:-1])
    assert set(found) == {"empty.txt", "noise.bin", "nowhere.txt"}
    assert found["nowhere.txt"].endswith("(check the name)")
    assert done.err.endswith("3 faults; nothing was written\n")
    faults = here("compare", "noise.bin", FIRST, "--json")
    assert (faults.code, faults.json["faults"][0]["rule"]) == (1, "binary")
    assert contents(tmp_path) == before


def test_a_case_that_is_not_there(here: Run, tmp_path: Path) -> None:
    done = here("compare", FIRST, SECOND, "--case", tmp_path / "nowhere")
    assert done.code == 1
    assert "detente new NAME" in done.err
