"""Tables keep every word at any width, and take no side."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.cli.made_up import SMALL, sizeable

from detente.cli.tables import points


@pytest.mark.parametrize(("parties", "columns"), [(2, 80), (6, 80), (12, 60), (12, 120)])
def test_any_number_of_parties(
    columns: int, parties: int, small: Path, here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (small / "case.yaml").write_text(sizeable(5, 2, parties), encoding="utf-8")
    monkeypatch.setenv("COLUMNS", str(columns))
    answer = here("settle", small, "--json").json
    for words in (("settle", small), ("what-if", small, "p0.walk-away=20")):
        done = here(*words)
        assert done.code == 0
        assert max(map(len, done.out.splitlines())) <= columns
        assert "…" not in done.out
        for number in answer["solutions"]["nash"]["all_values"][0]:
            assert f"{number:.1f}" in done.out
    settled = here("settle", small).out
    for party in range(parties):
        assert f"Party {party}" in settled or "Party" in settled.split(f" {party} ")[0]


def test_packages_differ_only_where_they_are_told_apart(small: Path, here: Run) -> None:
    (small / "case.yaml").write_text(SMALL.replace("shared: 70", "shared: 100"), encoding="utf-8")
    out = here("settle", small).out
    assert "all of them: river = shared" in out


def test_ties_with_other_values_are_all_told(small: Path, here: Run) -> None:
    split = (
        SMALL.replace("shared: 70", "shared: 30").replace("60, term: 40", "60, term: 0").replace("50, term: 50", "1")
    )
    split = split.replace("walk-away: 40", "walk-away: 0").split("offers:")[0]
    (small / "case.yaml").write_text(split, encoding="utf-8")
    rows = here("settle", small).out.split("Solutions, and")[1].splitlines()
    start = next(place for place, row in enumerate(rows) if row.startswith("  utilitarian"))
    told = [rows[start].split()[-2:], rows[start + 1].split()[-2:]]
    assert sorted(told) == [["0.0", "100.0"], ["100.0", "0.0"]]
    assert rows[start + 1].startswith("    or")


def test_no_zone_names_the_smallest_concessions(small: Path, here: Run) -> None:
    (small / "case.yaml").write_text(SMALL.replace("walk-away: 40", "walk-away: 90"), encoding="utf-8")
    out = here("settle", small).out
    assert "No package is acceptable to everybody whose yes is needed" in out
    assert "points below its walk-away" in out
    assert "The packages that they reach" in out
    beside = here("what-if", small, "north.walk-away=0", "south.walk-away=0").out
    row = next(line.split() for line in beside.splitlines() if "acceptable to all" in line)
    assert row == ["acceptable", "to", "all", "0", "8", "changes"]
    assert "A smallest concession that opens a zone" in beside


def test_a_party_added_by_the_change(small: Path, here: Run) -> None:
    west = "add parties={id: west, name: West, kind: state}"
    wants = "preferences.west={weights: {term: 1}, values: {term: {0: 100, 20: 0}}, walk-away: 10}"
    out = here("what-if", small, west, wants).out
    assert "Solutions today" in out
    assert "Solutions after" in out
    assert "West" in out


def test_points() -> None:
    assert points(61.19, 40.6, 78.9) == "61.2 (41–79)"
    assert points(61.19, 61.19, 61.2) == "61.2"
    assert points(-0.04, -0.4, 3) == "0.0 (0–3)"
