"""Wars, attacks, states, borders and capabilities."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.case.exchange.rows import STATES, saved

from detente.case.exchange.alliance_cases import read_alliance_cases
from detente.case.exchange.attacks import KINDS, PLACES, attacks_in, attacks_of, listed_attacks
from detente.case.exchange.capabilities import capability_default, read_capabilities
from detente.case.exchange.days import PartDay
from detente.case.exchange.states import State, States, neighbours, read_borders, read_states, two_letter_codes
from detente.case.exchange.wars import read_wars
from detente.foundation.errors import OutOfDomain, ReadingError

WARS = """WarNum,WarName,ccode,Side,StartMonth1,StartDay1,StartYear1,EndMonth1,EndDay1,EndYear1,EndYear2,\
WhereFought,Initiator
1,First,11,1,3,1,1900,5,1,1900,-8,1,1
1,First,12,2,3,2,1900,5,1,1900,-8,1,2
1,First,250,2,4,1,1900,5,1,1900,-8,1,2
1,First,13,1,3,1,1900,5,1,1900,-8,1,2
2,Second,13,1,6,1,1910,-9,-9,1911,1912,2,1
2,Second,12,2,6,1,1910,7,1,1911,-8,2,2
"""


def test_sides_and_days_of_entry_tell_who_attacks_whom(tmp_path: Path) -> None:
    wars = read_wars(saved(tmp_path, WARS))
    assert (wars[0].entered, wars[0].initiator, wars[0].regions) == (PartDay(1900, 3, 1), True, {"americas"})
    assert wars[4].left == PartDay(1912)
    found = {(a.attacker, a.target): (a.day.text, a.on, a.aids) for a in attacks_in("1", (), wars)}
    assert found == {
        (11, 12): ("1900-03-02", "territory", ()),
        (13, 12): ("1900-03-02", "territory", (11,)),
        (250, 11): ("1900-04-01", "territory", (12,)),
        (250, 13): ("1900-04-01", "territory", (12,)),
    }
    (second,) = attacks_in("2", (), wars)
    assert (second.attacker, second.target, second.on, second.area) == (13, 12, "forces", "europe")
    assert attacks_of([]) == ()


def test_faults_of_a_war_list_are_told(tmp_path: Path) -> None:
    with pytest.raises(ReadingError) as caught:
        read_wars(saved(tmp_path, WARS.replace("1,First,11,1,", "1,First,11,3,").replace("1900,-8,1,1", "1900,x,1,1")))
    assert [fault.what for fault in caught.value.faults] == ["'x' is not a number", "side 3 is neither 1 nor 2"]


def every_state(text: str) -> States:
    names = {word for line in text.splitlines() for cell in line.split(",") for word in cell.split() if word.isupper()}
    return States(tuple(State(code, name, name, ()) for code, name in enumerate(sorted(names), start=1)))


def test_our_list_of_attacks_keeps_its_own_rules() -> None:
    folder = Path(__file__).parents[3] / "src" / "detente" / "case" / "exchange" / "data"
    text = (folder / "war-attacks.csv").read_text("utf-8")
    assert "no row comes from a data set" in text.casefold()
    attacks = listed_attacks(every_state(text))
    assert len(attacks) > 250
    for attack in attacks:
        assert attack.kind in KINDS
        assert attack.on in PLACES
        assert attack.day.precision == "day"
        assert attack.attacker != attack.target
        assert attack.attacker not in attack.aids
        assert attack.target not in attack.aids
        assert attack.listed
    assert len(set(attacks)) == len(attacks)
    days = [attack.day for attack in attacks if attack.war == "139"]
    assert days == sorted(days)


def test_our_list_says_which_state_is_missing() -> None:
    with pytest.raises(OutOfDomain, match="the list of states has no"):
        listed_attacks(States(()))


def test_states_keep_their_periods_and_answer_to_their_names(tmp_path: Path) -> None:
    states = read_states(saved(tmp_path, STATES))
    beta = states.by_code[12]
    assert beta.periods == (
        (PartDay(1816, 1, 1), PartDay(1850, 6, 30)),
        (PartDay(1900, 1, 1), PartDay(2016, 12, 31)),
    )
    assert beta.existed(1850)
    assert not beta.existed(1875)
    assert [states.code(word) for word in ("12", "bbb", "Betaland", " BBB ", "nowhere")] == [12, 12, 12, 12, None]
    assert states.by_abbreviation["AND"].iso2 == "AD"
    assert states.abbreviation(7) == "7"


def test_two_letter_codes_are_two_letters_and_each_once() -> None:
    codes = two_letter_codes()
    assert len(codes) > 190
    assert all(len(name) == 3 and len(code) == 2 and code.isupper() for name, code in codes.items())
    assert len(set(codes.values())) == len(codes)
    assert (codes["UKG"], codes["GMY"], codes["SAF"], codes["TUN"], codes["AUS"]) == ("GB", "DE", "ZA", "TN", "AT")


def test_borders_hold_in_their_period(tmp_path: Path) -> None:
    text = "ccode1,ccode2,conttype,stdate,enddate\n11.0,12.0,1.0,1900-01-01,1950-12-01\n11,13,4,190601,2016-12-01\n"
    borders = read_borders(saved(tmp_path, text))
    assert neighbours(borders, 12, date(1950, 12, 1)) == {11}
    assert neighbours(borders, 11, date(1951, 1, 1)) == frozenset()
    assert neighbours(borders, 11, date(1951, 1, 1), furthest=4) == {13}
    with pytest.raises(ReadingError, match="'soon' is not a day"):
        read_borders(saved(tmp_path, text.replace("190601", "soon")))


def test_capabilities_are_a_default_with_their_source(tmp_path: Path) -> None:
    text = "ccode,year,milex,cinc\n11,2021,1,0.25\n11,2022,,0.5\n12,2022,1,0.125\n13,2022,1,\n"
    table = read_capabilities(saved(tmp_path, text), "7.0")
    assert (table.cinc(11, 2021), table.cinc(13, 2022), table.years) == (0.25, None, (2021, 2022))
    default = capability_default(table, [11, 12])
    assert (default.value, default.year) == (0.625, 2022)
    expected = "CINC 2022, National Material Capabilities 7.0; weighs population and steel heavily; override it"
    assert default.provenance == expected
    with pytest.raises(OutOfDomain, match="no capability in 2021 for: 12"):
        capability_default(table, [11, 12], 2021)
    with pytest.raises(OutOfDomain, match="no state"):
        capability_default(table, [])
    with pytest.raises(ReadingError) as caught:
        read_capabilities(saved(tmp_path, text + "11,2022,1,1.5\n"))
    assert len(caught.value.faults) == 2


def test_cases_are_invoked_unless_they_are_no_cases(tmp_path: Path) -> None:
    text = "warid,cowwarid,warname,atopid,multilateral,dnaLLM,honorLLM,defense\n"
    text += "1.0,,Of1900-01,7.0,0,1.0,0.0,1\n2,5.0,Other,8,1,0,1,0\n"
    one, other = read_alliance_cases(saved(tmp_path, text))
    assert (one.invoked, one.honoured, one.cow_war, one.year, one.obligations) == (
        False,
        False,
        None,
        1900,
        {"defense"},
    )
    assert (other.invoked, other.honoured, other.cow_war, other.year, other.multilateral) == (True, True, 5, None, True)
