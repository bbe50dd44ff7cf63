"""`detente export` as typed: files that other tools read, counts, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

from tests.cli.conftest import EXAMPLE, Run, contents, run

from detente.evidence.exports.refi_reading import read_qdpx

REPORTS = [EXAMPLE / "reports/r1.txt", EXAMPLE / "reports/r2.txt"]


def test_the_example_as_a_project_in_a_process_of_its_own(tmp_path: Path) -> None:
    done = run("export", EXAMPLE, "--format", "qdpx", "-o", tmp_path / "u.qdpx", "--json")
    assert done.code == 0, done.err
    assert done.json["file"] == str(tmp_path / "u.qdpx")
    assert done.json["accepted"] is True
    selections = read_qdpx(tmp_path / "u.qdpx")
    assert len(selections) > done.json["statements"] > 40
    text = REPORTS[0].read_text(encoding="utf-8")
    ours = [found for found in selections if found.source.startswith("r1 ")]
    assert ours
    assert all(text[found.start : found.end] == found.quote for found in ours)
    assert sorted(contents(tmp_path)) == ["u.qdpx"], "no temporary file stays"


def test_every_format_has_a_name_of_its_own(here: Run, tmp_path: Path, monkeypatch: object) -> None:
    monkeypatch.chdir(tmp_path)  # type: ignore[attr-defined]
    for name in ("annotations", "qdpx", "csl", "csv", "jsonl"):
        done = here("export", EXAMPLE, "--format", name)
        assert done.code == 0, done.err
        assert "2 reports" in done.out
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"ukraine-2025{end}" for end in (".csl.json", ".csv", ".jsonl", ".jsonld", ".qdpx")]
    assert json.loads((tmp_path / "ukraine-2025.jsonld").read_text(encoding="utf-8"))["total"] > 90


def test_only_what_is_asked(here: Run, tmp_path: Path) -> None:
    out = tmp_path / "rows.csv"
    told = here("export", EXAMPLE, "--format", "csv", "-o", out, "--what", "offers", "--what", "slots", "--json").json
    assert (told["statements"], told["offers"]) == (0, 1)
    lines = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline="")))
    assert {line["kind"] for line in lines} == {"offer", "slot"}
    assert len(lines) == told["offers"] + told["slots"]


def test_an_empty_record_is_a_file_too(here: Run, small: Path, tmp_path: Path) -> None:
    out = tmp_path / "small.jsonld"
    done = here("export", small, "--format", "annotations", "-o", out, "--what", "statements")
    assert (done.code, done.out) == (
        0,
        f"W3C Web Annotations with no reports, no statements, no offers, no slots in {out}\n",
    )
    assert json.loads(out.read_text(encoding="utf-8"))["total"] == 0


def test_an_offer_that_rests_on_no_report_is_left_out_of_a_project_and_named(
    here: Run, small: Path, tmp_path: Path
) -> None:
    done = here("export", small, "--format", "qdpx", "-o", tmp_path / "small.qdpx")
    assert "left out, because no report has a place for it: 1" in done.out
    assert read_qdpx(tmp_path / "small.qdpx") == ()


def test_the_reports_alone_need_no_rules(here: Run, tmp_path: Path) -> None:
    out = tmp_path / "reports.json"
    done = here("export", *REPORTS, "--format", "csl", "-o", out, "--json")
    assert done.json["reports"] == 2
    assert [item["id"] for item in json.loads(out.read_text(encoding="utf-8"))] == ["r1", "r2"]


def test_what_rules_find_says_so(here: Run, tmp_path: Path) -> None:
    out = tmp_path / "found.jsonl"
    done = here("export", REPORTS[0], "--format", "jsonl", "-o", out)
    assert done.code == 0, done.err
    assert "nobody has reviewed it" in done.out
    text = REPORTS[0].read_text(encoding="utf-8")
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert lines
    for line in lines:
        assert (line["accepted"], line["proposer"]) == (False, "rules")
        for passage in line["passages"]:
            assert text[passage["start"] : passage["end"]] == passage["quote"]


def test_wrong_use(here: Run, tmp_path: Path) -> None:
    for words, message in (
        (("export", EXAMPLE, "--format", "csl", "--what", "slots"), "holds the reports alone"),
        (("export", EXAMPLE, REPORTS[0], "--format", "csv"), "name it alone"),
        (("export", EXAMPLE, "--format", "csv", "-o", tmp_path), "is a folder"),
        (("export", EXAMPLE, "--format", "csv", "-o", tmp_path / "no/x.csv"), "there is no folder"),
        (("export", EXAMPLE, "--format", "docx"), "is not one of"),
    ):
        done = here(*words)
        assert done.code == 2, words
        assert message in " ".join(done.err.replace("│", " ").split()), words
    assert here("export", tmp_path / "none", "--format", "csv").code in (1, 2)
    assert list(tmp_path.iterdir()) == []


def test_a_link_stays_a_link_and_a_mode_stays(here: Run, tmp_path: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o600)
    link.symlink_to(target)
    assert here("export", EXAMPLE, "--format", "csv", "-o", link).code == 0
    assert link.is_symlink()
    assert target.read_bytes().startswith(b"\xef\xbb\xbfkind")
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_device_is_written_into(here: Run) -> None:
    assert here("export", EXAMPLE, "--format", "csv", "-o", os.devnull).code == 0
    assert not Path(os.devnull).is_file()
