"""Every fault of a file is told at once, each with its line, and the list has an end."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from tests.case.exchange.rows import member_file, saved

from detente.case.exchange.atop import is_member_file, read_alliances, read_members
from detente.case.exchange.days import PartDay
from detente.case.exchange.tables import MOST_FAULTS
from detente.foundation.errors import Fault, ReadingError

GOOD = {"atopid": 1, "member": 11, "yrent": 1900, "defense": 1}


def faults_of(path: Path | str) -> tuple[Fault, ...]:
    with pytest.raises(ReadingError) as caught:
        read_members(path)
    return caught.value.faults


def test_all_faults_of_a_file_are_told_with_their_places(tmp_path: Path) -> None:
    rows = [GOOD, {**GOOD, "member": "eleven"}, {**GOOD, "yrent": ""}, {**GOOD, "atopid": 1.5, "defense": "yes"}]
    file = saved(tmp_path, member_file(rows))
    told = [(fault.place.line, fault.field, fault.what) for fault in faults_of(file) if fault.place]
    assert told == [
        (3, "member", "'eleven' is not a number"),
        (4, "yrent", "the year in which it begins is missing"),
        (5, "atopid", "1.5 is not a whole number"),
        (5, "defense", "'yes' is not a number"),
    ]
    assert all(fault.todo for fault in faults_of(file))
    assert next(fault.place for fault in faults_of(file)).column == len("1,") + 1  # type: ignore[union-attr]


def test_infinite_numbers_are_no_numbers(tmp_path: Path) -> None:
    assert [fault.what for fault in faults_of(saved(tmp_path, member_file([{**GOOD, "member": "inf"}])))] == [
        "'inf' is not a number"
    ]


def test_the_list_of_faults_has_an_end(tmp_path: Path) -> None:
    faults = faults_of(saved(tmp_path, member_file([{**GOOD, "member": "x"}] * 100)))
    assert len(faults) == MOST_FAULTS + 1
    assert faults[-1].what.startswith(f"{100 - MOST_FAULTS} more faults")


def test_missing_columns_are_told_together(tmp_path: Path) -> None:
    text = member_file([GOOD]).replace("offense", "offence").replace("consul", "consult")
    assert [fault.field for fault in faults_of(saved(tmp_path, text))] == ["offense", "consul"]


def test_another_kind_of_file_is_named_by_its_columns(tmp_path: Path) -> None:
    (fault,) = faults_of(saved(tmp_path, "stateabb,ccode,statenme\nAAA,11,Alphaland\n"))
    assert "this is not an ATOP file with one row a member" in fault.what
    assert "stateabb, ccode, statenme" in fault.what
    with pytest.raises(ReadingError, match="this is not an ATOP file with one row an alliance"):
        read_alliances(saved(tmp_path, member_file([GOOD])))


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (member_file([]).encode(), "has no rows"),
        (b"\x1f\x8b\x08\x00rubbish", "cannot be read"),
        (b"<stata_dta>\0\0\0", "no text file"),
    ],
)
def test_files_without_rows_are_refused(tmp_path: Path, raw: bytes, what: str) -> None:
    file = tmp_path / "rows.csv"
    file.write_bytes(raw)
    (fault,) = faults_of(file)
    assert what in fault.what


def test_a_file_that_is_not_there_is_a_fault() -> None:
    (fault,) = faults_of("there-is-no-such.csv")
    assert "cannot be read" in fault.what


def test_a_line_of_another_length_is_told(tmp_path: Path) -> None:
    (fault,) = faults_of(saved(tmp_path, member_file([GOOD]) + "1,2,3\n"))[:1]
    assert fault.what.startswith("3 cells, where the first line has")


def test_packed_files_old_line_ends_and_old_encodings_are_read(tmp_path: Path) -> None:
    text = member_file([GOOD, {**GOOD, "member": 12}])
    expected = read_members(saved(tmp_path, text))
    packed = tmp_path / "rows.csv.gz"
    packed.write_bytes(gzip.compress(text.encode()))
    assert read_members(packed) == expected
    old = tmp_path / "old.csv"
    old.write_bytes("\ufeff".encode() + text.replace("\n", "\r").encode())
    assert read_members(old) == expected
    odd = tmp_path / "odd.csv"
    odd.write_bytes(text.replace("atopid", "version,atopid").replace("\n1,", "\nC\xf4te,1,").encode("latin-1"))
    assert read_members(odd) == expected
    assert is_member_file(odd)


def test_parts_of_days_are_kept_as_known() -> None:
    assert PartDay.checked(1900, 2, 30) == PartDay(1900, 2)
    assert PartDay.checked(1900, 0, 5).precision == "year"
    assert PartDay(1900, 2).last.isoformat() == "1900-02-28"
    assert PartDay(1900) < PartDay(1900, 1) < PartDay(1900, 1, 1) < PartDay(1901)
    assert PartDay.of("1900-02").text == "1900-02"
    with pytest.raises(ValueError, match="no year"):
        PartDay.checked(0)
