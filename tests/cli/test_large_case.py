"""settle, what-if and brief on a case of 10^12 packages: what is exact, proved or estimated, and that it says so."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.cli.large_case import ISSUES, PARTIES, large_case
from tests.gates.tree import ROOT

OPEN, SHUT = large_case(), large_case(("90", "90", "50"), count=7)
SMALLER = large_case(count=7)
"""10^7 packages: still too many to look at each, and quick."""


@pytest.fixture
def large(small: Path) -> Path:
    (small / "case.yaml").write_text(OPEN, encoding="utf-8")
    return small


@pytest.fixture
def smaller(small: Path) -> Path:
    (small / "case.yaml").write_text(SMALLER, encoding="utf-8")
    return small


@pytest.fixture
def shut(small: Path) -> Path:
    (small / "case.yaml").write_text(SHUT, encoding="utf-8")
    return small


def values_by_hand(text: str, package: dict[str, Any]) -> list[Fraction]:
    """What a package is worth to each party, from the numbers in the case's text."""
    found: list[Fraction] = []
    for party, _ in PARTIES:
        part = text[text.index(f"  {party}:\n") :]
        weights = {
            issue: Fraction(int(low) + int(high), 2)
            for issue, low, high in re.findall(r"(\w+): \{low: (\d+), high: (\d+)\}", part.split("\n")[1])
        }
        total = Fraction(0)
        for issue, curve in re.findall(r"(\w+): \{([^}]*)\}", part.split("\n")[2].partition("values: {")[2]):
            points = [(int(a), int(b)) for a, b in re.findall(r"(\d+): (\d+)", curve)]
            at = int(package[issue])
            (x, low), (y, high) = next(pair for pair in pairwise(points) if pair[1][0] >= at)
            total += weights[issue] * (low + Fraction(high - low, y - x) * (at - x))
        found.append(total / sum(weights.values()))
    return found


def test_settle_says_how_each_part_is_known(smaller: Path, here: Run) -> None:
    done = here("settle", smaller)
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= 80
    for words in ("too many to look at each", "issues are", "acceptable to all", "nash", "walk-away"):
        assert words in " ".join(done.out.split())
    assert re.search(r"its offer o1", done.out)


def test_the_answer_as_json_can_be_checked_by_hand(large: Path, here: Run) -> None:
    answer = here("settle", large, "--json").json
    assert answer["packages"]["all"] == 10**12
    assert answer["packages"]["feasible"]["count"] == 10**12 - 16 * 10**10
    zone = answer["packages"]["acceptable"]
    assert zone["at_least"] <= zone["share"] * 10**12 * 0.84 <= zone["at_most"]
    assert (answer["strategy"], answer["stopped"]) == ("folding", False)
    assert answer["frontier_acceptable"]["exact"]
    assert math.prod(g["combinations"] for g in answer["estimate"]["groups"]) == answer["estimate"]["considered"]
    for found in answer["solutions"].values():
        assert found["proved"]
        assert [[str(v) for v in values_by_hand(OPEN, found["says"][0])]] == found["values_exact"][:1]

    no_neighbour_beats_the_nash_solution(answer)
    keys_are_those_of_the_page(answer)


def no_neighbour_beats_the_nash_solution(answer: dict[str, Any]) -> None:
    floors = [Fraction(value) for value in answer["walk_away_exact"]]
    best = {issue: int(value) for issue, value in answer["solutions"]["nash"]["says"][0].items()}
    product = math.prod(u - d for u, d in zip(values_by_hand(OPEN, best), floors, strict=True))
    for issue, _ in ISSUES:
        for value in range(10):
            other = {**best, issue: value}
            if other["release"] >= 6 or other["fish"] <= 1 or (other["levy"] >= 5 and other["fund"] > 6):
                continue
            gains = [u - d for u, d in zip(values_by_hand(OPEN, other), floors, strict=True)]
            assert min(gains) < 0 or math.prod(gains) <= product


def test_an_empty_zone_says_whose_conditions_exclude_one_another(shut: Path, here: Run) -> None:
    done = here("settle", shut)
    assert done.code == 0
    assert "Upper State and Lower State accept no package together" in " ".join(done.out.split())
    assert "points below its walk-away" in done.out
    answer = here("settle", shut, "--json").json
    assert answer["packages"]["acceptable"]["count"] == 0
    assert answer["blocking"]["conflicts"][0] == ["upper", "lower"]
    opening = answer["concessions"]["openings"][0]
    worth = values_by_hand(SHUT, {k: int(v) for k, v in opening["says"].items()})
    floors = [Fraction(value) for value in answer["walk_away_exact"]]
    lacking = {name: d - u for (name, _), u, d in zip(PARTIES, worth, floors, strict=True) if u < d}
    assert lacking == {c["party"]: Fraction(c["shortfall"]) for c in opening["concessions"]}


def test_stopping_keeps_what_is_certain(smaller: Path, here: Run) -> None:
    answer = here("settle", smaller, "--seconds", "0.1", "--json").json
    assert answer["packages"]["all"] == 10**7
    if answer["stopped"]:
        assert any(words.startswith("not said") for words in answer["parts"].values())


def test_what_if_sets_both_sides_beside_each_other(smaller: Path, here: Run) -> None:
    text = SMALLER[: SMALLER.index("  - {id: part")]
    (smaller / "case.yaml").write_text(text, encoding="utf-8")
    done = here("what-if", smaller, "upper.walk-away=90")
    assert done.code == 0
    assert re.search(r"acceptable to all +[\w,. ]+ 0 +changes", done.out)
    assert re.search(r"proposal whole: acceptable completions +1 of 1 +0 of 1 +changes", done.out)


@pytest.mark.parametrize("state", ["smaller", "shut"])
def test_the_brief_tells_a_large_case(
    state: str, request: pytest.FixtureRequest, here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.brief.sections.material.DRAWS", 40)
    monkeypatch.setattr("detente.study.case_study.LEAST_BASE", 4)
    folder: Path = request.getfixturevalue(state)
    done = here("brief", folder, "--format", "md", "-o", folder / "brief.md")
    assert done.code == 0
    text = " ".join((folder / "brief.md").read_text(encoding="utf-8").split())
    wanted = [
        "8.4 million",
        "How surely each part is known",
        "The chair's draft",
        "Whom it depends on",
        "What is efficient?",
    ]
    wanted += (
        ["proved: no package is better", "published solutions (", "proved to be best by"]
        if state == "smaller"
        else ["accept none together", "less than the walk-away", "Refused by"]
    )
    for words in wanted:
        assert words in text, words
    assert "not computed" not in text


def keys_are_those_of_the_page(answer: dict[str, Any]) -> None:
    page = (ROOT / "docs/reference/settle-at-size-json.md").read_text(encoding="utf-8")
    assert documented(page, "## settle") == set(answer)
    assert documented(page, "### A count") == set(answer["packages"]["acceptable"])
    assert documented(page, "### A solution at size") <= set(answer["solutions"]["nash"])


def documented(page: str, heading: str) -> set[str]:
    """The keys in the table below a heading."""
    part = re.split(r"^#+ ", page[page.index(f"{heading}\n") + len(heading) :], maxsplit=1, flags=re.MULTILINE)[0]
    rows = [row.split("|")[1] for row in part.splitlines() if row.startswith("| `")]
    return {key for row in rows for key in re.findall("`([^`]+)`", row)}
