"""what-if: changes as typed, today beside after, and what --write does to the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import EXAMPLE, Run, contents, run
from tests.cli.made_up import SMALL, VIEW, WITHOUT_PREFERENCES
from tests.cli.test_pages import documented


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
        ("north.weights.river=20", "North's weight of River becomes 20"),
        ("preferences.south.values.river.shared=90", "South's value of shared on River becomes 90"),
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


POSITIONS = """\
positions:
  - {party: north, issue: term, option: 20, salience: 0.9, influence: 60}
  - {party: south, issue: term, option: 0, salience: {low: 0.2, high: 0.6}, influence: 50}
  - {party: south, issue: river, option: shared, salience: 0.6, influence: 50}
"""


@pytest.fixture
def placed(small: Path) -> Path:
    """The small case with positions."""
    (small / "case.yaml").write_text(SMALL + POSITIONS, encoding="utf-8")
    return small


def flat(words: str) -> str:
    return " ".join(words.split())


def test_where_positions_lead_before_and_after(placed: Path, here: Run) -> None:
    done = here("what-if", placed, "positions.south.term.salience=0.9", "positions.north.term.option=10")
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 80
    for words in (
        "What if South's salience on Term becomes 0.9?",
        "What if North's position on Term becomes 10?",
        "Term: where positions lead",
        "North at 10 instead of 20",
        "South salience 0.9 instead of 0.4 (0.2–0.6)",
        "compromise model 14.6 5.5 −9.1",
        "The compromise model leads to 5.5 instead of 14.6.",
        "What could be settled stays as it is",
    ):
        assert words in flat(done.out)
    assert "River: where" not in done.out
    assert "nash " not in done.out


def test_what_is_settled_and_what_positions_lead_to_may_both_change(placed: Path, here: Run) -> None:
    told = here("what-if", placed, "issues.term.unit=years", "status-quo={river: upstream, term: 10}").err
    assert "unit" in told
    done = here("what-if", placed, "status-quo={river: upstream, term: 10}", "north.walk-away=30")
    assert (done.code, done.err) == (0, "")
    assert "what holds if nothing is decided: not known today, 10 after" in flat(done.out).replace("What h", "what h")
    assert "leads to 14.6, as today." in flat(done.out)
    assert "walk-away of North 40.0 30.0 changes" in flat(done.out)


def test_an_issue_without_a_scale_says_so_once(placed: Path, here: Run) -> None:
    told = flat(here("what-if", placed, "positions.south.river.option=upstream").out)
    assert told.count("Not computed: its answers have no places on a scale") == 1
    assert "shown points" not in told


def test_a_position_that_does_not_count(placed: Path, here: Run) -> None:
    told = flat(here("what-if", placed, "positions.south.term.note=by hearsay").out)
    assert "Where positions lead stays as it is: no position, salience or influence that counts, no place" in told


def test_a_case_without_preferences_has_the_part_on_positions(placed: Path, here: Run) -> None:
    text = WITHOUT_PREFERENCES + POSITIONS
    (placed / "case.yaml").write_text(text, encoding="utf-8")
    done = here("what-if", placed, "positions.south.term.option=20", "--write")
    assert (done.code, done.err) == (0, "")
    assert "The compromise model leads to 20 instead of 14.6." in flat(done.out)
    assert "What could be settled is not computed The case has no preferences" in flat(done.out)
    assert (placed / "case.yaml").read_text(encoding="utf-8") == text.replace("option: 0,", "option: 20,")


def test_the_json_of_positions_is_documented(placed: Path, here: Run) -> None:
    asked = ("what-if", placed, "positions.south.term.option=20", "--json")
    answer = here(*asked).json
    assert documented("what-if") == set(answer)
    (issue,) = answer["forecasts"]
    assert documented("A forecast compared") == set(issue)
    assert documented("A side") == set(issue["today"]) == set(issue["after"])
    assert documented("A model compared") == set(issue["models"][0])
    assert (issue["models"][0]["method"], issue["models"][0]["shift"]) == ("compromise", pytest.approx(20 * 20 / 74))
    assert [one["party"] for one in issue["moved"]] == ["south"]
    assert set(issue["moved"][0]["after"]) == {"place", "salience", "salience_from", "influence"}
    assert answer["missing"] == []
    (placed / "case.yaml").write_text(WITHOUT_PREFERENCES + POSITIONS, encoding="utf-8")
    alone = here(*asked).json
    assert (alone["today"], alone["after"], alone["forecasts"]) == (None, None, answer["forecasts"])
    assert [fault["field"] for fault in alone["missing"]] == ["preferences"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("positions.south.trem.option=20", "south has no position on 'trem' (did you mean 'term'?"),
        ("positions.nroth.term.option=20", "'nroth' has no position (did you mean 'north'?)"),
        ("positions.south.term.salience=80", "salience 80 lies outside 0 to 1 (write 0.8"),
        ("positions.south.term.option=15", "15 is not on the grid of 'term'"),
    ],
)
def test_positions_that_there_are_not(change: str, words: str, placed: Path, here: Run) -> None:
    done = here("what-if", placed, change)
    assert (done.code, done.out) == (1, "")
    assert words in done.err
