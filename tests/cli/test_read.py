"""`detente read` as typed: a list, decisions on the line, two coders, what enters the case, and what is refused."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.cli.conftest import Run, contents, run
from tests.gates.tree import ROOT

from detente.case.reading import read_case

LIBRARY = ROOT / "library/evidence-ceasefire"
REPORT = LIBRARY / "reports/r3.txt"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The case of the invented talks without its reports: names, issues and nothing else."""
    folder = tmp_path / "case"
    folder.mkdir()
    text = (LIBRARY / "case.yaml").read_text(encoding="utf-8")
    (folder / "case.yaml").write_text(text[: text.index("reports:")], encoding="utf-8")
    return folder


def words(text: str) -> str:
    """A message without the box around it."""
    return " ".join(text.replace("│", " ").split())


def decisions(case: Path) -> list[tuple[str, str, str]]:
    log = (case / "review/decisions.jsonl").read_text(encoding="utf-8")
    return [(line["by"], line["state"], line.get("why", "")) for line in map(json.loads, log.splitlines())]


def test_reports_alone_are_listed_and_nothing_is_written(tmp_path: Path) -> None:
    done = run("read", REPORT, cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "Conditional offers" in done.out
    assert "r3-o1" in done.out
    assert contents(tmp_path) == {}


def test_from_a_report_into_the_case(case: Path, here: Run) -> None:
    before = (case / "case.yaml").read_text(encoding="utf-8")
    listed = here("read", case, REPORT, "--list")
    assert listed.code == 0
    assert "→ shelling = stopped" in listed.out
    decided = here("read", case, "--accept", "r3-o1", "--reject", "r3-s1", "--by", "ann", "--why", "read twice")
    assert decided.code == 0
    assert "1 accepted, 1 rejected" in decided.out
    assert decided.out.endswith("nothing was written into the case; --write does\n")
    assert decisions(case) == [("ann", "accepted", "read twice"), ("ann", "rejected", "read twice")]
    assert (case / "case.yaml").read_text(encoding="utf-8") == before

    wrote = here("read", case, "--write", "--json", "--by", "ann")
    assert wrote.json["entered"].keys() == {"r3-o1"}
    assert wrote.json["states"]["accepted"] == 1
    after = read_case(case)
    assert after.text.startswith(before.rstrip("\n"))
    assert after.case.statements[-1].by == "ann"
    (said,) = after.case.statements[-1:]
    text = (case / "reports/r3.txt").read_text(encoding="utf-8")
    assert text[said.span[0] : said.span[1]] == said.quote
    assert here("fmt", case, "--check").code == 0

    again = here("read", case, "--write")
    assert "in the case already: 1" in again.out
    assert read_case(case).text == after.text
    assert "[accepted]" in here("read", case, "--list").out


def test_mentions_of_one_meeting_become_one_event(case: Path, here: Run) -> None:
    shutil.rmtree(case)
    shutil.copytree(LIBRARY, case)
    found = here("read", case, "--json").json["reports"]
    meetings = [event["id"] for report in found for event in report["events"] if _place(event) in _PLACES]
    assert len(meetings) >= 2
    here("read", case, "--accept", ",".join(meetings), "--write", "--by", "ann")
    (event,) = read_case(case).case.events
    assert event.slots["place"].outcome == "hard"
    assert {value.value for value in event.slots["place"].values} <= set(_PLACES)
    assert "no faults, no warnings" in here("check", case).out
    assert "The reports contradict each other on" in here("brief", case, "-o", case / "brief.html").out


_PLACES = ("Geneva", "Vienna", "Switzerland")


def _place(event: dict[str, object]) -> str:
    slots = event["slots"]
    assert isinstance(slots, list)
    return next((slot["passage"]["quote"] for slot in slots if slot["slot"] == "place"), "")


def test_two_coders_a_dispute_and_its_end(case: Path, here: Run) -> None:
    here("read", case, REPORT, "--accept", "r3-o1,r3-s1", "--by", "ann")
    second = here("read", case, "--reject", "r3-o1", "--accept", "r3-s1", "--by", "bob")
    assert "1 accepted, 1 disputed" in second.out
    agreed = here("read", case, "--agreement", "--json").json["agreement"]
    assert agreed["state"]["coders"] == 2
    assert "Krippendorff" in here("read", case, "--help").out
    assert "How far the coders agree" in here("read", case, "--agreement").out
    settled = here("read", case, "--settle", "--accept", "r3-o1", "--by", "chair", "--why", "both read it again")
    assert "2 accepted" in settled.out
    assert "disputed" not in settled.out


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], "Missing argument"),
        (["CASE"], "has no reports; name some after it"),
        ([REPORT, "--accept", "r3-s1"], "reports alone can be read but not reviewed"),
        ([REPORT, "CASE"], "is a case; name one case, and name it first"),
        (["CASE", REPORT, "--accept", "r3-s1", "--reject", "r3-s1"], "r3-s1 cannot be both accepted and rejected"),
        (["CASE", REPORT, "--accept", ","], "no item is named"),
        (["CASE", REPORT, "--accept", "r3-o1,r3-s999"], "no item has the id r3-s999"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_wrong_use(given: list[object], told: str, case: Path, here: Run) -> None:
    before = (case / "case.yaml").read_bytes()
    done = here("read", *(case if word == "CASE" else word for word in given))
    assert (done.code, done.out) == (2, "")
    assert told in words(done.err)
    assert (case / "case.yaml").read_bytes() == before
    assert not (case / "review/decisions.jsonl").exists()


def test_a_report_that_cannot_be_read(case: Path, here: Run) -> None:
    (case.parent / "noise.bin").write_bytes(bytes(range(256)) * 8)
    before = (case / "case.yaml").read_bytes()
    done = here("read", case, case.parent / "noise.bin", case.parent / "nowhere.txt", "--list")
    assert (done.code, done.out) == (1, "")
    assert "this is no text" in done.err
    assert "no such file" in done.err
    assert (case / "case.yaml").read_bytes() == before


def test_a_damaged_log_is_named(case: Path, here: Run) -> None:
    here("read", case, REPORT, "--accept", "r3-s1", "--by", "ann")
    log = case / "review/decisions.jsonl"
    log.write_text("half a line\n" + log.read_text(encoding="utf-8"), encoding="utf-8")
    done = here("read", case, "--list")
    assert (done.code, done.out) == (1, "")
    assert "decisions.jsonl:1: this line is damaged" in done.err
