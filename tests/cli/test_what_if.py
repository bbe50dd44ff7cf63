"""what-if: changes as typed, today beside after, and what --write does to the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import EXAMPLE, Run, contents, run
from tests.cli.made_up import SMALL, VIEW


def test_beside_today(example: Run, here: Run) -> None:
    done = here("what-if", EXAMPLE, "ukraine.walk-away=62")
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 80
    assert "What if Ukraine's walk-away becomes 62?" in done.out
    row = next(line.split() for line in done.out.splitlines() if "walk-away of Ukraine" in line)
    assert row[-2:] == ["62.0", "changes"]
    answer = example("what-if", EXAMPLE, "ukraine.walk-away=62", "--json").json
    assert answer["written"] is False
    assert answer["after"]["walk_away"][0] == 62
    assert answer["today"]["digest"] != answer["after"]["digest"]
    assert answer["after"]["packages"]["acceptable"] < answer["today"]["packages"]["acceptable"]
    assert {"proposals", "solutions"} <= set(answer["today"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("north.weights.river=20", "North's River of weights becomes 20"),
        ("preferences.south.values.river.shared=90", "South's shared of River of values becomes 90"),
        ("offers.o1.if=term = 20", "offers.o1.if becomes term = 20"),
        ("add offers={id: o2, by: south, gives: term = 20, if: river = shared}", "offers gains {id: o2"),
        ("remove offers.o1", "offers.o1 is taken out"),
        ("status-quo={river: upstream, term: 0}", "status-quo becomes {river: upstream, term: 0}"),
    ],
)
def test_changes(change: str, words: str, small: Path, here: Run) -> None:
    done = here("what-if", small, change)
    assert (done.code, done.err) == (0, ""), done.err
    assert f"What if {words}" in done.out
    assert (small / "case.yaml").read_text(encoding="utf-8") == SMALL


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("nroth.weights.river=47", "did you mean 'north'?"),
        ("north.wieghts.river=47", "did you mean 'weights'?"),
        ("prefrences.north.walk-away=4", "did you mean 'preferences'?"),
        ("remove offers.o9", "'o9' is not at offers (known: o1)"),
        ("walk-away", "'walk-away' is not a change (write, for example,"),
        ("add title=x", "title is not a list"),
        ("north.walk-away={", "change:"),
        ("", "'' is not a change"),
    ],
)
def test_changes_that_lead_nowhere(change: str, words: str, small: Path, here: Run) -> None:
    done = here("what-if", small, change, "--write")
    assert (done.code, done.out) == (1, "")
    assert words in done.err
    assert (small / "case.yaml").read_text(encoding="utf-8") == SMALL


def test_a_change_that_makes_the_case_faulty(small: Path) -> None:
    before = contents(small)
    done = run("what-if", small, "north.walk-away=high", "offers.o1.gives=river = sharde", "--write")
    assert (done.code, done.out) == (1, "")
    assert "case.yaml:19:16: preferences.north.walk-away: 'high' is not a number" in done.err
    assert "case.yaml:27:40: offers.0.gives: 'river' has no option 'sharde'" in done.err
    assert contents(small) == before


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_write_changes_only_its_lines(end: str, small: Path, here: Run) -> None:
    lines = SMALL.split("\n")
    (small / "case.yaml").write_text(end.join(lines), encoding="utf-8", newline="")
    done = here("what-if", small, "north.weights.river=20", "south.walk-away={low: 30, high: 50}", "--write", "--json")
    assert (done.code, done.err) == (0, "")
    assert done.json["written"] is True
    lines[14] = "    weights: {river: 20, term: 40}   # from two interviews"
    lines[24] = "    walk-away: {low: 30, high: 50}"
    assert (small / "case.yaml").read_bytes() == end.join(lines).encode()
    assert list(contents(small)) == ["case.yaml"]


def test_write_says_so(small: Path, here: Run) -> None:
    done = here("what-if", small, "north.walk-away=30", "--write")
    assert done.out.endswith(f"wrote the change into {small}/case.yaml\n")
    assert here("settle", small, "--json").json["walk_away"] == [30, 40]


def test_a_change_to_what_a_view_gives_is_made_in_the_view(small: Path, here: Run) -> None:
    (small / "views").mkdir()
    view = small / "views/hardliner.yaml"
    view.write_text(VIEW, encoding="utf-8")
    asked = ("what-if", small, "north.walk-away=10", "south.walk-away=45", "--view", "hardliner")
    found = here(*asked, "--json").json
    assert found["today"]["walk_away"] == [90, 40]
    assert found["after"]["walk_away"] == [10, 45]
    assert view.read_text(encoding="utf-8") == VIEW
    assert here(*asked, "--write").code == 0
    assert view.read_text(encoding="utf-8") == VIEW.replace("walk-away: 90", "walk-away: 10")
    head, _, tail = SMALL.partition("  south:")
    south = tail.replace("walk-away: 40", "walk-away: 45")
    assert (small / "case.yaml").read_text(encoding="utf-8") == head + "  south:" + south
