"""`detente drafts` as typed: what it prints, what it refuses, what it writes."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.conftest import EXAMPLE, Run, contents
from tests.gates.tree import ROOT

CEASEFIRE = ROOT / "library/drafts-ceasefire"
HARBOUR = ROOT / "library/drafts-harbour-plan"
PAGE = ROOT / "docs/reference/drafts-json.md"


def test_two_files_need_no_case(here: Run) -> None:
    done = here("drafts", CEASEFIRE / "a.md", CEASEFIRE / "b.md")
    assert done.code == 0
    assert "From a to b: 9 changed, 1 split, 1 moved, 1 dropped, 1 new, 13 kept" in done.out
    assert re.search(r"“30 days” +“45 days” +deadline moved later", done.out)
    assert max(map(len, done.out.splitlines())) <= 80
    assert "\033" not in done.out


def test_three_files_show_the_lineage(here: Run) -> None:
    done = here("drafts", *(HARBOUR / f"{name}.md" for name in "abc"))
    assert "Where the provisions of c first stand: 10 in a, 4 in b, 1 in c" in done.out
    assert max(map(len, done.out.splitlines())) <= 80


def test_all_shows_what_is_kept(here: Run) -> None:
    assert "kept" in here("drafts", CEASEFIRE / "a.md", CEASEFIRE / "b.md", "--all").out.split("\n", 4)[4]


def documented(heading: str) -> set[str]:
    page = PAGE.read_text(encoding="utf-8")
    (found,) = re.findall(rf"^#+ {heading}\n(.*?)(?=^#|\Z)", page, re.MULTILINE | re.DOTALL)
    return set(re.findall(r"^\| `(\w+)` \|", found, re.MULTILINE))


def test_the_json_is_as_documented(here: Run) -> None:
    told = here("drafts", *(HARBOUR / f"{name}.md" for name in "abc"), "--json").json
    assert documented("The answer") == set(told)
    for draft in told["drafts"]:
        text = (HARBOUR / f"{draft['id']}.md").read_text(encoding="utf-8")
        assert documented("A draft") == set(draft)
        for item in draft["provisions"]:
            assert documented("A provision") == set(item)
            assert text[slice(*item["span"])] == item["quote"]
    for step in told["steps"]:
        assert documented("A step") == set(step)
        for row in step["rows"]:
            assert documented("A row") == set(row)
            for item in row["differences"]:
                assert documented("A difference") == set(item)
    for line in told["lineage"]:
        assert documented("A line of descent") == set(line)
        for one in line["line"]:
            assert documented("An ancestor") == set(one)


def test_proposals_of_a_case(here: Run) -> None:
    done = here("drafts", EXAMPLE, "--proposals", "kyiv-offer", "moscow-terms")
    assert done.code == 0
    assert "From kyiv-offer to moscow-terms" in done.out
    assert "peacekeepers = excluded" in done.out
    answer = here("drafts", EXAMPLE, "kyiv-offer", "--json").json
    assert {(item["settles"], item["by"]) for item in answer["settles"]} >= {("alliance = dropped", "case")}


def test_a_draft_enters_the_case_only_when_asked(small: Path, here: Run) -> None:
    text = "The river paper\n\n1. The river is shared.\n2. All is well.\n"
    (small / "paper.md").write_text(text, encoding="utf-8")
    before = contents(small)
    shown = here("drafts", small, small / "paper.md", "--yaml")
    assert shown.code == 0, shown.err
    assert "settles: river = shared" in shown.out
    assert contents(small) == before
    done = here("drafts", small, small / "paper.md", "--write")
    assert done.code == 0, done.err
    assert "wrote the proposal paper" in done.out
    assert here("check", small).code == 0
    again = here("drafts", small, "paper", "--write")
    assert (again.code, "has provisions already" in again.err) == (1, True)


def test_what_is_refused(tmp_path: Path, small: Path, here: Run) -> None:
    one, empty, binary = tmp_path / "one.md", tmp_path / "empty.md", tmp_path / "binary.md"
    one.write_text("1. Fire ceases.\n", encoding="utf-8")
    empty.write_text(" \n", encoding="utf-8")
    binary.write_bytes(bytes(range(256)) * 8)
    for words, code in (
        (("drafts", one), 2),
        (("drafts", one, tmp_path / "missing.md"), 1),
        (("drafts", one, empty), 1),
        (("drafts", one, binary), 1),
        (("drafts", small), 2),
        (("drafts", small, "nothing"), 1),
        (("drafts", one, one, "--yaml"), 2),
        (("drafts", small, one, "--write"), 2),
    ):
        done = here(*words)
        assert done.code == code, (words, done.err)
        assert done.err.strip()
        assert not done.out
