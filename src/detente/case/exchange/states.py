"""States by code, abbreviation and name, when they existed, and which of them are neighbours.

Cite: Correlates of War Project, State System Membership List (v2016); Douglas M. Stinnett, Jaroslav Tir, Philip
Schafer, Paul F. Diehl and Charles Gochman (2002), The Correlates of War Project Direct Contiguity Data, version 3,
Conflict Management and Peace Science 19(2): 58-66. No open licence is stated, so the files are no part of the
package. The table of two-letter codes is our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from detente.case.exchange.days import PartDay
from detente.case.exchange.tables import Layout, Row, first_cells, read_rows, text_of

_STATES = Layout(
    what="a list of members of the state system",
    columns={
        "abbreviation": ("stateabb",),
        "code": ("ccode",),
        "name": ("statenme", "statename"),
        **{name: (name,) for name in ("styear", "stmonth", "stday", "endyear", "endmonth", "endday")},
    },
    needed=("abbreviation", "code", "name", "styear", "endyear"),
    todo="give the Correlates of War list of states, with a row for each period",
    forbidden=("year",),
)

_CONTIGUITY = Layout(
    what="a contiguity file with periods",
    columns={
        "one": ("ccode1", "statelno"),
        "other": ("ccode2", "statehno"),
        "kind": ("conttype",),
        "begins": ("stdate", "begin"),
        "ends": ("enddate", "end"),
    },
    needed=("one", "other", "kind", "begins", "ends"),
    todo="give the Correlates of War direct contiguity file, with a row for each period",
)

# Regions by code of the state, as the first digits of the codes tell them.
_REGION_FROM = (
    (2, "americas"),
    (200, "europe"),
    (402, "africa"),
    (630, "middle-east"),
    (700, "asia"),
    (900, "oceania"),
)


@dataclass(frozen=True, slots=True)
class State:
    """One state: the periods in which it was a member of the system, and its two-letter code where we know one."""

    code: int
    abbreviation: str
    name: str
    periods: tuple[tuple[PartDay, PartDay], ...]
    iso2: str | None = None

    def existed(self, year: int) -> bool:
        """Whether it was a member in some part of the year."""
        return any(start.year <= year <= end.year for start, end in self.periods)


@dataclass(frozen=True)
class States:
    """All states of the list."""

    all: tuple[State, ...]

    @cached_property
    def by_code(self) -> Mapping[int, State]:
        """The states by number."""
        return {state.code: state for state in self.all}

    @cached_property
    def by_abbreviation(self) -> Mapping[str, State]:
        """The states by three-letter abbreviation."""
        return {state.abbreviation: state for state in self.all}

    def code(self, word: str) -> int | None:
        """The code of a state given by number, abbreviation, two-letter code or name; None where none is so called."""
        sought = word.strip().casefold()
        for state in self.all:
            spelled = {str(state.code), state.abbreviation.casefold(), state.name.casefold()}
            if sought in spelled or (state.iso2 is not None and sought == state.iso2.casefold()):
                return state.code
        return None

    def abbreviation(self, code: int) -> str:
        """The abbreviation, or the number where there is none."""
        state = self.by_code.get(code)
        return state.abbreviation if state else str(code)


@dataclass(frozen=True, slots=True)
class Border:
    """Two states that touch, by land (kind 1) or across water (kinds 2 to 5, up to 400 miles), in a period."""

    one: int
    other: int
    kind: int
    begins: date
    ends: date


def region(code: int) -> str:
    """The region in which the home of a state lies.

    >>> region(2), region(365), region(651), region(710)
    ('americas', 'europe', 'middle-east', 'asia')
    """
    return [name for first, name in _REGION_FROM if code >= first][-1]


def read_states(path: Path | str) -> States:
    """The states of a COW state system file; raises ReadingError with all faults."""
    rows = read_rows(path, _STATES)
    iso2 = two_letter_codes()
    periods: dict[int, list[tuple[PartDay, PartDay]]] = {}
    names: dict[int, tuple[str, str]] = {}
    for row in rows:
        code = row.code("code")
        names[code] = (row.word("abbreviation"), row.word("name"))
        start = row.day("styear", "stmonth", "stday")
        end = row.day("endyear", "endmonth", "endday")
        if start is None or end is None:
            row.note("styear", "the years of membership are missing")
        else:
            periods.setdefault(code, []).append((start, end))
    rows.raise_faults()
    return States(
        tuple(
            State(code, abbreviation, name, tuple(sorted(periods[code])), iso2.get(abbreviation))
            for code, (abbreviation, name) in sorted(names.items())
        )
    )


def is_state_file(path: Path | str) -> bool:
    """Whether the first line names the columns of a list of states."""
    names = {name.strip().lower() for name in first_cells(text_of(path, _STATES.what))}
    return {"stateabb", "styear"} <= names


def read_borders(path: Path | str) -> tuple[Border, ...]:
    """The borders of a COW direct contiguity file; raises ReadingError with all faults."""
    rows = read_rows(path, _CONTIGUITY)
    found: list[Border] = []
    for row in rows:
        begins, ends = _iso_day(row, "begins"), _iso_day(row, "ends")
        if begins is not None and ends is not None:
            found.append(Border(row.code("one"), row.code("other"), row.code("kind"), begins.first, ends.last))
    rows.raise_faults()
    return tuple(found)


def neighbours(borders: Iterable[Border], code: int, day: date, furthest: int = 1) -> frozenset[int]:
    """The states that touch the state on the day, by land, or across water up to the kind given."""
    return frozenset(
        border.other if border.one == code else border.one
        for border in borders
        if code in (border.one, border.other) and border.kind <= furthest and border.begins <= day <= border.ends
    )


def two_letter_codes() -> Mapping[str, str]:
    """ISO 3166 two-letter codes by COW abbreviation, for states that exist today."""
    text = (files("detente.case.exchange") / "data" / "iso2.csv").read_text("utf-8")
    lines = [(line[:3], line[4:]) for line in text.splitlines() if line and not line.startswith("#")]
    return dict(lines[1:])


def _iso_day(row: Row, name: str) -> PartDay | None:
    word = row.word(name)
    if word.isdecimal() and len(word) == 6:  # the project's own files have 190601 for January 1906
        word = f"{word[:4]}-{word[4:]}"
    try:
        return PartDay.of(word)
    except ValueError:
        row.note(name, f"'{word[:40]}' is not a day such as 1920-01-01")
        return None
