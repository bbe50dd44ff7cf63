"""The gap table and the coverage of the library's instruments.

The differences in strength and automaticity to the North Atlantic Treaty are those of this project's own coding of the
texts, one coder (specification of the commitments engine, section 5); nobody has published such a table. What is owed
in the scenarios was worked out by hand from the clauses.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.case.instruments import instrument_ids, library_instrument
from detente.case.model.case import Case
from detente.case.reading import parse_case, read_case
from detente.engines.commitments.comparison.coverage import coverage
from detente.engines.commitments.comparison.differences import clause_differences
from detente.engines.commitments.comparison.gap import gap_table
from detente.engines.commitments.comparison.standard_scenarios import standard_scenarios
from detente.engines.commitments.instrument import Instrument
from detente.engines.commitments.of_case import instruments_of_case, scenario_of_case

DAY = date(2026, 1, 10)
CASE = """
detente: 1
id: reference
title: The library's instruments
as-of: 2026-01-10
parties:
  - {id: ukraine, name: Ukraine, kind: state, country: UA, roles: [negotiator]}
  - {id: russia, name: Russia, kind: state, country: RU, roles: [negotiator]}
issues:
  - {id: line, question: Where does the line run?, kind: choice, options: [{id: a, label: here}, {id: b, label: there}]}
"""


LIBRARY = Path(__file__).parents[2] / "library/guarantee-drafts"
EXPECTED: dict[str, Any] = yaml.safe_load((LIBRARY / "expected.yaml").read_text(encoding="utf-8"))


@cache
def case() -> Case:
    return parse_case(CASE).case


@cache
def instrument(name: str) -> Instrument:
    return instruments_of_case(case(), [library_instrument(name, case())])[0]


@pytest.mark.parametrize(
    ("name", "strength", "automaticity"),
    [(name, *steps) for name, steps in EXPECTED["to-the-north-atlantic-treaty"].items()],
)
def test_differences_to_the_north_atlantic_treaty(name: str, strength: int, automaticity: int) -> None:
    gap = gap_table([instrument(name)], instrument("nato"), "ukraine", on=DAY)
    assert (gap.row("strength").difference, gap.row("automaticity").difference) == (strength, automaticity)
    back = gap_table([instrument("nato")], instrument(name), "ukraine", on=DAY)
    assert (back.row("strength").difference, back.row("automaticity").difference) == (-strength, -automaticity)


def test_the_words_behind_a_difference() -> None:
    """Both sides of a row name the article or the page, and the words."""
    row = gap_table([instrument("us-ua-2024")], instrument("nato"), "ukraine", on=DAY).row("strength")
    (ours,) = row.cells[0].reading.evidence
    (theirs,) = row.reference.evidence
    assert (theirs.article, theirs.quote[:24]) == ("5 and 6", "such action as it deems ")
    assert "24 hours" in ours.quote
    assert ours.page.startswith("https://")


@pytest.mark.parametrize(
    ("name", "dimension", "difference"),
    [
        # 32 members bind themselves in the treaty, one state in the agreement.
        ("uk-ua-2024", "bound", "narrower"),
        # Only Russia's attack counts; the treaty answers anyone outside it.
        ("uk-ua-2024", "adversary", "narrower"),
        ("us-ua-2024", "adversary", "same"),
        # Significant, deliberate and sustained is two steps above any attack.
        ("draft-us-assurance-nov2025", "threshold", -2),
        ("draft-us-assurance-nov2025", "provocation", "narrower"),
        ("draft-us-assurance-nov2025", "deadline", "unknown"),
        ("us-ua-2024", "deadline", "broader"),
        # Six months of notice against twelve; ten years against no end.
        ("us-ua-2024", "notice", -6),
        ("us-ua-2024", "duration", "narrower"),
        ("uk-ua-2024", "binding", -1),
        # A guarantor's own attack calls the draft of 2022 into force, not the treaty.
        ("draft-istanbul-2022", "adversary", "broader"),
        # Activated once a ceasefire enters into force.
        ("paris-2026", "preconditions", "narrower"),
    ],
)
def test_other_dimensions(name: str, dimension: str, difference: float | str) -> None:
    assert gap_table([instrument(name)], instrument("nato"), "ukraine", on=DAY).row(dimension).difference == difference


def test_members_are_those_of_the_day() -> None:
    nato = instrument("nato")
    for day, members in [(date(1949, 9, 1), 12), (date(2020, 1, 1), 29), (date(2023, 5, 1), 31), (DAY, 32)]:
        assert gap_table([nato], nato, "ukraine", on=day).row("bound").reference.words.startswith(f"{members}:")


def test_every_instrument_can_be_compared() -> None:
    everything = [instrument(name) for name in instrument_ids()]
    for reference in everything[::5]:
        gap = gap_table(everything, reference, "ukraine", on=DAY)
        own = gap.proposal.index(reference.id)
        assert {row.cells[own].difference for row in gap.table} <= {0, "same"}


def test_what_two_texts_owe_in_the_standard_scenarios() -> None:
    names = ["us-ua-2024", "draft-us-assurance-nov2025"]
    scenarios = standard_scenarios(
        "russia", "ukraine", date(2027, 1, 1), area=["ukraine", "across-agreed-line"], suppose=names
    )
    found = coverage([instrument(name) for name in names], scenarios)
    agreement = [found.cell(scenario, "us-ua-2024") for scenario in found.scenarios]
    # Consultation within 24 hours wherever the text certainly speaks of it; a network attack or a proxy can be argued.
    assert [cell.outcome for cell in agreement] == ["owed", "owed", "owed", "owed", "open", "open", "owed"]
    assert {(cell.strength, cell.deadline_hours) for cell in agreement if cell.outcome == "owed"} == {(1, 24.0)}
    draft = {scenario: found.cell(scenario, names[1]) for scenario in found.scenarios}
    # Who finds it is open in the full attack; the strike is too small; an attack on forces is not what it speaks of.
    assert draft["full-attack"].open[0].strength == 3
    assert draft["limited-strike"].failing[0].condition == "threshold"
    assert draft["forces-outside"].failing[0].condition == "against"
    assert [item.condition for item in draft["provocation-claimed"].failing][:1] == ["non-provocation"]


def test_the_two_drafts_of_the_library() -> None:
    """What was worked out by hand from the texts of the two drafts."""
    ours, expected = read_case(LIBRARY).case, EXPECTED["computed"]
    first, second = instruments_of_case(ours)
    scenarios = [scenario_of_case(ours, scenario) for scenario in ours.scenarios]
    gap = gap_table([second], first, "tarn")
    assert {name: gap.row(name).difference for name in expected["gap"]} == expected["gap"]
    matrix = coverage([first, second], scenarios)
    for scenario, cells in expected["coverage"].items():
        for name in ("draft-1", "draft-2"):
            cell = matrix.cell(scenario, name)
            assert [cell.strength, list(cell.obligors)] == cells[name]
        open_duties = matrix.cell(scenario, "draft-2").open
        assert [duty.strength for duty in open_duties] == [cells[key] for key in cells if key == "open-in-draft-2"]
    for scenario, hours in expected["deadlines"].items():
        assert [matrix.cell(scenario, name).deadline_hours for name in matrix.instruments] == hours
    found = clause_differences(first, second, scenarios)
    assert {clause.after: clause.change for clause in found.clauses} == expected["clauses"]
    assert {term.field: term.direction for term in found.terms} == expected["terms"]
    assert {(item.scenario, item.change) for item in found.consequences} == set(expected["consequences"].items())
