"""Two ways to the same chains of promises: breadth first over arrays, and the obligations engine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from benchmarks.alliance_wars import CHAINS
from benchmarks.alliance_wars_data import read_folder
from benchmarks.alliance_wars_measures import chain
from tests.case.exchange.test_alliances import random_table

from detente.case.exchange.dyad_years import DyadYears
from detente.engines.commitments.obligations import derive, dyad_instruments
from detente.engines.commitments.scenario import Attack, Scenario


def by_the_engine(table: DyadYears, attacker: int, target: int, year: int) -> list[set[int]]:
    """Waves as the engine finds them, under its stress setting."""
    rows = table.flags["defense"] & (table.year == year)
    pacts = dyad_instruments(table.obligor[rows], table.beneficiary[rows], "defence", year=year)
    day = date(year, 7, 1)
    attack = Attack(str(attacker), str(target), on=day)
    found = derive(pacts, Scenario("s", day, (attack,), joins="all", transitive=True))
    return [{int(state) for state in wave} for wave in found.owing if wave]


def by_the_rows(waves: Sequence[frozenset[int]]) -> list[set[int]]:
    return [set(wave) for wave in waves]


def test_the_engine_agrees_on_made_up_tables() -> None:
    random = np.random.default_rng(np.random.SeedSequence(6))
    for _ in range(40):
        table = random_table(random)
        assert by_the_engine(table, 11, 12, 1900) == by_the_rows(chain(table, 11, 12, 1900))


def test_the_engine_agrees_on_the_seven_cases() -> None:
    folder = os.environ.get("DETENTE_DATA")
    if not folder:
        pytest.skip("DETENTE_DATA names no folder with the files of alliances and wars")
    data = read_folder(Path(folder))
    if isinstance(data, str):
        pytest.skip(data)
    codes = data.states.by_abbreviation
    for attacker, target, year in CHAINS:
        one, other = codes[attacker].code, codes[target].code
        found = by_the_engine(data.dyad_years, one, other, year)
        assert found == by_the_rows(chain(data.dyad_years, one, other, year)), (attacker, target, year)
