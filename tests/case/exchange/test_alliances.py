"""Alliances, memberships, directed dyad-years: what the files say, in their versions."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from benchmarks.alliance_wars_measures import chain
from tests.case.exchange.rows import member_file, saved

from detente.case.exchange.atop import OBLIGATIONS, read_alliances, read_members
from detente.case.exchange.days import PartDay
from detente.case.exchange.dyad_years import DyadYears, read_dyad_years
from detente.foundation.errors import ReadingError

HEADER = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul"


def test_a_membership_holds_promises_conditions_and_dates(tmp_path: Path) -> None:
    row = {"atopid": 7, "member": 11, "yrent": 1900, "moent": 3, "dayent": 2, "yrexit": 1910, "moexit": 4}
    row |= {"defense": 1, "nonagg": 1, "defcoadv": 1, "statthr1": 13, "phase": 2, "wartime": 1}
    (found,) = read_members(saved(tmp_path, member_file([row])))
    assert (found.alliance, found.member, found.phase, found.wartime) == (7, 11, 2, True)
    assert (found.entered, found.left) == (PartDay(1900, 3, 2), PartDay(1910, 4))
    assert found.obligations == {"defense", "nonagg"}
    assert (found.conditions, found.threats) == ({"defcoadv"}, (13,))
    assert found.in_force(PartDay(1910, 4, 30))
    assert not found.in_force(PartDay(1910, 5, 1))
    assert not found.in_force(PartDay(1900, 3, 1))
    assert found.in_force(PartDay(1900))


def test_columns_that_a_version_lacks_are_not_set_and_not_coded(tmp_path: Path) -> None:
    text = "atopid,member,yrent,defense,offense,neutral,nonagg,consul,version\n7,11,1900,1,0,0,0,0,5.1\n"
    (found,) = read_members(saved(tmp_path, text))
    assert (found.conditions, found.coded, found.left) == (frozenset(), frozenset(), None)


def test_an_alliance_lists_its_members_and_threats(tmp_path: Path) -> None:
    text = "atopid,begyr,begmo,begday,endyr,ineffect,defense,offense,neutral,nonagg,consul,statthr1,mem1,mem2,mem3\n"
    text += "7,1900,3,,0,1,1,0,0,0,1,13,11,12,\n"
    (found,) = read_alliances(saved(tmp_path, text))
    assert (found.members, found.threats) == ((11, 12), (13,))
    assert (found.begins, found.ends, found.still_in_effect) == (PartDay(1900, 3), None, True)
    assert found.obligations == {"defense", "consul"}
    assert found.secret is None


def test_directed_dyad_years_are_read_in_both_spellings_and_at_both_speeds(tmp_path: Path) -> None:
    rows = "11,12,1900,1,0,0,0,0\n12,11,1900,0,1,0,0,1\n13,12,1900,1,0,0,1,0\n11,12,1901,1,0,0,0,0\n"
    fast = read_dyad_years(saved(tmp_path, f"{HEADER}\n{rows}"))
    slow = read_dyad_years(saved(tmp_path, f"{HEADER}\n{rows}".replace("11,12,1901,1,0", '"11",12,1901,1,')))
    other = "year,stateA,stateB,atopally,defense,offense,neutral,nonagg,consul\n1900,11,12,1,1,0,0,0,0\n"
    for found in (fast, slow):
        assert len(found) == 4
        assert found.owing(12, 1900) == {11, 13}
        assert found.owing(12, 1901) == {11}
        assert found.owing(11, 1900) == frozenset()
        assert found.owing(11, 1900, "offense") == {12}
        assert found.years == (1900, 1901)
        assert not found.year.flags.writeable
    assert read_dyad_years(saved(tmp_path, other)).owing(12, 1900) == {11}


def test_faults_of_dyad_years_are_told_with_their_lines(tmp_path: Path) -> None:
    text = f"{HEADER}\n11,12,1900,1,0,0,0,0\n11,x,1900,1,0,0,0,0\n11,12,,1,0,0,0,0\n-11,12,1900,1,0,0,0,0\n"
    with pytest.raises(ReadingError) as caught:
        read_dyad_years(saved(tmp_path, text))
    assert [fault.place.line for fault in caught.value.faults if fault.place] == [3, 4, 5]


def test_the_index_agrees_with_looking_at_every_row() -> None:
    random = np.random.default_rng(np.random.SeedSequence(4))
    for _ in range(20):
        table = random_table(random)
        for state, year, name in itertools.product(range(11, 17), (1900, 1901), OBLIGATIONS):
            rows = zip(table.obligor, table.beneficiary, table.year, table.flags[name], strict=True)
            expected = {int(a) for a, b, when, flag in rows if b == state and when == year and flag}
            assert table.owing(state, year, name) == expected


def test_chains_agree_with_distances_by_powers() -> None:
    random = np.random.default_rng(np.random.SeedSequence(5))
    for _ in range(50):
        table = random_table(random)
        waves = chain(table, 11, 12, 1900)
        assert [set(wave) for wave in waves] == naive_waves(table)


def random_table(random: np.random.Generator) -> DyadYears:
    pairs = [(a, b, year) for a in range(11, 17) for b in range(11, 17) for year in (1900, 1901) if a != b]
    kept = [pair for pair in pairs if random.random() < 0.4] or pairs[:1]
    columns = np.array(kept, dtype=np.int32).T
    flags = {name: random.random(len(kept)) < 0.5 for name in OBLIGATIONS}
    return DyadYears(columns[0], columns[1], columns[2], flags)


def naive_waves(table: DyadYears) -> list[set[int]]:
    """Who is at distance 1, 2, … from the target, by relaxing all rows until nothing changes; 11 attacks 12."""
    distance = {12: 0}
    rows = list(zip(table.obligor, table.beneficiary, table.year, table.flags["defense"], strict=True))
    for _ in range(len(rows) + 1):
        for obligor, beneficiary, year, flag in rows:
            if flag and year == 1900 and beneficiary in distance and obligor not in (11, 12):
                distance[int(obligor)] = min(distance.get(int(obligor), 99), distance[int(beneficiary)] + 1)
    found = [{state for state, steps in distance.items() if steps == wave} for wave in range(1, 20)]
    return [wave for wave in found if wave]
