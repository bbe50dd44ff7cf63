"""settle and brief, on the worked case and at the edges."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from tests.cli.conftest import EXAMPLE, Run, run
from tests.cli.made_up import SMALL, VIEW, WITHOUT_PREFERENCES


def test_settle_says_the_main_things(example: Run) -> None:
    done = example("settle", EXAMPLE)
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 80
    answer = example("settle", EXAMPLE, "--json").json
    assert f"acceptable to all  {answer['packages']['acceptable']:,} at the judgements shown" in done.out
    assert f"{answer['acceptable_over_judgements']['sometimes']:,} under some" in done.out
    for name in answer["solutions"]:
        assert re.search(rf"^  {name}( \*)?  ", done.out, re.MULTILINE), name
    for ground in answer["blocking"]["grounds"]:
        assert ground["id"] in done.out
    for words in ("judgements", "* compares points of one party with points of another", "the yes of Ukraine, Russia"):
        assert words in done.out


def test_ranges_stand_beside_values(example: Run) -> None:
    line = next(line for line in example("settle", EXAMPLE).out.splitlines() if line.startswith("  nash"))
    told = re.findall(r"(\d+\.\d) \((\d+)–(\d+)\)", line)
    assert len(told) == 3
    assert all(float(low) <= float(value) <= float(high) for value, low, high in told)
    nash = example("settle", EXAMPLE, "--json").json["solutions"]["nash"]
    assert [value for value, _, _ in told] == [f"{value:.1f}" for value in nash["all_values"][0]]


def test_settle_as_json_says_how_to_check_it(example: Run) -> None:
    done = example("settle", EXAMPLE, "--json")
    assert (done.code, done.err) == (0, "")
    for name, found in done.json["solutions"].items():
        assert found["method"] == name
        assert found["reference"]
        assert set(found["parameters"]) >= {"weights"}
        assert (found["exact"], found["tolerance"], found["seed"]) == (True, None, None)
        assert found["certificate"]
        for row, exact in zip(found["values"], found["values_exact"], strict=True):
            assert [float(Fraction(value)) for value in exact] == pytest.approx(row)
    assert re.fullmatch("[0-9a-f]{64}", done.json["digest"])


def test_a_view_is_named_and_changes_the_answer(small: Path, here: Run) -> None:
    (small / "views").mkdir()
    (small / "views/hardliner.yaml").write_text(VIEW, encoding="utf-8")
    plain, seen = (here("settle", small, *view, "--json").json for view in ((), ("--view", "hardliner")))
    assert (plain["view"], seen["view"]) == (None, "hardliner")
    assert seen["packages"]["acceptable"] < plain["packages"]["acceptable"]
    assert seen["digest"] != plain["digest"]
    assert "view               hardliner" in here("settle", small, "--view", "hardliner").out
    out = small / "brief.md"
    assert here("brief", small, "--view", "hardliner", "--format", "md", "-o", out).code == 0
    assert "hardliner" in out.read_text(encoding="utf-8")
    missing = here("check", small, "--view", "nobody")
    assert missing.code == 1
    assert "views/nobody.yaml" in missing.err


def test_settle_without_preferences_says_what_is_missing(small: Path, here: Run) -> None:
    (small / "case.yaml").write_text(WITHOUT_PREFERENCES, encoding="utf-8")
    done = here("settle", small)
    assert (done.code, done.out) == (1, "")
    assert "preferences" in done.err
    assert "add, for example, preferences: {" in done.err


def test_brief_without_preferences_writes_the_rest(small: Path, here: Run) -> None:
    (small / "case.yaml").write_text(WITHOUT_PREFERENCES, encoding="utf-8")
    done = here("brief", small, "--json", "-o", small / "brief.html")
    assert (done.code, done.err) == (0, "")
    assert any("preferences" in words for words in done.json["missing"])
    page = (small / "brief.html").read_text(encoding="utf-8")
    assert "A small case" in page
    assert "Who gets the river?" in page


def test_brief_of_the_worked_case(tmp_path: Path) -> None:
    done = run("brief", EXAMPLE, "-o", tmp_path / "brief.html")
    assert (done.code, done.err) == (0, "")
    assert re.findall(r"^  (\d)\. ", done.out, re.MULTILINE)[:3] == ["1", "2", "3"]
    assert done.out.endswith(f"The brief is in {tmp_path}/brief.html\n")
    assert (tmp_path / "brief.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_brief_in_markdown_goes_where_one_stands(small: Path, here: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small)
    done = here("brief", small, "--format", "md", "--json")
    assert (done.code, done.err) == (0, "")
    assert set(done.json) == {"brief", "digest", "findings", "missing"}
    assert done.json["brief"] == "small.md"
    assert (small / "small.md").read_text(encoding="utf-8").startswith("#")


def test_output_in_another_encoding_stays_json(small: Path) -> None:
    (small / "case.yaml").write_text(SMALL.replace("name: North", "name: Північ"), encoding="utf-8")
    plain = run("settle", small, PYTHONIOENCODING="latin-1")
    assert plain.code == 0
    assert plain.out.isascii()
    told = run("new", small / "a-Північ", "--json", PYTHONIOENCODING="latin-1")
    assert told.json == {"case": f"{small}/a-Північ/case.yaml"}
