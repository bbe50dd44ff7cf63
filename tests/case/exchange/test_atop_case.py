"""A case from ATOP's rows: it reads without a fault, and says no more than the codes do."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.case.exchange.rows import STATES, member_file, saved

from detente.case.exchange.atop_case import AtopFiles, atop_case, read_atop
from detente.case.model.commitment import Commitment
from detente.case.reading import parse_case
from detente.foundation.errors import OutOfDomain, ReadingError, TooLarge

GUARANTEE = {"atopid": 7, "yrent": 1900, "moent": 3, "yrexit": 1910, "defense": 0}
ROWS: list[dict[str, object]] = [
    {**GUARANTEE, "member": 11, "defense": 1, "defcoadv": 1, "defcoloc": 1, "defconpr": 1, "statthr1": 250},
    {**GUARANTEE, "member": 12},
    {"atopid": 8, "member": 11, "yrent": 1899, "yrexit": 1905, "defense": 1, "nonagg": 1, "consul": 1, "concoreq": 1},
    {"atopid": 8, "member": 13, "yrent": 1899, "yrexit": 1905, "defense": 1, "nonagg": 1, "consul": 1, "concoreq": 1},
    {"atopid": 8, "member": 13, "yrent": 1905, "defense": 1, "nonagg": 1, "consul": 1, "defcocon": 1, "phase": 2},
    {"atopid": 8, "member": 11, "yrent": 1905, "defense": 1, "nonagg": 1, "consul": 1, "defconum": 1, "phase": 2},
    {"atopid": 9, "member": 13, "yrent": 1950, "neutral": 1, "offense": 1, "neucoatt": 1, "offcodem": 1},
    {"atopid": 9, "member": 999, "yrent": 1950, "neutral": 1, "offense": 1, "neucoatt": 1, "offcodem": 1},
]


@pytest.fixture
def files(tmp_path: Path) -> AtopFiles:
    return read_atop([saved(tmp_path, member_file(ROWS)), saved(tmp_path, STATES, "states.csv")])


def instrument(text: str, name: str) -> Commitment:
    read = parse_case(text)
    assert read.warnings == ()
    return next(one for one in read.case.commitments if one.id == name)


def test_a_guarantee_is_owed_by_its_guarantor_under_its_conditions(files: AtopFiles) -> None:
    text = atop_case(files, year=1902, members=["BBB"])
    read = parse_case(text).case
    assert [party.id for party in read.parties] == ["aaa", "bbb", "ddd"]
    (found,) = read.commitments
    assert (found.id, found.status[0].from_, found.status[0].until) == ("atop-7", "1900-03", "1910")
    (clause,) = found.clauses
    assert (clause.obligors, clause.beneficiaries, clause.duty.kind) == (("aaa",), ("all",), "defence")
    assert clause.trigger is not None
    assert clause.trigger.by is not None
    assert (clause.trigger.type, clause.trigger.by.parties) == (("armed-attack",), ("ddd",))
    assert clause.trigger.non_provocation == ("initiated",)
    assert "to which area the text limits it" in [str(word) for word in clause.unknown]
    assert any("beneficiaries" in word for word in clause.unsure)


def test_what_the_codes_do_not_say_stays_open(files: AtopFiles) -> None:
    for name, year in (("atop-7", 1902), ("atop-8", 1902), ("atop-9", 1960)):
        for clause in instrument(atop_case(files, year=year), name).clauses:
            assert clause.duty.automaticity is None
            assert clause.duty.deadline_hours is None
            if clause.duty.kind in ("defence", "offence"):
                assert clause.duty.strength is None
                assert "how strong the duty is" in [str(word) for word in clause.unknown]
            if clause.trigger is not None:
                assert clause.trigger.determined_by is None
                assert clause.trigger.threshold is None
                assert clause.trigger.against is None


def test_equal_codes_make_one_clause_and_different_ones_two(files: AtopFiles) -> None:
    before = instrument(atop_case(files, year=1902), "atop-8")
    assert [(clause.id, clause.obligors) for clause in before.clauses] == [
        ("defence", ("all",)), ("non-aggression", ("all",)), ("consultation", ("all",)),
    ]  # fmt: skip
    assert [clause.duty.strength for clause in before.clauses] == [None, 0, 1]
    after = instrument(atop_case(files, year=1906), "atop-8")
    assert [(clause.id, clause.obligors) for clause in after.clauses] == [
        ("defence-1", ("aaa",)), ("defence-2", ("ccc",)), ("non-aggression", ("all",)), ("consultation", ("all",)),
    ]  # fmt: skip
    assert "how many adversaries it asks for" in [str(word) for word in after.clauses[0].unknown]
    assert after.clauses[1].trigger is not None
    assert str(after.clauses[1].trigger.ongoing_conflict).startswith("the conflict under way")
    assert [(one.from_, one.until) for one in after.parties] == [("1899", None), ("1899", None)]


def test_an_abbreviation_that_is_no_id_gives_way_to_the_number(files: AtopFiles) -> None:
    text = atop_case(files, year=1960, alliances=[9], case_id="two-states", title="Two: states")
    read = parse_case(text).case
    assert (read.id, str(read.title)) == ("two-states", "Two: states")
    assert [party.id for party in read.parties] == ["ccc", "state-999"]
    assert [clause.duty.kind for clause in read.commitments[0].clauses] == ["offence", "neutrality"]
    assert "1950" in str(read.note)


def test_without_a_list_of_states_numbers_stand_for_names(tmp_path: Path) -> None:
    alone = read_atop([saved(tmp_path, member_file(ROWS))])
    read = parse_case(atop_case(alone, year=1902, members=["12"])).case
    assert [party.id for party in read.parties] == ["state-11", "state-12", "state-250"]


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"year": 1800}, "no alliance of the file was in force in 1800"),
        ({"year": 1902, "members": ["BBC"]}, "no state 'BBC' .did you mean 'BBB'"),
        ({"year": 1902, "members": ["DDD"]}, "in no alliance of the file"),
        ({"year": 1960, "alliances": [7, 9]}, "not in force in 1960 with those members: ATOP 7"),
        ({"year": 1902, "case_id": "No Id"}, "is not an id"),
    ],
)
def test_what_cannot_be_chosen_is_said(files: AtopFiles, asked: dict[str, object], what: str) -> None:
    with pytest.raises(OutOfDomain, match=what):
        atop_case(files, **asked)  # type: ignore[arg-type]


def test_too_many_alliances_are_refused(tmp_path: Path) -> None:
    rows = [{"atopid": number, "member": 11, "yrent": 1900, "consul": 1} for number in range(301)]
    with pytest.raises(TooLarge, match="the limit is 300"):
        atop_case(read_atop([saved(tmp_path, member_file(rows))]), year=1900)


def test_faults_of_all_files_come_together(tmp_path: Path) -> None:
    bad = saved(tmp_path, member_file([{"atopid": "x", "member": 11, "yrent": 1900}]))
    worse = saved(tmp_path, "a,b\n1,2\n", "worse.csv")
    with pytest.raises(ReadingError) as caught:
        read_atop([bad, worse])
    assert [fault.rule for fault in caught.value.faults] == ["cell", "file-kind"]
    with pytest.raises(ReadingError, match="no ATOP file with one row a member was given"):
        read_atop([saved(tmp_path, STATES)])
