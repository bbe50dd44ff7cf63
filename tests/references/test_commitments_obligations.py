"""Obligations beside numbers that were found on the data of ATOP 5.1, directed dyad-years.

A few rows of 1914 and 1939 are entered here by hand, with the states' codes of the Correlates of War project. The
whole file is not part of the project: where DETENTE_DATA names a folder that holds it, all cases run on it.

Leeds, Ritter, Mitchell and Long (2002), International Interactions 28(3): 237-260; ATOP version 5.1.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.case.exchange.dyad_years import DyadYears, read_dyad_years
from detente.case.reading import read_case
from detente.engines.commitments.obligations import Obligations, derive, dyad_instruments
from detente.engines.commitments.of_case import obligations_of_case
from detente.engines.commitments.scenario import Attack, Scenario

LIBRARY = Path(__file__).parents[2] / "library" / "leeds-2002"
FILE = "atop_v5.1_directed_dyad_year.csv.gz"

# (obligor, beneficiary), rows with the defence obligation.
ROWS = {
    1914: [(341, 345), (350, 345), (255, 300), (300, 255), (365, 220), (220, 365), (740, 200)],
    1939: [
        (220, 290), (360, 290), (200, 290),
        (315, 360), (345, 360), (350, 360), (355, 360), (640, 200), (645, 200), (651, 200), (365, 220),
        (366, 365), (367, 365), (368, 365), (712, 365), (700, 640),
        (220, 200), (200, 220), (290, 200), (290, 220), (290, 360), (339, 325), (325, 255), (255, 325),
    ],
}  # fmt: skip

# year, attacker, target, who owes defence directly (or how many), sizes of the waves of the stress setting
FOUND = [
    (2016, 365, 366, 34, [34, 42, 54, 9]),
    (2016, 710, 740, ["2"], [1, 64, 12, 55, 9]),
    (1939, 255, 290, ["200", "220", "360"], [3, 8, 5]),
    (1914, 300, 345, ["341", "350"], [2]),
    (2018, 373, 371, ["365", "370", "702", "703", "704", "705"], [6]),
    (2018, 365, 369, [], []),
    (2016, 710, 713, [], []),
]


def answer(pairs: tuple[Any, Any], year: int, attacker: int, target: int, *, stress: bool) -> Obligations:
    scenario = Scenario(
        id="war",
        on=date(year, 7, 1),
        attacks=(Attack(str(attacker), str(target)),),
        joins="all" if stress else "none",
        transitive=stress,
    )
    return derive(dyad_instruments(*pairs, "defence"), scenario)


def waves(found: Obligations) -> list[int]:
    return [len(wave) for wave in found.owing if wave]


@pytest.mark.parametrize(("year", "attacker", "target", "direct", "sizes"), FOUND[2:4])
def test_rows_entered_by_hand(year: int, attacker: int, target: int, direct: list[str], sizes: list[int]) -> None:
    pairs = tuple(zip(*ROWS[year], strict=True))
    plain = answer((pairs[0], pairs[1]), year, attacker, target, stress=False)
    assert [fact.obligor for fact in plain.owed] == direct
    assert waves(answer((pairs[0], pairs[1]), year, attacker, target, stress=True)) == sizes


@pytest.fixture(scope="module")
def dyads() -> DyadYears:
    folder = os.environ.get("DETENTE_DATA")
    if not folder or not (Path(folder) / FILE).exists():
        pytest.skip(f"DETENTE_DATA names no folder with {FILE}")
    return read_dyad_years(Path(folder) / FILE)


@pytest.mark.parametrize(("year", "attacker", "target", "direct", "sizes"), FOUND)
def test_the_whole_file(
    dyads: DyadYears, year: int, attacker: int, target: int, direct: list[str] | int, sizes: list[int]
) -> None:
    rows = (dyads.year == year) & dyads.flags["defense"]
    pairs = (dyads.obligor[rows], dyads.beneficiary[rows])
    owing = [fact.obligor for fact in answer(pairs, year, attacker, target, stress=False).owed]
    assert (len(owing) if isinstance(direct, int) else owing) == direct
    stressed = answer(pairs, year, attacker, target, stress=True)
    assert waves(stressed) == sizes
    assert sum(sizes) == {(2016, 365): 139, (2016, 710): sum(sizes), (1939, 255): 16}.get((year, attacker), len(owing))


def test_the_library_case() -> None:
    case = read_case(LIBRARY)
    expected = yaml.safe_load((LIBRARY / "expected.yaml").read_text(encoding="utf-8"))
    for scenario, numbers in expected["computed"].items():
        found = obligations_of_case(case, scenario).obligations
        assert [list(wave) for wave in found.owing] == numbers["waves"]
        if "arguable" in numbers:
            assert [fact.obligor for fact in found.open] == numbers["arguable"]
        assert sum(map(len, found.owing)) == numbers.get("total", len(found.owing[0]))
    for year, target in ((1914, "serbia"), (1939, "poland")):
        clauses = next(item for item in case.case.commitments if item.id == f"pairs-{year}").clauses
        named = {clause.beneficiaries: clause.obligors for clause in clauses}
        assert list(named[target,]) == expected["published"][f"rows-{year}"][target]
